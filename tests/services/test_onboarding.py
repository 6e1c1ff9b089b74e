"""Whom to invite, through which of our accounts, and what follows when they link."""

import asyncio
from collections import Counter
from datetime import date

import pytest

from domain.errors import LinkRefused
from domain.units import ContactState, Role, UnitKind
from services import accounts, onboarding
from services.accounts import Address
from services.onboarding import Guest, Guests, Places, Slip, Way
from storage.store import UnitOfWork
from tests import factories
from tests.factories import NOW
from tests.services.town import CALENDAR, Town

DAY = date(2023, 10, 17)
FIRST, SECOND = Way("zalo_bot", "mot", "Bot Một", 3), Way("zalo_bot", "hai", "Bot Hai", 2)
CHAT = Way("webchat", "default", "http://127.0.0.1/chat")


def ignored(done: int, total: int) -> None:
    """Nobody looks on."""


async def invited(
    town: Town, *guests: Guest, ways: tuple[Way, ...] = (), role: Role = Role.FOCAL_POINT
) -> list[Slip]:
    async def work(uow: UnitOfWork) -> list[Slip]:
        free = await onboarding.places(uow, ways)
        return await onboarding.invite(uow, guests, role, free, told=(NOW, ignored))

    return await town.store.transact(work)


async def guests(town: Town, *kinds: UnitKind, role: Role = Role.FOCAL_POINT) -> Guests:
    async with town.store.reading() as uow:
        return await onboarding.guests(uow, town.id, role, kinds=frozenset(kinds), on=DAY)


async def joins(town: Town, slip: Slip, address: Address) -> onboarding.Joined:
    async def work(uow: UnitOfWork) -> onboarding.Joined:
        hashed = accounts.hash_code(slip.minted.code)
        return await onboarding.join(
            uow, slip.minted.invitation_id, address, code_hash=hashed, moment=(NOW, CALENDAR)
        )

    return await town.store.transact(work)


def test_people_go_to_the_emptiest_account_until_all_are_full() -> None:
    free = Places([FIRST, SECOND], {("zalo_bot", "mot"): 2})
    taken = [free.take() for _ in range(4)]
    assert [[way.account for way in ways] for ways in taken] == [["hai"], ["mot"], ["hai"], []]


def test_an_account_without_a_limit_takes_everybody_and_two_share_evenly() -> None:
    both = [Way("telegram", "mot"), Way("telegram", "hai")]
    free = Places(both, {("telegram", "mot"): 5})
    counted = Counter(free.take()[0].account for _ in range(15))
    assert counted == {"hai": 10, "mot": 5}


def test_each_messenger_has_its_own_account_on_a_slip() -> None:
    free = Places([FIRST, CHAT], {})
    assert [way.kind for way in free.take()] == ["zalo_bot", "webchat"]


@pytest.mark.parametrize(
    ("ways", "named"),
    [
        ((FIRST, CHAT), FIRST),
        ((Way("telegram", "mot"), Way("telegram", "hai"), SECOND), SECOND),
        ((Way("telegram", "mot"), Way("telegram", "hai")), Way("telegram", "mot")),
        ((CHAT,), None),
        ((), None),
    ],
)
def test_an_invitation_names_an_account_only_where_it_matters(
    ways: tuple[Way, ...], named: Way | None
) -> None:
    found = Places(ways, {}).named(ways)
    assert (found and (found.kind, found.account)) == (named and (named.kind, named.account))


async def test_linked_people_and_open_codes_take_places(everywhere: Town) -> None:
    await everywhere.joins("STP")
    known = Way(factories.TELEGRAM, factories.ACCOUNT, places=2)
    units = await everywhere.duties()
    slips = await invited(everywhere, *(Guest(duty.unit, "A") for duty in units[:2]), ways=(known,))
    assert [len(slip.ways) for slip in slips] == [1, 0]
    (again,) = await invited(everywhere, Guest(units[2].unit, "B"), ways=(known,))
    assert again.ways == ()


async def test_the_account_is_stored_with_the_invitation(town: Town) -> None:
    unit = (await town.duty("STP")).unit
    named, free = await invited(town, Guest(unit, "A"), ways=(SECOND,)), await invited(town, Guest(unit, "B"))
    async with town.store.reading() as uow:
        found = [
            await uow.organisation.invitation(code_hash=accounts.hash_code(slip.minted.code))
            for slip in (*named, *free)
        ]
    assert [(item.channel, item.account) for item in found if item] == [("zalo_bot", "hai"), (None, None)]


