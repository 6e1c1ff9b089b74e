"""History only grows; sealing chains it; any later change shows, with its position."""

import random
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from services import audit
from storage.store import Store, UnitOfWork
from tests.factories import NOW, happened

EVENTS = 12
NO_TRIGGERS = {
    "sqlite": ("DROP TRIGGER event_no_change", "DROP TRIGGER event_no_delete"),
    "postgresql": ("SET LOCAL session_replication_role = replica",),
}
Tamper = Callable[[random.Random, int], str]


async def fill(uow: UnitOfWork, count: int = EVENTS) -> None:
    for number in range(count):
        at = NOW + timedelta(seconds=number, microseconds=number)
        await happened(uow, f"assignment:{number}", at=at, recorded_at=at)


async def sealed(uow: UnitOfWork) -> int:
    await fill(uow)
    return await audit.seal(uow)


async def run(store: Store, *statements: str) -> None:
    async with store.engines.write.begin() as connection:
        for statement in statements:
            await connection.execute(text(statement))


async def verified(store: Store) -> audit.Verified:
    async with store.reading() as uow:
        return await audit.verify(uow)


FORBIDDEN = [
    "UPDATE event SET actor = 'person:9' WHERE id = 1",
    "UPDATE event SET data = '{}' WHERE id = 3",
    "UPDATE event SET hash = 'x' WHERE id = 1",
    "UPDATE event SET hash = NULL, position = NULL, previous_hash = NULL WHERE id = 1",
    "DELETE FROM event WHERE id = 1",
    "DELETE FROM event",
]


FACTS = (
    "id = 77",
    "at = recorded_at, recorded_at = at",
    "unit_id = 5",
    "actor = ''",
    "verb = ''",
    "subject = ''",
)


async def allowed(store: Store, statements: Iterable[str]) -> list[str]:
    """Those of the statements that history lets through."""
    let_through = []
    for statement in statements:
        try:
            await run(store, statement)
            let_through.append(statement)
        except DBAPIError as error:
            if "append-only" not in str(error):
                raise
    return let_through


async def test_sealed_history_is_neither_changed_nor_deleted(store: Store) -> None:
    await store.transact(sealed)
    assert await allowed(store, FORBIDDEN) == []
    assert await verified(store) == audit.Verified(EVENTS, 0, broken_at=None)


async def test_facts_not_yet_sealed_are_neither_changed_nor_deleted(store: Store) -> None:
    await store.transact(lambda uow: happened(uow, "assignment:1", recorded_at=NOW + timedelta(hours=1)))
    changes = [f"UPDATE event SET {change}" for change in FACTS]
    assert await allowed(store, [*changes, "DELETE FROM event"]) == []
    assert await allowed(store, ["UPDATE event SET actor = actor"]) == ["UPDATE event SET actor = actor"]


async def test_the_roundabout_way_of_deleting_is_closed(store: Store) -> None:
    attempts = {"sqlite": "REPLACE INTO event SELECT * FROM event", "postgresql": "TRUNCATE event"}
    attempt = attempts[store.engines.name]
    await store.transact(sealed)
    with pytest.raises(DBAPIError, match="append-only"):
        await run(store, attempt)
    assert (await verified(store)).sealed == EVENTS


async def test_sealing_chains_committed_events_once_and_in_order(store: Store) -> None:
    assert await store.transact(sealed) == EVENTS
    assert await store.transact(audit.seal) == 0
    await store.transact(lambda uow: fill(uow, 3))
    assert await verified(store) == audit.Verified(EVENTS, 3, broken_at=None)
    assert await store.transact(audit.seal) == 3
    assert await verified(store) == audit.Verified(EVENTS + 3, 0, broken_at=None)
    async with store.reading() as uow:
        chain = await uow.history.sealed_after(0, 100)
        assert await uow.history.head() == (EVENTS + 3, chain[-1].hash)
        assert [event.position for event in await uow.history.sealed_after(10, 2)] == [11, 12]
    assert [event.position for event in chain] == list(range(1, EVENTS + 4))
    assert [event.previous_hash for event in chain[1:]] == [event.hash for event in chain[:-1]]


async def test_an_empty_history_is_whole(store: Store) -> None:
    assert await store.transact(audit.seal) == 0
    assert await verified(store) == audit.Verified(0, 0, broken_at=None)


async def test_a_chain_longer_than_a_batch_is_sealed_and_verified_whole(sqlite_store: Store) -> None:
    count = audit.BATCH + 7
    await sqlite_store.transact(lambda uow: fill(uow, count))
    assert [await sqlite_store.transact(audit.seal) for _ in range(3)] == [audit.BATCH, 7, 0]
    assert await verified(sqlite_store) == audit.Verified(count, 0, broken_at=None)


def edit(column: str, value: str) -> Tamper:
    return lambda _chance, at: f"UPDATE event SET {column} = {value} WHERE position = {at}"


