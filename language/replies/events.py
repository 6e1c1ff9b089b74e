"""What happened to a report according to each verb of a segment: tense and the checks that forbid it."""

from dataclasses import dataclass
from enum import StrEnum, auto

from language.dates import DateMention
from language.lexicon.cues import Cue
from language.patterns import vi
from language.replies.denials import (
    VERBS,
    is_asked,
    is_conditional,
    is_denied,
    is_denied_by_contrast,
    is_doubted,
    is_internal,
    is_others,
    is_prepared,
)
from language.replies.segments import Mark, Segment


class Status(StrEnum):
    """How a verb of sending, finishing or signing stands."""

    DONE = auto()
    DENIED = auto()
    PLANNED = auto()
    ONGOING = auto()
    ASKED = auto()
    CONDITIONAL = auto()
    INTERNAL = auto()
    OTHERS = auto()
    PREPARED = auto()
    DOUBTED = auto()
    BARE = auto()


@dataclass(frozen=True, slots=True)
class Event:
    """A verb with its standing; `verb` is SUBMIT, DONE or SIGN."""

    verb: Cue
    status: Status
    mark: Mark


# A verb inside a phrase of asking, obstacle, measure or correction is not an act of its own.
_NOT_ACTS = frozenset(
    {Cue.CORRECT, Cue.OBSTACLE, Cue.EXTEND, Cue.MEASURE, Cue.DUE, Cue.NEUTRAL, Cue.PROGRESS}
)


def events_of(segment: Segment) -> tuple[Event, ...]:
    """Judge every verb of the segment."""
    return tuple(
        Event(verb, _status(segment, mark), mark)
        for mark in segment.marks
        for verb in VERBS
        if (verb in mark and not mark.cues & _NOT_ACTS)
        or (verb is Cue.SUBMIT and _is_reporting(segment, mark))
    )


def _is_reporting(segment: Segment, mark: Mark) -> bool:
    """Hold for "chưa báo cáo", "đã báo cáo": the noun is a verb right after a marker of tense or negation."""
    marker = segment.before(mark, Cue.NEG, Cue.PAST, Cue.FUTURE, Cue.UNABLE, within=1)
    return marker is not None and vi(r"báo cáo(?!\w)").match(segment.text, mark.start) is not None


def _status(segment: Segment, mark: Mark) -> Status:
    tests = (
        (is_conditional, Status.CONDITIONAL),
        (is_denied_by_contrast, Status.DENIED),
        (is_doubted, Status.DOUBTED),
        (is_others, Status.OTHERS),
        (is_asked, Status.ASKED),
        (is_denied, Status.DENIED),
        (is_internal, Status.INTERNAL),
        (is_prepared, Status.PREPARED),
        (_is_planned, Status.PLANNED),
        (_is_ongoing, Status.ONGOING),
        (_is_done, Status.DONE),
    )
    return next((status for test, status in tests if test(segment, mark)), Status.BARE)


def past_day(mark: Mark) -> bool:
    """Tell whether a date mark can only lie behind the day of receipt."""
    value = mark.value
    return isinstance(value, DateMention) and value.past is not None and value.future is None


def future_day(mark: Mark) -> bool:
    """Tell whether a date mark can only lie ahead of the day of receipt."""
    value = mark.value
    return isinstance(value, DateMention) and value.future is not None and value.past is None


def _may_be_ahead(mark: Mark) -> bool:
    return isinstance(mark.value, DateMention) and mark.value.future is not None


def _marked_past(segment: Segment, mark: Mark) -> bool:
    already = segment.after(mark, Cue.ALREADY, within=8)
    if already is not None and not segment.between(mark, already, Cue.SUBMIT):
        return True
    return Cue.PAST in mark or segment.before(mark, Cue.PAST, within=6) is not None


def _leads_to_telling(segment: Segment, mark: Mark) -> bool:
    """Hold for "gửi xong em báo": finishing comes before something still to be done."""
    then = (
        r"(?: xong)?(?: rồi)? (?:em|mình|tôi|sẽ|thì|là|mới)(?: sẽ| mới)? (?:báo|gửi|nộp|nhắn|"
        r"trình|đẩy|chuyển|phát hành|gọi)(?!\w)"
    )
    first = segment.before(mark, Cue.PAST, within=4) is None
    finished = Cue.DONE in mark or vi(r" xong").match(segment.text, mark.end) is not None
    return first and finished and vi(then).match(segment.text, mark.end) is not None


def _is_planned(segment: Segment, mark: Mark) -> bool:
    if _leads_to_telling(segment, mark):
        return True
    if segment.before(mark, Cue.FUTURE, Cue.SOON, within=7) is not None:
        return not _marked_past(segment, mark)
    if _marked_past(segment, mark):
        return False
    if (
        Cue.DONE in mark
        and not segment.has(Cue.DOCUMENT)
        and any(_may_be_ahead(d) for d in segment.all(Cue.DATE))
    ):
        return True
    ahead = any(future_day(d) for d in segment.all(Cue.DATE)) or any(h.value for h in segment.all(Cue.HOUR))
    return ahead or _follows_another(segment, mark)


def _follows_another(segment: Segment, mark: Mark) -> bool:
    before = segment.text[segment.start : mark.start]
    then = vi(
        r"(?:xong|rồi|ký|duyệt|sau khi [^,.;]*|là|thì) (?:mới |là |thì |rồi )?(?:em |mình |tôi |sẽ |xã )*$"
    )
    return Cue.SUBMIT in mark and then.search(before) is not None


def _is_ongoing(segment: Segment, mark: Mark) -> bool:
    return segment.before(mark, Cue.ONGOING, within=4) is not None


def _is_done(segment: Segment, mark: Mark) -> bool:
    if _marked_past(segment, mark):
        return True
    if Cue.DONE in mark:
        return segment.before(mark, Cue.ASK_FOR, within=6) is None
    if segment.before(mark, Cue.ASK_FOR, within=4) is not None and not segment.has(Cue.DOCUMENT):
        return False
    after = segment.after(mark, Cue.DONE, within=3) or _just(segment, mark)
    return after is not None or segment.has(Cue.DOCUMENT) or _has_past_time(segment)


def _has_past_time(segment: Segment) -> bool:
    return any(past_day(d) for d in segment.all(Cue.DATE)) or any(not h.value for h in segment.all(Cue.HOUR))


def _just(segment: Segment, mark: Mark) -> Mark | None:
    # "Mới gửi" has just happened, "mai mới gửi" has not.
    just = segment.before(mark, Cue.JUST, within=2)
    return (
        None
        if just is None or segment.has(Cue.DATE) or segment.before(just, Cue.SIGN, Cue.DONE, Cue.IF, within=4)
        else just
    )
