"""The lists of people a coordinator sees to: each apart, in scope, with what is known of them."""

import pytest

from domain.delivery import OutboxState
from domain.statuses import Verb
from domain.units import Actor, ContactState, Role
from services import enrolment
from services.enrolment import Entry, Roll
from storage.store import UnitOfWork
from tests import factories
from tests.factories import NOW
from tests.services.town import Town, october

CONTACT = (factories.TELEGRAM, factories.ACCOUNT)


@pytest.fixture
async def coordinator(everywhere: Town) -> Actor:
    return await everywhere.joins("VP", Role.COORDINATOR)


async def listed(town: Town, actor: Actor, roll: Roll) -> list[Entry]:
    async with town.store.reading() as uow:
        return await enrolment.of(uow, actor, roll, now=NOW)


async def codes(town: Town, actor: Actor, roll: Roll) -> list[str]:
    return [entry.unit.code for entry in await listed(town, actor, roll)]


async def reminded(town: Town) -> None:
    """The first step goes out to everybody who is linked."""
    await town.plans(october(17))

    async def sent(uow: UnitOfWork) -> None:
        waiting = [message.id for message in await uow.outbox.messages()]
        for state in (OutboxState.LEASED, OutboxState.SENDING, OutboxState.SENT):
            await uow.outbox.set_state(waiting, state)

    await town.store.transact(sent)


async def test_units_without_anybody_linked_are_listed_with_the_people_that_are_known(
    everywhere: Town, coordinator: Actor
) -> None:
    await everywhere.joins("STP")
    await everywhere.store.transact(
        lambda uow: factories.person(uow, "Chưa Liên Kết", everywhere.units["SNV"])
    )
    found = await listed(everywhere, coordinator, Roll.UNLINKED)
    assert [(one.unit.code, one.person.name if one.person else None) for one in found] == [
        ("SNV", "Chưa Liên Kết"),
        ("TANYEN", None),
    ]


async def test_a_unit_with_one_linked_person_is_linked(everywhere: Town, coordinator: Actor) -> None:
    await everywhere.joins("STP")
    await everywhere.store.transact(lambda uow: factories.person(uow, "Khác", everywhere.units["STP"]))
    assert "STP" not in await codes(everywhere, coordinator, Roll.UNLINKED)


async def test_who_was_reminded_and_did_nothing_never_answered(everywhere: Town, coordinator: Actor) -> None:
    officer, _ = await everywhere.joins("STP"), await everywhere.joins("SNV")
    assert await codes(everywhere, coordinator, Roll.NEVER_ANSWERED) == []

    await reminded(everywhere)
    assert await codes(everywhere, coordinator, Roll.NEVER_ANSWERED) == ["STP", "SNV"]

    await everywhere.tells(officer, "STP", Verb.PROGRESS)
    assert await codes(everywhere, coordinator, Roll.NEVER_ANSWERED) == ["SNV"]


async def test_linking_is_no_answer(everywhere: Town, coordinator: Actor) -> None:
    officer = await everywhere.joins("STP")
    await everywhere.store.transact(
        lambda uow: factories.happened(uow, "person:1", actor=officer.label, verb="linked")
    )
    await reminded(everywhere)
    assert await codes(everywhere, coordinator, Roll.NEVER_ANSWERED) == ["STP"]


async def test_who_is_not_linked_any_more_is_unreachable_and_not_silent(
    everywhere: Town, coordinator: Actor
) -> None:
    await everywhere.joins("STP", name="A")
    await reminded(everywhere)
    assert await codes(everywhere, coordinator, Roll.UNREACHABLE) == []

    closed = ContactState.DISABLED
    await everywhere.store.transact(
        lambda uow: uow.organisation.set_contact((*CONTACT, "A"), closed, "blocked")
    )

    (entry,) = await listed(everywhere, coordinator, Roll.UNREACHABLE)
    assert (entry.unit.code, entry.contacts[0].note) == ("STP", "blocked")
    assert not enrolment.is_linked(entry)
    assert await codes(everywhere, coordinator, Roll.NEVER_ANSWERED) == []
    assert "STP" not in await codes(everywhere, coordinator, Roll.UNLINKED)


async def test_a_unit_nobody_ever_linked_for_is_not_lost_contact(
    everywhere: Town, coordinator: Actor
) -> None:
    assert await codes(everywhere, coordinator, Roll.UNREACHABLE) == []
    assert await codes(everywhere, coordinator, Roll.UNLINKED) == ["STP", "SNV", "TANYEN"]


@pytest.mark.parametrize("role", [Role.FOCAL_POINT, Role.UNIT_HEAD, Role.LEADER, Role.ADMIN])
@pytest.mark.parametrize("roll", Roll)
async def test_nobody_but_a_coordinator_sees_a_list(town: Town, role: Role, roll: Roll) -> None:
    actor = await town.joins("STP", role)
    assert await listed(town, actor, roll) == []


async def test_a_coordinator_of_another_province_sees_nothing_of_this_one(town: Town) -> None:
    async def elsewhere(uow: UnitOfWork) -> Actor:
        other = await factories.province(uow, "tinh-khac")
        units = await factories.units(uow, other, "VPK")
        person = await factories.person(uow, "Người khác", units["VPK"], Role.COORDINATOR)
        return Actor(person, tuple(await uow.organisation.memberships(person_ids=[person.id])))

    actor = await town.store.transact(elsewhere)
    assert await listed(town, actor, Roll.UNLINKED) == []


async def test_everybody_is_every_person_once_and_units_without_people(
    everywhere: Town, coordinator: Actor
) -> None:
    officer = await everywhere.joins("STP", name="Hai Vai")
    assert officer.person is not None
    key = officer.person.id
    await everywhere.store.transact(
        lambda uow: uow.organisation.add_membership(key, everywhere.units["STP"], Role.UNIT_HEAD)
    )
    async with everywhere.store.reading() as uow:
        found = await enrolment.everybody(uow, coordinator, now=NOW)
    assert [(one.unit.code, one.person.name if one.person else None) for one in found] == [
        ("STP", "Hai Vai"),
        ("VP", "coordinator VP"),
        ("SNV", None),
        ("TANYEN", None),
    ]
