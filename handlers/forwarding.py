"""Passing on at once what a coordinator must know or decide."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from domain.requests import RequestKind
from handlers.turn import Turn
from language.normalise import fold
from language.numbers import bare_choice
from services import notices, requests
from services.wording import Duty

BLOCKED = "blocked"


async def forward(turn: Turn, duties: Sequence[Duty], key: str, words: Callable[[Turn], str]) -> bool:
    """Obstacles, disputes and requests reach the coordinator at once, in the coordinator's language.

    An obstacle waits in the coordinator's worklist from then on. False when the sender's own body coordinates
    the duty, so that there is nobody to pass it on to.
    """
    coordinator = duties[0].coordinator
    if coordinator.id in turn.actor.unit_ids():
        return False
    if key == BLOCKED:
        # A number, or the code that a question was answered with, says nothing of the obstacle.
        codes = {fold(duty.code) for duty in duties}
        is_bare = bare_choice(turn.text) is not None or set(fold(turn.text).split()) <= codes
        said = {"words": "" if is_bare else turn.text}
        told = (said, turn.said)
        await requests.open_about(turn.uow, turn.actor, RequestKind.OBSTACLE, duties, told=told)
    tr = await notices.coordinator_speech(turn.uow, coordinator.id, turn.calendar)
    text, notice_key = words(replace(turn, tr=tr)), f"{key}:{turn.received.inbox_id}"
    await notices.tell_coordinators(turn.uow, coordinator.id, key=notice_key, text=text, now=turn.now)
    return True
