"""The working calendar: the `holidays` package as a base, announced days on top."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from domain.calendar import VIETNAM, Calendar
from domain.errors import InvalidSetting
from files.calendar_overrides import CalendarOverrides, read_overrides, shipped_overrides


def build_calendar(
    overrides: CalendarOverrides, *, first_year: int, last_year: int, zone: ZoneInfo = VIETNAM
) -> Calendar:
    """The calendar of the years from first to last; `overrides` win over what the package computes.

    The package's days of a year not announced are guesses, so only overrides make a year official.
    """
    everything = _computed(first_year, last_year).overlaid(overrides)
    return Calendar(
        off=everything.off,
        working=everything.working,
        zone=zone,
        official_years=everything.official_years,
    )


def load_calendar(
    overrides_path: Path | None, *, first_year: int, last_year: int, zone: ZoneInfo = VIETNAM
) -> Calendar:
    """The calendar with the shipped overrides and, on top of them, the office's own file if there is one.

    Raises InvalidSetting when the file cannot be read, InvalidInput when its content is wrong.
    """
    overrides = shipped_overrides()
    if overrides_path is not None:
        overrides = overrides.overlaid(_read_file(overrides_path))
    return build_calendar(overrides, first_year=first_year, last_year=last_year, zone=zone)


def _computed(first_year: int, last_year: int) -> CalendarOverrides:
    # Imported here: the package costs a tenth of a second, which commands without dates need not pay.
    import holidays

    years = range(first_year, last_year + 1)
    vietnam = holidays.country_holidays("VN", years=years)
    # `weekend_workdays` lists the exchanged Saturdays of all years, whichever were asked for.
    return CalendarOverrides(
        off=_within(vietnam, years) - _within(vietnam.weekend_workdays, years),
        working=_within(vietnam.weekend_workdays, years),
    )


def _within(days: Iterable[date], years: range) -> frozenset[date]:
    return frozenset(day for day in days if day.year in years)


def _read_file(path: Path) -> CalendarOverrides:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidSetting(f"the calendar file {path} cannot be read: {error}") from error
    return read_overrides(text, name=path.name)
