"""Groups, message by message: nothing said there is recorded, and nothing heard there names anybody."""

from dataclasses import replace
from typing import Any

import pytest

from domain.calendar import VIETNAM
from domain.delivery import Received
from domain.groups import GroupState
from domain.messages import ChatKind, Inbound, InboundKind, Reply
from domain.units import ContactState, Role
from handlers import router
from services import groups
from storage.store import UnitOfWork
from tests.flows.stage import Player, Stage, october
from tests.flows.test_boundaries import ASKED as EVERYTHING_ASKED
from tests.flows.test_boundaries import NEUTRAL

CHAT = "group-7"
PLACE = ("webchat", "default", CHAT)
PRIVATELY = "Anh/chị nhắn riêng cho hệ thống để xem tình trạng đơn vị mình."
HEARD = "Đã nhận tin của anh/chị, chi tiết gửi riêng."
COUNTS = (
    "Đến 07:45 thứ Năm 19/10/2023 Văn phòng đã nhận 0/28 báo cáo tháng 10. "
    "Anh/chị nhắn riêng để xem tình trạng đơn vị mình."
)
ASKED = (
    "còn ai chưa nộp",
    "con xa nao chua nop?",
    "/quahan",
    "tiến độ",
    "Sở Nội vụ nộp chưa",
    "ai được gia hạn",
)
FOR_LEADERS = {"còn ai chưa nộp": "chưa nhận 28", "/quahan": "chưa nhận 28", "/tiendo": "TH10"}
NAMES = ("Sở", "UBND", "STP", "SNV")


async def hears(stage: Stage, who: Player | str, text: str = "", **changes: Any) -> Reply | None:
    """What is answered to a message in the group; the messenger itself is left out."""
    sender = who if isinstance(who, str) else who.address
    inbound = replace(Inbound(InboundKind.TEXT, ChatKind.GROUP, CHAT, sender, text=text), **changes)
    now = stage.clock.now()
    received = Received(inbound, "webchat", "default", now, 10_000 + len(stage.transcript))
    stage.noted(sender, text)
    return await stage.store.transact(
        lambda uow: router.answer(uow, received, clock=stage.clock, calendar=stage.house.calendar)
    )


async def group(stage: Stage) -> Any:
    return await stage.read(lambda uow: uow.groups.at(PLACE))


async def link(stage: Stage, officer: Player, unit: str) -> None:
    """The group is a unit's."""

    async def work(uow: UnitOfWork) -> None:
        units = {item.code: item.id for item in await uow.organisation.units()}
        contact = await uow.organisation.contact_at("webchat", "default", officer.address)
        assert contact is not None
        await groups.greet(uow, PLACE, now=stage.clock.now())
        assert await uow.groups.link(PLACE, units[unit], contact.person_id)

    await stage.store.transact(work)


@pytest.mark.parametrize("text", ASKED)
@pytest.mark.parametrize("role", [Role.FOCAL_POINT, Role.UNIT_HEAD])
async def test_a_unit_that_asks_in_a_group_hears_counts_and_no_name(
    stage: Stage, role: Role, text: str
) -> None:
    reply = await hears(stage, await stage.joins("STP", role), text)
    assert reply is not None
    assert (reply.text, reply.private) == (COUNTS, None)
    assert not [name for name in NAMES if name in reply.text.replace("Văn phòng", "")]


@pytest.mark.parametrize("role", [Role.FOCAL_POINT, Role.COORDINATOR, Role.LEADER])
async def test_whatever_is_asked_a_group_hears_only_neutral_lines(stage: Stage, role: Role) -> None:
    officer = await stage.joins("STP" if role is Role.FOCAL_POINT else "VP", role)
    for text in EVERYTHING_ASKED:
        reply = await hears(stage, officer, text)
        assert reply is not None
        assert reply.text in NEUTRAL, text
    assert await stage.events("changed") == []


async def test_who_sees_the_province_gets_the_answer_in_private(stage: Stage) -> None:
    for role in (Role.LEADER, Role.COORDINATOR):
        asking = await stage.joins("VP", role)
        for text, private in FOR_LEADERS.items():
            reply = await hears(stage, asking, text)
            assert reply is not None
            assert reply.text == COUNTS
            assert reply.private is not None
            assert private in reply.private.text


async def test_who_has_no_right_to_figures_hears_none(stage: Stage) -> None:
    reply = await hears(stage, await stage.joins("VP", Role.ADMIN), "còn ai chưa nộp")
    assert reply is not None
    assert (reply.text, reply.private) == (PRIVATELY, None)


REPORTS = {
    "đã gửi số 215/BC-STP hôm qua": "Sở Tư pháp, BC10 số 215/BC-STP, gửi thứ Tư 18/10/2023, chờ xác nhận.",
    "da gui so 9/BC-STP roi a": "Sở Tư pháp, BC10 số 9/BC-STP, đã gửi, chờ xác nhận.",
    "bên em đang làm": "Sở Tư pháp, BC10 đang làm.",
    "chưa gửi được, mai em gửi": "Sở Tư pháp, BC10 chưa gửi, hẹn thứ Sáu 20/10/2023.",
}


@pytest.mark.parametrize(("text", "asked"), REPORTS.items())
async def test_a_report_in_a_group_is_asked_about_in_private(stage: Stage, text: str, asked: str) -> None:
    reply = await hears(stage, await stage.joins("STP", Role.FOCAL_POINT), text)
    assert reply is not None
    assert reply.text == HEARD
    assert reply.private is not None
    assert reply.private.text.startswith(asked)
    assert (await stage.duty("STP")).status == "pending"
    assert await stage.events("changed") == []


