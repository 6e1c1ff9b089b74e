"""The next channel: what one contact does not take goes to the person's next one, once."""

from collections.abc import Mapping

from domain.delivery import MessageClass, OutboxMessage, OutboxState
from domain.permissions import Scope
from domain.policy import Reason, Ruling
from domain.units import Contact, Unit
from locales.speech import Speech
from services import notices, policy
from services.lineage import is_continuation, lineage
from services.policy import Situation
from storage import wakes
from storage.store import UnitOfWork


async def next_contact(
    uow: UnitOfWork, message: OutboxMessage, situation: Situation, *, other_channel: bool = False
) -> Contact | None:
    """The person's next contact that takes the message now or later today, among those not tried yet.

    With `other_channel` only on another messenger: what may have arrived is never repeated on the same one.
    """
    if message.person_id is None:
        return None
    tried = await lineage(uow, message)
    addresses = {(one.channel, one.account, one.address) for one in tried}
    channels = {one.channel for one in tried} if other_channel else set()
    for contact in (await uow.organisation.contacts([message.person_id])).get(message.person_id, []):
        where = (contact.channel, contact.account)
        if (*where, contact.address) in addresses or contact.channel in channels:
            continue
        found = await policy.verdict(uow, where, message.message_class, situation)
        if found.ruling is Ruling.ALLOW or found.until is not None:
            return contact
    return None


async def move_on(uow: UnitOfWork, message: OutboxMessage, situation: Situation) -> int | None:
    """Queue a message that was refused for the person's next contact; None when there is no other.

    A digest's reminders go along, and its later parts are dropped: it is worded anew as it leaves.
    """
    contact = await next_contact(uow, message, situation)
    if contact is None:
        return None
    new = await queue(uow, message, contact, situation)
    if new is None or message.message_class is not MessageClass.DIGEST:
        return new
    if not is_continuation(await lineage(uow, message)):
        await uow.reminders.follow(message.id, new)
        await drop_later_parts(uow, message, situation)
    return new


async def queue(
    uow: UnitOfWork, message: OutboxMessage, contact: Contact, situation: Situation
) -> int | None:
    """Queue the same message for another contact, once for each one; None when that was done before."""
    root, where = message.idem_key.partition(">")[0], f"{contact.channel}/{contact.account}"
    # A person may have several contacts on one account: browsers that were linked one after the other.
    before = [one for one in await lineage(uow, message) if f">{where}" in one.idem_key]
    again = f":{len(before)}" if before else ""
    new = await uow.outbox.again(
        message.id,
        idem_key=f"{root}>{where}{again}",
        channel=contact.channel,
        account=contact.account,
        address=contact.address,
        thread=None,
        not_before=situation.now,
        created_at=situation.now,
        series_id=None,
        part_no=1,
        stands_for=message.id,
    )
    uow.wake(wakes.OUTBOX)
    return new


async def drop_later_parts(uow: UnitOfWork, message: OutboxMessage, situation: Situation) -> None:
    """A text that is worded anew needs none of the parts that still wait."""
    if message.series_id == message.id:
        waiting = await uow.outbox.later_parts(message)
        await uow.outbox.cancel(waiting, detail=Reason.RETOLD.value, finished_at=situation.now)


def may_move(message: OutboxMessage, *, account_is_gone: bool) -> bool:
    """Whether a message may change the channel: an answer stays where it was asked for while it can."""
    return message.message_class is not MessageClass.REPLY or account_is_gone


async def withhold(
    uow: UnitOfWork, message: OutboxMessage, reason: Reason, situation: Situation
) -> OutboxState:
    """Cancel a message that has not begun to leave, with its reason."""
    await uow.outbox.set_state(
        [message.id], OutboxState.CANCELLED, detail=reason.value, finished_at=situation.now
    )
    return OutboxState.CANCELLED


async def tell_closed(uow: UnitOfWork, contact: Contact, code: str, situation: Situation) -> None:
    """Tell who coordinates a person's units, once for each contact, that it takes no messages any more."""
    person = (await uow.organisation.people([contact.person_id]))[contact.person_id]
    memberships = await uow.organisation.memberships(person_ids=[person.id])
    units = await uow.organisation.units_by_id(member.unit_id for member in memberships)
    for coordinator_id in await _coordinators(uow, units):
        tr = await notices.coordinator_speech(uow, coordinator_id, situation.calendar)
        text = tr(
            "notice.contact_closed",
            person=person.name,
            units=tr.listing(unit.name for unit in units.values()),
            channel=channel_name(tr, contact.channel),
            reason=tr(f"send_error.{code}"),
            phone=person.phone or tr("notice.no_phone"),
        )
        key = f"contact_closed:{contact.id}"
        await notices.tell_coordinators(uow, coordinator_id, key=key, text=text, now=situation.now)


def channel_name(tr: Speech, kind: str) -> str:
    """A messenger as people call it."""
    key = f"channel.{kind}"
    return tr(key) if tr.knows(key) else kind


async def _coordinators(uow: UnitOfWork, units: Mapping[int, Unit]) -> list[int]:
    """The units that coordinate what these units owe or owed; the units themselves where there is nothing."""
    asked = await uow.duties.assignments(Scope(units=frozenset(units)))
    obligations = await uow.duties.obligations(ids={item.obligation_id for item in asked})
    return sorted({item.coordinator_unit_id for item in obligations} or units)
