"""People from a table: who they are, what is added to them, and that nobody is lost or doubled."""

import pytest

from domain.imports import Difference
from domain.units import Person, Role
from services import accounts
from services.accounts import Address
from storage.store import UnitOfWork
from tests.services.registers import people, reasons, units
from tests.services.town import Town, october


async def stored(town: Town) -> list[Person]:
    async with town.store.reading() as uow:
        return list((await uow.people.of_province(town.id)).values())


async def places(town: Town) -> set[tuple[str, str, Role]]:
    async with town.store.reading() as uow:
        members = await uow.organisation.memberships(province_id=town.id)
        names = await uow.organisation.people(member.person_id for member in members)
    codes = {key: code for code, key in town.units.items()}
    return {(names[one.person_id].name, codes[one.unit_id], one.role) for one in members}


async def test_people_are_added_with_unit_role_telephone_and_address(everywhere: Town) -> None:
    report = await people(
        everywhere, "STP,Người A,đầu mối,0912 345 678,A@Example.vn", "Đơn vị SNV,Người B,thủ trưởng"
    )
    assert (len(report.added), report.changed, report.unchanged, report.rejected) == (2, (), 0, ())
    first, second = await stored(everywhere)
    assert (first.name, first.phone, first.email) == ("Người A", "0912345678", "a@example.vn")
    assert (second.name, second.phone, second.email) == ("Người B", None, None)
    assert await places(everywhere) == {
        ("Người A", "STP", Role.FOCAL_POINT),
        ("Người B", "SNV", Role.UNIT_HEAD),
    }


async def test_importing_again_changes_nothing(everywhere: Town) -> None:
    rows = ("STP,Người A,đầu mối,0912345678,a@example.vn", "STP,Người A,thủ trưởng")
    await people(everywhere, *rows)
    before = await stored(everywhere)
    again = await people(everywhere, *rows)
    assert (again.added, again.changed, again.unchanged) == ((), (), 2)
    assert await stored(everywhere) == before
    assert len(await everywhere.events("imported")) == 1


async def test_one_name_in_one_unit_is_one_person_with_two_roles(town: Town) -> None:
    report = await people(town, "STP,Người A,đầu mối,0912345678", "STP,người a,thủ trưởng")
    assert len(report.added) == 2
    (person,) = await stored(town)
    assert person.phone == "0912345678"
    assert {role for _, _, role in await places(town)} == {Role.FOCAL_POINT, Role.UNIT_HEAD}


async def test_names_that_differ_in_a_tone_are_two_people(town: Town) -> None:
    await people(town, "STP,Người Hà,đầu mối", "STP,Người Hạ,đầu mối")
    assert len(await stored(town)) == 2


async def test_one_name_and_telephone_in_two_units_is_one_person(town: Town) -> None:
    await people(town, "STP,Người A,đầu mối,0912345678")
    await people(town, "SNV,Người A,đầu mối,0912.345.678")
    assert len(await stored(town)) == 1
    assert {code for _, code, _ in await places(town)} == {"STP", "SNV"}


@pytest.mark.parametrize("phone", ["", "0900000001"])
async def test_one_name_in_two_units_without_the_same_telephone_is_two_people(town: Town, phone: str) -> None:
    await people(town, "STP,Người A,đầu mối,0912345678", f"SNV,Người A,đầu mối,{phone}")
    assert len(await stored(town)) == 2


async def test_a_changed_telephone_is_shown_and_a_dash_takes_it_away(everywhere: Town) -> None:
    await people(everywhere, "STP,Người A,đầu mối,0912345678,a@example.vn")
    report = await people(everywhere, "STP,Người A,đầu mối,0987654321,-")
    assert report.changed == (
        Difference("Người A", {"phone": ("0912345678", "0987654321"), "email": ("a@example.vn", None)}),
    )
    (person,) = await stored(everywhere)
    assert (person.phone, person.email) == ("0987654321", None)


