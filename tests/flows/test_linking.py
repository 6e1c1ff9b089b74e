"""One-time codes: confirmed before anything is linked, used once, guarded against guessing, private."""

import asyncio
import re
from datetime import timedelta

import pytest

from domain.clocks import FixedClock
from domain.messages import RawUpdate
from domain.units import Role
from services import accounts
from storage.store import Store, UnitOfWork
from storage.tables import AssignmentRow, table_of
from tests.flows.stage import Stage, build_house, october, staged
from tests.flows.troupes import TROUPES

REFUSED = "Mã không dùng được. Xin kiểm tra lại hoặc đề nghị Văn phòng cấp mã mới."


async def linked(stage: Stage) -> int:
    return len(await stage.events("linked"))


async def test_a_code_is_confirmed_before_it_links(everywhere: Stage) -> None:
    newcomer = await everywhere.stranger()
    code = await everywhere.code("STP", Role.FOCAL_POINT, "Người thử")

    question = await newcomer.says(code)

    assert "Người thử, Sở Tư pháp, vai trò cán bộ đầu mối" in question
    assert "1. đúng · 2. không" in question
    assert await linked(everywhere) == 0
    assert "Người thử đã liên kết" in await newcomer.says("1")
    assert await linked(everywhere) == 1
    assert "Sở Tư pháp còn 1 việc" in await newcomer.says("việc")


@pytest.mark.parametrize("typed", ["{0}", "/start {0}", "  {0} ", "{1}"])
async def test_a_code_is_read_however_it_is_typed(stage: Stage, typed: str) -> None:
    newcomer = await stage.stranger()
    code = await stage.code("STP", Role.FOCAL_POINT)
    assert "Đúng không?" in await newcomer.says(typed.format(code, f"{code[:4].lower()}-{code[4:].lower()}"))


async def test_a_code_from_a_printed_sheet_links_too(stage: Stage) -> None:
    newcomer = await stage.stranger()
    await newcomer.says(await stage.code("STP", Role.UNIT_HEAD, sheet=True))
    assert "đã liên kết" in await newcomer.says("đúng")


async def test_a_declined_code_links_nobody_and_stays_good_for_its_owner(stage: Stage) -> None:
    stranger, owner = await stage.stranger(), await stage.stranger()
    code = await stage.code("STP", Role.FOCAL_POINT)
    await stranger.says(code)

    assert "Chưa liên kết" in await stranger.says("2")

    assert await linked(stage) == 0
    await owner.says(code)
    assert "đã liên kết" in await owner.says("1")


async def test_anything_but_yes_links_nobody(stage: Stage) -> None:
    stranger = await stage.stranger()
    await stranger.says(await stage.code("STP", Role.FOCAL_POINT))
    for text in ("3", "ok", "việc"):
        assert "mã liên kết do Văn phòng cấp" in await stranger.says(text)
    assert await linked(stage) == 0


async def test_an_unknown_code_and_a_used_code_get_the_same_refusal(stage: Stage) -> None:
    stranger, owner = await stage.stranger(), await stage.stranger()
    code = await stage.code("STP", Role.FOCAL_POINT)
    await owner.says(code)
    await owner.says("1")

    assert await stranger.says("ABCD2345") == REFUSED
    assert await stranger.says(code) == REFUSED
    assert await linked(stage) == 1


async def test_a_code_expires_by_machine_time(stage: Stage) -> None:
    late, later = await stage.stranger(), await stage.stranger()
    code = await stage.code("STP", Role.FOCAL_POINT)
    await stage.machine_passes(timedelta(minutes=29))
    assert "Đúng không?" in await late.says(code)

    await stage.machine_passes(timedelta(minutes=1))

    assert await later.says(code) == REFUSED
    assert await late.says("1") == REFUSED
    assert await linked(stage) == 0


async def test_a_code_does_not_expire_when_only_the_simulated_clock_runs(stage: Stage) -> None:
    newcomer = await stage.stranger()
    code = await stage.code("STP", Role.FOCAL_POINT)
    stage.sleeps_until(october(24, 9))
    assert "Đúng không?" in await newcomer.says(code)


async def test_five_failures_close_the_door_for_an_hour(stage: Stage) -> None:
    guesser = await stage.stranger()
    code = await stage.code("STP", Role.FOCAL_POINT, sheet=True)
    for _ in range(5):
        assert await guesser.says("ABCD2345") == REFUSED

    assert await guesser.says(code) == REFUSED

    await stage.machine_passes(timedelta(minutes=61))
    assert "Đúng không?" in await guesser.says(code)


async def test_the_door_closes_for_the_guesser_alone(stage: Stage) -> None:
    guesser, owner = await stage.stranger(), await stage.stranger()
    for _ in range(6):
        await guesser.says("ABCD2345")
    assert "Đúng không?" in await owner.says(await stage.code("STP", Role.FOCAL_POINT))


async def test_of_two_addresses_that_confirm_one_code_at_once_one_wins(store: Store) -> None:
    async with TROUPES["console"]() as troupe, staged(store, troupe, at=october(19, 9)) as stage:
        first, second = await stage.stranger(), await stage.stranger()
        code = await stage.code("STP", Role.FOCAL_POINT)
        for player in (first, second):
            assert "Đúng không?" in await player.says(code)

        for player in (first, second):
            await troupe.write(player.address, "1")
        rival = build_house(store, FixedClock(stage.clock.now()), troupe.channels)
        await asyncio.gather(stage.house.worker.step(), rival.worker.step())
        await stage.settles()

        answers = [(await player.heard())[-1] for player in (first, second)]
        assert sum("đã liên kết" in answer or "BC10" in answer for answer in answers) == 1
        assert REFUSED in answers
        assert await linked(stage) == 1


