"""What is said of a duty: every word in every status, what it stops, and what it leaves alone."""

from datetime import date, timedelta
from typing import Any

import pytest

from domain.errors import Conflict, Forbidden, NotAllowedNow, NotFound
from domain.obligations import Filing
from domain.statuses import OWED, TRANSITIONS, Status, Verb
from domain.units import OPERATOR, Actor, Person, Role
from services import changes, replies
from services.changes import Said
from services.replies import Statement
from tests.factories import MINUTE, NOW
from tests.services.town import Town, october

SOON = october(19)
PAIRS = [(status, verb) for status in Status for verb in Verb]


@pytest.mark.parametrize(("status", "verb"), PAIRS)
async def test_a_word_moves_the_duty_as_the_table_says_or_changes_nothing(
    town: Town, status: Status, verb: Verb
) -> None:
    before = await town.sets("STP", status=status.value, next_step_at=SOON)
    expected = TRANSITIONS[status].get(verb)
    if expected is None:
        with pytest.raises(NotAllowedNow):
            await town.tells(OPERATOR, "STP", verb)
        assert (await town.duty("STP")).assignment == before
        assert await town.events("changed") == []
    else:
        after = await town.tells(OPERATOR, "STP", verb)
        assert (after.status, after.version, after.plan_version) == (expected, before.version + 1, 1)
        assert (await town.duty("STP")).assignment == after


@pytest.mark.parametrize(("status", "verb"), [pair for pair in PAIRS if pair[1] in TRANSITIONS[pair[0]]])
async def test_after_every_word_the_planner_looks_when_it_should(
    town: Town, status: Status, verb: Verb
) -> None:
    await town.sets("STP", status=status.value, next_step_at=SOON if status in OWED else None)
    after = await town.tells(OPERATOR, "STP", verb)
    if after.status not in OWED:
        assert after.next_step_at is None
    else:
        assert after.next_step_at == (SOON if status in OWED else NOW)


async def test_a_dispute_stops_the_ladder_and_its_end_starts_it_again(town: Town) -> None:
    unit = await town.joins("STP")
    disputed = await town.tells(unit, "STP", Statement(disputed=True))
    assert (disputed.next_step_at, disputed.status) == (None, Status.PENDING)
    still = await town.tells(unit, "STP", Verb.PROGRESS)
    assert (still.next_step_at, still.disputed) == (None, True)
    settled = await town.tells(unit, "STP", Statement(disputed=False), at=NOW + MINUTE)
    assert settled.next_step_at == NOW + MINUTE


@pytest.mark.parametrize("verb", [Verb.PROGRESS, Verb.SEND, Verb.DENY, Verb.RECEIVE])
async def test_a_new_word_replaces_reason_promise_and_percent(town: Town, verb: Verb) -> None:
    unit = await town.joins("STP")
    said = Statement(Verb.BLOCK, reason="máy hỏng", promised=date(2023, 10, 19), percent=40)
    blocked = await town.tells(unit, "STP", said)
    assert (blocked.reason, blocked.promised, blocked.percent) == ("máy hỏng", date(2023, 10, 19), 40)
    after = await town.tells(OPERATOR, "STP", verb)
    assert (after.reason, after.promised, after.percent) == (None, None, None)


async def test_a_detail_without_a_word_leaves_everything_else(town: Town) -> None:
    unit = await town.joins("STP")
    sent = await town.tells(unit, "STP", Statement(Verb.SEND, document_number="215/BC-STP"), at=october(17))
    later = Statement(document_date=date(2023, 10, 16))
    after = await town.tells(unit, "STP", later, at=october(18))
    assert (after.document_number, after.document_date) == ("215/BC-STP", date(2023, 10, 16))
    assert (after.status, after.told_at) == (Status.SUBMITTED, sent.told_at)


async def test_the_word_counts_from_when_it_was_said_and_history_from_now(town: Town) -> None:
    unit = await town.joins("STP")
    duty, said = await town.duty("STP"), Said(NOW, NOW - 5 * MINUTE, 7)
    after = await town.store.transact(
        lambda uow: replies.record(uow, unit, duty, Statement(Verb.SEND), said=said)
    )
    assert after.told_at == NOW - 5 * MINUTE
    (event,) = await town.events("changed")
    assert (event.at, event.actor, event.data["message"]) == (NOW, unit.label, 7)
    assert (event.unit_id, event.province_id) == (town.units["STP"], town.id)


