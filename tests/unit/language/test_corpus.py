"""Figures on a labelled collection outside the repository; the floors lie a little under what is reached."""

import json
import os
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from language.replies import OpenObligation, understand

FOLDER = os.environ.get("DONDOC_CORPUS")


def _understood(line: dict[str, Any]) -> dict[str, Any]:
    duties = [
        OpenObligation(o["id"], o["title"], date.fromisoformat(o["due"]) if o.get("due") else None)
        for o in line["context"]["open"]
    ]
    return understand(
        line["text"], now=datetime.fromisoformat(line["now"]), open_obligations=duties
    ).to_dict()


def _sent(said: dict[str, Any]) -> set[str] | None:
    """Give the ids called submitted; None when no statement is."""
    parts = [said, *said.get("also", [])]
    ids = [set(p["obligations"]) for p in parts if p["intent"] == "submitted"]
    return set().union(*ids) if ids else None


def _is_unsafe(gold: dict[str, Any], said: dict[str, Any]) -> bool:
    claimed, true = _sent(said), _sent(gold)
    return claimed is not None and (true is None or not claimed <= true)


def _accepted(line: dict[str, Any]) -> list[dict[str, Any]]:
    alternative = line.get("alt") or []
    return [line["expect"], *(alternative if isinstance(alternative, list) else [alternative])]


@pytest.mark.skipif(FOLDER is None, reason="DONDOC_CORPUS names no folder with replies-dev.jsonl")
def test_the_collection_is_understood_above_the_floors_and_nothing_is_wrongly_sent() -> None:
    text = Path(FOLDER or "", "replies-dev.jsonl").read_text(encoding="utf-8")
    lines = [json.loads(line) for line in text.splitlines() if line.strip()]
    said = [_understood(line) for line in lines]
    intents = sum(
        any(g["intent"] == s["intent"] for g in _accepted(line)) for line, s in zip(lines, said, strict=True)
    )
    duties = sum(
        any(
            g["obligations"] == s["obligations"] and g.get("ambiguous", False) == s.get("ambiguous", False)
            for g in _accepted(line)
        )
        for line, s in zip(lines, said, strict=True)
    )
    unsafe = [
        line["text"]
        for line, s in zip(lines, said, strict=True)
        if all(_is_unsafe(g, s) for g in _accepted(line))
    ]
    assert unsafe == []
    assert intents / len(lines) >= 0.985
    assert duties / len(lines) >= 0.98
