"""The shipped pack of Bắc Giang 2023: its structure, and its agreement with the annotated letter."""

import json
import os
import re
import unicodedata
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from domain.deadlines import compute
from domain.due_rules import DueRule
from domain.obligations import ObligationKind, Supersession
from domain.packs import Pack, PackObligation
from domain.periods import ONCE, Frequency, Period
from domain.units import Unit, UnitKind
from files.packs import read_shipped
from services.calendar import load_calendar

OCTOBER = Period(2023, 10, Frequency.MONTHLY)
DEPARTMENTS = re.findall(
    r"\S+", "STP SNV STC SKHĐT SCT SNN SGTVT SXD STNMT STTTT SLĐTBXH SVHTTDL SKHCN SGDĐT SYT TTr"
)
DISTRICTS = re.findall(
    r"\S+", "TPBACGIANG HIEPHOA VIETYEN YENDUNG LANGGIANG TANYEN YENTHE LUCNAM LUCNGAN SONDONG"
)
EVERYBODY = [*DEPARTMENTS, "BDT", "BQLKCN", *DISTRICTS]


@pytest.fixture(scope="module")
def pack() -> Pack:
    return read_shipped("bac-giang-2023")


@pytest.fixture(scope="module")
def units(pack: Pack) -> list[Unit]:
    return [
        Unit(n, 1, None, unit.kind, unit.code, unit.name, unit.order_no, unit.aliases)
        for n, unit in enumerate(pack.units)
    ]


def duty(pack: Pack, stem: str) -> PackObligation:
    return next(obligation for obligation in pack.obligations if obligation.stem == stem)


def typed(name: str) -> str:
    """How a name looks when typed in a hurry: no diacritics, no capitals, no stops."""
    plain = unicodedata.normalize("NFD", name.casefold().replace("đ", "d"))
    return "".join(char for char in plain if char.isalnum() or char == " ")


def test_the_pack_is_historic_and_marked_as_such(pack: Pack) -> None:
    assert (pack.province_code, pack.in_use_from, pack.fictitious) == ("bac-giang", date(2023, 10, 1), True)


@pytest.mark.parametrize(
    ("kind", "codes"),
    [
        (UnitKind.OFFICE, ["VP"]),
        (UnitKind.CENTRE, ["TTPVHCC"]),
        (UnitKind.DEPARTMENT, DEPARTMENTS),
        (UnitKind.AGENCY, ["BDT"]),
        (UnitKind.BOARD, ["BQLKCN"]),
        (UnitKind.DISTRICT, DISTRICTS),
        (UnitKind.COMMUNE, []),
        (UnitKind.PROVINCE, []),
    ],
)
def test_the_units_of_2023_stand_in_protocol_order(pack: Pack, kind: UnitKind, codes: list[str]) -> None:
    in_order = sorted(pack.units, key=lambda unit: unit.order_no)
    assert [unit.code for unit in in_order if unit.kind is kind] == codes
    assert list(pack.units) == in_order
    assert len({unit.order_no for unit in pack.units}) == len(pack.units)


def test_territorial_units_come_after_all_others(pack: Pack) -> None:
    districts = [unit.order_no for unit in pack.units if unit.kind is UnitKind.DISTRICT]
    assert max(unit.order_no for unit in pack.units if unit.kind is not UnitKind.DISTRICT) < min(districts)


def test_only_the_service_centre_stands_under_another_unit(pack: Pack) -> None:
    assert {unit.code: unit.parent for unit in pack.units if unit.parent} == {"TTPVHCC": "VP"}


def test_no_name_leads_to_two_units_even_without_diacritics(pack: Pack) -> None:
    owners: dict[str, set[str]] = {}
    for unit in pack.units:
        for name in (unit.code, unit.name, *unit.aliases):
            owners.setdefault(typed(name), set()).add(unit.code)
    assert {name: codes for name, codes in owners.items() if len(codes) > 1} == {}


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("sở tp", "STP"),
        ("Sở Tư pháp", "STP"),
        ("TP Bắc Giang", "TPBACGIANG"),
        ("hiep hoa", "HIEPHOA"),
        ("Sở LĐTBXH", "SLĐTBXH"),
        ("sldtbxh", "SLĐTBXH"),
        ("skhdt", "SKHĐT"),
        ("sgddt", "SGDĐT"),
        ("van phong", "VP"),
    ],
)
def test_people_find_a_unit_by_what_they_type(pack: Pack, said: str, code: str) -> None:
    found = [
        unit.code
        for unit in pack.units
        if typed(said) in {typed(name) for name in (unit.code, unit.name, *unit.aliases)}
    ]
    assert found == [code]


