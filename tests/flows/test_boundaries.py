"""Nobody sees or changes what is not theirs: strangers, roles, units, provinces, groups, forged buttons."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from domain.delivery import OutboxState
from domain.errors import NotFound
from domain.messages import Option
from domain.statuses import Verb
from domain.units import Actor, Role
from files.packs import read_pack
from handlers import extensions, recording, status
from services import accounts, imports, replies
from services.changes import Said
from services.replies import Statement
from storage.store import UnitOfWork
from storage.tables import MembershipRow, table_of
from tests.flows.stage import EVERYTHING, Player, Stage, october

STRANGERS_LINE = "Đây là hệ thống nhắc việc tự động. Để sử dụng, xin nhắn riêng mã liên kết do Văn phòng cấp."
# All that a group ever hears: no name, no unit, and of figures only how many of how many.
NEUTRAL = (
    "Anh/chị nhắn riêng cho hệ thống để xem tình trạng đơn vị mình.",
    "Đã nhận tin của anh/chị, chi tiết gửi riêng.",
    (
        "Đến 07:45 thứ Năm 19/10/2023 Văn phòng đã nhận 0/28 báo cáo tháng 10. "
        "Anh/chị nhắn riêng để xem tình trạng đơn vị mình."
    ),
)
ASKED = (
    "/viec",
    "/quahan",
    "/tiendo",
    "/tiendo 2023-10",
    "/nhac",
    "/baocao",
    "/giahan",
    "/hoantac",
    "/huongdan",
    "/danhan BC10: SNV",
    "/duyet BC10",
    "/tralai BC10 thiếu biểu",
    "đơn vị nào chưa nộp?",
    "còn ai chưa nộp",
    "sở nội vụ đã gửi chưa",
    "sở nội vụ có báo cáo nào chưa gửi",
    "tiến độ",
    "BC10 1",
    "TH10 1",
    "1",
    "2",
    "sửa",
)
SECRETS = ("Nội vụ", "SNV", "310", "Bí mật riêng", "Tân Yên", "28", "Quá hạn", "chưa nhận 2")
ELSEWHERE = """\
province_code: tinh-khac
province_name: Tỉnh Khác
in_use_from: 2023-10-01
fictitious: true
units:
  - {code: VPK, name: Văn phòng Tỉnh Khác, kind: office, order_no: 10}
  - {code: SYTK, name: Sở Y tế Tỉnh Khác, kind: department, order_no: 20}
directives:
  - key: cv-1
    issuer: UBND Tỉnh Khác
    doc_type: công văn
    subject: Cải cách
    number: 7
    symbol: /UBND
    date_text: ngày 05 tháng 9 năm 2023
    year: 2023
    coordinator: VPK
    obligations:
      - key: bao-cao
        clause: "1"
        stem: BC
        title: Báo cáo của Tỉnh Khác
        kind: periodic_report
        schedule: {frequency: monthly, due: {relation: before, day: 21, phrase: trước ngày 21}}
        selector: {groups: [departments]}
"""


@pytest.fixture
async def secret(stage: Stage) -> AsyncIterator[Stage]:
    """Sở Nội vụ has said something that is nobody else's business."""
    theirs = await stage.joins("SNV", Role.FOCAL_POINT, "Bí mật riêng")
    await theirs.says("đã gửi số 310/BC-SNV hôm qua")
    before = await stage.duty("SNV")
    yield stage
    assert await stage.duty("SNV") == before


async def test_a_stranger_hears_one_line_whatever_is_asked(secret: Stage) -> None:
    stranger = await secret.stranger()
    answers = {await stranger.says(text) for text in (*ASKED, "/start", "/ngonngu en", "xin chào")}
    assert answers == {STRANGERS_LINE}


@pytest.mark.parametrize("role", [Role.FOCAL_POINT, Role.UNIT_HEAD, Role.ADMIN])
async def test_a_unit_learns_nothing_of_others_by_any_command(secret: Stage, role: Role) -> None:
    theirs = await secret.joins("STP", role)
    for text in ASKED:
        answer = await theirs.says(text)
        assert answer, text
        shown = answer.replace("/danhan BC10: SNV", "").replace(text, "")
        assert not [word for word in SECRETS if word in shown], (text, answer)


@pytest.mark.parametrize("role", [Role.LEADER, Role.ADMIN])
async def test_who_only_looks_changes_nothing(secret: Stage, role: Role) -> None:
    before = await everything(secret)
    looking = await secret.joins("VP", role)
    for text in ASKED:
        assert await looking.says(text)
    assert await everything(secret) == before


