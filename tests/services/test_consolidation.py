"""Counting against a plain oracle: made-up histories, counted as a person would."""

import random
from collections import Counter
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from domain.consolidation import Block, Outcome
from domain.delivery import OutboxState
from domain.periods import Period
from domain.statuses import OWED, TRANSITIONS, Status, Verb
from domain.units import OPERATOR, Actor, Role
from services import consolidation, obligations
from services.consolidation import Standing
from services.replies import Statement
from storage.claims import Claim
from storage.store import UnitOfWork
from tests import factories
from tests.services.town import CALENDAR, REPORTING, Town, gathered, october

FIRST, LATE = october(16), october(21, 0, 0)


class Plain:
    """What a clerk with a notebook knows of one unit: the latest word, the day of sending, a dispute."""

    def __init__(self) -> None:
        self.status, self.sent, self.told, self.disputed = Status.PENDING, None, FIRST, False

    def hears(self, verb: Verb | None, sent: date | None, at: datetime) -> None:
        """Somebody says something."""
        if verb is None:
            self.disputed = not self.disputed
            return
        self.status, self.told, self.sent = TRANSITIONS[self.status][verb], at, sent or self.sent

    def counts_as(self, now: datetime) -> Outcome:
        """The one figure this unit is counted in."""
        if self.status is Status.ACCEPTED:
            in_time = self.sent <= date(2023, 10, 20) if self.sent else self.told < LATE
            return Outcome.RECEIVED_ON_TIME if in_time else Outcome.RECEIVED_LATE
        if self.status in (Status.WAIVED, Status.SUBMITTED):
            return {Status.WAIVED: Outcome.WAIVED, Status.SUBMITTED: Outcome.CLAIMED}[self.status]
        if self.disputed:
            return Outcome.DISPUTED
        return Outcome.LATE if now >= LATE else Outcome.MISSING


async def play(town: Town, dice: random.Random) -> dict[datetime, Counter[Outcome]]:
    """Thirty words over ten days; what the notebook counts after each."""
    books, counted, now = {unit: Plain() for unit in REPORTING}, {}, FIRST
    for _ in range(30):
        now += timedelta(minutes=dice.randint(1, 900))
        unit = dice.choice(REPORTING)
        verb = dice.choice([None, *TRANSITIONS[books[unit].status]])
        sent = date(2023, 10, dice.randint(16, 25)) if verb is Verb.SEND and dice.random() < 0.7 else None
        disputed = not books[unit].disputed if verb is None else None
        await town.tells(OPERATOR, unit, Statement(verb, sent_on=sent, disputed=disputed), at=now)
        books[unit].hears(verb, sent, now)
        counted[now] = Counter(book.counts_as(now) for book in books.values())
    return counted


async def standing(town: Town, now: datetime, as_of: datetime | None = None) -> Standing:
    """Where the report stands."""
    async with town.store.reading() as uow:
        (found,) = await consolidation.standings(uow, OPERATOR, now=now, as_of=as_of)
    return found


@pytest.mark.parametrize("seed", range(4))
async def test_counts_are_the_notebooks_now_and_at_every_moment_of_the_past(town: Town, seed: int) -> None:
    counted = await play(town, random.Random(seed))
    last = max(counted)
    assert (await standing(town, last)).tally.counts == counted[last]
    for moment, expected in counted.items():
        found = (await standing(town, last, as_of=moment)).tally
        assert +found.counts == expected, moment
        assert found.expected == sum(found.counts.values()) == len(REPORTING)
        assert found.received + found.claimed + found.outstanding + found.counts[Outcome.WAIVED] == 3


@pytest.mark.parametrize("seed", range(2))
async def test_the_overdue_list_names_exactly_who_owes_after_the_last_day(town: Town, seed: int) -> None:
    counted = await play(town, random.Random(100 + seed))
    last = max(counted)
    assert last >= LATE
    for moment in (FIRST, LATE - timedelta(seconds=1), LATE, *counted):
        async with town.store.reading() as uow:
            listed = await consolidation.overdue(uow, OPERATOR, calendar=CALENDAR, now=last, as_of=moment)
        then = (await standing(town, last, as_of=moment)).duties
        owing = {duty.unit.code for duty in then if duty.assignment.status in OWED}
        assert {one.duty.unit.code for one in listed} == (owing if moment >= LATE else set())


