"""Which indexes a database really uses for the statements that a piece of work sends to it."""

from collections.abc import Awaitable, Callable
from typing import Any

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.store import Store, UnitOfWork

Work = Callable[[UnitOfWork], Awaitable[Any]]


async def plans_of(store: Store, work: Work) -> str:
    """The plans of every statement of the work, as the database explains them."""
    sent: list[tuple[str, Any]] = []

    def remember(_c: Any, _cursor: Any, statement: str, given: Any, _context: Any, many: bool) -> None:
        if not many:
            sent.append((statement, given))

    engine = store.engines.write.sync_engine
    event.listen(engine, "before_cursor_execute", remember)
    try:
        await store.transact(work)
    finally:
        event.remove(engine, "before_cursor_execute", remember)
    explain = _sqlite if store.engines.name == "sqlite" else _postgresql
    async with store.engines.write.connect() as connection:
        shown = [
            await explain(connection, *one)
            for one in sent
            if one[0].lstrip().startswith(("SELECT", "UPDATE"))
        ]
    return "\n".join(shown)


async def _sqlite(connection: AsyncConnection, statement: str, given: Any) -> str:
    rows = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", given)
    return "\n".join(row.detail for row in rows)


async def _postgresql(connection: AsyncConnection, statement: str, given: Any) -> str:
    """The plan that serves all values: the one PostgreSQL turns to after some executions.

    Small tables are scanned for being small; what counts is whether an index could serve.
    """
    driver = (await connection.get_raw_connection()).driver_connection
    assert driver is not None
    await driver.execute("SET plan_cache_mode = force_generic_plan; SET enable_seqscan = off")
    await driver.execute(f"PREPARE shown AS {statement}")
    values = f"({', '.join(['NULL'] * len(given))})" if given else ""
    rows = await driver.fetch(f"EXPLAIN EXECUTE shown{values}")
    await driver.execute("DEALLOCATE shown; RESET ALL")
    return "\n".join(row[0] for row in rows)
