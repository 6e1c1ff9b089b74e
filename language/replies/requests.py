"""Positions other than a status: corrections, requests for time, duties denied, obstacles."""

from language.lexicon.cues import Cue
from language.patterns import vi
from language.replies.events import Status, past_day
from language.replies.facts import Facts, asks_manner


def orders_bot(f: Facts) -> bool:
    """Tell whether the message tries to command the machinery."""
    return f.has(Cue.ORDER_BOT)


def corrects(f: Facts) -> bool:
    """Tell whether an earlier message is taken back."""
    if f.has(Cue.NOT_OURS) or (asks_manner(f) and not f.has(Cue.DOCUMENT)):
        return False
    about_status = bool(f.events) or f.has(
        Cue.RECORD, Cue.PERCENT, Cue.DOCUMENT, Cue.PROGRESS, Cue.ONGOING, Cue.NAME
    )
    taken_back = [
        m
        for m in f.segment.all(Cue.CORRECT)
        if (Cue.SOCIAL not in m or about_status) and not f.segment.before(m, Cue.ONGOING, within=2)
    ]
    instead = vi(r"\d[^,;.\n]{0,12} (?:chứ )?không phải (?:là )?\d").search(f.segment.own_text)
    return bool(taken_back) or instead is not None


def asks_extension(f: Facts) -> bool:
    """Tell whether more time is asked for."""
    if f.any(Status.DONE, verbs=(Cue.SUBMIT,)) and not f.has(Cue.ASK_FOR):
        return False
    asked = [
        m
        for m in f.segment.all(Cue.EXTEND)
        if Cue.LATE not in m and not f.segment.before(m, Cue.NEG, Cue.UNABLE, within=2)
    ]
    if f.has(Cue.SOCIAL) and not f.has(Cue.ASK_FOR, Cue.NAME):
        return False
    if asked or (f.has(Cue.EXTEND) and f.has(Cue.ASK_FOR, Cue.QUESTION)):
        return True
    if (
        not f.has(Cue.ASK_FOR)
        or f.has(Cue.DOCUMENT)
        or f.any(Status.DONE)
        or (f.has(Cue.SOCIAL) and not f.events)
    ):
        return False
    return any(not past_day(d) for d in f.segment.all(Cue.DATE)) or (
        f.has(Cue.SOON) and not f.has(Cue.FUTURE)
    )


def is_not_ours(f: Facts) -> bool:
    """Tell whether the duty is said not to be the unit's, or not required."""
    if f.any(Status.DONE) or (f.has(Cue.CANNOT) and not f.has(Cue.NOT_OURS)):
        return False
    lacks = any(f.segment.after(m, Cue.NAME, within=2) for m in f.segment.all(Cue.LACK)) and not f.events
    none = vi(r"không có (?:\w+ ){1,3}nào(?!\w)").search(f.segment.own_text) is not None
    return (
        lacks
        or (none and not f.has(Cue.NIL, Cue.QUESTION))
        or f.has(Cue.NOT_OURS, Cue.NOT_NEEDED)
        or (f.has(Cue.NIL) and f.any(Status.DENIED))
    )


def is_blocked(f: Facts) -> bool:
    """Tell whether an obstacle outside the sender's control is the main point."""
    if f.any(Status.DONE, Status.PREPARED):
        return False
    if f.has(Cue.SOCIAL) and not f.has(Cue.NAME, Cue.REPORT):
        return False
    if f.has(Cue.FAILED):
        return True
    if f.has(Cue.OBSTACLE):
        return not _is_absent_leader(f) and not _goes_on_anyway(f)
    if f.has(Cue.CANNOT) or _system_fails(f):
        return True
    if f.has(Cue.LEADER) or not (f.has(Cue.UNABLE) or _cannot_do(f)):
        return False
    return _cannot_do(f) or f.has(Cue.HINDRANCE, Cue.SUPPLIER, Cue.BECAUSE)


def _goes_on_anyway(f: Facts) -> bool:
    """Hold for "vướng chút số liệu nhưng đang xử lý": work goes on after a contrast."""
    moving = f.segment.all(Cue.PROGRESS, Cue.ONGOING, Cue.PREPARE)
    return any(f.segment.between(o, m, Cue.CONTRAST) for o in f.segment.all(Cue.OBSTACLE) for m in moving)


def _cannot_do(f: Facts) -> bool:
    """Hold for "không quét được", "chưa thể tổng hợp": work other than sending or signing cannot be done."""
    act = r"(?!gửi|nộp|trình|ký|phát hành|biết|phải|có|được)"
    unable = vi(
        rf"(?<!\w)(?:không {act}(?:\w+ ){{1,3}}(?:được|nổi)(?! (?:giao|không))|(?:không thể|"
        rf"chưa thể) {act}\w+)(?!\w)"
    )
    return unable.search(f.segment.own_text) is not None


def _system_fails(f: Facts) -> bool:
    systems = f.segment.all(Cue.SYSTEM)
    faults = (Cue.FAULT, Cue.OBSTACLE)
    return any(
        f.segment.after(m, *faults, within=6) or f.segment.before(m, *faults, within=2) for m in systems
    )


def _is_absent_leader(f: Facts) -> bool:
    return any(f.segment.before(m, Cue.LEADER, within=4) for m in f.segment.all(Cue.OBSTACLE)) and not f.has(
        Cue.CANNOT
    )
