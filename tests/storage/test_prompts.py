"""At most one question is open per owner; a new one closes the one before."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from domain.messages import Option
from storage.prompts import prompt
from storage.store import Store, UnitOfWork
from tests.factories import NOW

LIFE = (NOW, NOW + timedelta(hours=12))
OPTIONS = (Option(1, "yes", "Đúng"), Option(2, "no", "Không"))


async def ask(uow: UnitOfWork, owner: str = "person:1", kind: str = "confirm") -> int:
    return await uow.prompts.ask(owner, kind, data={"assignment": 7}, options=OPTIONS, times=LIFE)


async def kind_of(store: Store, owner: str = "person:1") -> str | None:
    async with store.reading() as uow:
        found = await uow.prompts.open(owner)
    return found.kind if found is not None else None


async def test_a_question_comes_back_as_it_was_asked(store: Store) -> None:
    key = await store.transact(ask)
    async with store.reading() as uow:
        found = await uow.prompts.open("person:1")
        assert await uow.prompts.open("person:2") is None
    assert found is not None
    assert (found.id, found.data, found.options, found.expires_at) == (
        key,
        {"assignment": 7},
        OPTIONS,
        LIFE[1],
    )


async def test_a_new_question_closes_the_one_before_and_leaves_other_owners_alone(store: Store) -> None:
    await store.transact(ask)
    await store.transact(lambda uow: ask(uow, "person:2", "other"))
    await store.transact(lambda uow: ask(uow, kind="pick"))
    assert await kind_of(store) == "pick"
    assert await kind_of(store, "person:2") == "other"


async def test_a_closed_question_is_no_longer_open_and_may_be_followed(store: Store) -> None:
    await store.transact(ask)
    await store.transact(lambda uow: uow.prompts.close("person:1", NOW))
    assert await kind_of(store) is None
    await store.transact(lambda uow: ask(uow, kind="pick"))
    assert await kind_of(store) == "pick"


async def test_the_database_refuses_a_second_open_question(store: Store) -> None:
    async def second(uow: UnitOfWork) -> None:
        await ask(uow)
        values = {"kind": "pick", "data": {}, "options": [], "created_at": NOW, "expires_at": NOW}
        await uow.prompts._insert(prompt, {"owner": "person:1", **values})

    with pytest.raises(IntegrityError):
        await store.transact(second)
    assert await kind_of(store) is None


async def test_questions_asked_at_once_leave_one_open(store: Store) -> None:
    kinds = [f"kind-{number}" for number in range(6)]
    works = (store.transact(lambda uow, kind=kind: ask(uow, kind=kind)) for kind in kinds)
    ends = await asyncio.gather(*works, return_exceptions=True)
    assert any(isinstance(end, int) for end in ends)
    assert all(isinstance(end, int | IntegrityError) for end in ends)
    assert await kind_of(store) in kinds
