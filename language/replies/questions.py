"""Questions: who is late, what is due when, what one owes, how things are done."""

from language.lexicon.cues import Cue
from language.patterns import vi
from language.replies.events import Status
from language.replies.facts import Facts, asks_manner, is_question, names_unit, reports, speaks_of_self


def asks_overdue(f: Facts) -> bool:
    """Tell whether somebody asks who is late or whether another unit has sent."""
    acts = (Status.DENIED, Status.ASKED, Status.BARE, Status.DONE, Status.OTHERS)
    late = f.has(Cue.LATE) or f.any(*acts) or _denies_report(f)
    if _about_dossiers(f):
        return False
    if f.has(Cue.WHO):
        return late and not f.any(Status.PLANNED) and not _tells_about_self(f) and not _names_place(f)
    if f.has(Cue.LIST) and (
        f.has(Cue.LATE) or f.any(Status.DENIED) or (f.any(Status.OTHERS) and f.has(Cue.NEG))
    ):
        return not _tells_about_self(f)
    if f.has(Cue.WHAT) and f.has(Cue.LATE) and not f.has(Cue.SELF):
        return _late_word(f)
    return (f.has(Cue.OTHERS) or names_unit(f)) and f.any(Status.ASKED, Status.OTHERS) and _final_question(f)


def _about_dossiers(f: Facts) -> bool:
    """Hold for "quá hạn bao nhiêu hồ sơ": late dossiers of citizens are no late reports (domain.md 7)."""
    asked = vi(r"(?:bao nhiêu|mấy|nhiều|tỷ lệ) (?:\w+ ){0,2}hồ sơ|hồ sơ (?:nào )?(?:quá hạn|trễ|chậm)")
    return asked.search(f.segment.own_text) is not None and not f.has(Cue.REPORT) and not f.events


def _names_place(f: Facts) -> bool:
    """Hold for "gửi về phòng nào": the question word is where to send, not who has sent."""
    return any(f.segment.before(m, Cue.SUBMIT, within=2) for m in f.segment.all(Cue.WHO)) and not f.has(
        Cue.NEG, Cue.LATE
    )


def _late_word(f: Facts) -> bool:
    return vi(r"(?:trễ|quá hạn|chậm|muộn|overdue|late)").search(f.segment.own_text) is not None


def _denies_report(f: Facts) -> bool:
    return (
        vi(r"(?:chưa|không) (?:có |thấy |chịu )?(?:báo|báo cáo|lên|có)\b").search(f.segment.own_text)
        is not None
    )


def _tells_about_self(f: Facts) -> bool:
    return (
        speaks_of_self(f)
        and (f.any(Status.DENIED, Status.DONE) or f.has(Cue.CONTRAST))
        and not f.has(Cue.QUESTION, Cue.INQUIRE, Cue.LIST)
    )


def _final_question(f: Facts) -> bool:
    return (
        f.has(Cue.QUESTION)
        or f.any(Status.ASKED)
        or vi(r"(?:chưa|không)(?: \w+){0,2}\W*$").search(f.segment.own_text) is not None
    )


def asks_deadline(f: Facts) -> bool:
    """Tell whether somebody asks when something is due."""
    if f.has(Cue.EXTEND) or f.any(Status.DONE, Status.DENIED, Status.CONDITIONAL):
        return False
    if f.has(Cue.DUE) and (f.has(Cue.WHEN, Cue.INQUIRE) or (f.has(Cue.QUESTION) and not f.has(Cue.PROMISE))):
        return True
    if f.has(Cue.DUE) and vi(r"(?<!\w)(?:mấy|bao nhiêu|ngày nào|hôm nào|giờ nào|hay)(?!\w)").search(
        f.segment.own_text
    ):
        return True
    brief = len(f.segment.own_text.split()) <= 4
    return f.has(Cue.WHEN) and not f.has(Cue.WHO) and (bool(f.events) or f.has(Cue.NAME, Cue.REPORT) or brief)


