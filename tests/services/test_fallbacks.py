"""What one contact does not take goes to the person's next one, once, and the coordinators hear of it."""

from datetime import timedelta

import pytest

from domain.delivery import MessageClass, OutboxState
from domain.messages import SendError, SendResult, SendState
from domain.units import Role
from locales.speech import speech
from services.fallbacks import channel_name
from storage.store import UnitOfWork
from storage.tables import ContactRow, table_of
from tests.services.posts import (
    BLOCKED,
    MORNING,
    NO_ANSWER,
    SERVER_ERROR,
    TOO_LARGE,
    Office,
    Post,
    opened,
)
from tests.services.town import CALENDAR, Town, october

UNIT = "focal_point STP"


@pytest.fixture
def office(everywhere: Town) -> Office:
    return opened(everywhere, Post(), Post("webchat", "default"), Post("zalo_bot", "default"))


def told(office: Office) -> list[int]:
    """How many messages each messenger took for the person of STP."""
    return [sum(message.address == UNIT for message in post.taken) for post in office.posts]


@pytest.mark.parametrize(("first", "expected"), [("", [1, 0, 0]), ("zalo_bot", [0, 0, 1])])
async def test_contacts_are_tried_by_rank_and_then_in_the_order_of_linking(
    office: Office, first: str, expected: list[int]
) -> None:
    await office.joins("STP", on="webchat zalo_bot")
    contact = table_of(ContactRow)
    later = contact.update().where(contact.c.channel != first).values(rank=5)
    await office.town.store.transact(lambda uow: uow._connection.execute(later))
    await office.town.plans(MORNING)
    await office.sends()
    assert told(office) == expected


@pytest.mark.parametrize(
    "refused",
    [BLOCKED, TOO_LARGE, SendResult(SendState.REFUSED, error=SendError.BAD_REQUEST)],
)
async def test_what_is_refused_goes_once_to_the_next_contact(office: Office, refused: SendResult) -> None:
    await office.joins("STP", on="webchat zalo_bot")
    await office.town.plans(MORNING)
    office.posts[0].answers(UNIT, refused)
    await office.sends()
    assert told(office) == [0, 1, 0]
    first, second = await office.digests()
    assert (first.state, second.state) == (OutboxState.FAILED, OutboxState.SENT)
    assert (second.idem_key, second.stands_for) == (f"{first.idem_key}>webchat/default", first.id)
    assert "BC10" in office.posts[1].taken[0].text


async def test_reminders_follow_their_message_to_the_next_contact(office: Office) -> None:
    await office.joins("STP", on="webchat")
    await office.town.plans(MORNING)
    office.posts[0].answers(UNIT, BLOCKED)
    await office.sends()
    first, second = await office.digests()
    async with office.town.store.reading() as uow:
        assert await uow.reminders.of_message(first.id) == []
        assert len(await uow.reminders.of_message(second.id)) == 1
    assert (await office.town.plans(october(17, 9))).queued == 0


async def test_two_refusals_lead_to_the_third_contact_and_three_to_an_end(office: Office) -> None:
    await office.joins("STP", on="webchat zalo_bot")
    await office.town.plans(MORNING)
    for post in office.posts[:2]:
        post.answers(UNIT, BLOCKED)
    await office.sends()
    assert told(office) == [0, 0, 1]
    await office.queues("n", await office.joins("SNV", on="webchat zalo_bot"))
    for post in office.posts:
        post.answers("focal_point SNV", TOO_LARGE)
    await office.sends()
    ends = {key: state for key, state in (await office.states()).items() if key.startswith("n")}
    assert ends == {"n": "failed", "n>webchat/default": "failed", "n>zalo_bot/default": "failed"}


async def test_the_last_failed_attempt_goes_on_and_no_earlier_one(office: Office) -> None:
    await office.joins("STP", on="webchat")
    await office.town.plans(MORNING)
    office.posts[0].answers(UNIT, *[SERVER_ERROR] * 6)
    for attempt in range(6):
        assert told(office) == [0, 0, 0], f"after {attempt} attempts"
        await office.sends()
        await office.machine_passes(timedelta(hours=1))
    assert told(office) == [0, 1, 0]


async def test_an_unknown_outcome_is_no_refusal(office: Office) -> None:
    await office.joins("STP", on="webchat")
    await office.town.plans(MORNING)
    office.posts[0].answers(UNIT, NO_ANSWER)
    await office.sends()
    assert told(office) == [1, 0, 0]


