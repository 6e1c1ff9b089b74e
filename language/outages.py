"""A coordinator's decision in a sentence: `hệ thống lỗi ngày 19 và 20, lùi cho các xã đến 22`."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from domain.decisions import DecisionKind
from language.dates import find_dates
from language.lexicon import outages as words
from language.normalise import canonical, clean
from language.patterns import vi

# A hyphen joins two days, it never stands inside one.
_DAY = r"\d{1,2}(?:[/.]\d{1,2})?(?:[/.]20\d\d)?"
_DAYS = vi(rf"{words.DAYS} (?P<days>{_DAY}(?: ?(?:,|và|đến|tới|-|&) ?(?:ngày )?{_DAY})*)(?![\d/])")
_ONE_DAY = re.compile(r"(?P<d>\d{1,2})(?:[/.](?P<m>\d{1,2}))?(?:[/.](?P<y>20\d\d))?")
_CODE = re.compile(r"(?<![\w/])([a-z]{1,6}\d{1,4})(?![\w/])", re.IGNORECASE)
_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be decided; None where nothing was said. `units` and `basis` are as typed."""

    kind: DecisionKind
    first_day: date | None = None
    last_day: date | None = None
    moved_to: date | None = None
    units: str | None = None
    basis: str | None = None
    code: str | None = None


def decision_sentence(text: str, *, today: date) -> Wish | None:
    """The decision a sentence asks for; None for one that only complains of an outage, and for a question."""
    said = canonical(clean(text).strip())
    if said.source.endswith("?"):
        return None
    if vi(rf"(?:thống nhất )?{words.EXEMPTS} (?:{words.FOR}|[a-z]+\d)").match(said.text):
        return read_decision(text, DecisionKind.EXEMPTION, today=today)
    system, down = rf"(?<!\w)(?:{words.SYSTEM})(?!\w)", rf"(?<!\w)(?:{words.DOWN})(?!\w)"
    is_down = vi(rf"{system}.*?{down}|{down} {system}").search(said.text)
    is_moved = vi(rf"(?<!\w){words.MOVES}(?: [a-z]+\d+)? (?:{words.FOR}|{words.UNTIL})(?!\w)").search(
        said.text
    )
    # "Xin lùi" asks for more time and decides nothing.
    asks = vi(r"(?<!\w)(?:xin|cho em|cho tôi|cho đơn vị em|đề nghị cho)(?!\w)").search(said.text)
    if is_down and is_moved and not asks:
        return read_decision(text, DecisionKind.OUTAGE, today=today)
    return None


def read_decision(text: str, kind: DecisionKind, *, today: date) -> Wish:
    """Days, units, new day, code and basis of a decision, as far as they are named."""
    source = re.sub(r"\s+", " ", clean(text)).strip(" .")
    rest, basis = _cut(source, rf"(?:^|[ ,;.(]) ?{words.BASIS}:? (?P<found>.+)$")
    rest, until = _cut(
        rest, rf"(?<!\w){words.MOVES}(?!\w).*?(?P<all> {words.UNTIL} (?P<found>{_DAY}|[^,;]+))"
    )
    moved_to = _single(until, today) if until else None
    if until is not None and moved_to is None:
        rest = source
    stop = rf"(?=$|[,;.]| (?:{words.UNTIL}|{words.BECAUSE}|{words.DAYS})(?!\w))"
    exempts = rf"{words.MOVES}|{words.EXEMPTS}"
    rest, units = _cut(
        rest,
        rf"(?<!\w)(?:{exempts})(?: [a-z]+\d+)?(?P<all> {words.FOR} (?P<found>.+?)(?:{stop}))",
        longest=True,
    )
    days = _days(rest, today)
    code = _CODE.search(rest)
    return Wish(
        kind,
        min(days, default=None),
        max(days, default=None),
        moved_to,
        units.strip(" ,;.") if units else None,
        basis.strip(" .)") if basis else None,
        code[1] if code else None,
    )


def read_days(text: str, *, today: date) -> tuple[date, date] | None:
    """The first and last day that a text names."""
    days = _days(clean(text), today) or _days(f"ngày {clean(text).strip()}", today)
    return (min(days), max(days)) if days else None


def _cut(source: str, pattern: str, *, longest: bool = False) -> tuple[str, str | None]:
    """The text without what the pattern found, and what it found as typed.

    With `longest` a list of names goes on behind its commas, up to the next word that begins another part.
    """
    said = canonical(source)
    match = vi(pattern).search(said.text)
    if match is None:
        return source, None
    group = "all" if "all" in match.groupdict() else 0
    start, end = match.span("found")
    if longest:
        end = start + _list_end(said.text[start:])
    found = said.original(start, end)
    first, last = said.offsets[match.start(group)], said.offsets[max(end, match.start(group) + 1) - 1]
    return f"{source[:first]} {source[last + 1 :]}", found


def _list_end(text: str) -> int:
    """Where a list of units ends: before a day, a reason, or a verb of the decision."""
    follows = rf"(?:{words.UNTIL}|{words.BECAUSE}|{words.DAYS}|{words.MOVES}|{words.SYSTEM}|kỳ|tháng)"
    end = vi(rf"(?:[,;.]? |[,;.])(?={follows}(?!\w))").search(text)
    return end.start() if end else len(text)


def _days(text: str, today: date) -> set[date]:
    found: set[date] = set()
    said = canonical(text).text
    for match in _DAYS.finditer(said):
        items = list(_ONE_DAY.finditer(match["days"]))
        month = next((int(item["m"]) for item in reversed(items) if item["m"]), None)
        found |= {day for item in items if (day := _nearest(item, today, month)) is not None}
    if found:
        return found
    mentions = find_dates(said, today=today)
    return {day for item in mentions if (day := _closer(item.past, item.future, today)) is not None}


def _closer(past: date | None, future: date | None, today: date) -> date | None:
    known = [day for day in (past, future) if day is not None]
    return min(known, key=lambda day: abs(day - today), default=None)


def _nearest(item: re.Match[str], today: date, month: int | None = None) -> date | None:
    """The day nearest to today that the digits may mean."""
    return _best(item, today, month, lambda day: (abs(day - today), day))


def _best(item: re.Match[str], today: date, month: int | None, key: Callable[[date], object]) -> date | None:
    wanted = int(item["m"]) if item["m"] else month
    years = [int(item["y"])] if item["y"] else [today.year - 1, today.year, today.year + 1]
    months = [wanted] if wanted else range(1, _MONTHS + 1)
    found = [day for y in years for m in months if (day := _day(y, m, int(item["d"]))) is not None]
    return min(found, key=key, default=None)  # type: ignore[arg-type]


def _single(text: str, today: date) -> date | None:
    """The one day that a text names; without its month the next one of that name."""
    item = _ONE_DAY.match(text.strip())
    if item is not None and item["m"]:
        return _nearest(item, today)
    if item is not None:
        return _best(item, today, None, lambda day: (day < today, abs(day - today)))
    mentions = find_dates(canonical(text).text, today=today)
    return next((day for found in mentions if (day := found.future) is not None), None)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
