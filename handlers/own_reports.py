"""A unit asks whether its own report was sent or has arrived: answered from the store, never recorded."""

from collections.abc import Sequence

from domain.messages import PromptDraft, Reply
from domain.periods import Frequency
from domain.statuses import Status
from handlers import echo
from handlers.readings import read
from handlers.turn import Turn
from language.normalise import canonical, clean, fold
from language.own_reports import asks_whether_sent
from language.replies.periods import Period, find_periods
from services.wording import Duty, called, short_period, together

ASKED = "asked_about_own"
_KINDS = {
    "month": (Frequency.MONTHLY,),
    "quarter": (Frequency.QUARTERLY,),
    "half": (Frequency.SEMIANNUAL, Frequency.NINE_MONTHS),
    "year": (Frequency.ANNUAL,),
    "week": (Frequency.WEEKLY,),
}


async def answer(turn: Turn) -> Reply | None:
    """What is recorded of the report that is meant; None when the message asks nothing of the kind."""
    if not asks_whether_sent(turn.text):
        return None
    duties = await turn.duties(owed=False)
    if not duties:
        return None
    return _told(turn, _meant(turn, duties))


def _told(turn: Turn, duties: Sequence[Duty]) -> Reply:
    missing = [duty for duty in duties if _is_missing(duty)]
    lines = [_recorded(turn, duty) for duty in duties if not _is_missing(duty)]
    if not missing:
        return Reply("\n".join(lines))
    codes = together(turn.tr, called(missing))
    report = turn.tr("own.report", period=_periods(turn, missing)).strip()
    lines.append(turn.tr("own.missing", report=report, codes=codes, **_place(turn, missing)))
    data = {"ids": [duty.assignment.id for duty in missing]}
    return Reply("\n".join(lines), prompt=PromptDraft(ASKED, data))


def _is_missing(duty: Duty) -> bool:
    """Returned reports have been seen, and what has to be added is said."""
    return duty.assignment.status.is_owed and duty.assignment.status is not Status.RETURNED


def _recorded(turn: Turn, duty: Duty) -> str:
    waits = duty.assignment.status is Status.SUBMITTED
    state = echo.standing(turn, duty)
    return turn.tr(
        "own.waiting" if waits else "own.recorded", code=duty.code, state=state, **_place(turn, [duty])
    )


def _place(turn: Turn, duties: Sequence[Duty]) -> dict[str, str]:
    return {
        "moment": turn.tr.moment(turn.now),
        "coordinator": duties[0].coordinator.called,
        "unit": turn.tr.listing(dict.fromkeys(duty.unit.name for duty in duties)),
    }


def _periods(turn: Turn, duties: Sequence[Duty]) -> str:
    periods = dict.fromkeys(short_period(turn.tr, duty.assignment.period) for duty in duties)
    return turn.tr.listing(filter(None, periods))


def _meant(turn: Turn, duties: Sequence[Duty]) -> list[Duty]:
    """The duties a message names by code or title, else those of the period it names, else the nearest."""
    words = fold(turn.text).split()
    named = [duty for duty in duties if fold(duty.code) in words]
    if not named:
        ids = read(turn, duties).obligations
        named = [duty for duty in duties if str(duty.assignment.id) in ids]
    if named:
        return named
    mentions = [one for one in find_periods(canonical(clean(turn.text)).text) if one.number is not None]
    of_period = [duty for duty in duties if any(_fits(one, duty) for one in mentions)]
    return _nearest(turn, of_period or duties)


def _fits(mention: Period, duty: Duty) -> bool:
    period = duty.assignment.period
    if period.frequency not in _KINDS[mention.kind]:
        return False
    # "6 tháng" counts months, where a half-year is numbered.
    return mention.kind == "half" or mention.number == period.number


def _nearest(turn: Turn, duties: Sequence[Duty]) -> list[Duty]:
    def distance(duty: Duty) -> int:
        return abs((duty.assignment.current.last_day - turn.today).days)

    least = min(distance(duty) for duty in duties)
    return [duty for duty in duties if distance(duty) == least]
