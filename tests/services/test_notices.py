"""Messages to people who did not ask: once per key, and to units only by a person's decision."""

from datetime import datetime

import pytest

from domain.delivery import MessageClass
from domain.statuses import Verb
from domain.units import OPERATOR, Role
from files.calendar_overrides import CalendarOverrides
from locales.speech import speech
from services import notices
from services.calendar import Calendars
from services.delivery import Sender
from storage.store import UnitOfWork
from tests.services.town import CALENDAR, Town, october


async def tell(town: Town, key: str = "k", unit: str = "VP") -> int:
    unit_id = town.units[unit]
    return await town.store.transact(
        lambda uow: notices.tell_coordinators(uow, unit_id, key=key, text="Chuyển", now=october(17))
    )


async def nudge(town: Town, *units: str, at: datetime) -> tuple[int, list[str]]:
    duties = [await town.duty(unit) for unit in units]
    queued, silent = await town.store.transact(
        lambda uow: notices.nudge(uow, OPERATOR, duties, now=at, calendar=CALENDAR)
    )
    return queued, [duty.unit.code for duty in silent]


async def test_every_coordinator_is_told_once_per_key(everywhere: Town) -> None:
    people = [await everywhere.joins("VP", Role.COORDINATOR, name) for name in ("một", "hai")]
    assert await tell(everywhere) == 2
    assert await tell(everywhere) == 0
    assert await tell(everywhere, "other") == 2
    messages = await everywhere.messages()
    assert {one.person_id for one in messages} == {actor.person.id for actor in people if actor.person}
    assert {one.message_class for one in messages} == {MessageClass.NOTICE}


@pytest.mark.parametrize("role", [Role.FOCAL_POINT, Role.UNIT_HEAD, Role.LEADER, Role.ADMIN])
async def test_nobody_but_coordinators_is_told(town: Town, role: Role) -> None:
    await town.joins("VP", role)
    await town.joins("STP", Role.COORDINATOR)
    assert await tell(town) == 0
    assert await town.messages() == []


async def test_a_coordinator_with_two_addresses_is_told_at_the_one_known_longest(town: Town) -> None:
    actor = await town.joins("VP", Role.COORDINATOR)
    assert actor.person is not None
    person = actor.person.id

    async def another(uow: UnitOfWork) -> None:
        await uow.organisation.add_contact(person, ("webchat", "default", "w"), october(17))

    await town.store.transact(another)
    assert await tell(town) == 1
    assert [one.channel for one in await town.messages()] == ["telegram"]


async def test_notices_are_written_in_the_first_coordinators_language(town: Town) -> None:
    async def language(unit: str) -> str:
        async with town.store.reading() as uow:
            return (await notices.coordinator_speech(uow, town.units[unit], CALENDAR)).locale

    assert await language("VP") == "vi"
    actor = await town.joins("VP", Role.COORDINATOR, "first")
    await town.joins("VP", Role.COORDINATOR, "second")
    assert actor.person is not None
    person = actor.person.id
    await town.store.transact(lambda uow: uow.organisation.set_locale(person, "en"))
    assert await language("VP") == "en"


async def test_a_nudge_reaches_the_units_named_and_names_who_cannot_be_reached(everywhere: Town) -> None:
    unit = await everywhere.joins("STP")
    await everywhere.joins("TANYEN")
    assert await nudge(everywhere, "STP", "SNV", at=october(23, 9)) == (1, ["SNV"])
    (message,) = await everywhere.messages()
    assert unit.person is not None
    assert message.person_id == unit.person.id
    (event,) = await everywhere.events("nudged")
    assert event.data["queued"] == 1
    assert len(event.data["duties"]) == 2


async def test_the_same_nudge_within_a_minute_is_not_sent_twice(town: Town) -> None:
    await town.joins("STP")
    assert (await nudge(town, "STP", at=october(23, 9, 0, 5)))[0] == 1
    assert (await nudge(town, "STP", at=october(23, 9, 0, 50)))[0] == 0
    assert (await nudge(town, "STP", at=october(23, 9, 1)))[0] == 1


@pytest.mark.parametrize(
    ("at", "leaves"),
    [
        (october(23, 9, 0), october(23, 9, 0)),
        (october(23, 12, 0), october(23, 14, 0)),
        (october(24, 20, 0), october(25, 8, 0)),
        (october(28, 9, 0), october(30, 8, 0)),
    ],
)
async def test_out_of_hours_a_nudge_waits_for_the_next_opening(
    town: Town, at: datetime, leaves: datetime
) -> None:
    await town.joins("STP")
    await nudge(town, "STP", at=at)
    assert [one.not_before for one in await town.messages()] == [leaves]


@pytest.mark.parametrize("at", [october(19, 20, 0), october(20, 13, 0), october(21, 9, 0)])
async def test_a_step_of_the_ladder_within_the_hour_stands_for_the_nudge(town: Town, at: datetime) -> None:
    await town.joins("STP")
    assert await nudge(town, "STP", "SNV", at=at) == (1, ["SNV"])
    assert await town.messages() == []


@pytest.mark.parametrize("at", [october(20, 8, 10), october(20, 9, 0), october(23, 20, 0)])
async def test_a_nudge_with_no_step_near_it_or_sent_at_once_goes_by_itself(town: Town, at: datetime) -> None:
    await town.joins("STP")
    assert (await nudge(town, "STP", at=at))[0] == 1
    assert len(await town.messages()) == 1


async def test_a_nudge_is_one_message_for_somebody_of_two_units_and_does_not_touch_the_ladder(
    town: Town,
) -> None:
    actor = await town.joins("STP")
    assert actor.person is not None
    person = actor.person.id

    async def also(uow: UnitOfWork) -> None:
        await uow.organisation.add_membership(person, town.units["SNV"], Role.FOCAL_POINT)

    await town.store.transact(also)
    before = [duty.assignment for duty in await town.duties()]
    assert (await nudge(town, "STP", "SNV", at=october(19, 8, 0)))[0] == 1
    assert [duty.assignment for duty in await town.duties()] == before
    assert (await town.plans(october(19))).queued == 1


async def test_what_is_told_names_the_office_that_asks(town: Town) -> None:
    await town.joins("STP")
    await town.tells(OPERATOR, "SNV", Verb.SEND)
    await nudge(town, "STP", at=october(23, 9))
    calendars = Calendars(CalendarOverrides(), first_year=2023, last_year=2023)
    await Sender(town.store, {}, owner="sender", calendars=calendars).step(october(23, 9))
    (message,) = await town.messages()
    assert message.body.startswith("Đơn vị VP đề nghị Đơn vị STP:")
    assert "SNV" not in message.body
    assert [option.label for option in message.options] == [
        speech("vi", CALENDAR.zone)(f"answer.{number}") for number in range(1, 6)
    ]
