"""Paused accounts and quotas: asked when a contact is chosen and again as a message leaves; never silent."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from domain.accounts import AccountStanding, AccountState
from domain.calendar import VIETNAM
from domain.delivery import MessageClass, OutboxState
from domain.policy import month_of, next_month
from domain.units import OPERATOR, ContactState, Role
from services import policy
from services.outcomes import LOOK_AGAIN
from storage.store import UnitOfWork
from tests.services.posts import (
    MORNING,
    NO_ANSWER,
    PATIENCE,
    QUOTA_SPENT,
    SWIFT,
    UNAUTHORIZED,
    Office,
    Post,
    opened,
)
from tests.services.town import Town, october

UNIT, ZALO = "focal_point STP", ("zalo_bot", "bot")
QUOTA = 20


def messengers(town: Town, quota: int | None = QUOTA) -> Office:
    """Zalo with a quota first, then the web chat. People are linked on both."""
    limited = Post("zalo_bot", "bot", replace(SWIFT, quota_month=quota))
    return opened(town, limited, Post("webchat", "default"))


@pytest.fixture
def office(everywhere: Town) -> Office:
    return messengers(everywhere)


@pytest.fixture
def quick(town: Town) -> Office:
    return messengers(town)


async def linked(office: Office, unit: str = "STP", role: Role = Role.FOCAL_POINT, *, on: str) -> int:
    """Somebody who is reached on these channels alone; their key."""
    actor = await office.town.joins(unit, role)
    assert actor.person is not None
    person = actor.person

    async def work(uow: UnitOfWork) -> None:
        for kind in on.split():
            account = next(post.account for post in office.posts if post.kind == kind)
            await uow.organisation.add_contact(person.id, (kind, account, person.name), MORNING)
        # The town links everybody on Telegram, which is off here.
        telegram = await uow.organisation.contacts([person.id])
        for contact in telegram[person.id]:
            if contact.channel == "telegram":
                place = (contact.channel, contact.account, contact.address)
                await uow.organisation.set_contact(place, ContactState.DISABLED)

    await office.town.store.transact(work)
    return person.id


async def queues(office: Office, key: str, person: int, **changes: object) -> None:
    values = {
        "message_class": MessageClass.NOTICE, "channel": "zalo_bot", "account": "bot", "address": UNIT,
        "person_id": person, "body": "Kính gửi", "not_before": MORNING, "created_at": MORNING,
    }  # fmt: skip
    await office.town.store.transact(lambda uow: uow.outbox.add(idem_key=key, **{**values, **changes}))


async def spends(office: Office, sent: int, month: str = "") -> None:
    """So many messages have been sent this month, or in another one."""
    this = month or month_of(datetime.now(UTC), VIETNAM)
    await office.town.store.transact(lambda uow: uow.accounts.count_sent(*ZALO, this, sent))


async def spent(office: Office) -> int:
    async with office.town.store.reading() as uow:
        return await uow.accounts.sent(*ZALO, month_of(datetime.now(UTC), VIETNAM))


async def standing(office: Office) -> AccountStanding:
    async with office.town.store.reading() as uow:
        return await uow.accounts.standing(*ZALO)


async def pauses(office: Office, reason: str, until: datetime | None = None) -> None:
    paused = AccountStanding(*ZALO, AccountState.PAUSED, reason, datetime.now(UTC), until)
    await office.town.store.transact(lambda uow: uow.accounts.set(paused))


def taken(office: Office) -> list[int]:
    return [len(post.taken) for post in office.posts]


async def test_sends_are_counted_when_they_are_taken_or_may_be(office: Office) -> None:
    person = await linked(office, on="zalo_bot")
    for key in ("a", "b", "c"):
        await queues(office, key, person)
    office.posts[0].answers(UNIT, NO_ANSWER, PATIENCE)
    await office.sends()
    assert await spent(office) == 1
    await office.machine_passes(timedelta(minutes=2))
    await office.sends()
    assert await spent(office) == 3


async def test_a_channel_without_a_quota_is_not_counted(town: Town) -> None:
    office = messengers(town, None)
    await queues(office, "a", await linked(office, on="zalo_bot"))
    await office.sends()
    assert await spent(office) == 0


@pytest.mark.parametrize(("sent", "expected"), [(17, [1, 0]), (18, [0, 1]), (20, [0, 1])])
async def test_the_last_tenth_sends_notices_another_way(
    quick: Office, sent: int, expected: list[int]
) -> None:
    await spends(quick, sent)
    await queues(quick, "a", await linked(quick, on="zalo_bot webchat"))
    await quick.sends()
    assert taken(quick) == expected
    reason = {18: "quota_reserved", 20: "quota_spent"}.get(sent, "")
    assert (await quick.message("a")).detail == reason


@pytest.mark.parametrize(("sent", "expected"), [(18, [1, 0]), (19, [1, 0]), (20, [0, 1])])
async def test_answers_may_use_it_up(quick: Office, sent: int, expected: list[int]) -> None:
    await spends(quick, sent)
    person = await linked(quick, on="zalo_bot webchat")
    await queues(quick, "a", person, message_class=MessageClass.REPLY)
    await quick.sends()
    assert taken(quick) == expected


async def test_another_months_messages_do_not_count(quick: Office) -> None:
    await spends(quick, QUOTA, "2020-01")
    await queues(quick, "a", await linked(quick, on="zalo_bot webchat"))
    await quick.sends()
    assert taken(quick) == [1, 0]


async def test_a_refusal_without_another_contact_ends_with_its_reason(quick: Office) -> None:
    await spends(quick, QUOTA)
    await queues(quick, "a", await linked(quick, on="zalo_bot"))
    await quick.sends()
    found = await quick.message("a")
    assert (found.state, found.detail) == (OutboxState.CANCELLED, "quota_spent")
    assert taken(quick) == [0, 0]


async def test_a_contact_is_chosen_whose_account_takes_reminders(quick: Office) -> None:
    person = await linked(quick, on="zalo_bot webchat")
    await spends(quick, 17)
    await queues(quick, "a", person)
    await quick.sends()
    assert (await standing(quick)).reason == "quota_reserved"
    await quick.town.plans(MORNING)
    (digest,) = await quick.digests()
    assert digest.channel == "webchat"


async def test_coordinators_are_warned_once_a_month_at_four_fifths(office: Office) -> None:
    person = await linked(office, on="zalo_bot webchat")
    await linked(office, "VP", Role.COORDINATOR, on="webchat")
    await spends(office, 14)
    await queues(office, "a", person)
    await office.sends()
    assert len(office.posts[1].taken) == 0
    for key in ("b", "c"):
        await queues(office, key, person)
    await office.sends()
    (warning,) = office.posts[1].taken
    assert "16/20" in warning.text


async def test_an_unauthorised_account_is_paused_until_a_person_resumes_it(office: Office) -> None:
    person = await linked(office, on="zalo_bot")
    await queues(office, "a", person)
    office.posts[0].answers(UNIT, UNAUTHORIZED)
    await office.sends()
    found = await standing(office)
    assert (found.state, found.reason, found.until) == (AccountState.PAUSED, "unauthorized", None)
    waiting = await office.message("a")
    assert (waiting.state, waiting.attempts) == (OutboxState.RETRY_WAIT, 0)
    await queues(office, "b", person)
    await office.sends()
    assert office.posts[0].asked == [UNIT]

    resumed = await office.town.store.transact(lambda uow: policy.resume(uow, OPERATOR, ZALO, now=MORNING))
    assert resumed
    await office.sends()
    assert taken(office) == [2, 0]
    verbs = [event.verb for event in await office.town.events("account_paused", "account_resumed")]
    assert verbs == ["account_paused", "account_resumed"]


async def test_what_waits_for_a_paused_account_is_looked_at_again_by_itself(quick: Office) -> None:
    await pauses(quick, "unauthorized")
    await queues(quick, "a", await linked(quick, on="zalo_bot"))
    await quick.sends()
    quiet = AccountStanding(*ZALO, AccountState.ACTIVE, since=datetime.now(UTC))
    await quick.town.store.transact(lambda uow: uow.accounts.set(quiet))
    await quick.sends()
    assert taken(quick) == [0, 0]
    await quick.machine_passes(LOOK_AGAIN)
    await quick.sends()
    assert taken(quick) == [1, 0]


async def test_an_account_that_sends_is_not_resumed(quick: Office) -> None:
    assert not await quick.town.store.transact(lambda uow: policy.resume(uow, OPERATOR, ZALO, now=MORNING))
    assert await quick.town.events("account_resumed") == []


@pytest.mark.parametrize("message_class", [MessageClass.NOTICE, MessageClass.REPLY])
async def test_waiting_messages_of_a_paused_account_move_to_the_next_contact(
    quick: Office, message_class: MessageClass
) -> None:
    person = await linked(quick, on="zalo_bot webchat")
    for key in ("a", "b"):
        await queues(quick, key, person, message_class=message_class)
    quick.posts[0].answers(UNIT, UNAUTHORIZED)
    await quick.sends()
    assert taken(quick) == [0, 2]
    assert quick.posts[0].asked == [UNIT]
    waited = await quick.message("b")
    assert (waited.state, waited.detail) == (OutboxState.CANCELLED, "account_paused")


async def test_a_spent_quota_pauses_until_the_next_month(quick: Office) -> None:
    person = await linked(quick, on="zalo_bot webchat")
    await queues(quick, "a", person)
    quick.posts[0].answers(UNIT, QUOTA_SPENT)
    await quick.sends()
    found = await standing(quick)
    assert (found.state, found.reason) == (AccountState.PAUSED, "quota_spent")
    assert found.until == next_month(datetime.now(UTC), VIETNAM)
    assert taken(quick) == [0, 1]


async def test_a_pause_that_is_over_holds_nobody_up(quick: Office) -> None:
    await pauses(quick, "quota_spent", datetime.now(UTC) - timedelta(seconds=1))
    await queues(quick, "a", await linked(quick, on="zalo_bot webchat"))
    await quick.sends()
    assert taken(quick) == [1, 0]


async def test_patience_asked_for_on_and_on_is_a_spent_quota(quick: Office) -> None:
    person = await linked(quick, on="zalo_bot webchat")
    await queues(quick, "a", person)
    quick.posts[0].answers(UNIT, *[PATIENCE] * 9)
    for _ in range(5):
        await quick.sends()
        await quick.machine_passes(timedelta(minutes=2))
    assert (await standing(quick)).state is AccountState.ACTIVE
    await quick.sends()
    assert (await standing(quick)).reason == "quota_spent"
    await quick.sends()
    assert taken(quick) == [0, 1]


async def test_one_success_between_refusals_is_no_spent_quota(quick: Office) -> None:
    person = await linked(quick, on="zalo_bot")
    await queues(quick, "a", person)
    await queues(quick, "b", person, address=UNIT)
    refusals = [PATIENCE] * 4
    quick.posts[0].answers(UNIT, *refusals)
    for _ in range(5):
        await quick.sends()
        await quick.machine_passes(timedelta(minutes=2))
    await queues(quick, "c", person)
    quick.posts[0].answers(UNIT, *refusals)
    for _ in range(5):
        await quick.sends()
        await quick.machine_passes(timedelta(minutes=2))
    assert (await standing(quick)).state is AccountState.ACTIVE
    assert taken(quick) == [3, 0]


async def test_without_a_quota_patience_has_no_end(town: Town) -> None:
    office = messengers(town, None)
    await queues(office, "a", await linked(office, on="zalo_bot webchat"))
    office.posts[0].answers(UNIT, *[PATIENCE] * 12)
    for _ in range(13):
        await office.sends()
        await office.machine_passes(timedelta(minutes=2))
    assert taken(office) == [1, 0]
    assert (await standing(office)).state is AccountState.ACTIVE


@pytest.mark.parametrize(("at", "goes"), [(october(17, 8, 0), True), (october(17, 7, 59), False)])
async def test_a_reminder_waits_for_the_hours_and_a_notice_does_not(
    quick: Office, at: datetime, goes: bool
) -> None:
    person = await linked(quick, on="zalo_bot")
    await quick.town.plans(MORNING)
    early = {"not_before": at, "created_at": at}
    await queues(quick, "n", person, **early)
    digest = (await quick.digests())[0]
    await quick.town.store.transact(
        lambda uow: uow.outbox.set_state([digest.id], OutboxState.QUEUED, **early)
    )
    await quick.sends(at)
    assert taken(quick) == [1 + goes, 0]
    if not goes:
        assert (await quick.digests())[0].not_before == october(17, 8, 0)
