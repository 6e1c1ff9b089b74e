"""Who may do what: the whole matrix is written down here, and what is not written is refused."""

from itertools import product

import pytest

from domain.errors import Forbidden, NotFound
from domain.permissions import Action, Scope, authorize, scope_of
from domain.units import OPERATOR, Actor, Membership, Person, Role

HOME, ABROAD = 1, 2
OWN, OTHER, FOREIGN = 10, 11, 20
PLACES = {"own": (HOME, OWN), "other": (HOME, OTHER), "foreign": (ABROAD, FOREIGN)}

UNIT_ROLES = (Role.FOCAL_POINT, Role.UNIT_HEAD)
VIEWS = (Action.VIEW_TASKS, Action.VIEW_OVERDUE, Action.VIEW_PROGRESS)
# Everything that is allowed, as (role, action, place); all the rest of the matrix is refused.
ALLOWED = frozenset(
    {
        *product(UNIT_ROLES, (*VIEWS, Action.REPORT_STATUS), ("own",)),
        *product((Role.COORDINATOR, Role.LEADER), (*VIEWS, Action.NUDGE), ("own", "other")),
        *product((Role.COORDINATOR,), (Action.CONFIRM, Action.DECIDE), ("own", "other")),
        (Role.COORDINATOR, Action.REPORT_STATUS, "own"),
    }
)
MATRIX = list(product(Role, Action, PLACES))


def acting(*roles: Role) -> Actor:
    """A person who holds the roles in the own unit."""
    person = Person(id=1, name="Người thử")
    return Actor(person, tuple(Membership(person.id, OWN, HOME, role) for role in roles))


def is_allowed(actor: Actor, action: Action, place: str) -> bool:
    """What `authorize` answers."""
    province_id, unit_id = PLACES[place]
    try:
        authorize(actor, action, province_id=province_id, unit_id=unit_id)
    except (Forbidden, NotFound):
        return False
    return True


@pytest.mark.parametrize(("role", "action", "place"), MATRIX)
def test_a_role_may_do_exactly_what_the_matrix_says(role: Role, action: Action, place: str) -> None:
    assert is_allowed(acting(role), action, place) == ((role, action, place) in ALLOWED)


@pytest.mark.parametrize(("role", "action"), list(product(Role, Action)))
def test_nobody_ever_reaches_into_another_province(role: Role, action: Action) -> None:
    assert not is_allowed(acting(role), action, "foreign")


@pytest.mark.parametrize(("action", "place"), list(product(Action, PLACES)))
def test_a_stranger_may_do_nothing(action: Action, place: str) -> None:
    assert not is_allowed(Actor(person=None), action, place)
    assert scope_of(Actor(person=None), action).is_empty


@pytest.mark.parametrize(("action", "place"), list(product(Action, PLACES)))
def test_the_audited_operator_may_do_everything(action: Action, place: str) -> None:
    assert is_allowed(OPERATOR, action, place)
    assert not scope_of(OPERATOR, action).is_empty


@pytest.mark.parametrize(("first", "second", "action"), list(product(Role, Role, Action)))
def test_two_roles_add_up_and_grant_nothing_new(first: Role, second: Role, action: Action) -> None:
    for place in PLACES:
        expected = {(first, action, place), (second, action, place)} & ALLOWED
        assert is_allowed(acting(first, second), action, place) == bool(expected)


def test_another_units_duty_is_not_found_rather_than_forbidden() -> None:
    with pytest.raises(NotFound):
        authorize(acting(Role.FOCAL_POINT), Action.VIEW_TASKS, province_id=HOME, unit_id=OTHER)


def test_an_action_no_role_of_the_actor_allows_is_forbidden() -> None:
    with pytest.raises(Forbidden, match="another role"):
        authorize(acting(Role.FOCAL_POINT), Action.CONFIRM, province_id=HOME, unit_id=OWN)


def test_a_refusal_says_the_same_for_a_unit_that_exists_and_one_that_does_not() -> None:
    texts = set()
    for unit_id in (OTHER, 999):
        with pytest.raises(NotFound) as refused:
            authorize(acting(Role.FOCAL_POINT), Action.VIEW_TASKS, province_id=HOME, unit_id=unit_id)
        texts.add(refused.value.text)
    assert len(texts) == 1


@pytest.mark.parametrize(("role", "action", "place"), MATRIX)
def test_the_scope_for_queries_says_the_same_as_authorize(role: Role, action: Action, place: str) -> None:
    actor = acting(role)
    assert scope_of(actor, action).covers(*PLACES[place]) == is_allowed(actor, action, place)


def test_an_empty_scope_covers_nothing_and_a_full_one_everything() -> None:
    assert Scope().is_empty
    assert not Scope().covers(HOME, OWN)
    assert Scope(everything=True).covers(ABROAD, FOREIGN)


def test_a_province_never_stands_for_a_unit_of_the_same_number() -> None:
    assert not Scope(provinces=frozenset({HOME})).covers(ABROAD, HOME)
    assert not Scope(units=frozenset({HOME})).covers(HOME, OWN)
