"""Packs in: a province's units, directives and duties from YAML, the shipped ones included."""

from importlib import resources
from importlib.resources.abc import Traversable

from domain.errors import InvalidPack, NotFound
from domain.packs import Pack
from files import yaml_values as values
from files.pack_checks import check_parts
from files.pack_parts import read_parts
from files.strict_yaml import Problems, open_document

_SUFFIX = ".yaml"


def read_pack(text: str, *, name: str) -> Pack:
    """The pack written in `text`; raises InvalidPack with one line for every problem found."""
    problems = Problems(name, InvalidPack)
    root = open_document(text, problems)
    province_code = root.need("province_code", values.slug, "")
    province_name = root.need("province_name", values.words, "")
    in_use_from = root.need("in_use_from", values.day, None)
    in_use_until = root.take("in_use_until", values.day, None)
    fictitious = root.need("fictitious", values.flag, True)
    parts = read_parts(root)
    check_parts(parts)
    root.close()
    if problems or in_use_from is None:
        raise problems.as_error()
    return Pack(
        name=name,
        province_code=province_code,
        province_name=province_name,
        in_use_from=in_use_from,
        in_use_until=in_use_until,
        fictitious=fictitious,
        units=tuple(placed.value for placed in parts.units),
        directives=tuple(placed.value for placed in parts.directives),
        obligations=tuple(placed.value for placed in parts.obligations),
        indicators=tuple(placed.value for placed in parts.indicators),
    )


def shipped_packs() -> tuple[str, ...]:
    """The names of the packs that come with the program."""
    return tuple(sorted(_shipped_files()))


def read_shipped(name: str) -> Pack:
    """A pack that comes with the program; raises NotFound naming those there are."""
    found = _shipped_files().get(name)
    if found is None:
        raise NotFound(f"no pack {name!r}; there are {', '.join(shipped_packs())}")
    return read_pack(found.read_text(encoding="utf-8"), name=name)


def _shipped_files() -> dict[str, Traversable]:
    return {
        entry.name.removesuffix(_SUFFIX): entry
        for entry in resources.files("data.packs").iterdir()
        if entry.name.endswith(_SUFFIX)
    }
