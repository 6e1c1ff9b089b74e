"""States of a queued message: what can follow what."""

import pytest

from domain.delivery import EDGES, PRIORITY, MessageClass, OutboxState

FINAL = (OutboxState.SENT, OutboxState.FAILED, OutboxState.CANCELLED, OutboxState.EXPIRED)


@pytest.mark.parametrize("state", FINAL)
def test_a_finished_message_never_moves_again(state: OutboxState) -> None:
    assert not EDGES.get(state)


@pytest.mark.parametrize("state", sorted(set(OutboxState) - set(FINAL)))
def test_an_unfinished_message_can_still_move(state: OutboxState) -> None:
    assert EDGES[state]


def test_a_message_under_way_cannot_be_cancelled() -> None:
    assert not EDGES[OutboxState.SENDING] & {OutboxState.CANCELLED, OutboxState.EXPIRED}


def test_only_a_message_that_was_marked_first_is_ever_sent() -> None:
    assert [state for state in EDGES if OutboxState.SENDING in EDGES[state]] == [OutboxState.LEASED]


def test_an_unknown_outcome_is_never_tried_again_by_itself() -> None:
    assert not EDGES[OutboxState.UNCERTAIN] & {
        OutboxState.LEASED, OutboxState.SENDING, OutboxState.RETRY_WAIT,
    }  # fmt: skip


def test_an_answer_goes_before_a_notice_and_a_notice_before_a_digest() -> None:
    assert sorted(MessageClass, key=PRIORITY.__getitem__) == [
        MessageClass.REPLY,
        MessageClass.NOTICE,
        MessageClass.DIGEST,
    ]
