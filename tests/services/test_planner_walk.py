"""The planner through whole months of random life: what must hold however often it looks."""

import random
from collections import Counter
from datetime import datetime, timedelta

import pytest

from domain import ladder
from domain.delivery import OutboxMessage
from domain.statuses import TRANSITIONS, Verb
from domain.units import OPERATOR
from services.replies import Statement
from tests.services.town import CALENDAR, EVERYTHING, REPORTING, Town, october

_END = october(31)
_UNITS_WORDS = (Verb.SEND, Verb.PROGRESS, Verb.BLOCK, Verb.DENY, Verb.RETURN, Verb.RECEIVE)


async def live(town: Town, dice: random.Random) -> list[datetime]:
    """October passes in random strides; at each stop somebody may speak and the planner may look."""
    now, looked = october(9, 7, 0), []
    while now < _END:
        now += timedelta(minutes=dice.choice((1, 7, 20, 95, 400, 1500)))
        if dice.random() < 0.3:
            await speak(town, dice, now)
        for _ in range(dice.choice((0, 1, 1, 2))):
            await town.plans(now)
            looked.append(now)
    return looked


async def speak(town: Town, dice: random.Random, now: datetime) -> None:
    """A unit or the Office says whatever the status allows."""
    unit = dice.choice(REPORTING)
    assignment = (await town.duty(unit)).assignment
    allowed = [verb for verb in _UNITS_WORDS if verb in TRANSITIONS[assignment.status]]
    if dice.random() < 0.2:
        await town.tells(OPERATOR, unit, Statement(disputed=not assignment.disputed), at=now)
    elif allowed:
        await town.tells(OPERATOR, unit, dice.choice(allowed), at=now)


@pytest.mark.parametrize("seed", range(3))
async def test_whatever_happens_every_step_is_told_once_in_hours_and_never_too_early(
    town: Town, seed: int
) -> None:
    for unit in ("STP", "STP2", "SNV"):
        await town.joins(unit[:3], name=unit)
    looked = await live(town, random.Random(seed))
    messages = await town.messages()
    assert messages, "a month in which nobody is told proves nothing"
    assert all(ladder.is_sending_time(message.created_at, CALENDAR) for message in messages)
    assert {message.created_at for message in messages} <= set(looked)
    async with town.store.reading() as uow:
        told = [row for one in messages for row in await uow.reminders.of_message(one.id)]
        keys = [one.id for one in await uow.duties.assignments(EVERYTHING)]
        emitted = await uow.reminders.emitted(keys)
    assert len(told) == len(emitted)
    assert all(row.due_at <= row.emitted_at for row in told)
    assert not too_many(messages)


def too_many(messages: list[OutboxMessage]) -> dict[tuple[int | None, datetime], int]:
    """Persons who were told more than once at one moment."""
    counted = Counter((message.person_id, message.created_at) for message in messages)
    return {key: number for key, number in counted.items() if number > 1}


@pytest.mark.parametrize("seed", range(2))
async def test_looking_more_often_tells_nothing_more(town: Town, seed: int) -> None:
    """Against an oracle: a planner that looks every few minutes tells exactly the steps of the ladder."""
    await town.joins("STP")
    dice = random.Random(seed)
    now = october(9, 8, 0)
    while now < october(24):
        now += timedelta(
            minutes=dice.choice((9, 12, 14)) if CALENDAR.is_working(CALENDAR.day_of(now)) else 60
        )
        await town.plans(now)
    async with town.store.reading() as uow:
        told = await uow.reminders.emitted([(await town.duty("STP")).assignment.id])
    assert {step for _, _, step, _ in told} == {"open", "-3", "-1", "0", "0-pm", "+1"}
    assert len(await town.messages()) == 6


@pytest.mark.parametrize("seed", range(3))
async def test_moving_the_clock_never_takes_a_message_back_and_planning_again_adds_none(
    town: Town, seed: int
) -> None:
    dice = random.Random(seed)
    for unit in ("STP", "SNV"):
        await town.joins(unit)
    known: set[tuple[str, str]] = set()
    furthest = october(16, 8)
    for _ in range(40):
        furthest += timedelta(minutes=dice.choice((20, 90, 400)))
        # Many of the looks are cast by a clock that stands somewhere in the past.
        back = timedelta(minutes=dice.choice((0, 0, 30, 600, 4000)))
        await town.plans(furthest - back)
        queued = {(message.idem_key, message.state.value) for message in await town.messages()}
        assert known <= queued
        again = await town.plans(furthest - back)
        assert again.queued == 0
        known = queued
    assert known, "a month in which nobody is told proves nothing"
