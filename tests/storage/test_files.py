"""Files are kept as they came; what a handler wants is fetched once, and settled once."""

from datetime import timedelta

from domain.messages import Attachment, Document, RawUpdate
from domain.uploads import Upload, UploadState
from storage.store import Store, UnitOfWork
from tests.factories import NOW

REGISTER = Document("sổ đến.xlsx", "application/vnd.ms-excel", b"PK\x00\xff bytes")
ANNOUNCED = Attachment("file-1", "sổ đến.xlsx", "application/vnd.ms-excel", 4096)
HERE = [("telegram", "default")]


async def received(uow: UnitOfWork, channel: str = "telegram", key: str = "1") -> int:
    """A stored update; its key."""
    update = RawUpdate(key, "7", {"n": key})
    await uow.inbox.store(channel, "default", [update], received_at=NOW)
    (newest,) = [item for item in await uow.inbox.claim(10, NOW) if item.raw == {"n": key}]
    return newest.id


async def wanted(uow: UnitOfWork) -> list[Upload]:
    return [upload for upload, _, _ in await uow.files.wanted(HERE, 10)]


async def test_a_file_is_read_as_it_was_kept(store: Store) -> None:
    key = await store.transact(lambda uow: uow.files.keep(REGISTER, NOW))
    async with store.reading() as uow:
        assert await uow.files.get(key) == REGISTER
        assert await uow.files.get(key + 1) is None


async def test_the_file_of_a_message_is_asked_for_once(store: Store) -> None:
    async def work(uow: UnitOfWork) -> tuple[bool, bool]:
        message = await received(uow)
        first = await uow.files.want(message, ANNOUNCED, "register", NOW)
        return first, await uow.files.want(message, ANNOUNCED, "register", NOW + timedelta(hours=1))

    assert await store.transact(work) == (True, False)
    async with store.reading() as uow:
        (upload,) = await wanted(uow)
    assert (upload.attachment, upload.purpose, upload.state) == (ANNOUNCED, "register", UploadState.WANTED)


async def test_files_of_a_messenger_that_is_off_here_wait_for_another_process(store: Store) -> None:
    async def work(uow: UnitOfWork) -> list[Upload]:
        await uow.files.want(await received(uow, "zalo_bot"), ANNOUNCED, "register", NOW)
        return await wanted(uow)

    assert await store.transact(work) == []


async def test_a_file_that_is_here_is_wanted_no_more_and_settled_once(store: Store) -> None:
    async def work(uow: UnitOfWork) -> tuple[bool, bool]:
        await uow.files.want(await received(uow), ANNOUNCED, "register", NOW)
        (upload,) = await wanted(uow)
        file_id = await uow.files.keep(REGISTER, NOW)
        first = await uow.files.settle(upload.id, UploadState.HERE, file_id=file_id)
        return first, await uow.files.settle(upload.id, UploadState.FAILED)

    assert await store.transact(work) == (True, False)
    async with store.reading() as uow:
        assert await wanted(uow) == []


async def test_a_file_that_could_not_be_fetched_stays_wanted_with_one_try_more(store: Store) -> None:
    async def work(uow: UnitOfWork) -> None:
        message = await received(uow)
        await uow.files.want(message, ANNOUNCED, "register", NOW)
        (upload,) = await wanted(uow)
        await uow.files.settle(upload.id, UploadState.WANTED, attempts=upload.attempts + 1)

    await store.transact(work)
    async with store.reading() as uow:
        (upload,) = await wanted(uow)
    assert (upload.state, upload.attempts) == (UploadState.WANTED, 1)
