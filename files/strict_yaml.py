"""YAML read strictly: a scalar is text until a field asks for more, and every problem keeps its line."""

import unicodedata
from collections.abc import Callable
from typing import TypeVar

import yaml

from domain.errors import InvalidInput

T = TypeVar("T")
_NOTHING = frozenset({"", "~", "null"})


class Problems:
    """What is wrong with one file: one line of text for each finding."""

    def __init__(self, name: str, error: type[InvalidInput]) -> None:
        self._name = name
        self._error = error
        self._found: list[tuple[int, str]] = []

    def __len__(self) -> int:
        return len(self._found)

    def add(self, line: int, text: str) -> None:
        """Keep one finding; `line` counts from 1."""
        self._found.append((line, text))

    @property
    def in_order(self) -> list[tuple[int, str]]:
        """Line and text of everything found so far, in the order of the file."""
        return sorted(self._found, key=lambda found: found[0])

    def as_error(self) -> InvalidInput:
        """Everything found so far as one error."""
        return self._error("\n".join(f"{self._name}, line {line}: {text}" for line, text in self.in_order))


class Entry:
    """One mapping of the file. What is asked for is known; `close` names every other key."""

    def __init__(self, node: yaml.MappingNode, path: str, problems: Problems) -> None:
        self._problems = problems
        self._found_before = len(problems)
        self._path = path
        self._line = node.start_mark.line + 1
        self._asked: dict[str, None] = {}
        self._fields: dict[str, yaml.Node] = {}
        self._lines: dict[str, int] = {}
        for key, value in node.value:
            self._keep(str(key.value), key.start_mark.line + 1, value)

    @property
    def is_sound(self) -> bool:
        """Whether nothing wrong was found since this entry was opened."""
        return len(self._problems) == self._found_before

    def require(self, *keys: str) -> None:
        """Report lists and mappings that must be there and are not."""
        for key in keys:
            if self._field(key) is None:
                self.problem("is missing", key)

    def need(self, key: str, parse: Callable[[str], T], fallback: T) -> T:
        """The value of a field that must be there; after a problem reading goes on with `fallback`."""
        self.require(key)
        return self.take(key, parse, fallback)

    def take(self, key: str, parse: Callable[[str], T], default: T) -> T:
        """The value of a field that may be left out; `parse` raises ValueError saying what is wrong."""
        node = self._field(key)
        if node is None:
            return default
        return next(iter(self._parsed(key, node, parse)), default)

    def listed(self, key: str, parse: Callable[[str], T]) -> tuple[T, ...]:
        """The values of a list of scalars; an absent list is empty."""
        return tuple(value for node in self._items(key) for value in self._parsed(key, node, parse))

    def one(self, key: str, build: Callable[["Entry"], T]) -> T | None:
        """What `build` makes of a nested mapping; None when it is absent or no mapping."""
        node = self._field(key)
        return None if node is None else next(iter(self._built(key, node, build)), None)

    def many(self, key: str, build: Callable[["Entry"], T]) -> tuple[T, ...]:
        """What `build` makes of each mapping of a list; an absent list is empty."""
        return tuple(value for node in self._items(key) for value in self._built(key, node, build))

    def problem(self, text: str, key: str = "") -> None:
        """Keep a finding about a field, or about the whole entry."""
        path = ".".join(part for part in (self._path, key) if part)
        self._problems.add(self._lines.get(key, self._line), f"{path}: {text}" if path else text)

    def close(self) -> None:
        """Name the keys nobody asked for: a misspelt key must not pass as an absent one."""
        for key in self._fields:
            if key not in self._asked:
                self.problem(f"unknown key, known here are {', '.join(self._asked)}", key)

    def _keep(self, key: str, line: int, value: yaml.Node) -> None:
        if key in self._fields:
            self._problems.add(line, f"{key}: written twice")
        self._fields[key] = value
        self._lines[key] = line

    def _field(self, key: str) -> yaml.Node | None:
        self._asked[key] = None
        node = self._fields.get(key)
        return None if node is None or means_nothing(node) else node

    def _items(self, key: str) -> list[yaml.Node]:
        node = self._field(key)
        if node is None:
            return []
        if isinstance(node, yaml.SequenceNode):
            return list(node.value)
        self.problem("must be a list", key)
        return []

    def _parsed(self, key: str, node: yaml.Node, parse: Callable[[str], T]) -> list[T]:
        if not isinstance(node, yaml.ScalarNode):
            self._report(key, node, "must be a single value")
            return []
        try:
            return [parse(str(node.value))]
        except ValueError as error:
            self._report(key, node, str(error))
            return []

    def _built(self, key: str, node: yaml.Node, build: Callable[["Entry"], T]) -> list[T]:
        path = f"{self._path}.{key}" if self._path else key
        if not isinstance(node, yaml.MappingNode):
            self._report(key, node, "must be a mapping of keys and values")
            return []
        entry = Entry(node, path, self._problems)
        value = build(entry)
        entry.close()
        return [value]

    def _report(self, key: str, node: yaml.Node, text: str) -> None:
        path = f"{self._path}.{key}" if self._path else key
        self._problems.add(node.start_mark.line + 1, f"{path}: {text}")


class _Loader(yaml.BaseLoader):
    """Resolves no types: `on`, `no` and 16:00 stay words instead of becoming booleans and numbers."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        """Refuse aliases: a short file of nested ones unfolds without limit."""
        if self.check_event(yaml.AliasEvent):
            # types-PyYAML leaves this one method without annotations.
            mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
            raise yaml.MarkedYAMLError(problem="aliases (*name) are not used here", problem_mark=mark)
        return super().compose_node(parent, index)


def means_nothing(node: yaml.Node) -> bool:
    """Whether the value counts as absent; only a bare word can, a quoted "" or "null" is text."""
    return isinstance(node, yaml.ScalarNode) and node.style is None and node.value in _NOTHING


def open_node(text: str, problems: Problems) -> yaml.Node | None:
    """The top node of a file, None of an empty one; raises the error of `problems` when it is no YAML."""
    try:
        # types-PyYAML does not say what this one method returns.
        node: yaml.Node | None = _Loader(unicodedata.normalize("NFC", text)).get_single_node()
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        problems.add(line, f"not readable as YAML: {error.problem}")
        raise problems.as_error() from error
    except yaml.YAMLError as error:
        problems.add(1, f"not readable as YAML: {str(error).splitlines()[0]}")
        raise problems.as_error() from error
    return node


def open_document(text: str, problems: Problems) -> Entry:
    """The top mapping of a file; raises the error of `problems` when there is none."""
    node = open_node(text, problems)
    if not isinstance(node, yaml.MappingNode):
        problems.add(1, "the file must be a mapping of keys and values")
        raise problems.as_error()
    return Entry(node, "", problems)
