"""Where a person is reached: told in order, put first, cut after a yes; a person's own channels alone."""

from datetime import timedelta

import pytest

from domain.units import ContactState, Role
from services import accounts
from services.accounts import Address
from tests.flows.stage import Player, Stage, october

NAME = "Lê Văn Mẫu"


async def on_two(stage: Stage, name: str = NAME, unit: str = "STP") -> tuple[Player, Player]:
    """One person with two web chats."""
    first = await stage.joins(unit, Role.FOCAL_POINT, name)
    second = await stage.joins(unit, Role.FOCAL_POINT, name)
    return first, second


async def order_of(stage: Stage, player: Player) -> list[str]:
    """The addresses of the person at an address, in the order in which they are tried."""

    async def look(uow):  # type: ignore[no-untyped-def] # only hands on
        actor = await accounts.actor_at(uow, Address("webchat", "default", player.address))
        found = await uow.organisation.contacts([actor.person.id])
        return [contact.address for contact in found[actor.person.id]]

    return await stage.read(look)


async def test_channels_are_listed_in_order_with_the_present_one_marked(stage: Stage) -> None:
    first, second = await on_two(stage)
    listed = await second.says("/kenh")
    assert "1. hội thoại trên web · 2. hội thoại trên web (cuộc trò chuyện này)" in listed
    assert "1. hội thoại trên web (cuộc trò chuyện này)" in await first.says("xem kênh")


async def test_a_number_puts_a_channel_first_and_reminders_follow_it(stage: Stage) -> None:
    first, second = await on_two(stage)
    await first.says("kênh")
    assert "qua hội thoại trên web trước" in await first.says("2")
    assert await order_of(stage, first) == [second.address, first.address]
    await stage.goes_to(october(19, 8, 31))
    assert any("BC10" in text for text in await second.heard())
    assert not any("BC10" in text for text in await first.heard())


@pytest.mark.parametrize("text", ["kênh 2 trước", "dua kenh 2 len dau", "/kenh 2 trước", "ưu tiên kênh 2 ạ"])
async def test_a_sentence_puts_a_channel_first(stage: Stage, text: str) -> None:
    first, second = await on_two(stage)
    assert "trước." in await first.says(text)
    assert await order_of(stage, first) == [second.address, first.address]
    assert len(await stage.events("contact_first")) == 1


@pytest.mark.parametrize("text", ["kênh 3 trước", "kênh 0 trước", "kênh zalo trước", "kênh web trước"])
async def test_a_channel_that_is_not_there_or_not_the_only_one_of_its_name_is_asked_back(
    stage: Stage, text: str
) -> None:
    first, second = await on_two(stage)
    assert "Chưa rõ kênh nào" in await first.says(text)
    assert await order_of(stage, first) == [first.address, second.address]


async def test_cutting_is_confirmed_and_ends_the_link(stage: Stage) -> None:
    first, second = await on_two(stage)
    assert "Đúng không?" in await first.says("ngắt kênh 2")
    assert len(await order_of(stage, first)) == 2
    assert "Đã ngắt" in await first.says("1")
    assert await order_of(stage, first) == [first.address]
    assert "mã liên kết" in await second.says("việc")
    (event,) = await stage.events("contact_withdrawn")
    assert event.actor.startswith("person:")
    assert "Đã ngừng hội thoại trên web: người dùng đã ngắt." in await first.says("kênh")


async def test_the_channel_one_writes_from_may_be_cut_and_still_says_so(stage: Stage) -> None:
    first, second = await on_two(stage)
    await first.says("ngat kenh 1")
    assert "Đã ngắt" in await first.says("đúng")
    assert await order_of(stage, second) == [second.address]
    assert "mã liên kết" in await first.says("1")


async def test_a_no_cuts_nothing(stage: Stage) -> None:
    first, _ = await on_two(stage)
    await first.says("ngắt kênh 2")
    assert "giữ nguyên" in await first.says("2")
    assert len(await order_of(stage, first)) == 2


async def test_the_last_channel_is_not_cut(stage: Stage) -> None:
    only = await stage.joins("STP", Role.FOCAL_POINT, NAME)
    for text in ("ngắt kênh 1", "ngừng nhận tin qua kênh web"):
        assert "kênh duy nhất" in await only.says(text)
    assert "một kênh: hội thoại trên web" in await only.says("kênh")
    assert await order_of(stage, only) == [only.address]


async def test_two_confirmations_at_both_channels_leave_one(stage: Stage) -> None:
    first, second = await on_two(stage)
    await first.says("ngắt kênh 2")
    await second.says("ngắt kênh 1")
    await second.says("1")
    assert len(await order_of(stage, second)) == 1


async def test_a_question_about_a_cut_runs_out(stage: Stage) -> None:
    first, _ = await on_two(stage)
    await first.says("ngắt kênh 2")
    stage.clock.move_to(stage.clock.now() + timedelta(days=8))
    await first.says("1")
    assert len(await order_of(stage, first)) == 2


async def test_nobody_reaches_another_persons_channels(stage: Stage) -> None:
    first, _ = await on_two(stage)
    other, _ = await on_two(stage, "Trần Thị Mẫu", "SNV")
    await first.says("ngắt kênh 2")
    await other.says("ngắt kênh 1")
    await first.says("1")
    assert len(await order_of(stage, other)) == 2
    assert len(await stage.events("contact_withdrawn")) == 1


@pytest.mark.parametrize(
    "text", ["đã gửi qua zalo", "ưu tiên xử lý hồ sơ quá hạn", "ngừng tiếp nhận qua mạng"]
)
async def test_a_sentence_about_work_changes_no_channel(stage: Stage, text: str) -> None:
    first, second = await on_two(stage)
    assert "kênh" not in await first.says(text)
    assert await order_of(stage, first) == [first.address, second.address]


async def test_a_phone_that_passes_to_somebody_else_is_told_at_the_old_owners_other_channel(
    stage: Stage,
) -> None:
    phone, desk = await on_two(stage)
    code = await stage.code("SNV", Role.FOCAL_POINT, "Trần Thị Mẫu")
    question = await phone.says(code)
    assert f"đang liên kết với {NAME}" in question
    assert await phone.says("1") != ""
    (told,) = await desk.heard()
    assert "đã được liên kết với người khác" in told
    assert "Sở Nội vụ còn 1 việc" in await phone.says("việc")
    assert await order_of(stage, desk) == [desk.address]
    assert len(await stage.events("contact_passed_on")) == 1


async def test_a_declined_code_passes_nothing_on(stage: Stage) -> None:
    phone, desk = await on_two(stage)
    await phone.says(await stage.code("SNV", Role.FOCAL_POINT, "Trần Thị Mẫu"))
    await phone.says("2")
    assert await desk.heard() == []
    assert await order_of(stage, phone) == [phone.address, desk.address]


async def test_a_blocked_channel_is_named_with_its_reason(stage: Stage) -> None:
    first, second = await on_two(stage)
    address = ("webchat", "default", second.address)
    await stage.store.transact(
        lambda uow: uow.organisation.set_contact(address, ContactState.DISABLED, "blocked")
    )
    assert "Đã ngừng hội thoại trên web: người nhận đã chặn." in await first.says("kênh")
