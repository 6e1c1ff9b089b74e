"""The intent of one statement: rules in order of precedence, each with its own evidence."""

import re
from collections.abc import Callable

from language.lexicon.cues import Cue
from language.patterns import vi
from language.replies.events import Status, past_day
from language.replies.facts import (
    Facts,
    facts_of,
    goes_on,
    half_done,
    is_bare_no,
    is_question,
    says_rest,
)
from language.replies.model import Intent
from language.replies.questions import asks_deadline, asks_help, asks_overdue, asks_tasks
from language.replies.requests import asks_extension, corrects, is_blocked, is_not_ours, orders_bot


def intent_of(facts: Facts) -> Intent:
    """Give the intent of the first rule that holds; without any evidence it is `other`."""
    return next((intent for holds, intent in _RULES if holds(facts)), Intent.OTHER)


def _is_denied(f: Facts) -> bool:
    return f.any(Status.DENIED) and not _overtaken(f)


def _overtaken(f: Facts) -> bool:
    """Hold for "sáng chưa gửi, giờ gửi rồi": the last act is done and says so with "giờ", "nay" or "mới"."""
    last = f.events[-1] if f.events else None
    if last is None or last.status is not Status.DONE:
        return False
    before = f.segment.text[f.segment.start : last.mark.start]
    return (
        vi(r"(?:giờ|nay|giờ này|bây giờ|vừa|mới|nhưng) (?:thì |mới |vừa |đã |em |xã )*$").search(before)
        is not None
    )


def _is_denied_but_moving(f: Facts) -> bool:
    return f.any(Status.DENIED, verbs=(Cue.SUBMIT, Cue.DONE, Cue.SIGN)) and goes_on(f) and not _overtaken(f)


def _is_not_begun(f: Facts) -> bool:
    return (
        f.has(Cue.NOT_BEGUN)
        and not f.has(Cue.OBSTACLE, Cue.CANNOT)
        and not f.any(Status.DONE, Status.INTERNAL, Status.PREPARED)
    )


def _is_submitted(f: Facts) -> bool:
    if f.any(Status.CONDITIONAL, Status.ASKED, Status.DOUBTED) or f.has(Cue.FAILED):
        return False
    if f.any(Status.DONE, verbs=(Cue.SUBMIT,)):
        return True
    if f.any(Status.DONE, verbs=(Cue.DONE,)):
        return says_rest(f.segment) or not (
            goes_on(f) or f.has(Cue.PERCENT) or half_done(f) or _leads_to_sending(f)
        )
    return _is_document_alone(f) or _is_said_done(f)


def _leads_to_sending(f: Facts) -> bool:
    """Hold for "làm xong mới gửi"; "hoàn thành việc gửi" is done."""
    done = min(e.mark.start for e in f.events if e.status is Status.DONE)
    ahead = [e for e in f.events if e.status in {Status.PLANNED, Status.BARE} and e.mark.start > done]
    return any(vi(r"việc $").search(f.segment.text[: e.mark.start]) is None for e in ahead)


def _is_said_done(f: Facts) -> bool:
    named = f.has(Cue.NAME, Cue.REPORT) and f.has(Cue.ALREADY)
    return named and vi(r"\bok (?:\w+ ){0,2}rồi").search(f.segment.own_text) is not None


def _is_document_alone(f: Facts) -> bool:
    if not f.has(Cue.DOCUMENT) or f.has(
        Cue.PROGRESS, Cue.PREPARE, Cue.ONGOING, Cue.WAIT, Cue.DRAFT, Cue.FUTURE
    ):
        return False
    unsure = (Status.PLANNED, Status.DENIED, Status.OTHERS, Status.INTERNAL, Status.CONDITIONAL, Status.ASKED)
    return not f.any(*unsure, verbs=(Cue.SUBMIT, Cue.DONE, Cue.SIGN)) and not f.has(Cue.OTHERS, Cue.SUPPLIER)


def _is_nil(f: Facts) -> bool:
    return (
        f.has(Cue.NIL)
        and not is_question(f)
        and not f.has(Cue.DOUBT)
        and not f.any(Status.CONDITIONAL, Status.PLANNED)
    )


def _is_value(f: Facts) -> bool:
    if not f.has(Cue.PERCENT, Cue.FRACTION, Cue.NUMBER) or f.has(Cue.PROGRESS, Cue.PREPARE, Cue.ONGOING):
        return False
    return f.has(Cue.MEASURE) and not f.any(Status.PLANNED, Status.DONE)


def _is_in_progress(f: Facts) -> bool:
    return goes_on(f)


def _is_promise_with_time(f: Facts) -> bool:
    ahead = any(not past_day(d) for d in f.segment.all(Cue.DATE)) or f.has(Cue.SOON, Cue.HOUR)
    return (
        ahead
        and (
            f.any(Status.PLANNED, Status.BARE, Status.DOUBTED, Status.CONDITIONAL)
            or f.has(Cue.NAME, Cue.FUTURE, Cue.WORK, Cue.REPORT)
        )
        and not f.has(Cue.WHO)
    )


def _is_ack(f: Facts) -> bool:
    if f.has(Cue.SOCIAL) and not f.has(Cue.ACK):
        return False
    return (
        f.has(Cue.ACK, Cue.RECEIVED, Cue.PROMISE, Cue.FUTURE)
        or f.any(Status.PLANNED, Status.BARE)
        or _approves(f)
        or _only_already(f)
    )


def _only_already(f: Facts) -> bool:
    return f.has(Cue.ALREADY) and all(
        m.cues & {Cue.ALREADY, Cue.POLITE, Cue.SELF, Cue.BREAK} for m in f.segment.marks
    )


def _opens_with_no(f: Facts) -> bool:
    """Hold for "chưa ạ, em sẽ nộp sớm": the answer is no, what follows is a promise."""
    stops = f.segment.all(Cue.BREAK)
    return (
        bool(stops)
        and not goes_on(f)
        and is_bare_no(facts_of(f.segment.slice(f.segment.start, stops[0].start)))
    )


def _approves(f: Facts) -> bool:
    signs = re.sub(r"[\s\ufe0f\U0001f3fb-\U0001f3ff]", "", f.segment.text)
    return bool(signs) and all(c in "👍👌✅✔🫡🙆🆗☑💯👏🤝" for c in signs)


Rule = tuple[Callable[[Facts], bool], Intent]

_RULES: tuple[Rule, ...] = (
    (orders_bot, Intent.OTHER),
    (corrects, Intent.CORRECTION),
    (asks_overdue, Intent.ASK_OVERDUE),
    (asks_deadline, Intent.ASK_DEADLINE),
    (asks_tasks, Intent.ASK_MY_TASKS),
    (asks_help, Intent.ASK_HELP),
    (asks_extension, Intent.EXTENSION_REQUEST),
    (is_not_ours, Intent.NOT_APPLICABLE),
    (_is_not_begun, Intent.NOT_STARTED),
    (is_blocked, Intent.BLOCKED),
    (_is_denied_but_moving, Intent.IN_PROGRESS),
    (_is_denied, Intent.NOT_STARTED),
    (is_bare_no, Intent.NOT_STARTED),
    (_opens_with_no, Intent.NOT_STARTED),
    (_is_submitted, Intent.SUBMITTED),
    (_is_nil, Intent.SUBMITTED),
    (_is_value, Intent.INDICATOR_VALUE),
    (_is_in_progress, Intent.IN_PROGRESS),
    (_is_promise_with_time, Intent.IN_PROGRESS),
    (_is_ack, Intent.ACK),
)
