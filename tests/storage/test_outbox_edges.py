"""The database itself allows only the edges of the domain: all pairs of states are tried."""

from itertools import product

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from domain.delivery import EDGES, OutboxState
from storage.store import Store, UnitOfWork
from tests.factories import message

COPIED = (
    "message_class, priority, channel, account, address, body, options, attempts, not_before, lease_epoch, "
    "detail, created_at"
)
PAIRS = list(product(OutboxState, OutboxState))


async def attempt(uow: UnitOfWork, source: OutboxState, target: OutboxState) -> bool:
    """Whether a message that stands in one state may be moved to the other."""
    key = await message(uow, f"{source}>{target}")
    insert = text(
        f"INSERT INTO outbox ({COPIED}, idem_key, state) SELECT {COPIED}, idem_key || '!', :state "
        "FROM outbox WHERE id = :id RETURNING id"
    )
    connection = uow.outbox._connection
    copy = (await connection.execute(insert, {"state": source.value, "id": key})).scalar_one()
    try:
        async with uow.savepoint():
            return await uow.outbox.set_state([copy], target) == 1
    except DBAPIError as error:
        if "outbox edge not allowed" in str(error):
            return False
        raise


async def test_every_pair_of_states_is_allowed_by_the_database_exactly_when_the_domain_allows_it(
    store: Store,
) -> None:
    async def all_pairs(uow: UnitOfWork) -> dict[tuple[OutboxState, OutboxState], bool]:
        return {pair: await attempt(uow, *pair) for pair in PAIRS}

    allowed = await store.transact(all_pairs)
    # Staying is no move: other facts of a message may be written at any time.
    expected = {pair: pair[0] is pair[1] or pair[1] in EDGES.get(pair[0], ()) for pair in PAIRS}
    assert allowed == expected
    assert len(allowed) == 81


async def test_a_forbidden_edge_undoes_the_whole_unit_of_work(store: Store) -> None:
    async def work(uow: UnitOfWork) -> None:
        key = await message(uow, "m1")
        await uow.outbox.set_state([key or 0], OutboxState.SENT)

    with pytest.raises(DBAPIError, match="edge not allowed"):
        await store.transact(work)
    async with store.reading() as uow:
        assert await uow.outbox.messages() == []
