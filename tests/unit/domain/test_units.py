"""Units, the groups directives address, and the people who act."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.units import (
    OPERATOR,
    Actor,
    Group,
    Membership,
    Person,
    Role,
    Selector,
    Unit,
    UnitKind,
    one_body,
    successor_on,
)
from tests.unit.domain.strategies import days

DAY = date(2023, 10, 1)


def unit(code: str, kind: UnitKind, order_no: int = 1, **facts: Any) -> Unit:
    """A unit of one province."""
    return Unit(order_no, 1, None, kind, code, f"Đơn vị {code}", order_no, **facts)


PROVINCE = (
    unit("VP", UnitKind.OFFICE, 1),
    unit("SNV", UnitKind.DEPARTMENT, 2),
    unit("STP", UnitKind.DEPARTMENT, 3),
    unit("BDT", UnitKind.AGENCY, 4),
    unit("BQLKCN", UnitKind.BOARD, 5),
    unit("TTHCC", UnitKind.CENTRE, 6),
    unit("LANG-GIANG", UnitKind.DISTRICT, 7),
    unit("TAN-LAP", UnitKind.COMMUNE, 8),
    unit("CUC-THUE", UnitKind.VERTICAL, 9),
)


def owing(selector: Selector, on: date = DAY) -> list[str]:
    """Codes of the units that owe."""
    return [found.code for found in selector.expand(PROVINCE, on)]


@pytest.mark.parametrize(
    ("group", "codes"),
    [
        (Group.DEPARTMENTS, ["SNV", "STP"]),
        (Group.AGENCIES, ["BDT", "BQLKCN"]),
        (Group.BOARDS, ["BQLKCN"]),
        (Group.DISTRICTS, ["LANG-GIANG"]),
        (Group.COMMUNES, ["TAN-LAP"]),
        (Group.OFFICE, ["VP"]),
    ],
)
def test_a_class_word_means_its_kinds_and_no_others(group: Group, codes: list[str]) -> None:
    assert owing(Selector(groups=(group,))) == codes


def test_a_selector_that_names_nobody_selects_nobody() -> None:
    assert owing(Selector()) == []


def test_a_vertical_body_owes_only_when_it_is_named() -> None:
    assert "CUC-THUE" not in owing(Selector(groups=tuple(Group)))
    assert owing(Selector(units=("CUC-THUE",))) == ["CUC-THUE"]


def test_an_exception_wins_over_the_group_and_over_the_name() -> None:
    selector = Selector(groups=(Group.DEPARTMENTS,), units=("BDT",), exceptions=("STP", "BDT"))
    assert owing(selector) == ["SNV"]


def test_a_unit_meant_twice_owes_once() -> None:
    assert owing(Selector(groups=(Group.DEPARTMENTS,), units=("STP",))) == ["SNV", "STP"]


def test_units_owe_in_protocol_order_whatever_order_they_come_in() -> None:
    everybody = Selector(groups=tuple(Group))
    forwards, backwards = everybody.expand(PROVINCE, DAY), everybody.expand(reversed(PROVINCE), DAY)
    assert forwards == backwards
    assert [found.order_no for found in forwards] == [1, 2, 3, 4, 5, 7, 8]


def test_a_unit_abolished_before_the_day_does_not_owe() -> None:
    abolished = date(2025, 6, 30)
    district = unit("HUYEN", UnitKind.DISTRICT, valid_to=abolished)
    districts = Selector(groups=(Group.DISTRICTS,), units=("HUYEN",))
    assert districts.expand([district], abolished) == (district,)
    assert districts.expand([district], abolished + timedelta(days=1)) == ()


def test_a_unit_founded_after_the_day_does_not_owe_yet() -> None:
    founded = date(2025, 7, 1)
    commune = unit("XA", UnitKind.COMMUNE, valid_from=founded)
    assert commune.is_valid_on(founded)
    assert not commune.is_valid_on(founded - timedelta(days=1))


def test_districts_and_communes_are_territorial_and_others_are_not() -> None:
    assert {found.code for found in PROVINCE if found.is_territorial} == {"LANG-GIANG", "TAN-LAP"}


codes = st.lists(st.sampled_from([found.code for found in PROVINCE]), unique=True).map(tuple)
groups = st.lists(st.sampled_from(Group), unique=True).map(tuple)


@given(st.builds(Selector, groups=groups, units=codes, exceptions=codes), days)
def test_no_excepted_unit_owes_and_no_unit_owes_twice(selector: Selector, day: date) -> None:
    found = owing(selector, day)
    assert not set(found) & set(selector.exceptions)
    assert len(found) == len(set(found))
    assert set(selector.units) - set(selector.exceptions) <= set(found)


FOCAL = Actor(
    Person(7, "Người thử"),
    (Membership(7, 10, 1, Role.FOCAL_POINT), Membership(7, 11, 1, Role.UNIT_HEAD)),
)


def test_an_actor_knows_the_units_of_each_role() -> None:
    assert FOCAL.unit_ids() == {10, 11}
    assert FOCAL.unit_ids(Role.UNIT_HEAD) == {11}
    assert FOCAL.unit_ids(Role.LEADER) == frozenset()


def test_an_actor_has_the_roles_of_the_memberships_and_no_others() -> None:
    assert FOCAL.has(Role.FOCAL_POINT, Role.LEADER)
    assert not FOCAL.has(Role.LEADER)
    assert not OPERATOR.has(*Role)


def test_the_history_tells_the_operator_a_person_and_a_stranger_apart() -> None:
    assert [actor.label for actor in (OPERATOR, FOCAL, Actor(None))] == ["operator", "person:7", "stranger"]


def test_a_named_unit_is_followed_along_its_successors_and_an_exception_too() -> None:
    ended = date(2025, 2, 28)
    heir = unit("SKHCN", UnitKind.DEPARTMENT, 1)
    middle = unit("STTTT", UnitKind.DEPARTMENT, 2, valid_to=ended, successor_id=1)
    oldest = unit("SBCVT", UnitKind.DEPARTMENT, 3, valid_to=date(2007, 12, 31), successor_id=2)
    known = (heir, middle, oldest)
    after = ended + timedelta(days=1)
    assert Selector(units=("SBCVT",)).expand(known, ended) == (middle,)
    assert Selector(units=("SBCVT",)).expand(known, after) == (heir,)
    assert Selector(groups=(Group.DEPARTMENTS,), exceptions=("STTTT",)).expand(known, after) == ()


def test_a_class_word_never_reaches_a_successor_of_another_kind() -> None:
    ended = date(2025, 6, 30)
    district = unit("HUYEN", UnitKind.DISTRICT, 1, valid_to=ended, successor_id=2)
    commune = unit("XA", UnitKind.COMMUNE, 2)
    districts = Selector(groups=(Group.DISTRICTS,))
    assert districts.expand((district, commune), ended) == (district,)
    assert districts.expand((district, commune), ended + timedelta(days=1)) == ()


def test_successors_that_go_round_in_a_circle_lead_nowhere() -> None:
    ended = date(2025, 6, 30)
    first = unit("A", UnitKind.DEPARTMENT, 1, valid_to=ended, successor_id=2)
    second = unit("B", UnitKind.DEPARTMENT, 2, valid_to=ended, successor_id=1)
    assert successor_on(first, {1: first, 2: second}, ended + timedelta(days=1)) is None


def test_merged_units_are_one_body_and_others_are_not_in_it() -> None:
    bodies = one_body({1: 3, 2: 3, 3: 4, 5: 6})
    assert {key for key, body in bodies.items() if body == {1, 2, 3, 4}} == {1, 2, 3, 4}
    assert {key for key, body in bodies.items() if body == {5, 6}} == {5, 6}
    assert len(bodies) == 6
    assert one_body({}) == {}
