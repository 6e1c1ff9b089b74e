"""What a messenger with nothing but 2,000 characters of text makes of long messages and of bare numbers."""

import unicodedata
from collections.abc import AsyncIterator

import pytest

from domain.delivery import MessageClass, OutboxState
from domain.statuses import Status
from domain.units import Role
from storage.store import Store, UnitOfWork
from tests.flows.stage import Player, Stage, october, staged
from tests.flows.troupes import TROUPES

LONGEST = 2000


@pytest.fixture
async def stage(sqlite_store: Store) -> AsyncIterator[Stage]:
    """Bắc Giang on Zalo, in the morning of Thursday 19 October 2023."""
    async with TROUPES["zalo_bot"]() as troupe, staged(sqlite_store, troupe, at=october(19, 7, 45)) as found:
        yield found


async def told(stage: Stage, player: Player, text: str) -> list[str]:
    """What arrives of a notice."""

    async def work(uow: UnitOfWork) -> None:
        contact = await uow.organisation.contact_at("zalo_bot", "default", player.address)
        assert contact is not None
        now = stage.clock.now()
        await uow.outbox.add(
            idem_key="notice:long",
            message_class=MessageClass.NOTICE,
            channel="zalo_bot",
            account="default",
            address=player.address,
            person_id=contact.person_id,
            body=text,
            not_before=now,
            created_at=now,
        )

    await player.heard()
    await stage.store.transact(work)
    await stage.settles()
    return await player.heard()


def of_length(length: int) -> str:
    """Two duties in that many characters."""
    first = "BC10 " + "đề nghị gửi. " * 80
    second = "TK10 " + "chưa nhận được. " * 55
    text = f"{first.strip()}\n{second.strip()}"
    return text + "." * (length - len(text))


async def test_2000_characters_are_one_message(stage: Stage) -> None:
    clerk = await stage.joins("STP", Role.FOCAL_POINT)
    heard = await told(stage, clerk, of_length(LONGEST))
    assert [len(part) for part in heard] == [LONGEST]


async def test_2001_characters_are_two_on_a_line_border_each_with_its_code(stage: Stage) -> None:
    clerk = await stage.joins("STP", Role.FOCAL_POINT)
    first, second = await told(stage, clerk, of_length(LONGEST + 1))
    assert first.startswith("BC10 ")
    assert "TK10" in second
    assert "BC10" not in second
    assert max(len(first), len(second)) <= LONGEST


async def test_a_decomposed_text_is_measured_and_sent_composed(stage: Stage) -> None:
    clerk = await stage.joins("STP", Role.FOCAL_POINT)
    text = of_length(LONGEST)
    heard = await told(stage, clerk, unicodedata.normalize("NFD", text))
    assert heard == [text]


@pytest.mark.parametrize(("picked", "status"), [("1", None), ("2", Status.IN_PROGRESS)])
async def test_a_bare_2_after_a_question_and_a_reminder_is_asked_about(
    stage: Stage, picked: str, status: Status | None
) -> None:
    clerk = await stage.joins("STP", Role.FOCAL_POINT)
    assert "1. đúng · 2. sửa" in await clerk.says("xin gia hạn đến thứ Hai 23/10")
    before = await stage.duty("STP")
    await stage.goes_to(october(19, 8, 31))
    assert any("BC10" in text for text in await clerk.heard())

    asked = await clerk.says("2")
    assert "câu hỏi trước" in asked
    assert (await stage.duty("STP")).status is before.status

    await clerk.says(picked)
    assert (await stage.duty("STP")).status is (status or before.status)
    assert not await stage.messages(OutboxState.FAILED)