def test_the_name_of_the_province_alone_is_no_unit(pack: Pack) -> None:
    names = {typed(name) for unit in pack.units for name in (unit.code, unit.name, *unit.aliases)}
    assert typed("Bắc Giang") not in names


def test_stems_are_short_and_the_two_reports_have_the_known_ones(pack: Pack) -> None:
    stems = [obligation.stem for obligation in pack.obligations]
    assert {"BC", "TH", "CSDL"} <= set(stems)
    assert len(stems) == len(set(stems)) == 11
    assert all(re.fullmatch(r"[A-Z]{2,4}", stem) for stem in stems)
    assert not set(stems) & {unit.code for unit in pack.units}


@pytest.mark.parametrize(
    ("stem", "codes"),
    [
        ("BC", EVERYBODY),
        ("CG", EVERYBODY),
        ("TK", DEPARTMENTS),
        ("CB", DEPARTMENTS),
        ("TH", ["VP"]),
        ("CSDL", ["VP"]),
        ("CK", ["STTTT"]),
    ],
)
def test_the_office_never_owes_what_the_units_owe(
    pack: Pack, units: list[Unit], stem: str, codes: list[str]
) -> None:
    owing = duty(pack, stem).selector.expand(units, date(2023, 10, 1))
    assert [unit.code for unit in owing] == codes


@pytest.mark.parametrize(
    ("stem", "period", "last", "target"),
    [
        ("BC", OCTOBER, date(2023, 10, 20), date(2023, 10, 20)),
        ("TH", OCTOBER, date(2023, 10, 24), date(2023, 10, 24)),
        ("CSDL", ONCE, date(2023, 10, 19), date(2023, 10, 19)),
        ("CG", ONCE, date(2023, 9, 14), date(2023, 9, 14)),
    ],
)
def test_before_a_day_ends_with_the_day_before_it(
    pack: Pack, stem: str, period: Period, last: date, target: date
) -> None:
    rule = duty(pack, stem).schedule.due
    assert rule is not None
    deadline = compute(rule, period, load_calendar(None, first_year=2023, last_year=2023))
    assert (deadline.last_day, deadline.target_day) == (last, target)


def test_monthly_duties_without_a_day_stay_open(pack: Pack) -> None:
    monthly = [each for each in pack.obligations if each.kind is ObligationKind.PERIODIC_REPORT]
    assert {each.stem for each in monthly if each.schedule.due is None} == {"TK", "CK"}
    assert {each.schedule.frequency for each in monthly} == {Frequency.MONTHLY}


def test_the_office_consolidates_the_monthly_reports(pack: Pack) -> None:
    assert duty(pack, "TH").consolidates == duty(pack, "BC").key
    assert [each.stem for each in pack.obligations if each.consolidates] == ["TH"]


def test_only_the_task_of_clause_3_has_another_coordinator(pack: Pack) -> None:
    assert pack.directives[0].coordinator == "VP"
    others = {each.stem: each.coordinator for each in pack.obligations if each.coordinator != "VP"}
    assert others == {"CG": "STTTT"}


def test_earlier_letters_with_the_same_duty_are_kept_as_sources(pack: Pack) -> None:
    sources = {each.stem: [source.split()[0] for source in each.sources] for each in pack.obligations}
    assert {stem: numbers for stem, numbers in sources.items() if numbers} == {
        "DGTD": ["3995/UBND-NC"],
        "TK": ["3995/UBND-NC"],
        "CG": ["3149/UBND-NC"],
        "PAKN": ["3995/UBND-NC"],
        "BC": ["3995/UBND-NC"],
    }


# ------------------------------------------------------------- the annotated letter, where it is at hand
CLASS_OF_SUPPORT = {"các sở, ngành chuyên môn": DEPARTMENTS}


@pytest.fixture(scope="module")
def corpus() -> Path:
    folder = os.environ.get("DONDOC_CORPUS")
    if not folder:
        pytest.skip("DONDOC_CORPUS does not name the folder that contains directives/")
    return Path(folder) / "directives"


@pytest.fixture(scope="module")
def annotation(corpus: Path) -> dict[str, Any]:
    (path,) = corpus.glob("002_*.json")
    annotated: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return annotated


@pytest.fixture(scope="module")
def letter(corpus: Path) -> str:
    (path,) = corpus.glob("002_*.txt")
    text = re.sub(r"[\u00b9\u00b2\u00b3\u2070-\u2079]|\*\*", "", path.read_text(encoding="utf-8"))
    return " ".join(unicodedata.normalize("NFC", text).split()).casefold()