@pytest.mark.parametrize("text", ["cho em xin gia hạn đến thứ 6", "không phải việc của sở em"])
async def test_what_needs_more_words_is_asked_for_in_private(stage: Stage, text: str) -> None:
    reply = await hears(stage, await stage.joins("STP", Role.FOCAL_POINT), text)
    assert reply is not None
    assert reply.private is not None
    assert "nhắn lại tại đây" in reply.private.text
    assert await stage.events("extension_asked") == []


@pytest.mark.parametrize("text", ["xin chào", "1", "BC10 1", "sửa", "hoàn tác", "/danhan BC10: SNV"])
async def test_everything_else_is_sent_to_a_private_chat(stage: Stage, text: str) -> None:
    reply = await hears(stage, await stage.joins("STP", Role.FOCAL_POINT), text)
    assert reply is not None
    assert (reply.text, reply.private) == (PRIVATELY, None)
    assert await stage.events("changed") == []


async def test_the_own_list_is_told_in_private(stage: Stage) -> None:
    reply = await hears(stage, await stage.joins("STP", Role.FOCAL_POINT), "việc")
    assert reply is not None
    assert reply.private is not None
    assert "BC10" not in reply.text
    assert "BC10" in reply.private.text


@pytest.mark.parametrize("changes", [{"is_forwarded": True}, {"is_addressed": False}])
@pytest.mark.parametrize("text", ["đã gửi số 215/BC-STP hôm qua", "còn ai chưa nộp", "liên kết nhóm"])
async def test_what_was_passed_on_or_said_to_others_is_nothing_to_us(
    stage: Stage, changes: dict[str, bool], text: str
) -> None:
    officer = await stage.joins("STP", Role.FOCAL_POINT)
    assert await hears(stage, officer, text, **changes) is None
    assert await group(stage) is None


async def test_a_group_is_greeted_once_however_it_is_met(stage: Stage) -> None:
    first = await hears(stage, "nobody", kind=InboundKind.JOINED)
    assert first is not None
    assert first.text == PRIVATELY
    assert await hears(stage, "nobody", kind=InboundKind.JOINED) is None
    assert await hears(stage, "nobody", "xin chào") is None


async def test_a_group_we_were_removed_from_is_greeted_again_and_is_nobodys(stage: Stage) -> None:
    officer = await stage.joins("STP", Role.FOCAL_POINT)
    await link(stage, officer, "STP")
    await hears(stage, officer, kind=InboundKind.BLOCKED)
    left = await group(stage)
    assert (left.state, left.unit_id) == (GroupState.LEFT, None)
    assert await hears(stage, "nobody", kind=InboundKind.JOINED) is not None
    assert (await group(stage)).state is GroupState.UNKNOWN


async def test_a_group_of_another_unit_learns_nothing(stage: Stage) -> None:
    theirs = await stage.joins("SNV", Role.FOCAL_POINT)
    await link(stage, theirs, "SNV")
    reply = await hears(stage, await stage.joins("STP", Role.FOCAL_POINT), "còn ai chưa nộp")
    assert reply is not None
    assert reply.text == PRIVATELY
    own = await hears(stage, theirs, "còn ai chưa nộp")
    assert own is not None
    assert own.text == COUNTS


@pytest.mark.parametrize("role", [Role.LEADER, Role.ADMIN])
async def test_only_people_of_a_unit_link_a_group(stage: Stage, role: Role) -> None:
    reply = await hears(stage, await stage.joins("VP", role), "liên kết nhóm")
    assert reply is not None
    assert reply.private is not None
    assert "không liên kết được" in reply.private.text
    assert reply.private.prompt is None


async def test_a_group_of_one_unit_is_not_taken_by_another(stage: Stage) -> None:
    theirs = await stage.joins("SNV", Role.FOCAL_POINT)
    await link(stage, theirs, "SNV")
    for text in ("liên kết nhóm", "bỏ nhóm"):
        reply = await hears(stage, await stage.joins("STP", Role.FOCAL_POINT), text)
        assert reply is not None
        assert reply.private is not None
        assert "không liên kết được" in reply.private.text
        assert "Nội vụ" not in reply.private.text
    assert (await group(stage)).state is GroupState.LINKED


async def test_the_command_in_private_says_where_it_belongs(stage: Stage) -> None:
    officer = await stage.joins("STP", Role.FOCAL_POINT)
    assert "dùng trong nhóm" in await officer.says("liên kết nhóm")
    assert "dùng trong nhóm" in await officer.says("/bonhom")


async def test_a_notice_waits_for_working_hours_and_goes_out_once(stage: Stage) -> None:
    officer = await stage.joins("STP", Role.FOCAL_POINT)
    await link(stage, officer, "STP")
    unit = (await stage.duty("STP")).unit_id
    moment = (october(19, 20), stage.house.calendar)

    async def work(uow: UnitOfWork) -> tuple[int, int, int]:
        queued = [await groups.notice(uow, unit, "1/2", key="k", moment=moment) for _ in range(2)]
        return queued[0], queued[1], await groups.notice(uow, unit + 1, "1/2", key="k", moment=moment)

    assert await stage.store.transact(work) == (1, 0, 0)
    (message,) = [item for item in await stage.messages() if item.address == CHAT]
    assert message.person_id is None
    assert message.not_before.astimezone(VIETNAM) == october(20, 8)


async def test_who_has_blocked_the_private_chat_is_asked_to_write_there(stage: Stage) -> None:
    officer = await stage.joins("STP", Role.FOCAL_POINT)
    place = ("webchat", "default", officer.address)
    await stage.store.transact(
        lambda uow: uow.organisation.set_contact(place, ContactState.DISABLED, "blocked")
    )
    reply = await hears(stage, officer, "đã gửi số 215/BC-STP hôm qua")
    assert reply is not None
    assert reply.private is None
    assert "nhắn riêng cho hệ thống về việc này" in reply.text
