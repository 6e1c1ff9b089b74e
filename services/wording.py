"""Sentences about duties that several places say: deadlines, titles, the digest."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.calendar import Calendar
from domain.deadlines import Deadline
from domain.due_rules import Relation
from domain.obligations import Assignment, Directive, Obligation
from domain.periods import Frequency, Period
from domain.units import Unit
from locales.speech import Speech

# Quarters are written in Roman figures: "quý IV/2026".
_ROMAN = ("I", "II", "III", "IV")


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


def period_words(tr: Speech, period: Period) -> str:
    """`tháng 10/2023`; empty for one-off duties."""
    if period.is_once:
        return ""
    key = f"period.{period.frequency}"
    if period.frequency is Frequency.SEMIANNUAL:
        key += "_first" if period.number == 1 else "_second"
    number = _ROMAN[period.number - 1] if period.frequency is Frequency.QUARTERLY else period.number
    return tr(key, number=number, year=period.year)


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
    asked = [(duty.directive, duty.obligation.clause), *duty.also_in]
    return "; ".join(_cited(tr, directive, printed) for directive, printed in asked)


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


def digest(
    tr: Speech, duties: Sequence[Duty], *, now: datetime, calendar: Calendar, notes: dict[int, str]
) -> str:
    """One reminder for everything a person still owes: asked politely, never "muộn" before `late_from`.

    `notes` adds a line below a duty (the countdown of a consolidating office), by assignment id.
    """
    first = duties[0]
    own = all(duty.coordinator.id == duty.unit.id for duty in duties)
    greeting = "digest.greeting_own" if own else "digest.greeting"
    lines = [tr(greeting, coordinator=first.coordinator.name, unit=tr.listing(units_of(duties)))]
    for duty, name in zip(duties, called(duties), strict=True):
        lines.append(_digest_line(tr, duty, name, now=now, calendar=calendar))
        if duty.assignment.id in notes:
            lines.append(notes[duty.assignment.id])
    if len(duties) == 1:
        lines.append(tr("digest.answer_one"))
    else:
        lines.append(tr("digest.answer_many", example=first.code))
    return "\n".join(lines)


def _digest_line(tr: Speech, duty: Duty, name: str, *, now: datetime, calendar: Calendar) -> str:
    deadline = duty.assignment.current
    values = {
        "code": name,
        "title": title(tr, duty),
        "source": source(tr, duty),
        "due": due(tr, deadline),
    }
    if calendar.day_of(now) <= deadline.target_day:
        return tr("digest.line", **values)
    if duty.assignment.is_overdue(now):
        days = calendar.working_days_between(deadline.last_day, calendar.day_of(now))
        return tr("digest.line_late", **values, moment=tr.moment(now), days=days)
    return tr("digest.line_missing", **values, moment=tr.moment(now))
