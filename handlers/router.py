"""Who speaks, which question is open, what was meant: one inbound message becomes one answer."""

from collections.abc import Awaitable, Callable, Sequence

from domain.calendar import Calendar
from domain.delivery import Prompt, Received
from domain.errors import Forbidden, NotFound
from domain.messages import ChatKind, InboundKind, Option, Reply
from domain.ports import Clock
from domain.units import Actor, ContactState
from handlers import followups, language, linking, overdue, progress, receipts, sentences, status, tasks, undo
from handlers import help as help_
from handlers.turn import Turn
from language.commands import Command, CommandCall, parse_command
from language.normalise import fold
from language.numbers import bare_choice, code_and_choice
from locales.catalogue import DEFAULT
from locales.speech import speech
from services.accounts import Address, actor_at, is_known_code, looks_like_code
from services.wording import Duty
from storage.store import UnitOfWork

STRANGER = Actor(person=None)
_SAYS_ALL = frozenset({"ca", "tat ca", "het", "ca hai", "ca 2", "ca ba", "ca 3", "all", "both"})


async def answer(uow: UnitOfWork, received: Received, *, clock: Clock, calendar: Calendar) -> Reply | None:
    """Answer one message inside the given unit of work; None when nothing is to be said."""
    inbound = received.inbound
    address = Address(received.channel, received.account, inbound.sender)
    if inbound.kind is InboundKind.BLOCKED:
        # The chat is closed, not the person: who removes us from a group still reads private messages.
        closed = Address(received.channel, received.account, inbound.chat)
        await uow.organisation.set_contact(closed.key, ContactState.DISABLED, "blocked")
        return None
    turn = await _turn(uow, received, address, clock=clock, calendar=calendar)
    if inbound.kind is InboundKind.UNSUPPORTED:
        return turn.say("refusal.unsupported")
    try:
        reply = await _route(turn)
    except NotFound:
        return turn.say("refusal.not_found")
    except Forbidden:
        return turn.say("refusal.role")
    return reply


async def _turn(
    uow: UnitOfWork, received: Received, address: Address, *, clock: Clock, calendar: Calendar
) -> Turn:
    actor = await actor_at(uow, address) or STRANGER
    tr = speech(actor.person.locale if actor.person else DEFAULT, calendar.zone)
    now = clock.now()
    owner = f"person:{actor.person.id}" if actor.person else address.owner
    prompt = await uow.prompts.open(owner)
    if prompt is not None and prompt.expires_at <= now:
        await uow.prompts.close(owner, now)
        prompt = None
    text = _storable(received.inbound.text).strip()
    return Turn(uow, received, actor, tr, now, calendar, prompt, text)


def _storable(text: str) -> str:
    """Without null characters and lone surrogates, which are no text and which no database keeps."""
    return text.replace("\0", "").encode("utf-8", "ignore").decode()


async def _route(turn: Turn) -> Reply:
    if turn.received.inbound.chat_kind is ChatKind.GROUP:
        return _in_group(turn)
    if turn.received.inbound.kind is InboundKind.CHOICE:
        return await _pressed(turn)
    call = parse_command(turn.text)
    if call is not None and call.command is Command.START:
        code = looks_like_code(call.argument)
        return await linking.offer(turn, code) if code else _hello(turn)
    code = looks_like_code(turn.text)
    if code is not None and (turn.actor.person is None or await is_known_code(turn.uow, code)):
        return await linking.offer(turn, code)
    if turn.actor.person is None:
        return await _stranger(turn)
    if call is not None:
        return await _command(turn, call)
    return await _text(turn)


def _in_group(turn: Turn) -> Reply:
    """A group hears one neutral line: no name, no unit, no figure, and nothing is linked or recorded."""
    if looks_like_code(turn.text) is not None:
        return turn.say("link.private_only")
    return linking.stranger(turn) if turn.actor.person is None else turn.say("group.privately")


