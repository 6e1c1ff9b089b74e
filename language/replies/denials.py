"""Why a verb of sending may not count: condition, doubt, other speaker, question, negation, internal step."""

from language.lexicon.cues import Cue
from language.patterns import vi
from language.replies.segments import Mark, Segment

VERBS = frozenset({Cue.SUBMIT, Cue.DONE, Cue.SIGN})

_PARTICLES = frozenset({Cue.POLITE, Cue.SELF, Cue.QUESTION, Cue.BREAK, Cue.ACK})


def is_conditional(segment: Segment, mark: Mark) -> bool:
    """Tell whether the act depends on a condition, a wait or an embedding clause."""
    if segment.before(mark, Cue.IF, within=10) is not None:
        return True
    if Cue.SIGN in mark:
        return False
    when = segment.before(mark, Cue.WHEN, within=10)
    if when is not None and segment.after(mark, Cue.DONE, Cue.ALREADY, within=3) is not None:
        return True
    subordinate = when is not None and segment.between(when, mark, Cue.SIGN, Cue.SUBMIT, Cue.DONE, Cue.LEADER)
    return subordinate or segment.before(mark, Cue.WAIT, within=10) is not None or _is_embedded(segment, mark)


def _is_embedded(segment: Segment, mark: Mark) -> bool:
    """Hold for "đừng ghi là đã nộp", "ghi giúp em là đã gửi": what is said is not claimed."""
    before = segment.text[segment.clause_start(mark) : mark.start]
    said = vi(
        r"(?<!\w)(?:đừng|không|chưa|ghi|đánh dấu|cập nhật)(?: \w+){0,4} (?:là|rằng|thành) (?:đã |"
        r"em |xã |vừa )*$"
    )
    received = vi(r"(?:nhận được|đã nhận|thấy) (?:\w+ ){0,5}$").search(before)
    return said.search(before) is not None or received is not None or _is_from_office(segment, mark)


def _is_from_office(segment: Segment, mark: Mark) -> bool:
    """Hold for "văn phòng đã gửi văn bản đôn đốc": reminders and forms come from the other side."""
    things = r"(?: \w+){0,2} (?:đôn đốc|nhắc|mẫu|hướng dẫn|giấy mời|thông báo|đề cương)(?!\w)"
    return (
        vi(things).match(segment.text, mark.end) is not None
        and segment.after(mark, Cue.NAME, within=5) is None
    )


def is_doubted(segment: Segment, mark: Mark) -> bool:
    """Tell whether the act is guessed or only reported by somebody."""
    after = segment.after(mark, Cue.DOUBT, within=4)
    maybe = after is not None and vi(r"thì phải").match(segment.text, after.start) is not None
    told = vi(
        r"(?:sếp|lãnh đạo|họ|ấy|văn thư|người ta|chủ tịch|giám đốc) (?:bảo|nói|kêu|báo)(?: là|"
        r" rằng)?(?: \w+){0,2} $"
    )
    hearsay = told.search(segment.text[segment.clause_start(mark) : mark.start]) is not None
    return maybe or hearsay or segment.before(mark, Cue.DOUBT, within=8) is not None


def is_others(segment: Segment, mark: Mark) -> bool:
    """Tell whether somebody else than the speaker's unit acts."""
    actor = segment.before(mark, Cue.OTHERS, Cue.SUPPLIER, Cue.SELF, within=7)
    if actor is not None:
        return not actor.cues & {Cue.SELF}
    named = named_unit(segment.text[segment.clause_start(mark) : mark.start])
    seen = vi(r" kìa(?!\w)").search(segment.text[mark.end :]) is not None
    return named and (seen or _contrasts_self(segment, mark))


def _contrasts_self(segment: Segment, mark: Mark) -> bool:
    return (
        vi(r"(?:còn|riêng|bên|chỉ) (?:là )?(?:bên )?(?:em|mình|xã em|đơn vị em|tôi)(?!\w)").search(
            segment.text[mark.end :]
        )
        is not None
    )


def named_unit(text: str) -> bool:
    """Tell whether a text names a unit by kind and name, such as "sở y tế", not as the speaker's own."""
    own = r"(?! (?:em|mình|tôi|nhà|ta|này|chúng|tui|nào|con|cháu)(?!\w))"
    kinds = r"(?:sở|xã|phường|phòng|ban|huyện|ubnd|công an|chi cục|trung tâm|thành phố)"
    return vi(rf"(?<!\w){kinds}{own} \w+").search(text) is not None


