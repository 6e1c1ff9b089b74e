"""Pacing: no rate is exceeded however people count, answers go first, and a closed account keeps quiet."""

import asyncio
from collections import defaultdict
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.messages import Capabilities
from services import pacing
from services.pacing import Pacer, Paces, Rates
from tests.services.posts import Post

TELEGRAM = Capabilities(4096, per_second=29.7, per_chat_per_second=1.0, per_group_per_minute=18)
QUICK = Capabilities(4096, per_second=200.0, per_chat_per_second=100_000.0)
_A_HAIR = 1e-6
asked = st.lists(st.tuples(st.floats(0, 2), st.sampled_from("abcd")), min_size=1, max_size=80)


def sent(
    capabilities: Capabilities, calls: list[tuple[float, str]], *, is_group: bool = False
) -> list[tuple[float, float, str]]:
    """When each message was asked for and left, and its chat; one after the other."""
    rates, left, at = Rates(capabilities), [], 1000.0
    for passed, chat in calls:
        at += passed
        leaves = max(at, rates.free_at(chat, is_group=is_group))
        rates.left(chat, leaves, is_group=is_group)
        left.append((at, leaves, chat))
    return left


@given(asked, st.sampled_from([1.0, 5.0, 29.7]), st.sampled_from([0.5, 1.0, 20.0]))
def test_neither_rate_is_ever_exceeded(
    calls: list[tuple[float, str]], per_second: float, per_chat: float
) -> None:
    capabilities = Capabilities(100, per_second=per_second, per_chat_per_second=per_chat)
    left = sent(capabilities, calls)
    moments = [at for _, at, _ in left]
    assert all(later - at >= 1 / per_second - _A_HAIR for at, later in pairwise(sorted(moments)))
    chats: dict[str, list[float]] = defaultdict(list)
    for _, at, chat in left:
        chats[chat].append(at)
    for own in chats.values():
        assert all(later - at >= 1 / per_chat - _A_HAIR for at, later in pairwise(own))


@given(st.lists(st.floats(0, 0.1), min_size=40, max_size=120))
def test_no_second_holds_more_than_thirty_messages_however_it_is_laid(pauses: list[float]) -> None:
    moments = [at for _, at, _ in sent(TELEGRAM, [(p, f"c{n}") for n, p in enumerate(pauses)])]
    for first in moments:
        assert sum(first <= at <= first + 1 for at in moments) <= 30


def test_a_bucket_of_thirty_that_fills_by_thirty_a_second_never_runs_dry() -> None:
    tokens, before = 30.0, None
    for _, at, _ in sent(TELEGRAM, [(0, f"c{n}") for n in range(500)]):
        tokens = min(30.0, tokens + (at - before) * 30) if before is not None else tokens
        tokens, before = tokens - 1, at
        assert tokens >= 0


def test_a_group_hears_eighteen_messages_a_minute_and_a_person_more() -> None:
    calls = [(1.0, "g")] * 60
    moments = [at for _, at, _ in sent(TELEGRAM, calls, is_group=True)]
    for first in moments:
        assert sum(first <= at < first + 60 for at in moments) <= 18
    assert moments[17] - moments[0] == pytest.approx(17)
    private = [at for _, at, _ in sent(TELEGRAM, calls)]
    assert private[-1] - private[0] == pytest.approx(59)


def test_a_quiet_account_sends_at_once() -> None:
    assert [at - called for called, at, _ in sent(TELEGRAM, [(0, "a"), (5, "a"), (5, "b")])] == [0, 0, 0]


def test_a_campaign_to_a_thousand_chats_takes_as_long_as_the_account_allows() -> None:
    left = sent(TELEGRAM, [(0, f"chat-{number}") for number in range(1000)])
    assert left[-1][1] - left[0][1] == pytest.approx(999 / 29.7)


def test_chats_and_groups_that_are_free_again_are_forgotten() -> None:
    rates = Rates(TELEGRAM)
    for number in range(5000):
        rates.left(f"chat-{number}", number * 1.0, is_group=True)
    assert len(rates._chat_free) <= 1001
    assert len(rates._in_group) <= 1001
    assert rates.free_at("chat-4999", is_group=False) == 5000.0


