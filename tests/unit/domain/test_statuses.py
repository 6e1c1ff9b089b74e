"""The status machine: what each word leads to, and everything it does not allow."""

from itertools import product

import pytest

from domain.errors import NotAllowedNow
from domain.statuses import OWED, TRANSITIONS, Status, Verb, move

EDGES = {(status, verb): to for status, verbs in TRANSITIONS.items() for verb, to in verbs.items()}
PAIRS = list(product(Status, Verb))


def test_every_status_has_a_row_in_the_table() -> None:
    assert set(TRANSITIONS) == set(Status)


@pytest.mark.parametrize(("status", "verb"), [pair for pair in PAIRS if pair in EDGES])
def test_an_edge_of_the_table_is_taken(status: Status, verb: Verb) -> None:
    assert move(status, verb) is EDGES[status, verb]


@pytest.mark.parametrize(("status", "verb"), [pair for pair in PAIRS if pair not in EDGES])
def test_everything_else_is_not_allowed_now(status: Status, verb: Verb) -> None:
    with pytest.raises(NotAllowedNow, match=f"{verb} is not possible from {status}"):
        move(status, verb)


def test_the_units_word_only_submits_and_the_coordinators_accepts() -> None:
    assert move(Status.PENDING, Verb.SEND) is Status.SUBMITTED
    assert move(Status.SUBMITTED, Verb.RECEIVE) is Status.ACCEPTED


def test_nothing_a_unit_says_accepts_a_report() -> None:
    to_accepted = {verb for (_, verb), to in EDGES.items() if to is Status.ACCEPTED}
    assert to_accepted == {Verb.RECEIVE}


def test_being_at_work_never_silences_a_duty() -> None:
    assert Status.IN_PROGRESS.is_owed
    assert Status.BLOCKED.is_owed
    assert Status.RETURNED.is_owed


@pytest.mark.parametrize("status", [Status.SUBMITTED, Status.ACCEPTED, Status.WAIVED])
def test_what_was_sent_accepted_or_waived_is_not_owed(status: Status) -> None:
    assert not status.is_owed
    assert status not in OWED


def test_taking_back_a_sent_report_makes_it_owed_again() -> None:
    assert move(Status.SUBMITTED, Verb.DENY).is_owed


@pytest.mark.parametrize("status", sorted(OWED))
def test_denying_where_nothing_was_sent_changes_nothing(status: Status) -> None:
    assert move(status, Verb.DENY) is status


def test_an_accepted_report_only_goes_back_through_the_coordinator() -> None:
    assert set(TRANSITIONS[Status.ACCEPTED]) == {Verb.RETURN}


def test_a_waived_duty_only_comes_back_by_reopening() -> None:
    assert set(TRANSITIONS[Status.WAIVED]) == {Verb.REOPEN}


def test_every_status_can_be_reached_from_pending() -> None:
    reached, frontier = {Status.PENDING}, [Status.PENDING]
    while frontier:
        found = set(TRANSITIONS[frontier.pop()].values()) - reached
        reached |= found
        frontier.extend(found)
    assert reached == set(Status)


def test_the_table_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        TRANSITIONS[Status.WAIVED] = {}  # type: ignore[index]  # the refusal is the point
