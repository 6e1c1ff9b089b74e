"""Messages are queued once and leased one per address, the urgent first, each when its hour has come."""

from datetime import timedelta
from typing import Any

import pytest

from domain.delivery import MessageClass, OutboxMessage, OutboxState
from domain.messages import Option
from storage.claims import Claim
from storage.store import Store, UnitOfWork
from tests.databases import at_once
from tests.factories import MINUTE, NOW, message

LEASE = timedelta(minutes=1)
SENDING, SENT, UNCERTAIN = OutboxState.SENDING, OutboxState.SENT, OutboxState.UNCERTAIN


async def queue(store: Store, *keys: str, address: str | None = None, **changes: Any) -> list[int]:
    async def work(uow: UnitOfWork) -> list[int]:
        return [await message(uow, key, address or f"chat-{key}", **changes) or 0 for key in keys]

    return await store.transact(work)


async def lease(
    store: Store,
    owner: str = "a",
    limit: int = 20,
    later: timedelta = timedelta(),
    machine: timedelta = timedelta(),
) -> list[OutboxMessage]:
    now, machine_now = NOW + later, NOW + machine
    claim = Claim(owner, limit, now, machine_now, machine_now + LEASE)
    return await store.transact(lambda uow: uow.outbox.claim(claim))


async def send(store: Store, owner: str = "a") -> OutboxMessage:
    """Lease one message and mark it as being written to the wire."""
    (found,) = await lease(store, owner, limit=1)
    return await store.transact(lambda uow: uow.outbox.sending(found, found.body))


async def end(
    store: Store, sent: OutboxMessage, state: OutboxState, owner: str = "a", **facts: object
) -> bool:
    return await store.transact(lambda uow: uow.outbox.finish(sent, owner=owner, state=state, **facts))


async def states(store: Store) -> dict[str, str]:
    async with store.reading() as uow:
        return {found.idem_key: found.state.value for found in await uow.outbox.messages()}


def keys_of(messages: list[OutboxMessage]) -> list[str]:
    return [found.idem_key for found in messages]


async def test_a_message_is_queued_once_per_key_however_parallel(store: Store) -> None:
    async def attempt() -> int | None:
        return await store.transact(lambda uow: message(uow, "digest:1:2023-10-17"))

    ends = await at_once(*(attempt() for _ in range(5)))
    assert len([key for key in ends if key is not None]) == 1
    assert await attempt() is None
    assert await states(store) == {"digest:1:2023-10-17": "queued"}


async def test_a_message_comes_back_as_it_was_queued(store: Store) -> None:
    options = (Option(1, "sent", "Đã gửi"), Option(2, "busy", "Đang làm"))
    await queue(store, "m1", options=options, message_class=MessageClass.REPLY, body="Kính gửi")
    (found,) = await lease(store)
    assert (found.options, found.body, found.message_class) == (options, "Kính gửi", MessageClass.REPLY)
    assert (found.state, found.attempts, found.lease_epoch, found.not_before) == (
        OutboxState.LEASED, 0, 1, NOW,
    )  # fmt: skip


async def test_one_message_per_address_is_leased_and_the_next_only_when_it_is_finished(store: Store) -> None:
    await queue(store, "a1", "a2", address="a")
    await queue(store, "b1", address="b")
    first, other = await lease(store)
    assert keys_of([first, other]) == ["a1", "b1"]
    assert await lease(store) == []
    sent = await store.transact(lambda uow: uow.outbox.sending(first, "Kính gửi"))
    assert await lease(store, "b") == []
    assert await end(store, sent, SENT)
    assert keys_of(await lease(store)) == ["a2"]


async def test_the_same_address_on_another_account_is_another_chat(store: Store) -> None:
    await queue(store, "a", address="1")
    await queue(store, "b", address="1", account="bot-2")
    assert len(await lease(store)) == 2


async def test_a_long_queue_of_one_address_does_not_hold_others_back(store: Store) -> None:
    await queue(store, *(f"flood-{number}" for number in range(30)), address="flood")
    await queue(store, "quiet", address="quiet")
    assert keys_of(await lease(store, limit=2)) == ["flood-0", "quiet"]


async def test_an_answer_goes_before_a_notice_and_a_notice_before_a_digest(store: Store) -> None:
    for message_class in (MessageClass.DIGEST, MessageClass.NOTICE, MessageClass.REPLY):
        await queue(store, message_class.value, message_class=message_class)
    assert keys_of(await lease(store, limit=2)) == ["reply", "notice"]
    await queue(store, "late answer", message_class=MessageClass.REPLY, address="chat-digest")
    assert keys_of(await lease(store)) == ["late answer"]


async def test_a_message_waits_for_its_business_hour_but_not_for_machine_time(store: Store) -> None:
    await queue(store, "later", not_before=NOW + MINUTE)
    assert await lease(store, machine=timedelta(days=1)) == []
    async with store.reading() as uow:
        assert await uow.outbox.next_waiting(NOW) == NOW + MINUTE
        assert await uow.outbox.next_waiting(NOW + MINUTE) is None
    assert keys_of(await lease(store, later=MINUTE, machine=-timedelta(days=1))) == ["later"]


