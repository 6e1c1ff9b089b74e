"""What a fault of one message, of one group or of a long night means for the others."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from domain.calendar import Calendar
from domain.delivery import MessageClass, OutboxState
from domain.groups import GroupState
from domain.messages import Outbound, SendError, SendResult, SendState
from domain.statuses import Verb
from domain.units import OPERATOR, Role
from locales.speech import speech
from services import policy
from services.delivery import reason
from services.outcomes import LONGEST_OUTAGE, MOST_ATTEMPTS, UNKNOWN
from services.policy import Situation
from storage import wakes
from storage.claims import Lane
from storage.store import UnitOfWork
from tests.services.posts import (
    BLOCKED,
    MORNING,
    NO_ANSWER,
    SERVER_ERROR,
    SWIFT,
    TOO_LARGE,
    Office,
    Post,
    opened,
)
from tests.services.town import Town, october

GROUP, MOVED = ("telegram", "bot", "-100"), ("telegram", "bot", "-100777")
UNIT = "focal_point STP"
AWAY = SendResult(SendState.RETRY, error=SendError.NOT_CONNECTED)
MIGRATED = SendResult(SendState.REFUSED, error=SendError.CHAT_MOVED, new_address=MOVED[2])
A_QUARTER = timedelta(minutes=15)


class Breaks(Post):
    """A messenger with a fault of its own."""

    async def send(self, message: Outbound) -> SendResult:
        if message.address == UNIT:
            raise ValueError("Kính gửi")
        return await super().send(message)


@pytest.fixture
def office(everywhere: Town) -> Office:
    return opened(everywhere, Post(), Post("zalo_bot", "default"))


async def test_a_message_that_cannot_be_made_ready_is_put_aside_and_the_others_go(everywhere: Town) -> None:
    narrow = Post("zalo_bot", "default", replace(SWIFT, max_text=3))
    office = opened(everywhere, Post(), narrow)
    bad, good = await office.joins("STP", on="zalo_bot"), await office.joins("SNV")
    await office.queues("bad", bad, channel="zalo_bot", account="default")
    await office.queues("good", good)

    counted = await office.sends()

    assert (counted.sent, counted.deferred) == (1, 1)
    assert await office.states() == {"bad": "queued", "good": "sent"}
    aside = await office.message("bad")
    assert (aside.error, aside.detail) == ("internal", "ValueError")
    assert "lỗi nội bộ" in (reason(speech("vi", Calendar().zone), aside) or "")


async def test_what_was_put_aside_goes_once_it_can_be_made_ready(everywhere: Town) -> None:
    office = opened(everywhere, Post("telegram", "bot", replace(SWIFT, max_text=3)))
    await office.queues("n", await office.joins("STP"))
    await office.sends()
    mended = opened(everywhere, Post())
    assert (await mended.sends()).total == 0
    await mended.machine_passes(A_QUARTER)
    assert (await mended.sends()).sent == 1


async def test_a_channel_that_breaks_leaves_one_message_in_doubt_and_the_others_go(
    everywhere: Town, caplog: pytest.LogCaptureFixture
) -> None:
    office = opened(everywhere, Breaks())
    await office.queues("bad", await office.joins("STP"))
    await office.queues("good", await office.joins("SNV"))
    await office.sends()
    assert await office.states() == {"bad": "uncertain", "good": "sent"}
    assert (await office.message("bad")).detail == "ValueError"
    assert "a channel failed" in caplog.text


async def linked_group(office: Office) -> None:
    actor = await office.joins("VP", Role.COORDINATOR)

    async def work(uow: UnitOfWork) -> None:
        assert actor.person is not None
        await uow.groups.meet(GROUP, greeted_at=MORNING)
        assert await uow.groups.link(GROUP, office.town.units["VP"], actor.person.id)

    await office.town.store.transact(work)
    await office.queues("g", actor, address=GROUP[2], person_id=None)


async def state_of(office: Office, address: tuple[str, str, str]) -> GroupState | None:
    async with office.town.store.reading() as uow:
        group = await uow.groups.at(address)
    return group.state if group is not None else None


async def test_a_group_that_turns_out_to_have_moved_hears_the_message_once_at_its_new_id(
    office: Office,
) -> None:
    await linked_group(office)
    office.posts[0].answers(GROUP[2], MIGRATED)
    await office.sends()
    assert [message.address for message in office.posts[0].taken] == [MOVED[2]]
    assert (await state_of(office, GROUP), await state_of(office, MOVED)) == (None, GroupState.LINKED)


async def test_a_group_that_put_us_out_is_written_to_no_more(office: Office) -> None:
    await linked_group(office)
    office.posts[0].answers(GROUP[2], BLOCKED)
    await office.sends()
    assert await state_of(office, GROUP) is GroupState.LEFT
    actor = await office.joins("SNV")
    await office.queues("later", actor, address=GROUP[2], person_id=None)
    await office.sends()
    assert office.posts[0].asked == [GROUP[2]]
    assert (await office.message("later")).detail == "group_left"


async def test_a_group_that_refuses_one_message_stays_linked(office: Office) -> None:
    await linked_group(office)
    office.posts[0].answers(GROUP[2], TOO_LARGE)
    await office.sends()
    assert await state_of(office, GROUP) is GroupState.LINKED


async def keeps_trying(office: Office, result: SendResult, times: int, *, since: datetime = MORNING) -> None:
    office.posts[0].answers(UNIT, *[result] * times)
    for turn in range(times):
        await office.sends(since + turn * A_QUARTER)
        await office.machine_passes(A_QUARTER + timedelta(seconds=1))


async def test_while_the_network_is_away_a_reminder_with_nowhere_else_to_go_waits(office: Office) -> None:
    await office.joins("STP")
    await office.town.plans(MORNING)
    await keeps_trying(office, AWAY, MOST_ATTEMPTS + 3)
    (waiting,) = await office.digests()
    assert (waiting.state, waiting.error) == (OutboxState.RETRY_WAIT, "not_connected")
    await office.sends()
    assert [len(post.taken) for post in office.posts] == [1, 0]


async def test_while_the_network_is_away_whoever_has_another_channel_is_told_there(office: Office) -> None:
    await office.joins("STP", on="zalo_bot")
    await office.town.plans(MORNING)
    await keeps_trying(office, AWAY, MOST_ATTEMPTS)
    await office.sends()
    assert [len(post.taken) for post in office.posts] == [0, 1]
    assert [digest.state.value for digest in await office.digests()] == ["failed", "sent"]


@pytest.mark.parametrize("message_class", [MessageClass.NOTICE, MessageClass.REPLY])
async def test_after_half_a_day_without_a_network_a_message_is_given_up(
    office: Office, message_class: MessageClass
) -> None:
    await office.queues("n", await office.joins("STP"), message_class=message_class)
    await keeps_trying(office, AWAY, LONGEST_OUTAGE // A_QUARTER + 1)
    assert (await office.message("n")).state is OutboxState.RETRY_WAIT
    await keeps_trying(office, AWAY, 1, since=MORNING + LONGEST_OUTAGE + A_QUARTER)
    assert (await office.message("n")).state is OutboxState.FAILED


async def test_an_error_of_the_platforms_own_still_ends_after_six_tries(office: Office) -> None:
    await office.queues("n", await office.joins("STP"))
    await keeps_trying(office, SERVER_ERROR, MOST_ATTEMPTS)
    assert (await office.message("n")).state is OutboxState.FAILED


async def paused(office: Office, account: tuple[str, str] = ("telegram", "bot")) -> None:
    async def work(uow: UnitOfWork) -> None:
        situation = Situation(MORNING, await uow.machine_now(), Calendar(), {})
        await policy.pause(uow, OPERATOR, account, "bảo trì", situation)

    await office.town.store.transact(work)


async def resumed(office: Office, now: datetime) -> None:
    account = ("telegram", "bot")
    await office.town.store.transact(lambda uow: policy.resume(uow, OPERATOR, account, now=now))


async def waits_over_three_steps(office: Office) -> None:
    await paused(office)
    for day in (17, 19, 20):
        await office.town.plans(october(day, 8, 30))
        await office.sends(october(day, 8, 30))


async def test_steps_that_waited_for_an_account_come_as_one_message(office: Office) -> None:
    await office.joins("STP")
    await waits_over_three_steps(office)
    assert len(await office.digests(OutboxState.QUEUED)) == 3
    await resumed(office, october(20, 9))
    await office.sends(october(20, 9))
    assert len(office.posts[0].taken) == 1
    newest = (await office.digests())[-1]
    assert [digest.detail for digest in await office.digests()] == ["retold", "retold", ""]
    assert newest.state is OutboxState.SENT


async def test_a_step_that_waited_alone_is_told_late(office: Office) -> None:
    await office.joins("STP")
    await paused(office)
    await office.town.plans(MORNING)
    await office.sends()
    await resumed(office, october(18, 9))
    await office.sends(october(18, 9))
    assert len(office.posts[0].taken) == 1


async def test_a_later_step_of_somebody_else_silences_nobody(office: Office) -> None:
    await office.joins("STP")
    await paused(office)
    await office.town.plans(MORNING)
    await office.sends()
    await office.joins("SNV")
    await office.town.plans(october(19, 8, 30))
    async with office.town.store.reading() as uow:
        first = (await office.digests())[0]
        told = await uow.reminders.of_message(first.id)
        later = [
            await uow.reminders.told_later(
                person, [told[0].assignment_id], since=told[0].emitted_at, now=october(19, 8, 30)
            )
            for person in (told[0].person_id, told[0].person_id + 1)
        ]
    assert later == [{told[0].assignment_id}, set()]


async def test_what_was_sent_while_the_steps_waited_is_not_asked_for_at_all(office: Office) -> None:
    actor = await office.joins("STP")
    await waits_over_three_steps(office)
    await office.town.tells(actor, "STP", Verb.SEND, at=october(20, 8, 40))
    await resumed(office, october(20, 9))
    await office.sends(october(20, 9))
    assert office.posts[0].taken == []
    assert {digest.detail for digest in await office.digests()} == {"no_longer_owed"}


async def test_somebody_with_several_contacts_on_one_account_is_reached_at_the_last_of_them(
    office: Office,
) -> None:
    actor = await office.joins("STP", on="zalo_bot")
    assert actor.person is not None
    person = actor.person.id

    async def further(uow: UnitOfWork) -> None:
        for address in ("second", "third"):
            await uow.organisation.add_contact(person, ("zalo_bot", "default", address), MORNING)

    await office.town.store.transact(further)
    await office.town.plans(MORNING)
    for post, address in zip((office.posts[0], *[office.posts[1]] * 2), (UNIT, UNIT, "second"), strict=True):
        post.answers(address, BLOCKED)
    await office.sends()
    assert [message.address for message in office.posts[1].taken] == ["third"]
    assert [digest.state.value for digest in await office.digests()] == ["failed", "failed", "failed", "sent"]


async def test_a_part_that_is_repeated_elsewhere_bears_its_mark_once_however_often_it_is_tried(
    everywhere: Town,
) -> None:
    at = october(20, 8, 30)
    short = Post("telegram", "bot", replace(SWIFT, max_text=200))
    office = opened(everywhere, short, Post("zalo_bot", "default"))
    await office.joins("STP", on="zalo_bot")
    await office.town.plans(at)
    short.answers(UNIT, SendResult.sent(), NO_ANSWER)
    office.posts[1].answers(UNIT, SERVER_ERROR, SERVER_ERROR)
    await office.sends(at)
    await office.machine_passes(UNKNOWN)
    assert await office.looks_again(at) == 1
    for _ in range(3):
        await office.sends(at)
        await office.machine_passes(A_QUARTER)
    (repeated,) = office.posts[1].taken
    assert repeated.text.count("Nhắc lại") == 1
    assert repeated.text.startswith("Nhắc lại")


async def test_the_sender_comes_back_between_batches_that_are_held_back(office: Office) -> None:
    actor = await office.joins("STP")
    for number in range(40):
        await office.queues(f"n{number}", actor, address=f"{number}", person_id=None)
    listener = office.town.store.wakes.listen(wakes.OUTBOX)
    rounds = 0
    while await listener.wait(0) or rounds == 0:
        assert await office.sender.fill(MORNING, Lane.ROUTINE) == 0
        rounds += 1
    assert rounds >= 40 / 15
    assert set((await office.states()).values()) == {"cancelled"}


async def test_the_month_after_a_spent_one_is_spared_again(office: Office) -> None:
    where = ("zalo_bot", "default")

    async def work(uow: UnitOfWork) -> tuple[bool, str | None]:
        now = await uow.machine_now()
        last = Situation(MORNING, now - timedelta(days=40), Calendar(), {})
        await policy.pause(uow, OPERATOR, where, "quota_spent", last)
        await policy.reserve(uow, where, Situation(MORNING, now, Calendar(), {}))
        standing = await uow.accounts.standing(*where)
        return standing.until is not None and standing.until > now, standing.reason

    assert await office.town.store.transact(work) == (True, "quota_reserved")


async def test_an_account_that_is_paused_now_is_not_opened_by_sparing_its_quota(office: Office) -> None:
    await paused(office, ("zalo_bot", "default"))

    async def work(uow: UnitOfWork) -> str | None:
        situation = Situation(MORNING, await uow.machine_now(), Calendar(), {})
        await policy.reserve(uow, ("zalo_bot", "default"), situation)
        return (await uow.accounts.standing("zalo_bot", "default")).reason

    assert await office.town.store.transact(work) == "bảo trì"
