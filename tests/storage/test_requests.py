"""Requests are seen by their own coordinator alone, decided once, and wait again when that is taken back."""

from datetime import timedelta
from typing import Any

import pytest

from domain.permissions import Scope
from domain.requests import Request, RequestKind, RequestState
from domain.units import Role
from storage.store import Store, UnitOfWork
from tests import factories
from tests.databases import at_once
from tests.factories import NOW

EVERYTHING = Scope(everything=True)


class Place:
    """A province with two departments, each with a request."""

    def __init__(self, province_id: int, units: dict[str, int], ids: list[int]) -> None:
        self.province_id, self.units, self.ids = province_id, units, ids


async def asked(uow: UnitOfWork, place: tuple[int, int, int], **changes: Any) -> int:
    province_id, unit_id, coordinator = place
    values: dict[str, Any] = {
        "kind": RequestKind.EXTENSION,
        "data": {"until": "2023-10-24", "hour": None, "reason": "máy hỏng"},
        "province_id": province_id,
        "unit_id": unit_id,
        "coordinator_unit_id": coordinator,
        "assignment_id": None,
        "person_id": None,
        "created_at": NOW,
    }
    return await uow.requests.add(**{**values, **changes})


async def settled(store: Store) -> Place:
    async def work(uow: UnitOfWork) -> Place:
        province_id = await factories.province(uow)
        units = await factories.units(uow, province_id, "VP", "STP", "SNV")
        ids = [
            await asked(uow, (province_id, units["STP"], units["VP"])),
            await asked(uow, (province_id, units["SNV"], units["SNV"]), kind=RequestKind.DISPUTE),
        ]
        return Place(province_id, units, ids)

    return await store.transact(work)


async def open_ones(store: Store, scope: Scope = EVERYTHING, **limits: Any) -> list[Request]:
    async with store.reading() as uow:
        return await uow.requests.open(scope, **limits)


async def test_a_request_is_read_as_it_was_written(store: Store) -> None:
    place = await settled(store)
    first, _ = await open_ones(store)
    assert (first.id, first.kind, first.state) == (place.ids[0], RequestKind.EXTENSION, RequestState.OPEN)
    assert first.data == {"until": "2023-10-24", "hour": None, "reason": "máy hỏng"}
    assert (first.created_at, first.decided_at, first.raised_at) == (NOW, None, None)


async def test_only_what_the_scope_covers_is_seen(store: Store) -> None:
    place = await settled(store)
    own = Scope(units=frozenset({place.units["STP"]}))
    assert [item.id for item in await open_ones(store, own)] == place.ids[:1]
    assert await open_ones(store, Scope()) == []
    assert await open_ones(store, Scope(provinces=frozenset({place.province_id + 1}))) == []
    async with store.reading() as uow:
        assert await uow.requests.get(place.ids[1], own) is None
        assert await uow.requests.get(place.ids[0], own) is not None


async def test_a_coordinators_own_requests_are_told_apart(store: Store) -> None:
    place = await settled(store)
    found = await open_ones(store, coordinator_units=[place.units["SNV"]])
    assert [item.id for item in found] == place.ids[1:]
    assert [item.id for item in await open_ones(store, kinds=[RequestKind.EXTENSION])] == place.ids[:1]


async def closes(store: Store, request_id: int, by: str = "person:1") -> bool:
    return await store.transact(
        lambda uow: uow.requests.close(request_id, RequestState.AGREED, by=by, at=NOW, answer="được")
    )


async def test_a_request_is_decided_once(store: Store) -> None:
    place = await settled(store)
    assert await closes(store, place.ids[0])
    assert not await closes(store, place.ids[0], by="person:2")
    async with store.reading() as uow:
        found = await uow.requests.get(place.ids[0], EVERYTHING)
    assert found is not None
    assert (found.state, found.decided_by, found.decided_at) == (RequestState.AGREED, "person:1", NOW)
    assert found.data["answer"] == "được"
    assert found.data["until"] == "2023-10-24"


async def test_of_two_who_decide_at_once_one_wins(store: Store) -> None:
    place = await settled(store)
    won = await at_once(*(closes(store, place.ids[0], by=f"person:{n}") for n in range(3)))
    assert sorted(won) == [False, False, True]


async def test_an_unknown_request_is_not_decided(store: Store) -> None:
    place = await settled(store)
    assert not await closes(store, max(place.ids) + 1)


async def test_what_was_taken_back_waits_again(store: Store) -> None:
    place = await settled(store)
    await closes(store, place.ids[0])
    assert [item.id for item in await open_ones(store)] == place.ids[1:]

    again = await store.transact(lambda uow: uow.requests.reopen(place.ids))

    assert [item.id for item in again] == place.ids[:1]
    first, _ = await open_ones(store)
    assert (first.decided_by, first.decided_at) == (None, None)


async def test_agreed_requests_of_a_unit_are_found_the_newest_first(store: Store) -> None:
    place = await settled(store)
    where = (place.province_id, place.units["STP"], place.units["VP"])

    async def work(uow: UnitOfWork) -> list[int]:
        ids = [await asked(uow, where, kind=RequestKind.SUBSTITUTE) for _ in range(3)]
        for key in ids[:2]:
            await uow.requests.close(key, RequestState.AGREED, by="person:1", at=NOW)
        await uow.requests.close(ids[2], RequestState.REFUSED, by="person:1", at=NOW)
        return ids

    ids = await store.transact(work)
    async with store.reading() as uow:
        found = await uow.requests.agreed(place.units["STP"], RequestKind.SUBSTITUTE)
        assert [item.id for item in found] == [ids[1], ids[0]]
        assert await uow.requests.agreed(place.units["SNV"], RequestKind.SUBSTITUTE) == []


async def test_it_is_remembered_when_a_request_was_raised_again(store: Store) -> None:
    place = await settled(store)
    later = NOW + timedelta(hours=2)
    await store.transact(lambda uow: uow.requests.raised(place.ids[:1], later))
    assert [item.raised_at for item in await open_ones(store)] == [later, None]


async def test_an_ended_membership_ends_one_role_in_one_unit(store: Store) -> None:
    place = await settled(store)

    async def work(uow: UnitOfWork) -> tuple[bool, bool, list[Role]]:
        person = await factories.person(uow, "Người một", place.units["STP"])
        await uow.organisation.add_membership(person.id, place.units["STP"], Role.UNIT_HEAD)
        key = (person.id, place.units["STP"], Role.FOCAL_POINT)
        first, second = await uow.people.end_membership(*key), await uow.people.end_membership(*key)
        left = await uow.organisation.memberships(person_ids=[person.id])
        return first, second, [item.role for item in left]

    assert await store.transact(work) == (True, False, [Role.UNIT_HEAD])


@pytest.mark.parametrize("kind", list(RequestKind))
async def test_every_kind_can_be_kept(sqlite_store: Store, kind: RequestKind) -> None:
    place = await settled(sqlite_store)
    where = (place.province_id, place.units["STP"], place.units["VP"])
    key = await sqlite_store.transact(lambda uow: asked(uow, where, kind=kind))
    assert (await open_ones(sqlite_store))[-1].id == key
    assert (await open_ones(sqlite_store))[-1].kind is kind
