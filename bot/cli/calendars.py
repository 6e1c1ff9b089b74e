"""Entering the official days off."""

import asyncio
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli import output
from bot.cli.organisation import Json, Now

if TYPE_CHECKING:
    from locales.speech import Speech
    from services.calendar_imports import DeadlineChange, Effect


@output.command
def import_calendar(
    file: Annotated[
        Path,
        typer.Argument(
            exists=True,
            dir_okay=False,
            help="YAML of the shipped shape, or XLSX or CSV with columns Ngày, Loại (nghỉ, làm bù), Ghi chú",
        ),
    ],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="show the effect only")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="apply without asking")] = False,
    now: Now = None,
    json: Json = False,
) -> None:
    """Days off and worked Saturdays of the years in a file; what changes is shown before it is applied."""
    from bot import calendars

    agree = _agreement(dry_run=dry_run, asks=not yes and sys.stdin.isatty(), quiet=json)
    overrides, moment = calendars.read(file), output.moment(now)
    effect, applied = asyncio.run(calendars.enter(overrides, source=file.name, now=moment, agree=agree))
    if json:
        output.as_json({**calendars.as_rows(effect), "applied": applied})
    elif effect.is_unchanged:
        output.say(output.tr("calendar.unchanged", name=effect.source))
    elif applied:
        output.say(output.tr("calendar.entered", name=effect.source))
    else:
        output.say(output.tr("calendar.not_entered"))


def _agreement(*, dry_run: bool, asks: bool, quiet: bool) -> Callable[["Effect"], bool]:
    def agree(effect: "Effect") -> bool:
        if not quiet:
            for line in _lines(effect):
                output.say(line)
        if dry_run:
            return False
        return not asks or typer.confirm(output.tr("calendar.confirm"), err=True)

    return agree


def _lines(effect: "Effect") -> list[str]:
    """The effect for people: days by year, then deadlines, then the next reminders."""
    from services.wording import title

    tr = _speech()
    found = []
    for year in effect.years:
        state = tr("calendar.official") if year.is_official else tr("calendar.partial")
        entered = year.entered
        found.append(tr("calendar.year", year=entered.year, version=entered.version, state=state))
        days = [*((day, True) for day in year.now_off), *((day, False) for day in year.now_worked)]
        for day, is_off in sorted(days):
            words = tr("calendar.off") if is_off else tr("calendar.worked")
            found.append(f"  {tr.weekday(day)}: {words}")
        if not days:
            found.append(f"  {tr('calendar.same_days')}")
    found += [_deadline(tr, one) for one in effect.deadlines]
    for step in effect.steps:
        moments = {"before": tr.moment(step.before), "after": tr.moment(step.after)}
        found.append(tr("calendar.retimed", title=title(tr, step.duty), units=step.units, **moments))
    if effect.deadlines:
        found.append(tr("calendar.cancelled", count=effect.cancelled))
    elif not effect.steps:
        found.append(tr("calendar.none_moved"))
    return found


def _speech() -> "Speech":
    from bot.settings import read_settings
    from locales.speech import speech

    settings = read_settings()
    return speech(settings.locale, settings.zone)


def _deadline(tr: "Speech", change: "DeadlineChange") -> str:
    from services.wording import title

    before, after = change.before, change.after
    values = {"title": title(tr, change.duty), "units": change.units, "cancelled": change.cancelled}
    days = {"before": tr.weekday(before.target_day), "after": tr.weekday(after.target_day)}
    line = tr("calendar.moved", **values, **days)
    if before.last_moment == after.last_moment:
        return line
    last = {"before": tr.weekday(before.last_day), "after": tr.weekday(after.last_day)}
    return f"{line}; {tr('calendar.moved_last', **last)}"
