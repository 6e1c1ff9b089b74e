"""The working calendar: the `holidays` package as a base, announced days on top, entered years above all."""

from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from domain.calendar import VIETNAM, Calendar
from domain.errors import InvalidSetting
from files.calendar_overrides import CalendarOverrides, read_overrides, shipped_overrides
from storage.calendars import CalendarYear
from storage.store import UnitOfWork

# Next year's schedule is announced in the autumn; from this month on its absence is a matter to speak of.
_WARN_FROM = 11


class Calendars:
    """The present calendar of a process, built again when another version of a year has been entered."""

    def __init__(
        self, base: CalendarOverrides, *, first_year: int, last_year: int, zone: ZoneInfo = VIETNAM
    ) -> None:
        self._base, self._computed, self._zone = base, _computed(first_year, last_year), zone
        self._mark = (0, 0)
        self.value = self.with_years(())

    def with_years(self, years: Iterable[CalendarYear]) -> Calendar:
        """The calendar as it is when these years are the ones that count."""
        return _overlaid(self._computed, self._base.overlaid(_stored(years)), self._zone)

    async def refresh(self, uow: UnitOfWork) -> Calendar:
        """The present calendar; one small query when nothing was entered since."""
        mark = await uow.calendars.mark()
        if mark != self._mark:
            self.value = self.with_years((await uow.calendars.newest()).values())
            self._mark = mark
        return self.value


def build_calendar(
    overrides: CalendarOverrides, *, first_year: int, last_year: int, zone: ZoneInfo = VIETNAM
) -> Calendar:
    """The calendar of the years from first to last; `overrides` win over what the package computes.

    The package's days of a year not announced are guesses, so only overrides make a year official, and in
    such a year they stand alone.
    """
    return _overlaid(_computed(first_year, last_year), overrides, zone)


def load_calendar(
    overrides_path: Path | None, *, first_year: int, last_year: int, zone: ZoneInfo = VIETNAM
) -> Calendar:
    """The calendar of `load_overrides`."""
    overrides = load_overrides(overrides_path)
    return build_calendar(overrides, first_year=first_year, last_year=last_year, zone=zone)


def load_overrides(path: Path | None) -> CalendarOverrides:
    """The shipped overrides with, on top of them, the office's own file if there is one.

    Raises InvalidSetting when the file cannot be read, InvalidInput when its content is wrong.
    """
    overrides = shipped_overrides()
    return overrides.overlaid(_read_file(path)) if path is not None else overrides


def missing_year(calendar: Calendar, now: datetime) -> int | None:
    """The year whose official days off should be known by now and are not; None when all is well."""
    local = calendar.local(now)
    wanted = [local.year, *([local.year + 1] if local.month >= _WARN_FROM else [])]
    return next((year for year in wanted if year not in calendar.official_years), None)


def _overlaid(computed: CalendarOverrides, overrides: CalendarOverrides, zone: ZoneInfo) -> Calendar:
    # What the package guesses of Tết and National Day may be wrong; it gives way once the year is announced.
    guessed = CalendarOverrides(
        off=_outside(computed.off, overrides.official_years),
        working=_outside(computed.working, overrides.official_years),
    )
    everything = guessed.overlaid(overrides)
    return Calendar(
        off=everything.off,
        working=everything.working,
        zone=zone,
        official_years=everything.official_years,
    )


def _stored(years: Iterable[CalendarYear]) -> CalendarOverrides:
    together = CalendarOverrides()
    for one in years:
        official = frozenset({one.year} if one.official else ())
        together = together.overlaid(CalendarOverrides(one.off, one.working, official))
    return together


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


def _outside(days: Iterable[date], years: frozenset[int]) -> frozenset[date]:
    return frozenset(day for day in days if day.year not in years)


def _read_file(path: Path) -> CalendarOverrides:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidSetting(f"the calendar file {path} cannot be read: {error}") from error
    return read_overrides(text, name=path.name)
