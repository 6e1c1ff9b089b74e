"""Days off of Vietnamese civil servants, 2023 to 2026, and the Saturdays worked in exchange."""

from datetime import date


def _days(year: int, *written: str) -> set[date]:
    """Days written as on a wall calendar, day/month."""
    return {date(year, int(month), int(day)) for day, month in (one.split("/") for one in written)}


OFF = frozenset(
    # New Year's Day given back, Tết, Giỗ Tổ and Reunification given back, National Day.
    _days(2023, "2/1", "20/1", "23/1", "24/1", "25/1", "26/1", "1/5", "2/5", "3/5", "1/9", "4/9")
    # Monday 29/4 in exchange for Saturday 4/5.
    | _days(2024, "1/1", "8/2", "9/2", "12/2", "13/2", "14/2", "18/4", "29/4", "30/4", "1/5", "2/9", "3/9")
    # Friday 2/5 in exchange for Saturday 26/4.
    | _days(2025, "1/1", "27/1", "28/1", "29/1", "30/1", "31/1", "7/4", "30/4", "1/5", "2/5", "1/9", "2/9")
    # Friday 2/1 in exchange for Saturday 10/1, Monday 31/8 for Saturday 22/8.
    # Vietnam Culture Day on 24/11 is new since Resolution 28/2026/QH16.
    | _days(2026, "1/1", "2/1", "16/2", "17/2", "18/2", "19/2", "20/2", "27/4", "30/4", "1/5")
    | _days(2026, "31/8", "1/9", "2/9", "24/11")
)
WORKING = frozenset(_days(2024, "4/5") | _days(2025, "26/4") | _days(2026, "10/1", "22/8"))
