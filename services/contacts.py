"""A person's own contacts: in which order they are tried, and ending one of them."""

from dataclasses import dataclass
from datetime import datetime

from domain.errors import Conflict, NotFound
from domain.messages import SendError
from domain.units import Actor, Contact, ContactState
from locales.speech import Speech
from services import fallbacks, history
from services.accounts import WITHDRAWN
from storage.store import UnitOfWork

DEFAULT_ACCOUNT = "default"


@dataclass(frozen=True, slots=True)
class OwnContacts:
    """What a person is reached by, in order, and what was closed."""

    active: tuple[Contact, ...]
    closed: tuple[Contact, ...]

    def by_id(self, contact_id: int) -> Contact:
        """One of those that are active; NotFound otherwise."""
        for contact in self.active:
            if contact.id == contact_id:
                return contact
        raise NotFound


async def own(uow: UnitOfWork, actor: Actor) -> OwnContacts:
    """The actor's contacts, and nobody else's."""
    if actor.person is None:
        return OwnContacts((), ())
    found = (await uow.people.every_contact([actor.person.id])).get(actor.person.id, [])
    active = tuple(contact for contact in found if contact.state is ContactState.ACTIVE)
    return OwnContacts(active, tuple(contact for contact in found if contact not in active))


async def put_first(uow: UnitOfWork, actor: Actor, contact_id: int, *, now: datetime) -> Contact:
    """Let one of the actor's contacts be tried before the others; NotFound when it is not theirs."""
    contacts = await own(uow, actor)
    first = contacts.by_id(contact_id)
    others = [contact.id for contact in (*contacts.active, *contacts.closed) if contact != first]
    await uow.people.rank_contacts([first.id, *others])
    await _record(uow, actor, "contact_first", first, now)
    return first


async def cut(uow: UnitOfWork, actor: Actor, contact_id: int, *, now: datetime) -> Contact:
    """End one of the actor's contacts; only a new code links it again.

    NotFound when it is not theirs, Conflict when nothing would be left to reach them by.
    """
    contacts = await own(uow, actor)
    ended = contacts.by_id(contact_id)
    if len(contacts.active) == 1:
        raise Conflict("the last contact stays")
    address = (ended.channel, ended.account, ended.address)
    await uow.organisation.set_contact(address, ContactState.DISABLED, WITHDRAWN)
    await _record(uow, actor, "contact_withdrawn", ended, now)
    return ended


def named(tr: Speech, contact: Contact) -> str:
    """The messenger of a contact, with our account on it where there are several."""
    name = fallbacks.channel_name(tr, contact.channel)
    return name if contact.account == DEFAULT_ACCOUNT else f"{name} ({contact.account})"


def why_closed(tr: Speech, contact: Contact) -> str:
    """Why nothing is sent to a contact any more."""
    if contact.note in set(SendError):
        return tr(f"send_error.{contact.note}")
    return tr("contact.withdrawn" if contact.note == WITHDRAWN else "contact.closed")


async def _record(uow: UnitOfWork, actor: Actor, verb: str, contact: Contact, now: datetime) -> None:
    data = {"channel": contact.channel, "account": contact.account, "contact": contact.id}
    await history.record(uow, actor, history.Fact(verb, f"person:{contact.person_id}", data=data), now=now)