async def test_turns_come_in_order_and_apart() -> None:
    pacer, order, loop = Pacer(QUICK), [], asyncio.get_running_loop()

    async def send(name: str) -> None:
        assert await pacer.take(name) == 0
        order.append((name, loop.time()))

    await asyncio.gather(*(send(name) for name in "abcdef"))
    assert [name for name, _ in order] == list("abcdef")
    assert all(later - at >= 0.0045 for (_, at), (_, later) in pairwise(order))


async def test_an_answer_goes_before_everything_that_waits() -> None:
    pacer, order = Pacer(QUICK), []

    async def send(name: str, *, urgent: bool) -> None:
        await pacer.take(name, urgent=urgent)
        order.append(name)

    routine = [asyncio.create_task(send(name, urgent=False)) for name in "abcdef"]
    await asyncio.sleep(0)
    await send("answer", urgent=True)
    await asyncio.gather(*routine)
    assert order.index("answer") <= 1
    assert [name for name in order if name != "answer"] == list("abcdef")


async def test_nobody_waits_for_a_chat_that_is_not_free_yet() -> None:
    pacer, order = Pacer(replace(QUICK, per_chat_per_second=20.0)), []

    async def send(name: str) -> None:
        await pacer.take(name)
        order.append(name)

    await asyncio.gather(*(send(name) for name in "aab"))
    assert order == ["a", "b", "a"]


async def test_a_turn_that_nobody_takes_any_more_goes_to_the_next() -> None:
    pacer = Pacer(replace(QUICK, per_second=50.0))
    await pacer.take("first")
    gone = asyncio.create_task(pacer.take("gone"))
    stays = asyncio.create_task(pacer.take("stays"))
    await asyncio.sleep(0)
    gone.cancel()
    assert await stays == 0
    assert gone.cancelled()


async def test_many_chats_told_to_wait_at_once_close_the_account() -> None:
    pacer = Pacer(QUICK)
    for chat in "abab":
        pacer.refused(chat, 30.0)
    assert pacer.closed_for == 0
    assert await pacer.take("w") == 0
    pacer.refused("c", 30.0)
    assert 29 < pacer.closed_for <= 30
    assert await pacer.take("d") > 29


async def test_patience_asked_for_now_and_then_closes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pacing, "_AT_ONCE", 0.0)
    pacer = Pacer(QUICK)
    for chat in "abcdef":
        pacer.refused(chat, 30.0)
        await asyncio.sleep(0.002)
    assert pacer.closed_for == 0


async def test_who_waits_when_the_account_closes_is_told_for_how_long() -> None:
    pacer = Pacer(replace(QUICK, per_second=1.0))
    await pacer.take("first")
    waiting = [asyncio.create_task(pacer.take(name)) for name in "xyz"]
    await asyncio.sleep(0)
    for chat in "abc":
        pacer.refused(chat, 30.0)
    assert all(29 < seconds <= 30 for seconds in await asyncio.gather(*waiting))


async def test_a_wait_that_would_outlast_the_lease_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pacing, "LONGEST_WAIT", 0.01)
    pacer = Pacer(replace(QUICK, per_second=0.1))
    assert await pacer.take("a") == 0
    assert await pacer.take("b") > 0


async def test_accounts_are_paced_and_closed_apart() -> None:
    first, second = Post("telegram", "a", QUICK), Post("telegram", "b", QUICK)
    paces = Paces({("telegram", "a"): first, ("telegram", "b"): second})
    for chat in "abc":
        paces.refused(("telegram", "a"), chat, 30.0)
    assert paces.closed == frozenset({("telegram", "a")})
    assert await paces.take(("telegram", "b"), "x") == 0


@pytest.mark.parametrize(
    ("quota", "persists", "is_spent"), [(100, 0.0, True), (100, 60.0, False), (None, 0.0, False)]
)
def test_only_a_platform_with_a_quota_that_refuses_for_long_has_spent_it(
    quota: int | None, persists: float, is_spent: bool
) -> None:
    key = ("zalo_bot", "bot")
    paces = Paces({key: Post(*key, replace(QUICK, quota_month=quota))}, persists=persists)
    assert [paces.refused(key, "a", 60.0) for _ in range(6)] == [*[False] * 5, is_spent]


def test_one_accepted_message_begins_the_count_anew() -> None:
    key = ("zalo_bot", "bot")
    paces = Paces({key: Post(*key, replace(QUICK, quota_month=100))}, persists=0.0)
    for _ in range(5):
        paces.refused(key, "a", 60.0)
    paces.accepted(key)
    assert not paces.refused(key, "a", 60.0)
