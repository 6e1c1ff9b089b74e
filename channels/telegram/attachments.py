"""Files that people send: announced in a message, fetched when somebody wants them."""

from collections.abc import Callable

from aiogram import Bot
from aiogram.enums import ContentType
from aiogram.exceptions import TelegramAPIError, TelegramBadRequest, TelegramNotFound
from aiogram.methods import GetFile
from aiogram.types import Message

from channels.telegram.session import OneTrySession
from domain.errors import InvalidInput
from domain.messages import Attachment

# Vendor fact: a bot can download up to 20 MB.
MAX_DOWNLOAD = 20 * 1024 * 1024
# Vendor fact: photos are always sent on as JPEG, without a name.
_PHOTO = "image/jpeg"


def attachment_of(message: Message) -> Attachment | None:
    """The document of the message, or its photo in the largest size."""
    if message.content_type == ContentType.DOCUMENT and message.document is not None:
        found = message.document
        return Attachment(found.file_id, found.file_name or "", found.mime_type or "", found.file_size)
    if message.content_type == ContentType.PHOTO and message.photo:
        largest = max(message.photo, key=lambda size: size.width * size.height)
        return Attachment(largest.file_id, "", _PHOTO, largest.file_size)
    return None


class Fetcher:
    """Downloads what an attachment points at, never more than asked for."""

    def __init__(self, bot: Bot, session: OneTrySession, *, redact: Callable[[str], str]) -> None:
        self._bot, self._session, self._redact = bot, session, redact

    async def fetch(self, attachment: Attachment, limit: int) -> bytes:
        """The content; InvalidInput when it is too large, gone or cannot be fetched now."""
        most = min(limit, MAX_DOWNLOAD)
        if attachment.size is not None and attachment.size > most:
            raise _too_large(most)
        try:
            content = await self._content(GetFile(file_id=attachment.key), most)
        except (TelegramBadRequest, TelegramNotFound) as error:
            fault = f"Telegram does not hand out the file: {self._redact(error.message)}"
        except TelegramAPIError as error:
            fault = f"the file could not be fetched from Telegram now: {self._redact(error.message)}"
        else:
            return content
        # Outside the handler, so that no traceback carries an address with the token.
        raise InvalidInput(fault)

    async def _content(self, question: GetFile, most: int) -> bytes:
        found = await self._bot(question)
        if found.file_size is not None and found.file_size > most:
            raise _too_large(most)
        if not found.file_path:
            raise TelegramNotFound(question, "it has no path")
        content = await self._session.download(self._bot, question, found.file_path, limit=most)
        if len(content) > most:
            raise _too_large(most)
        return content


def _too_large(most: int) -> InvalidInput:
    return InvalidInput(f"the file is larger than {most} bytes")
