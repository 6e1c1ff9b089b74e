"""How people reach the house: one troupe per channel, each delivering every message twice, as networks do."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from dataclasses import dataclass, replace
from typing import Protocol

from bot.wiring import House
from channels.console.channel import ConsoleChannel, update
from channels.telegram.channel import TelegramChannel
from channels.telegram.polling import Pace
from channels.telegram.settings import TelegramSettings
from channels.zalo_bot.channel import ZaloBotChannel
from channels.zalo_bot.polling import Pace as ZaloPace
from channels.zalo_bot.settings import ZaloBotSettings
from domain.messages import Outbound
from domain.ports import Channel
from services.intake import StoreIntake
from tests.telegram_standin import TelegramStandIn
from tests.telegram_standin.people import TelegramUser
from tests.zalo_standin import ZaloStandIn
from tests.zalo_standin.payloads import ZaloUser

_SWIFT = Pace(long_poll=5, after_nothing=0.001, fault=(0.001, 0.01), conflict=(0.001, 0.01))
_QUICK = ZaloPace(long_poll=5, after_nothing=0.001, fault=(0.001, 0.01))
GROUP = -100_4242
# The vendor's pace of one message a second in a chat would only make tests wait.
_NO_HURRY = 10_000.0


@dataclass(frozen=True, slots=True)
class Heard:
    """A message on somebody's screen; `buttons` are what a press of each label sends."""

    text: str
    buttons: dict[str, str]


class Troupe(Protocol):
    """People on one channel. Addresses are the platform's; everything heard is kept.

    `group` is the address of the one group everybody is in, None where a channel has no groups.
    """

    channels: list[Channel]
    group: str | None

    def playing(self, house: House) -> AbstractAsyncContextManager[None]: ...

    async def newcomer(self) -> str: ...

    async def write(self, address: str, text: str) -> None: ...

    async def press(self, address: str, data: str) -> None: ...

    async def heard(self, address: str) -> list[Heard]: ...

    async def group_hears(self, text: str, *, sender: str, mentions: bool = True) -> None: ...


class WithoutGroups:
    """A channel on which people are only spoken to one by one."""

    group: str | None = None

    async def group_hears(self, text: str, *, sender: str, mentions: bool = True) -> None:
        raise NotImplementedError("this channel has no groups")


class ConsoleTroupe(WithoutGroups):
    """Terminals."""

    def __init__(self) -> None:
        self._said, self._number, self._people = list[Outbound](), 0, 0
        self.channels: list[Channel] = [ConsoleChannel(self._said.append)]

    @asynccontextmanager
    async def playing(self, house: House) -> AsyncIterator[None]:
        self._intake = StoreIntake(house.store, house.clock, channel="console", account="default")
        yield

    async def newcomer(self) -> str:
        self._people += 1
        return f"tty{self._people}"

    async def write(self, address: str, text: str) -> None:
        self._number += 1
        line = update(address, text, number=self._number)
        await self._intake.accept([line, line])

    async def press(self, address: str, data: str) -> None:
        raise NotImplementedError("a console has no buttons")

    async def heard(self, address: str) -> list[Heard]:
        return [Heard(message.text, {}) for message in self._said if message.address == address]


class WebTroupe(WithoutGroups):
    """Browsers at the desk of the web chat."""

    def __init__(self) -> None:
        self.channels: list[Channel] = []
        self._number = 0

    @asynccontextmanager
    async def playing(self, house: House) -> AsyncIterator[None]:
        self._desk = house.desk
        yield

    async def newcomer(self) -> str:
        return (await self._desk.open_session())[1]

    async def write(self, address: str, text: str) -> None:
        await self._say(address, text, None)

    async def press(self, address: str, data: str) -> None:
        await self._say(address, "", data)

    async def heard(self, address: str) -> list[Heard]:
        lines = [line for line in await self._desk.lines(address, 0) if line.who == "bot"]
        return [Heard(line.body, {item.label: item.token for item in line.options}) for line in lines]

    async def _say(self, address: str, text: str, choice: str | None) -> None:
        self._number += 1
        for _ in range(2):
            await self._desk.say(address, text, client_id=str(self._number), choice=choice)


class Polling:
    """A troupe whose channel fetches what people say, for as long as the play goes on."""

    channel: Channel

    @asynccontextmanager
    async def playing(self, house: House) -> AsyncIterator[None]:
        intake = StoreIntake(house.store, house.clock, channel=self.channel.kind, account="default")
        polling = asyncio.create_task(self.channel.receive(intake))
        try:
            yield
        finally:
            polling.cancel()
            with suppress(asyncio.CancelledError):
                await polling


