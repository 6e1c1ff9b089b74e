"""Accounts: a standing that is kept, and a count for each month that many may raise at once."""

from domain.accounts import AccountStanding, AccountState
from storage.store import Store
from tests.databases import at_once
from tests.factories import MINUTE, NOW


async def test_an_account_nobody_spoke_of_is_active(store: Store) -> None:
    async with store.reading() as uow:
        assert await uow.accounts.standing("t", "a") == AccountStanding("t", "a", AccountState.ACTIVE)
        assert await uow.accounts.all() == []


async def test_a_standing_is_kept_and_replaced(store: Store) -> None:
    paused = AccountStanding("t", "a", AccountState.PAUSED, "quota_spent", NOW, NOW + MINUTE)
    active = AccountStanding("t", "a", AccountState.ACTIVE, since=NOW + MINUTE)
    for standing in (paused, active):
        await store.transact(lambda uow, standing=standing: uow.accounts.set(standing))
        async with store.reading() as uow:
            assert await uow.accounts.standing("t", "a") == standing
            assert await uow.accounts.all() == [standing]


async def test_sends_are_counted_by_account_and_month_also_at_once(store: Store) -> None:
    async def count(account: str, month: str) -> int:
        return await store.transact(lambda uow: uow.accounts.count_sent("t", account, month))

    counts = await at_once(*(count("a", "2026-10") for _ in range(6)))
    assert sorted(counts) == [1, 2, 3, 4, 5, 6]
    assert [await count("a", "2026-11"), await count("b", "2026-10")] == [1, 1]
    async with store.reading() as uow:
        assert await uow.accounts.sent("t", "a", "2026-10") == 6
        assert await uow.accounts.sent("t", "c", "2026-10") == 0
