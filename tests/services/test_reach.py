"""Who cannot be reached is named with telephones; what counts as delivered; when a campaign ends."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from domain.accounts import AccountStanding, AccountState
from domain.delivery import OutboxState
from domain.statuses import Status
from domain.units import ContactState, Role
from services import reach
from storage.store import UnitOfWork
from tests import factories
from tests.services.posts import MORNING, SWIFT, Office, Post, opened
from tests.services.town import Town, october

NOW = october(18)


async def silent(town: Town, role: Role = Role.COORDINATOR, unit: str = "VP") -> dict[str, tuple[str, ...]]:
    """Units nobody reaches, as somebody of the Office sees them, with their telephones."""
    actor = await town.joins(unit, role, "viewer")
    async with town.store.reading() as uow:
        found = await reach.unreachable(uow, actor, now=NOW)
    return {one.unit.code: one.phones for one in found}


async def closes(town: Town, name: str) -> None:
    place = (factories.TELEGRAM, factories.ACCOUNT, name)
    await town.store.transact(
        lambda uow: uow.organisation.set_contact(place, ContactState.DISABLED, "blocked")
    )


async def test_units_without_anybody_are_named_in_protocol_order(everywhere: Town) -> None:
    assert list(await silent(everywhere)) == ["STP", "SNV", "TANYEN"]


async def test_a_unit_with_one_open_contact_is_reached(everywhere: Town) -> None:
    await everywhere.joins("STP", name="một")
    await everywhere.joins("STP", name="hai")
    await closes(everywhere, "một")
    assert "STP" not in await silent(everywhere)


async def test_a_unit_whose_contacts_are_all_closed_is_named_with_its_telephones(everywhere: Town) -> None:
    for name, phone in (("một", "0200 000 001"), ("hai", None)):
        actor = await everywhere.joins("STP", name=name)
        assert actor.person is not None
        key = actor.person.id
        await everywhere.store.transact(
            lambda uow, key=key, phone=phone: uow.people.change(key, {"phone": phone})
        )
        await closes(everywhere, name)
    assert (await silent(everywhere))["STP"] == ("0200 000 001",)


async def test_people_are_named_also_without_a_telephone(town: Town) -> None:
    await town.joins("STP", name="một")
    await closes(town, "một")
    actor = await town.joins("VP", Role.COORDINATOR)
    async with town.store.reading() as uow:
        found = await reach.unreachable(uow, actor, now=NOW)
    assert [person.name for person in found[0].people] == ["một"]


@pytest.mark.parametrize(
    ("state", "reason", "until", "is_silent"),
    [
        (AccountState.PAUSED, "unauthorized", None, True),
        (AccountState.PAUSED, "quota_spent", timedelta(days=1), True),
        (AccountState.PAUSED, "quota_spent", -timedelta(days=1), False),
        (AccountState.ACTIVE, "quota_reserved", timedelta(days=1), True),
        (AccountState.ACTIVE, None, None, False),
    ],
)
async def test_an_account_that_takes_no_reminders_reaches_nobody(
    town: Town, state: AccountState, reason: str | None, until: timedelta | None, is_silent: bool
) -> None:
    await town.joins("STP")
    at = datetime.now(UTC)
    ends = at + until if until is not None else None
    standing = AccountStanding(factories.TELEGRAM, factories.ACCOUNT, state, reason, at, ends)
    await town.store.transact(lambda uow: uow.accounts.set(standing))
    assert ("STP" in await silent(town)) is is_silent


@pytest.mark.parametrize("status", Status)
async def test_only_who_owes_something_is_named(town: Town, status: Status) -> None:
    await town.sets("SNV", status=status.value)
    assert ("SNV" in await silent(town)) is status.is_owed


async def test_what_is_owed_after_the_ladder_has_ended_still_counts(town: Town) -> None:
    await town.sets("SNV", next_step_at=None)
    assert "SNV" in await silent(town)


async def test_history_is_owed_by_nobody(town: Town) -> None:
    async def old(uow: UnitOfWork) -> None:
        (unit,) = (await factories.units(uow, town.id, "SXD")).values()
        other = await factories.obligation(uow, town.id, town.units["VP"], key="cu", stem="CU", history=True)
        await factories.assignments(uow, other, town.id, [unit])

    await town.store.transact(old)
    assert "SXD" not in await silent(town)


@pytest.mark.parametrize(
    ("role", "unit", "seen"),
    [
        (Role.LEADER, "VP", {"STP", "SNV", "TANYEN"}),
        (Role.UNIT_HEAD, "SNV", {"SNV"}),
        (Role.ADMIN, "VP", set()),
    ],
)
async def test_everybody_sees_as_far_as_the_role_reaches(
    town: Town, role: Role, unit: str, seen: set[str]
) -> None:
    assert set(await silent(town, role, unit)) == seen


async def test_a_message_has_reached_somebody_when_it_was_sent_or_seen_where_that_is_told(town: Town) -> None:
    office: Office = opened(town, Post())
    actor = await office.joins("STP")
    await office.queues("n", actor)
    waiting = await office.message("n")
    await office.sends()
    sent = await office.message("n")
    seen, doubtful = replace(sent, displayed_at=MORNING), replace(sent, state=OutboxState.UNCERTAIN)
    with_receipts = replace(SWIFT, receipts=True)
    assert [reach.has_reached(one, SWIFT) for one in (waiting, sent, seen, doubtful)] == [
        False,
        True,
        True,
        False,
    ]
    assert [reach.has_reached(one, with_receipts) for one in (waiting, sent, seen)] == [False, False, True]


@pytest.mark.parametrize(("count", "seconds"), [(0, 0), (1, 0.1), (3400, 340)])
def test_a_campaign_ends_when_the_account_has_sent_all(count: int, seconds: float) -> None:
    ten = replace(SWIFT, per_second=10.0)
    assert reach.takes(count, ten) == timedelta(seconds=seconds)
    assert reach.finish_time(count, ten, now=NOW) == NOW + timedelta(seconds=seconds)
