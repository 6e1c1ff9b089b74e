"""The parts of a pack, each built from one mapping of its file."""

from dataclasses import dataclass, field
from typing import Generic, TypeVar

from domain.obligations import ClauseOf, Filing, NilRule, Supersession
from domain.packs import PackDirective, PackIndicator, PackObligation, PackUnit
from domain.units import Group, Selector, UnitKind
from files import yaml_values as values
from files.pack_schedules import read_schedule
from files.strict_yaml import Entry

T = TypeVar("T")

_YEAR = values.whole(2000, 2100)


@dataclass(frozen=True, slots=True)
class Placed(Generic[T]):
    """A part beside the place it was read from, so that later findings can name the line."""

    entry: Entry
    value: T


@dataclass(frozen=True, slots=True)
class Parts:
    """All parts of one pack as read, before they are checked against each other."""

    units: list[Placed[PackUnit]] = field(default_factory=list)
    directives: list[Placed[PackDirective]] = field(default_factory=list)
    obligations: list[Placed[PackObligation]] = field(default_factory=list)
    indicators: list[Placed[PackIndicator]] = field(default_factory=list)


def read_parts(root: Entry) -> Parts:
    """Units, and the directives with the obligations and indicators written under them."""
    parts = Parts()
    root.require("units")
    parts.units.extend(root.many("units", lambda entry: Placed(entry, _unit(entry))))
    read_directives(root, parts)
    return parts


def read_directives(root: Entry, parts: Parts) -> None:
    """The directives of a file, with the obligations and indicators written under them."""
    root.require("directives")
    root.many("directives", lambda entry: _directive(entry, parts))


def _unit(entry: Entry) -> PackUnit:
    return PackUnit(
        code=entry.need("code", values.unit_code, ""),
        name=entry.need("name", values.words, ""),
        kind=entry.need("kind", values.choice(UnitKind), UnitKind.AGENCY),
        order_no=entry.need("order_no", values.whole(1, 99999), 1),
        aliases=entry.listed("aliases", values.words),
        parent=entry.take("parent", values.unit_code, None),
        valid_from=entry.take("valid_from", values.day, None),
        valid_to=entry.take("valid_to", values.day, None),
        successor=entry.take("successor", values.unit_code, None),
        former_names=entry.listed("former_names", values.words),
    )


def _directive(entry: Entry, parts: Parts) -> None:
    directive = PackDirective(
        key=entry.need("key", values.slug, ""),
        issuer=entry.need("issuer", values.words, ""),
        doc_type=entry.need("doc_type", values.words, ""),
        subject=entry.need("subject", values.words, ""),
        number=entry.take("number", values.words, None),
        symbol=entry.need("symbol", values.words, ""),
        date_text=entry.need("date_text", values.words, ""),
        year=entry.need("year", _YEAR, 2000),
        coordinator=entry.need("coordinator", values.unit_code, ""),
        basis=entry.listed("basis", values.words),
        in_use_from=entry.take("in_use_from", values.day, None),
        valid_until=entry.take("valid_until", values.day, None),
        remarks=entry.listed("remarks", values.words),
    )
    parts.directives.append(Placed(entry, directive))
    parts.obligations.extend(
        entry.many("obligations", lambda item: Placed(item, _obligation(item, directive)))
    )
    parts.indicators.extend(entry.many("indicators", lambda item: Placed(item, _indicator(item, directive))))


def _obligation(entry: Entry, directive: PackDirective) -> PackObligation:
    kind, schedule = read_schedule(entry)
    entry.require("schedule", "selector")
    return PackObligation(
        key=entry.need("key", values.slug, ""),
        directive=directive.key,
        clause=entry.need("clause", values.words, ""),
        stem=entry.need("stem", values.stem, ""),
        title=entry.need("title", values.words, ""),
        kind=kind,
        schedule=schedule,
        selector=entry.one("selector", _selector) or Selector(),
        coordinator=entry.take("coordinator", values.unit_code, directive.coordinator),
        recipient=entry.take("recipient", values.words, None),
        via=entry.take("via", values.words, None),
        consolidates=entry.take("consolidates", values.slug, None),
        continues=entry.take("continues", values.slug, None),
        nil_rule=entry.take("nil_rule", values.choice(NilRule), NilRule.DOCUMENT_REQUIRED),
        filings=entry.listed("filings", values.choice(Filing)) or (Filing.DOCUMENT,),
        supersedes=entry.many("supersedes", _supersession),
        supporting=entry.listed("supporting", values.unit_code),
        sources=entry.listed("sources", values.words),
        also_in=entry.many("also_in", _clause_of),
        remarks=entry.listed("remarks", values.words),
    )


def _clause_of(entry: Entry) -> ClauseOf:
    return ClauseOf(entry.need("directive", values.slug, ""), entry.need("clause", values.words, ""))


def _selector(entry: Entry) -> Selector:
    selector = Selector(
        groups=entry.listed("groups", values.choice(Group)),
        units=entry.listed("units", values.unit_code),
        exceptions=entry.listed("exceptions", values.unit_code),
    )
    if entry.is_sound and not selector.groups and not selector.units:
        entry.problem("nobody owes this: name groups or units")
    return selector


def _supersession(entry: Entry) -> Supersession:
    return Supersession(
        document=entry.need("document", values.words, ""),
        document_date=entry.take("document_date", values.day, None),
        old_phrase=entry.need("old_phrase", values.words, ""),
        document_alt=entry.take("document_alt", values.words, None),
    )


def _indicator(entry: Entry, directive: PackDirective) -> PackIndicator:
    return PackIndicator(
        directive=directive.key,
        obligation=entry.take("obligation", values.slug, None),
        clause=entry.need("clause", values.words, ""),
        name=entry.need("name", values.words, ""),
        unit=entry.need("unit", values.words, ""),
        operator=entry.need("operator", values.one_of(">=", "<=", "="), ""),
        target=entry.need("target", values.number, 0.0),
        year=entry.take("year", _YEAR, None),
        selector=entry.one("selector", _selector),
        evaluator=entry.take("evaluator", values.unit_code, None),
        sources=entry.listed("sources", values.words),
    )
