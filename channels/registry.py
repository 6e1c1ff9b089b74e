"""Which messengers there are: an explicit list, read top to bottom. A new one adds its line here."""

from channels.telegram.settings import TelegramSettings
from channels.webchat.desk import ChatDesk
from domain.ports import Channel


def build(telegram: TelegramSettings, desk: ChatDesk) -> list[Channel]:
    """The channels that are on: the web chat always, Telegram when it has a token."""
    from channels.webchat.channel import WebChatChannel

    channels: list[Channel] = [WebChatChannel(desk)]
    if telegram.token is not None:
        # Imported only here: aiogram alone costs seconds and more memory than the rest of the house.
        from channels.telegram.channel import TelegramChannel

        channels.append(TelegramChannel(telegram))
    return channels
