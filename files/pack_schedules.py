"""The schedule of a pack's obligation: its fields, and whether they make sense together."""

from collections.abc import Iterator

from domain.due_rules import Counted, CountUnit, DueRule, MonthOfPeriod, Relation, Weekday
from domain.obligations import ObligationKind, Schedule
from domain.periods import DATA_END_DAY, DATA_START_DAY, Frequency
from files import yaml_values as values
from files.strict_yaml import Entry

_DAY_OF_MONTH = values.whole(1, 31)
# The fields that name a day; a rule has one of them.
_NAMING = ("on", "day", "working_day", "weekday", "counted")


def read_schedule(obligation: Entry) -> tuple[ObligationKind, Schedule]:
    """Kind and schedule of an obligation; they are judged together only when both could be read."""
    kind = obligation.need("kind", values.choice(ObligationKind), ObligationKind.STANDING)
    schedule = obligation.one("schedule", _schedule)
    if schedule is None:
        return kind, Schedule(Frequency.NONE)
    if obligation.is_sound:
        for contradiction in _contradictions(kind, schedule):
            obligation.problem(contradiction, "schedule")
    return kind, schedule


def _schedule(entry: Entry) -> Schedule:
    return Schedule(
        frequency=entry.need("frequency", values.choice(Frequency), Frequency.NONE),
        due=entry.one("due", _due),
        data_start_day=entry.take("data_start_day", _DAY_OF_MONTH, DATA_START_DAY),
        data_end_day=entry.take("data_end_day", _DAY_OF_MONTH, DATA_END_DAY),
        data_december_end_day=entry.take("data_december_end_day", _DAY_OF_MONTH, None),
        phrase=entry.take("phrase", values.words, None),
    )


def _due(entry: Entry) -> DueRule:
    return DueRule(
        relation=entry.need("relation", values.choice(Relation), Relation.BY),
        phrase=entry.need("phrase", values.words, ""),
        on=entry.take("on", values.day, None),
        day=entry.take("day", _DAY_OF_MONTH, None),
        month_of_period=entry.take("month_of_period", values.choice(MonthOfPeriod), MonthOfPeriod.SAME),
        at=entry.take("at", values.clock_time, None),
        month=entry.take("month", values.whole(1, 12), None),
        working_day=entry.take("working_day", values.whole_but_zero(-23, 23), None),
        weekday=entry.take("weekday", values.choice(Weekday), None),
        counted=entry.one("counted", _counted),
    )


def _counted(entry: Entry) -> Counted:
    return Counted(
        count=entry.need("count", values.whole(1, 999), 1),
        unit=entry.need("unit", values.choice(CountUnit), CountUnit.DAYS),
        trigger=entry.need("trigger", values.words, ""),
        since=entry.take("since", values.day, None),
        backwards=entry.take("backwards", values.flag, False),
    )


def _contradictions(kind: ObligationKind, schedule: Schedule) -> Iterator[str]:
    frequency = schedule.frequency
    kind_of_frequency = {
        Frequency.ONCE: ObligationKind.ONE_OFF,
        Frequency.NONE: ObligationKind.STANDING,
    }.get(frequency, ObligationKind.PERIODIC_REPORT)
    if kind is not kind_of_frequency:
        yield f"a {kind} duty cannot have the frequency {frequency}"
    elif schedule.due is not None:
        yield from due_contradictions(frequency, schedule.due)


def due_contradictions(frequency: Frequency, due: DueRule) -> Iterator[str]:
    """What does not fit together in a due rule; pack files and bound days are judged by the same words."""
    bound = [name for name in _NAMING if getattr(due, name) is not None]
    if frequency is Frequency.NONE:
        yield "a standing duty has no due day"
    elif len(bound) > 1:
        yield f"a due rule names one day, not {' and '.join(f'`{name}`' for name in bound)}"
    elif frequency is Frequency.ONCE:
        if bound not in (["on"], ["counted"]):
            yield "a one-off is due `on` a date or `counted` from an event and has no `day`"
    elif bound in (["on"], ["counted"]):
        yield "a recurring duty is due on a `day`, never `on` one date and never `counted` from one event"
    else:
        yield from _recurring_contradictions(frequency, due)


def _recurring_contradictions(frequency: Frequency, due: DueRule) -> Iterator[str]:
    has_day = due.day is not None or due.working_day is not None
    if (frequency is Frequency.WEEKLY) is not (due.weekday is not None):
        yield "a weekly duty needs a `weekday`, and only a weekly duty has one"
    elif due.month is not None and frequency is not Frequency.ANNUAL:
        yield "only a yearly duty names a `month`; others use `month_of_period`"
    elif not has_day and (due.month is not None or due.month_of_period is not MonthOfPeriod.SAME):
        yield "`month` and `month_of_period` say nothing without a `day`"
