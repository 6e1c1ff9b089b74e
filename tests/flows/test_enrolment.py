"""/lienlac: a coordinator sees who has not linked, never answered or is lost; nobody else does."""

import pytest

from domain.units import ContactState, Role
from storage.store import UnitOfWork
from tests.flows.stage import Player, Stage, october


@pytest.fixture
async def office(stage: Stage) -> Player:
    return await stage.joins("VP", Role.COORDINATOR, "Người Văn phòng")


async def test_the_three_lists_are_counted_apart(stage: Stage, office: Player) -> None:
    await stage.joins("STP", Role.FOCAL_POINT)
    answer = await office.says("/lienlac")
    assert "1. chưa liên kết: 27 đơn vị" in answer
    assert "2. đã liên kết, đã được nhắc nhưng chưa từng trả lời: 0 đơn vị" in answer
    assert "3. từng liên kết, nay không liên lạc được: 0 đơn vị" in answer


@pytest.mark.parametrize("text", ["ai chưa liên kết", "Đơn vị nào chưa liên kết?", "don vi chua lien ket"])
async def test_a_plain_question_gives_the_list_in_pages(stage: Stage, office: Player, text: str) -> None:
    await stage.joins("STP", Role.FOCAL_POINT)
    answer = await office.says(text)
    assert answer.startswith("27 đơn vị có báo cáo phải gửi mà chưa có ai liên kết:")
    assert "Sở Tư pháp" not in answer
    assert "chưa có tên người phụ trách" in answer
    assert "1. xem tiếp" in answer
    assert "11. " in await office.says("1")


async def test_known_people_are_named_with_their_telephone(stage: Stage, office: Player) -> None:
    async def known(uow: UnitOfWork) -> None:
        person = await uow.organisation.add_person("Lê Thị Mẫu", "vi")
        await uow.people.change(person.id, {"phone": "0204 000 111"})
        (unit,) = [unit for unit in await uow.organisation.units() if unit.code == "STP"]
        await uow.organisation.add_membership(person.id, unit.id, Role.FOCAL_POINT)

    await stage.store.transact(known)
    assert "Sở Tư pháp: Lê Thị Mẫu, điện thoại 0204 000 111" in await office.says("ai chưa liên kết")


async def test_who_was_reminded_and_said_nothing_is_listed_until_the_first_word(
    stage: Stage, office: Player
) -> None:
    officer = await stage.joins("STP", Role.FOCAL_POINT, "Lê Thị Mẫu")
    await stage.goes_to(october(19, 8, 31))
    await office.says("/lienlac")
    assert "Sở Tư pháp: Lê Thị Mẫu, điện thoại chưa có số" in await office.says("2")
    await officer.says("BC10 2")
    await office.says("liên lạc")
    assert "Sở Tư pháp" not in await office.says("2")


async def test_a_closed_contact_is_listed_with_its_reason(stage: Stage, office: Player) -> None:
    officer = await stage.joins("STP", Role.FOCAL_POINT, "Lê Thị Mẫu")
    address = ("webchat", "default", officer.address)
    await stage.store.transact(
        lambda uow: uow.organisation.set_contact(address, ContactState.DISABLED, "chat_not_found")
    )
    answer = await office.says("không liên lạc được đơn vị nào?")
    assert "Sở Tư pháp: Lê Thị Mẫu, điện thoại chưa có số (không tìm thấy cuộc trò chuyện)" in answer
    assert "Sở Tư pháp" not in await office.says("ai chưa liên kết")


async def test_nobody_lost_is_said_so(office: Player) -> None:
    assert "Không có đơn vị nào từng liên kết" in await office.says("đơn vị không liên lạc được")


@pytest.mark.parametrize(
    ("unit", "role"), [("STP", Role.FOCAL_POINT), ("STP", Role.UNIT_HEAD), ("VP", Role.LEADER)]
)
async def test_nobody_else_gets_a_list(stage: Stage, unit: str, role: Role) -> None:
    other = await stage.joins(unit, role)
    assert "ngoài phạm vi" in await other.says("/lienlac")
    for text in ("ai chưa liên kết", "đơn vị không liên lạc được"):
        assert "Sở Nội vụ" not in await other.says(text)


async def test_who_lost_the_role_does_not_get_the_next_page(stage: Stage, office: Player) -> None:
    await office.says("ai chưa liên kết")
    await stage.store.transact(_without_coordinators)
    assert "UBND" not in await office.says("1")


async def _without_coordinators(uow: UnitOfWork) -> None:
    for member in await uow.organisation.memberships(roles=[Role.COORDINATOR]):
        await uow.people.end_membership(member.person_id, member.unit_id, member.role)
