"""Figures entered in a reporting system: asked after a report was sent, and said in words."""

from collections.abc import Sequence
from dataclasses import replace

from domain.delivery import Prompt
from domain.messages import Reply
from domain.obligations import Filing
from handlers import corrections
from handlers.answers import ids_of, text_of
from handlers.readings import read
from handlers.recording import FILING, next_question, write
from handlers.turn import Turn
from language.normalise import fold
from language.own_reports import says_entered
from language.picking import head_and_rest
from services.replies import Statement
from services.wording import Duty, called, together


async def chosen(turn: Turn, key: str) -> Reply:
    """Entered, or not yet."""
    duties, filing = await _asked(turn)
    if key != "done":
        return _not_yet(turn, duties, filing)
    return await _entered(turn, duties, (filing,))


async def text(turn: Turn, prompt: Prompt) -> Reply | None:
    """The number of an option with further words: "1. mà em nhầm, số 215" says both."""
    found = head_and_rest(turn.text)
    if found is None or found[0] > len(prompt.options):
        return None
    duties, filing = await _asked(turn)
    is_done = prompt.options[found[0] - 1].key == "done"
    meant = read(replace(turn, text=found[1]), duties)
    if meant.document_number is None and meant.document_date is None:
        return await chosen(turn, "done" if is_done else "not_yet")
    return await corrections.correct(turn, duties, meant, filed=(filing,) if is_done else ())


async def answer(turn: Turn) -> Reply | None:
    """ "Đã nhập hệ thống", said later and without a question; None for other texts."""
    if not says_entered(turn.text):
        return None
    duties = [duty for duty in await turn.duties(owed=False) if duty.unfiled]
    words = fold(turn.text).split()
    named = [duty for duty in duties if fold(duty.code) in words]
    if not duties:
        return None
    if len(duties) > 1 and not named:
        return turn.say("filing.which", codes=turn.tr.listing(called(duties)))
    chosen_ones = named or duties
    return await _entered(turn, chosen_ones, chosen_ones[0].unfiled)


async def _entered(turn: Turn, duties: Sequence[Duty], filings: tuple[Filing, ...]) -> Reply:
    after = await write(turn, duties, Statement(filed=filings))
    if isinstance(after, Reply):
        return after
    values = {
        "coordinator": duties[0].coordinator.called,
        "codes": together(turn.tr, called(duties)),
        "filings": turn.tr.listing(turn.tr(f"filing.done.{filing}") for filing in filings),
    }
    now = [replace(duty, assignment=item) for duty, item in zip(duties, after, strict=True)]
    return next_question(turn, turn.tr("filing.recorded", **values), now, skipped=True)


def _not_yet(turn: Turn, duties: Sequence[Duty], filing: Filing) -> Reply:
    codes = together(turn.tr, called(duties))
    return turn.say("filing.not_yet", codes=codes, filing=turn.tr(f"filing.{filing}"))


async def _asked(turn: Turn) -> tuple[list[Duty], Filing]:
    assert turn.prompt is not None, "only an open question is answered"
    data = turn.prompt.data
    return await turn.duties_by_id(ids_of(data)), Filing(text_of(data["filing"]) or "")


CHOICES = {FILING: chosen}
TEXTS = {FILING: text}
