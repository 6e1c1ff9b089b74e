"""Whom people mean by what they write: codes, names, aliases and names of the past, however spelt.

A name that two bodies carry is nobody's until somebody says which, and the name of a former district never
becomes a commune by itself.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from domain.units import Unit, UnitKind, successor_on
from language.normalise import canonical_word, clean, fold
from storage.store import UnitOfWork

# Written before a place's name; "UBND" says nothing about which body is meant.
_COMMITTEE = re.compile(r"^(?:ubnd|uy ban nhan dan)\s+")
_SHORT = (
    (re.compile(r"^x(?:\.\s*|\s+)"), "xa "),
    (re.compile(r"^p(?:\.\s*|\s+)"), "phuong "),
    (re.compile(r"^h(?:\.\s*|\s+)"), "huyen "),
    (re.compile(r"^q(?:\.\s*|\s+)"), "quan "),
    (re.compile(r"^dk(?:\.\s*|\s+)"), "dac khu "),
    (re.compile(r"^tx(?:\.\s*|\s+)"), "thi xa "),
    (re.compile(r"^tt(?:\.\s*|\s+)"), "thi tran "),
    (re.compile(r"^tp(?:\.\s*|\s+)"), "thanh pho "),
)
# "Sở TP" is STP.
_DEPARTMENT = (re.compile(r"^so\s+"), "s")
_CLASS = re.compile(r"^(?:xa|phuong|dac khu|thi tran|huyen|quan|thi xa|thanh pho|so)\s+")
_DISTRICT = re.compile(r"^(?:huyen|quan|thi xa|thanh pho)\s")
_NOT_LETTERS = re.compile(r"[^a-z0-9]")
_WORD = re.compile(r"[^\W_]+")
# Names of all units of the country, several for each.
_MOST_NAMES = 50_000


@dataclass(frozen=True, slots=True)
class Found:
    """Who is meant: `unit` when it is certain, otherwise `candidates` to choose from, or nobody.

    `instead_of` is the unit that was named when it has ended and `unit` succeeded it.
    """

    unit: Unit | None = None
    candidates: tuple[Unit, ...] = ()
    instead_of: Unit | None = None

    @property
    def is_ambiguous(self) -> bool:
        """Whether a person must say which body is meant."""
        return self.unit is None and bool(self.candidates)


async def find(uow: UnitOfWork, text: str, province_ids: Iterable[int], on: date) -> Found:
    """The unit of these provinces that the text names on that day."""
    units = await uow.organisation.units()
    return find_among(units, text, set(province_ids), on)


def find_among(units: Iterable[Unit], text: str, province_ids: set[int], on: date) -> Found:
    """As `find`, in units read before; successors may stand in other provinces."""
    by_id = {unit.id: unit for unit in units}
    forms = _forms(text)
    begun = [
        unit
        for unit in by_id.values()
        if unit.province_id in province_ids and (unit.valid_from is None or unit.valid_from <= on)
    ]
    hits = _closest([unit for unit in begun if forms & (_current(unit) | _former(unit))], text)
    heirs = [_heir(unit, by_id, on) for unit in hits]
    certain = {heir.id: heir for heir in heirs if heir is not None}
    if len(certain) != 1 or None in heirs or any(_recalls_district(hit, forms) for hit in hits):
        return Found(candidates=_candidates(hits, begun, on) or _in_order(hits))
    (unit,) = certain.values()
    ended = next((hit for hit in hits if hit.id != unit.id), None)
    return Found(unit, instead_of=None if forms & _current(unit) else ended)


def carries(unit: Unit, abbreviation: str) -> bool:
    """Whether the unit writes this abbreviation in document numbers, or a body it absorbed did."""
    wanted = _key(fold(abbreviation))
    words = (unit.code, *unit.aliases, *unit.former_names)
    return bool(wanted) and wanted in {_key(fold(word)) for word in words if " " not in word}


def _heir(unit: Unit, by_id: Mapping[int, Unit], on: date) -> Unit | None:
    """Who stands for the unit on that day; nobody for a district that left only communes behind."""
    heir = successor_on(unit, by_id, on)
    if heir is None or (unit.kind is UnitKind.DISTRICT and heir.kind is not UnitKind.DISTRICT):
        return None
    return heir


def _recalls_district(hit: Unit, forms: set[str]) -> bool:
    """Whether a commune is meant only by the name of a district it was once a part of."""
    if hit.kind is not UnitKind.COMMUNE or forms & _current(hit):
        return False
    districts = (name for name in hit.former_names if _DISTRICT.match(_plain(name)))
    return any(forms & _names(name) for name in districts)


def _candidates(hits: Iterable[Unit], known: Iterable[Unit], on: date) -> tuple[Unit, ...]:
    """The units of that day which are called like one of the hits, succeeded it, or are one."""
    called = frozenset[str]().union(*(_current(hit) for hit in hits))
    heirs = {hit.successor_id for hit in hits}
    found = {hit.id for hit in hits} | heirs
    return _in_order(
        unit for unit in known if unit.is_valid_on(on) and (unit.id in found or called & _current(unit))
    )


def _closest(hits: list[Unit], text: str) -> list[Unit]:
    """Of several hits those spelt with the very same marks, if there are any ("Hà Lương", "Hạ Lương")."""
    wanted = _spelt(text)
    exact = [unit for unit in hits if any(wanted in _spelt(name) for name in _written(unit))]
    return exact or hits


def _written(unit: Unit) -> tuple[str, ...]:
    return (unit.code, unit.name, *unit.aliases, *unit.former_names)


def _current(unit: Unit) -> frozenset[str]:
    return frozenset({_key(fold(unit.code))}).union(*(_names(name) for name in (unit.name, *unit.aliases)))


def _former(unit: Unit) -> frozenset[str]:
    return frozenset[str]().union(*(_names(name) for name in unit.former_names))


def _forms(text: str) -> set[str]:
    """What is looked for: the text as it stands and with its abbreviated class word written out."""
    plain = _plain(text)
    forms = {plain, *(pattern.sub(word, plain) for pattern, word in (*_SHORT, _DEPARTMENT))}
    return {key for form in forms if (key := _key(form))}


@lru_cache(maxsize=_MOST_NAMES)
def _names(name: str) -> frozenset[str]:
    """A name in full and without its class word: "UBND xã Tân Lập" is "xã Tân Lập" and "Tân Lập"."""
    plain = full = _plain(name)
    for pattern, word in _SHORT:
        full = pattern.sub(word, full)
    forms = (plain, full, _CLASS.sub("", full))
    return frozenset(key for form in forms if (key := _key(form)))


def _plain(text: str) -> str:
    return _COMMITTEE.sub("", fold(text))


def _key(folded: str) -> str:
    return _NOT_LETTERS.sub("", folded)


@lru_cache(maxsize=_MOST_NAMES)
def _spelt(text: str) -> str:
    """With its marks; where a tone stands on a diphthong makes no difference."""
    return "".join(canonical_word(word) for word in _WORD.findall(clean(text)))


def _in_order(units: Iterable[Unit]) -> tuple[Unit, ...]:
    return tuple(sorted(units, key=lambda unit: (unit.province_id, unit.order_no, unit.code)))
