"""Outages and exemptions: one decision over days and units, its effects, who is told, and taking it back."""

from datetime import date, datetime
from typing import Any

import pytest

from domain.consolidation import Outcome, outcome, tally
from domain.decisions import DecisionKind
from domain.delivery import OutboxState
from domain.errors import Forbidden, InvalidInput, NotFound
from domain.statuses import Status, Verb
from domain.units import OPERATOR, Actor, Membership, Role, Selector
from services import consolidation, decision_drafts, decisions
from services.changes import DECIDED
from services.decisions import Decided
from services.replies import Statement
from storage.store import UnitOfWork
from tests import factories
from tests.services.deciding import (
    AT,
    BASIS,
    EXEMPTION,
    FRIDAY,
    MONDAY,
    OUTAGE,
    STP,
    TUESDAY,
    decide,
    draft,
    stored,
    undo,
)
from tests.services.town import CALENDAR, REPORTING, Town, october


def codes(decided: Decided) -> list[str]:
    return [effect.duty.unit.code for effect in decided.effects]


async def test_what_falls_due_in_an_outage_is_due_on_the_next_working_day_and_not_late(
    everywhere: Town,
) -> None:
    before = await everywhere.duty("STP")
    decided = await decide(everywhere)
    assert codes(decided) == list(REPORTING)
    assert {effect.last_day for effect in decided.effects} == {MONDAY}
    after = (await everywhere.duty("STP")).assignment
    assert after.current.last_day == after.current.target_day == MONDAY
    assert after.original == before.assignment.original == before.assignment.current
    assert after.plan_version == before.assignment.plan_version + 1
    assert not after.is_overdue(october(23, 23, 59))
    assert after.is_overdue(october(24, 0, 0))


async def test_a_decision_is_stored_with_its_basis_and_what_it_changed(everywhere: Town) -> None:
    office = await everywhere.joins("VP", Role.COORDINATOR)
    await decide(everywhere, actor=office, basis="  Công văn \n số 1. ", moved_to=TUESDAY, selector=STP)
    (found,) = await stored(everywhere)
    assert (found.kind, found.basis, found.moved_to) == (OUTAGE, "Công văn số 1", TUESDAY)
    assert (found.decided_by, found.decided_at, found.undone_at) == (office.label, AT, None)
    assert found.selector == STP
    assert found.affected == ((await everywhere.duty("STP")).assignment.id,)


async def test_every_change_is_an_event_and_so_is_the_decision_itself(everywhere: Town) -> None:
    decided = await decide(everywhere)
    events = await everywhere.events(DECIDED)
    assert [event.subject for event in events] == [f"assignment:{key}" for key in decided.decision.affected]
    for event in events:
        assert event.data["decision"] == decided.decision.id
        assert event.data["before"]["current"]["last_day"] == "2023-10-20"
        assert event.data["after"]["current"]["last_day"] == "2023-10-23"
    (made,) = await everywhere.events("decision_made")
    assert made.subject == f"decision:{decided.decision.id}"
    assert made.data["basis"] == decided.decision.basis


@pytest.mark.parametrize(
    ("first", "last"), [(date(2023, 10, 18), date(2023, 10, 19)), (date(2023, 10, 21), TUESDAY)]
)
@pytest.mark.parametrize("kind", DecisionKind)
async def test_what_is_due_on_other_days_stays(
    town: Town, kind: DecisionKind, first: date, last: date
) -> None:
    before = await town.duties()
    decided = await decide(town, kind, first_day=first, last_day=last)
    assert decided.effects == ()
    assert await town.duties() == before
    assert await town.events(DECIDED) == []


@pytest.mark.parametrize("kind", DecisionKind)
async def test_units_that_are_not_named_keep_their_deadlines(town: Town, kind: DecisionKind) -> None:
    before = await town.duty("SNV")
    assert codes(await decide(town, kind, selector=STP)) == ["STP"]
    assert await town.duty("SNV") == before


@pytest.mark.parametrize("verb", [Verb.SEND, Verb.RECEIVE])
async def test_what_was_sent_in_an_outage_is_judged_by_the_new_day(everywhere: Town, verb: Verb) -> None:
    statement = Statement(verb, sent_on=MONDAY)
    for unit in ("STP", "SNV"):
        await everywhere.tells(OPERATOR, unit, statement, at=october(23, 9))
    await decide(everywhere, selector=STP, at=october(23, 10))
    for unit in ("STP", "SNV"):
        await everywhere.sets(unit, status=Status.ACCEPTED.value)
    found = {unit: outcome((await everywhere.duty(unit)).assignment, AT) for unit in ("STP", "SNV")}
    assert found == {"STP": Outcome.RECEIVED_ON_TIME, "SNV": Outcome.RECEIVED_LATE}
    assert (await everywhere.duty("STP")).assignment.next_step_at is None


