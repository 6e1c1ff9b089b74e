"""The address on a person's card is their last contact, without a code, for as long as it stands there."""

from domain.units import Contact, ContactState, Person
from storage.store import Store, UnitOfWork
from tests.factories import NOW

HERE = ("email", "default")


async def person(uow: UnitOfWork, name: str, email: str | None) -> Person:
    somebody = await uow.organisation.add_person(name, "vi")
    await uow.people.change(somebody.id, {"email": email})
    return somebody


async def contacts(uow: UnitOfWork, somebody: Person) -> list[Contact]:
    return (await uow.organisation.contacts([somebody.id])).get(somebody.id, [])


async def test_a_card_with_an_address_is_a_contact_behind_all_others(store: Store) -> None:
    async def work(uow: UnitOfWork) -> list[tuple[str, str]]:
        clerk = await person(uow, "Lan", "Lan@xa.example.vn")
        assert await uow.cards.enter(*HERE, NOW) == 1
        await uow.organisation.add_contact(clerk.id, ("telegram", "default", "7"), NOW)
        return [(item.channel, item.address) for item in await contacts(uow, clerk)]

    assert await store.transact(work) == [("telegram", "7"), ("email", "lan@xa.example.vn")]


async def test_a_card_without_an_address_is_none(store: Store) -> None:
    async def work(uow: UnitOfWork) -> int:
        await person(uow, "Lan", None)
        return await uow.cards.enter(*HERE, NOW)

    assert await store.transact(work) == 0


async def test_looking_again_changes_nothing_and_opens_nothing_that_was_closed(store: Store) -> None:
    async def work(uow: UnitOfWork) -> list[Contact]:
        clerk = await person(uow, "Lan", "lan@xa.example.vn")
        await uow.cards.enter(*HERE, NOW)
        await uow.organisation.set_contact((*HERE, "lan@xa.example.vn"), ContactState.DISABLED, "gone")
        assert await uow.cards.enter(*HERE, NOW) == 0
        return await contacts(uow, clerk)

    assert await store.transact(work) == []


async def test_an_address_that_was_changed_or_taken_off_the_card_is_no_contact_any_more(store: Store) -> None:
    async def work(uow: UnitOfWork) -> list[list[str]]:
        clerk = await person(uow, "Lan", "cu@xa.example.vn")
        seen = []
        for address in ("cu@xa.example.vn", "moi@xa.example.vn", None):
            await uow.people.change(clerk.id, {"email": address})
            await uow.cards.enter(*HERE, NOW)
            seen.append([item.address for item in await contacts(uow, clerk)])
        return seen

    assert await store.transact(work) == [["cu@xa.example.vn"], ["moi@xa.example.vn"], []]


async def test_an_address_two_cards_share_belongs_to_the_first_and_stays_there(store: Store) -> None:
    async def work(uow: UnitOfWork) -> list[int]:
        first, second = [await person(uow, name, "vp@xa.example.vn") for name in ("Lan", "Hoa")]
        for _ in range(2):
            await uow.cards.enter(*HERE, NOW)
        return [len(await contacts(uow, somebody)) for somebody in (first, second)]

    assert await store.transact(work) == [1, 0]
