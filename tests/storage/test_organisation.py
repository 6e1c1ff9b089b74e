"""Units, people and roles; an address has one owner; a one-time code is used once."""

from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from domain.units import Contact, ContactState, Role, UnitKind
from storage.store import Store, UnitOfWork
from tests.databases import at_once
from tests.factories import ACCOUNT, NOW, TELEGRAM, person, province, units

HERE = (TELEGRAM, ACCOUNT, "100")


async def contact(store: Store, address: str = "100") -> Contact | None:
    async with store.reading() as uow:
        return await uow.organisation.contact_at(TELEGRAM, ACCOUNT, address)


async def two_people(uow: UnitOfWork) -> tuple[int, int]:
    """A is reached at 100, B nowhere."""
    known = await units(uow, await province(uow), "STP", "SNV")
    first = await person(uow, "Cán bộ A", known["STP"], address="100")
    return first.id, (await person(uow, "Cán bộ B", known["SNV"])).id


async def test_units_come_in_protocol_order_with_their_tree(store: Store) -> None:
    async def work(uow: UnitOfWork) -> dict[str, int]:
        province_id = await province(uow)
        known = await units(uow, province_id, "VP", "STP")
        known |= await units(uow, province_id, "TT1", kind=UnitKind.CENTRE)
        await uow.organisation.change_unit(known["TT1"], {"parent_id": known["STP"]})
        return known

    known = await store.transact(work)
    async with store.reading() as uow:
        found = await uow.organisation.units()
        by_id = await uow.organisation.units_by_id([known["TT1"], 999])
    assert [unit.code for unit in found] == ["TT1", "VP", "STP"]
    assert (by_id[known["TT1"]].parent_id, by_id[known["TT1"]].kind) == (known["STP"], UnitKind.CENTRE)
    assert by_id.keys() == {known["TT1"]}
    assert found[2].aliases == ("stp",)


async def test_a_unit_code_is_single_in_its_province_and_free_in_another(store: Store) -> None:
    async def work(uow: UnitOfWork) -> None:
        first, second = await province(uow, "a"), await province(uow, "b")
        await units(uow, first, "STP")
        await units(uow, second, "STP")
        await units(uow, first, "STP")

    with pytest.raises(IntegrityError):
        await store.transact(work)


async def test_a_role_is_held_once_and_several_roles_are_possible(store: Store) -> None:
    async def work(uow: UnitOfWork) -> None:
        known = await units(uow, await province(uow), "STP")
        found = await person(uow, "Cán bộ A", known["STP"])
        for role in (Role.FOCAL_POINT, Role.COORDINATOR, Role.COORDINATOR):
            await uow.organisation.add_membership(found.id, known["STP"], role)
        await uow.organisation.set_locale(found.id, "en")

    await store.transact(work)
    async with store.reading() as uow:
        held = await uow.organisation.memberships(person_ids=[1])
        assert [m.role for m in held] == [Role.FOCAL_POINT, Role.COORDINATOR]
        assert len(await uow.organisation.memberships(roles=[Role.COORDINATOR])) == 1
        assert await uow.organisation.memberships(roles=[]) == []
        assert (await uow.organisation.people([1]))[1].locale == "en"


async def test_an_address_belongs_to_one_person_the_last_to_link_it(store: Store) -> None:
    first, second = await store.transact(two_people)
    found = await contact(store)
    assert found is not None
    assert (found.person_id, found.state) == (first, ContactState.ACTIVE)
    await store.transact(lambda uow: uow.organisation.add_contact(second, HERE, NOW))
    async with store.reading() as uow:
        owners = await uow.organisation.contacts([first, second])
    assert owners.keys() == {second}


async def test_an_address_of_another_account_is_another_address(store: Store) -> None:
    first, second = await store.transact(two_people)
    other = (TELEGRAM, "bot-2", "100")
    await store.transact(lambda uow: uow.organisation.add_contact(second, other, NOW))
    found = await contact(store)
    assert found is not None
    assert found.person_id == first


