"""Sentences about duties that several places say: deadlines, titles, the digest."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.calendar import Calendar
from domain.deadlines import Deadline
from domain.due_rules import Relation
from domain.obligations import AnswerKind, Assignment, Directive, Filing, Obligation
from domain.periods import Frequency, Period
from domain.statuses import Status
from domain.units import Unit, UnitKind
from locales.speech import Speech

# Quarters are written in Roman figures: "quý IV/2026".
_ROMAN = ("I", "II", "III", "IV")
# Documents are cited by the abbreviations of Decree 30/2020/NĐ-CP, appendix III.
_KINDS = {
    "công văn": "CV",
    "kế hoạch": "KH",
    "quyết định": "QĐ",
    "chỉ thị": "CT",
    "thông báo": "TB",
    "nghị quyết": "NQ",
    "chương trình": "CTr",
}


@dataclass(frozen=True, slots=True)
class Duty:
    """An assignment with everything needed to speak of it."""

    assignment: Assignment
    obligation: Obligation
    directive: Directive
    unit: Unit
    coordinator: Unit
    also_in: tuple[tuple[Directive, str], ...] = ()

    @property
    def code(self) -> str:
        """The short code people type."""
        return self.obligation.code_for(self.assignment.period)

    @property
    def unfiled(self) -> tuple[Filing, ...]:
        """What a report that the unit has sent still lacks; a report without figures has none to enter."""
        if self.assignment.status is not Status.SUBMITTED or self.assignment.nil:
            return ()
        others = self.obligation.filings[1:]
        return tuple(filing for filing in others if filing not in self.assignment.filed)


def office(tr: Speech, unit: Unit) -> str:
    """How a directive's coordinator is called: "Văn phòng" where it is the Office, else by its name."""
    return tr("overdue.office") if unit.kind is UnitKind.OFFICE else unit.name


def period_words(tr: Speech, period: Period) -> str:
    """`tháng 10/2023`; empty for one-off duties."""
    if period.is_once:
        return ""
    key = f"period.{period.frequency}"
    if period.frequency is Frequency.SEMIANNUAL:
        key += "_first" if period.number == 1 else "_second"
    number = _ROMAN[period.number - 1] if period.frequency is Frequency.QUARTERLY else period.number
    return tr(key, number=number, year=period.year)


def short_period(tr: Speech, period: Period) -> str:
    """`tháng 10`, where the year goes without saying."""
    return period_words(tr, period).removesuffix(f"/{period.year}")


def frequency_words(tr: Speech, frequency: Frequency) -> str:
    """How often a duty recurs, in words: `hằng tháng`."""
    return tr(f"frequency.{frequency.value}")


def title(tr: Speech, duty: Duty) -> str:
    """The obligation's title with its period."""
    words = period_words(tr, duty.assignment.period)
    return f"{duty.obligation.title} {words}".strip()


def clause(tr: Speech, printed: str) -> str:
    """`7/¶2` as people say it: item 7, second paragraph; `/-3` is the third dash."""
    item, *rest = re.split(r"/(?=[¶-])", printed)
    words = [tr("clause.item", item=item)]
    for part in rest:
        key = "clause.paragraph" if part.startswith("¶") else "clause.dash"
        words.append(tr(key, number=part[1:]))
    return tr.listing(words)


def source(tr: Speech, duty: Duty) -> str:
    """Clause and document of every directive that asks for the duty."""
    if duty.obligation.answer is AnswerKind.FIGURE:
        return tr("duty.source_quick")
    asked = [(duty.directive, duty.obligation.clause), *duty.also_in]
    return "; ".join(_cited(tr, directive, printed) for directive, printed in asked)


def short_source(tr: Speech, duty: Duty) -> str:
    """`mục 7 CV 2215/UBND-NC`: number and kind only; a document without a number is cited in full."""
    if duty.obligation.answer is AnswerKind.FIGURE:
        return tr("duty.source_quick")
    asked = [(duty.directive, duty.obligation.clause), *duty.also_in]
    return "; ".join(_cited_shortly(tr, directive, printed) for directive, printed in asked)


def _cited_shortly(tr: Speech, directive: Directive, printed: str) -> str:
    if directive.document is None:
        return _cited(tr, directive, printed)
    kind = directive.doc_type.lower()
    values = {"clause": clause(tr, printed), "kind": _KINDS.get(kind, kind), "number": directive.document}
    return tr("duty.source_short", **values)


def _cited(tr: Speech, directive: Directive, printed: str) -> str:
    """Clause and document, saying so when the copy carries no number."""
    values = {"clause": clause(tr, printed), "date": directive.date_text}
    if directive.document is None:
        kind = directive.doc_type.lower()
        return tr("duty.source_unnumbered", kind=kind, symbol=directive.symbol, **values)
    return tr("duty.source", number=directive.document, **values)


