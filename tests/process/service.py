"""`dondoc run` as a real process, and a browser that talks to it."""

import asyncio
import os
import re
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx

ROOT = Path(__file__).parents[2]
_ADDRESS = re.compile(r"http://[\d.]+:\d+")
_READY_SECONDS, _STOP_SECONDS = 30, 15


class Service:
    """One process on the database of a folder."""

    def __init__(self, folder: Path, process: asyncio.subprocess.Process) -> None:
        self.folder, self.process, self.address = folder, process, ""

    @classmethod
    async def started(cls, folder: Path, *arguments: str, port: int = 0) -> "Service":
        """The process; nothing is awaited but its start."""
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "PYTHONPATH": str(ROOT),
            "PYTHONUNBUFFERED": "1",
            "DONDOC_WEB__PORT": str(port),
        }
        with (folder / "log").open("ab") as log:
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "bot",
                "run",
                *arguments,
                cwd=folder,
                env=environment,
                stdout=asyncio.subprocess.PIPE,
                stderr=log,
            )
        return cls(folder, process)

    async def is_ready(self) -> str:
        """The printed address, once the service answers that it is ready; fails after thirty seconds."""
        assert self.process.stdout is not None
        async with asyncio.timeout(_READY_SECONDS):
            line = (await self.process.stdout.readline()).decode()
            found = _ADDRESS.search(line)
            assert found is not None, f"{line!r} {self.log}"
            self.address = found[0]
            async with httpx.AsyncClient(base_url=self.address, trust_env=False) as client:
                while (await client.get("/health/ready")).status_code != 200:  # noqa: ASYNC110 - another process
                    await asyncio.sleep(0.1)
        return self.address

    async def stops(self, number: signal.Signals = signal.SIGTERM) -> int:
        """The exit code after a signal; fails when it takes more than fifteen seconds."""
        self.process.send_signal(number)
        return await self.ends()

    async def ends(self) -> int:
        """The exit code of a process that ends by itself."""
        async with asyncio.timeout(_STOP_SECONDS):
            return await self.process.wait()

    @property
    def log(self) -> str:
        """What the processes of this folder wrote to stderr."""
        return (self.folder / "log").read_text("utf-8")


@asynccontextmanager
async def running(folder: Path, *arguments: str, port: int = 0) -> AsyncIterator[Service]:
    """A process that is ended whatever the test does."""
    service = await Service.started(folder, *arguments, port=port)
    try:
        yield service
    finally:
        if service.process.returncode is None:
            service.process.kill()
            await service.process.wait()
        # Closing the pipe here keeps the loop from finding it open after it has ended.
        service.process._transport.close()  # type: ignore[attr-defined] # the library offers no other way
