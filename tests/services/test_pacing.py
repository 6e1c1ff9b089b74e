"""Pacing: whatever is asked of it, an account stays below both rates, and nobody waits without need."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.messages import Capabilities
from services import pacing
from services.pacing import Pacer

TELEGRAM = Capabilities(4096, per_second=30.0, per_chat_per_second=1.0)
_A_HAIR = 1e-6
asked = st.lists(st.tuples(st.floats(0, 2), st.sampled_from("abcd")), min_size=1, max_size=60)


@contextmanager
def machine() -> Iterator[SimpleNamespace]:
    """A monotonic clock that is moved by hand."""
    clock = SimpleNamespace(at=1000.0)
    clock.monotonic = lambda: clock.at
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pacing, "time", clock)
        yield clock


def sent(capabilities: Capabilities, calls: list[tuple[float, str]]) -> list[tuple[float, float, str]]:
    """When each message was asked for and left, and its chat."""
    with machine() as clock:
        pacer, left = Pacer(capabilities), []
        for passed, chat in calls:
            clock.at += passed
            left.append((clock.at, clock.at + pacer.reserve(chat), chat))
    return left


@given(asked, st.sampled_from([1.0, 5.0, 30.0]), st.sampled_from([0.5, 1.0, 20.0]))
def test_neither_rate_is_ever_exceeded(
    calls: list[tuple[float, str]], per_second: float, per_chat: float
) -> None:
    capabilities = Capabilities(100, per_second=per_second, per_chat_per_second=per_chat)
    left = sent(capabilities, calls)
    moments = [at for _, at, _ in left]
    assert all(later - at >= 1 / per_second - _A_HAIR for at, later in pairwise(moments))
    chats: dict[str, list[float]] = defaultdict(list)
    for _, at, chat in left:
        chats[chat].append(at)
    for own in chats.values():
        assert all(later - at >= 1 / per_chat - _A_HAIR for at, later in pairwise(own))


@given(asked)
def test_nobody_waits_backwards_and_order_is_kept(calls: list[tuple[float, str]]) -> None:
    left = sent(TELEGRAM, calls)
    assert all(at >= called for called, at, _ in left)
    assert [at for _, at, _ in left] == sorted(at for _, at, _ in left)


def test_a_quiet_account_sends_at_once() -> None:
    assert [at - called for called, at, _ in sent(TELEGRAM, [(0, "a"), (5, "a"), (5, "b")])] == [0, 0, 0]


def test_a_campaign_to_a_thousand_chats_takes_as_long_as_the_account_allows() -> None:
    left = sent(TELEGRAM, [(0, f"chat-{number}") for number in range(1000)])
    assert left[-1][1] - left[0][1] == pytest.approx(999 / 30)


def test_chats_that_are_free_again_are_forgotten() -> None:
    with machine() as clock:
        pacer = Pacer(TELEGRAM)
        for number in range(5000):
            clock.at += 0.1
            pacer.reserve(f"chat-{number}")
        assert len(pacer._chat_free) <= 1001
        pacer.reserve("chat-4999")
        assert pacer.reserve("chat-4999") >= 1 - _A_HAIR
