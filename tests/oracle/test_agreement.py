"""Twenty thousand due moments: what the product computes is what a clerk with a wall calendar would say."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache

import pytest

from domain.due_rules import Counted, CountUnit, DueRule, Relation
from domain.periods import ONCE, Frequency, Period
from tests.oracle import million
from tests.oracle.almanac import DAYS, NUMBER, is_weekend, monday_of_week, weekday
from tests.oracle.cases import (
    FIRST_YEAR,
    KINDS,
    LAST_YEAR,
    MONTHS,
    MOST_GRACE,
    PERIODS_OF_YEAR,
    RELATIONS,
    WEEKDAYS,
    YEARS_OF_53_WEEKS,
    Case,
    calendars,
    case,
)
from tests.oracle.comparison import differences, disagreement, of_clerk, of_product

SEED = 2026
OCTOBER = Period(2026, 10, Frequency.MONTHLY)
CASES = 20_000
# Fewer of anything would let a slip in it go unseen.
A_FEW_HUNDRED = 300
_SHOWN = 5


def numbered() -> Iterator[tuple[int, Case]]:
    """The cases of the seed, with their numbers."""
    return ((number, case(SEED, number)) for number in range(CASES))


@cache
def compared() -> tuple[tuple[int, Case], ...]:
    """All of them."""
    return tuple(numbered())


@pytest.mark.parametrize("kind", KINDS)
def test_product_and_law_agree_on_every_field(kind: str) -> None:
    found = [
        f"seed {SEED} case {number}: {text}"
        for number, one in compared()
        if one.kind == kind and (text := disagreement(one)) is not None
    ]
    assert not found, f"{len(found)} disagreements\n" + "\n".join(found[:_SHOWN])


@pytest.mark.parametrize(
    ("change", "fields"),
    [
        ({"relation": Relation.BY}, ["last_day", "last_moment", "target_day", "late_from"]),
        ({"day": 22}, ["named_day", "last_day", "last_moment", "target_day", "late_from"]),
    ],
)
def test_an_answer_that_is_one_day_off_is_noticed(change: dict[str, object], fields: list[str]) -> None:
    one = Case("day", DueRule(Relation.BEFORE, "trước ngày 21", day=21), OCTOBER, "official", 0)
    other = replace(one, rule=replace(one.rule, **change))  # type: ignore[arg-type]
    assert differences(of_product(one), of_clerk(one)) == []
    assert [line.split()[0] for line in differences(of_product(other), of_clerk(one))] == fields


def test_every_kind_of_rule_relation_period_and_calendar_occurs_often() -> None:
    seen: Counter[object] = Counter()
    for _, one in compared():
        rule = one.rule
        seen.update([one.kind, rule.relation, ("frequency", one.period.frequency), ("grace", one.grace_days)])
        seen.update([one.calendar, ("hour", rule.at is not None)])
        seen.update([rule.month_of_period] if rule.day is not None and rule.month is None else [])
    recurring = [("frequency", frequency) for frequency in (*PERIODS_OF_YEAR, Frequency.ONCE)]
    wanted: list[object] = [
        *KINDS,
        *RELATIONS,
        *MONTHS,
        *recurring,
        *calendars(),
        ("hour", True),
        ("hour", False),
    ]
    wanted += [("grace", days) for days in range(MOST_GRACE + 1)]
    assert {one: seen[one] for one in wanted if seen[one] < A_FEW_HUNDRED} == {}


def test_every_relation_meets_every_kind_with_and_without_an_hour() -> None:
    seen = Counter((one.kind, one.rule.relation, one.rule.at is not None) for _, one in compared())
    wanted = {(kind, relation, hour) for kind in KINDS for relation in RELATIONS for hour in (True, False)}
    # "Trước tháng 10" without an hour names no day and is not compared.
    wanted.remove(("period's end", Relation.BEFORE, False))
    assert {one for one in wanted if seen[one] < 50} == set()


def test_all_years_weekdays_and_the_53rd_week_occur() -> None:
    periods = {one.period for _, one in compared()}
    assert {period.year for period in periods if not period.is_once} == set(range(FIRST_YEAR, LAST_YEAR + 1))
    assert {one.rule.weekday for _, one in compared()} >= set(WEEKDAYS)
    assert Period(2026, 53, Frequency.WEEKLY) in periods


def test_a_case_comes_back_from_its_seed_and_number() -> None:
    assert case(7, 1234) == case(7, 1234)
    assert case(7, 1234) != case(8, 1234)


def test_the_long_comparison_counts_what_it_compared() -> None:
    tally = million.judge(SEED, range(1100))
    assert tally.disagreements == []
    assert tally.compared.total() == 1100
    assert set(tally.compared) == set(KINDS)


def test_a_run_without_a_disagreement_succeeds(capsys: pytest.CaptureFixture[str]) -> None:
    assert million.report(million.judge(SEED, range(110)), SEED, 1.0) == 0
    assert "0 disagreements" in capsys.readouterr().out


def test_a_run_that_compared_nothing_is_no_success(capsys: pytest.CaptureFixture[str]) -> None:
    assert million.report(million.Tally(), SEED, 1.0) == 1
    assert "0 compared" in capsys.readouterr().out


def test_a_disagreement_fails_the_run_and_names_its_case(capsys: pytest.CaptureFixture[str]) -> None:
    tally = million.Tally(Counter(day=1), ["seed 1 case 2: day in 2026-10"])
    assert million.report(tally, 1, 1.0) == 1
    assert "seed 1 case 2: day in 2026-10" in capsys.readouterr().out


def test_the_wall_calendar_has_every_day_and_its_weekday() -> None:
    assert [day.toordinal() for day in DAYS] == list(
        range(DAYS[0].toordinal(), DAYS[0].toordinal() + len(DAYS))
    )
    assert all(weekday(number) == day.weekday() for number, day in enumerate(DAYS))
    assert {day for day in DAYS if is_weekend(NUMBER[day])} == {day for day in DAYS if day.weekday() > 4}


def test_the_wall_calendar_knows_the_weeks_of_the_years() -> None:
    years = range(FIRST_YEAR, LAST_YEAR + 1)
    for year in years:
        last = 53 if year in YEARS_OF_53_WEEKS else 52
        assert DAYS[monday_of_week(year, 1)] == date.fromisocalendar(year, 1, 1)
        assert DAYS[monday_of_week(year, last) + 7] == date.fromisocalendar(year + 1, 1, 1)


def test_a_count_without_its_event_has_no_deadline() -> None:
    counted = Counted(5, CountUnit.WORKING_DAYS, "nhận văn bản")
    with pytest.raises(ValueError):
        of_product(
            Case(
                "counted days",
                DueRule(Relation.WITHIN, "trong 05 ngày", counted=counted),
                ONCE,
                "official",
                0,
            )
        )
