"""Whether a message may go to a contact now: asked when the contact is chosen, and again as it leaves."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from domain import ladder
from domain.accounts import AccountStanding, AccountState
from domain.calendar import Calendar
from domain.delivery import MessageClass
from domain.messages import Capabilities
from domain.policy import (
    ALLOWED,
    Reason,
    Ruling,
    Verdict,
    month_of,
    next_month,
    of_account,
    of_quota,
)
from domain.units import Actor, Contact
from services import history
from storage import wakes
from storage.store import UnitOfWork

# What a messenger can do that no process here knows: nothing is held against it.
_UNKNOWN = Capabilities(max_text=1_000_000)


@dataclass(frozen=True, slots=True)
class Situation:
    """When something is sent, by which calendar, through accounts that can do what."""

    now: datetime
    machine_now: datetime
    calendar: Calendar
    capabilities: Mapping[tuple[str, str], Capabilities]

    def of(self, channel: str, account: str) -> Capabilities:
        """What an account can do."""
        return self.capabilities.get((channel, account), _UNKNOWN)

    @property
    def month(self) -> str:
        """The month whose quota counts: the platform's, so machine time decides."""
        return month_of(self.machine_now, self.calendar.zone)

    @property
    def next_month(self) -> datetime:
        """When a spent quota comes back."""
        return next_month(self.machine_now, self.calendar.zone)


async def verdict(
    uow: UnitOfWork, where: tuple[str, str], message_class: MessageClass, situation: Situation
) -> Verdict:
    """Whether a message of that class may go through an account (channel, account) now."""
    standing = await uow.accounts.standing(*where)
    found = of_account(standing, message_class, situation.machine_now)
    quota = situation.of(*where).quota_month
    if found.ruling is Ruling.ALLOW and quota is not None:
        found = of_quota(await uow.accounts.sent(*where, situation.month), quota, message_class)
    if found.ruling is not Ruling.ALLOW or message_class is not MessageClass.DIGEST:
        return found
    if ladder.is_sending_time(situation.now, situation.calendar):
        return ALLOWED
    return Verdict(Ruling.DEFER, until=ladder.next_sending_time(situation.now, situation.calendar))


async def first_contacts(
    uow: UnitOfWork, person_ids: Iterable[int], message_class: MessageClass
) -> dict[int, Contact]:
    """For each reachable person the first contact whose account takes such messages now.

    Where none does it is the first of all: the message waits there and is looked at again as it leaves.
    """
    contacts = await uow.organisation.contacts(person_ids)
    if not contacts:
        return {}
    machine_now = await uow.machine_now()
    standings = {(item.channel, item.account): item for item in await uow.accounts.all()}
    return {
        person: chosen(found, standings, message_class, machine_now) or found[0]
        for person, found in contacts.items()
    }


def chosen(
    contacts: Sequence[Contact],
    standings: Mapping[tuple[str, str], AccountStanding],
    message_class: MessageClass,
    machine_now: datetime,
) -> Contact | None:
    """The first of these contacts whose account takes such messages now."""
    for contact in contacts:
        standing = standings.get((contact.channel, contact.account))
        if standing is None or of_account(standing, message_class, machine_now).ruling is Ruling.ALLOW:
            return contact
    return None


async def pause(
    uow: UnitOfWork, actor: Actor, where: tuple[str, str], reason: str, situation: Situation
) -> None:
    """Stop an account: until the next month when its quota is spent, otherwise until a person resumes it."""
    until = situation.next_month if reason == Reason.QUOTA_SPENT else None
    known = await uow.accounts.standing(*where)
    paused = replace(
        known, state=AccountState.PAUSED, reason=reason, since=situation.machine_now, until=until
    )
    if (known.state, known.reason, known.until) == (paused.state, paused.reason, paused.until):
        return
    await uow.accounts.set(paused)
    fact = history.Fact("account_paused", "account:" + "/".join(where), data={"reason": reason})
    await history.record(uow, actor, fact, now=situation.now)


async def resume(uow: UnitOfWork, actor: Actor, where: tuple[str, str], *, now: datetime) -> bool:
    """A person lets an account send again; what waits there goes at once. False when it was not paused."""
    known = await uow.accounts.standing(*where)
    if known.state is AccountState.ACTIVE:
        return False
    since = await uow.machine_now()
    await uow.accounts.set(AccountStanding(*where, AccountState.ACTIVE, since=since))
    await uow.outbox.hasten(*where)
    fact = history.Fact("account_resumed", "account:" + "/".join(where))
    await history.record(uow, actor, fact, now=now)
    uow.wake(wakes.OUTBOX)
    return True


async def reserve(uow: UnitOfWork, where: tuple[str, str], situation: Situation) -> None:
    """Keep what is left of a month's quota for answers."""
    known = await uow.accounts.standing(*where)
    has_ended = known.until is not None and known.until <= situation.machine_now
    if known.state is AccountState.ACTIVE or has_ended:
        reserved = replace(
            known,
            state=AccountState.ACTIVE,
            reason=Reason.QUOTA_RESERVED.value,
            since=situation.machine_now,
            until=situation.next_month,
        )
        await uow.accounts.set(reserved)
