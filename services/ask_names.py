"""Which of several requests a coordinator means: by the codes and units that the sentence names."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from domain.errors import NotFound
from domain.units import Unit
from language.normalise import fold
from services.requests import Ask

_CODE = re.compile(r"(?<![\w/])(?!(?:t|q|thu|ngay|thang|quy|ky|so|muc|cv)-?\d)[a-z]{1,6}-?\d{1,4}(?![\w/])")
_CLASS = re.compile(r"^(?:ubnd |uy ban nhan dan )?(?:xa |phuong |dac khu |so )?")


def meant(
    asks: Sequence[Ask], text: str, units: Iterable[Unit], *, is_strict: bool, own: Iterable[int] = ()
) -> list[Ask]:
    """The asks that fit what the text names; all of them when it names nothing.

    With `is_strict` a code or unit of which nothing is asked raises NotFound: what is decided for one unit
    must never fall to another.
    """
    folded = fold(text)
    codes = set(_CODE.findall(folded))
    found = list(asks)
    if codes:
        by_code = [_about(ask, codes) for ask in found if codes & _codes(ask)]
        found = _kept(by_code, found, is_strict=is_strict)
    mine = set(own)
    named = _named([unit for unit in units if unit.id not in mine], folded)
    if named:
        by_unit = [ask for ask in found if ask.unit.id in named]
        found = _kept(by_unit, found, is_strict=is_strict)
    return found


def _kept(narrowed: list[Ask], before: list[Ask], *, is_strict: bool) -> list[Ask]:
    if is_strict and not narrowed:
        raise NotFound
    return narrowed or before


def _codes(ask: Ask) -> set[str]:
    return {fold(duty.code) for duty in ask.duties}


def _about(ask: Ask, codes: set[str]) -> Ask:
    return ask.about(duty.code for duty in ask.duties if fold(duty.code) in codes)


def _named(units: Iterable[Unit], folded: str) -> set[int]:
    """Keys of the units that are named; a bare place name counts only where none is named in full."""
    known = list(units)
    in_full = {unit.id for unit in known if _written(unit.code, unit.name, unit.aliases).search(folded)}
    return in_full or {unit.id for unit in known if _bare(unit.name).search(folded)}


@lru_cache(maxsize=20_000)
def _written(code: str, name: str, aliases: tuple[str, ...]) -> re.Pattern[str]:
    return _any_of({fold(word) for word in (code, name, *aliases)})


@lru_cache(maxsize=20_000)
def _bare(name: str) -> re.Pattern[str]:
    """The name without its class word; a single short word may stand in any reason, so it is left out."""
    bare = _CLASS.sub("", fold(name))
    return _any_of({bare} if " " in bare else set())


def _any_of(forms: set[str]) -> re.Pattern[str]:
    ordered = sorted((re.escape(form) for form in forms if form), key=len, reverse=True)
    return re.compile(rf"(?<![\w/])(?:{'|'.join(ordered)})(?![\w/])") if ordered else re.compile(r"(?!)")


def without_names(text: str, ask: Ask) -> str:
    """What stands behind the code and the unit at the head of a command."""
    words = text.split()
    if words and fold(words[0]).rstrip(":,") in _codes(ask):
        words = words[1:]
    for length in range(min(len(words), 6), 0, -1):
        head = fold(" ".join(words[:length])).rstrip(" :,")
        written = _written(ask.unit.code, ask.unit.name, ask.unit.aliases)
        if written.fullmatch(head) or _bare(ask.unit.name).fullmatch(head):
            words = words[length:]
            break
    return " ".join(words).strip(" :,.")
