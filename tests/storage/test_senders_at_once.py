"""Two senders on one store never lease the same message, nor two messages of one chat."""

import asyncio
from collections import Counter
from datetime import timedelta

from domain.delivery import MessageClass, OutboxMessage, OutboxState
from storage.claims import Claim
from storage.store import Store, UnitOfWork
from tests.conftest import OpenStore
from tests.databases import at_once
from tests.factories import NOW, message


async def lease(uow: UnitOfWork, owner: str, limit: int) -> list[OutboxMessage]:
    until = NOW + timedelta(minutes=1)
    return await uow.outbox.claim(Claim(owner, limit, NOW, NOW, until))


async def fill(uow: UnitOfWork, chats: int, each: int) -> None:
    for turn in range(each):
        for chat in range(chats):
            await message(uow, f"{chat}/{turn}", f"chat-{chat}")


async def test_two_senders_share_the_work_and_send_every_message_once_in_order(
    store: Store, database_url: str, open_store: OpenStore
) -> None:
    await store.transact(lambda uow: fill(uow, 6, 5))
    sent: list[str] = []
    open_chats: Counter[str] = Counter()

    async def sender(own: Store, owner: str) -> None:
        for _ in range(60):
            leased = await own.transact(lambda uow: lease(uow, owner, 4))
            for found in leased:
                open_chats[found.address] += 1
                assert open_chats[found.address] == 1, f"two messages under way in {found.address}"
                going = await own.transact(lambda uow, found=found: uow.outbox.sending(found, found.body))
                sent.append(going.idem_key)
                open_chats[found.address] -= 1
                assert await own.transact(
                    lambda uow, going=going: uow.outbox.finish(going, owner=owner, state=OutboxState.SENT)
                )

    await at_once(sender(store, "a"), sender(open_store(database_url), "b"))
    assert sorted(sent) == sorted(f"{chat}/{turn}" for chat in range(6) for turn in range(5))
    for chat in range(6):
        assert [key for key in sent if key.startswith(f"{chat}/")] == [f"{chat}/{turn}" for turn in range(5)]


async def test_a_sender_that_has_not_committed_yet_keeps_its_chats_to_itself(
    store: Store, database_url: str, open_store: OpenStore
) -> None:
    await store.transact(lambda uow: fill(uow, 3, 2))
    leased, go_on, rival = asyncio.Event(), asyncio.Event(), open_store(database_url)

    async def slowly(uow: UnitOfWork) -> list[OutboxMessage]:
        found = await lease(uow, "slow", 2)
        leased.set()
        await go_on.wait()
        return found

    slow = asyncio.ensure_future(store.transact(slowly))
    await leased.wait()
    quick = asyncio.ensure_future(rival.transact(lambda uow: lease(uow, "quick", 10)))
    if store.engines.name == "postgresql":
        await quick
    go_on.set()
    first, second = await at_once(slow, quick)
    assert [found.idem_key for found in first] == ["0/0", "1/0"]
    assert [found.idem_key for found in second] == ["2/0"]


async def test_two_repairers_find_a_vanished_holders_message_once(
    store: Store, database_url: str, open_store: OpenStore
) -> None:
    await store.transact(lambda uow: message(uow, "m1", message_class=MessageClass.REPLY))
    await store.transact(lambda uow: lease(uow, "vanished", 1))

    async def repair(uow: UnitOfWork) -> int:
        expired = await uow.outbox.expired_leases(NOW + timedelta(minutes=2))
        return await uow.outbox.set_state([found.id for found in expired], OutboxState.QUEUED)

    rival = open_store(database_url)
    assert sum(await at_once(store.transact(repair), rival.transact(repair))) == 1
