"""What was not seen, or may not have arrived, goes once over another channel and never over the same."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from domain.delivery import MessageClass, OutboxState
from domain.statuses import Verb
from services.outcomes import UNKNOWN, UNSEEN
from storage.claims import Lane
from storage.queues import OutboxRow
from storage.tables import table_of
from tests.services.posts import MORNING, NO_ANSWER, SWIFT, Office, Post, opened
from tests.services.town import Town, october

UNIT, A_LITTLE = "focal_point STP", timedelta(seconds=60)
MARK = "Nhắc lại (có thể đã nhận):"
LAST_DAY = october(20, 8, 30)


@pytest.fixture
def web(everywhere: Town) -> Office:
    """The web chat, which tells what was displayed, and then Telegram."""
    seen = Post("telegram", "bot", replace(SWIFT, receipts=True))
    return opened(everywhere, seen, Post("zalo_bot", "default"))


@pytest.fixture
def office(everywhere: Town) -> Office:
    return opened(everywhere, Post(), Post("zalo_bot", "default"), Post("telegram", "bot-2"))


def taken(office: Office) -> list[int]:
    return [len(post.taken) for post in office.posts]


async def displayed(office: Office, key: str, at: datetime = MORNING) -> None:
    """The web chat reports that a message was on the screen."""
    outbox = table_of(OutboxRow)
    seen = outbox.update().where(outbox.c.idem_key == key).values(displayed_at=at)
    await office.town.store.transact(lambda uow: uow._connection.execute(seen))


async def in_doubt(office: Office, at: datetime, *, on: str = "zalo_bot") -> str:
    """STP's reminder of that moment meets with silence; its key."""
    await office.joins("STP", on=on)
    await office.town.plans(at)
    office.posts[0].answers(UNIT, NO_ANSWER)
    await office.sends(at)
    (digest,) = await office.digests()
    assert digest.state is OutboxState.UNCERTAIN
    return digest.idem_key


async def test_what_is_not_displayed_in_time_goes_another_way_once(web: Office) -> None:
    await web.joins("STP", on="zalo_bot")
    await web.town.plans(MORNING)
    await web.sends()
    await web.machine_passes(UNSEEN - A_LITTLE)
    assert await web.looks_again() == 0
    await web.machine_passes(A_LITTLE)
    assert await web.looks_again() == 1
    assert await web.looks_again() == 0
    await web.sends()
    assert taken(web) == [1, 1]
    first, second = await web.digests()
    assert second.stands_for == first.id
    assert first.state is OutboxState.SENT
    assert MARK not in web.posts[1].taken[0].text
    await web.machine_passes(timedelta(days=1))
    assert await web.looks_again() == 0


async def test_what_was_displayed_goes_nowhere_else(web: Office) -> None:
    await web.joins("STP", on="zalo_bot")
    await web.town.plans(MORNING)
    await web.sends()
    await displayed(web, (await web.digests())[0].idem_key)
    await web.machine_passes(UNSEEN)
    assert await web.looks_again() == 0
    await web.sends()
    assert taken(web) == [1, 0]


async def test_what_is_displayed_while_the_other_waits_is_not_sent_again(web: Office) -> None:
    await web.joins("STP", on="zalo_bot")
    await web.town.plans(MORNING)
    await web.sends()
    await web.machine_passes(UNSEEN)
    assert await web.looks_again() == 1
    first, _ = await web.digests()
    await displayed(web, first.idem_key)
    await web.sends()
    assert taken(web) == [1, 0]
    assert (await web.digests())[1].detail == "arrived"


async def test_without_another_contact_it_stays_sent_and_unseen(web: Office) -> None:
    await web.joins("STP")
    await web.town.plans(MORNING)
    await web.sends()
    await web.machine_passes(UNSEEN)
    assert await web.looks_again() == 0
    (digest,) = await web.digests()
    assert (digest.state, digest.displayed_at, digest.follow_up_at) == (OutboxState.SENT, None, None)


@pytest.mark.parametrize(("message_class", "again"), [(MessageClass.NOTICE, 1), (MessageClass.REPLY, 0)])
async def test_notices_are_followed_up_and_answers_are_not(
    web: Office, message_class: MessageClass, again: int
) -> None:
    actor = await web.joins("STP", on="zalo_bot")
    await web.queues("n", actor, message_class=message_class)
    await web.sends()
    await web.machine_passes(UNSEEN)
    assert await web.looks_again() == again


async def test_a_channel_that_tells_nothing_is_not_followed_up(office: Office) -> None:
    actor = await office.joins("STP", on="zalo_bot")
    await office.queues("n", actor)
    await office.sends()
    assert (await office.message("n")).follow_up_at is None
    await office.machine_passes(timedelta(days=1))
    assert await office.looks_again() == 0


