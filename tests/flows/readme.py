"""The README's transcripts: an excerpt of what `dondoc demo --headless` prints, and a leader's overdue list.

The list is that of the invented province, so that no real body is shown as late without need.
Run as `python -m tests.flows.readme` to write both anew.
"""

import asyncio
import re
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.demo.headless import play
from domain.calendar import VIETNAM
from domain.statuses import Verb
from domain.units import OPERATOR, Role
from services import obligations, replies
from services.changes import Said
from services.replies import Statement
from storage import schema
from storage.store import Store, UnitOfWork
from tests.flows.stage import EVERYTHING, Stage, staged
from tests.flows.troupes import TROUPES

README = Path(__file__).parents[2] / "README.md"
BLOCK = re.compile(r"(<!-- transcript -->\n).*?(<!-- /transcript -->)", re.DOTALL)
OVERDUE = re.compile(r"(<!-- overdue -->\n).*?(<!-- /overdue -->)", re.DOTALL)
# The morning after the last day of the first month of the invented province.
MORNING_AFTER = datetime(2026, 1, 21, 8, 31, tzinfo=VIETNAM)
LAST_DAY = date(2026, 1, 20)
QUESTION = "đơn vị nào chưa nộp?"
SILENT = ("STC", "SXD", "XTANLAP", "PTANLAP")
CLAIMED = ("STP", "SYT")
# Day and hour of the scenes that tell the story in a minute.
SCENES = (
    ("19/10/2023", "08:30", "Cán bộ đầu mối"),
    ("19/10/2023", "08:52", ""),
    ("20/10/2023", "08:39", ""),
    ("20/10/2023", "08:45", ""),
    ("24/10/2023", "08:30", ""),
)
_DAY = re.compile(r"^\S.*(\d\d/\d\d/\d{4})$")
_LINE = re.compile(r"^(\d\d:\d\d)  ")


async def demo_lines() -> list[str]:
    """Everything the demo prints."""
    printed: list[str] = []
    assert await play(printed.append), "\n".join(printed)
    return [line for text in printed for line in text.split("\n")]


def excerpt(lines: list[str]) -> str:
    """The chosen scenes with the heading of their day, the mark and the verdict."""
    kept, day, heading, wanted = [lines[0]], "", "", False
    for line in lines[1:-1]:
        if match := _DAY.match(line):
            day, heading = match[1], line
        if match := _LINE.match(line):
            wanted = any(day == d and match[1] == hour and word in line for d, hour, word in SCENES)
        elif not line.startswith(" "):
            wanted = False
        if wanted:
            if heading:
                kept += ["", heading]
                heading = ""
            kept.append(line)
    return "\n".join([*kept, "", lines[-1]])


async def overdue_list() -> str:
    """What a leader of the invented province asks and hears when nearly everybody has reported."""
    with TemporaryDirectory() as folder:
        store = Store(f"sqlite+aiosqlite:///{folder}/readme.db")
        try:
            await schema.upgrade(store)
            async with (
                TROUPES["webchat"]() as troupe,
                staged(store, troupe, at=MORNING_AFTER, name="tinh-mau-2026") as stage,
            ):
                await stage.store.transact(lambda uow: _reported(uow, stage))
                leader = await stage.joins("VP", Role.LEADER, "Phó Chủ tịch UBND tỉnh")
                answer = await leader.says(QUESTION)
        finally:
            await store.close()
    return f"Phó Chủ tịch UBND tỉnh: {QUESTION}\n→ {answer}"


async def _reported(uow: UnitOfWork, stage: Stage) -> None:
    """Everything is received on the last day, but for two reports that are only claimed and four missing."""
    for duty in await obligations.duties(uow, await uow.duties.assignments(EVERYTHING, owed=True)):
        if duty.assignment.current.last_day > LAST_DAY or (duty.unit.code in SILENT and duty.code == "BC01"):
            continue
        verb = Verb.SEND if duty.unit.code in CLAIMED else Verb.RECEIVE
        statement = Statement(verb, sent_on=LAST_DAY)
        said = Said(MORNING_AFTER, MORNING_AFTER, duty.assignment.id)
        await replies.record(uow, OPERATOR, duty, statement, said=said)


def rewritten(text: str, lines: list[str], overdue: str) -> str:
    """The README with both excerpts between their markers."""
    block = f"```text\n{excerpt(lines)}\n```\n"
    text = BLOCK.sub(lambda match: match[1] + block + match[2], text)
    listed = f"```text\n{overdue}\n```\n"
    return OVERDUE.sub(lambda match: match[1] + listed + match[2], text)


async def _written_anew() -> None:
    text = README.read_text(encoding="utf-8")
    fresh = rewritten(text, await demo_lines(), await overdue_list())
    await asyncio.to_thread(README.write_text, fresh, encoding="utf-8")


if __name__ == "__main__":
    asyncio.run(_written_anew())
