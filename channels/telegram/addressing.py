"""Whom a message speaks to, and what is left of it without Telegram's ways of addressing a bot."""

import re
from dataclasses import dataclass

from aiogram.types import Message, MessageEntity

from domain.messages import ChatKind

# The vendor lets the names of bots end in "bot" only; until ours is known, every such name may be ours.
_ANY_BOT = r"[A-Za-z0-9_]*bot"
# A deep link arrives as "/start CODE"; everywhere else the code stands alone.
_START = re.compile(r"\A/start\s+(?=\S)", re.IGNORECASE)
_COMMAND = re.compile(r"\A/[A-Za-z]\w*(?:@(?P<to>\w+))?(?![\w/])", re.ASCII)


@dataclass(slots=True)
class OwnName:
    """This bot's number, and its user name as soon as Telegram has told it."""

    bot_id: int
    username: str | None = None

    @property
    def mention(self) -> re.Pattern[str]:
        """How people write to us inside a text; an e-mail address or a link is no mention."""
        return re.compile(rf"(?<![\w@/.])@{self._pattern}(?!\w)[,:]?\s*", re.IGNORECASE)

    def is_ours(self, name: str) -> bool:
        """Whether that user name is this bot's."""
        return re.fullmatch(self._pattern, name, re.IGNORECASE) is not None

    @property
    def _pattern(self) -> str:
        return re.escape(self.username) if self.username else _ANY_BOT


def is_addressed(message: Message, own: OwnName) -> bool:
    """Whether a group message is a command to us, a mention of us or an answer to a message of ours."""
    text = message.text or message.caption or ""
    command = _COMMAND.match(text.strip())
    if command is not None:
        return command["to"] is None or own.is_ours(command["to"])
    return own.mention.search(text) is not None or _named(message, own) != [] or _answers_us(message, own)


def spoken(message: Message, own: OwnName, chat_kind: ChatKind) -> str:
    """What was said. Names of other people and of other bots stay."""
    text = _without(message.text or message.caption or "", _named(message, own)).strip()
    command = _COMMAND.match(text)
    if command is not None and command["to"] is not None and own.is_ours(command["to"]):
        text = text[: command.start("to") - 1] + text[command.end("to") :]
    text = _START.sub("", text)
    return own.mention.sub("", text).strip() if chat_kind is ChatKind.GROUP else text


def _named(message: Message, own: OwnName) -> list[MessageEntity]:
    """Mentions that point at us by number instead of by name."""
    entities = message.entities or message.caption_entities or []
    return [entity for entity in entities if entity.user is not None and entity.user.id == own.bot_id]


def _without(text: str, entities: list[MessageEntity]) -> str:
    """The text without these stretches. Vendor fact: their places count UTF-16 units, two bytes each."""
    units = text.encode("utf-16-le", "surrogatepass")
    for entity in sorted(entities, key=lambda each: -each.offset):
        start, end = 2 * max(entity.offset, 0), 2 * max(entity.offset + entity.length, 0)
        units = units[:start] + units[end:]
    return units.decode("utf-16-le", "replace")


def _answers_us(message: Message, own: OwnName) -> bool:
    """In a topic every message answers the notice that opened it; that is no answer to its author."""
    above = message.reply_to_message
    if above is None or above.from_user is None or above.forum_topic_created is not None:
        return False
    return above.from_user.id == own.bot_id