async def test_history_tells_the_state_before_and_after(town: Town) -> None:
    unit = await town.joins("STP")
    said = Statement(
        Verb.SEND,
        document_number="215/BC-STP",
        document_date=date(2023, 10, 16),
        sent_on=date(2023, 10, 17),
        nil=True,
        filed=(Filing.DOCUMENT,),
    )
    after = await town.tells(unit, "STP", said)
    (event,) = await town.events("changed")
    assert changes.state_at((await town.duty("SNV")).assignment, event.data["before"]).status == "pending"
    assert changes.state_at(after, event.data["after"]) == after


ROLES: list[tuple[Role, str, set[Verb]]] = [
    (Role.FOCAL_POINT, "STP", {Verb.SEND, Verb.PROGRESS, Verb.BLOCK, Verb.DENY}),
    (Role.UNIT_HEAD, "STP", {Verb.SEND, Verb.PROGRESS, Verb.BLOCK, Verb.DENY}),
    (Role.COORDINATOR, "VP", {Verb.RECEIVE, Verb.RETURN, Verb.WAIVE, Verb.REOPEN}),
    (Role.LEADER, "VP", set()),
    (Role.ADMIN, "VP", set()),
    (Role.FOCAL_POINT, "SNV", set()),
]


@pytest.mark.parametrize(("role", "unit", "allowed"), ROLES)
async def test_everybody_says_only_what_is_theirs_to_say(
    town: Town, role: Role, unit: str, allowed: set[Verb]
) -> None:
    actor = await town.joins(unit, role)
    for verb in Verb:
        fitting = next(status for status in Status if verb in TRANSITIONS[status])
        before = await town.sets("STP", status=fitting.value)
        if verb in allowed:
            assert (await town.tells(actor, "STP", verb)).status is TRANSITIONS[fitting][verb]
        else:
            with pytest.raises((NotFound, Forbidden)):
                await town.tells(actor, "STP", verb)
            assert (await town.duty("STP")).assignment == before


async def test_a_stranger_says_nothing(town: Town) -> None:
    with pytest.raises(Forbidden):
        await town.tells(Actor(Person(999, "Không quen")), "STP", Verb.SEND)


async def test_of_two_who_answer_the_same_question_the_slower_is_told(everywhere: Town) -> None:
    unit, duty = await everywhere.joins("STP"), await everywhere.duty("STP")
    said = Said(NOW, NOW, 1)
    await everywhere.tells(unit, "STP", Verb.PROGRESS)
    with pytest.raises(Conflict):
        await everywhere.store.transact(
            lambda uow: replies.record(uow, unit, duty, Statement(Verb.SEND), said=said)
        )
    assert (await everywhere.duty("STP")).assignment.status is Status.IN_PROGRESS
    assert len(await everywhere.events("changed")) == 1


@pytest.mark.parametrize("reason", ["chờ số liệu", None])
async def test_asking_for_time_is_written_down_and_moves_nothing(town: Town, reason: Any) -> None:
    unit, duty = await town.joins("STP"), await town.duty("STP")
    until = duty.assignment.current.last_day + timedelta(days=5)
    await town.store.transact(
        lambda uow: replies.ask_extension(uow, unit, duty, request=(until, reason), now=NOW)
    )
    assert (await town.duty("STP")).assignment == duty.assignment
    (event,) = await town.events("extension_asked")
    assert event.data == {"until": until.isoformat(), "reason": reason}


async def test_asking_for_time_for_another_unit_is_not_possible(town: Town) -> None:
    unit, duty = await town.joins("SNV"), await town.duty("STP")
    with pytest.raises(NotFound):
        await town.store.transact(
            lambda uow: replies.ask_extension(uow, unit, duty, request=(date(2023, 10, 25), None), now=NOW)
        )
    assert await town.events("extension_asked") == []
