"""Date expressions of chat messages, relative to the day of receipt.

Every mention carries both readings: "thứ 6" or "ngày 25" points forward in a promise and back in a report.
"""

import re
from dataclasses import dataclass
from datetime import date

from language.date_readers import Reading, Shift
from language.date_rules import RULES, SMALL
from language.numbers import integer
from language.patterns import vi


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date expression at a span of the canonical text, with its forward and backward readings."""

    start: int
    end: int
    future: date | None = None
    past: date | None = None
    shift: Shift | None = None


def asked_until(shift: Shift, due: date | None, today: date) -> date:
    """Count more time from the due date while it is not over, otherwise from today."""
    return shift.after(due if due is not None and due >= today else today)


_SHIFT = (
    r"(?:(?P<plus>thêm|\+|lùi|dời|khất|dịch|hoãn|gia hạn|chậm|trễ|muộn|xin|cho|nợ|nới|du di|"
    r"lui|sau hạn|quá hạn)(?: (?:cho|lại|xuống|thêm|tầm|khoảng|độ|chừng|em|mình|tôi|xã|đơn vị|"
    r"bên|hạn|khất|lùi|chậm|nợ|trễ|xin|được|phép|nộp))* ?)"
    rf"(?P<n>{SMALL}|\d{{1,2}})(?:[- ]+(?:đến )?(?P<n2>{SMALL}))? ?(?P<unit>ngày|hôm|bữa|tuần|"
    r"days?|weeks?|ngay)(?P<working> làm việc)?(?! (?:nữa|tới) ?(?:em|sẽ|mới))"
)

_SHIFT_AFTER = rf"(?P<n>{SMALL}) (?P<unit>ngày|hôm|bữa|tuần)(?P<working> làm việc)? thêm"

# Words that make the following digits the name of a report and not a day.
_NAME_BEFORE = (
    r"(?:đề án|nghị quyết|nq|đa|mục|biểu|quý|iso|chỉ thị|kế hoạch|quyết định|số|tháng|mẫu|"
    r"điều|khoản|lần|đủ|đạt|được|xong|khoảng|hơn|gần)"
    r"(?: số)? $"
)

_COUNTED = (
    r" ?(?:phòng|xã|đơn vị|hồ sơ|hs|mục|báo cáo|biểu|thôn|chỉ tiêu|đơn|nhiệm vụ|tiêu chí|máy|"
    r"hộp thư|hệ thống|phần|"
    r"người|trường|chủ đầu tư|dự án|thủ tục|trạm|chi cục|dịch vụ|cán bộ|đầu việc|file|phụ lục)(?!\w)"
)


def find_dates(
    text: str, *, today: date, hour: int = 0, months: frozenset[int] = frozenset()
) -> tuple[DateMention, ...]:
    """Find the dates of canonical text; a weekday form such as t9 in `months` names a report instead.

    `hour` is that of receipt: "sáng nay" said in the afternoon lies behind.
    """
    found: list[DateMention] = []
    for pattern, read in RULES:
        for match in _whole(pattern).finditer(text):
            if _taken(found, match) or _is_name(text, match, months):
                continue
            reading = read(match, today)
            if reading is not None:
                found.append(_mention(text, match, reading, (today, hour)))
    found.extend(_shifts(text, found))
    return _joined_ranges(text, sorted(found, key=lambda d: d.start))


def _whole(pattern: str) -> re.Pattern[str]:
    return vi(rf"(?<![\w/])(?:{pattern})(?!\w)")


_OVER = ((r"sáng", 11), (r"trưa", 13), (r"chiều", 18), (r"tối|đêm", 23))


def _mention(text: str, match: re.Match[str], reading: Reading, now: tuple[date, int]) -> DateMention:
    (future, past), (today, hour) = reading, now
    part_over = future == today and any(hour >= end and vi(part).search(match.group()) for part, end in _OVER)
    told = vi(r"(?:hôm|bữa|hồi|từ) $").search(text[: match.start()]) is not None and past is not None
    ahead = None if part_over or told or future is None or future < today else future
    return DateMention(*match.span(), future=ahead, past=past if past is not None and past <= today else None)


def _taken(found: list[DateMention], match: re.Match[str]) -> bool:
    return any(d.start < match.end() and match.start() < d.end for d in found)


def _is_name(text: str, match: re.Match[str], months: frozenset[int]) -> bool:
    before, found = text[: match.start()], match.group()
    if re.match(r"t\d", found) and int(found[1]) in months:
        return vi(r"(?:hôm|sáng|chiều|tối|đến|tới|trước|vào|sang|qua|hẹn|khất) $").search(before) is None
    if not found[0].isdigit():
        return False
    equal = (
        re.fullmatch(r"(\d)/\1", found) is not None and vi(r"(?:ngày|hạn|hôm|vào) $").search(before) is None
    )
    counted = "/" in found and vi(_COUNTED).match(text, match.end()) is not None
    return equal or counted or vi(_NAME_BEFORE).search(before) is not None


def _shifts(text: str, found: list[DateMention]) -> list[DateMention]:
    mentions: list[DateMention] = []
    for pattern in (_SHIFT, _SHIFT_AFTER):
        for match in vi(rf"(?<!\w)(?:{pattern})(?!\w)").finditer(text):
            number = integer(match.groupdict().get("n2") or match["n"])
            if number is None or _taken(found, match) or _taken(mentions, match):
                continue
            days = number * (7 if match["unit"].startswith(("tu", "w")) else 1)
            mentions.append(DateMention(*match.span(), shift=Shift(days, bool(match["working"]))))
    return mentions


def _joined_ranges(text: str, found: list[DateMention]) -> tuple[DateMention, ...]:
    joined: list[DateMention] = []
    for mention in found:
        between = text[joined[-1].end : mention.start] if joined else ""
        if joined and vi(r" ?(?:-|đến|tới|hoặc|hay là|hay) ?").fullmatch(between) and mention.shift is None:
            mention = DateMention(joined.pop().start, mention.end, mention.future, mention.past)
        joined.append(mention)
    return tuple(joined)
