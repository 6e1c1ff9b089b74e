"""Whether the parts of a pack fit together: nothing named twice, every name leads somewhere."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from domain.obligations import ObligationKind
from domain.packs import PackIndicator, PackObligation, PackUnit
from files.pack_parts import Parts, Placed, T


@dataclass(frozen=True, slots=True)
class Stored:
    """What a file may name although it does not stand in it: unit codes, and duties with their kinds."""

    units: frozenset[str] = frozenset()
    duties: Mapping[str, ObligationKind] = field(default_factory=dict)


def check_parts(parts: Parts, stored: Stored | None = None) -> None:
    """Add a finding to the file's problems for each double and each dangling name."""
    known = stored or Stored()
    _check_doubles(parts.units, "code", lambda unit: unit.code)
    _check_doubles(parts.directives, "key", lambda directive: directive.key)
    _check_doubles(parts.obligations, "key", lambda obligation: obligation.key)
    _check_doubles(parts.obligations, "stem", lambda obligation: obligation.stem)
    codes = known.units | {placed.value.code for placed in parts.units}
    _check_units(parts.units, codes)
    for directive in parts.directives:
        _check_codes(directive, "coordinator", [directive.value.coordinator], codes)
    # Backwards, so that of two with one key the earlier one, which holds it, is found.
    own = {placed.value.key: placed.value.kind for placed in reversed(parts.obligations)}
    keys = {**known.duties, **own}
    directives = frozenset(placed.value.key for placed in parts.directives)
    # Most duties take over the directive's coordinator, who has been looked up above.
    inherited = {placed.value.coordinator for placed in parts.directives}
    for obligation in parts.obligations:
        if obligation.value.coordinator not in inherited:
            _check_codes(obligation, "coordinator", [obligation.value.coordinator], codes)
        _check_obligation(obligation, codes)
        _check_consolidation(obligation, keys)
        _check_continuation(obligation, keys)
        _check_other_clauses(obligation, directives)
    for indicator in parts.indicators:
        _check_indicator(indicator, keys, codes)


def _check_indicator(
    placed: Placed[PackIndicator], keys: Mapping[str, ObligationKind], codes: frozenset[str]
) -> None:
    indicator = placed.value
    if indicator.obligation and indicator.obligation not in keys:
        placed.entry.problem(f"no obligation {indicator.obligation!r}", "obligation")
    if indicator.obligation is None and indicator.selector is None:
        placed.entry.problem("nobody is measured: name an obligation or a selector")
    if indicator.selector is not None:
        _check_codes(placed, "selector", indicator.selector.units + indicator.selector.exceptions, codes)
    _check_codes(placed, "evaluator", [indicator.evaluator or ""], codes)


def _check_other_clauses(placed: Placed[PackObligation], directives: frozenset[str]) -> None:
    for other in placed.value.also_in:
        if other.directive and other.directive not in directives - {placed.value.directive}:
            placed.entry.problem(f"no other directive {other.directive!r}", "also_in")


def _check_doubles(parts: Iterable[Placed[T]], key: str, name_of: Callable[[T], str]) -> None:
    seen: set[str] = set()
    for placed in parts:
        name = name_of(placed.value)
        # An empty name is a field that could not be read, which has been reported.
        if name and _as_typed(name) in seen:
            placed.entry.problem(f"{name!r} is taken by an earlier one", key)
        seen.add(_as_typed(name))


def _as_typed(name: str) -> str:
    """Codes that differ only in case or in Đ are one code to somebody who types without diacritics."""
    return name.casefold().replace("đ", "d")


def _check_units(units: Iterable[Placed[PackUnit]], codes: frozenset[str]) -> None:
    parents = {placed.value.code: placed.value.parent for placed in units}
    for placed in units:
        unit = placed.value
        if unit.parent is not None:
            _check_codes(placed, "parent", [unit.parent], codes)
            if _leads_back(unit.code, parents):
                placed.entry.problem(f"the parents of {unit.code} lead back to it", "parent")
        _check_codes(placed, "successor", [unit.successor or ""], codes)
        if unit.successor is not None and unit.valid_to is None:
            placed.entry.problem("only a unit that has ended (`valid_to`) has a successor", "successor")
        if unit.valid_from and unit.valid_to and unit.valid_to < unit.valid_from:
            placed.entry.problem("lies before valid_from", "valid_to")


def _leads_back(code: str, parents: dict[str, str | None]) -> bool:
    above = parents[code]
    for _ in parents:
        if above is None or above == code:
            break
        above = parents.get(above)
    return above == code


def _check_obligation(placed: Placed[PackObligation], codes: frozenset[str]) -> None:
    obligation = placed.value
    _check_codes(placed, "supporting", obligation.supporting, codes)
    _check_codes(placed, "selector", obligation.selector.units, codes)
    _check_codes(placed, "selector", obligation.selector.exceptions, codes)


def _check_codes(placed: Placed[T], key: str, named: Iterable[str], codes: frozenset[str]) -> None:
    for code in named:
        if code and code not in codes:
            placed.entry.problem(f"no unit {code!r} is known", key)


def _check_continuation(placed: Placed[PackObligation], keys: Mapping[str, ObligationKind]) -> None:
    earlier = placed.value.continues
    if earlier is not None and (earlier not in keys or earlier == placed.value.key):
        placed.entry.problem(f"no other obligation {earlier!r}", "continues")


def _check_consolidation(placed: Placed[PackObligation], keys: Mapping[str, ObligationKind]) -> None:
    gathered = placed.value.consolidates
    if gathered is None:
        return
    if gathered not in keys or gathered == placed.value.key:
        placed.entry.problem(f"no other obligation {gathered!r}", "consolidates")
    elif keys[gathered] is ObligationKind.STANDING:
        placed.entry.problem(f"{gathered!r} is a standing duty and has no answers to gather", "consolidates")