def due(tr: Speech, deadline: Deadline) -> str:
    """The wording for this period and the last day with its weekday; the target when it differs."""
    last = tr.weekday(deadline.last_day)
    if deadline.at is not None:
        words = _hour(tr, deadline)
    elif deadline.named_day < deadline.last_day:
        # No words name a day before their own last day: a person has moved it.
        words = tr("due.moved", phrase=deadline.phrase, last=last)
    elif deadline.named_day > deadline.last_day:
        words = tr("due.before", day=tr.day(deadline.named_day), last=last)
    else:
        words = tr("due.phrase", phrase=deadline.phrase, last=last)
    if deadline.target_day != deadline.last_day:
        words += tr("due.target", day=tr.weekday(deadline.target_day))
    return words


def short_due(tr: Speech, deadline: Deadline) -> str:
    """Only the last day: `hết thứ Sáu 20/10/2023`."""
    if deadline.at is not None:
        return _hour(tr, deadline)
    return tr("due.until", last=tr.weekday(deadline.last_day))


def _hour(tr: Speech, deadline: Deadline) -> str:
    assert deadline.at is not None, "only deadlines with an hour come here"
    key = "due.hour" if deadline.relation is Relation.BEFORE else "due.hour_by"
    return tr(key, hour=f"{deadline.at:%H:%M}", day=tr.weekday(deadline.named_day))


def called(duties: Sequence[Duty]) -> list[str]:
    """The codes of duties, with their units' codes where duties of several units stand together."""
    several = len({duty.unit.id for duty in duties}) > 1
    return [f"{duty.code} ({duty.unit.code})" if several else duty.code for duty in duties]


def units_of(duties: Sequence[Duty]) -> list[str]:
    """The names of the units that owe these duties, each once."""
    return list(dict.fromkeys(duty.unit.name for duty in duties))


def together(tr: Speech, names: Sequence[str]) -> str:
    """`BC10 và TK10`; three and more are listed."""
    if len(names) == 2:
        return tr("list.two", first=names[0], second=names[1])
    return tr.listing(names)


def digest(
    tr: Speech, duties: Sequence[Duty], *, now: datetime, calendar: Calendar, notes: dict[int, str]
) -> str:
    """One reminder for everything a person still owes: asked politely, never "muộn" before `late_from`.

    `notes` adds a line below a duty (the countdown of a consolidating office), by assignment id. The line of
    a duty begins with its code.
    """
    own = all(duty.coordinator.id == duty.unit.id for duty in duties)
    greeting = "digest.greeting_own" if own else "digest.greeting"
    coordinators = dict.fromkeys(duty.coordinator.called for duty in duties)
    lines = [tr(greeting, coordinator=tr.listing(coordinators), unit=tr.listing(units_of(duties)))]
    before: Deadline | None = None
    for duty, name in zip(duties, called(duties), strict=True):
        lines.append(_digest_line(tr, duty, name, moment=(now, calendar), before=before))
        before = duty.assignment.current
        if duty.assignment.id in notes:
            lines.append(notes[duty.assignment.id])
    reports = [duty for duty in duties if duty.obligation.answer is AnswerKind.REPORT]
    if len(duties) == len(reports) == 1:
        lines.append(tr("digest.answer_one"))
    elif reports:
        lines.append(tr("digest.answer_many", example=reports[0].code))
    return "\n".join(lines)


def _digest_line(
    tr: Speech, duty: Duty, name: str, *, moment: tuple[datetime, Calendar], before: Deadline | None
) -> str:
    """`before` is the deadline of the line above: the same one is not written out twice."""
    now, calendar = moment
    if duty.obligation.answer is AnswerKind.FIGURE:
        asked = {"code": name, "question": duty.obligation.title, "example": duty.code}
        return tr("digest.line_figure", due=short_due(tr, duty.assignment.current), **asked)
    deadline, today = duty.assignment.current, calendar.day_of(now)
    values = {
        "code": name,
        "title": title(tr, duty),
        "source": short_source(tr, duty),
        "due": tr("digest.same", due=short_due(tr, deadline)) if deadline == before else due(tr, deadline),
        "moment": tr.moment(now),
    }
    promised = duty.assignment.promised
    broken = promised is not None and promised < today
    day = tr.weekday(promised) if promised is not None else ""
    if today <= deadline.target_day:
        line = tr("digest.line", **values)
        return line + " " + tr("digest.promise", day=day, moment=values["moment"]) if broken else line
    if duty.assignment.is_overdue(now):
        days = calendar.working_days_between(deadline.last_day, today)
        line = tr("digest.line_late", **values, days=days)
    else:
        line = tr("digest.line_missing", **values)
    return line + " " + tr("digest.promised", day=day) if broken else line
