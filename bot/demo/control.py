"""What the demo page's buttons do: move the story on and show where everybody stands."""

import asyncio
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from bot.demo.theatre import Theatre
from domain.units import OPERATOR
from locales.speech import speech
from services import board
from web.demo import DemoState, Seat

# A seat's chat is opened as a visitor's browser would: a session, the code, the confirming 1.
_YES = "1"
_MORNING = time(8, 0)


class StageControl:
    """The controls of one theatre; moves are made one after another."""

    def __init__(self, theatre: Theatre) -> None:
        self._theatre = theatre
        self._moving = asyncio.Lock()
        self._tr = speech("vi", theatre.house.calendar.zone)
        self.seats: Sequence[Seat] = ()

    async def seat_everybody(self) -> None:
        """Open a web chat for each seat and link it."""
        async with self._theatre.house.store.reading() as uow:
            units = {unit.code: unit.name for unit in await uow.organisation.units()}
        seated = []
        for seat in self._theatre.story.seats:
            token, address = await self._theatre.house.desk.open_session()
            code = await self._theatre.code_for(seat)
            for text in (code, _YES):
                client_id = f"seat-{seat.key}-{text}"
                await self._theatre.house.desk.say(address, text, client_id=client_id)
                await self._theatre.settle()
            role = self._tr(f"role.{seat.role}")
            seated.append(Seat(seat.key, seat.person, units[seat.unit], role, token))
        self.seats = tuple(seated)

    async def state(self) -> DemoState:
        """Where the story stands now."""
        theatre = self._theatre
        now = theatre.house.clock.now()
        async with theatre.house.store.reading() as uow:
            boards = await board.boards(uow, OPERATOR, now=now, calendar=theatre.house.calendar)
        captions = (self._tr("demo.caption1"), self._tr("demo.caption2"), self._tr("demo.caption3"))
        return DemoState(
            now=now,
            step=self._step(theatre.house.calendar.day_of(now)),
            captions=captions,
            next_at=await theatre.house.ticks.next_moment(),
            boards=boards,
            message="",
        )

    async def to_next(self) -> DemoState:
        """Go to the next reminder, playing what the other units write until then."""
        return await self._move(await self._theatre.house.ticks.next_moment())

    async def to_next_day(self) -> DemoState:
        """Go to the next morning at eight."""
        calendar = self._theatre.house.calendar
        return await self.to_day(calendar.day_of(self._theatre.house.clock.now()) + timedelta(days=1))

    async def to_day(self, day: date) -> DemoState:
        """Go to the morning of a day; time never runs backwards."""
        return await self._move(self._theatre.house.calendar.at(day, _MORNING))

    async def _move(self, moment: datetime | None) -> DemoState:
        async with self._moving:
            if moment is not None and moment > self._theatre.house.clock.now():
                await self._theatre.move_to(moment)
        return await self.state()

    def _step(self, today: date) -> int:
        last = self._theatre.last_day
        if today < last:
            return 1
        return 2 if today == last else 3
