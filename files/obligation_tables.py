"""The table of duties: one row a duty, its directive beside it, turned into what a pack's file would say.

The rows become the same nodes a YAML file has, each with the number of its row, so that one set of rules
judges both and every finding names the row.
"""

from collections.abc import Iterable, Mapping

import yaml

from domain.due_rules import CountUnit, MonthOfPeriod, Relation, Weekday
from domain.obligations import NilRule, ObligationKind
from domain.periods import Frequency
from domain.units import Group
from files.tables import Column, TableRow, folded
from files.typed_rows import day

_DIRECTIVE = ("directive", "issuer", "doc_type", "subject", "number", "symbol", "date_text", "year")
_DUE = ("relation", "on", "day", "working_day", "weekday", "month_of_period", "month", "at")
_COUNTED = ("count", "count_unit", "trigger", "since")
_SELECTOR = ("groups", "units", "exceptions")
_PLAIN = ("key", "clause", "stem", "title", "kind", "recipient", "via", "nil_rule", "consolidates")
_LISTS = ("supporting", "sources")
_DAYS = ("on", "since")

COLUMNS = (
    Column("directive", "Mã văn bản", required=True),
    Column("issuer", "Cơ quan ban hành"),
    Column("doc_type", "Loại văn bản"),
    Column("subject", "Trích yếu"),
    Column("number", "Số"),
    Column("symbol", "Ký hiệu"),
    Column("date_text", "Ngày văn bản"),
    Column("year", "Năm"),
    Column("coordinator", "Cơ quan theo dõi"),
    Column("key", "Mã nhiệm vụ", required=True),
    Column("stem", "Mã gõ", required=True),
    Column("clause", "Điều, mục", required=True),
    Column("title", "Nội dung", required=True),
    Column("kind", "Loại nhiệm vụ", required=True),
    Column("frequency", "Định kỳ", required=True),
    Column("phrase", "Thời hạn ghi trong văn bản"),
    Column("relation", "Cách tính"),
    Column("on", "Ngày cố định"),
    Column("day", "Ngày trong tháng"),
    Column("working_day", "Ngày làm việc thứ"),
    Column("weekday", "Thứ"),
    Column("month_of_period", "Tháng của kỳ"),
    Column("month", "Tháng"),
    Column("at", "Giờ"),
    Column("count", "Số ngày tính"),
    Column("count_unit", "Đơn vị tính"),
    Column("trigger", "Mốc tính"),
    Column("since", "Ngày của mốc"),
    Column("groups", "Nhóm đơn vị"),
    Column("units", "Đơn vị cụ thể"),
    Column("exceptions", "Trừ"),
    Column("supporting", "Đơn vị phối hợp"),
    Column("recipient", "Nơi nhận"),
    Column("via", "Gửi qua"),
    Column("nil_rule", "Khi không phát sinh"),
    Column("consolidates", "Tổng hợp từ nhiệm vụ"),
    Column("sources", "Văn bản khác cùng quy định"),
    Column("note", "Ghi chú", is_read=False),
)
# What people write for a fixed word; the first of each is the one templates offer.
WORDS: Mapping[str, Mapping[str, str]] = {
    "kind": {
        "báo cáo định kỳ": ObligationKind.PERIODIC_REPORT,
        "việc một lần": ObligationKind.ONE_OFF,
        "thường xuyên": ObligationKind.STANDING,
    },
    "frequency": {
        "tuần": Frequency.WEEKLY,
        "tháng": Frequency.MONTHLY,
        "quý": Frequency.QUARTERLY,
        "6 tháng": Frequency.SEMIANNUAL,
        "9 tháng": Frequency.NINE_MONTHS,
        "năm": Frequency.ANNUAL,
        "một lần": Frequency.ONCE,
        "không": Frequency.NONE,
    },
    "relation": {
        "trước": Relation.BEFORE,
        "chậm nhất": Relation.BY,
        "vào": Relation.ON,
        "trong": Relation.WITHIN,
    },
    "weekday": {
        "thứ hai": Weekday.MON,
        "thứ ba": Weekday.TUE,
        "thứ tư": Weekday.WED,
        "thứ năm": Weekday.THU,
        "thứ sáu": Weekday.FRI,
        "thứ bảy": Weekday.SAT,
        "chủ nhật": Weekday.SUN,
    },
    "month_of_period": {
        "tháng đầu": MonthOfPeriod.FIRST,
        "tháng cuối": MonthOfPeriod.LAST,
        "tháng sau": MonthOfPeriod.NEXT,
    },
    "count_unit": {
        "ngày làm việc": CountUnit.WORKING_DAYS,
        "ngày": CountUnit.DAYS,
        "tháng": CountUnit.MONTHS,
    },
    "groups": {
        "sở": Group.DEPARTMENTS,
        "ban, ngành": Group.AGENCIES,
        "ban quản lý": Group.BOARDS,
        "cấp huyện": Group.DISTRICTS,
        "cấp xã": Group.COMMUNES,
        "văn phòng": Group.OFFICE,
    },
    "nil_rule": {"nhắn tin là đủ": NilRule.BY_CHAT, "phải có văn bản": NilRule.DOCUMENT_REQUIRED},
}


