"""Who somebody is: codes, the person behind an address, and units named by hand."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from domain.errors import LinkRefused, NotFound
from domain.units import ContactState, Invitation, Person, Role, Unit, UnitKind
from services import accounts
from services.accounts import Address, Minted, looks_like_code
from storage.store import Store, UnitOfWork
from tests import factories
from tests.factories import NOW
from tests.services.town import Town

PHONE, LAPTOP = Address("telegram", "bot", "42"), Address("webchat", "default", "w1")


async def unit_of(town: Town, code: str = "STP") -> Unit:
    async with town.store.reading() as uow:
        return (await uow.organisation.units_by_id([town.units[code]]))[town.units[code]]


async def minted(
    town: Town,
    name: str = "Nguyễn Thị Mẫu",
    *,
    code: str = "STP",
    role: Role = Role.FOCAL_POINT,
    sheet: bool = False,
) -> Minted:
    unit = await unit_of(town, code)
    return await town.store.transact(
        lambda uow: accounts.invite(uow, name, (unit, role), sheet=sheet, now=NOW)
    )


async def linked(town: Town, code: Minted, address: Address) -> Person:
    """Typed and confirmed."""

    async def work(uow: UnitOfWork) -> Person:
        invitation, _ = await accounts.look_up(uow, code.code, address)
        hashed = accounts.hash_code(code.code)
        return await accounts.link(uow, invitation.id, address, code_hash=hashed, now=NOW)

    return await town.store.transact(work)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("ABCD2345", "ABCD2345"),
        ("abcd2345", "ABCD2345"),
        (" abcd-2345 ", "ABCD2345"),
        ("AB CD 23 45", "ABCD2345"),
        ("ABCDEFGHJKLMN", "ABCDEFGHJKLMN"),
        ("abcde-fghjk-234", "ABCDEFGHJK234"),
        ("ABCD234", None),
        ("ABCD23456", None),
        ("ABCD2340", None),
        ("ABCD2341", None),
        ("ABCDEFGHJK239", None),
        ("mã ABCD2345", None),
        ("215/BC-STP", None),
        ("đã gửi rồi", None),
        ("ABCDĐ345", None),
        ("", None),
    ],
)
def test_a_message_is_a_code_only_when_it_is_nothing_else(text: str, code: str | None) -> None:
    assert looks_like_code(text) == code


async def test_codes_are_long_random_and_read_back_as_codes(town: Town) -> None:
    screen = [await minted(town) for _ in range(20)]
    sheets = [await minted(town, sheet=True) for _ in range(20)]
    assert len({one.code for one in (*screen, *sheets)}) == 40
    assert all(re.fullmatch(r"[A-HJ-NP-Z2-9]{8}", one.code) for one in screen)
    assert all(re.fullmatch(r"[A-Z2-7]{13}", one.code) for one in sheets)
    assert all(looks_like_code(one.code) == one.code for one in (*screen, *sheets))


@pytest.mark.parametrize(("sheet", "life"), [(False, timedelta(minutes=30)), (True, timedelta(days=14))])
async def test_a_code_lives_by_machine_time_not_by_business_time(
    everywhere: Town, sheet: bool, life: timedelta
) -> None:
    before = datetime.now(UTC)
    code = await minted(everywhere, sheet=sheet)
    assert abs(code.expires_at - before - life) < timedelta(minutes=1)


async def test_only_a_hash_is_stored_and_history_does_not_know_the_code(town: Town) -> None:
    code = await minted(town)
    assert len(accounts.hash_code(code.code)) == 64
    async with town.store.reading() as uow:
        assert await accounts.is_known_code(uow, code.code)
        assert not await accounts.is_known_code(uow, code.code.lower())
        found = await uow.organisation.invitation(code_hash=accounts.hash_code(code.code))
    assert isinstance(found, Invitation)
    (event,) = await town.events("invited")
    assert code.code not in str(event)


async def test_the_same_person_on_another_device_is_one_person_with_two_addresses(town: Town) -> None:
    first = await linked(town, await minted(town), PHONE)
    again = await linked(town, await minted(town), LAPTOP)
    assert first.id == again.id
    async with town.store.reading() as uow:
        found = await uow.organisation.contacts([first.id])
        members = await uow.organisation.memberships(person_ids=[first.id])
    assert [one.address for one in found[first.id]] == ["42", "w1"]
    assert len(members) == 1


@pytest.mark.parametrize(
    ("name", "code", "role"),
    [
        ("Trần Văn Mẫu", "STP", Role.FOCAL_POINT),
        ("Nguyễn Thị Mẫu", "SNV", Role.FOCAL_POINT),
        ("Nguyễn Thị Mẫu", "STP", Role.UNIT_HEAD),
    ],
)
async def test_another_name_unit_or_role_on_another_device_is_somebody_else(
    town: Town, name: str, code: str, role: Role
) -> None:
    first = await linked(town, await minted(town), PHONE)
    other = await linked(town, await minted(town, name, code=code, role=role), LAPTOP)
    assert first.id != other.id


async def test_a_units_own_name_never_makes_two_people_one(town: Town) -> None:
    name = (await unit_of(town)).name
    first = await linked(town, await minted(town, name), PHONE)
    other = await linked(town, await minted(town, name), LAPTOP)
    assert first.id != other.id


@pytest.mark.parametrize("name", ["Nguyễn Thị Mẫu", "NGUYEN THI MAU", "Đơn vị VP"])
async def test_whoever_takes_on_a_further_role_keeps_being_that_person(town: Town, name: str) -> None:
    first = await linked(town, await minted(town), PHONE)
    again = await linked(town, await minted(town, name, code="VP", role=Role.COORDINATOR), PHONE)
    assert again == first
    async with town.store.reading() as uow:
        actor = await accounts.actor_at(uow, PHONE)
    assert actor is not None
    assert {member.role for member in actor.memberships} == {Role.FOCAL_POINT, Role.COORDINATOR}


async def test_a_code_for_another_name_passes_the_address_on(town: Town) -> None:
    first = await linked(town, await minted(town), PHONE)
    other = await linked(town, await minted(town, "Trần Văn Mẫu", code="SNV"), PHONE)
    assert other.id != first.id
    async with town.store.reading() as uow:
        actor = await accounts.actor_at(uow, PHONE)
        assert await accounts.contact_of(uow, first.id) is None
    assert actor is not None
    assert {member.unit_id for member in actor.memberships} == {town.units["SNV"]}


async def test_somebody_invited_by_a_units_name_is_named_by_the_next_code_and_stays_the_same(
    town: Town,
) -> None:
    unnamed = await linked(town, await minted(town, (await unit_of(town)).name), PHONE)
    named = await linked(town, await minted(town, code="SNV"), PHONE)
    assert (named.id, named.name) == (unnamed.id, "Nguyễn Thị Mẫu")
    async with town.store.reading() as uow:
        actor = await accounts.actor_at(uow, PHONE)
    assert actor is not None
    assert actor.person == named
    assert len(actor.memberships) == 2


async def test_a_contact_its_person_has_cut_is_a_strangers_until_a_new_code(town: Town) -> None:
    person = await linked(town, await minted(town), PHONE)
    closed = ContactState.DISABLED
    await town.store.transact(lambda uow: uow.organisation.set_contact(PHONE.key, closed, accounts.WITHDRAWN))
    assert await town.store.transact(lambda uow: accounts.actor_at(uow, PHONE)) is None
    again = await linked(town, await minted(town), PHONE)
    assert again.id == person.id
    assert await town.store.transact(lambda uow: accounts.actor_at(uow, PHONE)) is not None


async def test_a_closed_address_may_pass_to_somebody_else(town: Town) -> None:
    first = await linked(town, await minted(town), PHONE)
    await town.store.transact(lambda uow: uow.organisation.set_contact(PHONE.key, ContactState.DISABLED))
    other = await linked(town, await minted(town, "Trần Văn Mẫu"), PHONE)
    assert first.id != other.id
    async with town.store.reading() as uow:
        assert await accounts.contact_of(uow, first.id) is None
        actor = await accounts.actor_at(uow, PHONE)
    assert actor is not None
    assert actor.person == other


async def test_who_writes_again_is_written_to_again(town: Town) -> None:
    person = await linked(town, await minted(town), PHONE)
    await town.store.transact(lambda uow: uow.organisation.set_contact(PHONE.key, ContactState.DISABLED))
    actor = await town.store.transact(lambda uow: accounts.actor_at(uow, PHONE))
    assert actor is not None
    async with town.store.reading() as uow:
        found = await accounts.contact_of(uow, person.id)
        assert await accounts.actor_at(uow, LAPTOP) is None
    assert found is not None
    assert found.state is ContactState.ACTIVE


async def test_linking_lets_the_planner_look_at_what_the_unit_owes_and_at_nothing_else(town: Town) -> None:
    await linked(town, await minted(town), PHONE)
    assert (await town.duty("STP")).assignment.next_step_at == NOW
    assert (await town.duty("SNV")).assignment.next_step_at != NOW
    (event,) = await town.events("linked")
    assert (event.data["role"], event.unit_id) == ("focal_point", town.units["STP"])


async def test_a_code_used_between_question_and_answer_does_not_link(everywhere: Town) -> None:
    code = await minted(everywhere)
    async with everywhere.store.reading() as uow:
        invitation = await uow.organisation.invitation(code_hash=accounts.hash_code(code.code))
    assert invitation is not None
    await linked(everywhere, code, PHONE)

    async def late(uow: UnitOfWork) -> None:
        hashed = accounts.hash_code(code.code)
        await accounts.link(uow, invitation.id, LAPTOP, code_hash=hashed, now=NOW)

    with pytest.raises(LinkRefused):
        await everywhere.store.transact(late)
    async with everywhere.store.reading() as uow:
        assert await accounts.actor_at(uow, LAPTOP) is None


@pytest.fixture
async def two_provinces(town: Town) -> Store:
    """A second province that has an STP too, and a unit of its own."""

    async def work(uow: UnitOfWork) -> None:
        other = await factories.province(uow, "tinh-khac")
        await factories.units(uow, other, "STP", "RIENG", kind=UnitKind.DEPARTMENT)

    await town.store.transact(work)
    return town.store


@pytest.mark.parametrize("code", ["SNV", "snv", "tinh-mau/SNV", "RIENG", "tinh-khac/rieng", "tinh-khac/STP"])
async def test_a_unit_is_found_by_its_code(two_provinces: Store, code: str) -> None:
    async with two_provinces.reading() as uow:
        unit = await accounts.find_unit(uow, code)
        provinces = {one.id: one.code for one in await uow.organisation.provinces()}
    assert unit.code.casefold() == code.rpartition("/")[2].casefold()
    assert provinces[unit.province_id] == code.rpartition("/")[0] or "/" not in code


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("STP", "PROVINCE/STP"),
        ("NOWHERE", "unit list"),
        ("tinh-mau/RIENG", "unit list"),
        ("nowhere/STP", "unit list"),
        ("", "unit list"),
    ],
)
async def test_a_code_that_means_no_unit_or_several_is_refused(
    two_provinces: Store, code: str, words: str
) -> None:
    async with two_provinces.reading() as uow:
        with pytest.raises(NotFound, match=words):
            await accounts.find_unit(uow, code)


def test_addresses_of_different_accounts_are_different_owners() -> None:
    assert len({PHONE.owner, LAPTOP.owner, replace(PHONE, account="bot-2").owner}) == 3