async def test_a_leader_and_the_office_do_see_the_province(secret: Stage) -> None:
    for role in (Role.LEADER, Role.COORDINATOR):
        seeing = await secret.joins("VP", role)
        assert "đang kiểm tra 1" in await seeing.says("/quahan")


@pytest.mark.parametrize("text", ["/nhac", "/danhan BC10: SNV"])
@pytest.mark.parametrize("role", [Role.FOCAL_POINT, Role.UNIT_HEAD, Role.ADMIN])
async def test_what_another_role_does_is_refused_politely(stage: Stage, role: Role, text: str) -> None:
    refused = await stage.joins("STP", role)
    assert "Việc này ngoài phạm vi của anh/chị" in await refused.says(text)
    assert await stage.messages(OutboxState.QUEUED) == []


async def test_a_leader_may_not_record_receipts(stage: Stage) -> None:
    leader = await stage.joins("VP", Role.LEADER)
    assert "ngoài phạm vi" in await leader.says("/danhan BC10: SNV")


async def test_nothing_crosses_from_province_to_province(secret: Stage) -> None:
    await found(secret, ELSEWHERE)
    leader, coordinator = [
        await secret.joins("tinh-khac/VPK", role) for role in (Role.LEADER, Role.COORDINATOR)
    ]
    for player in (leader, coordinator):
        for text in ASKED:
            answer = (await player.says(text)).replace(text, "")
            assert "Bắc Giang" not in answer
            assert not [word for word in ("Sở Nội vụ", "310", "Tân Yên", "Tư pháp") if word in answer], text
    assert "của 1 đơn vị" in await leader.says("/quahan")
    home = await secret.joins("bac-giang/VP", Role.LEADER)
    assert "Tỉnh Khác" not in "".join([await home.says(text) for text in ASKED])


async def test_receipts_of_another_province_are_not_found(secret: Stage) -> None:
    await found(secret, ELSEWHERE)
    coordinator = await secret.joins("VPK", Role.COORDINATOR)
    assert "Không tìm thấy, xin ghi lại tên hoặc mã đơn vị: STP, SNV." in await coordinator.says(
        "đã nhận BC10: STP, SNV"
    )


async def test_somebody_elses_button_is_refused(stage: Stage) -> None:
    office = await stage.joins("VP", Role.COORDINATOR)
    other = await stage.joins("STP", Role.FOCAL_POINT)
    await office.says("2")
    button = await office.button("CSDL")

    assert "đã hết hiệu lực; chưa thay đổi gì" in await other.sends(button)

    assert await stage.events("changed") == []
    await office.sends(button)
    assert len(await stage.events("changed")) == 1


# What a token looks like, but none that was ever given out.
@pytest.mark.parametrize("forged", ["A" * 22, "p-1-1_2345678901234567"])
async def test_a_forged_button_is_refused(stage: Stage, forged: str) -> None:
    officer = await stage.joins("STP", Role.FOCAL_POINT)
    assert "đã hết hiệu lực; chưa thay đổi gì" in await officer.sends(forged)
    assert await stage.events("changed") == []


@pytest.mark.parametrize("malformed", ["p:1:1", "p:999999:1", "p:1:99", "1", "x", "A" * 65, "A" * 22 + "\n"])
async def test_a_malformed_button_changes_nothing(stage: Stage, malformed: str) -> None:
    office = await stage.joins("VP", Role.COORDINATOR)
    await office.says("2")
    await office.sends(malformed)
    assert await stage.events("changed") == []


async def test_another_units_assignment_in_an_open_question_is_not_found(secret: Stage) -> None:
    """As after a forged press, or when somebody left the unit between question and answer."""
    officer = await secret.joins("STP", Role.FOCAL_POINT)
    theirs = (await secret.duty("SNV")).id
    data = {"answer": 2, "ids": [theirs], "negated": False}
    data |= dict.fromkeys(("number", "date", "percent", "reason", "until"))
    questions = {
        status.WHICH: (data, Option(1, str(theirs), "BC10")),
        status.NIL: ({"ids": [theirs]}, Option(1, "sent", "đã gửi văn bản")),
        extensions.EXTENSION: (
            {"ids": [theirs], "until": "2023-10-24", "reason": None},
            Option(1, "yes", "đúng"),
        ),
        recording.DOCUMENT: ({"ids": [theirs]}, None),
        recording.REASON: ({"ids": [theirs]}, None),
    }
    for kind, (kept, option) in questions.items():
        await asked(secret, officer, kind, kept, option)
        answer = await officer.says("1" if option else "số 99/BC-STP hôm nay")
        assert "Không tìm thấy nội dung này trong phạm vi của anh/chị." in answer, kind
        assert not [word for word in SECRETS if word in answer]


