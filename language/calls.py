"""A coordinator's note of a telephone call: `đã gọi Sở Y tế 15:10, hẹn chiều`."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from language.dates import find_dates
from language.lexicon import calls as words
from language.normalise import canonical, clean
from language.orders import spoken_hour
from language.patterns import vi

_CLOCK = re.compile(
    r"(?<![\w/])\d{1,2} ?(?:h|g|gio|giờ|:)(?: ?\d{2}| ?rưỡi| ?ruoi)?"
    r"(?: (?:sáng|trưa|chiều|tối))?(?: h[ôo]m (?:qua|kia|nay)| ng[àa]y \d{1,2}(?:/\d{1,2})?)?(?!\w)"
)
_CODE = re.compile(r"(?<!\w)([a-z]{1,6}\d{1,4})(?!\w)", re.IGNORECASE)
_BREAK = re.compile(r"[,;:\n]|\.(?=\s)| - ")
# When a part of the day is over, a promise for it means no more that day.
_OVER = {"sáng": 11, "trưa": 13, "chiều": 18, "tối": 23}


@dataclass(frozen=True, slots=True)
class CallNote:
    """Who was called (as typed), when, and what was said.

    `at` is None when no time was named; `promised` is the day the unit named, `is_today` when it named only a
    part of today.
    """

    who: str
    at: datetime | None = None
    note: str = ""
    code: str | None = None
    promised: date | None = None


def call_sentence(text: str) -> str | None:
    """What follows "đã gọi"; None when the message is no note of a call."""
    source = clean(text).strip()
    said = canonical(source)
    match = vi(rf"{words.CALLED} (?P<rest>.+)").match(said.text)
    if match is None or source.endswith("?"):
        return None
    return source[said.offsets[match.start("rest")] :]


def read_call(text: str, *, now: datetime) -> CallNote:
    """The note; `now` is the local moment. A time stands with the name, a promise with what was said."""
    source = _name_first(re.sub(r"[^\S\n]+", " ", clean(text)).strip())
    head, note = _parted(source)
    who, at = _named(head, now)
    code = _CODE.search(note)
    return CallNote(
        who, at, _completed(note, now), code=code[1] if code else None, promised=_promised(note, now)
    )


def _name_first(source: str) -> str:
    """ "9:50 Sở Y tế, hẹn chiều" says the same as "Sở Y tế 9:50, hẹn chiều"."""
    clock = re.match(rf"(?:l[úu]c )?(?P<clock>{_CLOCK.pattern})[ ,]+", source)
    if clock is None:
        return source
    rest = source[clock.end() :]
    stop = _BREAK.search(rest)
    end = stop.start() if stop else len(rest)
    return f"{rest[:end].strip()} {clock['clock']}{rest[end:]}"


def _parted(source: str) -> tuple[str, str]:
    """The name with its time, and what was said: behind the first comma, or a word of telling."""
    said = canonical(source)
    talk = vi(words.TOLD).finditer(said.text, 1)
    # A word with a capital belongs to a name.
    told = next((match for match in talk if not source[said.offsets[match.start()]].isupper()), None)
    ends = [match.start() for match in (_BREAK.search(source),) if match]
    ends += [said.offsets[told.start()]] if told else []
    clock = _CLOCK.search(source)
    if clock is not None and ends and clock.start() < min(ends) <= clock.end():
        # The colon of "15:10" ends nothing.
        later = _BREAK.search(source, clock.end())
        ends = [later.start()] if later else []
        ends += [said.offsets[told.start()]] if told and said.offsets[told.start()] >= clock.end() else []
    if not ends and clock is not None:
        ends = [clock.end()]
    end = min(ends, default=len(source))
    return source[:end].strip(), source[end:].strip(" ,;:.-\n")


def _named(head: str, now: datetime) -> tuple[str, datetime | None]:
    """The name alone and the moment of the call."""
    clock, said = _CLOCK.search(head), canonical(head)
    days = [item for item in find_dates(said.text, today=now.date()) if item.past is not None]
    hour = spoken_hour(clock.group()) if clock is not None else None
    starts = [said.offsets[item.start] for item in days] + ([clock.start()] if clock is not None else [])
    who = head[: min(starts, default=len(head))].strip()
    named = canonical(who)
    trailing = vi(words.AT).search(named.text)
    if trailing is not None:
        who = named.original(0, trailing.start())
    if hour is None:
        return who, None
    day = next((item.past for item in days if item.past), now.date())
    return who, datetime.combine(day, hour, tzinfo=now.tzinfo)


def _promised(note: str, now: datetime) -> date | None:
    said = canonical(note).text
    if vi(words.PROMISES).search(said) is None:
        return None
    ahead = [item.future for item in find_dates(said, today=now.date(), hour=now.hour) if item.future]
    if ahead:
        return ahead[-1]
    return _part_of(note, now)


def _part_of(note: str, now: datetime) -> date | None:
    """ "Hẹn chiều" means this afternoon, or the next one when it is over."""
    match = vi(words.PARTS).search(canonical(note).text)
    if match is None:
        return None
    part = next((word for word in _OVER if vi(word).fullmatch(match["part"])), "tối")
    return now.date() if now.hour < _OVER[part] else now.date() + timedelta(days=1)


def _completed(note: str, now: datetime) -> str:
    """ "Hẹn chiều" says which afternoon is meant."""
    said = canonical(note)
    match = vi(words.PARTS).search(said.text)
    day = _part_of(note, now) if vi(words.PROMISES).search(said.text) else None
    if match is None or day is None:
        return note
    end = said.offsets[match.end("part") - 1] + 1
    return f"{note[:end]} {'nay' if day == now.date() else 'mai'}{note[end:]}"
