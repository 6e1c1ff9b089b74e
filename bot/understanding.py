"""`dondoc understand`: one prediction a line."""

import json
import sys
from datetime import date, datetime
from typing import Any

from domain.errors import InvalidInput
from language.replies import OpenObligation, understand


def stream() -> None:
    """JSON lines in, one prediction a line out; InvalidInput names a line that cannot be read."""
    for number, line in enumerate(sys.stdin, start=1):
        if line.strip():
            sys.stdout.write(json.dumps(predict(line, number), ensure_ascii=False) + "\n")
            sys.stdout.flush()


def predict(line: str, number: int) -> dict[str, Any]:
    """The prediction for one line, in the shape of `expect` of the label rules."""
    try:
        item = json.loads(line)
        now = datetime.fromisoformat(item["now"])
        known = [_obligation(entry) for entry in item.get("context", {}).get("open", [])]
        text = str(item["text"])
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise InvalidInput(
            f"line {number} is not an object with text, now (ISO) and context: {error!r}"
        ) from error
    return understand(text, now=now, open_obligations=known).to_dict()


def _obligation(entry: dict[str, Any]) -> OpenObligation:
    due = date.fromisoformat(entry["due"]) if entry.get("due") else None
    return OpenObligation(str(entry["id"]), str(entry["title"]), due, str(entry.get("code", "")))