async def test_an_empty_cell_keeps_the_telephone(town: Town) -> None:
    await people(town, "STP,Người A,đầu mối,0912345678")
    report = await people(town, "STP,Người A,đầu mối,,a@example.vn")
    assert report.changed == (Difference("Người A", {"email": (None, "a@example.vn")}),)
    assert (await stored(town))[0].phone == "0912345678"


async def test_whom_the_file_leaves_out_stays(town: Town) -> None:
    await town.joins("SNV", name="Người Cũ")
    await people(town, "STP,Người A,đầu mối")
    assert ("Người Cũ", "SNV", Role.FOCAL_POINT) in await places(town)


async def test_who_is_imported_and_linked_later_is_one_person(everywhere: Town) -> None:
    await people(everywhere, "STP,Người A,đầu mối,0912345678")
    address = Address("telegram", "bot", "chat-9")

    async def links(uow: UnitOfWork) -> Person:
        unit = await accounts.find_unit(uow, "STP")
        minted = await accounts.invite(uow, "Người A", (unit, Role.FOCAL_POINT), sheet=False, now=october(17))
        invitation, _ = await accounts.look_up(uow, minted.code, address)
        code_hash = accounts.hash_code(minted.code)
        return await accounts.link(uow, invitation.id, address, code_hash=code_hash, now=october(17))

    linked = await everywhere.store.transact(links)
    assert [person.id for person in await stored(everywhere)] == [linked.id]


async def test_somebody_reached_already_is_reminded_of_what_the_new_unit_owes(town: Town) -> None:
    await town.joins("STP", name="Người A")
    await town.plans(october(19))
    assert (await town.duty("SNV")).assignment.next_step_at != october(19, 9)
    await people(town, "STP,Người A,đầu mối,0912345678", now=october(19, 9))
    assert (await town.duty("SNV")).assignment.next_step_at != october(19, 9)
    await people(town, "SNV,Người A,đầu mối,0912345678", now=october(19, 9))
    assert (await town.duty("SNV")).assignment.next_step_at == october(19, 9)


@pytest.mark.parametrize(
    ("rows", "rejected"),
    [
        (("NOBODY,Người A,đầu mối",), (2, "Đơn vị")),
        (("STP,Người A,vua",), (2, "Vai trò")),
        (("STP,Đơn vị STP,đầu mối",), (2, "Họ và tên")),
        (("STP,Người A,đầu mối,12",), (2, "Điện thoại")),
        (("STP,Người A,đầu mối,,a@b",), (2, "Thư điện tử")),
        (("STP,Người A,đầu mối,0912345678", "STP,Người A,thủ trưởng,0987654321"), (3, "Điện thoại")),
    ],
)
async def test_one_wrong_row_and_nobody_is_stored(
    town: Town, rows: tuple[str, ...], rejected: tuple[int, str]
) -> None:
    report = await people(town, *rows, "SNV,Người Tốt,đầu mối")
    assert reasons(report) == [rejected]
    assert await stored(town) == []
    assert await town.events("imported") == []


async def test_a_unit_that_ended_is_followed_to_its_successor(town: Town) -> None:
    assert not (await units(town, "STP,Đơn vị STP,sở,,,,,,30/09/2023,SNV")).rejected
    report = await people(town, "STP,Người A,đầu mối")
    assert report.added == ("Người A (SNV, focal_point)",)
    assert ("Người A", "SNV", Role.FOCAL_POINT) in await places(town)


async def test_a_unit_that_ended_without_a_successor_is_refused(town: Town) -> None:
    await units(town, "STP,Đơn vị STP,sở,,,,,,30/09/2023")
    assert reasons(await people(town, "STP,Người A,đầu mối")) == [(2, "Đơn vị")]


async def test_a_look_stores_nobody(town: Town) -> None:
    seen = await people(town, "STP,Người A,đầu mối", dry_run=True)
    assert seen.added == ("Người A (STP, focal_point)",)
    assert await stored(town) == []


async def test_the_history_keeps_no_name_and_no_telephone(everywhere: Town) -> None:
    await people(everywhere, "STP,Người A,đầu mối,0912345678")
    (event,) = await everywhere.events("imported")
    assert event.data == {"kind": "people", "added": 1, "changed": 0, "unchanged": 0}
