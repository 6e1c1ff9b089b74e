"""Announced days off and worked Saturdays: the shipped file, and an office's own of the same shape."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from importlib import resources

from domain.errors import InvalidInput
from files import yaml_values as values
from files.strict_yaml import Entry, Problems, open_document

_YEAR = values.whole(2000, 2100)


@dataclass(frozen=True, slots=True)
class CalendarOverrides:
    """What people announced: days off, days worked, and the years entered completely."""

    off: frozenset[date] = frozenset()
    working: frozenset[date] = frozenset()
    official_years: frozenset[int] = frozenset()

    @property
    def years(self) -> tuple[int, ...]:
        """The years of which something is said, in order."""
        return tuple(sorted({day.year for day in self.off | self.working} | self.official_years))

    def within(self, year: int) -> "CalendarOverrides":
        """What is said of one year."""
        return CalendarOverrides(
            off=frozenset(day for day in self.off if day.year == year),
            working=frozenset(day for day in self.working if day.year == year),
            official_years=self.official_years & {year},
        )

    def overlaid(self, upper: "CalendarOverrides") -> "CalendarOverrides":
        """Both together; on a day that both name, `upper` wins."""
        return CalendarOverrides(
            off=(self.off - upper.working) | upper.off,
            working=(self.working - upper.off) | upper.working,
            official_years=self.official_years | upper.official_years,
        )


def read_overrides(text: str, *, name: str = "calendar") -> CalendarOverrides:
    """The overrides written in `text`; raises InvalidInput with one line for every problem found."""
    problems = Problems(name, InvalidInput)
    root = open_document(text, problems)
    off = root.listed("off", values.day)
    working = root.listed("working", values.day)
    years = root.listed("official_years", _YEAR)
    _report_doubles(root, "off", off)
    _report_doubles(root, "working", working)
    for both in sorted(set(off) & set(working)):
        root.problem(f"{both} is also among the days off", "working")
    root.close()
    if problems:
        raise problems.as_error()
    return CalendarOverrides(frozenset(off), frozenset(working), frozenset(years))


def shipped_overrides() -> CalendarOverrides:
    """The overrides that come with the program."""
    shipped = resources.files("data.calendar") / "overrides.yaml"
    return read_overrides(shipped.read_text(encoding="utf-8"), name=shipped.name)


def _report_doubles(root: Entry, key: str, days: Iterable[date]) -> None:
    seen: set[date] = set()
    for day in days:
        if day in seen:
            root.problem(f"{day} is written twice", key)
        seen.add(day)
