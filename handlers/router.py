"""Who speaks, which question is open, what was meant: one inbound message becomes one answer."""

from dataclasses import replace

from domain.calendar import Calendar
from domain.delivery import Prompt, Received
from domain.errors import Forbidden, NotFound
from domain.messages import ChatKind, InboundKind, Option, Reply
from domain.ports import Clock
from domain.units import Actor, ContactState
from handlers import buttons, caution, groups, linking, numbers, sentences, subjects, uploads
from handlers import help as help_
from handlers.turn import Turn
from language.commands import Command, CommandCall, parse_command
from language.normalise import fold
from language.numbers import bare_choice
from locales.catalogue import DEFAULT
from locales.speech import speech
from services.accounts import Address, actor_at, is_known_code, looks_like_code
from storage.store import UnitOfWork

STRANGER = Actor(person=None)
_SAYS_ALL = frozenset({"ca", "tat ca", "het", "ca hai", "ca 2", "ca ba", "ca 3", "all", "both"})


async def answer(uow: UnitOfWork, received: Received, *, clock: Clock, calendar: Calendar) -> Reply | None:
    """Answer one message inside the given unit of work; None when nothing is to be said."""
    inbound = received.inbound
    if inbound.kind is InboundKind.BLOCKED:
        await _closed(uow, received)
        return None
    if inbound.kind is InboundKind.MOVED:
        await _moved(uow, received)
        return None
    turn = await turn_of(uow, received, clock=clock, calendar=calendar)
    if inbound.kind is InboundKind.JOINED:
        return await groups.joined(turn)
    try:
        return await _route(turn)
    except NotFound:
        return turn.say("refusal.not_found")
    except Forbidden:
        return turn.say("refusal.role")


async def _closed(uow: UnitOfWork, received: Received) -> None:
    """The chat is closed, not the person: who removes us from a group still reads private messages."""
    closed = (received.channel, received.account, received.inbound.chat)
    await uow.organisation.set_contact(closed, ContactState.DISABLED, "blocked")
    await uow.groups.leave(closed)


async def _moved(uow: UnitOfWork, received: Received) -> None:
    """The platform gave the chat another id; what is known of it and what waits for it goes along."""
    new_chat = received.inbound.new_chat
    if new_chat is not None:
        old = (received.channel, received.account, received.inbound.chat)
        await uow.groups.move(old, new_chat)
        await uow.organisation.move_contact(old, new_chat)
        await uow.outbox.readdress(old, new_chat)


async def turn_of(uow: UnitOfWork, received: Received, *, clock: Clock, calendar: Calendar) -> Turn:
    """The turn of a received message: who speaks, in which language, and which question is open."""
    address = Address(received.channel, received.account, received.inbound.sender)
    privately = received.inbound.chat_kind is ChatKind.PRIVATE
    actor = await actor_at(uow, address, privately=privately) or STRANGER
    tr = speech(actor.person.locale if actor.person else DEFAULT, calendar.zone)
    now = clock.now()
    owner = f"person:{actor.person.id}" if actor.person else address.owner
    prompt = await uow.prompts.open(owner)
    text = _storable(received.inbound.text).strip()
    turn = Turn(uow, received, actor, tr, now, calendar, prompt, text)
    if prompt is not None and prompt.expires_at <= now:
        await uow.prompts.close(owner, now)
        return replace(turn, prompt=None, expired=prompt)
    return turn


def _storable(text: str) -> str:
    """Without null characters and lone surrogates, which are no text and which no database keeps."""
    return text.replace("\0", "").encode("utf-8", "ignore").decode()


async def _route(turn: Turn) -> Reply | None:
    inbound = turn.received.inbound
    if inbound.kind is InboundKind.CHOICE:
        return await buttons.pressed(turn, choose)
    if inbound.chat_kind is ChatKind.GROUP:
        return await groups.answer(turn)
    if inbound.kind is InboundKind.UNSUPPORTED:
        return turn.say("refusal.unsupported")
    if inbound.kind is InboundKind.FILE:
        return await uploads.answer(turn)
    return await said(turn)


