"""Receipts from the register of incoming documents: what the Office got is not asked for again."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from domain.errors import NotAllowedNow
from domain.imports import Difference, ImportReport, Rejection
from domain.permissions import Scope
from domain.statuses import Status, Verb, move
from domain.units import Unit
from files.receipt_tables import COLUMNS, ReceiptLine
from files.typed_rows import Lines, Numbered
from services import obligations, replies
from services.changes import Said
from services.receipt_matching import by_code, by_subject, is_open, same_number
from services.replies import Statement
from services.table_imports import KnownUnits, Run, known_units, note
from services.wording import Duty
from storage.store import UnitOfWork

KIND = "receipts"
_HEADINGS = {column.key: column.heading for column in COLUMNS}
_KEPT = ("document_number", "document_date", "sent_on", "received_on")


@dataclass(frozen=True, slots=True)
class _Receipt:
    """A document and the duty it answers; `fields` are what differs from the receipt known already."""

    duty: Duty
    line: Numbered[ReceiptLine]
    fields: Mapping[str, tuple[Any, Any]]

    @property
    def key(self) -> str:
        """The duty as people name it, with the number of the document."""
        return f"{self.duty.unit.code} {self.duty.code}: {self.line.value.document_number}"


@dataclass(slots=True)
class _Plan:
    """The duties there are, by unit, and what the register says of them."""

    run: Run
    units: KnownUnits
    duties: Mapping[int, Sequence[Duty]]
    code: str | None
    receipts: dict[int, _Receipt] = field(default_factory=dict)
    repeated: int = 0
    rejected: list[Rejection] = field(default_factory=list)

    def reject(self, row: int, key: str, reason: str) -> None:
        self.rejected.append(Rejection(row, _HEADINGS[key], reason))

    def answering(self, text: str, on: date) -> list[list[Duty]]:
        """The duties to look among, the nearest first: of the unit named, its successor, who went before."""
        found = self.units.find(text, on)
        assert found.unit is not None, "a unit that cannot be told has been refused"
        before = self.units.before(found.unit, on)
        named = [found.instead_of] if found.instead_of is not None else []
        return [self._of(named), self._of([found.unit]), self._of(before)]

    def _of(self, units: Sequence[Unit]) -> list[Duty]:
        return [duty for unit in units for duty in self.duties.get(unit.id, ())]


async def import_receipts(
    uow: UnitOfWork, lines: Lines[ReceiptLine], run: Run, *, code: str | None = None
) -> ImportReport:
    """Check the whole register, then record all of it as the coordinator's word, or nothing.

    `code` names the duty of rows that name none. A document's date decides nothing about lateness.
    """
    plan = await _look(uow, run, code)
    plan.rejected += lines.rejected
    for line in lines.rows:
        _take(plan, line)
    report = _report(plan)
    if not run.dry_run and not report.is_refused and report.says_something:
        await _record(uow, plan)
        await note(uow, run, report)
    return report


async def _look(uow: UnitOfWork, run: Run, code: str | None) -> _Plan:
    scope = Scope(provinces=frozenset({run.province.id}))
    by_unit: dict[int, list[Duty]] = defaultdict(list)
    for duty in await obligations.duties(uow, await uow.duties.assignments(scope)):
        by_unit[duty.unit.id].append(duty)
    return _Plan(run, await known_units(uow, run.province), by_unit, code)


def _report(plan: _Plan) -> ImportReport:
    received = list(plan.receipts.values())
    added = [item for item in received if item.duty.assignment.status is not Status.ACCEPTED]
    changed = [item for item in received if item not in added and item.fields]
    return ImportReport(
        KIND,
        tuple(item.key for item in added),
        tuple(Difference(item.key, item.fields) for item in changed),
        len(received) - len(added) - len(changed) + plan.repeated,
        tuple(sorted(plan.rejected, key=lambda item: item.row)),
    )


def _take(plan: _Plan, line: Numbered[ReceiptLine]) -> None:
    if not _days_are_possible(plan, line):
        return
    try:
        duty = _duty_of(plan, line)
    except ValueError as error:
        plan.reject(line.row, "unit", str(error))
        return
    if duty is None:
        return
    earlier = plan.receipts.get(duty.assignment.id)
    if earlier is not None:
        _compare(plan, earlier, line)
        return
    if duty.assignment.status is not Status.ACCEPTED:
        try:
            move(duty.assignment.status, Verb.RECEIVE)
        except NotAllowedNow:
            reason = f"{duty.unit.code} does not owe {duty.code}: it is {duty.assignment.status}"
            plan.reject(line.row, "code", reason)
            return
    plan.receipts[duty.assignment.id] = _Receipt(duty, line, _fields(duty, line.value))


def _days_are_possible(plan: _Plan, line: Numbered[ReceiptLine]) -> bool:
    """No day may lie ahead, and nothing is dated or sent after it arrived."""
    before = len(plan.rejected)
    arrived, today = line.value.received_on, plan.run.today
    if arrived > today:
        plan.reject(line.row, "received_on", f"{arrived:%d/%m/%Y} lies ahead; today is {today:%d/%m/%Y}")
    for key in ("document_date", "sent_on"):
        day = getattr(line.value, key)
        if day is not None and day > today:
            plan.reject(line.row, key, f"{day:%d/%m/%Y} lies ahead; today is {today:%d/%m/%Y}")
        elif day is not None and day > arrived:
            plan.reject(line.row, key, f"{day:%d/%m/%Y} is later than {_HEADINGS['received_on']}")
    return len(plan.rejected) == before


def _duty_of(plan: _Plan, line: Numbered[ReceiptLine]) -> Duty | None:
    """The one duty the document answers; None when that was rejected, ValueError when no unit is meant."""
    value, code = line.value, line.value.code or plan.code
    groups = plan.answering(value.unit, value.received_on)
    if code is None and not value.subject:
        plan.reject(
            line.row, "code", f"neither a duty's code nor {_HEADINGS['subject']} tells what it answers"
        )
        return None
    found: list[Duty] = []
    for duties in groups:
        found = by_code(duties, code, value.received_on) if code else by_subject(duties, value)
        if found:
            break
    if len(found) == 1:
        return found[0]
    plan.reject(line.row, "code" if code else "subject", _why_not(value.unit, code, found, groups))
    return None


def _why_not(unit: str, code: str | None, found: Sequence[Duty], groups: Sequence[Sequence[Duty]]) -> str:
    if found:
        fitting = ", ".join(f"{duty.code} ({duty.obligation.title})" for duty in found)
        return f"several duties fit: {fitting}; name one in {_HEADINGS['code']}"
    if code:
        return f"{unit} has no duty {code}"
    waiting = ", ".join(dict.fromkeys(duty.code for duties in groups for duty in duties if is_open(duty)))
    return f"fits no open duty of {unit} (open: {waiting or 'none'}); name it in {_HEADINGS['code']}"


def _compare(plan: _Plan, earlier: _Receipt, line: Numbered[ReceiptLine]) -> None:
    """A register may list one document twice, but two documents are not one answer."""
    if same_number(earlier.line.value.document_number, line.value.document_number):
        plan.repeated += 1
        return
    reason = (
        f"row {earlier.line.row} answers {earlier.duty.code} of {earlier.duty.unit.code} with another number"
    )
    plan.reject(line.row, "document_number", reason)


def _fields(duty: Duty, line: ReceiptLine) -> dict[str, tuple[Any, Any]]:
    """What the register says differently; what it leaves out stays as it is."""
    found = {}
    for name in _KEPT:
        old, new = getattr(duty.assignment, name), getattr(line, name)
        is_same = same_number(old, new) if name == "document_number" else old == new
        if new is not None and not is_same:
            found[name] = (old, new)
    return found


async def _record(uow: UnitOfWork, plan: _Plan) -> None:
    for done, receipt in enumerate(plan.receipts.values(), start=1):
        known = receipt.duty.assignment.status is Status.ACCEPTED
        said = {name: getattr(receipt.line.value, name) for name in _KEPT}
        if not known:
            statement = Statement(Verb.RECEIVE, **said)
        else:
            statement = Statement(**{name: new for name, (_, new) in receipt.fields.items()})
        if not known or receipt.fields:
            moment = Said(plan.run.now, plan.run.now, plan.run.message)
            await replies.record(uow, plan.run.actor, receipt.duty, statement, said=moment)
        plan.run.step(done, len(plan.receipts))
