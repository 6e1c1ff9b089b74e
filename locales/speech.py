"""Speaking to one person: messages, dates and lists in their language.

Dates are dd/mm/yyyy with the weekday, as officials write them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date

from domain.errors import InvalidInput
from locales.catalogue import DEFAULT, LOCALES, has_message, message

_SUNDAY = 6


@dataclass(frozen=True, slots=True)
class Speech:
    """A language and a wall clock to speak by. Calling it gives a message of the catalogue."""

    locale: str
    zone: ZoneInfo

    def __call__(self, key: str, /, **values: object) -> str:
        """The message of the key with its named values put in."""
        return message(self.locale, key).format(**values)

    def knows(self, key: str) -> bool:
        """Whether the catalogue has that message."""
        return has_message(self.locale, key)

    def day(self, day: date) -> str:
        """`20/10/2023`."""
        return f"{day:%d/%m/%Y}"

    def weekday(self, day: date) -> str:
        """`thứ Sáu 20/10/2023`, as in the middle of a sentence."""
        name = format_date(day, "EEEE", locale=self.locale)
        if self.locale == DEFAULT:
            name = "Chủ nhật" if day.weekday() == _SUNDAY else name[0].lower() + name[1:]
        return f"{name} {self.day(day)}"

    def moment(self, instant: datetime) -> str:
        """`08:30 thứ Sáu 20/10/2023` on the province's wall clock."""
        local = instant.astimezone(self.zone)
        return f"{local:%H:%M} {self.weekday(local.date())}"

    def listing(self, items: Iterable[str]) -> str:
        """`a, b, c`: official lists name without a closing conjunction."""
        return ", ".join(items)


def speech(locale: str, zone: ZoneInfo) -> Speech:
    """The speech of a locale; InvalidInput when there is no catalogue for it."""
    if locale not in LOCALES:
        raise InvalidInput(f"no catalogue for {locale}; there are {', '.join(LOCALES)}")
    return Speech(locale, zone)
