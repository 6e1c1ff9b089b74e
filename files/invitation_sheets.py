"""Printed invitations: HTML with its own print rules, a block per code that no page break tears apart."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

# A4 with two or three blocks to a page; nothing is fetched from anywhere.
_STYLE = """
@page { size: A4; margin: 14mm; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 190mm; color: #111; background: #fff;
  font: 11pt/1.4 "Times New Roman", "Liberation Serif", "Noto Serif", serif; }
h1 { margin: 0 0 1mm; font-size: 14pt; text-align: center; }
.mark { margin: 0 0 2mm; text-align: center; font-weight: bold; letter-spacing: .5pt; }
.slip { break-inside: avoid; page-break-inside: avoid; margin: 0 0 6mm; padding: 4mm 5mm;
  border: 0.4mm solid #333; }
.slip h2 { margin: 0 0 2mm; font-size: 13pt; }
dl { display: grid; grid-template-columns: 32mm 1fr; gap: .5mm 3mm; margin: 0 0 2mm; }
dt { color: #444; }
dd { margin: 0; font-weight: bold; overflow-wrap: anywhere; }
.code { font: bold 17pt/1.3 "Liberation Mono", "Courier New", monospace; letter-spacing: 1pt;
  white-space: nowrap; }
ol { margin: 0 0 2mm; padding-left: 6mm; }
li { overflow-wrap: anywhere; }
p { margin: 0 0 1mm; }
.small { color: #333; font-size: 9.5pt; }
@media screen { body { padding: 8mm; } }
"""


@dataclass(frozen=True, slots=True)
class Block:
    """What one person is handed: a heading, facts by label, the code in groups, steps, the small print."""

    heading: str
    facts: Sequence[tuple[str, str]]
    code: tuple[str, str]
    steps: Sequence[str]
    small: Sequence[str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A printable sheet; `mark` stands over every block of an invented province."""

    language: str
    title: str
    blocks: Sequence[Block]
    mark: str = ""


def write(sheet: Sheet) -> str:
    """The sheet as one HTML file that needs nothing else."""
    blocks = "\n".join(_block(block, sheet.mark) for block in sheet.blocks)
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(sheet.language)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="robots" content="noindex">\n<title>{escape(sheet.title)}</title>\n'
        f"<style>{_STYLE}</style>\n</head>\n<body>\n<h1>{escape(sheet.title)}</h1>\n{blocks}\n</body>\n</html>\n"
    )


def _block(block: Block, mark: str) -> str:
    label, code = block.code
    facts = "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in block.facts)
    whole = escape(code.replace(" ", ""))
    coded = f'<dt>{escape(label)}</dt><dd class="code"><data value="{whole}">{escape(code)}</data></dd>'
    steps = "".join(f"<li>{escape(step)}</li>" for step in block.steps)
    small = "".join(f'<p class="small">{escape(text)}</p>' for text in block.small)
    marked = f'<p class="mark">{escape(mark)}</p>' if mark else ""
    return (
        f'<section class="slip">{marked}<h2>{escape(block.heading)}</h2>'
        f"<dl>{facts}{coded}</dl><ol>{steps}</ol>{small}</section>"
    )