async def test_a_disabled_address_is_not_written_to_until_it_revives(store: Store) -> None:
    first, _ = await store.transact(two_people)

    async def put(state: ContactState) -> int:
        return await store.transact(lambda uow: uow.organisation.set_contact(HERE, state, "blocked"))

    assert [await put(ContactState.DISABLED), await put(ContactState.DISABLED)] == [1, 0]
    async with store.reading() as uow:
        assert await uow.organisation.contacts([first]) == {}
    found = await contact(store)
    assert found is not None
    assert found.state is ContactState.DISABLED
    assert await put(ContactState.ACTIVE) == 1
    async with store.reading() as uow:
        assert len((await uow.organisation.contacts([first]))[first]) == 1


async def test_a_moved_chat_keeps_its_owner(store: Store) -> None:
    first, _ = await store.transact(two_people)
    await store.transact(lambda uow: uow.organisation.move_contact(HERE, "-100200"))
    assert await contact(store) is None
    found = await contact(store, "-100200")
    assert found is not None
    assert found.person_id == first


async def test_a_chat_that_moves_to_a_linked_address_leaves_that_link_alone(store: Store) -> None:
    _, second = await store.transact(two_people)

    async def work(uow: UnitOfWork) -> None:
        await uow.organisation.add_contact(second, (TELEGRAM, ACCOUNT, "-100200"), NOW)
        await uow.organisation.move_contact(HERE, "-100200")

    await store.transact(work)
    found = await contact(store, "-100200")
    assert found is not None
    assert found.person_id == second
    assert await contact(store) is None


async def test_an_address_that_does_not_exist_cannot_be_moved_or_disabled(store: Store) -> None:
    await store.transact(two_people)
    nowhere = (TELEGRAM, ACCOUNT, "999")
    assert await store.transact(lambda uow: uow.organisation.set_contact(nowhere, ContactState.DISABLED)) == 0
    await store.transact(lambda uow: uow.organisation.move_contact(nowhere, "1000"))
    assert await contact(store, "1000") is None


async def invite(uow: UnitOfWork, code_hash: str = "h") -> int:
    known = await units(uow, await province(uow), "STP")
    return await uow.organisation.add_invitation(
        code_hash=code_hash,
        unit_id=known["STP"],
        role=Role.FOCAL_POINT.value,
        person_name="Cán bộ A",
        created_at=NOW,
        expires_at=NOW + timedelta(minutes=30),
    )


async def redeem(store: Store, key: int, who: str, minutes: float = 0) -> bool:
    moment = NOW + timedelta(minutes=minutes)
    return await store.transact(lambda uow: uow.organisation.redeem(key, machine_now=moment, used_by=who))


async def test_of_fifty_who_redeem_a_code_at_once_one_wins(store: Store) -> None:
    key = await store.transact(invite)
    ends = await at_once(*(redeem(store, key, f"chat-{number}") for number in range(50)))
    assert sum(ends) == 1
    assert not await redeem(store, key, "late")
    async with store.reading() as uow:
        found = await uow.organisation.invitation(code_hash="h")
        assert await uow.organisation.invitation(code_hash="other") is None
    assert found is not None
    assert (found.used_at, found.role, found.person_name) == (NOW, Role.FOCAL_POINT, "Cán bộ A")


async def test_a_code_ends_with_its_last_moment(store: Store) -> None:
    key = await store.transact(invite)
    assert not await redeem(store, key, "late", minutes=30)
    assert not await redeem(store, key + 1, "nobody")
    assert await redeem(store, key, "in time", minutes=29.999)


async def test_a_code_is_stored_once(store: Store) -> None:
    async def twice(uow: UnitOfWork) -> None:
        await invite(uow)
        await uow.organisation.add_invitation(
            code_hash="h", unit_id=1, role="leader", person_name="B", created_at=NOW, expires_at=NOW
        )

    with pytest.raises(IntegrityError):
        await store.transact(twice)


async def test_wrong_codes_are_counted_per_address_and_hour(store: Store) -> None:
    async def work(uow: UnitOfWork) -> None:
        for minutes in (0, 59, 60):
            await uow.organisation.add_link_failure("telegram/bot/1", NOW + timedelta(minutes=minutes))
        await uow.organisation.add_link_failure("telegram/bot/2", NOW)

    await store.transact(work)
    async with store.reading() as uow:
        assert await uow.organisation.link_failures("telegram/bot/1", since=NOW) == 2
        assert await uow.organisation.link_failures("telegram/bot/1", since=NOW - timedelta(minutes=1)) == 3
        assert await uow.organisation.link_failures("telegram/bot/3", since=NOW - timedelta(days=1)) == 0
