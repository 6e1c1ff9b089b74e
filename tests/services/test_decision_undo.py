"""Taking a decision back: everything as it was, once, and nothing that somebody changed since."""

from datetime import timedelta

import pytest

from domain.decisions import DecisionKind
from domain.delivery import OutboxState
from domain.errors import NotAllowedNow, NotFound
from domain.statuses import Status, Verb
from domain.units import OPERATOR, Role
from services import decisions
from services.changes import DECIDED
from services.replies import Statement
from storage.store import UnitOfWork
from tests.services.deciding import AT, EXEMPTION, MONDAY, STP, decide, stored, undo
from tests.services.town import CALENDAR, REPORTING, Town, october

COUNTED = ("status", "current", "original", "reason", "percent", "promised", "told_at", "disputed", "filed")
LATER = AT + timedelta(minutes=10)


async def goes_out(uow: UnitOfWork, message_id: int) -> None:
    for state in (OutboxState.LEASED, OutboxState.SENDING, OutboxState.SENT):
        await uow.outbox.set_state([message_id], state)


@pytest.mark.parametrize("kind", DecisionKind)
async def test_every_duty_is_as_it_was_before(everywhere: Town, kind: DecisionKind) -> None:
    said = Statement(Verb.BLOCK, reason="máy hỏng", promised=MONDAY, percent=40)
    await everywhere.tells(await everywhere.joins("SNV"), "SNV", said)
    before = [duty.assignment for duty in await everywhere.duties()]
    undone = await undo(everywhere, await decide(everywhere, kind), at=LATER)
    after = [duty.assignment for duty in await everywhere.duties()]
    for old, new in zip(before, after, strict=True):
        assert [getattr(new, name) for name in COUNTED] == [getattr(old, name) for name in COUNTED]
        assert new.version == old.version + 2
    assert [duty.unit.code for duty in undone.restored] == list(REPORTING)
    assert undone.left == ()


@pytest.mark.parametrize("kind", DecisionKind)
async def test_the_reminders_go_on_with_the_next_step(town: Town, kind: DecisionKind) -> None:
    await town.joins("STP")
    await undo(town, await decide(town, kind, at=october(19, 9)), at=october(19, 10))
    assert (await town.duty("STP")).assignment.next_step_at == october(20, 8, 30)
    assert (await town.plans(october(19, 10))).queued == 0
    assert (await town.plans(october(20, 8, 30))).queued == 1


async def test_reminders_of_the_new_day_are_not_sent(everywhere: Town) -> None:
    await everywhere.joins("STP")
    decided = await decide(everywhere)
    await everywhere.plans(october(23))
    assert (await undo(everywhere, decided, at=october(23, 8, 31))).cancelled == 1
    states = [one.state for one in await everywhere.messages() if "digest" in one.idem_key]
    assert states == [OutboxState.CANCELLED]


async def test_what_was_changed_since_is_left_and_named(everywhere: Town) -> None:
    unit = await everywhere.joins("STP")
    decided = await decide(everywhere)
    await everywhere.tells(unit, "STP", Verb.SEND)
    changed = await everywhere.duty("STP")
    undone = await undo(everywhere, decided)
    assert [duty.unit.code for duty in undone.left] == ["STP"]
    assert [duty.unit.code for duty in undone.restored] == ["SNV", "TANYEN"]
    assert await everywhere.duty("STP") == changed
    assert changed.assignment.current.last_day == MONDAY


async def test_a_decision_is_taken_back_only_once(everywhere: Town) -> None:
    decided = await decide(everywhere)
    await undo(everywhere, decided, at=LATER)
    before = await everywhere.duties()
    with pytest.raises(NotAllowedNow, match="already"):
        await undo(everywhere, decided)
    assert await everywhere.duties() == before
    assert [item.undone_at for item in await stored(everywhere)] == [LATER]


async def test_what_nobody_decided_is_not_found(town: Town) -> None:
    with pytest.raises(NotFound, match="decision list"):
        await town.store.transact(lambda uow: decisions.undo(uow, OPERATOR, 7, calendar=CALENDAR, now=AT))


async def test_any_coordinator_of_the_province_takes_it_back(town: Town) -> None:
    first, second = [await town.joins("VP", Role.COORDINATOR, name) for name in ("một", "hai")]
    undone = await undo(town, await decide(town, actor=first), actor=second, at=LATER)
    assert undone.decision.undone_at == LATER
    (event,) = await town.events("decision_undone")
    assert (event.actor, event.subject) == (second.label, f"decision:{undone.decision.id}")


async def test_the_history_tells_the_decision_from_its_undoing(town: Town) -> None:
    await undo(town, await decide(town, selector=STP), at=LATER)
    events = await town.events(DECIDED)
    assert [event.data["undone"] for event in events] == [False, True]
    assert events[1].data["after"]["current"] == events[0].data["before"]["current"]


async def test_after_the_undoing_the_same_may_be_decided_again(town: Town) -> None:
    await undo(town, await decide(town))
    again = await decide(town, at=LATER)
    assert len(again.effects) == len(REPORTING)
    assert (await undo(town, again, at=LATER)).left == ()


async def test_who_was_told_hears_once_that_the_old_deadline_holds(everywhere: Town) -> None:
    await everywhere.joins("STP")
    decided = await decide(everywhere)
    (notice,) = await everywhere.messages()
    await everywhere.store.transact(lambda uow: goes_out(uow, notice.id))
    assert (await undo(everywhere, decided, at=LATER)).told == 1
    body = (await everywhere.messages())[-1].body
    assert body.splitlines() == [
        (
            "Đơn vị VP xin thông báo: quyết định về các việc có hạn trong ngày 20/10/2023 (căn cứ: Công văn "
            "của đơn vị vận hành) đã được thu hồi. Đề nghị Đơn vị STP thực hiện theo hạn sau:"
        ),
        "BC10 (Báo cáo tháng tháng 10/2023): trước ngày 21/10/2023, tức hết thứ Sáu 20/10/2023.",
    ]


async def test_who_was_not_told_yet_hears_of_neither(everywhere: Town) -> None:
    await everywhere.joins("STP")
    decided = await decide(everywhere, EXEMPTION, at=october(20, 20))
    assert (await undo(everywhere, decided, at=october(20, 21))).told == 0
    assert [(one.state, one.detail) for one in await everywhere.messages()] == [
        (OutboxState.CANCELLED, "decision_undone")
    ]


async def test_a_waiting_notice_still_goes_to_whose_duty_was_left(town: Town) -> None:
    unit = await town.joins("STP")
    decided = await decide(town, at=october(20, 20))
    await town.tells(unit, "STP", Verb.SEND)
    await undo(town, decided, at=october(20, 21))
    assert [one.state for one in await town.messages()] == [OutboxState.QUEUED]
    assert (await town.duty("STP")).assignment.status is Status.SUBMITTED


@pytest.mark.parametrize("has_left", [False, True])
async def test_a_reminder_that_was_cancelled_before_it_left_is_told_after_all(
    town: Town, has_left: bool
) -> None:
    await town.joins("STP")
    await town.plans(october(17, 8, 30))
    if has_left:
        (message,) = await town.messages()
        await town.store.transact(lambda uow: goes_out(uow, message.id))
    decided = await decide(town, EXEMPTION, at=october(17, 8, 31))
    await undo(town, decided, at=october(17, 8, 35))
    expected = october(19, 8, 30) if has_left else october(17, 8, 35)
    assert (await town.duty("STP")).assignment.next_step_at == expected
