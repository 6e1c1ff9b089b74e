"""The figures of one report in a sentence: of how many units, how many received, and until when."""

from collections.abc import Mapping, Sequence
from typing import Any

from domain.consolidation import Block
from domain.messages import Reply
from domain.units import Role, Unit, UnitKind
from handlers.turn import Turn
from locales.speech import Speech
from services.consolidation import Standing
from services.wording import Duty, office, period_words, short_due


def name(turn: Turn, standing: Standing, tr: Speech | None = None) -> str:
    """`báo cáo tháng 10` for what most units owe, otherwise the title with its period."""
    speak = tr or turn.tr
    period = period_words(speak, standing.period).removesuffix(f"/{turn.today.year}")
    if standing.is_main and period:
        return speak("overdue.report", period=period)
    return f"{standing.obligation.title} {period}".strip()


def head(turn: Turn, standing: Standing) -> str:
    """Figures first: each unit is in exactly one of them; then the deadline and who is late."""
    key = "overdue.head_leader" if turn.actor.has(Role.LEADER) else "overdue.head"
    counts = "; ".join(_counts(turn, standing))
    values = {"moment": turn.tr.moment(turn.now), "name": name(turn, standing), "whom": _whom(turn, standing)}
    return f"{turn.tr(key, **values, counts=counts)} {lateness(turn, standing)}"


def _whom(turn: Turn, standing: Standing) -> str:
    """`92 đơn vị`, or `76 xã, phường`: districts are only spoken of where there are any."""
    count, found = standing.tally.owing, kinds([duty.unit for duty in standing.duties])
    if standing.block is Block.PLACES and found != "places":
        return turn.tr("overdue.some", count=count, words=turn.tr(f"overdue.{found}"))
    return turn.tr(f"overdue.of_{standing.block or 'all'}", count=count)


def count_line(turn: Turn, standing: Standing) -> str:
    """How many of how many, for a group: no unit is named, none is called late."""
    return turn.tr(
        "group.counts",
        moment=turn.tr.moment(turn.now),
        office=office(turn.tr, standing.duties[0].coordinator),
        received=standing.tally.received,
        owing=standing.tally.owing,
        name=name(turn, standing),
    )


def lateness(turn: Turn, standing: Standing) -> str:
    """How many are overdue; before anybody is, when the time ends or ended."""
    deadline, late = standing.deadline, standing.tally.late
    due = short_due(turn.tr, deadline)
    if late:
        return turn.tr("overdue.late", late=late, due=due)
    if turn.now >= deadline.last_moment:
        return turn.tr("overdue.past", due=due)
    if deadline.at is None and deadline.last_day == turn.today:
        return turn.tr("overdue.today")
    return turn.tr("overdue.in_time", due=due)


def counted(tr: Speech, found: Sequence[Duty]) -> str:
    """`2 sở, 8 xã, phường`: how many of each block, under the words for what is among them."""
    parts = []
    for block in Block:
        units = [duty.unit for duty in found if block.has(duty.unit)]
        if units:
            parts.append(tr("overdue.some", count=len(units), words=tr(f"overdue.{kinds(units)}")))
    return tr.listing(parts)


def kinds(units: Sequence[Unit]) -> str:
    """The key of the words for units of one block: only departments are "sở", only communes "xã, phường"."""
    found = {unit.kind for unit in units}
    if found <= {UnitKind.DEPARTMENT}:
        return "departments"
    if found == {UnitKind.COMMUNE}:
        return "communes"
    if found == {UnitKind.DISTRICT}:
        return "districts"
    return "places" if all(unit.is_territorial for unit in units) else "bodies"


def heading(tr: Speech, block: Block, units: Sequence[Unit]) -> str:
    """`Sở, ban, ngành` or the words for these places, as above a list."""
    return tr("overdue.heading_bodies") if block is Block.BODIES else tr(f"overdue.heading_{kinds(units)}")


async def marked(turn: Turn, reply: Reply) -> Reply:
    """The reply with the line that says the figures are invented, where they are."""
    lines = await mark(turn)
    if not lines:
        return reply
    text = "\n".join([reply.text, *lines])
    return Reply(text, reply.options, reply.prompt, reply.late_lines, reply.document, reply.private)


async def mark(turn: Turn) -> list[str]:
    """The line that says the figures are invented, where they are."""
    provinces = await turn.uow.organisation.provinces()
    seen = {membership.province_id for membership in turn.actor.memberships}
    return [turn.tr("mark.fictitious")] if any(p.fictitious for p in provinces if p.id in seen) else []


def asked_about(standing: Standing) -> dict[str, Any]:
    """What an open question keeps of the report it is about."""
    block = standing.block.value if standing.block else None
    return {"obligation": standing.obligation.id, "period": standing.period.key, "block": block}


def block_of(data: Mapping[str, Any]) -> Block | None:
    """The block an open question is limited to."""
    return Block(data["block"]) if data.get("block") else None


def _counts(turn: Turn, standing: Standing) -> list[str]:
    tally, missing = standing.tally, standing.missing
    parts = [
        turn.tr("overdue.received", count=tally.received),
        turn.tr("overdue.claimed", count=tally.claimed),
    ]
    if tally.extended:
        parts.append(turn.tr("overdue.extended", count=tally.extended))
    if tally.disputed:
        parts.append(turn.tr("overdue.disputed", count=tally.disputed))
    groups = counted(turn.tr, missing)
    key = "overdue.missing_of" if groups else "overdue.missing"
    return [*parts, turn.tr(key, count=tally.missing, groups=groups)]
