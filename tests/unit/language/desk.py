"""A unit's desk for the tests: a moment of receipt and the duties that are open."""

from datetime import date, datetime, timedelta, timezone

from language.replies import OpenObligation, Understanding, understand

NOW = datetime(2026, 10, 19, 9, 5, tzinfo=timezone(timedelta(hours=7)))  # a Monday
MONTHLY = OpenObligation("m10", "Báo cáo tháng 10/2026 về cải cách TTHC", date(2026, 10, 20), "BC10")
DIGITAL = OpenObligation("cds", "Báo cáo chuyển đổi số quý IV/2026", date(2026, 10, 25), "CDS4")
FIRE = OpenObligation("pccc", "Báo cáo công tác phòng cháy, chữa cháy tháng 10/2026", date(2026, 10, 28))


def heard(text: str, *duties: OpenObligation, now: datetime = NOW) -> Understanding:
    """Understand a message of a unit that owes the monthly report, or the given duties."""
    return understand(text, now=now, open_obligations=duties or (MONTHLY,))


def statements(said: Understanding) -> list[tuple[str, tuple[str, ...]]]:
    """List intent and obligations of every statement in order."""
    return [(part.intent.value, part.obligations) for part in (said, *said.also)]
