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
from storage.tables import ObligationRow, table_of
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


async def test_sending_is_the_first_filing_and_what_was_filed_adds_up(town: Town) -> None:
    unit = await town.joins("STP")
    await asks_for_two_filings(town)
    assert (await town.tells(unit, "STP", Verb.SEND)).filed == (Filing.DOCUMENT,)
    assert (await town.duty("STP")).unfiled == (Filing.UPPER_SYSTEM,)
    entered = await town.tells(unit, "STP", Statement(filed=(Filing.UPPER_SYSTEM,)))
    assert entered.filed == (Filing.DOCUMENT, Filing.UPPER_SYSTEM)
    assert (await town.duty("STP")).unfiled == ()


async def test_denying_takes_back_the_document_and_leaves_the_system(town: Town) -> None:
    unit = await town.joins("STP")
    await asks_for_two_filings(town)
    await town.tells(unit, "STP", Statement(Verb.SEND, filed=(Filing.UPPER_SYSTEM,)))
    assert (await town.tells(unit, "STP", Verb.DENY)).filed == (Filing.UPPER_SYSTEM,)


@pytest.mark.parametrize("statement", [Statement(Verb.SEND, nil=True), Statement(Verb.PROGRESS)])
async def test_without_figures_or_a_document_no_filing_is_missing(town: Town, statement: Statement) -> None:
    unit = await town.joins("STP")
    await asks_for_two_filings(town)
    await town.tells(unit, "STP", statement)
    assert (await town.duty("STP")).unfiled == ()


async def test_a_promise_lets_the_planner_look_at_once(town: Town) -> None:
    unit = await town.joins("STP")
    await town.sets("STP", next_step_at=SOON)
    promised = Statement(Verb.PROGRESS, promised=date(2023, 10, 18))
    assert (await town.tells(unit, "STP", promised)).next_step_at == NOW
    disputed = await town.tells(unit, "STP", Statement(disputed=True))
    assert disputed.next_step_at is None
    again = await town.tells(unit, "STP", promised)
    assert again.next_step_at is None


@pytest.mark.parametrize(
    ("text", "passed", "again"),
    [
        ("2", 2 * MINUTE, True),
        ("đang làm ạ", MINUTE, True),
        ("ĐANG  LÀM Ạ", MINUTE, True),
        ("2", 2 * MINUTE + timedelta(seconds=1), False),
        ("3", MINUTE, False),
    ],
)
async def test_the_same_words_soon_after_are_known_again(
    town: Town, text: str, passed: timedelta, again: bool
) -> None:
    unit, first = await town.joins("STP"), "2" if len(text) == 1 else "đang làm ạ"
    mark, duty = replies.mark_of(first), await town.duty("STP")
    await town.store.transact(
        lambda uow: replies.record(uow, unit, duty, Statement(Verb.PROGRESS), said=Said(NOW, NOW, 1, mark))
    )
    said = Said(NOW + passed, NOW + passed, 2, replies.mark_of(text))
    async with town.store.reading() as uow:
        found = await replies.said_again(uow, unit, said=said)
    assert found == ([duty.assignment.id] if again else [])


async def test_words_are_new_again_once_somebody_changed_the_duty_or_took_them_back(town: Town) -> None:
    unit, colleague = await town.joins("STP"), await town.joins("STP", name="đồng nghiệp")
    mark, duty = replies.mark_of("2"), await town.duty("STP")
    await town.store.transact(
        lambda uow: replies.record(uow, unit, duty, Statement(Verb.PROGRESS), said=Said(NOW, NOW, 1, mark))
    )
    said = Said(NOW, NOW, 2, mark)
    async with town.store.reading() as uow:
        assert await replies.said_again(uow, colleague, said=said) == []
        assert await replies.said_again(uow, unit, said=Said(NOW, NOW, 1, mark)) == []
        assert await replies.last_speaker(uow, duty.assignment) == unit.label
        assert await replies.told_last(uow, unit, [duty.assignment.id]) == duty.assignment.id
        assert await replies.told_last(uow, colleague, [duty.assignment.id]) is None
    await town.tells(colleague, "STP", Verb.BLOCK)
    async with town.store.reading() as uow:
        assert await replies.said_again(uow, unit, said=said) == []
        assert await replies.last_speaker(uow, duty.assignment) == colleague.label


async def test_the_words_themselves_are_not_kept(town: Town) -> None:
    unit, duty = await town.joins("STP"), await town.duty("STP")
    mark = replies.mark_of("máy hỏng")
    await town.store.transact(
        lambda uow: replies.record(uow, unit, duty, Statement(Verb.SEND), said=Said(NOW, NOW, 1, mark))
    )
    (event,) = await town.events("changed")
    assert event.data["mark"] == mark
    assert "hỏng" not in str(event.data)


async def asks_for_two_filings(town: Town) -> None:
    """The report is sent and its figures are entered above."""
    both = [Filing.DOCUMENT.value, Filing.UPPER_SYSTEM.value]
    change = table_of(ObligationRow).update().values(filings=both)
    await town.store.transact(lambda uow: uow._connection.execute(change))
