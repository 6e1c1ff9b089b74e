"""In which order messages are leased: fairly over units, in each chat as said, never into a closed one."""

from datetime import timedelta
from typing import Any

import pytest

from domain.delivery import MessageClass, OutboxMessage, OutboxState
from domain.messages import Option
from storage.claims import Claim, Lane
from storage.store import Store, UnitOfWork
from tests.factories import MINUTE, NOW, TELEGRAM, happened, message


async def queue(store: Store, key: str, address: str = "", **changes: Any) -> int:
    added = await store.transact(lambda uow: message(uow, key, address or f"chat-{key}", **changes))
    assert added is not None
    return added


async def lease(store: Store, limit: int = 20, *, machine: timedelta = timedelta(), **wish: Any) -> list[str]:
    at = NOW + machine
    claim = Claim("a", limit, NOW, at, at + MINUTE, **wish)
    return [found.idem_key for found in await store.transact(lambda uow: uow.outbox.claim(claim))]


async def end(store: Store, key: str, state: OutboxState, **facts: Any) -> None:
    """A leased message is sent and ends so."""

    async def work(uow: UnitOfWork) -> None:
        found = next(one for one in await uow.outbox.messages() if one.idem_key == key)
        going = await uow.outbox.sending(found, found.body)
        assert await uow.outbox.finish(going, owner="a", state=state, **facts)

    await store.transact(work)


async def stored(store: Store, key: str) -> OutboxMessage:
    async with store.reading() as uow:
        return next(one for one in await uow.outbox.messages() if one.idem_key == key)


async def test_a_priority_given_by_hand_goes_before_that_of_the_class(store: Store) -> None:
    await queue(store, "routine", message_class=MessageClass.DIGEST, priority=3)
    await queue(store, "pressing", message_class=MessageClass.DIGEST)
    await queue(store, "notice", priority=9)
    assert await lease(store) == ["pressing", "routine", "notice"]


async def test_a_unit_of_many_people_does_not_hold_back_the_others(store: Store) -> None:
    for turn in range(3):
        await queue(store, f"large-{turn}", turn=turn)
    await queue(store, "small-0", turn=0)
    assert await lease(store) == ["large-0", "small-0", "large-1", "large-2"]


async def test_priority_goes_before_fairness(store: Store) -> None:
    await queue(store, "routine", message_class=MessageClass.DIGEST, priority=3, turn=0)
    await queue(store, "pressing", message_class=MessageClass.DIGEST, priority=2, turn=9)
    assert await lease(store, 1) == ["pressing"]


async def test_a_chat_keeps_its_order_whatever_is_fair(store: Store) -> None:
    await queue(store, "earlier", "a", turn=5)
    await queue(store, "later", "a", turn=0)
    assert await lease(store) == ["earlier"]


async def series(store: Store, *, parts: int = 3) -> None:
    """A text in parts and, queued before its later parts, another message to the same chat."""
    first = await queue(store, "p1", "a")
    await store.transact(lambda uow: uow.outbox.again(first, idem_key="other"))
    await store.transact(lambda uow: uow.outbox.set_state([first], OutboxState.LEASED, lease_owner="a"))
    for number in range(2, parts + 1):
        values = {"series_id": first, "part_no": number, "body": f"({number})"}
        await store.transact(
            lambda uow, number=number, values=values: uow.outbox.again(first, idem_key=f"p{number}", **values)
        )

    async def going(uow: UnitOfWork) -> None:
        (found,) = await uow.outbox.messages(ids=[first])
        await uow.outbox.set_state([first], OutboxState.QUEUED, series_id=found.id)

    await store.transact(going)


async def test_parts_leave_in_order_before_what_was_queued_after_the_first(store: Store) -> None:
    await series(store)
    left = []
    for _ in range(4):
        (key,) = await lease(store)
        left.append(key)
        await end(store, key, OutboxState.SENT)
    assert left == ["p1", "p2", "p3", "other"]


async def test_a_part_waits_for_the_one_before_it_also_while_that_waits_for_a_retry(store: Store) -> None:
    await series(store)
    assert await lease(store) == ["p1"]
    await end(store, "p1", OutboxState.RETRY_WAIT, retry_at=NOW + MINUTE, error="server_error")
    assert await lease(store) == []
    await queue(store, "answer", "a", message_class=MessageClass.REPLY)
    assert await lease(store) == ["answer"]
    await end(store, "answer", OutboxState.SENT)
    assert await lease(store, machine=MINUTE) == ["p1"]


@pytest.mark.parametrize("ended", [OutboxState.UNCERTAIN, OutboxState.FAILED, OutboxState.SENT])
async def test_a_part_does_not_wait_for_one_that_has_ended(store: Store, ended: OutboxState) -> None:
    await series(store)
    await lease(store)
    await end(store, "p1", ended)
    assert await lease(store) == ["p2"]


async def test_what_is_queued_later_waits_too_while_the_platform_asks_for_patience(store: Store) -> None:
    await queue(store, "a1", "a")
    await lease(store)
    await end(store, "a1", OutboxState.RETRY_WAIT, retry_at=NOW + MINUTE, error="rate_limited")
    await queue(store, "a2", "a", message_class=MessageClass.REPLY)
    await queue(store, "b1", "b")
    assert await lease(store) == ["b1"]
    assert await lease(store, machine=MINUTE) == ["a2"]