def is_asked(segment: Segment, mark: Mark) -> bool:
    """Hold for "đã gửi chưa ạ": the negation ends the clause and nothing but particles follows."""
    if segment.before(mark, Cue.NEG, Cue.UNABLE, within=4) is not None:
        return False
    if vi(r"[^,.;?\n]{0,25}(?:rồi )?(?:hay|hoặc|hay là) chưa").match(segment.text, mark.end) is not None:
        return True
    if _asks_for_confirmation(segment, mark):
        return True
    question = segment.after(mark, Cue.NEG, Cue.QUESTION, Cue.ALREADY, within=7)
    if question is None or Cue.ALREADY in question or segment.contrasted(mark, question):
        return False
    words = segment.text[question.start : question.end]
    if Cue.NEG not in question:
        return vi(r"(?:hay )?chưa|đúng không|phải không|không nhỉ").match(words) is not None
    return _ends_clause(segment, question)


def _asks_for_confirmation(segment: Segment, mark: Mark) -> bool:
    """Hold for "em gửi rồi à?", "đã gửi phải không"."""
    already = segment.after(mark, Cue.ALREADY, within=8)
    start = already.end if already is not None else mark.end
    vocative = r"(?: (?:ạ|a|anh|chị|em|bot|nhỉ|vậy))*"
    tag = vi(rf"{vocative} ?(?:(?:=à|hả|=hở|=hử|nhỉ|phải không|đúng không|phải k|chứ)(?!\w)|\?)")
    return tag.match(segment.text, start) is not None and (
        already is not None or segment.before(mark, Cue.PAST, within=4) is not None
    )


def _ends_clause(segment: Segment, mark: Mark) -> bool:
    for later in (m for m in segment.marks if m.start >= mark.end):
        if Cue.BREAK in later:
            break
        if not later.cues & _PARTICLES:
            return False
    rest = _words_ahead(segment.text[mark.end : segment.end])
    return rest <= 5


def is_denied(segment: Segment, mark: Mark) -> bool:
    """Tell whether the act is denied."""
    negation = segment.before(mark, Cue.NEG, Cue.UNABLE, within=5)
    if (
        negation is not None
        and not segment.contrasted(negation, mark)
        and not segment.between(negation, mark, Cue.ALREADY)
    ):
        return True
    if segment.before(mark, Cue.DENIAL, within=3) is not None:
        return True
    return _denied_by_particle(segment, mark)


def _denied_by_particle(segment: Segment, mark: Mark) -> bool:
    particle = segment.after(mark, Cue.DENIAL, within=3)
    if particle is None or Cue.DONE in particle:
        return False
    several = " " in segment.text[particle.start : particle.end]
    return several or segment.before(mark, Cue.PAST, within=4) is not None


def is_denied_by_contrast(segment: Segment, mark: Mark) -> bool:
    """Hold for "tưởng nộp rồi mà chưa": a contrast and a final negation without a verb of its own."""
    later = [m for m in segment.marks if m.start >= mark.end and Cue.NEG in m]
    return any(
        segment.contrasted(mark, negation)
        and _ends_clause(segment, negation)
        and not _has_verb_after(segment, negation)
        for negation in later
    )


def _has_verb_after(segment: Segment, mark: Mark) -> bool:
    return any(m.cues & VERBS for m in segment.marks if m.start > mark.start)


def is_internal(segment: Segment, mark: Mark) -> bool:
    """Tell whether the paper only went to the own leader, for opinion or to a partner."""
    if Cue.SUBMIT not in mark:
        return False
    target = segment.after(mark, Cue.LEADER, Cue.DRAFT, Cue.SUPPLIER, Cue.SIGN, within=4)
    return target is not None and not segment.between(
        mark, target, Cue.ALREADY, Cue.NAME, Cue.PAST, Cue.DOCUMENT, Cue.DATE
    )


def _is_part(segment: Segment, mark: Mark) -> bool:
    some = vi(r" (?:phần|khâu|bước|đoạn|chương|khung|lời văn|thô|mục \d|một mục|vài mục)(?!\w)").match(
        segment.text, mark.end
    )
    return some is not None and segment.after(mark, Cue.NAME, within=3) is None


def is_prepared(segment: Segment, mark: Mark) -> bool:
    """Tell whether only preparation, or only a part, is finished."""
    if Cue.DONE not in mark or Cue.SUBMIT in mark:
        return False
    work = segment.before(mark, Cue.PREPARE, Cue.SIGN, Cue.DATA, Cue.DRAFT, within=3)
    part = segment.after(mark, Cue.DRAFT, Cue.DATA, Cue.PREPARE, Cue.PERCENT, within=3)
    return work is not None or part is not None or _is_part(segment, mark)


def _words_ahead(text: str) -> int:
    """Count the words up to the next punctuation."""
    match = vi(r"[^,.;:?!\n]*").match(text)
    return len(match.group().split()) if match else 0
