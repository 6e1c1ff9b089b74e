"""Slots that refill as sends end, and a lane of their own for answers: nobody waits for the slowest."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from domain.clocks import FixedClock
from domain.delivery import MessageClass, OutboxState
from domain.errors import StoreUnavailable
from schedules import loops
from schedules.ticks import Ticks
from services import delivery
from storage.claims import Lane
from storage.store import UnitOfWork
from tests.services.posts import MORNING, PATIENCE, SWIFT, Office, Post, opened
from tests.services.town import Town

SLOTS = delivery._SLOTS


@pytest.fixture
def office(town: Town) -> Office:
    return opened(town, Post())


async def queues(office: Office, *addresses: str, **changes: object) -> None:
    """A message to a stranger at each address."""

    async def work(uow: UnitOfWork) -> None:
        for address in addresses:
            values = {
                "message_class": MessageClass.REPLY, "channel": "telegram", "account": "bot",
                "address": address, "person_id": None, "body": "x", "not_before": MORNING,
                "created_at": MORNING,
            }  # fmt: skip
            await uow.outbox.add(idem_key=f"m:{address}", **{**values, **changes})

    await office.town.store.transact(work)
    office.town.store.wakes.fire(("outbox",))


async def campaign(office: Office, *addresses: str) -> None:
    """The same as a routine message to groups, which needs no person."""
    for address in addresses:
        place = ("telegram", "bot", address)
        await office.town.store.transact(lambda uow, place=place: uow.groups.meet(place, greeted_at=MORNING))
    await queues(office, *addresses, message_class=MessageClass.NOTICE)


def named(prefix: str, count: int) -> list[str]:
    return [f"{prefix}{number:03}" for number in range(count)]


async def until(come: Callable[[], bool], seconds: float = 10.0) -> None:
    """Wait for something that happens by itself."""
    async with asyncio.timeout(seconds):
        while not come():  # noqa: ASYNC110 - what is waited for sets no event
            await asyncio.sleep(0.002)


@asynccontextmanager
async def running(office: Office, *lanes: Lane) -> AsyncIterator[list[str]]:
    """The loops of a process; gives the names under which they beat."""
    clock, beats = FixedClock(MORNING), list[str]()
    ticks = Ticks(office.town.store, clock, office.sender._calendars, office.sender, "owner")
    tasks = [
        asyncio.create_task(loops.sending(ticks, office.town.store, beat=beats.append, speed=1.0, lane=lane))
        for lane in lanes
    ]
    try:
        yield beats
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def test_one_slow_chat_holds_no_other_up(office: Office) -> None:
    release = office.posts[0].hangs("slow")
    await queues(office, "slow", *named("c", 60))
    async with running(office, Lane.EVERYTHING):
        await until(lambda: len(office.posts[0].taken) == 60)
        assert (await office.states())["m:slow"] == "sending"
        release.set()
        await until(lambda: len(office.posts[0].taken) == 61)


async def test_no_more_than_the_slots_are_under_way(office: Office) -> None:
    addresses = named("c", 50)
    gates = [office.posts[0].hangs(address) for address in addresses]
    await queues(office, *addresses)
    async with running(office, Lane.EVERYTHING):
        await until(lambda: len(office.posts[0].asked) == delivery.BATCH)
        await asyncio.sleep(0.05)
        assert len(office.posts[0].asked) == delivery.BATCH
        states = list((await office.states()).values())
        assert states.count("sending") == delivery.BATCH
        for gate in gates:
            gate.set()
        await until(lambda: len(office.posts[0].taken) == 50)


def test_the_lanes_together_have_no_more_slots_than_one() -> None:
    assert SLOTS[Lane.ANSWERS] + SLOTS[Lane.ROUTINE] == SLOTS[Lane.EVERYTHING] == delivery.BATCH


async def test_answers_go_while_every_routine_slot_hangs(office: Office) -> None:
    stuck = named("g", SLOTS[Lane.ROUTINE] + 5)
    gates = [office.posts[0].hangs(address) for address in stuck]
    await campaign(office, *stuck)
    async with running(office, Lane.ROUTINE, Lane.ANSWERS) as beats:
        await until(lambda: len(office.posts[0].asked) == SLOTS[Lane.ROUTINE])
        await queues(office, "person")
        await until(lambda: "person" in [message.address for message in office.posts[0].taken])
        assert set(beats) == {"sender", "answers"}
        for gate in gates:
            gate.set()


async def test_routine_goes_while_every_slot_for_answers_hangs(office: Office) -> None:
    stuck = named("p", SLOTS[Lane.ANSWERS] + 5)
    gates = [office.posts[0].hangs(address) for address in stuck]
    await queues(office, *stuck)
    async with running(office, Lane.ROUTINE, Lane.ANSWERS):
        await until(lambda: len(office.posts[0].asked) == SLOTS[Lane.ANSWERS])
        await campaign(office, "group")
        await until(lambda: "group" in [message.address for message in office.posts[0].taken])
        for gate in gates:
            gate.set()


async def test_an_answer_does_not_wait_for_a_campaign(town: Town) -> None:
    paced = replace(SWIFT, per_second=200.0)
    office = opened(town, Post(capabilities=paced))
    await campaign(office, *named("g", 300))
    waited = []
    async with running(office, Lane.ROUTINE, Lane.ANSWERS):
        await until(lambda: len(office.posts[0].taken) > 10)
        for number in range(5):
            asked = time.monotonic()
            await queues(office, f"p{number}")
            await until(lambda number=number: f"p{number}" in [m.address for m in office.posts[0].taken])
            waited.append(time.monotonic() - asked)
        assert len(office.posts[0].taken) < 300
    assert max(waited) < 1.0


async def test_told_to_stop_it_lets_what_is_under_way_end(office: Office) -> None:
    release = office.posts[0].hangs("slow")
    await queues(office, "slow")
    async with running(office, Lane.EVERYTHING):
        await until(lambda: office.posts[0].asked == ["slow"])
        asyncio.get_running_loop().call_later(0.02, release.set)
    assert await office.states() == {"m:slow": "sent"}


async def test_told_to_stop_it_waits_only_so_long(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loops, "_LAST_SENDS", 0.02)
    office.posts[0].hangs("slow")
    await queues(office, "slow")
    async with running(office, Lane.EVERYTHING):
        await until(lambda: office.posts[0].asked == ["slow"])
    assert await office.states() == {"m:slow": "sending"}


async def test_a_store_that_goes_away_under_a_send_is_told_to_the_loop(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    release = office.posts[0].hangs("a")
    await queues(office, "a")
    assert await office.sender.fill(MORNING, Lane.EVERYTHING) == 1
    monkeypatch.setattr(office.sender, "_record", _away)
    release.set()
    await until(lambda: not office.sender._flying[Lane.EVERYTHING])
    with pytest.raises(StoreUnavailable):
        await office.sender.fill(MORNING, Lane.EVERYTHING)
    assert await office.sender.fill(MORNING, Lane.EVERYTHING) == 0


async def _away(*_: object) -> OutboxState:
    raise StoreUnavailable("away")


async def test_a_claim_that_fails_sends_nothing(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    await queues(office, "a")
    moved = office.town.store.transact

    async def broken(work: object) -> None:
        raise StoreUnavailable("away")

    monkeypatch.setattr(office.town.store, "transact", broken)
    with pytest.raises(StoreUnavailable):
        await office.sender.step(MORNING)
    assert office.posts[0].asked == []
    monkeypatch.setattr(office.town.store, "transact", moved)
    await office.sends()
    assert office.posts[0].asked == ["a"]


async def test_an_account_closed_by_many_refusals_keeps_everything_queued(office: Office) -> None:
    addresses = named("c", 40)
    for address in addresses:
        office.posts[0].answers(address, PATIENCE)
    await queues(office, *addresses)
    await office.sends()
    assert office.paces.closed == frozenset({("telegram", "bot")})
    asked = len(office.posts[0].asked)
    assert asked <= delivery.BATCH
    states = list((await office.states()).values())
    assert states.count("queued") >= 40 - delivery.BATCH
    await queues(office, "later")
    await office.sends()
    assert len(office.posts[0].asked) == asked


async def test_what_waits_for_its_turn_as_the_account_closes_is_not_sent_and_loses_no_attempt(
    town: Town,
) -> None:
    office = opened(town, Post(capabilities=replace(SWIFT, per_second=2.0)))
    await queues(office, "a", "b")
    sending = asyncio.create_task(office.sender.step(MORNING))
    await until(lambda: office.posts[0].asked == ["a"])
    for chat in "xyz":
        office.paces.refused(("telegram", "bot"), chat, 30.0)
    await sending
    assert office.posts[0].asked == ["a"]
    turned_away = await office.message("m:b")
    assert (turned_away.state, turned_away.attempts) == (OutboxState.RETRY_WAIT, 0)


async def test_an_account_that_is_open_again_goes_on(town: Town) -> None:
    office = opened(town, Post(capabilities=replace(SWIFT, per_second=5.0)))
    for chat in "xyz":
        office.paces.refused(("telegram", "bot"), chat, 0.05)
    await queues(office, "a")
    assert (await office.sender.step(MORNING)).total == 0
    await until(lambda: not office.paces.closed)
    await office.sends()
    assert await office.states() == {"m:a": "sent"}
