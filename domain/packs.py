"""A pack: a province's units and the obligations of its directives, read from a file, not yet stored."""

from dataclasses import dataclass
from datetime import date

from domain.obligations import ClauseOf, Filing, NilRule, ObligationKind, Schedule, Supersession
from domain.units import Selector, UnitKind


@dataclass(frozen=True, slots=True)
class PackUnit:
    """One unit; `parent` and `successor` are codes, without a parent it is directly under the province."""

    code: str
    name: str
    kind: UnitKind
    order_no: int
    aliases: tuple[str, ...] = ()
    parent: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    successor: str | None = None
    former_names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PackDirective:
    """One directive; `coordinator` is a unit code.

    Its duties are in use from `in_use_from` to `valid_until`; left out, as long as the pack. `remarks` are
    what a clerk must know of the copy: blanks, gaps, dates that contradict each other.
    """

    key: str
    issuer: str
    doc_type: str
    subject: str
    number: str | None
    symbol: str
    date_text: str
    year: int
    coordinator: str
    basis: tuple[str, ...] = ()
    in_use_from: date | None = None
    valid_until: date | None = None
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PackObligation:
    """One duty. `key` is unique in the pack, `stem` is what people type (`BC` becomes `BC10`).

    `coordinator` differs from the directive's only where a clause names another body; `consolidates` is
    the key of the duty whose answers this one gathers, `continues` that of an earlier step of one programme.
    `sources` are earlier documents of the same duty, `also_in` clauses of other directives of the pack.
    """

    key: str
    directive: str
    clause: str
    stem: str
    title: str
    kind: ObligationKind
    schedule: Schedule
    selector: Selector
    coordinator: str
    recipient: str | None = None
    via: str | None = None
    consolidates: str | None = None
    continues: str | None = None
    nil_rule: NilRule = NilRule.DOCUMENT_REQUIRED
    filings: tuple[Filing, ...] = (Filing.DOCUMENT,)
    supersedes: tuple[Supersession, ...] = ()
    supporting: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    also_in: tuple[ClauseOf, ...] = ()
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PackIndicator:
    """One target of a directive; `operator` is >=, <= or =, `evaluator` a unit code.

    `selector` is who is measured; left out, those who owe the obligation it belongs to. `year` is None where
    the directive names none.
    """

    directive: str
    obligation: str | None
    clause: str
    name: str
    unit: str
    operator: str
    target: float
    year: int | None
    selector: Selector | None = None
    evaluator: str | None = None
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Drafts:
    """Directives with their duties and targets, as one file describes them."""

    directives: tuple[PackDirective, ...]
    obligations: tuple[PackObligation, ...]
    indicators: tuple[PackIndicator, ...] = ()

    def terms(self, obligation: PackObligation) -> PackDirective:
        """The directive a duty stands in."""
        return next(item for item in self.directives if item.key == obligation.directive)

    def measured(self, indicator: PackIndicator) -> Selector:
        """Who an indicator binds: its own selector, or that of the obligation it belongs to."""
        if indicator.selector is not None:
            return indicator.selector
        owing = (item.selector for item in self.obligations if item.key == indicator.obligation)
        return next(owing, Selector())


@dataclass(frozen=True, slots=True)
class Pack:
    """A whole pack. `fictitious` marks invented or historic figures ("SỐ LIỆU GIẢ ĐỊNH").

    After `in_use_until` the pack is history: listed, never reminded, never overdue.
    """

    name: str
    province_code: str
    province_name: str
    in_use_from: date
    in_use_until: date | None
    fictitious: bool
    units: tuple[PackUnit, ...]
    directives: tuple[PackDirective, ...]
    obligations: tuple[PackObligation, ...]
    indicators: tuple[PackIndicator, ...]

    @property
    def drafts(self) -> Drafts:
        """What the pack says besides its units."""
        return Drafts(self.directives, self.obligations, self.indicators)
