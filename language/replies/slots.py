"""The values of a statement: percent, document, dates, reason, indicator, negation."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from language.dates import DateMention, asked_until
from language.lexicon.cues import Cue
from language.patterns import vi
from language.replies.events import Status
from language.replies.facts import Facts, is_bare_no
from language.replies.model import Indicator, Intent, OpenObligation, Understanding
from language.replies.reading import Reading
from language.replies.segments import Mark
from language.replies.values import Value

_SENT = frozenset({Intent.SUBMITTED, Intent.CORRECTION})
_PROMISED = frozenset(
    {Intent.IN_PROGRESS, Intent.NOT_STARTED, Intent.BLOCKED, Intent.EXTENSION_REQUEST, Intent.CORRECTION}
)
_MEASURED = frozenset({Intent.SUBMITTED, Intent.CORRECTION, Intent.INDICATOR_VALUE})
_REASONED = frozenset(
    {Intent.BLOCKED, Intent.EXTENSION_REQUEST, Intent.NOT_APPLICABLE, Intent.CORRECTION, Intent.NOT_STARTED}
)
_ASKING = frozenset(
    {Intent.ASK_OVERDUE, Intent.ASK_MY_TASKS, Intent.ASK_DEADLINE, Intent.ASK_HELP, Intent.OTHER, Intent.ACK}
)


def fill(
    bare: Understanding,
    facts: Facts,
    reading: Reading,
    *,
    today: date,
    open_obligations: Sequence[OpenObligation],
) -> Understanding:
    """Fill the slots that the intent may carry."""
    intent = bare.intent
    due = _due(bare, open_obligations)
    written = _document_date(facts) if intent in _SENT else None
    return replace(
        bare,
        percent=_percent(facts) if intent not in _MEASURED | _ASKING else None,
        document_number=_document(facts) if intent in _SENT else None,
        document_date=written,
        until=_until(facts, due, today) if intent in _PROMISED and written is None else None,
        reason=_reason(facts, reading) if intent in _REASONED else None,
        indicator=_indicator(facts) if intent in _MEASURED else None,
        negated=intent not in _ASKING and _denies(facts),
    )


def _due(bare: Understanding, open_obligations: Sequence[OpenObligation]) -> date | None:
    dues = [o.due for o in open_obligations if o.due and (o.id in bare.obligations or bare.ambiguous)]
    return min(dues, default=None)


def _percent(facts: Facts) -> float | None:
    values = [m.value for m in facts.segment.all(Cue.PERCENT)]
    return values[0].number if values and isinstance(values[0], Value) else None


def _document(facts: Facts) -> str | None:
    documents = facts.segment.all(Cue.DOCUMENT)
    own = [d for d in documents if not _is_cited(facts, d)] or list(documents)
    if not own:
        return None
    if facts.has(Cue.CORRECT):
        own = [d for d in own if not _is_replaced(facts, d)] or own
    full = [d for d in own if "/" in str(d.value)] or own
    return str(full[-1 if facts.has(Cue.CORRECT) else 0].value)


def _is_replaced(facts: Facts, mark: Mark) -> bool:
    before = facts.segment.text[max(0, mark.start - 30) : mark.start]
    old = r"(?:không phải|thay thế|thay|thu hồi|bỏ|hủy|sửa|bản cũ|nhầm là)(?: \w+){0,3} $"
    return (
        vi(old).search(before) is not None
        and vi(r"(?:bằng|thành|là|sang)(?: \w+){0,2} $").search(before) is None
    )


def _is_cited(facts: Facts, mark: Mark) -> bool:
    before = facts.segment.text[max(0, mark.start - 40) : mark.start]
    return (
        vi(
            r"(?:căn cứ|theo|thực hiện|tại|kế hoạch|chỉ thị|nghị quyết|quyết định|"
            r"công văn nhắc)[^,.;\n]{0,25}$"
        ).search(before)
        is not None
    )


def _document_date(facts: Facts) -> date | None:
    if facts.has(Cue.CORRECT) and _denies(facts):
        return None
    dates = [
        m
        for m in facts.segment.all(Cue.DATE)
        if getattr(m.value, "past", None) and not _is_of_telling(facts, m)
    ]
    documents = facts.segment.all(Cue.DOCUMENT)
    own = _document(facts)
    following = [d for doc in documents if doc.value == own for d in dates if 0 <= d.start - doc.end <= 8]
    uncited = [d for d in dates if not _belongs_to_cited(facts, d)]
    chosen = following or (uncited[-1:] if facts.has(Cue.CORRECT) else uncited[:1])
    return getattr(chosen[0].value, "past", None) if chosen else None


def _is_of_telling(facts: Facts, mark: Mark) -> bool:
    # The day of an earlier message is not the day of the document ("hồi sáng em nói").
    told = vi(r" (?:em |mình |tôi |xã )?(?:nói|nhắn|báo cáo là|báo là|bảo|trả lời|nhắc)")
    return told.match(facts.segment.text, mark.end) is not None


def _belongs_to_cited(facts: Facts, mark: Mark) -> bool:
    own = _document(facts)
    cited = [d for d in facts.segment.all(Cue.DOCUMENT) if d.value != own]
    due = vi(r"hạn(?: ngày| là)? $").search(facts.segment.text[: mark.start]) is not None
    return due or any(0 <= mark.start - d.end <= 8 for d in cited)


def _until(facts: Facts, due: date | None, today: date) -> date | None:
    mentions = [m for m in facts.segment.all(Cue.DATE) if isinstance(m.value, DateMention)]
    ahead = [m for m in mentions if m.value.future is not None and not _is_due(facts, m)]  # type: ignore[attr-defined]
    led = [m for m in ahead if _is_led(facts.segment.text, m)]
    for chosen in (led, ahead):
        if chosen and isinstance(chosen[-1].value, DateMention):
            return chosen[-1].value.future
    shifts = [m.value.shift for m in mentions if isinstance(m.value, DateMention) and m.value.shift]
    return asked_until(shifts[0], due, today) if shifts else None


_LEADING = r"(?:đến|tới|sang|qua|hết|chậm nhất|muộn nhất|trễ nhất|trước|vào|tức|là)"


def _is_led(text: str, mark: Mark) -> bool:
    return (
        vi(rf"{_LEADING}(?: ngày| là| hết)? $").search(text[: mark.start]) is not None
        or vi(rf"{_LEADING} ").match(text, mark.start) is not None
    )


def _is_due(facts: Facts, mark: Mark) -> bool:
    return vi(r"hạn(?: ngày| là| cũ)? $").search(facts.segment.text[: mark.start]) is not None


_BECAUSE = r"(?:^|[\s,.;])(?:vì|do|bởi vì|bởi|tại vì|tại|lý do(?: là)?:?) (?P<why>[^.;\n]+)"


def _reason(facts: Facts, reading: Reading) -> str | None:
    match = vi(_BECAUSE).search(facts.segment.own_text)
    if match is not None:
        start = facts.segment.start
        return reading.own.original(start + match.start("why"), start + match.end("why"))
    causes = facts.segment.all(Cue.OBSTACLE, Cue.NOT_OURS, Cue.HINDRANCE)
    return _clause_around(facts, reading, causes[0]) if causes else None


def _clause_around(facts: Facts, reading: Reading, mark: Mark) -> str:
    stops = [
        m
        for m in facts.segment.marks
        if m.cues & {Cue.BREAK, Cue.NAME, Cue.ASK_FOR, Cue.EXTEND, Cue.BECAUSE, Cue.CONTRAST}
    ]
    start = max([m.end for m in stops if m.end <= mark.start], default=facts.segment.start)
    end = min([m.start for m in stops if m.start >= mark.end], default=facts.segment.end)
    return reading.own.original(start, end).strip(" ,.;:")


def _indicator(facts: Facts) -> Indicator | None:
    if (
        not (facts.has(Cue.MEASURE) or facts.has(Cue.CORRECT))
        or (facts.has(Cue.CORRECT) and not facts.has(Cue.PERCENT, Cue.FRACTION, Cue.MEASURE))
        or (facts.any(Status.DONE) and not facts.has(Cue.PERCENT, Cue.FRACTION))
    ):
        return None
    values = [m.value for m in facts.segment.all(Cue.PERCENT, Cue.FRACTION) if isinstance(m.value, Value)]
    counts = [m.value for m in facts.segment.all(Cue.NUMBER) if isinstance(m.value, Value)]
    fraction = next((v for v in values if v.kind == "fraction"), None)
    share = next((v for v in values if v.kind == "percent"), None) or (
        counts[0] if counts and not fraction else None
    )
    if fraction is None and share is None:
        return None
    return Indicator(
        value=share.number if share else None,
        numerator=fraction.number if fraction else None,
        denominator=fraction.whole if fraction else None,
    )


def _denies(facts: Facts) -> bool:
    return is_bare_no(facts) or facts.any(Status.DENIED, verbs=(Cue.SUBMIT, Cue.DONE, Cue.SIGN))
