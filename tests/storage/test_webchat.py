"""The web chat: a line once per reference, in the order in which it was said, and sessions that end."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from domain.messages import Document, Option
from storage.queues import WebSessionRow
from storage.store import Store, UnitOfWork
from storage.tables import table_of
from storage.webchat import Line
from tests.databases import at_once
from tests.factories import MINUTE, NOW, message

OPTIONS = (Option(1, "yes", "Đúng", "token-0001"), Option(2, "no", "Không"))
REPORT = Document("Danh sách.xlsx", "application/vnd.ms-excel", b"\x00\xff" * 500)


async def say(
    store: Store, reference: str, address: str = "a", body: str = "xin chào", who: str = "bot"
) -> bool:
    return await store.transact(
        lambda uow: uow.webchat.add_line(address, who, body, reference=reference, at=NOW)
    )


async def lines(store: Store, address: str = "a", after: int = 0, limit: int = 200) -> list[Line]:
    async with store.reading() as uow:
        return await uow.webchat.lines(address, after=after, limit=limit)


async def carry(store: Store, reference: str, document: Document = REPORT) -> int:
    """A line that carries a file; the file's key."""

    async def work(uow: UnitOfWork) -> int:
        key = await uow.files.keep(document, NOW)
        await uow.webchat.complete(reference, options=(), late_lines=(), file_id=key)
        return key

    return await store.transact(work)


async def seen(store: Store, line_id: int, address: str = "a", at: datetime = NOW) -> bool:
    return await store.transact(lambda uow: uow.webchat.displayed(address, line_id, at))


async def displayed(store: Store) -> dict[str, datetime | None]:
    async with store.reading() as uow:
        return {found.idem_key: found.displayed_at for found in await uow.outbox.messages()}


async def reached(store: Store) -> dict[str, int]:
    """The newest displayed line of each chat."""
    session = table_of(WebSessionRow)
    async with store.engines.read.connect() as connection:
        rows = await connection.execute(select(session.c.address, session.c.displayed_line))
        return {row.address: row.displayed_line for row in rows}


@pytest.fixture
async def chats(store: Store) -> None:
    """Two chats; each has three messages of ours as lines, and the first a line of its browser."""

    async def work(uow: UnitOfWork) -> None:
        for address in "ab":
            await uow.webchat.add_session(f"hash-{address}", address, NOW)
            for number in range(3):
                key = f"{address}{number}"
                await message(uow, key, address, channel="webchat", account="default")
                await uow.webchat.add_line(address, "bot", key, reference=key, at=NOW)
        await uow.webchat.add_line("a", "me", "xin chào", reference="a:client-01", at=NOW)

    await store.transact(work)


async def test_a_line_is_single_per_reference_however_parallel(store: Store) -> None:
    assert sum(await at_once(*(say(store, "reply:1") for _ in range(5)))) == 1
    assert not await say(store, "reply:1", body="khác")
    assert [line.body for line in await lines(store)] == ["xin chào"]


async def test_lines_come_in_order_of_their_own_chat_after_the_one_known(store: Store) -> None:
    for number in range(6):
        await say(store, f"r{number}", "ab"[number % 2], body=str(number))
    first, second, third = await lines(store)
    assert [line.body for line in (first, second, third)] == ["0", "2", "4"]
    assert await lines(store, after=first.id) == [second, third]
    assert await lines(store, "c") == []


async def test_a_new_page_gets_the_newest_lines_and_one_that_comes_back_the_next_ones(store: Store) -> None:
    for number in range(5):
        await say(store, f"r{number}", body=str(number))
    first = (await lines(store))[0]
    assert [line.body for line in await lines(store, limit=2)] == ["3", "4"]
    assert [line.body for line in await lines(store, after=first.id, limit=2)] == ["1", "2"]


async def test_what_goes_with_a_text_hangs_on_its_line_only(store: Store) -> None:
    await say(store, "r1")
    await say(store, "r2")

    async def work(uow: UnitOfWork) -> None:
        await uow.webchat.complete("r2", options=OPTIONS, late_lines=(1, 3), file_id=None)

    await store.transact(work)
    first, second = await lines(store)
    assert (first.options, first.late_lines, first.file_id) == ((), (), None)
    assert (second.options, second.late_lines, second.at) == (OPTIONS, (1, 3), NOW)