async def test_before_anybody_spoke_everything_is_as_it_began(everywhere: Town) -> None:
    await everywhere.tells(OPERATOR, "STP", Verb.RECEIVE, at=october(18))
    assert (await standing(everywhere, october(19))).tally.received == 1
    assert (await standing(everywhere, october(19), as_of=october(17))).tally.counts == {Outcome.MISSING: 3}


@pytest.mark.parametrize(
    ("now", "days"),
    [(october(21, 0, 0), 0), (october(23, 8, 0), 1), (october(24, 23, 59), 2), (october(30, 8, 0), 6)],
)
async def test_lateness_is_counted_in_working_days(town: Town, now: datetime, days: int) -> None:
    async with town.store.reading() as uow:
        found = await consolidation.overdue(uow, OPERATOR, calendar=CALENDAR, now=now)
    assert [one.working_days_late for one in found] == [days] * 3


async def test_departments_are_listed_before_territorial_units(town: Town) -> None:
    async with town.store.reading() as uow:
        found = await consolidation.overdue(uow, OPERATOR, calendar=CALENDAR, now=october(23))
    assert [one.duty.unit.code for one in found] == ["STP", "SNV", "TANYEN"]


async def test_only_reminders_that_went_out_are_counted(town: Town) -> None:
    await town.joins("STP")
    for moment in (october(19), october(20)):
        await town.plans(moment)

    async def arrived(uow: UnitOfWork) -> None:
        claim = Claim("o", 9, october(20), october(20), october(21))
        for row in await uow.outbox.claim(claim):
            sending = await uow.outbox.sending(row, row.body)
            await uow.outbox.finish(sending, owner="o", state=OutboxState.SENT)

    for _ in range(2):
        await town.store.transact(arrived)
    async with town.store.reading() as uow:
        found = await consolidation.overdue(uow, OPERATOR, calendar=CALENDAR, now=october(23))
    assert {one.duty.unit.code: one.reminders_sent for one in found} == {"STP": 2, "SNV": 0, "TANYEN": 0}


@pytest.mark.parametrize(
    ("role", "unit", "seen"),
    [
        (Role.LEADER, "VP", {"STP", "SNV", "TANYEN"}),
        (Role.COORDINATOR, "VP", {"STP", "SNV", "TANYEN"}),
        (Role.FOCAL_POINT, "STP", {"STP"}),
        (Role.UNIT_HEAD, "SNV", {"SNV"}),
        (Role.ADMIN, "VP", set()),
    ],
)
async def test_everybody_sees_as_far_as_the_role_reaches(
    town: Town, role: Role, unit: str, seen: set[str]
) -> None:
    actor: Actor = await town.joins(unit, role)
    async with town.store.reading() as uow:
        late = await consolidation.overdue(uow, actor, calendar=CALENDAR, now=october(23))
        stands = await consolidation.standings(uow, actor, now=october(23))
    assert {one.duty.unit.code for one in late} == seen
    assert {duty.unit.code for one in stands for duty in one.duties} == seen


@pytest.mark.parametrize(
    ("today", "period"),
    [
        (date(2023, 10, 17), "2023-10"),
        (date(2023, 10, 31), "2023-10"),
        (date(2023, 11, 1), "2023-11"),
        (date(2023, 11, 30), "2023-11"),
    ],
)
async def test_the_current_period_is_the_one_whose_month_has_come(
    town: Town, today: date, period: str
) -> None:
    async def november(uow: UnitOfWork) -> None:
        await obligations.ensure_assignments(uow, calendar=CALENDAR, now=october(25))
        await factories.assignments(
            uow, town.report, town.id, [town.units["STP"]], period="2023-09", status="accepted"
        )

    await town.store.transact(november)
    async with town.store.reading() as uow:
        everything = await consolidation.standings(uow, OPERATOR, now=october(25))
    assert {one.period.key for one in everything} == {"2023-09", "2023-10", "2023-11"}
    assert [one.period for one in consolidation.current(everything, today)] == [Period.parse(period)]


