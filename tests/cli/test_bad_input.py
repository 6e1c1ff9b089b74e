"""Wrong input: one clear line on stderr, the right exit code, nothing changed."""

import pytest

from tests.cli.conftest import Shell

TOKEN = "123456789:" + "A" * 35


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("overdue",), "dondoc migrate"),
        (("tick",), "dondoc migrate"),
        (("outbox",), "dondoc migrate"),
    ],
)
async def test_a_missing_database_is_named_and_not_made(
    shell: Shell, arguments: tuple[str, ...], words: str
) -> None:
    done = await shell.run(*arguments)
    assert done.code == 1
    assert words in done.err
    assert list(shell.folder.iterdir()) == []


async def test_a_file_that_is_no_database_is_refused_and_kept(shell: Shell) -> None:
    file = shell.folder / "dondoc.db"
    file.write_text("this is no database " * 100, encoding="utf-8")
    done = await shell.start("overdue")
    assert done.code == 1
    assert len(done.err.splitlines()) == 1
    assert file.read_text(encoding="utf-8").startswith("this is no database")


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("DATABASE_URL", "mysql://x", "DONDOC_DATABASE_URL"),
        ("TIMEZONE", "Asia/Nowhere", "DONDOC_TIMEZONE"),
        ("LOCALE", "fr", "DONDOC_LOCALE"),
        ("NOW", "2023-10-19T08:29", "offset"),
        ("WEB__PORT", "99999", "DONDOC_WEB__PORT"),
        ("TELEGRAM__TOKEN", "nonsense", "DONDOC_TELEGRAM__TOKEN"),
    ],
)
async def test_a_wrong_setting_is_named_with_exit_code_two(
    shell: Shell, name: str, value: str, words: str
) -> None:
    shell.set(**{name: value})
    done = await shell.run("overdue")
    assert done.code == 2
    assert words in done.err
    assert len(done.err.splitlines()) == 1


async def test_a_setting_error_never_prints_the_token(shell: Shell) -> None:
    shell.set(TELEGRAM__TOKEN=TOKEN, TELEGRAM__API_BASE="ftp://nowhere", TELEGRAM__MODE="sideways")
    done = await shell.run("overdue")
    assert done.code == 2
    assert "A" * 20 not in done.out + done.err


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("pack", "load", "nowhere-2023"), 1),
        (("progress", "--period", "2023-13"), 2),
        (("progress", "--period", "October"), 2),
        (("preview", "--on", "20/10/2023"), 2),
        (("overdue", "--as-of", "yesterday"), 2),
        (("overdue", "--as-of", "2023-10-21T00:00:00"), 2),
        (("overdue", "--unit", "NOBODY"), 1),
        (("invite", "--unit", "STP", "--role", "king"), 2),
        (("invite", "--unit", "NOBODY", "--role", "leader"), 1),
        (("outbox", "--state", "flying"), 2),
        (("run", "--roles", "cook"), 2),
        (("fly",), 2),
    ],
)
async def test_wrong_arguments_end_with_the_right_code(
    loaded: Shell, arguments: tuple[str, ...], code: int
) -> None:
    done = await loaded.run(*arguments)
    assert done.code == code
    assert done.err
    assert "Traceback" not in done.err


async def test_a_simulated_clock_refuses_a_real_messenger(loaded: Shell) -> None:
    loaded.set(TELEGRAM__TOKEN=TOKEN)
    for arguments in (
        ("tick", "--now", "2023-10-19T08:30:00+07:00"),
        ("run", "--clock", "2023-10-19T08:30:00+07:00"),
    ):
        done = await loaded.run(*arguments)
        assert done.code == 1
        assert "loopback" in done.err


async def test_a_stream_with_a_broken_line_names_the_line(shell: Shell) -> None:
    done = await shell.start(
        "understand", stdin='{"text": "x", "now": "2023-10-19T08:30:00+07:00"}\n{"text": 1}\n'
    )
    assert done.code == 1
    assert "line 2" in done.err
    assert len(done.out.splitlines()) == 1
