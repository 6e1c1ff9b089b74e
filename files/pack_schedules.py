"""The schedule of a pack's obligation: its fields, and whether they make sense together."""

from collections.abc import Iterator

from domain.deadlines import DueRule, MonthOfPeriod, Relation
from domain.obligations import ObligationKind, Schedule
from domain.periods import DATA_END_DAY, DATA_START_DAY, Frequency
from files import yaml_values as values
from files.strict_yaml import Entry

_DAY_OF_MONTH = values.whole(1, 31)


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
    )


def _due(entry: Entry) -> DueRule:
    return DueRule(
        relation=entry.need("relation", values.choice(Relation), Relation.BY),
        phrase=entry.need("phrase", values.words, ""),
        on=entry.take("on", values.day, None),
        day=entry.take("day", _DAY_OF_MONTH, None),
        month_of_period=entry.take("month_of_period", values.choice(MonthOfPeriod), MonthOfPeriod.SAME),
        at=entry.take("at", values.clock_time, None),
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
        yield from _due_contradictions(frequency, schedule.due)


def _due_contradictions(frequency: Frequency, due: DueRule) -> Iterator[str]:
    if frequency is Frequency.NONE:
        yield "a standing duty has no due day"
    elif frequency is Frequency.ONCE:
        if due.on is None or due.day is not None:
            yield "a one-off is due `on` a date and has no `day`"
    elif due.on is not None:
        yield "a recurring duty is due on a `day`, never `on` one date"
    elif frequency is Frequency.WEEKLY and due.day is not None:
        yield "a weekly duty has no day of the month"
    elif due.month_of_period is not MonthOfPeriod.SAME and due.day is None:
        yield "`month_of_period` says nothing without `day`"