async def test_before_anything_is_linked_one_reads_what_this_is_what_is_stored_and_whom_to_ask(
    stage: Stage,
) -> None:
    question = await (await stage.stranger()).says(await stage.code("STP", Role.FOCAL_POINT, "Người thử"))
    about, asked = question.split("\n")
    assert "hệ thống nhắn tin tự động" in about
    assert "chỉ lưu họ tên, đơn vị, vai trò, địa chỉ nhắn tin" in about
    assert "xin liên hệ Văn phòng UBND tỉnh" in about
    assert asked.startswith("Mã này dành cho Người thử, Sở Tư pháp, vai trò cán bộ đầu mối. Đúng không?")


async def test_who_has_linked_reads_what_is_owed_and_how_to_answer(stage: Stage) -> None:
    newcomer = await stage.stranger()
    await newcomer.says(await stage.code("STP", Role.FOCAL_POINT, "Người thử"))
    answer = await newcomer.says("1")
    assert "Hiện còn 1 việc; gần nhất là BC10" in answer
    assert "trước ngày 21" in answer
    assert "hết thứ Sáu 20/10/2023" in answer
    assert "1 đã gửi, 2 đang làm" in answer
    assert "đã ghi nhận" in (await newcomer.says("2")).lower()


async def test_a_unit_that_owes_nothing_is_told_so_and_a_leader_is_told_how_to_ask(stage: Stage) -> None:
    centre, leader = await stage.stranger(), await stage.stranger()
    await stage.store.transact(
        lambda uow: uow._connection.execute(table_of(AssignmentRow).update().values(status="accepted"))
    )
    await centre.says(await stage.code("STP", Role.FOCAL_POINT))
    assert "không có việc nào" in await centre.says("1")
    await leader.says(await stage.code("VP", Role.LEADER))
    answer = await leader.says("1")
    assert "đơn vị nào chưa nộp?" in answer
    assert "1 đã gửi" not in answer


@pytest.mark.parametrize(
    ("named", "is_told"),
    [(("webchat", "hai"), True), (("webchat", "default"), False), (("fax", "hai"), False)],
)
async def test_a_code_meant_for_another_account_of_the_messenger_links_and_says_so(
    stage: Stage, named: tuple[str, str], is_told: bool
) -> None:
    newcomer = await stage.stranger()
    code = await stage.code("STP", Role.FOCAL_POINT)
    hashed = accounts.hash_code(code)

    async def direct(uow: UnitOfWork) -> None:
        invitation = await uow.organisation.invitation(code_hash=hashed)
        assert invitation is not None
        await uow.organisation.direct_invitation(invitation.id, *named)

    await stage.store.transact(direct)
    await newcomer.says(code)
    answer = await newcomer.says("1")
    assert "đã liên kết" in answer
    assert ("tài khoản hội thoại trên web khác" in answer) is is_told


async def test_who_takes_over_by_an_approved_code_acts_alone(stage: Stage) -> None:
    old, office = await stage.joins("STP", Role.FOCAL_POINT), await stage.joins("VP", Role.COORDINATOR)
    await old.says("từ nay đồng chí Trần Văn Mẫu thay em làm đầu mối ạ")
    await office.says("việc cần xử lý")
    await office.says("1")
    agreed = await office.says("1")
    code = re.search(r"\b[A-Z2-7]{13}\b", agreed)
    assert code is not None, agreed

    new = await stage.stranger()
    await new.says(code[0])
    assert "đã liên kết" in await new.says("1")

    assert len(await stage.events("replaced")) == 1
    assert "Sở Tư pháp còn 1 việc" in await new.says("việc")
    assert "BC10" not in await old.says("việc")


async def test_one_person_takes_on_a_second_role_with_a_second_code(stage: Stage) -> None:
    officer = await stage.joins("STP", Role.FOCAL_POINT, "Trần Thị Mẫu")
    await officer.says(await stage.code("SNV", Role.FOCAL_POINT, "Tran Thi Mau"))
    assert "đã liên kết" in await officer.says("1")
    assert "Sở Tư pháp, Sở Nội vụ còn 2 việc" in await officer.says("việc")


async def test_a_document_number_without_its_slash_is_no_code_for_somebody_linked(stage: Stage) -> None:
    officer = await stage.joins("STP", Role.FOCAL_POINT)
    assert REFUSED not in await officer.says("ABCD2345")


async def test_telegrams_deep_link_brings_the_code(phones: Stage) -> None:
    newcomer = await phones.stranger()
    await newcomer.says(f"/start {await phones.code('STP', Role.FOCAL_POINT)}")
    assert "đã liên kết" in await newcomer.presses("đúng")


async def test_a_code_typed_into_a_group_is_not_taken(phones: Stage) -> None:
    code = await phones.code("STP", Role.FOCAL_POINT)
    stranger = await phones.stranger()
    (answer,) = await stranger.says_in_group(f"@dondoc_thu_bot {code}")
    assert answer == "Mã liên kết chỉ nhận trong tin nhắn riêng. Xin nhắn riêng cho hệ thống."
    assert await linked(phones) == 0


async def test_a_code_is_not_confirmed_from_a_group(phones: Stage) -> None:
    newcomer = await phones.stranger()
    await newcomer.says(await phones.code("STP", Role.FOCAL_POINT))

    (group,) = await newcomer.says_in_group("1")

    assert "liên kết do Văn phòng cấp" in group
    assert await linked(phones) == 0


async def test_an_update_that_names_nobody_changes_nothing(stage: Stage) -> None:
    odd = RawUpdate("odd-1", "odd", {"sender": 5})
    await stage.store.transact(
        lambda uow: uow.inbox.store("webchat", "default", [odd], received_at=stage.clock.now())
    )
    await stage.settles()
    assert await stage.messages() == []
