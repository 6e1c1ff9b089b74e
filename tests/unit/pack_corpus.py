"""Shipped packs beside the annotated directives they were made from, written in the same terms."""

import json
import os
import re
import unicodedata
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from domain.calendar import Calendar
from domain.deadlines import compute
from domain.obligations import Supersession
from domain.packs import Pack, PackDirective, PackObligation
from domain.periods import ONCE, Frequency, Period
from domain.units import Group, Selector
from tests.unit.shipped_packs import CALENDAR, in_directive, owing

# Periods for which a recurring day is worked out; the ones of the directives' own time.
PERIODS = {
    Frequency.ONCE: (ONCE,),
    Frequency.MONTHLY: tuple(Period(2023, month, Frequency.MONTHLY) for month in (10, 11, 12)),
}
# A figure printed without "tối thiểu" is one to reach, and is met by more as well.
OPERATOR_READ = {"=": ">="}
Fact = dict[str, object]


@dataclass(frozen=True)
class Reading:
    """How the class words of one directive are understood.

    `everybody` is "các cơ quan, đơn vị, địa phương". `unknown` are bodies of which nobody can say yet which
    they are, so that everybody is asked. `support` are class words among those who help.
    """

    everybody: Selector
    unknown: frozenset[str] = frozenset()
    support: Mapping[str, Selector] = field(default_factory=dict)


TO_AGENCIES = Selector((Group.DEPARTMENTS, Group.AGENCIES, Group.DISTRICTS))
READINGS = {
    "000": Reading(TO_AGENCIES),
    "001": Reading(TO_AGENCIES),
    "002": Reading(TO_AGENCIES, support={"các sở, ngành chuyên môn": Selector((Group.DEPARTMENTS,))}),
    "003": Reading(
        Selector((Group.DEPARTMENTS, Group.BOARDS, Group.DISTRICTS), ("BQLKCN",)),
        support={
            # The letter itself counts the board among "các Sở, ban, ngành".
            "các sở, ban, ngành": Selector((Group.DEPARTMENTS, Group.BOARDS)),
            "UBND cấp huyện": Selector((Group.DISTRICTS,)),
            "các cơ quan, đơn vị có liên quan": Selector(),
        },
    ),
    "004": Reading(
        Selector((Group.DEPARTMENTS, Group.BOARDS, Group.DISTRICTS), ("BQLKKT",)),
        unknown=frozenset({"cơ quan chủ trì giải quyết TTHC"}),
    ),
}


# ------------------------------------------------------------------------------------------- the corpus
def corpus() -> Path:
    """The folder of annotated directives; the test is skipped where it is not at hand."""
    folder = os.environ.get("DONDOC_CORPUS")
    if not folder:
        pytest.skip("DONDOC_CORPUS does not name the folder that contains directives/")
    return Path(folder) / "directives"


def annotation(number: str) -> dict[str, Any]:
    """What was annotated in one directive."""
    (path,) = corpus().glob(f"{number}_*.json")
    annotated: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return annotated


def letter(number: str) -> str:
    """The text of one directive in small letters, without marks of footnotes and breaks of lines."""
    (path,) = corpus().glob(f"{number}_*.txt")
    text = re.sub(r"[\u00b9\u00b2\u00b3\u2070-\u2079]|\*\*", "", path.read_text(encoding="utf-8"))
    return " ".join(unicodedata.normalize("NFC", text).split()).casefold()


# -------------------------------------------------------------------------------- duties in the same terms
def unmatched(pack: Pack, key: str, number: str) -> tuple[list[Fact], set[str]]:
    """Annotated duties that the pack lacks, and the keys of its duties that nobody annotated."""
    ours = [(written(pack, clause, each), each.key) for clause, each in in_directive(pack, key)]
    missing: list[Fact] = []
    for obligation in annotation(number)["obligations"]:
        fact = annotated(pack, obligation, READINGS[number])
        at = next((n for n, (other, _) in enumerate(ours) if other == fact), None)
        if at is None:
            missing.append(fact)
        else:
            del ours[at]
    return missing, {name for _, name in ours}


def written(pack: Pack, clause: str, obligation: PackObligation) -> Fact:
    """What a pack says of a duty, with its days worked out."""
    due, frequency = obligation.schedule.due, obligation.schedule.frequency
    last_days = None
    if due is not None:
        deadlines = [compute(due, period, CALENDAR) for period in PERIODS[frequency]]
        last_days = [(due.relation.value, each.last_day, each.target_day) for each in deadlines]
    return {
        "clause": clause,
        "kind": obligation.kind.value,
        "frequency": frequency.value,
        "days": last_days,
        "debtors": _as_sets(obligation.selector),
        "supporting": set(obligation.supporting),
        "recipient": obligation.recipient,
        "via": obligation.via,
        "supersedes": [_written_supersession(earlier) for earlier in obligation.supersedes],
    }


def annotated(pack: Pack, obligation: dict[str, Any], reading: Reading) -> Fact:
    """What was annotated of a duty; its days are worked out here from the annotated words alone."""
    assignees, schedule = obligation["assignees"], obligation["schedule"]
    assert assignees["lead"] is None or assignees["lead"] in assignees["units"]
    supporting: set[str] = set()
    for name in assignees["coordinate"]:
        classed = reading.support.get(name, Selector(units=(_code_of(pack, name),)))
        supporting |= set(owing(pack, classed))
    return {
        "clause": obligation["clause"],
        "kind": obligation["kind"],
        "frequency": schedule["frequency"],
        "days": _annotated_days(schedule),
        "debtors": _as_sets(_selector(pack, assignees, reading)),
        "supporting": supporting,
        "recipient": obligation["recipient"],
        "via": obligation["via"],
        "supersedes": obligation["supersedes"],
    }


