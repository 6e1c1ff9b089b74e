"""The demo in a terminal: the month day by day, and a verdict that is only given when the job was done."""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from bot.demo.theatre import Theatre
from bot.demo.verdict import Verdict, examine
from domain.messages import Outbound
from files.story import ScriptedLine, Story, shipped_story
from locales.speech import Speech, speech


@dataclass(slots=True)
class Transcript:
    """What is printed: every word of the seats, a count for everybody else."""

    say: Callable[[str], None]
    tr: Speech
    names: dict[str, str]
    seats: frozenset[str]
    heard: list[Outbound] = field(default_factory=list)
    day: date | None = None

    def flush(self, theatre: Theatre, said: list[ScriptedLine]) -> None:
        """Print what was said and heard since the last flush."""
        now = theatre.house.calendar.local(theatre.house.clock.now())
        heard, self.heard = self.heard, []
        if (said or heard) and self.day != now.date():
            self.day = now.date()
            self.say("")
            self.say(self.tr("demo.day", day=self.tr.weekday(now.date())))
        for line in said:
            who = self.names.get(line.writer, line.writer)
            self.say(f"{now:%H:%M}  {who}: {line.text}")
        writers = {line.writer for line in said}
        others = 0
        for message in heard:
            if message.address in self.seats:
                self.say(f"{now:%H:%M}  → {self.names[message.address]}: {indented(message.text)}")
            elif message.address not in writers:
                others += 1
        if others:
            self.say(f"{now:%H:%M}  " + self.tr("demo.others", count=others))


def indented(text: str) -> str:
    """Further lines of a message stand below its first."""
    return text.replace("\n", "\n         ")


async def play(say: Callable[[str], None]) -> bool:
    """Play the story through inbox and outbox; the last line is `DEMO OK …` only if the job was done."""
    story = shipped_story()
    with tempfile.TemporaryDirectory(prefix="dondoc-demo-") as folder:
        return await _play(story, Path(folder) / "demo.db", say)


async def _play(story: Story, database: Path, say: Callable[[str], None]) -> bool:
    collected: list[Outbound] = []
    theatre = await Theatre.open(story, database, speed=0.0, heard=collected.append)
    try:
        tr = speech("vi", theatre.house.calendar.zone)
        names = await theatre.names()
        transcript = Transcript(say, tr, names, frozenset(seat.key for seat in story.seats))
        await theatre.cast(seats_play=True)
        collected.clear()
        say(tr("mark.fictitious"))
        say(tr("demo.opening", moment=tr.moment(theatre.house.clock.now())))
        while (scene := await theatre.next_moment()) is not None and scene <= story.end:
            said = await theatre.move_to(scene)
            transcript.heard, collected[:] = list(collected), []
            transcript.flush(theatre, said)
        await theatre.move_to(story.end)
        verdict = await examine(theatre)
    finally:
        await theatre.close()
    _conclude(say, tr, verdict)
    return verdict.is_good


def _conclude(say: Callable[[str], None], tr: Speech, verdict: Verdict) -> None:
    say("")
    if not verdict.is_good:
        for failing in verdict.failings:
            say(tr("demo.failing", what=failing))
        return
    say(
        "DEMO OK "
        + tr(
            "demo.verdict",
            reminders=verdict.reminders,
            answered=verdict.answered,
            expected=verdict.expected,
            late=verdict.late,
        )
    )
