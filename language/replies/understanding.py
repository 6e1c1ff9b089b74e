"""From a message to its statements: the order of the stages."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from language.replies.facts import Facts
from language.replies.intents import intent_of
from language.replies.model import Intent, OpenObligation, Understanding
from language.replies.obligations import named_obligations
from language.replies.reading import Reading, read
from language.replies.slots import fill
from language.replies.statements import split_statements

OFFICE_ZONE = "Asia/Ho_Chi_Minh"


def understand(text: str, *, now: datetime, open_obligations: Sequence[OpenObligation]) -> Understanding:
    """Give the first statement of a message, the others in `also`; `now` is the aware moment of receipt."""
    local = now.astimezone(ZoneInfo(OFFICE_ZONE))
    today = local.date()
    reading = read(text, now=local, open_obligations=open_obligations)
    found = [_statement(reading, f, today, open_obligations) for f in split_statements(reading)]
    merged = _merged(found, [o.id for o in open_obligations])
    return replace(merged[0], also=tuple(merged[1:]))


def _merged(found: Sequence[Understanding], order: Sequence[str]) -> list[Understanding]:
    """Join statements with the same intent and slots, and drop small talk beside a statement."""
    kept: list[Understanding] = []
    for statement in found:
        if kept and statement.ambiguous:
            # A further statement that names nothing goes on about the duties of the one before it.
            statement = replace(statement, obligations=kept[-1].obligations, ambiguous=kept[-1].ambiguous)
        twin = next((i for i, k in enumerate(kept) if _same_slots(k, statement)), None)
        if twin is None:
            kept.append(statement)
        else:
            ids = {*kept[twin].obligations, *statement.obligations}
            kept[twin] = replace(kept[twin], obligations=tuple(i for i in order if i in ids))
    said = [s for s in kept if s.intent not in {Intent.ACK, Intent.OTHER}]
    return said or kept[:1]


def _same_slots(left: Understanding, right: Understanding) -> bool:
    return _slots(left) == _slots(right)


def _slots(said: Understanding) -> Understanding:
    return replace(said, obligations=(), ambiguous=False, reason=None, negated=False)


def _statement(
    reading: Reading, facts: Facts, today: date, open_obligations: Sequence[OpenObligation]
) -> Understanding:
    intent = intent_of(facts)
    ids, ambiguous = named_obligations(facts, intent, reading.quoted, open_obligations)
    bare = Understanding(intent, ids, ambiguous)
    return fill(bare, facts, reading, today=today, open_obligations=open_obligations)
