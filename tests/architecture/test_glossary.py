"""The glossary and the code use the same words."""

import dataclasses
import importlib
import re

import pytest

from tests.architecture.sources import ROOT

GLOSSARY = ROOT / "docs" / "glossary.md"
# Modules whose every public class is a word of the trade.
MODULES = (
    "units",
    "obligations",
    "statuses",
    "due_rules",
    "deadlines",
    "periods",
    "decisions",
    "ladder",
    "consolidation",
    "requests",
    "groups",
    "uploads",
    "accounts",
)
ROW = re.compile(
    r"^\| (?P<term>[^|]+) \| (?P<vietnamese>[^|]+) \| `(?P<name>[\w.]+)` \| (?P<meaning>[^|]+) \|$"
)


def rows() -> list[re.Match[str]]:
    """The rows of the tables, without heads and rules."""
    lines = GLOSSARY.read_text("utf-8").splitlines()
    table = [
        line for line in lines if line.startswith("|") and "---" not in line and "Identifier" not in line
    ]
    found = [ROW.match(line) for line in table]
    broken = [line for line, match in zip(table, found, strict=True) if match is None]
    assert not broken, broken
    return [match for match in found if match]


def exists(name: str) -> bool:
    """Whether `module.Class`, or a member or field of it, is there in the domain."""
    module, _, rest = name.partition(".")
    if not rest or not (ROOT / "domain" / f"{module}.py").exists():
        return False
    owner, _, member = rest.partition(".")
    found = getattr(importlib.import_module(f"domain.{module}"), owner, None)
    if not isinstance(found, type):
        return False
    fields = [field.name for field in dataclasses.fields(found)] if dataclasses.is_dataclass(found) else []
    return not member or member in fields or hasattr(found, member)


def test_every_row_names_something_of_the_domain() -> None:
    names = [row["name"] for row in rows()]
    assert names
    assert not [name for name in names if not exists(name)]


def test_no_identifier_is_explained_twice() -> None:
    names = [row["name"] for row in rows()]
    assert len(names) == len(set(names))


def test_every_public_class_of_the_trade_is_in_the_glossary() -> None:
    public = {
        f"{module}.{name}"
        for module in MODULES
        for name, value in vars(importlib.import_module(f"domain.{module}")).items()
        if isinstance(value, type) and value.__module__ == f"domain.{module}" and not name.startswith("_")
    }
    assert not public - {row["name"] for row in rows()}


@pytest.mark.parametrize("name", ["units.Unit", "statuses.Status.PENDING", "deadlines.Deadline.last_day"])
def test_a_class_a_member_and_a_field_exist(name: str) -> None:
    assert exists(name)


@pytest.mark.parametrize(
    "name", ["units.Nobody", "statuses.Status.LOST", "nowhere.Unit", "units", "ladder.rungs"]
)
def test_a_word_without_code_does_not_exist(name: str) -> None:
    assert not exists(name)
