"""The status machine has one table in code and one diagram in the documents, and they are equal."""

import re

from domain.statuses import TRANSITIONS, Status
from tests.architecture.sources import ROOT

ARCHITECTURE = ROOT / "docs" / "architecture.md"
SECTION = re.compile(r"<!-- statuses -->\n(?P<text>.*?)<!-- /statuses -->", re.DOTALL)
EDGE = re.compile(r"^\s*(?P<start>\S+) --> (?P<end>\w+)(?:: (?P<verb>\w+))?$", re.MULTILINE)


def edges(text: str) -> list[tuple[str, str | None, str]]:
    """The arrows of a mermaid diagram as (from, verb, to)."""
    return [(found["start"], found["verb"], found["end"]) for found in EDGE.finditer(text)]


def diagram() -> list[tuple[str, str | None, str]]:
    """The arrows drawn between the two markers."""
    section = SECTION.search(ARCHITECTURE.read_text("utf-8"))
    assert section is not None, "docs/architecture.md has no statuses between its markers"
    assert "stateDiagram" in section["text"]
    return edges(section["text"])


def test_the_diagram_has_exactly_the_edges_of_the_table() -> None:
    table = {
        (str(start), str(verb), str(end))
        for start, verbs in TRANSITIONS.items()
        for verb, end in verbs.items()
    }
    assert set(diagram()) - {("[*]", None, str(Status.PENDING))} == table


def test_the_diagram_draws_every_edge_once_and_begins_with_pending() -> None:
    found = diagram()
    assert len(found) == len(set(found))
    assert ("[*]", None, str(Status.PENDING)) in found


def test_arrows_are_read_with_their_words_and_other_lines_are_not() -> None:
    text = "stateDiagram-v2\n    [*] --> pending\n    pending --> accepted: receive\n    pending: waits\n"
    assert edges(text) == [("[*]", None, "pending"), ("pending", "receive", "accepted")]
