"""A message of the house as Telegram calls: plain text, and buttons beside the numbers in it."""

import re
import unicodedata
from collections.abc import Iterator

from aiogram.enums import MessageEntityType
from aiogram.methods import SendDocument, SendMessage
from aiogram.types import (
    BufferedInputFile,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    MessageEntity,
)

from domain.messages import Document, Outbound

# Vendor limits: text and caption in UTF-16 units, a document in bytes.
MAX_TEXT = 4096
MAX_CAPTION = 1024
MAX_DOCUMENT = 50 * 1024 * 1024
_MAX_BUTTONS = 100
_MAX_ENTITIES = 100
# Vendor fact: callback_data is 1 to 64 bytes.
_MAX_DATA = 64
# What would end the header that holds a file's name, or make a path of it.
_NOT_IN_A_NAME = re.compile(r"[\x00-\x1f\x7f\"/\\]+")

Call = SendMessage | SendDocument


def calls(message: Outbound) -> tuple[Call, ...]:
    """The calls that send the message: two when the text is too long to stand below its document."""
    text = written(message.text)
    if message.document is None:
        return (_text_call(message, text),)
    if units(text.strip()) > MAX_CAPTION:
        return _text_call(message, text), _document_call(message, message.document)
    return (
        _document_call(message, message.document).model_copy(
            update={
                "caption": text.strip() or None,
                "caption_entities": _late(text, message) or None,
                "reply_markup": _keyboard(message),
            }
        ),
    )


def written(text: str) -> str:
    """The text in NFC, in which the vendor's limits are counted, without halves of surrogate pairs."""
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return unicodedata.normalize("NFC", whole)


def units(text: str) -> int:
    """The length in UTF-16 code units, as the vendor counts."""
    return len(text.encode("utf-16-le")) // 2


def shortened(text: str, most: int) -> str:
    """The text, or its beginning, in at most that many UTF-16 units."""
    text = written(text)
    if units(text) <= most:
        return text
    beginning = text.encode("utf-16-le")[: 2 * (most - 1)].decode("utf-16-le", "ignore")
    return f"{beginning}…"


def _text_call(message: Outbound, text: str) -> SendMessage:
    """Without a parse mode nothing a person wrote can format the message."""
    return SendMessage(
        chat_id=message.address,
        message_thread_id=_thread(message),
        text=text.strip(),
        entities=_late(text, message) or None,
        reply_markup=_keyboard(message),
        link_preview_options=LinkPreviewOptions(is_disabled=True),
    )


def _document_call(message: Outbound, document: Document) -> SendDocument:
    name = _NOT_IN_A_NAME.sub("_", written(document.name))
    return SendDocument(
        chat_id=message.address,
        message_thread_id=_thread(message),
        document=BufferedInputFile(document.content, name),
    )


def _thread(message: Outbound) -> int | None:
    return int(message.thread) if message.thread and message.thread.isdecimal() else None


def _late(text: str, message: Outbound) -> list[MessageEntity]:
    """Bold for the late lines. The vendor trims the text, so places are counted from its first letter."""
    trimmed = units(text) - units(text.lstrip())
    return [
        MessageEntity(type=MessageEntityType.BOLD, offset=offset - trimmed, length=length)
        for number, (offset, length) in enumerate(_lines(text))
        if number in message.late_lines and length
    ][:_MAX_ENTITIES]


def _lines(text: str) -> Iterator[tuple[int, int]]:
    """Offset and length of what is written in each line, in UTF-16 units."""
    offset = 0
    for line in text.split("\n"):
        yield offset + units(line) - units(line.lstrip()), units(line.strip())
        offset += units(line) + 1


def _keyboard(message: Outbound) -> InlineKeyboardMarkup | None:
    """One button a row; an option without a token, or with one the vendor would refuse, stays a number."""
    buttons = [
        InlineKeyboardButton(text=written(f"{option.n}. {option.label}"), callback_data=option.token)
        for option in message.options[:_MAX_BUTTONS]
        if option.token.isascii() and 1 <= len(option.token) <= _MAX_DATA
    ]
    return InlineKeyboardMarkup(inline_keyboard=[[button] for button in buttons]) if buttons else None
