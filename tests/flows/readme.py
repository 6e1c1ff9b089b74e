"""The README's transcript: an excerpt of what `dondoc demo --headless` really prints.

Run as `python -m tests.flows.readme` to write it anew.
"""

import asyncio
import re
from pathlib import Path

from bot.demo.headless import play

README = Path(__file__).parents[2] / "README.md"
BLOCK = re.compile(r"(<!-- transcript -->\n).*?(<!-- /transcript -->)", re.DOTALL)
# Day and hour of the scenes that tell the story in a minute.
SCENES = (
    ("19/10/2023", "08:30", "Cán bộ đầu mối"),
    ("19/10/2023", "08:52", ""),
    ("20/10/2023", "08:39", ""),
    ("20/10/2023", "08:45", ""),
    ("21/10/2023", "08:31", ""),
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


def rewritten(text: str, lines: list[str]) -> str:
    """The README with the excerpt between its markers."""
    block = f"```text\n{excerpt(lines)}\n```\n"
    return BLOCK.sub(lambda match: match[1] + block + match[2], text)


if __name__ == "__main__":
    text = README.read_text(encoding="utf-8")
    README.write_text(rewritten(text, asyncio.run(demo_lines())), encoding="utf-8")