async def test_who_lost_the_role_cannot_finish_what_was_asked(secret: Stage) -> None:
    specialist = await secret.joins("VP", Role.COORDINATOR)
    await specialist.says("đã nhận BC10: SNV")
    gone = table_of(MembershipRow)
    await secret.store.transact(
        lambda uow: uow._connection.execute(gone.delete().where(gone.c.role == Role.COORDINATOR.value))
    )

    assert "Không tìm thấy" in await specialist.presses("ghi hết")


async def test_the_service_itself_refuses_another_units_duty(secret: Stage) -> None:
    officer = await secret.joins("STP", Role.FOCAL_POINT)
    duty = (await secret.duties("SNV"))["BC10"]

    async def work(uow: UnitOfWork) -> None:
        now = secret.clock.now()
        actor = await actor_of(uow, officer)
        await replies.record(uow, actor, duty, Statement(Verb.PROGRESS), said=Said(now, now))

    with pytest.raises(NotFound):
        await secret.store.transact(work)


@pytest.mark.parametrize("role", [Role.FOCAL_POINT, Role.COORDINATOR, Role.LEADER])
async def test_a_group_hears_only_the_neutral_line(phones: Stage, role: Role) -> None:
    unit = "STP" if role is Role.FOCAL_POINT else "VP"
    officer = await phones.joins(unit, role)
    before = await everything(phones)
    # A group takes only so many messages a minute; what each text is answered is tested without a messenger.
    for text in (*ASKED[::3], "/start", "@dondoc_thu_bot còn xã nào chưa nộp?"):
        (answer,) = await officer.says_in_group(text)
        assert answer in NEUTRAL, text
    assert await everything(phones) == before


async def test_a_strangers_words_in_a_group_get_the_strangers_line(phones: Stage) -> None:
    stranger = await phones.stranger()
    assert await stranger.says_in_group("đơn vị nào chưa nộp?") == [STRANGERS_LINE]


async def test_who_removes_the_bot_from_a_group_is_still_reminded_in_private(phones: Stage) -> None:
    officer = await phones.joins("STP", Role.FOCAL_POINT)
    await phones.troupe.removed_from_group(officer.address)
    await phones.goes_to(october(19, 8, 30))
    assert len(await officer.heard()) == 1


async def test_who_blocks_the_bot_is_not_written_to_until_writing_again(phones: Stage) -> None:
    officer = await phones.joins("STP", Role.FOCAL_POINT)
    await phones.troupe.blocked_by(officer.address)
    await phones.goes_to(october(19, 12))
    assert await officer.heard() == []

    await phones.troupe.unblocked_by(officer.address)
    await officer.says("việc")
    await phones.goes_to(october(20, 8, 30))

    assert len(await officer.heard()) == 1


async def everything(stage: Stage) -> list[tuple[Any, ...]]:
    """Every assignment as units and the Office left it."""
    rows = await stage.read(lambda uow: uow.duties.assignments(EVERYTHING))
    return [(row.id, row.version, row.status, row.disputed) for row in rows]


async def found(stage: Stage, text: str) -> None:
    """A second province in the same house."""
    pack = read_pack(text, name="elsewhere")
    now = stage.clock.now()
    await stage.store.transact(
        lambda uow: imports.load_pack(uow, pack, now=now, calendar=stage.house.calendar)
    )
    await stage.house.ticks.plan(ensure=True)


async def actor_of(uow: UnitOfWork, player: Player) -> Actor:
    actor = await accounts.actor_at(uow, accounts.Address("webchat", "default", player.address))
    assert actor is not None
    return actor


async def asked(stage: Stage, player: Player, kind: str, data: dict[str, Any], option: Option | None) -> None:
    """An open question, as a forged or outdated one would stand in the store."""

    async def work(uow: UnitOfWork) -> None:
        actor = await actor_of(uow, player)
        now = stage.clock.now()
        options = [option] if option else []
        times = (now, now + timedelta(hours=1))
        await uow.prompts.ask(actor.label, kind, data=data, options=options, times=times)

    await stage.store.transact(work)
