"""What a directive's words mean as moments.

"Trước ngày 21" ends with the 20th. A day off moves only the target earlier, never the last day;
Civil Code 2015 Art. 148 extends only counted periods. No grace applies unless a province switched it on.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from domain.calendar import Calendar
from domain.due_rules import Counted, CountUnit, DueRule, Relation, months_after
from domain.periods import Period, month_end

_ONE_DAY = timedelta(days=1)
# Hours are written to the minute, so "đến 12 giờ" still takes what was sent during 12:00.
_ONE_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Deadline:
    """A computed deadline; `last_moment` and `late_from` are UTC instants, both exclusive.

    `named_day` is the day in the wording (the 21st; of a counted period its last day), `last_day` the last
    day on which sending is still on time (the 20th), `target_day` the working day to aim at.
    """

    phrase: str
    relation: Relation
    named_day: date
    at: time | None
    last_day: date
    last_moment: datetime
    target_day: date
    late_from: datetime

    def is_on_time(self, sent_on: date) -> bool:
        """Whether a document sent on that local day keeps the deadline."""
        return sent_on <= self.last_day

    @property
    def was_asked_late(self) -> bool:
        """Whether it was granted to a report that was late already: more time to work, but never on time."""
        return self.late_from < self.last_moment


def compute(rule: DueRule, period: Period, calendar: Calendar, *, grace_days: int = 0) -> Deadline:
    """The deadline of one period. `grace_days` are working days granted by the province, 0 by default.

    ValueError for a count whose event nobody has recorded.
    """
    named = _named_day(rule, period, calendar)
    last_day, last_moment = _end(rule, named, calendar)
    late_from = last_moment
    if grace_days:
        late_from = calendar.start_of(calendar.shift(last_day, grace_days) + _ONE_DAY)
    return Deadline(
        phrase=rule.phrase,
        relation=rule.relation,
        named_day=named,
        at=rule.at,
        last_day=last_day,
        last_moment=last_moment,
        target_day=calendar.previous_working(last_day),
        late_from=late_from,
    )


def _named_day(rule: DueRule, period: Period, calendar: Calendar) -> date:
    if rule.counted is not None:
        return _counted_day(rule.counted, calendar)
    if rule.working_day is not None:
        return _numbered_working_day(rule, period, calendar)
    return rule.named_day(period)


def _counted_day(counted: Counted, calendar: Calendar) -> date:
    """The last day of the count; one that ends on a day off runs to the next working day (Art. 148)."""
    if counted.since is None:
        raise ValueError(f"the day of the event is not known: {counted.trigger}")
    count = -counted.count if counted.backwards else counted.count
    if counted.unit is CountUnit.WORKING_DAYS:
        return calendar.shift(counted.since, count)
    if counted.unit is CountUnit.MONTHS:
        day = months_after(counted.since, count)
    else:
        day = counted.since + timedelta(days=count)
    # Counted back from an event, a later day would come too late for it.
    return day if counted.backwards else calendar.next_working(day)


def _numbered_working_day(rule: DueRule, period: Period, calendar: Calendar) -> date:
    """The n-th working day of the month, from its end below zero; a month with fewer stops at its border."""
    first, number = rule.month_in(period), rule.working_day or 1
    last = month_end(first.year, first.month)
    if number > 0:
        return min(calendar.shift(first - _ONE_DAY, number), calendar.previous_working(last))
    return max(calendar.shift(last + _ONE_DAY, number), calendar.next_working(first))


def _end(rule: DueRule, named: date, calendar: Calendar) -> tuple[date, datetime]:
    if rule.at is not None:
        moment = calendar.at(named, rule.at)
        if rule.relation is not Relation.BEFORE:
            return named, moment + _ONE_MINUTE
        return calendar.day_of(moment - _ONE_MINUTE), moment
    # A count says how many days there are; "trước" in it points back from the event and takes no day away.
    is_exclusive = rule.relation is Relation.BEFORE and rule.counted is None
    last_day = named - _ONE_DAY if is_exclusive else named
    return last_day, calendar.start_of(last_day + _ONE_DAY)


def granted(
    deadline: Deadline, day: date, at: time | None, calendar: Calendar, *, asked_at: datetime
) -> Deadline:
    """The deadline as an extension moves it: to the end of a day, or through an hour of it.

    The directive's words stay. What was asked for after the last moment stays late.
    """
    last_moment = calendar.at(day, at) + _ONE_MINUTE if at else calendar.start_of(day + _ONE_DAY)
    late_from = last_moment
    if asked_at >= deadline.last_moment:
        late_from = min(deadline.late_from, last_moment - _ONE_MINUTE)
    return replace(
        deadline,
        relation=Relation.BY if at else deadline.relation,
        named_day=day if at else deadline.named_day,
        at=at,
        last_day=day,
        last_moment=last_moment,
        target_day=calendar.previous_working(day),
        late_from=late_from,
    )
