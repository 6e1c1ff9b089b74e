"""/ngonngu: the language the bot answers a person in."""

from domain.errors import InvalidInput
from domain.messages import Reply
from handlers.turn import Turn
from language.commands import Command
from locales.speech import speech

_NAMES = {"tieng viet": "vi", "vietnamese": "vi", "tieng anh": "en", "english": "en"}


async def answer(turn: Turn, argument: str) -> Reply:
    """Switch to the language named, and say so in it."""
    assert turn.actor.person is not None, "strangers do not come here"
    wanted = argument.strip().casefold()
    try:
        tr = speech(_NAMES.get(wanted, wanted), turn.calendar.zone)
    except InvalidInput:
        return turn.say("language.which")
    await turn.uow.organisation.set_locale(turn.actor.person.id, tr.locale)
    return Reply(tr("language.done"))


COMMANDS = {Command.LANGUAGE: answer}