@pytest.mark.parametrize("refused", [BLOCKED, TOO_LARGE])
async def test_an_answer_stays_where_it_was_asked_for(office: Office, refused: SendResult) -> None:
    actor = await office.joins("STP", on="webchat")
    await office.queues("r", actor, message_class=MessageClass.REPLY)
    office.posts[0].answers(UNIT, refused)
    await office.sends()
    assert told(office) == [0, 0, 0]
    assert await office.states() | {"r": "failed"} == await office.states()


async def test_a_message_to_a_group_has_no_next_contact(office: Office) -> None:
    actor = await office.joins("STP", on="webchat")
    address = ("telegram", "bot", "nhóm")
    await office.town.store.transact(lambda uow: uow.groups.meet(address, greeted_at=MORNING))
    await office.queues("g", actor, address="nhóm", person_id=None)
    office.posts[0].answers("nhóm", TOO_LARGE)
    await office.sends()
    assert await office.states() == {"g": "failed"}


async def test_a_group_we_have_left_gets_nothing(office: Office) -> None:
    actor, address = await office.joins("STP"), ("telegram", "bot", "nhóm")

    async def leave(uow: UnitOfWork) -> None:
        await uow.groups.meet(address, greeted_at=MORNING)
        await uow.groups.leave(address)

    await office.town.store.transact(leave)
    await office.queues("g", actor, address="nhóm", person_id=None)
    await office.sends()
    assert (await office.message("g")).detail == "group_left"


async def test_a_closed_contact_is_told_to_the_coordinators_with_the_telephone(office: Office) -> None:
    actor = await office.joins("STP", on="webchat")
    await office.joins("VP", Role.COORDINATOR)
    assert actor.person is not None
    person = actor.person
    await office.town.store.transact(lambda uow: uow.people.change(person.id, {"phone": "0200 000 001"}))
    await office.town.plans(MORNING)
    office.posts[0].answers(UNIT, BLOCKED)
    await office.sends()
    notices = [
        m.text for m in office.posts[0].taken if m.address == "coordinator VP" and "Telegram" in m.text
    ]
    who, why = f"{UNIT} (Đơn vị STP) qua Telegram", "người nhận đã chặn"
    assert notices == [f"Không gửi được tin cho {who}: {why}. Điện thoại: 0200 000 001."]


async def test_coordinators_hear_once_of_a_contact_however_many_messages_are_refused(office: Office) -> None:
    actor = await office.joins("STP")
    await office.joins("VP", Role.COORDINATOR)
    for key in ("a", "b", "c"):
        await office.queues(key, actor)
    office.posts[0].answers(UNIT, *[BLOCKED] * 3)
    await office.sends()
    notices = [key for key in await office.states() if key.startswith("notice:contact_closed")]
    assert len(notices) == 1
    assert len(await office.town.events("contact_disabled")) == 1


async def test_a_refusal_of_the_message_closes_no_contact_and_is_told_to_nobody(office: Office) -> None:
    actor = await office.joins("STP", on="webchat")
    await office.joins("VP", Role.COORDINATOR)
    await office.queues("a", actor)
    office.posts[0].answers(UNIT, TOO_LARGE)
    await office.sends()
    assert set(await office.states()) == {"a", "a>webchat/default"}
    await office.queues("b", actor)
    await office.sends()
    assert told(office) == [1, 1, 0]


async def test_what_waited_for_a_closed_contact_goes_on_with_its_reason(office: Office) -> None:
    actor = await office.joins("STP", on="webchat")
    await office.queues("a", actor)
    await office.queues("b", actor)
    office.posts[0].answers(UNIT, BLOCKED)
    await office.sends()
    assert told(office) == [0, 2, 0]
    waited = await office.message("b")
    assert (waited.state, waited.detail) == (OutboxState.CANCELLED, "contact_disabled")


async def test_who_has_acted_upon_a_duty_is_not_reminded_on_the_next_channel_either(office: Office) -> None:
    await office.joins("STP", on="webchat")
    await office.town.plans(MORNING)
    office.posts[0].answers(UNIT, BLOCKED)
    await office.sender.step(MORNING)
    await office.town.sets("STP", status="submitted")
    await office.sends()
    assert told(office) == [0, 0, 0]
    assert [row.detail for row in await office.digests(OutboxState.CANCELLED)] == ["no_longer_owed"]


@pytest.mark.parametrize(("locale", "name"), [("vi", "hội thoại trên web"), ("en", "the web chat")])
def test_a_messenger_is_called_as_the_catalogue_says(locale: str, name: str) -> None:
    assert channel_name(speech(locale, CALENDAR.zone), "webchat") == name


def test_a_messenger_without_a_name_is_called_by_its_kind() -> None:
    tr = speech("vi", CALENDAR.zone)
    assert not tr.knows("channel.fax")
    assert channel_name(tr, "fax") == "fax"