async def test_an_outage_does_not_bring_back_what_was_waived(town: Town) -> None:
    await town.tells(OPERATOR, "STP", Verb.WAIVE)
    assert codes(await decide(town)) == ["SNV", "TANYEN"]


async def test_a_second_outage_moves_on_what_the_first_has_put_into_its_days(everywhere: Town) -> None:
    await decide(everywhere)
    await decide(everywhere, first_day=MONDAY, last_day=MONDAY)
    assert (await everywhere.duty("STP")).assignment.current.last_day == TUESDAY


async def test_a_second_outage_never_brings_a_deadline_back(town: Town) -> None:
    await decide(town, moved_to=date(2023, 10, 26))
    assert codes(await decide(town)) == []
    assert (await town.duty("STP")).assignment.current.last_day == date(2023, 10, 26)


async def test_an_exemption_waives_what_is_owed_with_its_basis_as_the_reason(everywhere: Town) -> None:
    await everywhere.tells(OPERATOR, "SNV", Verb.SEND)
    assert codes(await decide(everywhere, EXEMPTION)) == ["STP", "TANYEN"]
    waived, sent = (await everywhere.duty("STP")).assignment, (await everywhere.duty("SNV")).assignment
    assert (waived.status, waived.reason) == (Status.WAIVED, BASIS)
    assert (waived.next_step_at, waived.current) == (None, waived.original)
    assert sent.status is Status.SUBMITTED
    counted = tally([duty.assignment for duty in await everywhere.duties()], AT)
    assert (counted.expected, counted.owing) == (3, 1)


async def test_an_exemption_of_one_duty_leaves_the_others(town: Town) -> None:
    async def another(uow: UnitOfWork) -> int:
        key = await factories.obligation(uow, town.id, town.units["VP"], key="bao-cao-khac", stem="KH")
        await factories.assignments(uow, key, town.id, [town.units["STP"]])
        return key

    other = await town.store.transact(another)
    await decide(town, EXEMPTION, obligation_id=other)
    assert (await town.duty("STP", "KH10")).assignment.status is Status.WAIVED
    assert (await town.duty("STP")).assignment.status is Status.PENDING


@pytest.mark.parametrize("kind", DecisionKind)
async def test_reminders_of_the_old_plan_are_not_sent(everywhere: Town, kind: DecisionKind) -> None:
    await everywhere.joins("STP")
    await everywhere.plans(october(20))
    assert (await decide(everywhere, kind, at=october(20, 8, 31))).cancelled == 1
    states = [one.state for one in await everywhere.messages() if "digest" in one.idem_key]
    assert states == [OutboxState.CANCELLED]


async def test_after_an_outage_the_steps_of_the_new_day_are_told_and_past_ones_are_not(town: Town) -> None:
    await town.joins("STP")
    await decide(town)
    assert (await town.plans(AT)).queued == 0
    assert (await town.plans(october(23))).queued == 1
    (digest,) = [one for one in await town.messages() if "digest" in one.idem_key]
    assert digest.not_before == october(23)


async def test_after_an_exemption_nobody_is_reminded(town: Town) -> None:
    await town.joins("STP")
    await decide(town, EXEMPTION)
    assert (await town.plans(october(23))).queued == 0


async def test_one_notice_tells_a_person_everything(everywhere: Town) -> None:
    actor = await everywhere.joins("STP")
    assert actor.person is not None
    person = actor.person.id

    async def also(uow: UnitOfWork) -> None:
        await uow.organisation.add_membership(person, everywhere.units["SNV"], Role.FOCAL_POINT)

    await everywhere.store.transact(also)
    assert (await decide(everywhere)).told == 1
    (notice,) = await everywhere.messages()
    assert notice.not_before == AT
    assert notice.body.splitlines() == [
        (
            "Đơn vị VP xin thông báo: do sự cố hệ thống trong ngày 20/10/2023, hạn gửi của Đơn vị STP, "
            "Đơn vị SNV được dời như sau và không tính là muộn. Căn cứ: Công văn của đơn vị vận hành."
        ),
        (
            "BC10 (STP) (Báo cáo tháng tháng 10/2023): hết thứ Hai 23/10/2023 (hạn trước: hết thứ Sáu "
            "20/10/2023)."
        ),
        (
            "BC10 (SNV) (Báo cáo tháng tháng 10/2023): hết thứ Hai 23/10/2023 (hạn trước: hết thứ Sáu "
            "20/10/2023)."
        ),
    ]


