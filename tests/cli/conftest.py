"""Running the real command in its own process, as an operator does."""

import asyncio
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Finished:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


class Shell:
    """A directory with its own database and environment."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "PYTHONPATH": str(ROOT)}

    def set(self, **names: str) -> None:
        self.environment |= {f"DONDOC_{name}": value for name, value in names.items()}

    async def run(self, *arguments: str, stdin: str = "") -> Finished:
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


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    return Shell(tmp_path)


@pytest.fixture
async def loaded(shell: Shell) -> Shell:
    """Bắc Giang's pack on the eve of the story."""
    shell.set(NOW="2023-10-19T08:29:00+07:00")
    assert (await shell.run("pack", "load", "bac-giang-2023")).code == 0
    return shell
