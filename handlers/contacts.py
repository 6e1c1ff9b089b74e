"""/kenh: where a person is reached, which channel is tried first, and ending one of them."""

from domain.errors import Conflict, NotFound
from domain.messages import Reply
from domain.units import Contact
from handlers.turn import Turn
from language.commands import Command
from language.contacts import ContactOrder, ContactVerb, names_channel, read_contact_order
from services import contacts, fallbacks
from services.contacts import OwnContacts

LIST = "contacts"
CUT = "contact_cut"


async def answer(turn: Turn, argument: str = "") -> Reply:
    """The actor's own channels in order; a number picks the one to be tried first."""
    if argument:
        order = read_contact_order(f"kênh {argument}") or read_contact_order(argument)
        return await _obeyed(turn, order) if order is not None else turn.say("contact.which")
    found = await contacts.own(turn.uow, turn.actor)
    lines = [
        turn.tr("contact.closed_one", channel=_name(turn, one), why=_why(turn, one)) for one in found.closed
    ]
    if len(found.active) == 1:
        text = turn.tr("contact.only", channel=_name(turn, found.active[0]))
        return Reply("\n".join([text, *lines]))
    choices = [(str(one.id), _name(turn, one)) for one in found.active]
    text = "\n".join([*lines, turn.tr("contact.list"), ""])
    return turn.ask(text, LIST, choices=choices)


async def sentence(turn: Turn) -> Reply | None:
    """A wish about one's own channels; None for other texts, and where no channel is named."""
    order = read_contact_order(turn.text)
    if order is None:
        return None
    if not order.is_plain and (order.number is not None or not await _known(turn, order)):
        return None
    return await _obeyed(turn, order)


async def chosen(turn: Turn, key: str) -> Reply:
    """The channel whose number was picked from the list comes first."""
    return await _first(turn, int(key))


async def cut(turn: Turn, key: str) -> Reply:
    """End the channel after a yes."""
    assert turn.prompt is not None, "only an open question is answered"
    if key != "yes":
        return turn.say("contact.unchanged")
    try:
        ended = await contacts.cut(turn.uow, turn.actor, int(str(turn.prompt.data["contact"])), now=turn.now)
    except NotFound:
        return turn.say("contact.which")
    except Conflict:
        return turn.say("contact.last")
    left = await contacts.own(turn.uow, turn.actor)
    others = turn.tr.listing(_name(turn, one) for one in left.active)
    return turn.say("contact.cut", channel=_name(turn, ended), others=others)


async def _obeyed(turn: Turn, order: ContactOrder) -> Reply:
    found = await contacts.own(turn.uow, turn.actor)
    contact = _meant(turn, found, order)
    if contact is None:
        return turn.say("contact.which")
    if order.verb is ContactVerb.FIRST:
        return await _first(turn, contact.id)
    if len(found.active) == 1:
        return turn.say("contact.last")
    others = turn.tr.listing(_name(turn, one) for one in found.active if one != contact)
    text = turn.tr("contact.ask_cut", channel=_name(turn, contact), others=others)
    choices = (("yes", turn.tr("choice.right")), ("no", turn.tr("choice.wrong")))
    return turn.ask(text, CUT, choices=choices, data={"contact": contact.id})


async def _first(turn: Turn, contact_id: int) -> Reply:
    try:
        first = await contacts.put_first(turn.uow, turn.actor, contact_id, now=turn.now)
    except NotFound:
        return turn.say("contact.which")
    return turn.say("contact.first", channel=_name(turn, first))


def _meant(turn: Turn, found: OwnContacts, order: ContactOrder) -> Contact | None:
    """The channel of that number, or the only one of that name."""
    if order.number is not None:
        return found.active[order.number - 1] if 0 < order.number <= len(found.active) else None
    fitting = [one for one in found.active if _is_called(turn, one, order.which)]
    return fitting[0] if len(fitting) == 1 else None


async def _known(turn: Turn, order: ContactOrder) -> bool:
    found = await contacts.own(turn.uow, turn.actor)
    return any(_is_called(turn, one, order.which) for one in (*found.active, *found.closed))


def _is_called(turn: Turn, contact: Contact, which: str) -> bool:
    return names_channel(which, contact.channel, fallbacks.channel_name(turn.tr, contact.channel))


def _name(turn: Turn, contact: Contact) -> str:
    name = contacts.named(turn.tr, contact)
    here = (contact.channel, contact.account, contact.address) == turn.address.key
    return turn.tr("contact.here", channel=name) if here else name


def _why(turn: Turn, contact: Contact) -> str:
    return contacts.why_closed(turn.tr, contact)


COMMANDS = {Command.CONTACTS: answer}
CHOICES = {LIST: chosen, CUT: cut}
