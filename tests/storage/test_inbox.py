"""Updates are stored once, handled in order per chat, tried again when their time comes, and never lost."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from sqlalchemy.exc import IntegrityError

from domain.delivery import InboxItem, InboxState
from storage.store import Store, UnitOfWork
from tests.conftest import OpenStore
from tests.databases import PostgresServer, at_once
from tests.factories import ACCOUNT, MINUTE, NOW, TELEGRAM, update


async def receive(store: Store, *keys: str, chat: str = "chat-1", account: str = ACCOUNT) -> int:
    updates = [update(key, chat) for key in keys]
    return await store.transact(lambda uow: uow.inbox.store(TELEGRAM, account, updates, received_at=NOW))


async def claimed(store: Store, limit: int = 20) -> list[InboxItem]:
    return await store.transact(lambda uow: uow.inbox.claim(limit, NOW))


def keys_of(items: list[InboxItem]) -> list[object]:
    return [item.raw["key"] for item in items]


async def test_an_update_is_stored_once_however_often_and_parallel_it_comes(store: Store) -> None:
    assert sum(await at_once(*(receive(store, "u1") for _ in range(5)))) == 1
    assert await receive(store, "u1", "u2", "u2") == 1
    assert keys_of(await claimed(store)) == ["u1"]
    async with store.reading() as uow:
        assert await uow.inbox.count(InboxState.NEW) == 2


async def test_an_equal_key_of_another_account_or_channel_is_another_update(store: Store) -> None:
    assert await receive(store, "u1") == 1
    assert await receive(store, "u1", account="bot-2") == 1
    other = [update("u1")]
    assert await store.transact(lambda uow: uow.inbox.store("webchat", ACCOUNT, other, received_at=NOW)) == 1
    assert len(await claimed(store)) == 3


async def test_an_update_comes_back_as_it_was_received_and_never_from_the_future(store: Store) -> None:
    updates = [
        update("past", "a", NOW - MINUTE, text="đã gửi số 215"),
        update("future", "b", NOW + MINUTE),
        update("unknown", "c"),
    ]
    await store.transact(lambda uow: uow.inbox.store(TELEGRAM, ACCOUNT, updates, received_at=NOW))
    past, future, unknown = await claimed(store)
    assert (past.said_at, future.said_at, unknown.said_at) == (NOW - MINUTE, NOW, NOW)
    assert (past.chat_key, past.received_at, past.attempts) == ("a", NOW, 0)
    assert past.raw == {"key": "past", "text": "đã gửi số 215"}


async def test_one_chat_is_handled_one_update_at_a_time_in_order(store: Store) -> None:
    await receive(store, "a1", "a2", chat="a")
    await receive(store, "b1", chat="b")
    await receive(store, "a3", chat="a")
    seen = []
    for _ in range(3):
        items = await claimed(store)
        seen.append(keys_of(items))
        for item in items:
            await store.transact(lambda uow, item=item: uow.inbox.done(item.id))
    assert seen == [["a1", "b1"], ["a2"], ["a3"]]
    assert await claimed(store) == []


async def test_a_failed_update_waits_for_its_hour_and_holds_its_chat_back(store: Store) -> None:
    await receive(store, "a1", "a2", chat="a")
    await receive(store, "b1", chat="b")
    first = (await claimed(store))[0]
    later = NOW + MINUTE
    await store.transact(lambda uow: uow.inbox.failed(first, error="KeyError", retry_at=later))
    assert keys_of(await claimed(store)) == ["b1"]
    again = await store.transact(lambda uow: uow.inbox.claim(20, later))
    assert keys_of(again) == ["a1", "b1"]
    assert again[0].attempts == 1


async def test_a_dead_letter_is_kept_and_lets_its_chat_go_on(store: Store) -> None:
    await receive(store, "a1", "a2", chat="a")
    (poison,) = await claimed(store)
    await store.transact(lambda uow: uow.inbox.failed(poison, error="KeyError", retry_at=None))
    assert keys_of(await claimed(store)) == ["a2"]
    async with store.reading() as uow:
        assert await uow.inbox.count(InboxState.DEAD) == 1
        assert await uow.inbox.count(InboxState.NEW) == 1
    assert await receive(store, "a1", chat="a") == 0


async def test_the_limit_takes_the_oldest(store: Store) -> None:
    for number in range(5):
        await receive(store, f"u{number}", chat=f"chat-{number}")
    assert keys_of(await claimed(store, limit=2)) == ["u0", "u1"]


async def test_the_oldest_waiting_update_is_known(store: Store) -> None:
    async with store.reading() as uow:
        assert await uow.inbox.oldest_waiting() is None
    await receive(store, "u1")
    async with store.reading() as uow:
        assert await uow.inbox.oldest_waiting() == NOW
    (item,) = await claimed(store)
    await store.transact(lambda uow: uow.inbox.done(item.id))
    async with store.reading() as uow:
        assert await uow.inbox.oldest_waiting() is None


async def test_a_polling_position_moves_with_the_updates_or_not_at_all(store: Store) -> None:
    async def batch(uow: UnitOfWork, value: int, fails: bool) -> None:
        await uow.inbox.store(TELEGRAM, ACCOUNT, [update(f"u{value}")], received_at=NOW)
        await uow.inbox.set_cursor(TELEGRAM, ACCOUNT, value)
        if fails:
            raise asyncio.InvalidStateError

    await store.transact(lambda uow: batch(uow, 7, fails=False))
    with pytest.raises(asyncio.InvalidStateError):
        await store.transact(lambda uow: batch(uow, 8, fails=True))
    async with store.reading() as uow:
        assert await uow.inbox.cursor(TELEGRAM, ACCOUNT) == 7
        assert await uow.inbox.cursor(TELEGRAM, "bot-2") is None
        assert await uow.inbox.count(InboxState.NEW) == 1
    await store.transact(lambda uow: batch(uow, 9, fails=False))
    async with store.reading() as uow:
        assert await uow.inbox.cursor(TELEGRAM, ACCOUNT) == 9


async def test_a_word_that_is_no_state_is_refused(store: Store) -> None:
    await receive(store, "u1")
    with pytest.raises(IntegrityError):
        await store.transact(lambda uow: uow.inbox._set(1, state="lost"))


@asynccontextmanager
async def holding(store: Store, limit: int) -> AsyncIterator[list[InboxItem]]:
    """A worker in the middle of its transaction, with what it has claimed; it ends all of it as done."""
    ready, go_on, found = asyncio.Event(), asyncio.Event(), []

    async def work(uow: UnitOfWork) -> None:
        found.extend(await uow.inbox.claim(limit, NOW))
        ready.set()
        await go_on.wait()
        for item in found:
            await uow.inbox.done(item.id)

    running = asyncio.ensure_future(store.transact(work))
    await ready.wait()
    yield found
    go_on.set()
    await running


@pytest.fixture
async def pg_pair(postgres: PostgresServer, open_store: OpenStore) -> AsyncIterator[tuple[Store, Store]]:
    async with postgres.database(migrated=True) as url:
        yield open_store(url), open_store(url)


@pytest.mark.postgres
async def test_two_workers_at_once_never_take_the_same_or_a_later_update_of_a_chat(
    pg_pair: tuple[Store, Store],
) -> None:
    first, second = pg_pair
    for chat in "abc":
        await receive(first, f"{chat}1", f"{chat}2", f"{chat}3", chat=chat)
    async with holding(first, 2) as held:
        assert keys_of(held) == ["a1", "b1"]
        assert keys_of(await claimed(second)) == ["c1"]
    assert keys_of(await claimed(second)) == ["a2", "b2", "c1"]


@pytest.mark.postgres
async def test_an_update_still_being_stored_is_not_overtaken_by_a_later_one_of_its_chat(
    pg_pair: tuple[Store, Store],
) -> None:
    first, second = pg_pair
    stored, go_on = asyncio.Event(), asyncio.Event()

    async def slowly(uow: UnitOfWork) -> None:
        await uow.inbox.store(TELEGRAM, ACCOUNT, [update("a1", "a")], received_at=NOW)
        stored.set()
        await go_on.wait()

    slow = asyncio.ensure_future(first.transact(slowly))
    await stored.wait()
    assert await receive(second, "b1", chat="b") == 1
    later = asyncio.ensure_future(receive(second, "a2", chat="a"))
    await asyncio.wait({later}, timeout=0.1)
    assert keys_of(await claimed(second)) == ["b1"]
    go_on.set()
    await at_once(slow, later)
    assert keys_of(await claimed(second)) == ["a1", "b1"]


@pytest.mark.postgres
async def test_many_workers_handle_every_update_once_and_every_chat_in_order(
    pg_pair: tuple[Store, Store],
) -> None:
    chats = {f"chat-{number}": [f"{number}/{turn}" for turn in range(8)] for number in range(6)}
    for chat, keys in chats.items():
        await receive(pg_pair[0], *keys, chat=chat)
    handled: list[str] = []

    async def step(uow: UnitOfWork) -> list[str]:
        items = await uow.inbox.claim(3, NOW)
        for item in items:
            await uow.inbox.done(item.id)
        return [str(item.raw["key"]) for item in items]

    async def worker(store: Store) -> None:
        for _ in range(200):
            handled.extend(await store.transact(step))
            if len(handled) >= 48:
                return

    await at_once(*(worker(pg_pair[number % 2]) for number in range(4)))
    assert sorted(handled) == sorted(key for keys in chats.values() for key in keys)
    async with pg_pair[0].reading() as uow:
        assert await uow.inbox.count(InboxState.DONE) == 48


async def test_a_backlog_of_one_flooding_chat_does_not_hold_others_back(store: Store) -> None:
    await receive(store, *(f"flood-{number}" for number in range(300)), chat="flood")
    await receive(store, "quiet", chat="quiet")
    assert keys_of(await claimed(store, limit=5)) == ["flood-0", "quiet"]
