"""Duties an office hands in: directives as in a pack's YAML file, or a table with one row a duty."""

from collections.abc import Mapping
from pathlib import PurePath

import yaml

from domain.errors import InvalidInput
from domain.imports import Rejection
from domain.obligations import ObligationKind
from domain.packs import Drafts
from files.obligation_tables import COLUMNS, as_document
from files.pack_checks import Stored, check_parts
from files.pack_parts import Parts, read_directives
from files.strict_yaml import Entry, Problems, open_document
from files.table_rows import decoded
from files.tables import read_table

_YAML = frozenset({".yaml", ".yml"})


def read_obligations(
    content: bytes, *, name: str, units: frozenset[str], duties: Mapping[str, ObligationKind]
) -> tuple[Drafts, tuple[Rejection, ...]]:
    """The duties of a file, checked against the units and duties that are stored, and what is wrong, by row.

    Raises InvalidInput when the file cannot be read at all.
    """
    problems = Problems(name, InvalidInput)
    root = _opened(content, name, problems)
    parts = Parts()
    read_directives(root, parts)
    root.close()
    check_parts(parts, Stored(units, duties))
    drafts = Drafts(
        tuple(placed.value for placed in parts.directives),
        tuple(placed.value for placed in parts.obligations),
        tuple(placed.value for placed in parts.indicators),
    )
    return drafts, tuple(Rejection(line, None, text) for line, text in problems.in_order)


def _opened(content: bytes, name: str, problems: Problems) -> Entry:
    if PurePath(name).suffix.casefold() in _YAML:
        return open_document(decoded(content, name), problems)
    table = read_table(content, name=name, columns=COLUMNS)
    for found in table.problems:
        problems.add(found.row, f"{found.column}: {found.text}" if found.column else found.text)
    node: yaml.MappingNode = as_document(table.rows)
    return Entry(node, "", problems)