def asks_tasks(f: Facts) -> bool:
    """Tell whether somebody asks what the own unit owes or has on record."""
    if (
        _about_dossiers(f)
        or (f.any(Status.DONE) and not f.has(Cue.INQUIRE))
        or (_asks_how_first(f) and not _records_first(f))
    ):
        return False
    if f.has(Cue.RECORD) and (is_question(f) or f.has(Cue.SELF, Cue.NAME)):
        return not f.any(Status.DENIED)
    if (
        f.has(Cue.RECEIVED, Cue.RECORD)
        and _final_question(f)
        and vi(r"chưa|không").search(f.segment.own_text)
    ):
        return True
    if f.has(Cue.WHO, Cue.TOOLS, Cue.NOT_NEEDED, Cue.NOT_OURS, Cue.NIL) or _tells_obstacle(f):
        return f.any(Status.ASKED) and not f.has(Cue.WHO, Cue.OTHERS)
    if (f.has(Cue.WHAT) and f.has(Cue.LATE)) or _asks_what_to_do(f):
        return True
    if f.has(Cue.LIST, Cue.INQUIRE) and f.has(Cue.SELF) and _own_list(f):
        return True
    return f.any(Status.ASKED) and not f.has(Cue.OTHERS)


def _records_first(f: Facts) -> bool:
    record, how = f.segment.all(Cue.RECORD), f.segment.all(Cue.HOW)
    return bool(record) and bool(how) and record[0].start < how[0].start


def _own_list(f: Facts) -> bool:
    owned = r"(?:việc|nhiệm vụ|báo cáo|danh sách) (?:\w+ ){0,3}(?:của|bên|xã|phường|sở|đơn vị|phòng|mà) "
    return vi(owned).search(f.segment.own_text) is not None and not f.events


def _tells_obstacle(f: Facts) -> bool:
    return any(Cue.LATE not in m for m in f.segment.all(Cue.OBSTACLE))


def _asks_what_to_do(f: Facts) -> bool:
    owed = vi(
        r"(?<!chưa )(?<!chua )(?:còn|phải|cần|có) (?:\w+ ){0,3}(?:gì|nào|mấy|bao nhiêu|"
        r"những gì)(?!\w)|(?:mấy|bao nhiêu|những) (?:báo cáo|việc|cái|mục|nhiệm vụ)|"
        r"(?:việc|nhiệm vụ|báo cáo|mục|khoản) (?:gì|nào)(?!\w)"
    )
    return (
        owed.search(f.segment.own_text) is not None
        and (f.has(Cue.SELF, Cue.INQUIRE) or _asks_aloud(f))
        and not reports(f)
    )


def _asks_aloud(f: Facts) -> bool:
    return vi(r"(?:không|vậy|thế|nhỉ|hả|nữa|ạ|\?)\W*(?:\w+\W*){0,2}$").search(f.segment.own_text) is not None


def _asks_how_first(f: Facts) -> bool:
    """Hold for "làm sao để báo đã nộp": what follows a word of manner is no statement."""
    asked = [m for m in f.segment.all(Cue.HOW) if vi(r"sao(?!\w)").match(f.segment.text, m.start) is None]
    return (
        bool(asked)
        and all(e.mark.start > asked[0].start for e in f.events)
        and not f.has(Cue.OBSTACLE, Cue.CANNOT)
    )


def _asks_choice(f: Facts) -> bool:
    return (
        f.any(Status.BARE)
        and vi(r" (?:hay|hay là) ").search(f.segment.own_text) is not None
        and not f.has(Cue.NEG)
    )


def asks_help(f: Facts) -> bool:
    """Tell whether somebody asks how, where or in which form to send."""
    if _asks_how_first(f) or _asks_choice(f) or (asks_manner(f) and f.has(Cue.CORRECT)):
        return True
    if f.has(Cue.WHO) and _names_place(f):
        return True
    if f.has(Cue.TOOLS) and all(m.cues & {Cue.TOOLS, Cue.POLITE, Cue.BREAK} for m in f.segment.marks):
        return True
    if f.any(Status.DONE, Status.DENIED, Status.INTERNAL) or f.has(Cue.EXTEND, Cue.OBSTACLE, Cue.PROGRESS):
        return False
    if f.has(Cue.TOOLS):
        return is_question(f) or f.has(Cue.ASK_FOR, Cue.HOW) or _asks_aloud(f)
    return f.has(Cue.HOW, Cue.WHERE) and (
        bool(f.events) or f.has(Cue.QUESTION, Cue.INQUIRE, Cue.REPORT, Cue.NAME, Cue.WORK)
    )
