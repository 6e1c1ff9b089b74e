"""A list of receipts in words, and as it is kept while its question is open."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from domain.errors import NotFound
from handlers.answers import day_of, text_of
from handlers.turn import Turn
from language.lexicon.unit_lists import FIRST_WORDS
from language.normalise import fold
from services.receipt_edits import Edited
from services.receipt_lists import Expected, Line
from services.receipts import Receipt
from services.wording import Duty


def preview(turn: Turn, awaited: Expected, lines: Sequence[Line], day: date) -> str:
    """The numbered list with what is said of each document, ending in that nothing is recorded yet."""
    shown = " · ".join(f"{n}. {_line(turn, line)}" for n, line in enumerate(lines, start=1))
    ending = "" if shown.endswith("?") else "."
    return turn.tr("receipts.preview", code=awaited.code, when=_when(turn, day), lines=shown + ending)


def notes(turn: Turn, awaited: Expected, edited: Edited) -> list[str]:
    """What could not be followed, one line for each reason."""
    said = []
    if edited.already:
        names = turn.tr.listing(_names(duty.unit.name for duty in edited.already))
        said.append(turn.tr("receipts.already", names=names))
    if edited.not_owing:
        names = turn.tr.listing(_names(edited.not_owing))
        said.append(turn.tr("receipts.not_owing", code=awaited.code, names=names))
    if edited.unknown:
        said.append(turn.tr("receipts.unknown", names=turn.tr.listing(_names(edited.unknown))))
    if edited.records and edited.left:
        names = turn.tr.listing(_names(_name(line) for line in edited.left))
        said.append(turn.tr("receipts.left", names=names))
    return said


def recorded(turn: Turn, done: Sequence[Receipt], now: Expected) -> str:
    """What was recorded, with every day or number that was named, and how many are still awaited."""
    told = [_told(turn, item) for item in done if item.sent is not None or item.document is not None]
    counted = now.tally
    return turn.tr(
        "receipts.done",
        count=len(done),
        details=turn.tr("receipts.details", details="; ".join(told)) if told else "",
        left=counted.owing - counted.received,
        owing=counted.owing,
    )


def kept(line: Line) -> dict[str, Any]:
    """A line as it is kept in an open question."""
    return {
        "said": line.said,
        "ids": [duty.assignment.id for duty in line.duties],
        "of": [duty.assignment.id for duty in line.candidates],
        "lookalike": line.lookalike,
        "number": line.document,
        "sent": line.sent.isoformat() if line.sent else None,
        "received": line.received.isoformat() if line.received else None,
    }


def taken_up(awaited: Expected, data: Mapping[str, Any]) -> Line:
    """A line that was kept; NotFound when one of its reports is out of the actor's reach now."""
    duties = {duty.assignment.id: duty for duty in awaited.duties}
    if not duties.keys() >= {*data["ids"], *data["of"]}:
        raise NotFound
    return Line(
        str(data["said"]),
        tuple(duties[key] for key in data["ids"]),
        tuple(duties[key] for key in data["of"]),
        lookalike=text_of(data["lookalike"]),
        document=text_of(data["number"]),
        sent=day_of(data["sent"]),
        received=day_of(data["received"]),
    )


def _line(turn: Turn, line: Line) -> str:
    if not line.is_clear:
        return turn.tr("receipts.which", said=line.said, options=_options(turn, line.candidates))
    if len(line.duties) > 1:
        return turn.tr("receipts.class", said=line.said, count=len(line.duties))
    duty = line.duties[0]
    remarks = []
    if line.lookalike is not None:
        remarks.append(turn.tr("receipts.lookalike", code=duty.unit.code, other=line.lookalike))
    remarks += _of_document(turn, line, duty)
    remark = turn.tr("receipts.remark", remarks=turn.tr.listing(remarks)) if remarks else ""
    return f"{duty.unit.name}{remark}"


def _of_document(turn: Turn, line: Line, duty: Duty) -> list[str]:
    """Number and days as they will stand: the coordinator's before the unit's."""
    number = line.document or duty.assignment.document_number
    sent = line.sent or duty.assignment.sent_on
    words = []
    if number:
        words.append(turn.tr("receipts.number", number=number))
    if sent is not None:
        words.append(turn.tr("receipts.sent", day=_short(turn, sent)))
    if line.received is not None:
        words.append(turn.tr("receipts.received", day=_short(turn, line.received)))
    return words


def _told(turn: Turn, receipt: Receipt) -> str:
    words = []
    if receipt.document is not None:
        words.append(turn.tr("receipts.number", number=receipt.document))
    if receipt.sent is not None:
        words.append(turn.tr("receipts.sent", day=_short(turn, receipt.sent)))
    if receipt.sent_before is not None:
        words.append(turn.tr("receipts.sent_before", day=_short(turn, receipt.sent_before)))
    return f"{receipt.duty.unit.name}: {turn.tr.listing(words)}"


def _options(turn: Turn, candidates: Sequence[Duty]) -> str:
    """The class words that tell the units apart, or their names where those do not."""
    names = [duty.unit.name for duty in candidates]
    words = [next((w for w in FIRST_WORDS if f" {fold(w)} " in f" {fold(name)} "), name) for name in names]
    choices = words if len(set(words)) == len(words) else names
    return turn.tr("receipts.or").join(choices)


def _when(turn: Turn, day: date) -> str:
    return turn.tr("receipts.today") if day == turn.today else _short(turn, day)


def _short(turn: Turn, day: date) -> str:
    """Without the year while it is this one."""
    return f"{day:%d/%m}" if day.year == turn.today.year else turn.tr.day(day)


def _name(line: Line) -> str:
    return line.duties[0].unit.name if len(line.duties) == 1 else line.said


def _names(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))