async def test_a_later_message_that_may_go_does_not_wait_for_one_that_may_not(store: Store) -> None:
    await queue(store, "tomorrow", address="a", not_before=NOW + timedelta(days=1))
    await queue(store, "now", address="a")
    assert keys_of(await lease(store)) == ["now"]


async def test_a_retry_waits_for_machine_time_but_not_for_business_time(store: Store) -> None:
    await queue(store, "m1")
    sent = await send(store)
    assert await end(store, sent, OutboxState.RETRY_WAIT, retry_at=NOW + MINUTE, attempts=1)
    assert await lease(store, later=timedelta(days=1)) == []
    (again,) = await lease(store, machine=MINUTE)
    assert (again.attempts, again.lease_epoch) == (1, 2)


async def test_patience_in_one_chat_leaves_other_chats_alone(store: Store) -> None:
    await queue(store, "a1", "a2", address="a")
    await queue(store, "b1", address="b")
    sent = await send(store)
    assert await end(store, sent, OutboxState.RETRY_WAIT, retry_at=NOW + MINUTE)
    await store.transact(lambda uow: uow.outbox.postpone_chat(sent, NOW + MINUTE))
    assert keys_of(await lease(store)) == ["b1"]
    assert keys_of(await lease(store, machine=MINUTE)) == ["a1"]


async def test_an_outcome_is_recorded_with_its_facts(store: Store) -> None:
    await queue(store, "m1")
    sent = await send(store)
    assert sent.state is SENDING
    assert await end(store, sent, SENT, provider_id="77", finished_at=NOW, detail="ok")
    async with store.reading() as uow:
        (found,) = await uow.outbox.messages(states=[SENT])
        assert await uow.outbox.counts() == {SENT: 1}
    assert (found.provider_id, found.finished_at, found.detail) == ("77", NOW, "ok")


async def test_a_worker_that_lost_its_lease_changes_nothing(store: Store) -> None:
    await queue(store, "m1")
    sent = await send(store, "slow")
    await store.transact(lambda uow: uow.outbox.set_state([sent.id], UNCERTAIN))
    assert not await end(store, sent, SENT, owner="slow", provider_id="77")
    await store.transact(lambda uow: uow.outbox.set_state([sent.id], OutboxState.QUEUED))
    fresh = await send(store, "quick")
    assert not await end(store, sent, SENT, owner="slow")
    assert not await end(store, sent, SENT, owner="quick")
    assert not await end(store, fresh, SENT, owner="slow")
    async with store.reading() as uow:
        (found,) = await uow.outbox.messages()
    assert (found.state, found.provider_id, found.lease_epoch) == (SENDING, None, 2)
    assert await end(store, fresh, SENT, owner="quick")
    assert not await end(store, fresh, OutboxState.FAILED, owner="quick")


async def test_only_leases_that_ran_out_are_found(store: Store) -> None:
    await queue(store, "leased", "sending", "done")
    found = await lease(store)
    for each in found[1:]:
        await store.transact(lambda uow, each=each: uow.outbox.sending(each, each.body))
    assert await end(store, found[2], SENT)

    async def expired(machine: timedelta) -> list[str]:
        messages = await store.transact(lambda uow: uow.outbox.expired_leases(NOW + machine))
        return sorted(keys_of(messages))

    assert await expired(LEASE) == []
    assert await expired(LEASE + timedelta(milliseconds=1)) == ["leased", "sending"]


async def test_messages_are_found_by_state_and_key(store: Store) -> None:
    first, second = await queue(store, "m1", "m2")
    await store.transact(
        lambda uow: uow.outbox.set_state([first], OutboxState.CANCELLED, detail="no_contact")
    )
    async with store.reading() as uow:
        assert keys_of(await uow.outbox.messages(ids=[first, second])) == ["m1", "m2"]
        assert keys_of(await uow.outbox.messages(states=[OutboxState.QUEUED])) == ["m2"]
        assert await uow.outbox.messages(ids=[]) == []
        assert await uow.outbox.counts() == {OutboxState.QUEUED: 1, OutboxState.CANCELLED: 1}


async def test_moving_no_messages_moves_none(store: Store) -> None:
    await queue(store, "m1")
    assert await store.transact(lambda uow: uow.outbox.set_state([], OutboxState.CANCELLED)) == 0
    assert await states(store) == {"m1": "queued"}


@pytest.mark.parametrize("word", ["message_class", "state"])
async def test_a_word_out_of_place_is_refused(store: Store, word: str) -> None:
    (key,) = await queue(store, "m1")
    with pytest.raises(Exception, match=r"(?i)check|edge"):
        await store.transact(lambda uow: uow.outbox._move([key], {word: "lost"}))