class TelegramTroupe(Polling):
    """Phones at a Telegram of our own: the real channel polls and sends over HTTP on the loopback."""

    group: str | None = str(GROUP)

    def __init__(self, standin: TelegramStandIn) -> None:
        self.standin = standin
        standin.api.queue.copies = 2
        self.channel = telegram_channel(standin)
        self.channels: list[Channel] = [self.channel]
        self._people = 500

    async def newcomer(self) -> str:
        self._people += 1
        return str(self._people)

    async def write(self, address: str, text: str) -> None:
        await self.arrived(await self.standin.user_says(int(address), text))

    async def press(self, address: str, data: str) -> None:
        below = next(sent for sent in reversed(self.standin.accepted) if sent.chat == int(address))
        await self.arrived(await self.standin.user_presses(int(address), below, data))

    async def heard(self, address: str) -> list[Heard]:
        return [
            Heard(sent.text, {b["text"].partition(". ")[2]: b["callback_data"] for b in sent.buttons})
            for sent in self.standin.accepted
            if sent.chat == int(address)
        ]

    async def group_hears(self, text: str, *, sender: str, mentions: bool = True) -> None:
        """Somebody writes in the group of all focal points, to the bot or to the others."""
        user = TelegramUser(int(sender))
        written = f"@{self.standin.api.me['username']} {text}" if mentions else text
        await self.arrived(await self.standin.user_says(GROUP, written, user=user))

    async def removed_from_group(self, address: str) -> None:
        await self.arrived(await self.standin.blocked(GROUP, user=TelegramUser(int(address))))

    async def blocked_by(self, address: str) -> None:
        await self.arrived(await self.standin.blocked(int(address)))

    async def unblocked_by(self, address: str) -> None:
        await self.arrived(await self.standin.unblocked(int(address)))

    async def arrived(self, update: dict[str, int]) -> None:
        """Only what was committed is confirmed to the vendor."""
        await self.standin.until(lambda: self.standin.confirmed > update["update_id"])


def telegram_channel(standin: TelegramStandIn) -> TelegramChannel:
    """The product's channel, pointed at the stand-in."""
    settings = TelegramSettings(token=standin.token, api_base=standin.base)
    channel = TelegramChannel(settings, pace=_SWIFT)
    channel.capabilities = replace(channel.capabilities, per_second=_NO_HURRY, per_chat_per_second=_NO_HURRY)
    return channel


class ZaloTroupe(Polling):
    """Telephones at a Zalo of our own: no buttons, groups only when the bot is mentioned."""

    group: str | None = "zgr-42"

    def __init__(self, standin: ZaloStandIn) -> None:
        self.standin = standin
        standin.api.queue.copies = 2
        self.channel = zalo_channel(standin)
        self.channels: list[Channel] = [self.channel]
        self._people = 0

    async def newcomer(self) -> str:
        self._people += 1
        return f"zalo{self._people:04x}"

    async def write(self, address: str, text: str) -> None:
        await self.standin.user_says(address, text)
        await self.standin.settled()

    async def press(self, address: str, data: str) -> None:
        raise NotImplementedError("Zalo bots have no buttons")

    async def heard(self, address: str) -> list[Heard]:
        return [Heard(sent.text, {}) for sent in self.standin.accepted if sent.chat == address]

    async def group_hears(self, text: str, *, sender: str, mentions: bool = True) -> None:
        """Somebody writes in the group; the vendor keeps from the bot what does not mention it."""
        user = ZaloUser(sender)
        await self.standin.user_says_in_group(str(self.group), text, user=user, mentions=mentions)
        await self.standin.settled()


def zalo_channel(standin: ZaloStandIn) -> ZaloBotChannel:
    """The product's channel, polling the stand-in."""
    settings = ZaloBotSettings.model_validate(
        {"token": standin.token, "api_base": standin.base, "mode": "polling"}
    )
    channel = ZaloBotChannel(settings, pace=_QUICK)
    channel.capabilities = replace(channel.capabilities, per_second=_NO_HURRY, per_chat_per_second=_NO_HURRY)
    return channel


@asynccontextmanager
async def console() -> AsyncIterator[Troupe]:
    yield ConsoleTroupe()


@asynccontextmanager
async def webchat() -> AsyncIterator[Troupe]:
    yield WebTroupe()


@asynccontextmanager
async def telegram() -> AsyncIterator[Troupe]:
    async with TelegramStandIn() as standin:
        yield TelegramTroupe(standin)


@asynccontextmanager
async def zalo_bot() -> AsyncIterator[Troupe]:
    async with ZaloStandIn() as standin:
        yield ZaloTroupe(standin)


TROUPES: dict[str, Callable[[], AbstractAsyncContextManager[Troupe]]] = {
    "console": console,
    "webchat": webchat,
    "telegram": telegram,
    "zalo_bot": zalo_bot,
}
