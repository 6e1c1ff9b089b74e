"""Orders without a letter: whom they reach, when they remind, what units answer, how they end."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest

from domain.deadlines import Deadline
from domain.delivery import MessageClass
from domain.due_rules import Relation
from domain.errors import Conflict, Forbidden, InvalidInput, NotAllowedNow, NotFound
from domain.obligations import AnswerKind, Assignment, Obligation, ObligationState
from domain.statuses import Status
from domain.units import Actor, Role, Unit
from language.quick_orders import Due
from locales.speech import speech
from services import quick_answers, quick_tasks
from services.changes import Said
from services.quick_answers import Table
from services.quick_tasks import Place, Sent, Task
from services.wording import Duty
from storage.store import UnitOfWork
from tests.services.town import CALENDAR, Town, october

AFTERNOON = october(17, 16, 20)
AT_NINE = Due(date(2023, 10, 18), time(9), is_before=True)
ASKED = "số máy quét đang dùng"


async def place_of(town: Town, actor: Actor) -> Place:
    async with town.store.reading() as uow:
        found = await quick_tasks.place_of(uow, actor)
    assert found is not None
    return found


async def units_of(town: Town, *codes: str) -> tuple[Unit, ...]:
    async with town.store.reading() as uow:
        return tuple(unit for unit in await uow.organisation.units() if unit.code in codes)


async def ordered(
    town: Town,
    actor: Actor,
    *codes: str,
    due: Due = AT_NINE,
    question: str = ASKED,
    at: datetime = AFTERNOON,
) -> Sent:
    """An order as sent; to the two departments and the district unless codes say otherwise."""
    place = await place_of(town, actor)
    task = Task(await units_of(town, *(codes or ("STP", "SNV", "TANYEN"))), question, due)
    return await town.store.transact(
        lambda uow: quick_tasks.send(uow, actor, place, task, moment=(at, CALENDAR))
    )


async def gives(
    town: Town, actor: Actor, unit: str, figure: str, *, at: datetime = AFTERNOON, code: str = "GN1"
) -> Assignment:
    duty = await town.duty(unit, code)
    said = Said(at, at, 1000 + int(at.timestamp()) % 1000)
    return await town.store.transact(lambda uow: quick_answers.give(uow, actor, duty, figure, said=said))


async def table_of(town: Town, actor: Actor, obligation: Obligation) -> Table:
    async with town.store.reading() as uow:
        return await quick_answers.table(uow, actor, obligation)


async def test_an_order_becomes_a_duty_without_a_document(everywhere: Town) -> None:
    office = await everywhere.joins("VP", Role.COORDINATOR)
    sent = await ordered(everywhere, office)
    obligation = sent.obligation
    assert (obligation.stem, obligation.title, obligation.answer) == ("GN1", ASKED, AnswerKind.FIGURE)
    assert (obligation.filings, obligation.state) == ((), ObligationState.ACTIVE)
    for code in ("STP", "SNV", "TANYEN"):
        duty = await everywhere.duty(code, "GN1")
        assert duty.assignment.current.last_moment == october(18, 9, 0)
        assert duty.assignment.current.phrase == "trước 9:00 ngày 18/10/2023"
        assert duty.directive.document is None
    (event,) = await everywhere.events(quick_tasks.SENT)
    assert (event.actor, event.data["units"]) == (office.label, 3)


async def test_who_is_linked_is_told_at_once_at_any_hour_and_the_others_are_named(everywhere: Town) -> None:
    office = await everywhere.joins("VP", Role.COORDINATOR)
    await everywhere.joins("STP")
    late = october(17, 21, 5)
    sent = await ordered(everywhere, office, at=late)
    (message,) = await everywhere.messages()
    assert (message.message_class, message.not_before) == (MessageClass.NOTICE, late)
    assert message.body == (
        "Văn phòng đề nghị Đơn vị STP: GN1 số máy quét đang dùng, trả lời một số "
        f"trước 09:00 {speech('vi', CALENDAR.zone).weekday(date(2023, 10, 18))}. Ví dụ: GN1 12"
    )
    assert sent.told == 1
    assert [unit.code for unit, _ in sent.silent] == ["SNV", "TANYEN"]


async def test_units_that_cannot_be_reached_come_with_the_telephones_that_are_known(town: Town) -> None:
    office = await town.joins("VP", Role.COORDINATOR)

    async def work(uow: UnitOfWork) -> None:
        person = await uow.organisation.add_person("Người trực", "vi")
        await uow.organisation.add_membership(person.id, town.units["SNV"], Role.FOCAL_POINT)
        await uow.people.change(person.id, {"phone": "0900 000 001"})

    await town.store.transact(work)
    sent = await ordered(town, office)
    phones = {unit.code: [person.phone for person in people] for unit, people in sent.silent}
    assert phones == {"STP": [], "SNV": ["0900 000 001"], "TANYEN": []}


async def test_somebody_of_two_units_hears_it_once_for_both(town: Town) -> None:
    office, both = await town.joins("VP", Role.COORDINATOR), await town.joins("STP")

    async def work(uow: UnitOfWork) -> None:
        assert both.person is not None
        await uow.organisation.add_membership(both.person.id, town.units["SNV"], Role.FOCAL_POINT)

    await town.store.transact(work)
    await ordered(town, office)
    (message,) = await town.messages()
    assert "Đơn vị STP, Đơn vị SNV" in message.body


async def test_codes_follow_each_other_and_are_never_given_twice(town: Town) -> None:
    office = await town.joins("VP", Role.COORDINATOR)
    first = await ordered(town, office)
    await town.store.transact(
        lambda uow: quick_tasks.end(uow, office, first.obligation, moment=(AFTERNOON, CALENDAR))
    )
    second = await ordered(town, office, "STP")
    assert second.obligation.stem == "GN2"
    assert second.obligation.directive_id == first.obligation.directive_id


@pytest.mark.parametrize("role", [Role.FOCAL_POINT, Role.UNIT_HEAD, Role.LEADER, Role.ADMIN])
async def test_only_a_coordinator_orders(town: Town, role: Role) -> None:
    actor, office = await town.joins("STP", role), await town.joins("VP", Role.COORDINATOR)
    async with town.store.reading() as uow:
        assert await quick_tasks.place_of(uow, actor) is None
    place, units = await place_of(town, office), await units_of(town, "STP")
    with pytest.raises(Forbidden):
        await town.store.transact(
            lambda uow: quick_tasks.send(
                uow, actor, place, Task(units, ASKED, AT_NINE), moment=(AFTERNOON, CALENDAR)
            )
        )
    assert await town.messages() == []


async def test_a_coordinator_orders_nothing_in_another_province(town: Town) -> None:
    office = await town.joins("VP", Role.COORDINATOR)
    place = await place_of(town, office)
    foreign = replace(place, province=replace(place.province, id=place.province.id + 1))
    with pytest.raises(NotFound):
        await town.store.transact(
            lambda uow: quick_tasks.send(
                uow, office, foreign, Task((), ASKED, AT_NINE), moment=(AFTERNOON, CALENDAR)
            )
        )


@pytest.mark.parametrize(
    "due", [Due(date(2023, 10, 17), time(16), is_before=True), Due(date(2023, 10, 17), None, is_before=True)]
)
async def test_a_deadline_that_has_passed_is_refused(town: Town, due: Due) -> None:
    office = await town.joins("VP", Role.COORDINATOR)
    with pytest.raises(InvalidInput):
        await ordered(town, office, due=due)
    assert await town.events(quick_tasks.SENT) == []


def deadline(day: int, hour: int, minute: int = 0) -> Deadline:
    moment = october(day, hour, minute)
    target = CALENDAR.previous_working(moment.date())
    last = moment.date()
    return Deadline("hạn", Relation.BEFORE, last, moment.time(), last, moment, target, moment)


REMINDERS: list[tuple[str, Deadline, list[str]]] = [
    ("two hours before", deadline(18, 16), ["0@14:00"]),
    ("when the sending hours open", deadline(18, 9), ["0@08:00"]),
    ("before the noon break ends", deadline(18, 13), ["0@10:30"]),
    ("before the evening", deadline(18, 20), ["0@16:00"]),
    ("the working day before a Sunday", deadline(22, 9), ["0@16:00"]),
    ("too short a time", deadline(17, 17), []),
]


@pytest.mark.parametrize(("_case", "due", "steps"), REMINDERS)
def test_who_is_missing_is_reminded_once_within_the_sending_hours(
    _case: str, due: Deadline, steps: list[str]
) -> None:
    found = quick_tasks.reminder_steps(due, CALENDAR, AFTERNOON)
    assert [step.key for step in found] == steps


async def test_the_planner_reminds_only_who_has_not_answered(everywhere: Town) -> None:
    office = await everywhere.joins("VP", Role.COORDINATOR)
    answered, missing = await everywhere.joins("STP"), await everywhere.joins("SNV")
    for unit in ("STP", "SNV", "TANYEN"):
        await everywhere.sets(unit, next_step_at=None)
    await ordered(everywhere, office)
    await gives(everywhere, answered, "STP", "12")
    assert (await everywhere.plans(october(18, 7, 59))).queued == 0
    assert (await everywhere.plans(october(18, 8, 0))).queued == 1
    reminder = (await everywhere.messages())[-1]
    assert missing.person is not None
    assert (reminder.person_id, reminder.message_class) == (missing.person.id, MessageClass.DIGEST)
    assert (await everywhere.plans(october(18, 8, 30))).queued == 0


async def test_a_figure_stops_the_ladder_and_is_kept_with_who_gave_it_and_when(everywhere: Town) -> None:
    office, unit = await everywhere.joins("VP", Role.COORDINATOR), await everywhere.joins("STP")
    sent = await ordered(everywhere, office)
    after = await gives(everywhere, unit, "STP", "1250.5")
    assert (after.status, after.figure, after.next_step_at) == (Status.SUBMITTED, "1250.5", None)
    table = await table_of(everywhere, office, sent.obligation)
    line = table.lines[0]
    assert (line.unit.code, line.figure, line.by) == ("STP", "1250.5", "focal_point STP")
    assert line.at == AFTERNOON
    assert not line.is_late
    assert (table.answered, table.total, table.is_fictitious) == (1, Decimal("1250.5"), True)
    assert [missing.unit.code for missing in table.missing] == ["SNV", "TANYEN"]


async def test_a_figure_replaces_the_one_before_and_both_stay_in_the_history(town: Town) -> None:
    office, unit = await town.joins("VP", Role.COORDINATOR), await town.joins("STP")
    sent = await ordered(town, office)
    await gives(town, unit, "STP", "12")
    colleague = await town.joins("STP", name="Người thứ hai")
    after = await gives(town, colleague, "STP", "15", at=october(18, 10, 0))
    assert (after.figure, after.told_at, after.status) == ("15", AFTERNOON, Status.SUBMITTED)
    changes = await town.events("changed")
    assert [event.data["after"]["figure"] for event in changes] == ["12", "15"]
    line = (await table_of(town, office, sent.obligation)).lines[0]
    assert (line.by, line.is_late) == ("Người thứ hai", False)


async def test_what_comes_after_the_deadline_is_taken_and_marked(town: Town) -> None:
    office, unit = await town.joins("VP", Role.COORDINATOR), await town.joins("STP")
    sent = await ordered(town, office)
    await gives(town, unit, "STP", "12", at=october(18, 9, 0))
    line = (await table_of(town, office, sent.obligation)).lines[0]
    assert (line.figure, line.is_late) == ("12", True)


async def test_a_second_before_the_deadline_is_in_time(town: Town) -> None:
    office, unit = await town.joins("VP", Role.COORDINATOR), await town.joins("STP")
    sent = await ordered(town, office)
    await gives(town, unit, "STP", "12", at=october(18, 8, 59, 59))
    assert not (await table_of(town, office, sent.obligation)).lines[0].is_late


async def test_a_figure_is_taken_back_like_every_answer(town: Town) -> None:
    office, unit = await town.joins("VP", Role.COORDINATOR), await town.joins("STP")
    await ordered(town, office)
    await gives(town, unit, "STP", "12")
    (before,) = await town.takes_back(unit, at=AFTERNOON + timedelta(minutes=1))
    assert (before.figure, before.status) == (None, Status.PENDING)
    assert before.next_step_at == october(18, 8, 0)


async def test_nobody_answers_for_another_unit(town: Town) -> None:
    office, other = await town.joins("VP", Role.COORDINATOR), await town.joins("SNV")
    await ordered(town, office)
    with pytest.raises(NotFound):
        await gives(town, other, "STP", "12")
    assert (await town.duty("STP", "GN1")).assignment.figure is None


async def test_a_report_takes_no_figure(town: Town) -> None:
    unit = await town.joins("STP")
    with pytest.raises(NotAllowedNow):
        await gives(town, unit, "STP", "12", code="BC10")


async def test_of_two_answers_to_the_same_state_the_slower_is_refused(everywhere: Town) -> None:
    office, unit = await everywhere.joins("VP", Role.COORDINATOR), await everywhere.joins("STP")
    await ordered(everywhere, office)
    duty, said = await everywhere.duty("STP", "GN1"), Said(AFTERNOON, AFTERNOON, 1)
    await gives(everywhere, unit, "STP", "12")
    with pytest.raises(Conflict):
        await everywhere.store.transact(lambda uow: quick_answers.give(uow, unit, duty, "13", said=said))


async def test_the_end_releases_who_has_not_answered_and_keeps_what_came(everywhere: Town) -> None:
    office, unit = await everywhere.joins("VP", Role.COORDINATOR), await everywhere.joins("STP")
    missing = await everywhere.joins("SNV")
    sent = await ordered(everywhere, office)
    await gives(everywhere, unit, "STP", "12")
    released = await everywhere.store.transact(
        lambda uow: quick_tasks.end(uow, office, sent.obligation, moment=(AFTERNOON, CALENDAR))
    )
    assert released == 2
    table = await table_of(everywhere, office, sent.obligation)
    assert [line.status for line in table.lines] == [Status.SUBMITTED, Status.WAIVED, Status.WAIVED]
    assert (table.lines[0].figure, table.missing) == ("12", ())
    for actor, code in ((unit, "STP"), (missing, "SNV")):
        with pytest.raises(NotAllowedNow):
            await gives(everywhere, actor, code, "13")
    with pytest.raises(Conflict):
        await everywhere.store.transact(
            lambda uow: quick_tasks.end(uow, office, sent.obligation, moment=(AFTERNOON, CALENDAR))
        )


@pytest.mark.parametrize("role", [Role.FOCAL_POINT, Role.LEADER])
async def test_only_a_coordinator_ends_an_order(town: Town, role: Role) -> None:
    office, actor = await town.joins("VP", Role.COORDINATOR), await town.joins("STP", role)
    sent = await ordered(town, office)
    with pytest.raises(Forbidden):
        await town.store.transact(
            lambda uow: quick_tasks.end(uow, actor, sent.obligation, moment=(AFTERNOON, CALENDAR))
        )
    assert (await town.duty("STP", "GN1")).obligation.state is ObligationState.ACTIVE


async def test_rates_make_no_sum_and_no_answer_makes_no_zero(town: Town) -> None:
    office, unit = await town.joins("VP", Role.COORDINATOR), await town.joins("STP")
    rate = await ordered(town, office, question="tỷ lệ số hóa hồ sơ")
    assert (await table_of(town, office, rate.obligation)).total is None
    await gives(town, unit, "STP", "80")
    assert (await table_of(town, office, rate.obligation)).total is None
    count = await ordered(town, office)
    assert (await table_of(town, office, count.obligation)).total is None


async def test_a_unit_sees_no_table(town: Town) -> None:
    office, unit = await town.joins("VP", Role.COORDINATOR), await town.joins("STP")
    sent = await ordered(town, office)
    assert (await table_of(town, unit, sent.obligation)).lines == ()


async def test_a_unit_finds_its_own_questions_only(town: Town) -> None:
    office, unit = await town.joins("VP", Role.COORDINATOR), await town.joins("STP")
    await ordered(town, office, "STP", "SNV")
    await ordered(town, office, "SNV")
    async with town.store.reading() as uow:
        found: Sequence[Duty] = await quick_answers.own(uow, unit)
    assert [(duty.unit.code, duty.code) for duty in found] == [("STP", "GN1")]


@pytest.mark.parametrize(
    ("figure", "vi", "en"),
    [
        ("12", "12", "12"),
        ("1250.5", "1.250,5", "1,250.5"),
        ("0", "0", "0"),
        ("1200000", "1.200.000", "1,200,000"),
    ],
)
def test_figures_are_written_as_the_reader_writes_them(figure: str, vi: str, en: str) -> None:
    assert quick_answers.written(speech("vi", CALENDAR.zone), figure) == vi
    assert quick_answers.written(speech("en", CALENDAR.zone), figure) == en