def as_document(rows: Iterable[TableRow]) -> yaml.MappingNode:
    """The rows as the top mapping of a file of directives; the first row of a directive describes it."""
    directives: dict[str, tuple[TableRow, list[yaml.Node]]] = {}
    for row in rows:
        _, duties = directives.setdefault(row.cells["directive"], (row, []))
        duties.append(_duty(row))
    return _mapping(
        1,
        {"directives": _sequence(1, [_directive(row, duties) for row, duties in directives.values()])},
    )


def _directive(row: TableRow, duties: list[yaml.Node]) -> yaml.Node:
    line = row.number
    said = {"key" if name == "directive" else name: row.cells[name] for name in _DIRECTIVE}
    fields = _scalars(line, said) | _scalars(line, {"coordinator": row.cells["coordinator"]})
    return _mapping(line, {**fields, "obligations": _sequence(line, duties)})


def _duty(row: TableRow) -> yaml.Node:
    line, cells = row.number, row.cells
    fields: dict[str, yaml.Node] = _scalars(line, {name: _word(name, cells[name]) for name in _PLAIN})
    for name in _LISTS:
        fields |= _listed(line, name, cells[name])
    fields |= _scalars(line, {"coordinator": cells["coordinator"]})
    selector: dict[str, yaml.Node] = {}
    for name in _SELECTOR:
        selector |= _listed(line, name, cells[name])
    return _mapping(line, {**fields, "schedule": _schedule(row), "selector": _mapping(line, selector)})


def _schedule(row: TableRow) -> yaml.Node:
    line, cells = row.number, row.cells
    schedule: dict[str, yaml.Node] = _scalars(line, {"frequency": _word("frequency", cells["frequency"])})
    if not cells["relation"]:
        return _mapping(line, schedule | _scalars(line, {"phrase": cells["phrase"]}))
    said = {name: _word(name, cells[name]) for name in _DUE}
    due: dict[str, yaml.Node] = _scalars(line, said | {"phrase": cells["phrase"]})
    if cells["count"]:
        counted = {
            "count": cells["count"],
            "unit": _word("count_unit", cells["count_unit"]),
            "trigger": cells["trigger"],
            "since": _word("since", cells["since"]),
        }
        due["counted"] = _mapping(line, dict(_scalars(line, counted)))
    return _mapping(line, {**schedule, "due": _mapping(line, due)})


def _word(column: str, written: str) -> str:
    """The fixed word behind what people write; anything else is left for the strict reader to refuse."""
    if column in _DAYS and written:
        try:
            return day(written).isoformat()
        except ValueError:
            return written
    known = {folded(word): value for word, value in WORDS.get(column, {}).items()}
    return str(known.get(folded(written), written))


def _listed(line: int, column: str, written: str) -> dict[str, yaml.Node]:
    parts = [_word(column, part.strip()) for part in written.split(";") if part.strip()]
    return {column: _sequence(line, [_scalar(line, part) for part in parts])} if parts else {}


def _scalars(line: int, values: Mapping[str, str]) -> dict[str, yaml.Node]:
    return {key: _scalar(line, value) for key, value in values.items() if value}


def _scalar(line: int, value: str) -> yaml.Node:
    # Quoted, so that a cell with the word "null" stays text.
    return yaml.ScalarNode("tag:yaml.org,2002:str", value, *_marks(line), style='"')


def _sequence(line: int, items: list[yaml.Node]) -> yaml.Node:
    return yaml.SequenceNode("tag:yaml.org,2002:seq", items, *_marks(line))


def _mapping(line: int, fields: Mapping[str, yaml.Node]) -> yaml.MappingNode:
    pairs = [(_scalar(line, key), value) for key, value in fields.items()]
    return yaml.MappingNode("tag:yaml.org,2002:map", pairs, *_marks(line))


def _marks(line: int) -> tuple[yaml.Mark, yaml.Mark]:
    mark = yaml.Mark("", 0, line - 1, 0, None, 0)
    return mark, mark
