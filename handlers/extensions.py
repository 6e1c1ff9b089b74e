"""A unit asks for more time: until when, why, and the coordinator hears of it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, time
from typing import Any

from domain.deadlines import granted
from domain.delivery import Prompt
from domain.messages import Reply
from domain.requests import RequestKind
from handlers.answers import Answer, Details, day_of, ids_of, text_of
from handlers.forwarding import forward
from handlers.readings import details_of, read
from handlers.turn import Turn
from language.commands import Command
from language.normalise import fold
from language.orders import spoken_hour
from services import extensions, replies, requests
from services.extensions import end_words, last_words
from services.wording import Duty, called, short_due

UNTIL = "until"
EXTENSION = "extension"


async def ask(turn: Turn, duties: Sequence[Duty], details: Details) -> Reply:
    """Until when, and is that right? The deadline does not move by asking."""
    if not any(duty.assignment.status.is_owed for duty in duties):
        return turn.say("extension.sent_since", codes=turn.tr.listing(called(duties)))
    duties = [duty for duty in duties if duty.assignment.status.is_owed]
    ids, day = [duty.assignment.id for duty in duties], details.until
    codes = turn.tr.listing(called(duties))
    current = duties[0].assignment.current
    kept = {"ids": ids, "reason": details.reason}
    if day is None or day < turn.today:
        text = turn.tr("extension.until", codes=codes, due=short_due(turn.tr, current))
        return turn.ask(text, UNTIL, data=kept)
    hour = spoken_hour(turn.text, as_limit=True)
    wanted = granted(current, day, hour, turn.calendar, asked_at=turn.now)
    if wanted.last_moment <= current.last_moment:
        text = turn.tr("extension.not_later", codes=codes, due=short_due(turn.tr, current))
        return turn.ask(text, UNTIL, data=kept)
    reason = turn.tr("state.reason", reason=details.reason) if details.reason else None
    text = turn.tr(
        "extension.confirm",
        codes=codes,
        due=turn.tr.day(current.last_day),
        until=end_words(turn.tr, wanted),
        reason=reason or turn.tr("extension.no_reason"),
    )
    choices = (("yes", turn.tr("choice.right")), ("no", turn.tr("choice.change")))
    data = {**kept, "until": day.isoformat(), "hour": hour.isoformat("minutes") if hour else None}
    return turn.ask(text, EXTENSION, choices=choices, data=data)


async def chosen(turn: Turn, key: str) -> Reply:
    """Forward the confirmed request; the deadline does not move by asking."""
    assert turn.prompt is not None, "only an open question is answered"
    data = turn.prompt.data
    duties = await turn.duties_by_id(ids_of(data))
    if key != "yes":
        return await ask(turn, duties, Details(reason=text_of(data["reason"])))
    if not all(duty.assignment.status.is_owed for duty in duties):
        return turn.say("extension.sent_since", codes=turn.tr.listing(duty.code for duty in duties))
    until, reason = day_of(data["until"]), text_of(data["reason"])
    assert until is not None, "a request is only confirmed with its date"
    for duty in duties:
        await replies.ask_extension(turn.uow, turn.actor, duty, request=(until, reason), now=turn.now)
    own_day = await extensions.gathering(turn.uow, duties[0])
    limit = own_day.current.last_day if own_day is not None else None
    if await forward(turn, duties, "extension", lambda there: _request(there, duties, data, limit)):
        asked = {name: data.get(name) for name in ("until", "hour", "reason")}
        told = (asked, turn.said)
        await requests.open_about(turn.uow, turn.actor, RequestKind.EXTENSION, duties, told=told)
    due = last_words(turn.tr, duties[0].assignment.current)
    return turn.say("extension.asked", coordinator=duties[0].coordinator.called, due=due)


def _request(turn: Turn, duties: Sequence[Duty], data: Mapping[str, Any], limit: date | None) -> str:
    """What the coordinator reads: the wish, whether it passes the Office's own day, and how to answer."""
    until, hour = date.fromisoformat(str(data["until"])), data.get("hour")
    current = duties[0].assignment.current
    at = time.fromisoformat(hour) if hour else None
    wanted = granted(current, until, at, turn.calendar, asked_at=turn.now)
    text = turn.tr(
        "extension.forward",
        unit=duties[0].unit.name,
        codes=turn.tr.listing(duty.code for duty in duties),
        until=end_words(turn.tr, wanted),
        reason=data["reason"] or turn.tr("extension.no_reason"),
        due=last_words(turn.tr, current),
    )
    if limit is not None and until > limit:
        text += " " + turn.tr("extension.past_own_day", day=turn.tr.weekday(limit))
    if wanted.was_asked_late:
        text += " " + turn.tr("extension.late_note")
    return f"{text} {turn.tr('extension.how_to_answer', code=duties[0].code)}"


async def until(turn: Turn, prompt: Prompt) -> Reply | None:
    """The answer to "đến ngày nào?"; None when it is about something else."""
    duties = await turn.duties_by_id(ids_of(prompt.data))
    # The answer is read as what it stands for: "thêm 2 ngày" counts from the due day.
    asked = replace(turn, text=f"xin gia hạn đến {turn.text}")
    day = read(asked, duties).until
    if day is None:
        return None
    return await ask(asked, duties, Details(until=day, reason=text_of(prompt.data["reason"])))


async def command(turn: Turn, argument: str) -> Reply:
    """/giahan BC10 đến thứ 6: the duty by its code, the day and the reason as in a sentence."""
    from handlers import status

    duties = await turn.duties()
    code, _, rest = argument.partition(" ")
    named = [duty for duty in duties if fold(duty.code) == fold(code)]
    if not duties:
        return turn.say("tasks.none")
    asked = replace(turn, text=f"xin gia hạn {rest if named else argument}")
    details = replace(details_of(read(asked, named or duties)), negated=False)
    if len(named or duties) > 1:
        return status.which(asked, Answer.EXTENSION, named or duties, details)
    return await ask(asked, named or duties, details)


CHOICES = {EXTENSION: chosen}
TEXTS = {UNTIL: until}
COMMANDS = {Command.EXTEND: command}
