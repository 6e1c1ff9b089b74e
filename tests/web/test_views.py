"""A board in words: every outcome has its own, and what a unit said stands beside it."""

from datetime import date
from typing import Any

import pytest

from domain.calendar import Calendar
from domain.clocks import FixedClock
from domain.consolidation import Outcome
from domain.units import Role, UnitKind
from locales.speech import speech
from services import board
from storage.store import Store, UnitOfWork
from tests import factories
from tests.factories import NOW
from tests.web.conftest import Province, change
from web.views import BoardView, board_view, clock_words

TR = speech("vi", Calendar().zone)


async def seen(store: Store, province: Province, clock: FixedClock, calendar: Calendar) -> list[BoardView]:
    """The boards of a leader."""
    async with store.reading() as uow:
        actor = province.actor(Role.LEADER)
        found = await board.boards(uow, actor, now=clock.now(), calendar=calendar)
    return [board_view(TR, one) for one in found]


@pytest.mark.parametrize(
    ("values", "outcome", "word", "detail"),
    [
        ({}, Outcome.MISSING, "chưa nhận", ""),
        ({"status": "in_progress"}, Outcome.MISSING, "chưa nhận", "đang làm"),
        (
            {"status": "blocked", "reason": "máy hỏng"},
            Outcome.MISSING,
            "chưa nhận",
            "đang vướng mắc, máy hỏng",
        ),
        (
            {"status": "submitted", "document_number": "215/BC-STP"},
            Outcome.CLAIMED,
            "báo đã gửi",
            "215/BC-STP",
        ),
        (
            {"status": "accepted", "sent_on": date(2023, 10, 20)},
            Outcome.RECEIVED_ON_TIME,
            "đã nhận",
            "",
        ),
        (
            {"status": "accepted", "sent_on": date(2023, 10, 21)},
            Outcome.RECEIVED_LATE,
            "nhận muộn",
            "",
        ),
        ({"disputed": True}, Outcome.DISPUTED, "có ý kiến", ""),
        ({"status": "waived"}, Outcome.WAIVED, "được miễn", ""),
    ],
)
async def test_an_outcome_has_its_word_and_its_colour(
    sqlite_store: Store,
    province: Province,
    values: dict[str, Any],
    outcome: Outcome,
    word: str,
    detail: str,
) -> None:
    await change(sqlite_store, province.units["STP"], **values)
    (view,) = await seen(sqlite_store, province, FixedClock(NOW), Calendar())

    tile = view.blocks[0].tiles[0]
    assert (tile.code, tile.outcome, tile.word, tile.detail) == ("STP", outcome.value, word, detail)
    assert [count.count for count in view.counts if count.outcome == outcome.value] == [
        3 if outcome is Outcome.MISSING else 1
    ]


async def test_the_late_are_told_by_how_many_working_days(sqlite_store: Store, province: Province) -> None:
    calendar = Calendar()
    monday = FixedClock(calendar.at(date(2023, 10, 23), NOW.time()))
    (view,) = await seen(sqlite_store, province, monday, calendar)

    tile = view.blocks[0].tiles[0]
    assert (tile.outcome, tile.word, tile.detail) == ("late", "muộn", "muộn 1 ngày làm việc")


async def test_an_office_sends_its_own_report_and_does_not_receive_it(
    sqlite_store: Store, province: Province
) -> None:
    async def work(uow: UnitOfWork) -> None:
        office = province.units["VP"]
        own = await factories.obligation(uow, province.id, office, "bao-cao-tong-hop", stem="TH")
        await factories.assignments(uow, own, province.id, [office])

    await sqlite_store.transact(work)
    _, view = await seen(sqlite_store, province, FixedClock(NOW), Calendar())
    before = view.blocks[0]
    await change(sqlite_store, province.units["VP"], status="submitted")
    _, view = await seen(sqlite_store, province, FixedClock(NOW), Calendar())

    assert (before.name, before.tiles[0].word) == ("", "chưa gửi")
    assert view.blocks[0].tiles[0].word == "đã gửi"


async def test_a_district_alone_is_still_named_as_received_or_not(sqlite_store: Store) -> None:
    async def work(uow: UnitOfWork) -> Province:
        found = await factories.province(uow)
        office = await factories.units(uow, found, "VP", kind=UnitKind.OFFICE)
        owing = await factories.units(uow, found, "TANYEN", kind=UnitKind.DISTRICT)
        obligation = await factories.obligation(uow, found, office["VP"])
        await factories.assignments(uow, obligation, found, owing.values())
        return Province(found, office | owing)

    alone = await sqlite_store.transact(work)
    (view,) = await seen(sqlite_store, alone, FixedClock(NOW), Calendar())

    assert view.blocks[0].tiles[0].word == "chưa nhận"


def test_the_clock_is_told_in_words() -> None:
    assert clock_words(TR, NOW) == "Thứ Ba 17/10/2023, 08:30"
