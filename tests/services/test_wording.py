"""Sentences about deadlines: the directive's wording, the last day with its weekday, the target apart."""

from dataclasses import replace
from datetime import date, datetime, time

import pytest

from domain.calendar import Calendar
from domain.deadlines import Deadline, compute
from domain.due_rules import DueRule, Relation
from domain.obligations import ClauseOf, Directive
from domain.periods import ONCE, Period
from domain.statuses import Status
from locales.speech import speech
from services import wording
from services.wording import Duty
from storage.store import UnitOfWork
from tests import factories
from tests.services.town import CALENDAR, Town, october

TR = speech("vi", CALENDAR.zone)
OCTOBER = Period.parse("2023-10")
REST = "(ngày nghỉ; đề nghị gửi trong"


def deadline(
    relation: Relation, day: int, *, at: time | None = None, calendar: Calendar = CALENDAR
) -> Deadline:
    return compute(DueRule(relation, "theo văn bản", day=day, at=at), OCTOBER, calendar)


@pytest.mark.parametrize(
    ("relation", "day", "words"),
    [
        (Relation.BEFORE, 21, "trước ngày 21/10/2023, tức hết thứ Sáu 20/10/2023"),
        (Relation.BEFORE, 20, "trước ngày 20/10/2023, tức hết thứ Năm 19/10/2023"),
        (Relation.BY, 20, "theo văn bản, tức hết thứ Sáu 20/10/2023"),
        (Relation.ON, 18, "theo văn bản, tức hết thứ Tư 18/10/2023"),
        (Relation.WITHIN, 31, "theo văn bản, tức hết thứ Ba 31/10/2023"),
        (
            Relation.BEFORE,
            23,
            f"trước ngày 23/10/2023, tức hết Chủ nhật 22/10/2023 {REST} thứ Sáu 20/10/2023)",
        ),
        (Relation.BY, 21, f"theo văn bản, tức hết thứ Bảy 21/10/2023 {REST} thứ Sáu 20/10/2023)"),
    ],
)
def test_a_day_is_said_as_the_words_bind_it(relation: Relation, day: int, words: str) -> None:
    assert wording.due(TR, deadline(relation, day)) == words


@pytest.mark.parametrize(
    ("relation", "at", "words"),
    [
        (Relation.BEFORE, time(15, 0), "trước 15:00 thứ Sáu 20/10/2023"),
        (Relation.BY, time(12, 0), "đến hết 12:00 thứ Sáu 20/10/2023"),
        # Midnight opens the day that is named: the last day is the one before.
        (Relation.BEFORE, time(0, 0), "trước 00:00 thứ Sáu 20/10/2023"),
    ],
)
def test_an_hour_is_said_with_the_day_it_stands_beside(relation: Relation, at: time, words: str) -> None:
    found = deadline(relation, 20, at=at)
    assert wording.due(TR, found) == words
    assert wording.short_due(TR, found) == words


def test_a_holiday_on_the_last_day_moves_only_what_is_asked_for() -> None:
    off = Calendar(off=frozenset({date(2023, 10, 20)}))
    words = wording.due(TR, deadline(Relation.BEFORE, 21, calendar=off))
    assert words == f"trước ngày 21/10/2023, tức hết thứ Sáu 20/10/2023 {REST} thứ Năm 19/10/2023)"
    assert wording.short_due(TR, deadline(Relation.BEFORE, 21, calendar=off)) == "hết thứ Sáu 20/10/2023"


@pytest.mark.parametrize(
    ("printed", "words"),
    [
        ("7", "mục 7"),
        ("7/¶2", "mục 7, đoạn 2"),
        ("3/-3", "mục 3, gạch đầu dòng 3"),
        ("2.1/¶1/-4", "mục 2.1, đoạn 1, gạch đầu dòng 4"),
        ("II/2", "mục II/2"),
    ],
)
def test_a_clause_is_said_as_people_say_it(printed: str, words: str) -> None:
    assert wording.clause(TR, printed) == words


@pytest.mark.parametrize(
    ("period", "words"),
    [
        ("2023-10", "tháng 10/2023"),
        ("2023-01", "tháng 1/2023"),
        ("2023-Q4", "quý IV/2023"),
        ("2023-H2", "6 tháng cuối năm 2023"),
        ("2023-9M", "9 tháng đầu năm 2023"),
        ("2023", "năm 2023"),
        ("2023-W42", "tuần 42/2023"),
        ("once", ""),
    ],
)
def test_a_period_is_named(period: str, words: str) -> None:
    assert wording.period_words(TR, Period.parse(period)) == words
    assert wording.period_words(TR, ONCE) == ""


async def test_the_document_is_named_with_its_number_or_without_one(town: Town) -> None:
    duty = await town.duty("STP")
    assert "chưa có số" in wording.source(TR, duty)
    directive = duty.directive
    numbered = Directive(
        **{name: getattr(directive, name) for name in Directive.__slots__} | {"number": "3995"}
    )
    signed = Duty(duty.assignment, duty.obligation, numbered, duty.unit, duty.coordinator)
    assert "số 3995" in wording.source(TR, signed)
    assert "chưa có số" not in wording.source(TR, signed)


