"""What one bad update, one bad file or one slow platform means for everybody else's messages."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import pytest
from sqlalchemy import text

from bot.worker import MOST_ATTEMPTS, Worker
from domain.clocks import FixedClock
from domain.delivery import InboxState
from domain.errors import InvalidInput
from domain.messages import Attachment, ChatKind, Inbound, InboundKind, RawUpdate
from domain.uploads import UploadState
from files.calendar_overrides import CalendarOverrides
from services.calendar import Calendars
from services.pacing import Paces
from storage.inbox import inbox
from storage.store import Store, UnitOfWork
from tests.factories import NOW
from tests.services.posts import Post

HERE, GONE = ("telegram", "bot"), ("telegram", "old")


@dataclass(slots=True)
class Line(Post):
    """A messenger with presses and files, either of which may hang, and updates that cannot be read."""

    hangs_at: set[str] = field(default_factory=set)
    acknowledged: list[str] = field(default_factory=list)
    fetched: list[str] = field(default_factory=list)
    answers_now: asyncio.Event = field(default_factory=asyncio.Event)
    breaks: bool = False

    async def parse(self, raw: Mapping[str, Any]) -> Inbound | None:
        if raw["text"] == "poison":
            raise ValueError("Kính gửi")
        return Inbound(
            InboundKind.TEXT,
            ChatKind.PRIVATE,
            raw["chat"],
            raw["chat"],
            text=raw["text"],
            callback_id=raw.get("press"),
        )

    async def acknowledge(self, inbound: Inbound, *, alert: str = "") -> None:
        await self._perhaps_waits("press")
        self.acknowledged.append(str(inbound.callback_id))

    async def fetch(self, attachment: Attachment, *, limit: int) -> bytes:
        await self._perhaps_waits("file")
        self.fetched.append(attachment.key)
        if self.breaks:
            raise KeyError("Kính gửi")
        raise InvalidInput("gone")

    async def _perhaps_waits(self, what: str) -> None:
        if what in self.hangs_at:
            await self.answers_now.wait()


def worker_on(store: Store, *lines: Line) -> Worker:
    channels = {(line.kind, line.account): line for line in lines}
    calendars = Calendars(CalendarOverrides(), first_year=2023, last_year=2023)
    return Worker(store, channels, clock=FixedClock(NOW), calendars=calendars, paces=Paces(channels))


async def arrives(store: Store, *words: str, at: tuple[str, str] = HERE, press: str | None = None) -> None:
    """Updates, each in a chat of its own."""
    updates = [
        RawUpdate(f"{at}{word}{n}", f"{n}", {"text": word, "chat": f"{n}", "press": press})
        for n, word in enumerate(words)
    ]
    await store.transact(lambda uow: uow.inbox.store(*at, updates, received_at=NOW))


async def wants_file(store: Store, at: tuple[str, str] = HERE, key: str = "key") -> None:
    update = RawUpdate(f"file:{at}:{key}", key, {"text": "tệp", "chat": key})

    async def work(uow: UnitOfWork) -> None:
        await uow.inbox.store(*at, [update], received_at=NOW)
        newest = await uow._connection.execute(text("SELECT max(id) FROM inbox"))
        inbox_id = newest.scalar_one()
        await uow.inbox.done(inbox_id)
        await uow.files.want(inbox_id, Attachment(key, "so.csv"), "register", NOW)

    await store.transact(work)


async def in_state(store: Store, state: InboxState) -> int:
    async with store.reading() as uow:
        return await uow.inbox.count(state)


async def in_upload_state(store: Store) -> UploadState:
    async with store.reading() as uow:
        upload = await uow.files.of_message(1)
    assert upload is not None
    return upload.state


async def bodies(store: Store) -> list[str]:
    async with store.reading() as uow:
        return [message.body for message in await uow.outbox.messages()]


async def retries_at_once(store: Store) -> None:
    await store.transact(lambda uow: uow._connection.execute(inbox.update().values(retry_at=None)))


async def test_an_update_that_can_never_be_read_dies_after_five_tries(store: Store) -> None:
    worker = worker_on(store, Line())
    await arrives(store, "poison", "xin chào")
    for _ in range(MOST_ATTEMPTS + 1):
        await worker.step()
        await retries_at_once(store)
    assert (await in_state(store, InboxState.DEAD), await in_state(store, InboxState.DONE)) == (1, 1)
    assert len(await bodies(store)) == 1


async def test_updates_of_an_account_that_is_off_hold_nobody_up(store: Store) -> None:
    await arrives(store, *["xin chào"] * 25, at=GONE)
    await arrives(store, "xin chào")
    assert await worker_on(store, Line()).step() == 1
    assert await in_state(store, InboxState.NEW) == 25


async def test_once_the_account_is_on_again_its_updates_are_handled(store: Store) -> None:
    await arrives(store, *["xin chào"] * 3, at=GONE)
    assert await worker_on(store, Line(), Line(account="old")).step() == 3


async def test_files_of_an_account_that_is_off_hold_nobody_up(store: Store) -> None:
    line = Line()
    for number in range(8):
        await wants_file(store, GONE, f"old{number}")
    await wants_file(store, HERE, "new")
    await worker_on(store, line).step()
    assert line.fetched == ["new"]


@pytest.mark.parametrize("what", ["press", "file"])
async def test_a_platform_that_does_not_answer_keeps_no_message_waiting(
    sqlite_store: Store, what: str
) -> None:
    line = Line(hangs_at={what})
    await wants_file(sqlite_store)
    await arrives(sqlite_store, "xin chào", press="p1")
    beats: list[str] = []
    running = asyncio.ensure_future(worker_on(sqlite_store, line).run(beats.append))
    try:
        async with asyncio.timeout(10):
            while await in_state(sqlite_store, InboxState.DONE) != 2:  # noqa: ASYNC110 - another loop works
                await asyncio.sleep(0.01)
            before = len(beats)
            update = RawUpdate("later", "9", {"text": "xin chào", "chat": "9"})
            await sqlite_store.transact(lambda uow: uow.inbox.store(*HERE, [update], received_at=NOW))
            sqlite_store.wakes.fire(("inbox",))
            while len(await bodies(sqlite_store)) < 2:  # noqa: ASYNC110 - another loop works
                await asyncio.sleep(0.01)
            assert len(beats) > before
            line.answers_now.set()
            while not (line.acknowledged and line.fetched):  # noqa: ASYNC110 - another loop works
                await asyncio.sleep(0.01)
    finally:
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running


async def test_a_worker_that_is_stopped_leaves_nothing_at_work_on_the_store(sqlite_store: Store) -> None:
    settling, go_on = asyncio.Event(), asyncio.Event()
    line, transact = Line(), sqlite_store.transact

    async def slowly(work: Callable[[UnitOfWork], Awaitable[Any]]) -> Any:
        async def held(uow: UnitOfWork) -> Any:
            if line.fetched:
                # The file is here; what follows settles it.
                settling.set()
                await go_on.wait()
            return await work(uow)

        return await transact(held)

    await wants_file(sqlite_store)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sqlite_store, "transact", slowly)
        running = asyncio.ensure_future(worker_on(sqlite_store, line).run(lambda _: None))
        async with asyncio.timeout(10):
            await settling.wait()
        running.cancel()
        await asyncio.wait({running}, timeout=0.02)
        assert not running.done()
        go_on.set()
        with suppress(asyncio.CancelledError):
            await running
    assert await in_upload_state(sqlite_store) is UploadState.FAILED


async def test_a_step_without_an_end_to_its_patience_waits_for_presses_and_files(store: Store) -> None:
    line = Line()
    await wants_file(store)
    await arrives(store, "xin chào", press="p1")
    assert await worker_on(store, line).step() == 2
    assert (line.acknowledged, line.fetched) == (["p1"], ["key"])


async def test_a_file_at_which_a_channel_breaks_is_given_up_after_three_tries(store: Store) -> None:
    line = Line(breaks=True)
    worker = worker_on(store, line)
    await wants_file(store)
    for _ in range(5):
        await worker.step()
    assert len(line.fetched) == 3
    async with store.reading() as uow:
        assert await uow.files.wanted([HERE], 5) == []


async def test_a_file_whose_answer_fails_is_settled_all_the_same(store: Store) -> None:
    line = Line()
    worker = worker_on(store, line)
    await wants_file(store, key="k")
    poisoned = inbox.update().values(raw={"text": "poison", "chat": "k"})
    await store.transact(lambda uow: uow._connection.execute(poisoned))
    await worker.step()
    assert await in_upload_state(store) is UploadState.FAILED
    assert await bodies(store) == []


async def test_what_people_wrote_is_no_part_of_a_databases_error(store: Store) -> None:
    await arrives(store, "xin chào")
    with pytest.raises(Exception, match=r"(?i)unique") as failed:
        await store.transact(
            lambda uow: uow._connection.execute(
                text("INSERT INTO inbox SELECT * FROM inbox WHERE dedupe_key <> :words"),
                {"words": "Kính gửi"},
            )
        )
    assert "Kính gửi" not in str(failed.value)
