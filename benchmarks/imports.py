"""Start-up: the command line against the messenger library it must not load."""

import statistics
import subprocess
import sys
import time

from benchmarks.rows import Row

RUNS = 5


def seconds(*arguments: str) -> float:
    """The median wall time of a Python process."""
    times = []
    for _ in range(RUNS):
        started = time.perf_counter()
        subprocess.run([sys.executable, *arguments], check=True, capture_output=True)
        times.append(time.perf_counter() - started)
    return statistics.median(times)


def measure() -> list[Row]:
    """`dondoc --help`, and the operator's instrument, against importing aiogram."""
    aiogram = seconds("-c", "import aiogram")
    return [
        Row("dondoc --help / import aiogram", seconds("-m", "bot", "--help"), aiogram, "s"),
        Row(
            "import channels.telegram.admin / import aiogram",
            seconds("-c", "import channels.telegram.admin"),
            aiogram,
            "s",
        ),
    ]
