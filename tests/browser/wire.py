"""A network that fails: what passes between browser and server can be cut, swallowed or left hanging."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from tests.pages import eventually

_PIECE = 65_536


class Wire:
    """Carries connections to a port of the loopback."""

    def __init__(self, to: int) -> None:
        self._to, self._writers = to, set[asyncio.StreamWriter]()
        self._streams = set[asyncio.StreamWriter]()
        self._frozen = set[asyncio.StreamWriter]()
        self.port = 0
        self.is_down = False
        self.swallows_answers = False

    @property
    def address(self) -> str:
        """Where the chat is, by way of this wire."""
        return f"http://127.0.0.1:{self.port}/chat"

    def cut(self) -> int:
        """Break every connection without a word; how many there were."""
        broken = len(self._writers)
        for writer in self._writers:
            writer.transport.abort()
        return broken

    def freeze(self) -> None:
        """Let open streams hang for ever, as when a telephone changes its network."""
        self._frozen |= self._streams

    async def carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Carry one connection until either side ends."""
        self._writers.add(writer)
        try:
            if not self.is_down:
                there, back = await asyncio.open_connection("127.0.0.1", self._to)
                await asyncio.gather(self._ask(reader, back), self._answer(there, writer))
        except OSError:
            pass
        finally:
            self._writers.discard(writer)
            self._streams.discard(writer)
            writer.transport.abort()

    async def _ask(self, reader: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        try:
            while piece := await reader.read(_PIECE):
                back.write(piece)
                await back.drain()
        finally:
            back.close()

    async def _answer(self, there: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while piece := await there.read(_PIECE):
            if self.swallows_answers:
                break
            if b"text/event-stream" in piece:
                self._streams.add(writer)
            if writer not in self._frozen:
                writer.write(piece)
                await writer.drain()
        writer.transport.abort()


@asynccontextmanager
async def wired(to: int) -> AsyncIterator[Wire]:
    """A wire to that port."""
    wire = Wire(to)
    server = await asyncio.start_server(wire.carry, "127.0.0.1", 0)
    wire.port = server.sockets[0].getsockname()[1]
    try:
        yield wire
    finally:
        server.close()
        wire.is_down = True
        assert await eventually(lambda: not wire.cut())
