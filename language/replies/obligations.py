"""Which obligations a statement is about: named, all, all but one, the only one, or several possible."""

from collections.abc import Sequence

from language.lexicon.cues import Cue
from language.patterns import vi
from language.replies.facts import Facts, says_rest
from language.replies.model import REPORT_INTENTS, Intent, OpenObligation
from language.replies.naming import Naming, names_other_duty

Answer = tuple[tuple[str, ...], bool]
_ALL = (
    r"(?:nộp|gửi|xong|báo cáo|đủ|làm|phát hành|chuyển|đẩy|up|hoàn thành|trả|lên|done|"
    r"ok)(?: xong| đi| lên)? (?:hết|sạch|tất|cả rồi|đủ cả)"
    r"|cả (?:hai|ba|bốn|2|3|4)|tất cả|toàn bộ|tất tần tật|các báo cáo|đủ (?:cả|bộ|hết)|hết cả|"
    r"(?:hai|ba|bốn|2|3|4) (?:cái|báo cáo|mục|việc|món|loại)"
    r"|mấy (?:cái|báo cáo|món)(?: này| đó| kia)?|all"
)


def named_obligations(
    facts: Facts, intent: Intent, quoted: frozenset[str], open_obligations: Sequence[OpenObligation]
) -> Answer:
    """Give the ids in the order of the open ones and whether the wording leaves several possible."""
    every = tuple(o.id for o in open_obligations)
    named = _names(facts)
    named |= _by_deadline(facts, open_obligations)
    if intent in REPORT_INTENTS and says_rest(facts.segment) and named:
        return tuple(i for i in every if i not in named), False
    if named:
        return tuple(i for i in every if i in named), False
    if intent not in REPORT_INTENTS:
        return tuple(i for i in every if i in quoted), False
    return _unnamed(facts, quoted, open_obligations)


def _unnamed(facts: Facts, quoted: frozenset[str], open_obligations: Sequence[OpenObligation]) -> Answer:
    every = tuple(o.id for o in open_obligations)
    if _says_all(facts, len(every)):
        return every, False
    if quoted:
        return tuple(i for i in every if i in quoted), False
    if names_other_duty(facts.segment.own_text, open_obligations):
        return (), False
    if len(every) == 1:
        return every, False
    return (), len(every) > 1


def _names(facts: Facts) -> frozenset[str]:
    namings = [m.value for m in facts.segment.all(Cue.NAME) if isinstance(m.value, Naming)]
    single = [n for n in namings if len(n.ids) == 1]
    firm = [n for n in single if not n.period]
    return frozenset[str]().union(*(n.ids for n in (firm or single)))


def _by_deadline(facts: Facts, open_obligations: Sequence[OpenObligation]) -> frozenset[str]:
    found: set[str] = set()
    for mark in facts.segment.all(Cue.DATE):
        if vi(r"hạn(?: ngày| nộp| là| chót| cuối)* $").search(facts.segment.text[: mark.start]) is None:
            continue
        days = {getattr(mark.value, "future", None), getattr(mark.value, "past", None)}
        due = [o.id for o in open_obligations if o.due in days and o.due is not None]
        found.update(due if len(due) == 1 else ())
    return frozenset(found)


def _says_all(facts: Facts, count: int) -> bool:
    if vi(rf"(?<!\w)(?:{_ALL})(?!\w)").search(facts.segment.own_text) is not None:
        return True
    fractions = [m.value for m in facts.segment.all(Cue.FRACTION)]
    return any(getattr(v, "number", 0) == getattr(v, "whole", 1) == count for v in fractions)