def another_number(column: str) -> Tamper:
    return lambda chance, at: (
        f"UPDATE event SET {column} = {column} + {chance.choice((-1, 1)) * chance.randint(1, 10**9)} "
        f"WHERE position = {at}"
    )


TAMPERS: list[Tamper] = [
    *(edit(column, "'khác'") for column in ("actor", "verb", "subject", "previous_hash", "hash")),
    edit("actor", "actor || ' '"),
    edit("data", """'{"ghi chú": "khác"}'"""),
    edit("data", "'[]'"),
    edit("data", "'không còn là JSON'"),
    edit("data", "substr(data, 2)"),
    edit("unit_id", "7"),
    edit("province_id", "7"),
    edit("hash", "NULL"),
    edit("subject", "verb, verb = subject"),
    another_number("at"),
    another_number("recorded_at"),
    edit("at", "9223372036854775807"),
    lambda chance, at: f"UPDATE event SET id = id + {chance.randint(1000, 9000)} WHERE position = {at}",
    lambda _chance, at: f"DELETE FROM event WHERE position = {at}",
    lambda _chance, at: f"UPDATE event SET position = NULL, hash = NULL WHERE position = {at}",
    lambda _chance, at: f"UPDATE event SET position = position + 1000 WHERE position = {at}",
]


async def test_random_tampering_is_found_and_its_position_named(sqlite_store: Store) -> None:
    await sqlite_store.transact(sealed)
    await run(sqlite_store, "PRAGMA foreign_keys = OFF", *NO_TRIGGERS["sqlite"])
    chance = random.Random(20231020)
    for number in range(4 * len(TAMPERS)):
        at = chance.randint(1, EVENTS - 1)
        statement = TAMPERS[number % len(TAMPERS)](chance, at)
        async with sqlite_store.engines.write.connect() as connection:
            await connection.execute(text("PRAGMA defer_foreign_keys = ON"))
            await connection.execute(text(statement))
            found = await audit.verify(UnitOfWork(connection, "sqlite"))
            await connection.rollback()
        assert found.broken_at == at, statement
        assert found.sealed == at - 1
    assert (await verified(sqlite_store)).broken_at is None


async def test_events_that_change_places_or_are_slipped_in_are_found(sqlite_store: Store) -> None:
    await sqlite_store.transact(sealed)
    swap = [
        "UPDATE event SET position = -position WHERE position IN (4, 6)",
        "UPDATE event SET position = 10 + position WHERE position < 0",
    ]
    await run(sqlite_store, *NO_TRIGGERS["sqlite"], *swap)
    assert (await verified(sqlite_store)).broken_at == 4


@pytest.mark.parametrize(
    "statement", ["UPDATE event SET actor = 'x' WHERE position = 5", "DELETE FROM event WHERE position = 5"]
)
async def test_tampering_around_the_triggers_is_found_on_either_database(
    store: Store, statement: str
) -> None:
    await store.transact(sealed)
    await run(store, *NO_TRIGGERS[store.engines.name], statement)
    assert await verified(store) == audit.Verified(4, 0, broken_at=5)


async def test_a_repaired_hash_still_breaks_the_next_link(sqlite_store: Store) -> None:
    await sqlite_store.transact(sealed)
    await run(sqlite_store, *NO_TRIGGERS["sqlite"], "UPDATE event SET actor = 'x' WHERE position = 5")
    async with sqlite_store.reading() as uow:
        (forged,) = await uow.history.sealed_after(4, 1)
    digest = audit._digest(forged, 5, str(forged.previous_hash))
    await run(sqlite_store, f"UPDATE event SET hash = '{digest}' WHERE position = 5")
    assert (await verified(sqlite_store)).broken_at == 6


async def test_history_is_found_by_actor_verb_subject_and_moment(store: Store) -> None:
    async def work(uow: UnitOfWork) -> None:
        rows: list[dict[str, Any]] = [
            {
                "at": NOW + timedelta(minutes=number), "recorded_at": NOW,
                "province_id": None, "unit_id": None,
                "actor": f"person:{number % 2}", "verb": ("sent", "undone")[number % 3 == 0],
                "subject": f"assignment:{number % 4}", "data": {"n": number},
            }
            for number in range(12)
        ]  # fmt: skip
        await uow.history.append_many(rows)
        await uow.history.append_many([])

    await store.transact(work)
    async with store.reading() as uow:
        recent = await uow.history.recent_of_actor("person:1", ["sent"], limit=2)
        of_subject = await uow.history.of_verbs(["assignment:0"], ["sent", "undone"])
        until = await uow.history.changes_until(NOW + timedelta(minutes=4), ["sent"])
        assert await uow.history.of_verbs([], ["sent"]) == []
    assert [event.data["n"] for event in recent] == [11, 7]
    assert [event.data["n"] for event in of_subject] == [8, 4, 0]
    assert [event.data["n"] for event in until] == [1, 2, 4]
