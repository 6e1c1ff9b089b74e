"""A message of the house as a Telegram call: plain text, and buttons beside the numbers in it."""

from aiogram.methods import SendMessage
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions

from domain.messages import Option, Outbound

# Vendor limits for one message.
MAX_TEXT = 4096
_MAX_BUTTONS = 100
# Vendor fact: callback_data is 1 to 64 bytes.
_MAX_DATA = 64


def send_call(message: Outbound) -> SendMessage:
    """The call that sends the message; without a parse mode nothing a person wrote can format it."""
    return SendMessage(
        chat_id=message.address,
        text=message.text,
        reply_markup=_keyboard(message),
        link_preview_options=LinkPreviewOptions(is_disabled=True),
    )


def _keyboard(message: Outbound) -> InlineKeyboardMarkup | None:
    """One button a row. A choice of a question points at it; a plain answer carries what one would type."""
    buttons = [
        InlineKeyboardButton(text=f"{option.n}. {option.label}", callback_data=data)
        for option in message.options[:_MAX_BUTTONS]
        if len((data := _data(message, option)).encode()) <= _MAX_DATA
    ]
    return InlineKeyboardMarkup(inline_keyboard=[[button] for button in buttons]) if buttons else None


def _data(message: Outbound, option: Option) -> str:
    return f"t:{option.key}" if message.prompt_id is None else f"p:{message.prompt_id}:{option.n}"