async def _stranger(turn: Turn) -> Reply:
    """Somebody unknown may only confirm a code; everything else gets the same polite line."""
    option = _picked(turn.prompt, turn.text)
    if turn.prompt is None or turn.prompt.kind != linking.CONFIRM or option is None:
        return linking.stranger(turn)
    return await _choose(turn, turn.prompt, option)


async def _text(turn: Turn) -> Reply:
    """An open question goes before the general rules; a list just offered before the five answers."""
    if turn.prompt is not None:
        option = _picked(turn.prompt, turn.text)
        if option is not None:
            return await _choose(turn, turn.prompt, option)
        reply = await followups.answer(turn, turn.prompt)
        if reply is not None:
            return reply
    coded = await _coded(turn)
    if coded is not None:
        return coded
    number = bare_choice(turn.text)
    if number is not None:
        return await _numbered(turn, number)
    return await sentences.answer(turn)


async def _coded(turn: Turn) -> Reply | None:
    """`BC10 2`: a duty of the own unit by its code and one of the five answers; None for other texts."""
    head, _, last = fold(turn.text).rpartition(" ")
    number = bare_choice(last)
    duties = [duty for duty in await turn.duties(owed=False) if fold(duty.code) == head]
    if duties and number in set(status.Answer):
        newest = max(duty.assignment.period for duty in duties)
        return await _answered(turn, number, [d for d in duties if d.assignment.period == newest])
    typed = code_and_choice(turn.text)
    return turn.say("status.unknown_code", code=typed[0]) if typed is not None else None


async def _numbered(turn: Turn, number: int) -> Reply:
    duties = await turn.duties()
    if number not in set(status.Answer):
        return turn.say("status.unknown_number", number=number)
    if not duties:
        return turn.say("tasks.none")
    return await _answered(turn, number, duties)


async def _answered(turn: Turn, number: int, duties: Sequence[Duty]) -> Reply:
    """One of the five answers; with several duties open it is asked which."""
    choice = status.Answer(number)
    if len(duties) > 1:
        return status.which(turn, choice, duties)
    return await status.answer(turn, choice, duties)


async def _pressed(turn: Turn) -> Reply:
    """A button: only the person it was shown to, only the question that is still open."""
    prompt = turn.prompt
    _, _, pressed = (turn.received.inbound.choice or "").partition(":")
    prompt_id, _, number = pressed.partition(":")
    option = None
    if prompt is not None and prompt_id == str(prompt.id):
        option = next((option for option in prompt.options if str(option.n) == number), None)
    if prompt is None or option is None:
        return turn.say("refusal.old_button")
    return await _choose(turn, prompt, option)


async def _choose(turn: Turn, prompt: Prompt, option: Option) -> Reply:
    await turn.uow.prompts.close(prompt.owner, turn.now)
    return await _CHOICES[prompt.kind](turn, option.key)


async def _command(turn: Turn, call: CommandCall) -> Reply:
    handler = _COMMANDS.get(call.command)
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


_CHOICES: dict[str, Callable[[Turn, str], Awaitable[Reply]]] = {
    linking.CONFIRM: linking.confirm,
    status.WHICH: status.chosen,
    status.NIL: status.nil_chosen,
    status.EXTENSION: status.extension_chosen,
    status.ISSUER: status.issuer_chosen,
    overdue.MISSING: overdue.chosen,
    receipts.CONFIRM: receipts.chosen,
}
_COMMANDS: dict[Command, Callable[[Turn, str], Awaitable[Reply]]] = {
    Command.TASKS: lambda turn, _: tasks.answer(turn),
    Command.OVERDUE: lambda turn, _: overdue.answer(turn),
    Command.PROGRESS: progress.answer,
    Command.NUDGE: lambda turn, _: overdue.start_nudge(turn),
    Command.UNDO: lambda turn, _: undo.answer(turn),
    Command.HELP: lambda turn, _: followups.helped(turn),
    Command.LANGUAGE: language.answer,
    Command.RECEIPTS: receipts.answer,
}