@pytest.mark.parametrize(
    ("now", "words", "not_words"),
    [
        (october(19), "hết thứ Sáu 20/10/2023.", "chưa nhận được"),
        (october(20, 23, 59), "hết thứ Sáu 20/10/2023.", "chưa nhận được"),
        (october(23), "hiện tính là muộn 1 ngày làm việc", "muộn 0"),
        (october(24), "hiện tính là muộn 2 ngày làm việc", "muộn 1"),
    ],
)
async def test_nobody_is_called_late_before_late_begins(
    town: Town, now: datetime, words: str, not_words: str
) -> None:
    duty = await town.duty("STP")
    text = wording.digest(TR, [duty], now=now, calendar=CALENDAR, notes={})
    assert words in text
    assert not_words not in text


async def test_several_duties_are_told_apart_by_unit_and_with_their_notes(town: Town) -> None:
    duties = [await town.duty(unit) for unit in ("STP", "SNV")]
    notes = {duties[1].assignment.id: "Ghi chú riêng."}
    lines = wording.digest(TR, duties, now=october(19), calendar=CALENDAR, notes=notes).splitlines()
    assert lines[0] == "Đơn vị VP đề nghị Đơn vị STP, Đơn vị SNV:"
    assert (lines[1].split(" (Báo cáo")[0], lines[2].split(" (Báo cáo")[0]) == ("BC10 (STP)", "BC10 (SNV)")
    assert lines[3] == "Ghi chú riêng."
    assert lines[4].endswith("Ví dụ: BC10 2")


async def test_an_office_is_not_asked_by_itself(town: Town) -> None:
    duty = await town.duty("STP")
    own = Duty(duty.assignment, duty.obligation, duty.directive, duty.unit, duty.unit)
    text = wording.digest(TR, [own], now=october(19), calendar=CALENDAR, notes={})
    assert text.startswith("Việc của Đơn vị STP:")
    assert own.assignment.status is Status.PENDING


async def test_a_duty_of_two_directives_is_one_line_that_names_both(town: Town) -> None:
    async def merged(uow: UnitOfWork) -> None:
        await factories.obligation(uow, town.id, town.units["VP"], key="ke-hoach", stem="KHO", number="17")
        found = (await uow.duties.obligations(ids=[town.report]))[0]
        also = replace(found, also_in=(ClauseOf("cv-ke-hoach", "III.2"), ClauseOf("unknown", "1")))
        await uow.duties.revise(found, also)

    await town.store.transact(merged)
    words = wording.source(TR, await town.duty("STP"))
    assert words.count(";") == 1
    assert "công văn UBND-NC chưa có số" in words
    assert "mục III.2, văn bản số 17/UBND-NC" in words


async def test_the_same_deadline_is_written_out_once_and_its_last_day_every_time(town: Town) -> None:
    duties = [await town.duty(unit) for unit in ("STP", "SNV")]
    lines = wording.digest(TR, duties, now=october(19), calendar=CALENDAR, notes={}).splitlines()
    assert lines[1].endswith("trước ngày 21/10/2023, tức hết thứ Sáu 20/10/2023.")
    assert lines[2].endswith(": cùng hạn, hết thứ Sáu 20/10/2023.")


async def test_another_deadline_is_never_the_same_one(town: Town) -> None:
    first, second = [await town.duty(unit) for unit in ("STP", "SNV")]
    moved = replace(second, assignment=replace(second.assignment, current=deadline(Relation.BEFORE, 25)))
    text = wording.digest(TR, [first, moved], now=october(19), calendar=CALENDAR, notes={})
    assert "cùng hạn" not in text
    assert "trước ngày 25/10/2023" in text


@pytest.mark.parametrize(
    ("now", "words"),
    [
        (october(17), ""),
        (october(18), ""),
        (october(19), "Đơn vị hẹn gửi thứ Tư 18/10/2023; đến 08:30 thứ Năm 19/10/2023, chưa nhận được."),
        (october(23), "Đơn vị đã hẹn gửi thứ Tư 18/10/2023."),
    ],
)
async def test_a_promise_is_recalled_once_its_day_has_passed(town: Town, now: datetime, words: str) -> None:
    duty = await town.duty("STP")
    promised = replace(duty, assignment=replace(duty.assignment, promised=date(2023, 10, 18)))
    text = wording.digest(TR, [promised], now=now, calendar=CALENDAR, notes={})
    assert ("hẹn gửi" in text) == bool(words)
    assert words in text


@pytest.mark.parametrize(
    ("kind", "words"), [("Công văn", "mục 7 CV 17/UBND-NC"), ("Đề án", "mục 7 đề án 17/UBND-NC")]
)
async def test_a_numbered_document_is_cited_shortly(town: Town, kind: str, words: str) -> None:
    duty = await town.duty("STP")
    numbered = replace(
        duty,
        obligation=replace(duty.obligation, clause="7"),
        directive=replace(duty.directive, number="17", doc_type=kind),
    )
    assert wording.short_source(TR, numbered) == words
    assert wording.short_source(TR, duty) == wording.source(TR, duty)


@pytest.mark.parametrize(
    ("names", "words"), [(["BC10"], "BC10"), (["BC10", "TK10"], "BC10 và TK10"), (["A", "B", "C"], "A, B, C")]
)
def test_two_names_are_joined_and_more_are_listed(names: list[str], words: str) -> None:
    assert wording.together(TR, names) == words


@pytest.mark.parametrize(
    ("period", "words"),
    [("2026-10", "tháng 10"), ("2026-Q4", "quý IV"), ("2026", "năm 2026"), ("once", "")],
)
def test_a_period_of_this_year_needs_no_year(period: str, words: str) -> None:
    assert wording.short_period(TR, Period.parse(period)) == words
