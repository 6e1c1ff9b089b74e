"""Directives, the obligations they set, and the assignments units owe."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from domain.deadlines import Deadline
from domain.due_rules import DueRule
from domain.ladder import Step, steps_for
from domain.periods import DATA_END_DAY, DATA_START_DAY, Frequency, Period
from domain.statuses import Status
from domain.units import Selector


class ObligationKind(StrEnum):
    """Periodic report, one-off task, or standing duty without a date."""

    PERIODIC_REPORT = "periodic_report"
    ONE_OFF = "one_off"
    STANDING = "standing"


class ObligationState(StrEnum):
    """Life of an obligation; only active ones produce assignments."""

    DRAFT = "draft"
    ACTIVE = "active"
    SUPERSEDED = "superseded"
    EXPIRED = "expired"


class NilRule(StrEnum):
    """Whether "không phát sinh" said in chat is a submission, or only its document is."""

    BY_CHAT = "by_chat"
    DOCUMENT_REQUIRED = "document_required"


class AnswerKind(StrEnum):
    """What a unit answers with: a report, or one figure that needs no file."""

    REPORT = "report"
    FIGURE = "figure"


class Filing(StrEnum):
    """What must be done for one report; it is complete when all are."""

    DOCUMENT = "document"
    PROVINCIAL_SYSTEM = "provincial_system"
    UPPER_SYSTEM = "upper_system"


@dataclass(frozen=True, slots=True)
class Directive:
    """A directive; number and day may be blank, as in the copies that circulate."""

    id: int
    province_id: int
    key: str
    issuer: str
    doc_type: str
    subject: str
    number: str | None
    symbol: str
    date_text: str
    year: int
    coordinator_unit_id: int
    basis: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()

    @property
    def document(self) -> str | None:
        """Number and symbol as they are cited (`2215/UBND-NC`); None while the number is blank."""
        if self.number is None or "/" in self.number:
            return self.number
        return f"{self.number}/{self.symbol.lstrip('/')}"


@dataclass(frozen=True, slots=True)
class ClauseOf:
    """A clause of another stored directive that sets the same duty, by the directive's key."""

    directive: str
    clause: str


@dataclass(frozen=True, slots=True)
class Schedule:
    """Frequency, due rule and data period.

    Without a due rule the day is open until a person binds one; `phrase` then keeps the directive's words
    ("hằng tháng", "theo thời gian quy định"), of which no date is ever made.
    """

    frequency: Frequency
    due: DueRule | None = None
    data_start_day: int = DATA_START_DAY
    data_end_day: int = DATA_END_DAY
    data_december_end_day: int | None = None
    phrase: str | None = None

    @property
    def is_dated(self) -> bool:
        """Whether deadlines can be computed: a day is bound, and the event it counts from is recorded."""
        return self.due is not None and not self.due.awaits_event

    def data_window(self, period: Period) -> tuple[date, date] | None:
        """First and last day of a period's figures, both inclusive."""
        return period.data_window(self.data_start_day, self.data_end_day, self.data_december_end_day)


@dataclass(frozen=True, slots=True)
class Supersession:
    """An earlier sending rule that this obligation replaces: the document and its old wording."""

    document: str
    document_date: date | None
    old_phrase: str
    document_alt: str | None = None


@dataclass(frozen=True, slots=True)
class Obligation:
    """One duty of one directive, in our own short words.

    `also_in` are clauses of other directives that ask for the same; `sources` names documents outside the
    store. `continues` and `superseded_by` are keys of obligations. Periods after `last_period`, or that begin
    after `valid_until`, are not owed. `remarks` are questions a person must answer.
    """

    id: int
    province_id: int
    directive_id: int
    key: str
    clause: str
    stem: str
    title: str
    kind: ObligationKind
    schedule: Schedule
    selector: Selector
    coordinator_unit_id: int
    state: ObligationState
    in_use_from: date
    recipient: str | None = None
    via: str | None = None
    consolidates_id: int | None = None
    continues: str | None = None
    nil_rule: NilRule = NilRule.DOCUMENT_REQUIRED
    filings: tuple[Filing, ...] = (Filing.DOCUMENT,)
    supersedes: tuple[Supersession, ...] = ()
    supporting: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    history: bool = False
    ladder: tuple[Step, ...] | None = None
    version: int = 1
    also_in: tuple[ClauseOf, ...] = ()
    remarks: tuple[str, ...] = ()
    valid_until: date | None = None
    superseded_by: str | None = None
    last_period: Period | None = None
    answer: AnswerKind = AnswerKind.REPORT

    @property
    def steps(self) -> tuple[Step, ...]:
        """The ladder of this duty, or the default of its frequency."""
        return self.ladder if self.ladder is not None else steps_for(self.schedule.frequency)

    @property
    def is_dated(self) -> bool:
        """Whether deadlines can be computed at all."""
        return self.schedule.is_dated

    @property
    def needs_a_day(self) -> bool:
        """Whether a person must still bind the day or record the event before anybody is reminded."""
        return self.kind is not ObligationKind.STANDING and not self.is_dated

    def code_for(self, period: Period) -> str:
        """The short code people type: the stem, with the month or period for recurring duties (`BC10`)."""
        if period.is_once:
            return self.stem
        if period.frequency is Frequency.MONTHLY:
            return f"{self.stem}{period.number:02}"
        return f"{self.stem}{period.key.split('-')[-1]}"


@dataclass(frozen=True, slots=True)
class Assignment:
    """What one unit owes for one obligation and period.

    `original` never changes; `current` does when an extension is granted. Four dates stay apart:
    `told_at` (the chat message), `document_date`, `sent_on` and `received_on`. `version` counts every change;
    `plan_version` only changes of the deadline, so that an answer never makes an old reminder new.
    `figure` is a decimal number as text, the answer to a duty that asks for one.
    """

    id: int
    obligation_id: int
    period: Period
    unit_id: int
    province_id: int
    version: int
    plan_version: int
    status: Status
    original: Deadline
    current: Deadline
    told_at: datetime | None = None
    document_number: str | None = None
    document_date: date | None = None
    sent_on: date | None = None
    received_on: date | None = None
    nil: bool = False
    percent: int | None = None
    reason: str | None = None
    promised: date | None = None
    filed: tuple[Filing, ...] = field(default_factory=tuple)
    disputed: bool = False
    next_step_at: datetime | None = None
    figure: str | None = None

    def is_overdue(self, now: datetime) -> bool:
        """Derived, never stored: still owed, and `late_from` of the current deadline has come."""
        return self.status.is_owed and now >= self.current.late_from


@dataclass(frozen=True, slots=True)
class Indicator:
    """A target of a directive; it attaches to a year (None: the directive names none), not to a sending date.

    `selector` says which units and which level it binds, `evaluator` the code of the body that judges it.
    """

    id: int
    obligation_id: int | None
    directive_id: int
    clause: str
    name: str
    unit: str
    operator: str
    target: float
    year: int | None
    selector: Selector = field(default_factory=Selector)
    evaluator: str | None = None
    sources: tuple[str, ...] = ()
