"""The web chat: a line once per reference, in the order in which it was said, and sessions that end."""

from datetime import timedelta

from domain.messages import Option
from storage.store import Store, UnitOfWork
from storage.webchat import Line
from tests.databases import at_once
from tests.factories import NOW

OPTIONS = (Option(1, "yes", "Đúng"),)


async def say(store: Store, reference: str, address: str = "a", body: str = "xin chào") -> bool:
    return await store.transact(
        lambda uow: uow.webchat.add_line(address, "bot", body, reference=reference, at=NOW)
    )


async def lines(store: Store, address: str = "a", after: int = 0, limit: int = 200) -> list[Line]:
    async with store.reading() as uow:
        return await uow.webchat.lines(address, after=after, limit=limit)


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
    assert await lines(store, limit=2) == [second, third]
    assert await lines(store, "c") == []


async def test_choices_hang_on_their_line_only(store: Store) -> None:
    await say(store, "r1")
    await say(store, "r2")
    await store.transact(lambda uow: uow.webchat.add_choices("r2", OPTIONS, 7))
    first, second = await lines(store)
    assert (first.options, first.prompt_id) == ((), None)
    assert (second.options, second.prompt_id, second.at) == (OPTIONS, 7, NOW)


async def test_a_session_lives_for_its_time_and_only_for_its_secret(store: Store) -> None:
    async def open_session(uow: UnitOfWork) -> None:
        await uow.webchat.add_session("hash", "a", NOW)

    await store.transact(open_session)
    async with store.reading() as uow:
        assert await uow.webchat.address_of("hash", since=NOW - timedelta(seconds=1)) == "a"
        assert await uow.webchat.address_of("hash", since=NOW) is None
        assert await uow.webchat.address_of("other", since=NOW - timedelta(days=1)) is None