async def test_units_without_people_are_invited_by_their_own_name_and_the_office_is_not(town: Town) -> None:
    found = await guests(town)
    assert [(item.unit.code, item.person_name) for item in found.guests] == [
        ("STP", "Đơn vị STP"),
        ("TANYEN", "Đơn vị TANYEN"),
        ("SNV", "Đơn vị SNV"),
    ]


async def test_a_kind_that_is_named_is_invited_alone(town: Town) -> None:
    assert [item.unit.code for item in (await guests(town, UnitKind.OFFICE)).guests] == ["VP"]
    assert (await guests(town, UnitKind.COMMUNE)).guests == ()


async def test_people_who_are_linked_are_left_out_and_those_who_are_not_have_a_code_each(town: Town) -> None:
    await town.joins("STP", name="Đã Liên Kết")
    for name in ("Trần Văn Mẫu", "Lê Thị Mẫu"):
        await town.store.transact(
            lambda uow, name=name: factories.person(uow, name, town.units["STP"])  # type: ignore[misc]
        )
    await town.joins("SNV", name="Đã Xong")
    found = await guests(town)
    assert [item.person_name for item in found.guests] == ["Trần Văn Mẫu", "Lê Thị Mẫu", "Đơn vị TANYEN"]
    assert found.linked == 2


async def test_people_of_another_role_do_not_count(town: Town) -> None:
    await town.joins("STP", Role.UNIT_HEAD)
    assert "STP" in [item.unit.code for item in (await guests(town)).guests]
    assert "STP" not in [item.unit.code for item in (await guests(town, role=Role.UNIT_HEAD)).guests]


async def test_a_closed_contact_is_no_link(town: Town) -> None:
    await town.joins("STP", name="A")
    address = (factories.TELEGRAM, factories.ACCOUNT, "A")
    await town.store.transact(lambda uow: uow.organisation.set_contact(address, ContactState.DISABLED))
    assert "A" in [item.person_name for item in (await guests(town)).guests]


async def test_open_codes_are_known_and_can_be_withdrawn(everywhere: Town) -> None:
    before = await guests(everywhere)
    slips = await invited(everywhere, *before.guests)
    found = await guests(everywhere)
    assert {item.id for item in found.waiting} == {slip.minted.invitation_id for slip in slips}
    assert len(found.guests) == len(before.guests)

    gone = await everywhere.store.transact(lambda uow: onboarding.withdraw(uow, found.waiting, now=NOW))

    assert gone == 3
    assert (await guests(everywhere)).waiting == ()
    assert len(await everywhere.events("invitation_withdrawn")) == 3
    with pytest.raises(LinkRefused):
        await joins(everywhere, slips[0], Address("webchat", "default", "w1"))


async def test_of_fifty_who_redeem_one_code_at_once_one_is_linked(everywhere: Town) -> None:
    (slip,) = await invited(everywhere, Guest((await everywhere.duty("STP")).unit, "Đơn vị STP"))
    tries = (joins(everywhere, slip, Address("webchat", "default", f"w{n}")) for n in range(50))
    ended = await asyncio.gather(*tries, return_exceptions=True)
    assert sum(isinstance(one, onboarding.Joined) for one in ended) == 1
    assert sum(isinstance(one, LinkRefused) for one in ended) == 49
    assert len(await everywhere.events("linked")) == 1


async def test_who_is_asked_is_whoever_coordinates_what_the_unit_owes(town: Town) -> None:
    async def asked(code: str) -> list[str]:
        async with town.store.reading() as uow:
            unit = (await uow.organisation.units_by_id([town.units[code]]))[town.units[code]]
            return await onboarding.responsible(uow, unit)

    assert await asked("STP") == ["Đơn vị VP"]
    assert await asked("VP") == ["Đơn vị VP"]
    await town.store.transact(lambda uow: factories.units(uow, town.id, "TRONG", kind=UnitKind.CENTRE))
    town.units["TRONG"] = max(town.units.values()) + 1
    assert await asked("TRONG") == ["Đơn vị VP"]