async def test_what_most_units_owe_stands_first(town: Town) -> None:
    await gathered(town)
    async with town.store.reading() as uow:
        found = await consolidation.standings(uow, OPERATOR, now=october(17))
    assert [(one.obligation.stem, len(one.duties)) for one in found] == [("BC", 3), ("TH", 1)]


async def test_the_main_report_is_the_one_most_units_owe(town: Town) -> None:
    await gathered(town)
    async with town.store.reading() as uow:
        found = await consolidation.standings(uow, OPERATOR, now=october(17))
        main = await consolidation.main_report(uow, town.id, now=october(17), today=date(2023, 10, 17))
        elsewhere = await consolidation.main_report(
            uow, town.id + 1, now=october(17), today=date(2023, 10, 17)
        )
    assert [one.is_main for one in found] == [True, False]
    assert main is not None
    assert (main.obligation.stem, main.tally.owing) == ("BC", 3)
    assert elsewhere is None


async def test_one_block_is_counted_alone(town: Town) -> None:
    await town.sets("STP", status=Status.ACCEPTED.value)
    whole = await standing(town, october(17))
    bodies, places = whole.of(Block.BODIES), whole.of(Block.PLACES)
    assert whole.of(None) is whole
    assert [duty.unit.code for duty in bodies.missing] == ["SNV"]
    assert (bodies.tally.owing, bodies.tally.received) == (2, 1)
    assert [duty.unit.code for duty in places.missing] == ["TANYEN"]
    assert (places.tally.owing, places.block) == (1, Block.PLACES)


async def test_the_deadline_of_a_report_is_the_one_most_units_have(town: Town) -> None:
    original = (await town.duty("SNV")).assignment.current
    more = replace(
        original, last_day=date(2023, 10, 25), last_moment=october(26, 0, 0), late_from=october(26, 0, 0)
    )
    await town.sets("SNV", current=more)
    found = await standing(town, october(24))
    assert found.deadline == original
    assert (found.tally.extended, found.tally.missing, found.tally.late) == (1, 2, 2)


async def test_one_report_is_found_by_its_keys_and_within_sight_alone(town: Town) -> None:
    mine = await town.joins("STP")
    async with town.store.reading() as uow:
        seen = await consolidation.find(uow, mine, (town.report, "2023-10"), now=october(17))
        other = await consolidation.find(uow, mine, (town.report, "2023-11"), now=october(17))
    assert seen is not None
    assert [duty.unit.code for duty in seen.duties] == ["STP"]
    assert other is None


async def test_calls_are_told_beside_reminders(town: Town) -> None:
    duty = await town.duty("STP")

    async def called(uow: UnitOfWork) -> None:
        for _ in range(2):
            await uow.requests.log_call(
                province_id=town.id,
                unit_id=duty.unit.id,
                assignment_id=duty.assignment.id,
                logged_by="person:1",
                called_at=october(19),
                note="hẹn chiều",
            )

    await town.store.transact(called)
    async with town.store.reading() as uow:
        found = await consolidation.overdue(uow, OPERATOR, calendar=CALENDAR, now=october(23))
    assert {one.duty.unit.code: one.calls for one in found} == {"STP": 2, "SNV": 0, "TANYEN": 0}


async def test_who_was_late_twice_of_three_is_named_and_who_said_nothing_is_known(town: Town) -> None:
    async def earlier(uow: UnitOfWork) -> None:
        owing = [town.units[code] for code in REPORTING]
        for period in ("2023-08", "2023-09"):
            await factories.assignments(uow, town.report, town.id, owing, period=period)

    await town.store.transact(earlier)
    await town.tells(await town.joins("SNV"), "SNV", Verb.PROGRESS, at=october(18))
    await town.sets("TANYEN", status=Status.ACCEPTED.value, sent_on=date(2023, 10, 19))
    async with town.store.reading() as uow:
        found = await consolidation.standings(uow, OPERATOR, now=october(18))
        (now,) = consolidation.current(found, date(2023, 10, 18))
    # Only what is over counts, and the month that runs is not.
    assert [(duty.unit.code, times) for duty, times in consolidation.often_late(found, now)] == [
        (code, 2) for code in REPORTING
    ]
    assert [duty.unit.code for duty in consolidation.silent(found, now)] == ["STP", "TANYEN"]