async def test_a_line_names_its_file_and_the_chat_can_read_it(store: Store) -> None:
    await say(store, "r1")
    key = await carry(store, "r1")
    (line,) = await lines(store)
    assert (line.file_id, line.file_name) == (key, "Danh sách.xlsx")
    async with store.reading() as uow:
        assert await uow.webchat.file_of("a", key) == REPORT


async def test_no_other_chat_reads_a_file_and_a_file_without_a_line_nobody(store: Store) -> None:
    await say(store, "r1")
    await say(store, "r2", "b")
    key = await carry(store, "r1")
    loose = await store.transact(lambda uow: uow.files.keep(REPORT, NOW))
    async with store.reading() as uow:
        assert await uow.webchat.file_of("b", key) is None
        assert await uow.webchat.file_of("a", loose) is None


@pytest.mark.usefixtures("chats")
async def test_what_was_shown_is_displayed_up_to_that_line_in_that_chat(store: Store) -> None:
    second = (await lines(store))[1]
    assert await seen(store, second.id)
    assert await displayed(store) == {"a0": NOW, "a1": NOW, "a2": None, "b0": None, "b1": None, "b2": None}
    assert await reached(store) == {"a": second.id, "b": 0}


@pytest.mark.usefixtures("chats")
async def test_displayed_goes_forward_only_and_keeps_its_first_moment(store: Store) -> None:
    first, second, third, _ = await lines(store)
    assert await seen(store, second.id)
    assert await seen(store, first.id, at=NOW + MINUTE)
    assert (await reached(store))["a"] == second.id
    assert await seen(store, third.id, at=NOW + 2 * MINUTE)
    found = await displayed(store)
    assert [found[key] for key in ("a0", "a1", "a2")] == [NOW, NOW, NOW + 2 * MINUTE]


@pytest.mark.usefixtures("chats")
async def test_a_line_of_another_chat_or_of_none_displays_nothing(store: Store) -> None:
    newest = (await lines(store, "b"))[-1]
    assert not await seen(store, newest.id)
    assert not await seen(store, newest.id + 100)
    assert set((await displayed(store)).values()) == {None}
    assert await reached(store) == {"a": 0, "b": 0}


@pytest.mark.usefixtures("chats")
async def test_a_browser_that_names_its_message_like_one_of_ours_displays_nothing_of_it(store: Store) -> None:
    await store.transact(lambda uow: message(uow, "a:client-01", "a", channel="webchat", account="default"))
    assert await seen(store, (await lines(store))[-1].id)
    found = await displayed(store)
    assert (found["a2"], found["a:client-01"]) == (NOW, None)


@pytest.mark.usefixtures("chats")
async def test_pages_that_show_the_same_chat_at_once_agree(store: Store) -> None:
    found = (await lines(store))[:3]
    assert all(await at_once(*(seen(store, line.id) for line in (*found, *reversed(found)))))
    assert (await reached(store))["a"] == found[-1].id
    assert {key for key, at in (await displayed(store)).items() if at} == {"a0", "a1", "a2"}


async def test_a_session_lives_for_its_time_and_only_for_its_secret(store: Store) -> None:
    async def open_session(uow: UnitOfWork) -> None:
        await uow.webchat.add_session("hash", "a", NOW)

    await store.transact(open_session)
    async with store.reading() as uow:
        assert await uow.webchat.address_of("hash", since=NOW - timedelta(seconds=1)) == "a"
        assert await uow.webchat.address_of("hash", since=NOW) is None
        assert await uow.webchat.address_of("other", since=NOW - timedelta(days=1)) is None


async def test_an_ended_session_is_nobodys(store: Store) -> None:
    async def work(uow: UnitOfWork) -> None:
        await uow.webchat.add_session("hash", "a", NOW)

    await store.transact(work)
    since = NOW - timedelta(days=1)
    async with store.reading() as uow:
        assert await uow.webchat.is_open("a", since=since)
    async with store.engines.write.begin() as connection:
        await connection.execute(table_of(WebSessionRow).update().values(ended_at=NOW))
    async with store.reading() as uow:
        assert await uow.webchat.address_of("hash", since=since) is None
        assert not await uow.webchat.is_open("a", since=since)