async def said(turn: Turn) -> Reply:
    """Answer what somebody typed in private, or said in a group where only they may read the answer."""
    call = parse_command(turn.text)
    if call is not None and call.command is Command.START:
        code = looks_like_code(call.argument)
        return await linking.offer(turn, code) if code else _hello(turn)
    code = looks_like_code(turn.text)
    if code is not None and (turn.actor.person is None or await is_known_code(turn.uow, code)):
        return await linking.offer(turn, code)
    if turn.actor.person is None:
        return await _stranger(turn)
    warned = caution.answer(turn)
    if warned is not None:
        return warned
    if call is not None and not _is_label(turn.prompt, turn.text):
        return await _command(turn, call)
    return await _text(turn)


def _is_label(prompt: Prompt | None, text: str) -> bool:
    """Whether a text is the label of an offered choice, such as "sửa": the open question goes first."""
    return prompt is not None and any(fold(option.label) == fold(text) for option in prompt.options)


async def _stranger(turn: Turn) -> Reply:
    """Somebody unknown may only confirm a code; everything else gets the same polite line."""
    option = _picked(turn.prompt, turn.text)
    if turn.prompt is None or turn.prompt.kind != linking.CONFIRM or option is None:
        return linking.stranger(turn)
    return await choose(turn, turn.prompt, option)


async def _text(turn: Turn) -> Reply:
    """An open question goes before the general rules; a list just offered before the five answers."""
    reply = await _to_question(turn)
    if reply is not None:
        return reply
    for read in subjects.SENTENCES:
        reply = await read(turn)
        if reply is not None:
            return reply
    return await sentences.answer(turn)


async def _to_question(turn: Turn) -> Reply | None:
    """What the message says to the question that is open, or was until a moment ago."""
    if turn.prompt is None:
        return await _too_late(turn)
    option = _picked(turn.prompt, turn.text)
    if option is not None:
        if await numbers.is_unclear(turn, turn.prompt):
            return await numbers.ask_which_question(turn, turn.prompt, option)
        return await choose(turn, turn.prompt, option)
    take = subjects.TEXTS.get(turn.prompt.kind)
    if take is None:
        return None
    reply = await take(turn, turn.prompt)
    if reply is not None or not turn.prompt.options:
        # A thing without choices is asked once: a message that is no answer closes the question.
        await turn.uow.prompts.close(turn.owner, turn.now)
    return reply


async def _too_late(turn: Turn) -> Reply | None:
    """An answer to a question that has run out; a reminder that came since takes the number instead."""
    if turn.expired is None or _picked(turn.expired, turn.text) is None:
        return None
    return None if await turn.reminded_since(turn.expired) else turn.say("prompt.expired")


async def choose(turn: Turn, prompt: Prompt, option: Option) -> Reply:
    """Let the handler of an open question go on with the option that was picked."""
    await turn.uow.prompts.close(prompt.owner, turn.now)
    return await subjects.CHOICES[prompt.kind](turn, option.key)


async def _command(turn: Turn, call: CommandCall) -> Reply:
    handler = subjects.COMMANDS.get(call.command)
    if handler is None:
        return turn.say("refusal.not_yet")
    return await handler(turn, call.argument)


def _hello(turn: Turn) -> Reply:
    return help_.answer(turn) if turn.actor.person else linking.stranger(turn)


def _picked(prompt: Prompt | None, text: str) -> Option | None:
    """The option a text names: its number, or its label in full."""
    if prompt is None:
        return None
    number, folded = bare_choice(text), fold(text)
    for option in prompt.options:
        if option.n == number or fold(option.label) == folded:
            return option
        if option.key == "all" and folded in _SAYS_ALL:
            return option
    return None
