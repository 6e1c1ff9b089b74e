"""The targets in the shipped pack of Quảng Trị 2023-2024: whom they bind and how many are printed."""

from collections import Counter

import pytest

from domain.packs import Pack, PackIndicator
from domain.units import Group, Selector, UnitKind
from files.packs import read_shipped
from tests.unit import pack_corpus
from tests.unit.shipped_packs import owing

REST_OF_2023, AFTER_INSPECTION, PLAN = "cai-cach-tthc-cuoi-2023", "chan-chinh-cchc-2023", "ke-hoach-tthc-2024"
NUMBERS = {REST_OF_2023: "000", PLAN: "001", AFTER_INSPECTION: "004"}
LEVELS: dict[str, set[UnitKind]] = {
    "province": {UnitKind.DEPARTMENT, UnitKind.BOARD},
    "district": {UnitKind.DISTRICT},
    "everybody": {UnitKind.DEPARTMENT, UnitKind.BOARD, UnitKind.DISTRICT},
    "nobody": set(),
}


@pytest.fixture(scope="module")
def pack() -> Pack:
    return read_shipped("quang-tri-2023")


def indicator(pack: Pack, clause: str) -> PackIndicator:
    return next(each for each in pack.indicators if clause in each.clause.split(", "))


def place(target: tuple[object, ...]) -> tuple[str, str]:
    """Where a target is printed and its figure, so that two lists come into one order."""
    clause, _, _, figure, *_ = target
    return str(clause), f"{figure:g}"


def test_twenty_four_printed_targets_stand_in_twenty_three_rows(pack: Pack) -> None:
    printed = {key: len(pack_corpus.printed_targets(pack, key)) for key in NUMBERS}
    assert printed == {REST_OF_2023: 4, PLAN: 19, AFTER_INSPECTION: 1}
    assert len(pack.indicators) == 23
    assert {each.operator for each in pack.indicators} == {">="}


def test_the_row_printed_in_both_tables_is_followed_once_and_cites_both_resolutions(pack: Pack) -> None:
    twice = [each for each in pack.indicators if ", " in each.clause]
    assert [each.clause for each in twice] == ["PL.1.5, PL.2.5"]
    assert [source.split()[0] for source in twice[0].sources] == ["01/NQ-CP", "02/NQ-CP"]
    assert indicator(pack, "III.2.a/-1") is not twice[0]
    sources = Counter(source for each in pack.indicators for source in each.sources)
    assert sources == {"01/NQ-CP ngày 05/01/2024": 8, "02/NQ-CP ngày 05/01/2024": 7}


@pytest.mark.parametrize(
    ("clause", "target", "level"),
    [
        *((f"PL.1.{row}", target, "everybody") for row, target in enumerate((80, 45, 50, 80, 100), 1)),
        ("PL.1.6.1", 100, "province"),
        ("PL.1.6.2", 95, "district"),
        ("PL.1.6.3", 80, "nobody"),
        ("PL.2.2", 100, "district"),
        ("PL.2.3", 50, "everybody"),
        ("PL.2.7", 90, "everybody"),
        ("3", 100, "everybody"),
        ("1.e", 20, "everybody"),
    ],
)
def test_a_target_binds_the_level_it_names(pack: Pack, clause: str, target: int, level: str) -> None:
    found = indicator(pack, clause)
    of_level = [unit.code for unit in pack.units if unit.kind in LEVELS[level]]
    assert (found.target, owing(pack, pack.drafts.measured(found))) == (target, of_level)


def test_the_target_of_the_communes_waits_for_communes(pack: Pack) -> None:
    assert pack.drafts.measured(indicator(pack, "PL.1.6.3")) == Selector((Group.COMMUNES,))


def test_only_the_tables_name_a_judge_and_only_the_letter_of_the_inspection_no_year(pack: Pack) -> None:
    for each in pack.indicators:
        assert (each.evaluator == "VP") is each.clause.startswith("PL.")
        assert each.year == {REST_OF_2023: 2023, PLAN: 2024, AFTER_INSPECTION: None}[each.directive]


# ------------------------------------------------------- the annotated directives, where they are at hand
@pytest.mark.parametrize("key", NUMBERS)
def test_every_annotated_target_is_in_the_pack(pack: Pack, key: str) -> None:
    ours = pack_corpus.printed_targets(pack, key)
    theirs = pack_corpus.annotated_targets(pack, NUMBERS[key])
    assert sorted(ours, key=place) == sorted(theirs, key=place)


def test_all_printed_targets_of_the_five_directives_are_counted() -> None:
    numbers = ("000", "001", "002", "003", "004")
    annotated = {number: len(pack_corpus.annotation(number)["indicators"]) for number in numbers}
    assert annotated == {"000": 4, "001": 19, "002": 1, "003": 0, "004": 1}
    assert sum(annotated.values()) == 25
