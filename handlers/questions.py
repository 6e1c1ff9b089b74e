"""Questions of leaders and coordinators in free words: who is missing, one unit, who is often late."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from domain.consolidation import Block, Outcome
from domain.messages import Reply
from domain.periods import Frequency
from domain.permissions import Action, scope_of
from domain.units import Role, Unit
from handlers import headlines, overdue, paging, progress, urging
from handlers.paging import Line, Listing
from handlers.turn import Turn
from language.normalise import fold
from language.questions import Asked, Question, read_question
from language.replies.model import OpenObligation
from language.replies.naming import title_of
from language.replies.periods import Period as Mention
from services import consolidation, unit_names
from services.consolidation import Standing
from services.unit_names import Found
from services.wording import Duty, short_due, source

UNIT = "question_unit"
SILENT = "silent"
OFTEN_LATE = "often_late"
_SHOWN = {
    Asked.CLAIMED: (Outcome.CLAIMED,),
    Asked.EXTENDED: (Outcome.EXTENDED,),
    Asked.RECEIVED: (Outcome.RECEIVED_ON_TIME, Outcome.RECEIVED_LATE),
}
_FREQUENCIES = {
    "month": (Frequency.MONTHLY,),
    "quarter": (Frequency.QUARTERLY,),
    "half": (Frequency.SEMIANNUAL, Frequency.NINE_MONTHS),
    "year": (Frequency.ANNUAL,),
}
# Names of units are not longer than this many words.
_LONGEST_NAME = 8


@dataclass(frozen=True, slots=True)
class _Known:
    """Every report the actor may see, and those of the periods people talk about."""

    found: Sequence[Standing]
    current: Sequence[Standing]


async def answer(turn: Turn) -> Reply | None:
    """Answer a question about the reports of others; None for all other texts and all other people."""
    if not scope_of(turn.actor, Action.VIEW_OVERDUE).provinces:
        return None
    question = read_question(turn.text)
    if question is None:
        return None
    if question.asked is Asked.DOSSIERS:
        is_leader = turn.actor.has(Role.LEADER)
        return turn.say("question.dossiers_leader" if is_leader else "sentence.dossiers")
    found = await consolidation.standings(turn.uow, turn.actor, now=turn.now)
    known = _Known(found, consolidation.current(found, turn.today))
    if question.asked is Asked.ONE_UNIT:
        return await _one_unit(turn, question, known)
    return await _general(turn, question, known)


async def _general(turn: Turn, question: Question, known: _Known) -> Reply:
    standing = _meant(turn, question, known)
    if standing is None:
        return turn.say("question.no_report" if known.current else "overdue.nothing")
    standing = standing.of(Block(question.units.value) if question.units else None)
    if question.asked is Asked.PROGRESS:
        is_wide = standing.block is None and standing.is_main and question.period is None
        return await (progress.answer(turn, "") if is_wide else overdue.tell(turn, standing))
    if question.asked is Asked.URGE:
        return await urging.begin(turn, standing)
    if question.asked in _SHOWN:
        return await overdue.show(turn, standing, _SHOWN[question.asked])
    if question.asked in (Asked.SILENT, Asked.OFTEN_LATE):
        name = SILENT if question.asked is Asked.SILENT else OFTEN_LATE
        return await _listed(turn, name, headlines.asked_about(standing))
    return await overdue.tell(turn, standing)


def _meant(turn: Turn, question: Question, known: _Known) -> Standing | None:
    """The report the words name, in the period they name; the main report where they name none."""
    named = _coded(question.rest, known.found) or _named(question.rest, known.current)
    if named is None and question.period is None and not question.previous:
        return known.current[0] if known.current else None
    if named is not None and question.period is None and not question.previous:
        return named
    same = [one for one in known.found if named is None or one.obligation.id == named.obligation.id]
    begun = [one for one in same if one.period.is_once or one.period.first_day <= turn.today]
    if question.period is not None:
        begun = [one for one in begun if _is_of(one, question.period)]
        return max(begun, key=lambda one: (one.period.year, len(one.duties)), default=None)
    now = named or (known.current[0] if known.current else None)
    earlier = [one for one in begun if now and one.obligation.id == now.obligation.id]
    earlier = [one for one in earlier if now and one.period < now.period]
    return max(earlier, key=lambda one: one.period, default=None)


def _is_of(standing: Standing, mention: Mention) -> bool:
    if standing.period.frequency not in _FREQUENCIES.get(mention.kind, ()):
        return False
    if mention.kind == "half":
        return (standing.period.frequency is Frequency.NINE_MONTHS) is (mention.number == 9)
    return mention.kind == "year" or standing.period.number == mention.number


def _coded(text: str, found: Sequence[Standing]) -> Standing | None:
    """The newest report whose short code stands in the text."""
    typed = set(fold(text).replace(",", " ").replace("?", " ").split())
    same = [one for one in found if fold(one.obligation.code_for(one.period)) in typed]
    return max(same, key=lambda one: one.period, default=None)


def _named(text: str, current: Sequence[Standing]) -> Standing | None:
    """The report whose title has most in common with the text, if any has; of equals what most units owe."""
    typed = fold(text).replace(",", " ").replace("?", " ").split()
    said = {tuple(typed[i : i + size]) for size in (1, 2) for i in range(len(typed))}
    scores = [len(_terms(one) & said) for one in current]
    best = max(scores, default=0)
    return current[scores.index(best)] if best else None


def _terms(standing: Standing) -> frozenset[tuple[str, ...]]:
    code = standing.obligation.code_for(standing.period)
    return title_of(OpenObligation("", standing.obligation.title, code=code)).terms


async def _one_unit(turn: Turn, question: Question, known: _Known) -> Reply | None:
    units = await turn.uow.organisation.units()
    provinces = set(scope_of(turn.actor, Action.VIEW_OVERDUE).provinces)
    found = _find(turn, units, question.name, provinces)
    if found is None:
        return None
    report = _meant(turn, question, known) if _is_narrow(question, known) else None
    data = headlines.asked_about(report) if report is not None else {}
    if found.unit is not None:
        return await _about(turn, found.unit, data, instead_of=found.instead_of)
    choices = [(str(unit.id), unit.name) for unit in found.candidates]
    text = turn.tr("question.which_unit", name=question.name)
    return turn.ask(text, UNIT, choices=choices, data=data)


def _is_narrow(question: Question, known: _Known) -> bool:
    names = _coded(question.rest, known.found) or _named(question.rest, known.current)
    return bool(question.period or question.previous or names)


def _find(turn: Turn, units: Sequence[Unit], name: str, provinces: set[int]) -> Found | None:
    """The longest run of words that names one unit or several; what stands around it names the report."""
    words = name.split()
    for size in range(min(len(words), _LONGEST_NAME), 0, -1):
        for start in range(len(words) - size + 1):
            text = " ".join(words[start : start + size]).strip(" ,.:;?")
            found = unit_names.find_among(units, text, provinces, turn.today)
            if found.unit is not None or found.is_ambiguous:
                return found
    return None


async def unit_chosen(turn: Turn, key: str) -> Reply:
    """The unit that was meant among several of the same name."""
    assert turn.prompt is not None, "only an open question is answered"
    unit = (await turn.uow.organisation.units_by_id([int(key)]))[int(key)]
    return await _about(turn, unit, turn.prompt.data)


async def _about(turn: Turn, unit: Unit, data: Mapping[str, Any], *, instead_of: Unit | None = None) -> Reply:
    """How one unit stands in the report asked about, or in all of now."""
    found = await consolidation.standings(turn.uow, turn.actor, now=turn.now)
    shown = consolidation.current(found, turn.today)
    if data:
        key = (data["obligation"], data["period"])
        shown = [one for one in found if (one.obligation.id, one.period.key) == key]
    duties = [duty for one in shown for duty in one.duties if duty.unit.id == unit.id]
    name = unit.name
    if instead_of is not None:
        name = turn.tr("question.instead_of", former=instead_of.name, unit=unit.name)
    if not duties:
        return turn.say("question.owes_nothing", unit=name)
    return await headlines.marked(turn, await _unit_lines(turn, name, duties))


async def _unit_lines(turn: Turn, name: str, duties: Sequence[Duty]) -> Reply:
    key = "question.unit_leader" if turn.actor.has(Role.LEADER) else "question.unit"
    lines = [turn.tr(key, moment=turn.tr.moment(turn.now), unit=name)]
    late = []
    for item in await consolidation.chased(turn.uow, duties, calendar=turn.calendar, now=turn.now):
        if item.duty.assignment.is_overdue(turn.now):
            late.append(len(lines))
        due = short_due(turn.tr, item.duty.assignment.current)
        values = {"code": item.duty.code, "due": due, "state": overdue.state(turn, item)}
        lines.append(turn.tr("question.unit_line", **values))
    return Reply("\n".join(lines), late_lines=tuple(late))


async def _listed(turn: Turn, name: str, data: Mapping[str, Any]) -> Reply:
    found = await LISTS[name](turn, data)
    return found if isinstance(found, Reply) else await paging.page(turn, found, (name, data))


async def _silent(turn: Turn, data: Mapping[str, Any]) -> Listing | Reply:
    """Units that have never answered, with whom to telephone."""
    found, of = await _all_of(turn, data)
    duties = consolidation.silent(found, of) if of is not None else []
    if of is None or not duties:
        return turn.say("question.nobody_silent")
    lines = [
        Line(str(duty.unit.id), text)
        for duty, text in zip(duties, await urging.with_phones(turn, duties), strict=True)
    ]
    head = turn.tr("question.silent", count=len(lines), owing=of.tally.owing)
    return Listing(head, lines, "\n".join(await headlines.mark(turn)))


async def _often_late(turn: Turn, data: Mapping[str, Any]) -> Listing | Reply:
    """Units that were late in two of the last three periods."""
    found, of = await _all_of(turn, data)
    pairs = consolidation.often_late(found, of) if of is not None else []
    pairs = [pair for pair in pairs if of is None or of.block is None or of.block.has(pair[0].unit)]
    if of is None or not pairs:
        return turn.say("question.nobody_often_late")
    lines = [
        Line(str(duty.unit.id), turn.tr("question.late_times", unit=duty.unit.name, times=times))
        for duty, times in pairs
    ]
    values = {"title": of.obligation.title, "source": source(turn.tr, pairs[0][0])}
    head = turn.tr("question.often_late", count=len(lines), **values)
    return Listing(head, lines, "\n".join(await headlines.mark(turn)))


async def _all_of(turn: Turn, data: Mapping[str, Any]) -> tuple[list[Standing], Standing | None]:
    return await consolidation.standings(turn.uow, turn.actor, now=turn.now), await urging.asked(turn, data)


CHOICES = {UNIT: unit_chosen}
LISTS = {SILENT: _silent, OFTEN_LATE: _often_late}
