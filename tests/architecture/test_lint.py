"""The linters decide with the tests, so that one command decides everything."""

from tests.architecture.sources import ROOT, run

# A cache of its own: the suite and a person may check types at the same time.
CACHE = ROOT / ".mypy_cache" / "suite"
# A failure shows the first findings; the linter itself shows the rest.
SHOWN = 3000


def assert_clean(*command: str) -> None:
    """The linter found nothing."""
    answer = run("-m", *command)
    assert answer.returncode == 0, (answer.stdout + answer.stderr)[:SHOWN]


def test_ruff_finds_nothing() -> None:
    assert_clean("ruff", "check", "--no-cache", "--output-format=concise", ".")


def test_every_file_is_formatted() -> None:
    assert_clean("ruff", "format", "--check", "--no-cache", "--output-format=concise", ".")


def test_mypy_strict_finds_nothing_in_our_packages() -> None:
    assert_clean("mypy", "--cache-dir", str(CACHE))