def _code_of(pack: Pack, name: str) -> str:
    return next((unit.code for unit in pack.units if unit.name == name), f"no unit {name}")


def _as_sets(selector: Selector) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(part) for part in (selector.groups, selector.units, selector.exceptions))


def _selector(pack: Pack, assignees: dict[str, Any], reading: Reading) -> Selector:
    if assignees["groups"] == ["all"] or reading.unknown & set(assignees["units"]):
        return reading.everybody
    return Selector(
        tuple(Group(group) for group in assignees["groups"]),
        tuple(_code_of(pack, name) for name in assignees["units"]),
        tuple(_code_of(pack, name) for name in assignees["except"]),
    )


def _annotated_days(schedule: dict[str, Any]) -> list[tuple[str, date, date]] | None:
    due = schedule["due"]
    if due is None or "event" in due:
        return None
    named = [_named_day(due, period) for period in PERIODS[Frequency(schedule["frequency"])]]
    taken = timedelta(days=1 if due["relation"] == "before" else 0)
    return [(due["relation"], day - taken, _working_day_up_to(day - taken, CALENDAR)) for day in named]


def _named_day(due: dict[str, Any], period: Period) -> date:
    if "date" in due:
        return date.fromisoformat(due["date"])
    if "month" in due:
        year, month = map(int, due["month"].split("-"))
        return date(year, month, monthrange(year, month)[1])
    assert due["month_of_period"] == "same"
    return date(period.year, period.number, due["day"])


def _working_day_up_to(day: date, calendar: Calendar) -> date:
    while not calendar.is_working(day):
        day -= timedelta(days=1)
    return day


def _written_supersession(earlier: Supersession) -> Fact:
    match = re.fullmatch(r"(trước|vào) ngày (\d+) hằng tháng", earlier.old_phrase)
    assert match is not None
    relation = {"trước": "before", "vào": "on"}[match[1]]
    fact: Fact = {
        "document": earlier.document,
        "document_date": earlier.document_date.isoformat() if earlier.document_date else None,
        "old_due": {"frequency": "monthly", "day": int(match[2]), "relation": relation},
    }
    return fact | ({"document_alt": earlier.document_alt} if earlier.document_alt else {})


# ------------------------------------------------------------------------------- targets, heads, quotations
def printed_targets(pack: Pack, key: str) -> list[tuple[object, ...]]:
    """The targets of a directive as often as they are printed: a row may stand for several places."""
    return [
        (
            clause,
            each.unit,
            each.operator,
            each.target,
            each.year,
            _as_sets(pack.drafts.measured(each)),
            each.evaluator,
        )
        for each in pack.indicators
        if each.directive == key
        for clause in each.clause.split(", ")
    ]


def annotated_targets(pack: Pack, number: str) -> list[tuple[object, ...]]:
    """The annotated targets of a directive in the same terms."""
    return [
        (
            each["clause"],
            each["unit"],
            OPERATOR_READ.get(each["operator"], each["operator"]),
            each["target"],
            each["year"],
            _as_sets(_selector(pack, each["assignees"], READINGS[number])),
            _code_of(pack, each["evaluator"]) if each["evaluator"] else None,
        )
        for each in annotation(number)["indicators"]
    ]


def written_head(directive: PackDirective) -> Fact:
    """The head of a directive in a pack."""
    return {
        "issuer": directive.issuer,
        "number": directive.number,
        "number_symbol": directive.symbol,
        "date_text": f"ngày {directive.date_text}",
        "doc_type": directive.doc_type,
        "subject": directive.subject,
    }


def annotated_head(number: str) -> Fact:
    """The annotated head; a month left blank is blank in both."""
    meta = annotation(number)["meta"]
    names = ("issuer", "number", "number_symbol", "doc_type", "subject")
    date_text = re.sub(r"tháng (?=năm)", "", meta["date_text"])
    return {name: meta[name] for name in names} | {"date_text": date_text}


def phrases(pack: Pack, key: str) -> list[str]:
    """Every quotation that sets a day of a directive or leaves it open, replaced ones included."""
    duties = [each for each in pack.obligations if each.directive == key]
    found = [each.schedule.due.phrase if each.schedule.due else each.schedule.phrase for each in duties]
    found += [earlier.old_phrase for each in duties for earlier in each.supersedes]
    return [phrase for phrase in found if phrase is not None]


def foreign_quotations(pack: Pack, key: str, number: str) -> list[str]:
    """Phrases and documents of a directive in the pack that do not stand in its text."""
    text = letter(number)
    directive = next(each for each in pack.directives if each.key == key)
    sources = [source for each in pack.obligations if each.directive == key for source in each.sources]
    cited = [document.split()[0] for document in (*sources, *directive.basis)]
    return [quoted for quoted in (*phrases(pack, key), *cited) if quoted.casefold() not in text]


def copied_titles(pack: Pack, key: str, number: str) -> list[str]:
    """Titles and names of targets that are not our own words but the directive's."""
    text = letter(number)
    ours = [each.title for each in pack.obligations if each.directive == key]
    ours += [each.name for each in pack.indicators if each.directive == key]
    return [title for title in ours if title.casefold() in text]
