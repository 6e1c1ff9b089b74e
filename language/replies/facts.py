"""What a statement contains, as the rules of intent ask for it."""

from dataclasses import dataclass

from language.lexicon.cues import Cue
from language.patterns import vi
from language.replies.denials import named_unit
from language.replies.events import Event, Status, events_of
from language.replies.segments import Segment


@dataclass(frozen=True, slots=True)
class Facts:
    """A statement with the standing of its verbs."""

    segment: Segment
    events: tuple[Event, ...]

    def any(self, *statuses: Status, verbs: tuple[Cue, ...] = (Cue.SUBMIT, Cue.DONE)) -> bool:
        """Tell whether a verb stands so."""
        return any(e.status in statuses and e.verb in verbs for e in self.events)

    def has(self, *cues: Cue) -> bool:
        """Tell whether a cue occurs."""
        return self.segment.has(*cues)


def facts_of(segment: Segment) -> Facts:
    """Judge the verbs of a statement."""
    return Facts(segment, events_of(segment))


def is_question(f: Facts) -> bool:
    """Tell whether the statement asks anything."""
    return f.has(Cue.QUESTION, Cue.WHAT, Cue.WHO, Cue.HOW, Cue.WHERE, Cue.WHEN, Cue.INQUIRE) or f.any(
        Status.ASKED
    )


def reports(f: Facts) -> bool:
    """Tell whether a verb reports something."""
    return f.any(Status.DONE, Status.DENIED, Status.PLANNED, Status.ONGOING, Status.INTERNAL, Status.PREPARED)


def speaks_of_self(f: Facts) -> bool:
    """Tell whether the speaker's unit acts; a person addressed at the end ("nộp chưa em") does not count."""
    marks = f.segment.marks
    return any(
        Cue.SELF in m and i + 1 < len(marks) and Cue.BREAK not in marks[i + 1] for i, m in enumerate(marks)
    )


def names_unit(f: Facts) -> bool:
    """Tell whether another unit is named and the speaker's is not."""
    return named_unit(f.segment.own_text) and not speaks_of_self(f)


def goes_on(f: Facts) -> bool:
    """Tell whether work has begun and is not finished."""
    if f.has(Cue.PROGRESS, Cue.PREPARE, Cue.ONGOING, Cue.WAIT, Cue.DRAFT, Cue.HINDRANCE):
        return True
    if (f.has(Cue.PERCENT) or half_done(f)) and not f.has(Cue.MEASURE):
        return True
    if any(f.segment.before(m, Cue.PAST, within=3) for m in f.segment.all(Cue.WORK)):
        return True
    return f.any(Status.INTERNAL, Status.PREPARED, Status.ONGOING) or f.any(*Status, verbs=(Cue.SIGN,))


def half_done(f: Facts) -> bool:
    """Tell whether a count such as 3/5 says that a part is missing."""
    parts = [m.value for m in f.segment.all(Cue.FRACTION)]
    return any(getattr(v, "number", 0) != getattr(v, "whole", 0) for v in parts)


def says_rest(segment: Segment) -> bool:
    """Tell whether everything but what is named is meant ("mấy cái còn lại xong", "trừ ISO")."""
    rest = vi(
        r"(?<!\w)(?:(?:còn lại|khác) (?:(?:thì|đã|đều|em|mình) )*(?:xong|nộp|gửi|đủ|hoàn thành|ok|"
        r"báo)|trừ|ngoại trừ)(?!\w)"
    )
    return rest.search(segment.own_text) is not None


def is_bare_no(f: Facts) -> bool:
    """Hold for "dạ chưa ạ": nothing but a negation with particles."""
    spoken = {
        Cue.NEG,
        Cue.POLITE,
        Cue.SELF,
        Cue.ACK,
        Cue.QUESTION,
        Cue.BREAK,
        Cue.NAME,
        Cue.ALREADY,
        Cue.PAST,
        Cue.DENIAL,
    }
    negations = f.segment.all(Cue.NEG)
    known = sum(m.words for m in f.segment.marks)
    return (
        0 < len(negations) <= 2
        and f.segment.text[negations[-1].start : negations[-1].end].startswith(("chưa", "chua"))
        and all(m.cues & spoken for m in f.segment.marks)
        and len(f.segment.own_text.split()) - known <= 1
    )


def asks_manner(f: Facts) -> bool:
    """Tell whether the statement asks how something is done."""
    return (
        vi(r"(?:thế nào|làm sao|cách nào|ra sao|sao ạ|sao đây)(?!\w)").search(f.segment.own_text) is not None
    )
