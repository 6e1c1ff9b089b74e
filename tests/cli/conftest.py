"""Running the command in its own process, as an operator does."""

import asyncio
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.databases import folder_in_memory

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Finished:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


class Zygote:
    """The process that forks into commands; it starts with the first of them."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None
        self._turn = threading.Lock()

    def run(self, **request: Any) -> Finished:
        with self._turn:
            process = self._process = self._process or self._started()
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdin.write(json.dumps(request) + "\n")
            process.stdin.flush()
            return Finished(**json.loads(process.stdout.readline()))

    def close(self) -> None:
        if self._process is not None:
            # Leaving it closes both pipes, at which the zygote ends, and waits for that.
            with self._process as process:
                assert process.stdin is not None
                process.stdin.close()

    def _started(self) -> "subprocess.Popen[str]":
        environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-m", "tests.cli.zygote"]
        pipe = subprocess.PIPE
        return subprocess.Popen(command, cwd=ROOT, env=environment, stdin=pipe, stdout=pipe, text=True)


class Shell:
    """A directory with its own database and environment."""

    def __init__(self, folder: Path, zygote: Zygote) -> None:
        self.folder, self._zygote = folder, zygote
        self.environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "PYTHONPATH": str(ROOT)}

    def set(self, **names: str) -> None:
        self.environment |= {f"DONDOC_{name}": value for name, value in names.items()}

    async def run(self, *arguments: str, stdin: str = "") -> Finished:
        """The command in a process of its own, which need not import everything anew."""
        return await asyncio.to_thread(
            self._zygote.run,
            arguments=arguments,
            cwd=str(self.folder),
            env=self.environment,
            stdin=stdin,
        )

    async def start(self, *arguments: str, stdin: str = "") -> Finished:
        """The command started from nothing."""
        done = await asyncio.to_thread(
            subprocess.run,
            [sys.executable, "-m", "bot", *arguments],
            cwd=self.folder,
            env=self.environment,
            input=stdin.encode(),
            capture_output=True,
            timeout=60,
            check=False,
        )
        return Finished(done.returncode, done.stdout.decode(), done.stderr.decode())


@pytest.fixture(scope="session")
def zygote() -> Iterator[Zygote]:
    found = Zygote()
    yield found
    found.close()


@pytest.fixture
def shell(tmp_path: Path, zygote: Zygote) -> Iterator[Shell]:
    with folder_in_memory(tmp_path) as folder:
        yield Shell(folder, zygote)


@pytest.fixture
async def loaded(shell: Shell) -> Shell:
    """Bắc Giang's pack on the eve of the story."""
    shell.set(NOW="2023-10-19T08:29:00+07:00")
    assert (await shell.run("pack", "load", "bac-giang-2023")).code == 0
    return shell