@pytest.mark.parametrize("at", [LAST_DAY, october(23, 8, 30)])
async def test_a_pressing_reminder_of_unknown_outcome_goes_once_over_another_channel(
    office: Office, at: datetime
) -> None:
    await in_doubt(office, at)
    await office.machine_passes(UNKNOWN - A_LITTLE)
    assert await office.looks_again(at) == 0
    await office.machine_passes(A_LITTLE)
    assert await office.looks_again(at) == 1
    await office.sends(at)
    assert taken(office) == [1, 1, 0]
    mark, first, *_ = office.posts[1].taken[0].text.split("\n")
    assert (mark, first) == (MARK, office.posts[0].taken[0].text.split("\n")[0])
    assert (await office.digests())[0].state is OutboxState.UNCERTAIN


async def test_the_mark_moves_the_late_lines_down(office: Office) -> None:
    at = october(23, 8, 30)
    await in_doubt(office, at)
    await office.machine_passes(UNKNOWN)
    await office.looks_again(at)
    await office.sends(at)
    first, again = office.posts[0].taken[0], office.posts[1].taken[0]
    for message in (first, again):
        (late,) = message.late_lines
        assert message.text.split("\n")[late].startswith("BC10 (")


@pytest.mark.parametrize("at", [MORNING, october(19, 8, 30)])
async def test_an_early_reminder_of_unknown_outcome_is_left_to_the_next_step(
    office: Office, at: datetime
) -> None:
    await in_doubt(office, at)
    await office.machine_passes(timedelta(days=2))
    assert await office.looks_again(at) == 0
    await office.sends(at)
    assert taken(office) == [1, 0, 0]


async def test_another_account_of_the_same_messenger_is_not_another_channel(office: Office) -> None:
    await in_doubt(office, LAST_DAY, on="")
    actor_key = (await office.digests())[0].person_id
    assert actor_key is not None
    await office.town.store.transact(
        lambda uow: uow.organisation.add_contact(actor_key, ("telegram", "bot-2", UNIT), MORNING)
    )
    await office.machine_passes(UNKNOWN)
    assert await office.looks_again(LAST_DAY) == 0


async def test_who_has_answered_meanwhile_is_not_reminded_again(office: Office) -> None:
    actor = await office.joins("STP", on="zalo_bot")
    await office.town.plans(LAST_DAY)
    office.posts[0].answers(UNIT, NO_ANSWER)
    await office.sends(LAST_DAY)
    await office.town.tells(actor, "STP", Verb.PROGRESS, at=LAST_DAY + timedelta(minutes=5))
    assert (await office.digests())[0].state is OutboxState.SENT
    await office.machine_passes(UNKNOWN)
    assert await office.looks_again(LAST_DAY) == 0


async def test_who_answers_while_the_repeat_waits_does_not_get_it(office: Office) -> None:
    actor = await office.joins("STP", on="zalo_bot")
    await office.town.plans(LAST_DAY)
    office.posts[0].answers(UNIT, NO_ANSWER)
    await office.sends(LAST_DAY)
    await office.machine_passes(UNKNOWN)
    assert await office.looks_again(LAST_DAY) == 1
    await office.town.tells(actor, "STP", Verb.PROGRESS, at=LAST_DAY + timedelta(minutes=31))
    await office.sends(LAST_DAY)
    assert taken(office) == [1, 0, 0]
    assert (await office.digests())[1].detail == "arrived"


async def test_a_repeat_of_unknown_outcome_is_not_repeated_on_a_third_channel(town: Town) -> None:
    office = opened(town, Post(), Post("zalo_bot", "default"), Post("webchat", "default"))
    await in_doubt(office, LAST_DAY, on="zalo_bot webchat")
    await office.machine_passes(UNKNOWN)
    assert await office.looks_again(LAST_DAY) == 1
    office.posts[1].answers(UNIT, NO_ANSWER)
    await office.sends(LAST_DAY)
    await office.machine_passes(timedelta(days=1))
    assert await office.looks_again(LAST_DAY) == 0
    await office.sends(LAST_DAY)
    assert taken(office) == [1, 1, 0]


async def test_a_reminder_left_half_sent_by_a_vanished_sender_is_followed_up_too(office: Office) -> None:
    await office.joins("STP", on="zalo_bot")
    await office.town.plans(LAST_DAY)
    await office.sender._claim(LAST_DAY, Lane.EVERYTHING, 20)
    await office.machine_passes(timedelta(minutes=2))
    assert await office.sender.repair() == 1
    await office.machine_passes(UNKNOWN)
    assert await office.looks_again(LAST_DAY) == 1


async def test_an_answer_of_unknown_outcome_is_sent_once_more_where_it_was_asked_for(office: Office) -> None:
    actor = await office.joins("STP", on="zalo_bot")
    await office.queues("r", actor, message_class=MessageClass.REPLY)
    office.posts[0].answers(UNIT, NO_ANSWER, NO_ANSWER)
    await office.sends()
    assert taken(office) == [2, 0, 0]
    assert (await office.message("r")).state is OutboxState.UNCERTAIN
    await office.machine_passes(timedelta(days=1))
    assert await office.looks_again() == 0
