"""What importing costs: no messenger's library without need, and nothing done before it is asked for."""

import json
from pathlib import Path

import pytest

from tests.architecture.sources import PACKAGES, ROOT, imports_of, product, run

# Alembic runs these files itself; they work as soon as they are read.
SCRIPTS = ("storage.migrations",)
TELEGRAM = "channels.telegram"
OPERATOR = f"{TELEGRAM}.admin"

# Runs in a process of its own: notes what is written, opened or started while the modules are imported.
PROBE = """
import importlib, json, os, sys
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
ACTS = {"socket.connect", "socket.bind", "socket.getaddrinfo", "subprocess.Popen", "os.mkdir", "os.remove",
        "os.rename", "sqlite3.connect", "_thread.start_new_thread"}
seen, armed = [], False
def watch(event, facts):
    if not armed:
        return
    if event == "open" and facts[2] & WRITING and str(facts[0]) != os.devnull:
        seen.append(f"open {facts[0]}")
    elif event in ACTS:
        seen.append(f"{event} {facts}")
sys.addaudithook(watch)
names = sys.argv[1:]
armed = True
for name in names:
    importlib.import_module(name)
armed = False
print(json.dumps({"loaded": sorted({name.partition(".")[0] for name in sys.modules}), "acts": seen}))
"""


def importing(tmp_path: Path, *modules: str) -> tuple[set[str], list[str]]:
    """Top-level names loaded and acts noted while a fresh process imports the modules in an empty folder."""
    preamble = f"import sys; sys.path.insert(0, {str(ROOT)!r})\n"
    answer = run("-B", "-c", preamble + PROBE, *modules, cwd=tmp_path)
    assert answer.returncode == 0, answer.stderr[-3000:]
    assert not list(tmp_path.iterdir())
    report = json.loads(answer.stdout)
    return set(report["loaded"]), report["acts"]


def below(module: str, prefix: str) -> bool:
    """Whether the module is that package or lies in it."""
    return module == prefix or module.startswith(f"{prefix}.")


MODULES = [
    source.module for source in product() if not any(below(source.module, script) for script in SCRIPTS)
]
OF_TELEGRAM = [module for module in MODULES if below(module, TELEGRAM)]
WITHOUT_TELEGRAM = [module for module in MODULES if module not in OF_TELEGRAM]


def test_the_command_line_starts_without_a_messengers_library(tmp_path: Path) -> None:
    start = ["bot.__main__"] if "bot.__main__" in MODULES else ["bot"]
    loaded, _ = importing(tmp_path, *start)
    assert not loaded & {"aiogram", "telegram"}


def test_nothing_but_the_telegram_folder_brings_in_a_telegram_library(tmp_path: Path) -> None:
    loaded, acts = importing(tmp_path, *WITHOUT_TELEGRAM)
    assert "domain" in loaded
    assert not loaded & {"aiogram", "telegram"}
    assert not acts


@pytest.mark.skipif(OPERATOR not in MODULES, reason="there is no operator's instrument yet")
def test_the_operators_instrument_never_brings_in_aiogram(tmp_path: Path) -> None:
    loaded, acts = importing(tmp_path, OPERATOR)
    assert "aiogram" not in loaded
    assert not acts


@pytest.mark.skipif(not OF_TELEGRAM, reason="there is no Telegram yet")
def test_carrying_telegrams_messages_never_brings_in_the_operators_library(tmp_path: Path) -> None:
    loaded, acts = importing(tmp_path, *(module for module in OF_TELEGRAM if module != OPERATOR))
    assert "telegram" not in loaded
    assert not acts


def test_no_module_imports_both_telegram_libraries_not_even_inside_functions() -> None:
    both = [
        source.name
        for source in product()
        if {"aiogram", "telegram"} <= {one.package for one in imports_of(source)}
    ]
    assert not both


@pytest.mark.parametrize("package", PACKAGES)
def test_importing_a_package_does_nothing(package: str, tmp_path: Path) -> None:
    _, acts = importing(tmp_path, package)
    assert not acts


def test_a_module_that_acts_while_it_is_imported_would_be_seen(tmp_path: Path) -> None:
    folder, work = tmp_path / "modules", tmp_path / "work"
    folder.mkdir()
    work.mkdir()
    (folder / "hasty.py").write_text("import socket\nsocket.socket().bind(('127.0.0.1', 0))\n", "utf-8")
    preamble = f"import sys; sys.path.insert(0, {str(folder)!r})\n"
    answer = run("-B", "-c", preamble + PROBE, "hasty", cwd=work)
    assert "socket.bind" in json.loads(answer.stdout)["acts"][0]
