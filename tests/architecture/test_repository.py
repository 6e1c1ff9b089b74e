"""What must never be in the repository, whatever the file."""

import ast
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import PurePosixPath

import pytest

from tests.architecture.sources import ROOT, Source, product, suite

# Patterns are written so that none of them finds itself.
FORBIDDEN = {
    "a package registry": re.compile(
        r"\b(?:test\.)?pypi\.org|pythonhosted\.org|registry\.npmjs|registry\.yarnpkg|artifac[t]ory|\bnexus[\w-]*\."
        r"|(?<!no-emit-)(?:extra-)?index-url[ =]",
        re.IGNORECASE,
    ),
    "a path of somebody's machine": re.compile(
        r"(?<![\w.~$})/-])/(?:root|work)/|(?<![\w.~$})/-])/(?:home|Users)/\w|\b[A-Z]:\\Users\\"
    ),
    "unfinished work": re.compile(r"\b(?:TO[D]O|FIX[M]E|XX[X])\b"),
    "a messenger's token": re.compile(r"(?<!\d)\d{8,10}:[A-Za-z0-9_-]{35}(?![A-Za-z0-9_-])"),
    "a private key": re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY"),
    "a cloud or forge key": re.compile(r"\bAKIA[0-9A-Z]{16}\b|\bgh[opsu]_[A-Za-z0-9]{36}\b|\bxox[bp]-\d+-"),
    "a signed token": re.compile(r"\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}"),
    "a source key": re.compile(r"\[S\d{1,2}\]"),
}
LOCKS = ("requirements.lock", "requirements-dev.lock")
DRAWERS = {"utils", "util", "common", "helpers", "helper"}
MOST_PICTURES = 8
# The real clock, the store's (leases, invitations), and since when another process polls our bot.
MACHINE_TIME = {
    "bot/clock.py",
    "bot/health.py",
    "bot/maintenance.py",
    "domain/clocks.py",
    "storage/dialects.py",
    "channels/telegram/polling.py",
}


@cache
def names() -> tuple[str, ...]:
    """Files that are tracked, and those that would be by `git add`."""
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    listing = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return tuple(name for name in sorted(set(listing.stdout.split("\0"))) if name and (ROOT / name).is_file())


@cache
def texts() -> dict[str, str]:
    """Contents of the files that are text."""
    found = {}
    for name in names():
        try:
            found[name] = (ROOT / name).read_text("utf-8")
        except UnicodeDecodeError:
            continue
    return found


def calls(source: Source) -> Iterator[tuple[str, ast.Call]]:
    """Dotted names of everything called by name, with the calls."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call) and isinstance(node.func, (ast.Attribute, ast.Name)):
            yield ast.unparse(node.func), node


def reads_machine_time(name: str) -> bool:
    """Whether the call asks the real clock for the date or the time of day."""
    return bool(re.search(r"(?:^|\.)(?:datetime\.(?:now|today)|date\.today)$", name))


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_file_contains(what: str) -> None:
    found = [
        f"{name}:{number}"
        for name, text in texts().items()
        for number, line in enumerate(text.splitlines(), 1)
        if FORBIDDEN[what].search(line)
    ]
    assert not found, f"{what} in {found[:20]}"


SAMPLES = {
    "a package registry": [
        "https://pypi" + ".org/simple",
        "pip install --index" + "-url X",
        "--extra-index" + "-url=X",
    ],
    "a path of somebody's machine": ['"/ro' + 'ot/x"', "see /wo" + "rk/a", "/ho" + "me/an/x"],
    "unfinished work": ["# TO" + "DO: later", "FIX" + "ME"],
    "a messenger's token": ["123456789:" + "A" * 35],
    "a private key": ["-----BEGIN RSA PRIVATE" + " KEY-----"],
    "a cloud or forge key": ["AKIA" + "A" * 16, "ghp_" + "a" * 36],
    "a signed token": ["eyJ" + "a" * 12 + ".eyJ" + "b" * 12 + "." + "c" * 12],
    "a source key": ["so it is [S" + "7]"],
}
HARMLESS = [
    "--no-emit-index" + "-url", "https://example.vn/work/1", "$HOME/work/x", "./work/x", "~/work/",
    "/chat", "--hash=sha256:" + "0" * 64, "rows[S]", "todo lists", "deploy/home/x",
]  # fmt: skip


@pytest.mark.parametrize(
    ("what", "line"), [(what, line) for what, lines in SAMPLES.items() for line in lines]
)
def test_it_would_be_found(what: str, line: str) -> None:
    assert FORBIDDEN[what].search(line)


@pytest.mark.parametrize("line", HARMLESS)
def test_a_harmless_line_is_left_alone(line: str) -> None:
    assert not [what for what, pattern in FORBIDDEN.items() if pattern.search(line)]


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_pins_with_hashes_and_names_no_address(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    assert "://" not in text
    pinned = re.findall(r"^[A-Za-z0-9][\w.\[\]-]*==.*\\$", text, re.MULTILINE)
    assert len(pinned) == len(re.findall(r"^[^\s#-]", text, re.MULTILINE))


def test_there_are_at_most_eight_pictures() -> None:
    pictures = [name for name in names() if name.startswith("docs/images/")]
    assert len(pictures) <= MOST_PICTURES, pictures


def test_no_module_is_a_drawer_for_everything() -> None:
    parts = {name: set(PurePosixPath(name).with_suffix("").parts) for name in names() if name.endswith(".py")}
    assert not [name for name, found in parts.items() if found & DRAWERS]


def test_no_time_is_read_without_a_zone() -> None:
    naive = [
        f"{source.name}:{call.lineno}"
        for source in (*product(), *suite())
        for name, call in calls(source)
        if name.endswith(("utcnow", "utcfromtimestamp"))
        or (reads_machine_time(name) and not (call.args or call.keywords))
    ]
    assert not naive


def test_only_a_few_modules_read_machine_time() -> None:
    found = {source.name for source in product() for name, _ in calls(source) if reads_machine_time(name)}
    assert found == MACHINE_TIME


@pytest.mark.parametrize(
    ("code", "reads"),
    [
        ("datetime.now(UTC)", True),
        ("datetime.datetime.now()", True),
        ("date.today()", True),
        ("clock.now()", False),
        ("self._clock.now()", False),
    ],
)
def test_the_real_clock_is_told_apart_from_the_business_clock(code: str, reads: bool) -> None:
    ((name, _),) = calls(Source(ROOT / "sample.py", code))
    assert reads_machine_time(name) == reads