def written_due(due: DueRule | None) -> dict[str, object] | None:
    if due is None:
        return None
    if due.on is not None:
        return {"date": due.on.isoformat(), "relation": due.relation.value}
    return {"day": due.day, "month_of_period": due.month_of_period.value, "relation": due.relation.value}


def written_supersession(earlier: Supersession) -> dict[str, object]:
    match = re.fullmatch(r"(trước|vào) ngày (\d+) hằng tháng", earlier.old_phrase)
    assert match is not None
    relation = {"trước": "before", "vào": "on"}[match[1]]
    written: dict[str, object] = {
        "document": earlier.document,
        "document_date": earlier.document_date.isoformat() if earlier.document_date else None,
        "old_due": {"frequency": "monthly", "day": int(match[2]), "relation": relation},
    }
    return written | ({"document_alt": earlier.document_alt} if earlier.document_alt else {})


def written(pack: Pack, obligation: PackObligation) -> dict[str, object]:
    names = {unit.code: unit.name for unit in pack.units}
    return {
        "clause": obligation.clause,
        "schedule": {
            "frequency": obligation.schedule.frequency.value,
            "due": written_due(obligation.schedule.due),
        },
        "kind": obligation.kind.value,
        "groups": [group.value for group in obligation.selector.groups],
        "units": [names[code] for code in obligation.selector.units],
        "except": [names[code] for code in obligation.selector.exceptions],
        "coordinate": {names[code] for code in obligation.supporting},
        "recipient": obligation.recipient,
        "via": obligation.via,
        "supersedes": [written_supersession(earlier) for earlier in obligation.supersedes],
    }


def annotated(pack: Pack, obligation: dict[str, Any]) -> dict[str, object]:
    names = {unit.code: unit.name for unit in pack.units}
    assignees = obligation["assignees"]
    assert assignees["lead"] is None or assignees["lead"] in assignees["units"]
    coordinate: set[str] = set()
    for name in assignees["coordinate"]:
        coordinate |= {names[code] for code in CLASS_OF_SUPPORT.get(name, [])} or {name}
    same = ("clause", "schedule", "kind", "recipient", "via", "supersedes")
    return {
        **{key: obligation[key] for key in same},
        **{key: assignees[key] for key in ("groups", "units", "except")},
        "coordinate": coordinate,
    }


def place(obligation: dict[str, object]) -> str:
    return json.dumps([obligation["clause"], obligation["schedule"]], sort_keys=True)


def test_the_pack_holds_every_annotated_obligation_and_no_other(
    pack: Pack, annotation: dict[str, Any]
) -> None:
    ours = {place(each): each for each in (written(pack, o) for o in pack.obligations)}
    theirs = {place(each): each for each in (annotated(pack, o) for o in annotation["obligations"])}
    assert len(ours) == len(pack.obligations) == len(theirs) == len(annotation["obligations"])
    assert ours == theirs


def test_the_indicator_is_the_annotated_one(pack: Pack, annotation: dict[str, Any]) -> None:
    keys = {obligation.key: obligation for obligation in pack.obligations}
    ours = [
        {
            "clause": each.clause,
            "unit": each.unit,
            "operator": each.operator,
            "target": each.target,
            "year": each.year,
            "groups": [group.value for group in keys[each.obligation or ""].selector.groups],
        }
        for each in pack.indicators
    ]
    same = ("clause", "unit", "operator", "target", "year")
    theirs = [
        {**{key: each[key] for key in same}, "groups": each["assignees"]["groups"]}
        for each in annotation["indicators"]
    ]
    assert ours == theirs


def test_the_head_of_the_letter_is_the_annotated_one(pack: Pack, annotation: dict[str, Any]) -> None:
    (directive,) = pack.directives
    meta = annotation["meta"]
    assert (directive.issuer, directive.number) == (meta["issuer"], meta["number"])
    assert (directive.symbol, directive.doc_type) == (meta["number_symbol"], meta["doc_type"])
    assert directive.subject == meta["subject"]
    assert meta["date_text"].endswith(directive.date_text)
    assert f"{directive.year}-08" == meta["date"]
    superseded = {earlier.document for each in pack.obligations for earlier in each.supersedes}
    assert superseded == set(meta["replaces"])


def test_phrases_are_the_letters_own_and_titles_are_ours(pack: Pack, letter: str) -> None:
    phrases = [each.schedule.due.phrase for each in pack.obligations if each.schedule.due]
    phrases += [earlier.old_phrase for each in pack.obligations for earlier in each.supersedes]
    for phrase in phrases:
        assert phrase.casefold() in letter
    for obligation in pack.obligations:
        assert obligation.title.casefold() not in letter
