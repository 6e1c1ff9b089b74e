"""Entering days off as the Office does: see the effect, apply it, find it applied."""

import asyncio
import os
import pty
import subprocess
import sys

import pytest

from tests.cli.conftest import Shell

FRIDAY_OFF = "off: [2023-10-20]\n"


def written(shell: Shell, text: str, name: str = "lich.yaml") -> str:
    path = shell.folder / name
    path.write_text(text, encoding="utf-8")
    return str(path)


async def test_a_rehearsal_shows_the_effect_and_stores_nothing(loaded: Shell) -> None:
    file = written(loaded, FRIDAY_OFF)
    done = await loaded.run("import", "calendar", file, "--dry-run")
    assert done.code == 0
    assert "thứ Sáu 20/10/2023: nghỉ" in done.out
    assert "28 đơn vị, ngày nên gửi thứ Sáu 20/10/2023 → thứ Năm 19/10/2023" in done.out
    again = (await loaded.run("import", "calendar", file, "--dry-run", "--json")).json
    assert (again["unchanged"], again["applied"]) == (False, False)


async def test_without_a_terminal_the_effect_is_printed_and_applied(loaded: Shell) -> None:
    file = written(loaded, FRIDAY_OFF)
    done = await loaded.run("import", "calendar", file)
    assert done.code == 0
    assert "ngày nên gửi thứ Sáu 20/10/2023 → thứ Năm 19/10/2023" in done.out
    rows = (await loaded.run("preview", "--on", "2023-10-19", "--json")).json
    assert {row["step"] for row in rows if row["unit_code"] == "STP"} >= {"0", "0-pm"}
    off = (await loaded.run("preview", "--on", "2023-10-20", "--json")).json
    assert all(row["blocked_by"] == "day_off" for row in off)


async def test_the_effect_is_given_as_data_too(loaded: Shell) -> None:
    found = (await loaded.run("import", "calendar", written(loaded, FRIDAY_OFF), "--yes", "--json")).json
    assert (found["applied"], found["unchanged"], found["source"]) == (True, False, "lich.yaml")
    (year,) = found["years"]
    assert (year["year"], year["version"], year["now_off"]) == (2023, 1, ["2023-10-20"])
    change = next(one for one in found["deadlines"] if one["units"] == 28)
    assert (change["target_before"], change["target_after"]) == ("2023-10-20", "2023-10-19")
    assert (change["last_before"], change["last_after"]) == ("2023-10-20", "2023-10-20")


async def test_the_same_file_again_says_unchanged(loaded: Shell) -> None:
    file = written(loaded, FRIDAY_OFF)
    await loaded.run("import", "calendar", file, "--yes")
    again = await loaded.run("import", "calendar", file, "--yes", "--json")
    assert (again.code, again.json["unchanged"], again.json["applied"]) == (0, True, False)


async def test_a_file_with_one_mistake_stores_nothing_of_it(loaded: Shell) -> None:
    file = written(loaded, "Ngày,Loại\n20/10/2023,nghỉ\n2023-13-01,nghỉ\n", "lich.csv")
    done = await loaded.run("import", "calendar", file, "--yes")
    assert done.code == 1
    assert "line 3" in done.err
    assert "Traceback" not in done.err
    shown = (await loaded.run("import", "calendar", written(loaded, FRIDAY_OFF), "--dry-run", "--json")).json
    assert shown["years"][0]["version"] == 1


async def test_a_file_that_is_not_there_is_wrong_usage(loaded: Shell) -> None:
    assert (await loaded.run("import", "calendar", "none.yaml")).code == 2


def typed(shell: Shell, answer: str, *arguments: str) -> str:
    """What the command prints when somebody at a terminal answers its question."""
    keyboard, terminal = pty.openpty()
    os.write(keyboard, f"{answer}\n".encode())
    try:
        done = subprocess.run(
            [sys.executable, "-m", "bot", *arguments],
            cwd=shell.folder,
            env=shell.environment,
            stdin=terminal,
            capture_output=True,
            timeout=60,
            check=True,
        )
    finally:
        os.close(keyboard)
        os.close(terminal)
    return done.stdout.decode()


@pytest.mark.parametrize(("answer", "stored"), [("y", True), ("n", False), ("", False)])
async def test_at_a_terminal_nothing_is_stored_without_a_yes(
    loaded: Shell, answer: str, stored: bool
) -> None:
    file = written(loaded, FRIDAY_OFF)
    shown = await asyncio.to_thread(typed, loaded, answer, "import", "calendar", file)
    assert "thứ Sáu 20/10/2023: nghỉ" in shown
    again = (await loaded.run("import", "calendar", file, "--dry-run", "--json")).json
    assert again["unchanged"] is stored
