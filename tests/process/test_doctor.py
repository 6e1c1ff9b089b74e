"""The doctor on days off: it reads what was entered, and warns from November."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot import maintenance
from bot.settings import Settings
from storage.calendars import CalendarYear
from storage.store import Store

ENTERED = CalendarYear(
    2027,
    1,
    frozenset({date(2027, 1, 1)}),
    frozenset(),
    official=True,
    source="x",
    entered_at=datetime.now(UTC),
)


def looked(now: datetime, *entered: CalendarYear) -> tuple[str, str]:
    (check,) = maintenance._calendar(Settings.model_validate({}), now, entered)
    return check["state"], check["text"]


@pytest.mark.parametrize(
    ("now", "state"),
    [
        (datetime(2026, 10, 31, 16, 59, tzinfo=UTC), "green"),
        (datetime(2026, 10, 31, 17, 0, tzinfo=UTC), "yellow"),
        (datetime(2026, 12, 31, 16, 59, tzinfo=UTC), "yellow"),
        (datetime(2026, 12, 31, 17, 0, tzinfo=UTC), "red"),
    ],
)
def test_a_schedule_nobody_entered_is_yellow_from_november_and_red_in_its_year(
    now: datetime, state: str
) -> None:
    found, text = looked(now)
    assert found == state
    assert "2027" in text or state == "green"


@pytest.mark.parametrize("now", [datetime(2026, 12, 1, tzinfo=UTC), datetime(2027, 3, 1, tzinfo=UTC)])
def test_a_schedule_that_was_entered_is_green(now: datetime) -> None:
    found, text = looked(now, ENTERED)
    assert (found, "2027" in text) == ("green", True)


async def test_the_years_are_read_from_the_database(sqlite_store: Store, tmp_path: Path) -> None:
    await sqlite_store.transact(lambda uow: uow.calendars.add(ENTERED))
    url = sqlite_store.engines.write.url.render_as_string(hide_password=False)
    (found,) = await maintenance._entered(Settings.model_validate({"database_url": url}))
    assert (found.year, found.official) == (2027, True)
    absent = Settings.model_validate({"database_url": f"sqlite+aiosqlite:///{tmp_path / 'none.db'}"})
    assert await maintenance._entered(absent) == []
    assert not (tmp_path / "none.db").exists()
