"""Migration and the doctor."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from bot import channel_checks
from bot import clock as clocks
from bot.channel_checks import GREEN, RED, YELLOW
from bot.channel_checks import check as _check
from bot.settings import Settings, read_settings
from bot.wiring import calendars_for
from domain.errors import DondocError
from services import targets
from services.calendar import missing_year
from services.delivery import BATCH
from storage import schema
from storage.calendars import CalendarYear
from storage.store import Store


async def migrate() -> tuple[str | None, str]:
    """Apply missing migrations; the revisions before and after."""
    store = Store(read_settings().database_url)
    try:
        return await schema.upgrade(store)
    finally:
        await store.close()


async def examine() -> dict[str, Any]:
    """Look at everything that can be looked at; never raises for what it finds."""
    try:
        settings = read_settings()
    except DondocError as error:
        return {"sending_slots": None, "checks": [_check("settings", RED, error.text)]}
    now = datetime.now(UTC)
    checks = [_check("settings", GREEN, f"timezone {settings.timezone}, language {settings.locale}")]
    checks += await _database(settings)
    checks += _calendar(settings, now, await _entered(settings))
    checks += await channel_checks.look(settings, now)
    backup = _check("backup", YELLOW, "no backup is known to this database")
    return {
        "sending_slots": BATCH,
        "database": settings.database_url.partition(":")[0],
        "clock": next((check["text"] for check in checks if check["name"] == "clock"), None),
        "backup_age_seconds": None,
        "checks": [*checks, backup],
    }


async def _database(settings: Settings) -> list[dict[str, str]]:
    try:
        store = Store(settings.database_url)
    except DondocError as error:
        return [_check("database", RED, error.text)]
    try:
        await schema.require_current(store)
        simulated = await clocks.stored(store)
        async with store.reading() as uow:
            provinces = [item.code for item in await uow.organisation.provinces()]
            moment = simulated.now() if simulated is not None else datetime.now(UTC)
            astray = await targets.needs_target(uow, moment.astimezone(settings.zone).date())
    except DondocError as error:
        return [_check("database", RED, error.text)]
    finally:
        await store.close()
    listed = ", ".join(provinces) or "no province yet: run `dondoc pack load`"
    clock = "real time" if simulated is None else f"simulated, now {simulated.now().isoformat()}"
    return [
        _check("database", GREEN, f"{store.engines.name}, schema {schema.newest()}, {listed}"),
        _check("clock", GREEN if simulated is None else YELLOW, clock),
        *_targets(item.key for item in astray),
    ]


def _targets(keys: Iterable[str]) -> list[dict[str, str]]:
    """Duties whose addressees no longer exist wait for a person."""
    listed = ", ".join(keys)
    text = f"these duties address nobody, name their units with `dondoc obligation revise`: {listed}"
    return [_check("targets", YELLOW, text)] if listed else []


async def _entered(settings: Settings) -> list[CalendarYear]:
    """The years in the database; none when it cannot be read, which is a finding of its own."""
    try:
        store = Store(settings.database_url)
    except DondocError:
        return []
    try:
        await schema.require_current(store)
        async with store.reading() as uow:
            return list((await uow.calendars.newest()).values())
    except DondocError:
        return []
    finally:
        await store.close()


def _calendar(settings: Settings, now: datetime, entered: Iterable[CalendarYear]) -> list[dict[str, str]]:
    try:
        calendar = calendars_for(settings, now).with_years(entered)
    except DondocError as error:
        return [_check("calendar", RED, error.text)]
    missing = missing_year(calendar, now)
    if missing == calendar.local(now).year:
        return [_check("calendar", RED, f"the official days off of {missing} are not entered")]
    if missing is not None:
        text = f"the official days off of {missing} are not entered yet; they are only computed"
        return [_check("calendar", YELLOW, text)]
    return [_check("calendar", GREEN, f"official for {', '.join(map(str, sorted(calendar.official_years)))}")]
