"""Taking messages in: committed once with the cursor, and in the web chat with the line that shows it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import update as change

from domain.clocks import FixedClock, SystemClock
from domain.delivery import InboxState
from domain.messages import Option, Outbound
from services.intake import StoreIntake
from services.webchat import ACCOUNT, KIND, ME, SESSION_LIFE, Desk
from storage import wakes
from storage.queues import WebSessionRow
from storage.store import Store
from storage.tables import table_of
from storage.webchat import OURS
from tests.databases import at_once
from tests.factories import NOW, update

EARLIER = NOW - timedelta(days=1)


async def said_at(store: Store) -> list[datetime]:
    items = await store.transact(lambda uow: uow.inbox.claim(9, datetime(2100, 1, 1, tzinfo=UTC)))
    return [item.said_at for item in items]


async def test_in_simulation_a_message_is_said_when_it_is_received(sqlite_store: Store) -> None:
    intake = StoreIntake(sqlite_store, FixedClock(NOW), channel="telegram", account="bot")
    await intake.accept([update("u1", "a", EARLIER), update("u2", "b", None)])
    assert await said_at(sqlite_store) == [NOW, NOW]


async def test_in_real_time_the_platforms_moment_counts(sqlite_store: Store) -> None:
    intake = StoreIntake(sqlite_store, SystemClock(), channel="telegram", account="bot")
    await intake.accept([update("u1", "a", EARLIER)])
    assert await said_at(sqlite_store) == [EARLIER]


async def test_a_batch_that_comes_again_is_new_only_once_and_moves_the_cursor(store: Store) -> None:
    intake = StoreIntake(store, FixedClock(NOW), channel="telegram", account="bot")
    assert await intake.cursor() is None
    assert await intake.accept([update("u1"), update("u2")], cursor=8) == 2
    assert await intake.accept([update("u2"), update("u3")], cursor=9) == 1
    assert await intake.accept([], cursor=10) == 0
    assert await intake.cursor() == 10
    assert await intake.accept([update("u4")]) == 1
    assert await intake.cursor() == 10


async def test_the_worker_is_called(sqlite_store: Store) -> None:
    ear = sqlite_store.wakes.listen(wakes.INBOX)
    await StoreIntake(sqlite_store, FixedClock(NOW), channel="c", account="a").accept([update("u1")])
    assert await ear.wait(5)


@pytest.fixture
def desk(sqlite_store: Store) -> Desk:
    """The desk of the web chat at a moment of the story."""
    return Desk(sqlite_store, FixedClock(NOW))


async def grows_old(store: Store, **age: Any) -> None:
    """Every session was opened that much earlier."""
    sessions = table_of(WebSessionRow)
    old = change(sessions).values(created_at=datetime.now(UTC) - timedelta(**age))
    await store.transact(lambda uow: uow._connection.execute(old))


async def test_sessions_are_secret_and_their_own(desk: Desk) -> None:
    opened = [await desk.open_session() for _ in range(10)]
    assert len({token for token, _ in opened}) == len({address for _, address in opened}) == 10
    assert all(len(token) >= 43 for token, _ in opened)
    for token, address in opened:
        assert await desk.address_of(token) == address
        assert await desk.address_of(address) is None
    assert await desk.address_of("") is None


async def test_a_session_that_is_over_is_refused_and_nothing_is_written_there(
    desk: Desk, sqlite_store: Store
) -> None:
    token, address = await desk.open_session()
    await grows_old(sqlite_store, seconds=SESSION_LIFE.total_seconds() - 60)
    assert await desk.show(Outbound(address, "còn sống", reference="r1"))
    await grows_old(sqlite_store, seconds=SESSION_LIFE.total_seconds() + 60)
    assert await desk.address_of(token) is None
    assert not await desk.show(Outbound(address, "đã hết", reference="r2"))
    assert [line.body for line in await desk.lines(address, 0)] == ["còn sống"]


async def test_an_address_nobody_ever_opened_is_refused(desk: Desk) -> None:
    assert not await desk.show(Outbound("nowhere", "x", reference="r"))
    assert await desk.lines("nowhere", 0) == []


async def test_a_message_is_taken_once_however_often_it_is_sent(store: Store) -> None:
    desk = Desk(store, FixedClock(NOW))
    _, address = await desk.open_session()
    await at_once(*(desk.say(address, "xin chào", client_id="c1") for _ in range(4)))
    await desk.say(address, "khác", client_id="c2")
    assert [(line.who, line.body) for line in await desk.lines(address, 0)] == [
        (ME, "xin chào"),
        (ME, "khác"),
    ]
    async with store.reading() as uow:
        assert await uow.inbox.count(InboxState.NEW) == 2


async def test_the_same_name_in_another_chat_is_another_message(desk: Desk, sqlite_store: Store) -> None:
    for _ in range(2):
        _, address = await desk.open_session()
        await desk.say(address, "xin chào", client_id="c1", choice="p:1:2")
    items = await sqlite_store.transact(lambda uow: uow.inbox.claim(9, datetime(2100, 1, 1, tzinfo=UTC)))
    assert [(item.channel, item.account, item.said_at) for item in items] == [(KIND, ACCOUNT, NOW)] * 2
    assert {item.raw["choice"] for item in items} == {"p:1:2"}


async def test_our_message_is_shown_once_with_its_buttons(desk: Desk) -> None:
    _, address = await desk.open_session()
    ours = Outbound(address, "BC10?", (Option(1, "y", "Đúng"), Option(2, "n", "Không")), reference="r")
    async with desk.listening() as ear:
        assert await desk.show(ours)
        assert await ear.wait(5)
    assert await desk.show(ours)
    (line,) = await desk.lines(address, 0)
    assert (line.who, line.body, [option.n for option in line.options]) == (OURS, "BC10?", [1, 2])
