"""Words at the edge of a month or period never allow more than they say."""

from datetime import date, time

import pytest

from domain.due_rules import DueRule, MonthOfPeriod, Relation
from domain.periods import Frequency, Period
from tests.oracle.cases import Case
from tests.oracle.comparison import disagreement, of_clerk, of_product

WORDS = "theo văn bản"


def case(kind: str, rule: DueRule, key: str) -> Case:
    return Case(kind, rule, Period.parse(key), "official", 0)


# Kind, rule, period, and the last day that the words allow at the latest.
EDGES = [
    # "Trước tháng 10/2026" is over with September.
    ("period's end", DueRule(Relation.BEFORE, WORDS), "2026-10", date(2026, 9, 30)),
    ("period's end", DueRule(Relation.BEFORE, WORDS), "2026-Q3", date(2026, 6, 30)),
    # "Trước 16 giờ ngày 31" is no hour of the month after.
    ("day", DueRule(Relation.BEFORE, WORDS, day=31, at=time(16)), "2026-11", date(2026, 11, 30)),
    ("day", DueRule(Relation.BEFORE, WORDS, day=29, at=time(16)), "2026-02", date(2026, 2, 28)),
    # February 2026 had fifteen working days; its twentieth is no day of March.
    ("working day", DueRule(Relation.BY, WORDS, working_day=20), "2026-02", date(2026, 2, 27)),
]


@pytest.mark.parametrize(("kind", "rule", "key", "last"), EDGES)
def test_words_never_allow_more_than_they_say(kind: str, rule: DueRule, key: str, last: date) -> None:
    assert of_product(case(kind, rule, key)).last_day == last


def test_a_working_day_from_the_end_of_a_month_lies_in_that_month() -> None:
    rule = DueRule(Relation.BY, WORDS, working_day=-20)
    assert of_product(case("working day", rule, "2026-02")).last_day >= date(2026, 2, 1)


@pytest.mark.parametrize(("kind", "rule", "key", "last"), EDGES)
def test_the_plain_reading_keeps_to_the_words(kind: str, rule: DueRule, key: str, last: date) -> None:
    assert of_clerk(case(kind, rule, key)).last_day == last


@pytest.mark.parametrize(
    ("kind", "rule", "key"),
    [
        ("period's end", DueRule(Relation.WITHIN, WORDS), "2026-10"),
        ("period's end", DueRule(Relation.BEFORE, WORDS, at=time(16)), "2026-10"),
        ("date", DueRule(Relation.BEFORE, WORDS, on=date(2026, 10, 1)), "once"),
        ("day", DueRule(Relation.BEFORE, WORDS, day=31), "2026-11"),
        ("day", DueRule(Relation.BEFORE, WORDS, day=31, at=time(16)), "2026-12"),
        ("day", DueRule(Relation.BY, WORDS, day=31, at=time(16)), "2026-11"),
        ("working day", DueRule(Relation.BY, WORDS, working_day=15), "2026-02"),
        ("working day", DueRule(Relation.BY, WORDS, working_day=-15), "2026-02"),
    ],
)
def test_neighbouring_words_agree(kind: str, rule: DueRule, key: str) -> None:
    assert disagreement(case(kind, rule, key)) is None


def test_the_month_after_the_period_is_the_one_that_counts() -> None:
    rule = DueRule(Relation.BEFORE, WORDS, day=31, at=time(16), month_of_period=MonthOfPeriod.NEXT)
    in_december, in_november = Period(2026, 11, Frequency.MONTHLY), Period(2026, 10, Frequency.MONTHLY)
    assert of_product(Case("day", rule, in_december, "official", 0)).last_day == date(2026, 12, 31)
    assert of_product(Case("day", rule, in_november, "official", 0)).last_day == date(2026, 11, 30)
