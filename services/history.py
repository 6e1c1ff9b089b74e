"""Writing history: every change and refusal is one event in the same transaction."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from domain.obligations import Assignment
from domain.units import Actor
from storage.store import UnitOfWork


@dataclass(frozen=True, slots=True)
class Fact:
    """What happened to what; `subject` is written like `assignment:7`."""

    verb: str
    subject: str
    province_id: int | None = None
    unit_id: int | None = None
    data: Mapping[str, Any] = field(default_factory=dict)


async def record(uow: UnitOfWork, actor: Actor, fact: Fact, *, now: datetime) -> int:
    """Append one event with business and machine time."""
    return await uow.history.append(
        at=now,
        recorded_at=await uow.machine_now(),
        province_id=fact.province_id,
        unit_id=fact.unit_id,
        actor=actor.label,
        verb=fact.verb,
        subject=fact.subject,
        data=dict(fact.data),
    )


def about(assignment: Assignment, verb: str, data: Mapping[str, Any]) -> Fact:
    """A fact about one assignment."""
    return Fact(verb, f"assignment:{assignment.id}", assignment.province_id, assignment.unit_id, data)
