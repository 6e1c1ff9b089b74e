"""A text too long for its channel leaves in parts, in order, each with a fate of its own."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.delivery import MessageClass, OutboxState
from domain.messages import Document, Option
from domain.parts import length
from storage.store import UnitOfWork
from tests import factories
from tests.services.posts import (
    BLOCKED,
    MORNING,
    NO_ANSWER,
    PATIENCE,
    SERVER_ERROR,
    SWIFT,
    Office,
    Post,
    opened,
)
from tests.services.town import Town

NARROW = replace(SWIFT, max_text=200, buttons=True, documents_out=True)
LINES = [f"BC{number:02} (báo cáo tháng {number}; mục {number}): trước ngày 21." for number in range(1, 10)]
LONG = "\n".join(LINES)
CHOICE = (Option(1, "yes", "đúng"), Option(2, "no", "sửa"))


@pytest.fixture
def office(everywhere: Town) -> Office:
    return opened(everywhere, Post(capabilities=NARROW))


@pytest.fixture
def two(town: Town) -> Office:
    return opened(town, Post(capabilities=NARROW), Post("webchat", "default"))


async def many_duties(office: Office, count: int = 8) -> None:
    """STP owes so many further reports, all told this morning."""

    async def work(uow: UnitOfWork) -> None:
        town = office.town
        for n in range(count):
            other = await factories.obligation(uow, town.id, town.units["VP"], key=f"k{n}", stem=f"K{n}")
            await factories.assignments(uow, other, town.id, [town.units["STP"]], next_step_at=MORNING)

    await office.town.store.transact(work)
    await office.town.plans(MORNING)


async def test_the_first_part_keeps_the_row_and_the_others_follow_in_order(office: Office) -> None:
    actor = await office.joins("STP")
    first = await office.queues("n", actor, LONG)
    await office.sends()
    rows = await office.town.messages()
    texts = [message.text for message in office.posts[0].taken]
    assert [row.idem_key for row in rows] == ["n", *(f"n#{at}" for at in range(2, len(rows) + 1))]
    assert len(rows) > 2
    assert [(row.series_id, row.part_no) for row in rows] == [(first, at) for at in range(1, len(rows) + 1)]
    assert [row.body for row in rows] == texts
    assert all(length(text) <= 200 for text in texts)
    assert texts[0].startswith("BC01 (")
    assert texts[1].startswith(f"(2/{len(rows)}) BC")
    assert {row.state for row in rows} == {OutboxState.SENT}


async def test_a_text_that_fits_stays_one_row(office: Office) -> None:
    actor = await office.joins("STP")
    await office.queues("n", actor, "x" * 200)
    await office.sends()
    (row,) = await office.town.messages()
    assert (row.series_id, row.part_no) == (None, 1)


async def test_parts_keep_class_priority_person_and_topic(office: Office) -> None:
    actor = await office.joins("STP")
    await office.queues("n", actor, LONG, priority=3, turn=4, thread="7", message_class=MessageClass.REPLY)
    await office.sends()
    rows = await office.town.messages()
    kept = {(row.message_class, row.turn, row.thread, row.person_id, row.address) for row in rows}
    assert len(kept) == 1
    assert {message.thread for message in office.posts[0].taken} == {"7"}


async def test_options_question_and_file_hang_on_the_last_part_alone(office: Office) -> None:
    actor = await office.joins("STP")
    document = Document("bang.xlsx", "application/x", b"1")
    file_id = await office.town.store.transact(lambda uow: uow.files.keep(document, MORNING))
    await office.queues("n", actor, LONG, options=CHOICE, file_id=file_id, message_class=MessageClass.REPLY)
    await office.sends()
    *others, last = office.posts[0].taken
    assert [option.n for option in last.options] == [1, 2]
    assert last.document == document
    assert all(message.options == () and message.document is None for message in others)
    (newest,) = {button.outbox_id for button in await office.buttons()}
    assert newest == (await office.town.messages())[-1].id


async def test_late_lines_are_those_of_their_own_part(office: Office) -> None:
    actor = await office.joins("STP")
    await office.queues("n", actor, LONG, late_lines=[0, 8])
    await office.sends()
    marked = [message.text.split("\n")[at] for message in office.posts[0].taken for at in message.late_lines]
    assert marked == [LINES[0], LINES[8]]


async def test_a_part_does_not_overtake_the_one_before_it(office: Office) -> None:
    actor = await office.joins("STP")
    await office.queues("n", actor, LONG)
    office.posts[0].answers("focal_point STP", SERVER_ERROR)
    await office.sends()
    assert office.posts[0].taken == []
    await office.machine_passes(timedelta(minutes=1))
    await office.sends()
    numbers = [message.text.partition("/")[0] for message in office.posts[0].taken[1:]]
    assert numbers == [f"({at}" for at in range(2, len(numbers) + 2)]


async def test_an_answer_may_come_between_parts_but_two_texts_never_mix(office: Office) -> None:
    actor = await office.joins("STP")
    await office.queues("a", actor, LONG)
    await office.queues("b", actor, LONG)
    await office.sends()
    keys = [message.reference.partition("#")[0] for message in office.posts[0].taken]
    assert keys == sorted(keys)


async def test_only_the_unsure_part_is_parked(office: Office) -> None:
    actor = await office.joins("STP")
    await office.queues("n", actor, LONG)
    office.posts[0].answers("focal_point STP", *[PATIENCE] * 0, NO_ANSWER)
    await office.sends()
    states = await office.states()
    assert states.pop("n") == "uncertain"
    assert set(states.values()) == {"sent"}
    assert len(states) > 1


async def test_a_digest_of_many_duties_is_divided_and_every_duty_is_told_once(office: Office) -> None:
    await office.joins("STP")
    await many_duties(office)
    await office.sends()
    told = "\n".join(message.text for message in office.posts[0].taken)
    assert len(office.posts[0].taken) > 2
    lines = [line for line in told.split("\n") if not line.startswith("(")]
    for code in ["BC10", *(f"K{n}10" for n in range(8))]:
        assert sum(line.startswith(f"{code} (") for line in lines) == 1
    assert {row.state for row in await office.digests()} == {OutboxState.SENT}


async def test_a_digest_that_is_worded_anew_after_a_failure_repeats_no_old_part(office: Office) -> None:
    await office.joins("STP")
    await many_duties(office)
    office.posts[0].answers("focal_point STP", SERVER_ERROR)
    await office.sends()
    await office.town.sets("STP", status="submitted")
    await office.machine_passes(timedelta(minutes=1))
    await office.sends()
    dropped = await office.digests(OutboxState.CANCELLED)
    assert dropped
    assert {row.detail for row in dropped} == {"retold"}
    told = "\n".join(message.text for message in office.posts[0].taken)
    assert "BC10" not in told.replace("Ví dụ: BC10", "")
    assert told.count("\nK010 (") + told.startswith("K010 (") == 1


async def test_parts_of_a_digest_that_is_answered_meanwhile_do_not_go(town: Town) -> None:
    office = opened(town, Post(capabilities=replace(NARROW, buttons=False)))
    await office.joins("STP")
    await many_duties(office, 4)
    await office.sender.step(MORNING)
    for duty in await town.duties():
        if duty.unit.code == "STP":
            values = {"status": "submitted"}
            await town.store.transact(
                lambda uow, duty=duty, values=values: uow.duties.change(duty.assignment, values)
            )
    await office.sends()
    assert len(office.posts[0].taken) == 1
    assert {row.detail for row in await office.digests(OutboxState.CANCELLED)} == {"no_longer_owed"}


async def test_a_refused_digest_goes_whole_to_the_next_channel_and_its_parts_are_dropped(two: Office) -> None:
    await two.joins("STP", on="webchat")
    await many_duties(two)
    two.posts[0].answers("focal_point STP", BLOCKED)
    await two.sends()
    assert two.posts[0].taken == []
    (whole,) = [message for message in two.posts[1].taken if "K710" in message.text]
    assert all(f"K{n}10 (" in whole.text for n in range(8))
    assert {row.detail for row in await two.digests(OutboxState.CANCELLED)} == {"retold"}


async def test_a_refused_later_part_goes_on_alone_with_its_own_words(two: Office) -> None:
    await two.joins("STP", on="webchat")
    await many_duties(two)
    await two.sender.step(MORNING)
    two.posts[0].answers("focal_point STP", BLOCKED)
    await two.sends()
    assert len(two.posts[0].taken) == 1
    continued = [message.text for message in two.posts[1].taken]
    assert continued
    assert all(text.startswith("(") for text in continued)
    told = "\n".join([two.posts[0].taken[0].text, *continued])
    assert all(told.count(f"\nK{n}10 (") == 1 for n in range(8))


@pytest.mark.parametrize(
    ("capabilities", "arrives"),
    [
        (replace(SWIFT, documents_out=True), True),
        (replace(SWIFT, documents_out=True, max_document=3), True),
        (replace(SWIFT, documents_out=True, max_document=2), False),
        (SWIFT, False),
    ],
)
async def test_a_file_goes_along_or_the_text_says_where_it_is(
    town: Town, capabilities: object, arrives: bool
) -> None:
    office = opened(town, Post(capabilities=capabilities))  # type: ignore[arg-type]
    actor = await office.joins("STP")
    document = Document("bang.xlsx", "application/x", b"123")
    file_id = await town.store.transact(lambda uow: uow.files.keep(document, MORNING))
    await office.queues("n", actor, "Danh sách", file_id=file_id)
    await office.sends()
    (told,) = office.posts[0].taken
    assert (told.document == document) is arrives
    assert ("bang.xlsx" in told.text) is not arrives