async def test_another_failure_asks_for_no_patience_in_the_chat(store: Store) -> None:
    await queue(store, "a1", "a")
    await lease(store)
    await end(store, "a1", OutboxState.RETRY_WAIT, retry_at=NOW + MINUTE, error="server_error")
    await queue(store, "a2", "a")
    assert await lease(store) == ["a2"]


async def test_the_same_address_on_another_account_needs_no_patience(store: Store) -> None:
    await queue(store, "a1", "a")
    await lease(store)
    await end(store, "a1", OutboxState.RETRY_WAIT, retry_at=NOW + MINUTE, error="rate_limited")
    await queue(store, "a2", "a", account="bot-2")
    assert await lease(store) == ["a2"]


@pytest.mark.parametrize(
    ("lane", "leased"),
    [
        (Lane.EVERYTHING, ["reply", "notice", "digest"]),
        (Lane.ANSWERS, ["reply"]),
        (Lane.ROUTINE, ["notice", "digest"]),
    ],
)
async def test_each_lane_takes_its_own(store: Store, lane: Lane, leased: list[str]) -> None:
    for message_class in (MessageClass.DIGEST, MessageClass.NOTICE, MessageClass.REPLY):
        await queue(store, message_class.value, message_class=message_class)
    assert await lease(store, lane=lane) == leased


async def test_routine_waits_in_a_chat_where_an_answer_is_due(store: Store) -> None:
    await queue(store, "notice", "a")
    await queue(store, "reply", "a", message_class=MessageClass.REPLY)
    assert await lease(store, lane=Lane.ROUTINE) == []
    assert await lease(store, lane=Lane.ANSWERS) == ["reply"]


async def test_closed_accounts_are_left_alone(store: Store) -> None:
    await queue(store, "closed")
    await queue(store, "open", account="bot-2")
    closed = frozenset({(TELEGRAM, "bot"), ("webchat", "default")})
    assert await lease(store, closed=closed) == ["open"]
    assert await lease(store) == ["closed"]


async def test_a_message_queued_once_more_takes_its_words_along_and_nothing_of_its_fate(store: Store) -> None:
    options = (Option(1, "yes", "đúng"),)
    values = {"priority": 3, "turn": 4, "thread": "7", "late_lines": [1], "options": options}
    key = await queue(store, "m", "a", **values)
    await lease(store)
    await end(store, "m", OutboxState.FAILED, attempts=6, error="server_error", detail="503", finished_at=NOW)
    changes = {"address": "b", "stands_for": key, "options": (*options, Option(2, "no", "sửa", "token"))}
    assert await store.transact(lambda uow: uow.outbox.again(key, idem_key="m>x", **changes)) is not None
    assert await store.transact(lambda uow: uow.outbox.again(key, idem_key="m>x")) is None
    found = await stored(store, "m>x")
    assert (found.state, found.attempts, found.error, found.detail, found.finished_at) == (
        OutboxState.QUEUED, 0, None, "", None,
    )  # fmt: skip
    assert (found.turn, found.thread, found.late_lines, found.address) == (4, "7", (1,), "b")
    assert (found.options, found.stands_for) == ((*options, Option(2, "no", "sửa")), key)


async def test_follow_ups_come_when_they_are_due_the_earliest_first(store: Store) -> None:
    for key, minutes in (("late", 5), ("early", 1), ("never", None)):
        at = NOW + MINUTE * minutes if minutes is not None else None
        one = await queue(store, key)
        await store.transact(lambda uow, one=one, at=at: uow.outbox.follow_up(one, at))

    async def due(minutes: float) -> list[str]:
        at = NOW + MINUTE * minutes
        return [found.idem_key for found in await store.transact(lambda uow: uow.outbox.follow_ups(at, 10))]

    assert [await due(0.9), await due(1), await due(5)] == [[], ["early"], ["early", "late"]]


@pytest.mark.parametrize(
    ("actor", "subject", "at", "counts"),
    [
        ("person:1", "assignment:7", NOW, True),
        ("person:1", "assignment:7", NOW - MINUTE, False),
        ("person:2", "assignment:7", NOW, False),
        ("person:1", "assignment:8", NOW, False),
    ],
)
async def test_only_the_persons_own_later_act_on_the_matter_counts(
    store: Store, actor: str, subject: str, at: Any, counts: bool
) -> None:
    await store.transact(lambda uow: happened(uow, subject, actor=actor, at=at))
    async with store.reading() as uow:
        assert await uow.outbox.has_acted("person:1", ["assignment:7", "assignment:9"], NOW) is counts


async def test_an_account_that_sends_again_makes_its_own_messages_wait_no_longer(store: Store) -> None:
    for key, account in (("a", "bot"), ("b", "bot-2")):
        one = await queue(store, key, account=account)
        await store.transact(lambda uow, one=one: uow.outbox._move([one], {"retry_at": NOW + MINUTE}))
    assert await lease(store) == []
    assert await store.transact(lambda uow: uow.outbox.hasten(TELEGRAM, "bot")) == 1
    assert await lease(store) == ["a"]
