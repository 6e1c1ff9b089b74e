"""Whose duty it is, what becomes of an obstacle, who is called back: a coordinator's answers in words."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from domain.calendar import Calendar
from domain.obligations import Assignment
from domain.permissions import Scope
from domain.requests import RequestState
from domain.statuses import Verb, move
from domain.units import Actor
from locales.speech import Speech
from services import changes, requests
from services.changes import CHANGED, Cause, Said
from services.extensions import last_words
from services.requests import Ask
from services.wording import Duty, clause, short_due
from storage.store import UnitOfWork

_EVERYTHING = Scope(everything=True)


async def uphold(
    uow: UnitOfWork, actor: Actor, ask: Ask, basis: str | None, *, moment: tuple[Said, Calendar]
) -> None:
    """The duty stays with the unit: its reminders go on, and it hears by which clause."""
    said, calendar = moment
    for duty in ask.duties:
        step = said.now if duty.assignment.status.is_owed else None
        await _changed(uow, actor, duty, {"disputed": False, "next_step_at": step}, about=(ask, said))
    decided = (RequestState.ANSWERED, {"ruling": "upheld", "answer": basis})
    await requests.close(uow, actor, ask, decided, now=said.now)
    words = (said.now, calendar)
    await requests.answer(uow, ask, lambda tr: upheld_words(tr, ask, basis), moment=words)


async def release(
    uow: UnitOfWork, actor: Actor, ask: Ask, basis: str, *, moment: tuple[Said, Calendar]
) -> None:
    """The unit is right: nothing is owed any more, on the basis the coordinator gave."""
    said, calendar = moment
    for duty in ask.duties:
        values = {
            "status": move(duty.assignment.status, Verb.WAIVE).value,
            "reason": basis,
            "disputed": False,
            "next_step_at": None,
        }
        await _changed(uow, actor, duty, values, about=(ask, said))
    decided = (RequestState.AGREED, {"ruling": "released", "answer": basis})
    await requests.close(uow, actor, ask, decided, now=said.now)
    words = (said.now, calendar)
    await requests.answer(uow, ask, lambda tr: released_words(tr, ask, basis), moment=words)


async def settle(
    uow: UnitOfWork, actor: Actor, ask: Ask, words: str | None, *, moment: tuple[Said, Calendar]
) -> None:
    """An obstacle or a call is dealt with; the coordinator's words, if any, are passed on as they are."""
    said, calendar = moment
    await requests.close(uow, actor, ask, (RequestState.ANSWERED, {"answer": words}), now=said.now)
    if words:
        told = (said.now, calendar)
        await requests.answer(uow, ask, lambda tr: _passed_on(tr, ask, words), moment=told)


async def taken_back(
    uow: UnitOfWork, restored: Sequence[Assignment], *, moment: tuple[datetime, Calendar]
) -> None:
    """A coordinator took answers back: what was asked waits again, and the units hear of it."""
    keys = await _decided_with(uow, restored)
    if not keys:
        return
    reopened = await uow.requests.reopen(keys)
    for ask in await requests.grouped(uow, reopened):
        await requests.answer(uow, ask, partial(_taken_back_words, ask), moment=moment)


async def _decided_with(uow: UnitOfWork, restored: Sequence[Assignment]) -> list[int]:
    """Keys of the requests that were decided by the changes which have just been undone."""
    undone = {f"assignment:{item.id}": item.version - 1 for item in restored}
    keys: list[int] = []
    for event in await uow.history.of_verbs(undone, (CHANGED,)):
        if event.data["version"] == undone[event.subject]:
            keys += event.data.get("requests", ())
    return keys


def upheld_words(tr: Speech, ask: Ask, basis: str | None) -> str:
    """The answer to a dispute: by which clause, until when, and how to talk about it."""
    duty = ask.duties[0]
    values = {
        "coordinator": ask.coordinator.called,
        "codes": tr.listing(duty.code for duty in ask.duties),
        "unit": ask.unit.name,
        "source": cited(tr, duty),
        "due": short_due(tr, duty.assignment.current),
    }
    # A reason that only names the clause is in the sentence already.
    named = clause(tr, duty.obligation.clause).split(",")[0]
    quoted = basis is not None and named.casefold() not in basis.casefold()
    because = tr("request.words", words=basis) + " " if quoted else ""
    return tr("dispute.upheld", because=because, **values)


def released_words(tr: Speech, ask: Ask, basis: str) -> str:
    """The unit owes nothing any more."""
    return tr(
        "dispute.released",
        coordinator=ask.coordinator.called,
        codes=tr.listing(duty.code for duty in ask.duties),
        unit=ask.unit.name,
        basis=basis,
    )


def cited(tr: Speech, duty: Duty) -> str:
    """Clause and document in short: `mục 7 công văn 2215/UBND-NC`."""
    directive = duty.directive
    return tr(
        "request.cited",
        clause=clause(tr, duty.obligation.clause),
        kind=directive.doc_type.lower(),
        number=directive.document or directive.symbol,
    )


def _passed_on(tr: Speech, ask: Ask, words: str) -> str:
    about = tr.listing(duty.code for duty in ask.duties) or ask.unit.name
    return tr("request.answered", coordinator=ask.coordinator.called, about=about, words=words)


def _taken_back_words(ask: Ask, tr: Speech) -> str:
    first = ask.duties[0]
    codes = tr.listing(duty.code for duty in ask.duties)
    values = {"codes": codes, "due": last_words(tr, first.assignment.current)}
    return tr("request.taken_back", coordinator=ask.coordinator.called, **values)


async def _changed(
    uow: UnitOfWork, actor: Actor, duty: Duty, values: dict[str, Any], *, about: tuple[Ask, Said]
) -> Duty:
    ask, said = about
    cause = Cause(CHANGED, said.now, {"message": said.message, "requests": ask.ids})
    return replace(duty, assignment=await changes.change(uow, actor, duty.assignment, values, cause=cause))
