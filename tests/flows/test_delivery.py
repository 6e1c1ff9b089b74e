"""Durable delivery over a messenger that resets, refuses, slows down, goes away: nothing lost or twice."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import timedelta

import pytest

from domain.delivery import MessageClass, OutboxMessage, OutboxState
from domain.units import Role
from storage.store import Store
from tests.flows.stage import Player, Stage, build_house, october, staged
from tests.flows.troupes import TROUPES, telegram_channel
from tests.telegram_standin import TelegramStandIn
from tests.telegram_standin.faults import (
    accept_then_reset,
    forbidden,
    hang,
    moved_to,
    rate_limited,
    reset_before_reading,
    server_error,
)

MINUTE = timedelta(minutes=1)


@pytest.fixture
async def on_both(store: Store) -> AsyncIterator[Stage]:
    """Telegram on both databases."""
    async with TROUPES["telegram"]() as troupe, staged(store, troupe, at=october(19, 7, 45)) as found:
        yield found


@pytest.fixture
async def officer(phones: Stage) -> Player:
    return await phones.joins("STP", Role.FOCAL_POINT)


def line(stage: Stage) -> TelegramStandIn:
    return stage.troupe.standin


async def reminder(stage: Stage) -> OutboxMessage:
    """The only digest there is."""
    (found,) = await stage.digests()
    return found


async def test_a_reminder_that_may_have_arrived_is_never_sent_again(phones: Stage, officer: Player) -> None:
    line(phones).fail("sendMessage", accept_then_reset())
    await phones.goes_to(october(19, 8, 30))
    assert (await reminder(phones)).state is OutboxState.UNCERTAIN

    await phones.machine_passes(timedelta(days=1))
    await phones.house.ticks.repair()
    await phones.goes_to(october(20, 8, 29))

    assert len(await officer.heard()) == 1
    assert (await reminder(phones)).state is OutboxState.UNCERTAIN
    await phones.goes_to(october(20, 8, 30))
    assert len(await officer.heard()) == 1


async def test_a_reply_that_may_have_arrived_is_sent_once_more(phones: Stage, officer: Player) -> None:
    line(phones).fail("sendMessage", accept_then_reset(), accept_then_reset())
    before = len(line(phones).accepted)

    await officer.says("việc")
    await phones.machine_passes(timedelta(days=1))
    await phones.settles()

    first, second = line(phones).accepted[before:]
    assert "còn 1 việc" in first.text
    assert second.text == first.text
    assert [message.message_class for message in await phones.messages(OutboxState.UNCERTAIN)] == [
        MessageClass.REPLY
    ]


async def test_a_reply_that_was_never_read_arrives_once(phones: Stage, officer: Player) -> None:
    line(phones).fail("sendMessage", reset_before_reading())
    assert (await officer.says("việc")).count("còn 1 việc") == 1


async def test_being_asked_for_patience_holds_only_that_chat_and_costs_no_attempt(
    phones: Stage, officer: Player
) -> None:
    other = await phones.joins("SNV", Role.FOCAL_POINT)
    line(phones).fail("sendMessage", rate_limited(30))

    await phones.goes_to(october(19, 8, 30))

    heard = [len(await player.heard()) for player in (officer, other)]
    assert sorted(heard) == [0, 1]
    (waiting,) = await phones.digests(OutboxState.RETRY_WAIT)
    assert (waiting.attempts, waiting.error) == (0, "rate_limited")
    await phones.machine_passes(timedelta(seconds=29))
    await phones.settles()
    assert await phones.digests(OutboxState.RETRY_WAIT) != []
    await phones.machine_passes(timedelta(seconds=2))
    await phones.settles()
    assert [a + len(await p.heard()) for a, p in zip(heard, (officer, other), strict=True)] == [1, 1]


async def test_patience_has_no_end_but_failures_do(phones: Stage, officer: Player) -> None:
    line(phones).fail("sendMessage", *[rate_limited(1)] * 8, *[server_error()] * 6)
    await phones.goes_to(october(19, 8, 30))
    for _ in range(14):
        await phones.machine_passes(timedelta(hours=1))
        await phones.settles()

    failed = await reminder(phones)
    assert (failed.state, failed.attempts, failed.error) == (OutboxState.FAILED, 6, "server_error")
    assert await officer.heard() == []


async def test_a_refused_address_is_closed_and_the_next_contact_of_the_person_is_used(phones: Stage) -> None:
    first, second = [await phones.joins("STP", Role.FOCAL_POINT, "Một người") for _ in range(2)]
    line(phones).fail("sendMessage", forbidden())
    await phones.goes_to(october(19, 8, 30))
    assert [one.state for one in await phones.digests()] == [OutboxState.FAILED, OutboxState.SENT]
    (closed,) = await phones.events("contact_disabled")
    assert closed.data == {"channel": "telegram", "reason": "blocked"}
    assert [len(await player.heard()) for player in (first, second)] == [0, 1]

    await phones.goes_to(october(20, 8, 30))

    assert [len(await player.heard()) for player in (first, second)] == [0, 1]


async def test_what_waits_for_a_closed_address_is_cancelled_with_its_reason(
    phones: Stage, officer: Player
) -> None:
    await nudged_in_the_evening(phones)
    await phones.troupe.blocked_by(officer.address)
    await phones.goes_to(october(24, 8))
    (cancelled,) = await phones.digests(OutboxState.CANCELLED)
    assert cancelled.detail == "contact_disabled"


async def test_one_bad_recipient_holds_nobody_up(phones: Stage, officer: Player) -> None:
    others = [await phones.joins(unit, Role.FOCAL_POINT) for unit in ("SNV", "STC", "SXD")]
    line(phones).api.chats.unknown.add(int(officer.address))
    await phones.goes_to(october(19, 8, 30))
    assert [len(await player.heard()) for player in others] == [1, 1, 1]


async def test_a_chat_that_moved_is_reminded_at_its_new_id(phones: Stage, officer: Player) -> None:
    line(phones).fail("sendMessage", moved_to(7007))
    await phones.goes_to(october(19, 8, 30))
    await phones.goes_to(october(20, 8, 30))
    assert [sent.chat for sent in line(phones).accepted][-1] == 7007


async def test_while_the_messenger_is_away_everything_waits_and_arrives_once(
    phones: Stage, officer: Player
) -> None:
    await line(phones).__aexit__(None, None, None)
    await phones.goes_to(october(19, 8, 30))
    waiting = await reminder(phones)
    assert (waiting.state, waiting.attempts, waiting.error) == (OutboxState.RETRY_WAIT, 1, "not_connected")

    await line(phones).__aenter__()
    await phones.machine_passes(MINUTE)
    await phones.settles()

    assert len(await officer.heard()) == 1
    assert (await reminder(phones)).state is OutboxState.SENT


async def test_an_evening_nudge_waits_for_the_morning(phones: Stage, officer: Player) -> None:
    await nudged_in_the_evening(phones)
    await phones.goes_to(october(24, 7, 59))
    assert await officer.heard() == []
    await phones.goes_to(october(24, 8))
    assert len(await officer.heard()) == 1


async def test_who_reports_while_the_reminder_waits_is_not_reminded(phones: Stage, officer: Player) -> None:
    await nudged_in_the_evening(phones)
    await officer.says("đã gửi số 215/BC-STP hôm nay")

    await phones.goes_to(october(24, 8))

    assert await officer.heard() == []
    (cancelled,) = await phones.digests(OutboxState.CANCELLED)
    assert cancelled.detail == "no_longer_owed"


async def test_a_reminder_of_two_duties_is_rewritten_when_one_was_answered_meanwhile(phones: Stage) -> None:
    specialist = await phones.joins("VP", Role.COORDINATOR)
    line(phones).fail("sendMessage", rate_limited(60))
    await phones.goes_to(october(19, 8, 30))
    queued = await reminder(phones)
    assert "CSDL" in queued.body
    assert "TH10" in queued.body
    await specialist.says("CSDL 1")
    await specialist.says("bỏ qua")

    await phones.machine_passes(2 * MINUTE)
    await phones.settles()

    # The chat was closed for a while: the answers waited, and go before the reminder.
    *answers, told = await specialist.heard()
    assert ["CSDL" in answer for answer in answers] == [True, False]
    assert "TH10" in told
    assert "CSDL" not in told


async def test_several_duties_of_a_slot_come_as_one_message(phones: Stage) -> None:
    specialist = await phones.joins("VP", Role.COORDINATOR)
    await phones.goes_to(october(19, 8, 30))
    (told,) = await specialist.heard()
    assert "CSDL" in told
    assert "TH10" in told


@pytest.mark.parametrize("accepted", [True, False])
async def test_a_reminder_half_sent_by_a_process_that_died_stays_uncertain(
    on_both: Stage, accepted: bool
) -> None:
    await on_both.joins("STP", Role.FOCAL_POINT)
    on_both.clock.move_to(october(19, 8, 30))
    await on_both.house.ticks.plan()
    told = await dies_while_sending(on_both, accepted=accepted)

    second = build_house(on_both.store, on_both.clock, [telegram_channel(line(on_both))])
    assert await second.ticks.repair() == 0
    await on_both.machine_passes(2 * MINUTE)
    assert await second.ticks.repair() == 1
    await second.ticks.deliver()

    assert (await reminder(on_both)).state is OutboxState.UNCERTAIN
    assert len(line(on_both).accepted) == told
    await second.channels["telegram", "default"].close()


async def test_a_reply_half_sent_by_a_process_that_died_is_sent_once_more(on_both: Stage) -> None:
    officer = await on_both.joins("STP", Role.FOCAL_POINT)
    await on_both.troupe.write(officer.address, "việc")
    await on_both.house.worker.step()
    told = await dies_while_sending(on_both, accepted=True)

    await on_both.machine_passes(2 * MINUTE)
    await on_both.house.ticks.repair()
    await on_both.settles()

    assert len(line(on_both).accepted) == told + 1
    assert {message.state for message in await on_both.messages()} == {OutboxState.SENT}


async def test_a_process_that_wakes_up_late_does_not_overwrite_what_was_decided(on_both: Stage) -> None:
    await on_both.joins("STP", Role.FOCAL_POINT)
    on_both.clock.move_to(october(19, 8, 30))
    await on_both.house.ticks.plan()
    line(on_both).fail("sendMessage", hang())
    taken = len(line(on_both).accepted)
    late = asyncio.create_task(on_both.house.ticks.deliver())
    await line(on_both).until(lambda: len(line(on_both).accepted) > taken)
    await on_both.machine_passes(2 * MINUTE)
    await on_both.house.ticks.repair()

    await line(on_both).__aexit__(None, None, None)
    await late

    assert (await reminder(on_both)).state is OutboxState.UNCERTAIN
    await line(on_both).__aenter__()


async def nudged_in_the_evening(stage: Stage) -> None:
    """At 17:00 of Monday 23rd the Office decides to remind everybody; no step of the ladder follows."""
    specialist = await stage.joins("VP", Role.COORDINATOR)
    await stage.goes_to(october(23, 17))
    for player in stage.players:
        await player.heard()
    await specialist.says("nhắc")
    await specialist.presses("gửi ngay")


async def dies_while_sending(stage: Stage, *, accepted: bool) -> int:
    """The process vanishes while the messenger has not answered; how many messages the messenger then has."""
    standin = line(stage)
    asked, taken = len(standin.called("sendMessage")) + 1, len(standin.accepted) + accepted
    standin.fail("sendMessage", hang(accepted=accepted))
    dying = asyncio.create_task(stage.house.ticks.deliver())
    await standin.until(
        lambda: len(standin.called("sendMessage")) == asked and len(standin.accepted) == taken
    )
    dying.cancel()
    with suppress(asyncio.CancelledError):
        await dying
    assert len(await stage.messages(OutboxState.SENDING)) == 1
    return taken
