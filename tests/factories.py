"""Real rows for tests, written through the named queries: a province, its units, people, duties, messages."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from domain.calendar import Calendar
from domain.deadlines import Deadline, compute
from domain.delivery import MessageClass
from domain.due_rules import DueRule, Relation
from domain.messages import RawUpdate
from domain.obligations import ObligationKind, ObligationState, Schedule
from domain.periods import Frequency, Period
from domain.statuses import Status
from domain.units import Group, Person, Role, Selector, UnitKind
from storage.store import UnitOfWork

# 08:30 of Tuesday 17 October 2023 in Việt Nam.
NOW = datetime(2023, 10, 17, 1, 30, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
TELEGRAM, ACCOUNT = "telegram", "bot"
BEFORE_THE_21ST = DueRule(Relation.BEFORE, "trước ngày 21 hằng tháng", day=21)


async def province(uow: UnitOfWork, code: str = "tinh-mau") -> int:
    """An invented province."""
    return await uow.organisation.add_province(
        code=code,
        name=f"Tỉnh {code}",
        fictitious=True,
        grace_days=0,
        in_use_from=date(2023, 10, 1),
        in_use_until=None,
    )


async def units(
    uow: UnitOfWork, province_id: int, *codes: str, kind: UnitKind = UnitKind.DEPARTMENT
) -> dict[str, int]:
    """Units of one kind, in that protocol order."""
    rows = [
        {
            "province_id": province_id,
            "kind": kind.value,
            "code": code,
            "name": f"Đơn vị {code}",
            "order_no": order_no,
            "aliases": [code.lower()],
            "valid_from": None,
            "valid_to": None,
        }
        for order_no, code in enumerate(codes, start=1)
    ]
    return dict(zip(codes, await uow.organisation.add_units(rows), strict=True))


async def person(
    uow: UnitOfWork, name: str, unit_id: int, role: Role = Role.FOCAL_POINT, *, address: str | None = None
) -> Person:
    """Somebody in a unit, reached at an address of Telegram when one is given."""
    found = await uow.organisation.add_person(name, "vi")
    await uow.organisation.add_membership(found.id, unit_id, role)
    if address is not None:
        await uow.organisation.add_contact(found.id, (TELEGRAM, ACCOUNT, address), NOW)
    return found


async def obligation(
    uow: UnitOfWork,
    province_id: int,
    coordinator_id: int,
    key: str = "bao-cao-thang",
    number: str | None = None,
    **changes: Any,
) -> int:
    """A monthly report before the 21st, with the directive that asks for it."""
    directive_id = await uow.duties.add_directive(
        province_id=province_id,
        key=f"cv-{key}",
        issuer="UBND tỉnh",
        doc_type="Công văn",
        subject="báo cáo cải cách thủ tục hành chính",
        number=number,
        symbol="UBND-NC",
        date_text="tháng 10 năm 2023",
        year=2023,
        coordinator_unit_id=coordinator_id,
    )
    values: dict[str, Any] = {
        "province_id": province_id,
        "directive_id": directive_id,
        "key": key,
        "clause": "mục 1",
        "stem": "BC",
        "title": "Báo cáo tháng",
        "kind": ObligationKind.PERIODIC_REPORT.value,
        "schedule": Schedule(Frequency.MONTHLY, BEFORE_THE_21ST),
        "selector": Selector(groups=(Group.DEPARTMENTS,)),
        "coordinator_unit_id": coordinator_id,
        "state": ObligationState.ACTIVE.value,
        "in_use_from": date(2023, 10, 1),
        "recipient": None,
        "via": None,
        "nil_rule": "document_required",
        "filings": ["document"],
        "supersedes": (),
        "supporting": [],
        "sources": [],
        "history": False,
    }
    return await uow.duties.add_obligation(**{**values, **changes})


def deadline(period: str = "2023-10") -> Deadline:
    """The deadline of the monthly report."""
    return compute(BEFORE_THE_21ST, Period.parse(period), Calendar())


async def assignments(
    uow: UnitOfWork,
    obligation_id: int,
    province_id: int,
    unit_ids: Iterable[int],
    *,
    period: str = "2023-10",
    **changes: Any,
) -> list[int]:
    """What these units owe for the period."""
    due = deadline(period)
    row = {
        "obligation_id": obligation_id,
        "period": period,
        "province_id": province_id,
        "version": 1,
        "plan_version": 1,
        "status": Status.PENDING.value,
        "original": due,
        "current": due,
        "nil": False,
        "filed": [],
        "disputed": False,
        "next_step_at": None,
    }
    return await uow.duties.add_assignments([{**row, "unit_id": unit, **changes} for unit in unit_ids])


async def owed(uow: UnitOfWork, codes: Sequence[str] = ("STP", "SNV"), **changes: Any) -> list[int]:
    """A province whose units owe one report; the keys of their assignments."""
    province_id = await province(uow)
    unit_ids = list((await units(uow, province_id, *codes)).values())
    obligation_id = await obligation(uow, province_id, unit_ids[0])
    return await assignments(uow, obligation_id, province_id, unit_ids, **changes)


async def message(
    uow: UnitOfWork,
    key: str,
    address: str = "chat-1",
    message_class: MessageClass = MessageClass.NOTICE,
    **changes: Any,
) -> int | None:
    """A queued message; None when its key was queued before."""
    values = {
        "channel": TELEGRAM,
        "account": ACCOUNT,
        "address": address,
        "person_id": None,
        "body": f"Nội dung {key}",
        "not_before": NOW,
        "created_at": NOW,
    }
    return await uow.outbox.add(idem_key=key, message_class=message_class, **{**values, **changes})


def update(key: str, chat: str = "chat-1", said_at: datetime | None = None, **raw: Any) -> RawUpdate:
    """A raw update of a chat."""
    return RawUpdate(key, chat, {"key": key, **raw}, said_at)


async def happened(uow: UnitOfWork, subject: str, **changes: Any) -> int:
    """One event of the history."""
    values = {
        "at": NOW,
        "recorded_at": NOW,
        "province_id": None,
        "unit_id": None,
        "actor": "operator",
        "verb": "noted",
        "subject": subject,
        "data": {"ghi chú": subject},
    }
    return await uow.history.append(**{**values, **changes})