async def test_the_notice_of_an_exemption_says_what_is_not_to_be_sent(town: Town) -> None:
    await town.joins("STP")
    await decide(town, EXEMPTION, first_day=date(2023, 10, 18))
    (notice,) = await town.messages()
    assert notice.body.splitlines() == [
        (
            "Đơn vị VP xin thông báo: Đơn vị STP được miễn gửi báo cáo có hạn từ ngày 18/10/2023 đến hết "
            "ngày 20/10/2023. Căn cứ: Công văn của đơn vị vận hành."
        ),
        "BC10 (Báo cáo tháng tháng 10/2023): không phải gửi.",
    ]


async def test_a_notice_waits_for_the_sending_hours(town: Town) -> None:
    await town.joins("STP")
    await decide(town, at=october(20, 20))
    assert [one.not_before for one in await town.messages()] == [october(23, 8, 0)]


async def test_people_of_units_that_are_not_concerned_hear_nothing(town: Town) -> None:
    await town.joins("SNV")
    await town.joins("STP", Role.LEADER)
    assert (await decide(town, selector=STP)).told == 0
    assert await town.messages() == []


@pytest.mark.parametrize("kind", DecisionKind)
async def test_a_preview_shows_what_would_change_and_changes_nothing(
    everywhere: Town, kind: DecisionKind
) -> None:
    before = await everywhere.duties()
    wanted = draft(everywhere, kind)
    async with everywhere.store.reading() as uow:
        shown = await decisions.foreseen(uow, OPERATOR, wanted, calendar=CALENDAR, now=AT)
    assert await everywhere.duties() == before
    assert await stored(everywhere) == []
    assert (await decide(everywhere, kind)).effects == shown.effects


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.COORDINATOR])
async def test_only_a_coordinator_decides_and_takes_back(town: Town, role: Role) -> None:
    actor = await town.joins("VP", role)
    with pytest.raises(Forbidden):
        await decide(town, actor=actor)
    decided = await decide(town)
    with pytest.raises(Forbidden):
        await undo(town, decided, actor=actor)
    assert [item.undone_at for item in await stored(town)] == [None]


async def test_a_coordinator_of_another_province_sees_no_decision_here(town: Town) -> None:
    here = await town.joins("VP", Role.COORDINATOR)
    assert here.person is not None
    foreign = Actor(here.person, (Membership(here.person.id, 99, town.id + 1, Role.COORDINATOR),))
    with pytest.raises(NotFound):
        await decide(town, actor=foreign)
    decided = await decide(town, actor=here)
    with pytest.raises(NotFound):
        await undo(town, decided, actor=foreign)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"basis": "  "}, "basis"),
        ({"basis": "x" * (decision_drafts.LONGEST_BASIS + 1)}, "basis"),
        ({"last_day": date(2023, 10, 19)}, "comes before"),
        ({"moved_to": FRIDAY}, "working day after"),
        ({"moved_to": date(2023, 10, 22)}, "working day after"),
        ({"selector": Selector(units=("STP", "NOBODY"))}, "NOBODY"),
        ({"selector": Selector(units=("STP",), exceptions=("NOBODY",))}, "NOBODY"),
        ({"selector": Selector(units=("STP",), exceptions=("STP",))}, "no unit"),
        ({"kind": EXEMPTION, "moved_to": MONDAY}, "moves nothing"),
    ],
)
async def test_a_draft_that_cannot_be_decided_is_refused_and_nothing_is_stored(
    town: Town, changes: dict[str, Any], words: str
) -> None:
    with pytest.raises(InvalidInput, match=words):
        await decide(town, **changes)
    assert await stored(town) == []


async def test_a_duty_is_found_by_key_or_code_and_never_guessed(town: Town) -> None:
    async def another(uow: UnitOfWork) -> int:
        return await factories.obligation(uow, town.id, town.units["VP"], key="bao-cao-khac")

    other = await town.store.transact(another)
    async with town.store.reading() as uow:
        found = await decision_drafts.find_obligation(uow, town.id, "bao-cao-khac")
        assert found.id == other
        for name in ("BC", "KHONG-CO"):
            with pytest.raises(InvalidInput, match="bao-cao-thang, bao-cao-khac"):
                await decision_drafts.find_obligation(uow, town.id, name)


async def test_a_duty_is_found_by_its_code_in_either_case(town: Town) -> None:
    async with town.store.reading() as uow:
        assert (await decision_drafts.find_obligation(uow, town.id, "bc")).id == town.report


async def test_before_an_outage_the_old_deadline_is_replayed(everywhere: Town) -> None:
    await decide(everywhere, at=october(23, 9))

    async def late(moment: datetime) -> int:
        async with everywhere.store.reading() as uow:
            found = await consolidation.overdue(
                uow, OPERATOR, calendar=CALENDAR, now=october(25), as_of=moment
            )
        return len(found)

    assert await late(october(23, 8)) == 3
    assert await late(october(23, 10)) == 0
    assert await late(october(24, 0, 0)) == 3
