"""Importing duties: new ones are owed, changed ones re-planned, and the same file changes nothing."""

from datetime import date

from domain.imports import ImportReport
from domain.statuses import Status
from services import obligation_imports, revisions
from storage.store import UnitOfWork
from tests.services.town import CALENDAR, Town, october

FILE = """
directives:
  - key: cv-cu
    issuer: UBND tỉnh
    doc_type: công văn
    subject: Cải cách TTHC
    number: "3995"
    symbol: /UBND-NC
    date_text: 19/7/2023
    year: 2023
    coordinator: VP
    obligations:
      - key: bao-cao-cu
        stem: BK
        clause: "7"
        title: Báo cáo tháng
        kind: periodic_report
        schedule:
          frequency: monthly
          due: {{relation: before, day: {day}, phrase: trước ngày {day} hằng tháng}}
        selector: {{groups: [departments]}}
    indicators:
      - {{clause: "7", obligation: bao-cao-cu, name: Giảm, unit: "%", operator: ">=", target: 20, year: 2023}}
"""


async def imported(town: Town, text: str, day: int = 11) -> ImportReport:
    """Import the text on a day of October 2023."""

    async def work(uow: UnitOfWork) -> ImportReport:
        (province,) = await uow.organisation.provinces()
        file = (text.encode(), "viec.yaml")
        return await obligation_imports.import_file(uow, file, province, moment=(october(day), CALENDAR))

    return await town.store.transact(work)


async def test_new_duties_are_owed_at_once(everywhere: Town) -> None:
    report = await imported(everywhere, FILE.format(day=19))
    assert (report.added, report.changed, report.unchanged) == (("bao-cao-cu",), (), 0)
    owing = {duty.unit.code for duty in await everywhere.duties() if duty.code == "BK10"}
    assert owing == {"STP", "SNV"}


async def test_the_same_file_again_changes_nothing(everywhere: Town) -> None:
    await imported(everywhere, FILE.format(day=19))
    before = await everywhere.duties()
    report = await imported(everywhere, FILE.format(day=19))
    assert (report.added, report.changed, report.unchanged) == ((), (), 1)
    assert await everywhere.duties() == before
    async with everywhere.store.reading() as uow:
        assert len(await uow.duties.indicators()) == 1


async def test_a_changed_day_is_a_new_version_and_moves_what_is_open(town: Town) -> None:
    await imported(town, FILE.format(day=19))
    report = await imported(town, FILE.format(day=25))
    (change,) = report.changed
    assert (change.key, set(change.fields)) == ("bao-cao-cu", {"schedule"})
    deadline = (await town.duty("STP", "BK10")).assignment
    assert (deadline.original.last_day, deadline.current.last_day) == (date(2023, 10, 18), date(2023, 10, 24))
    assert (await town.events(revisions.REVISED))[0].data["version"] == 2


async def test_a_duty_that_the_file_does_not_name_stays(town: Town) -> None:
    await imported(town, FILE.format(day=19))
    assert (await town.duty("STP")).assignment.status is Status.PENDING


async def test_a_file_with_one_wrong_line_stores_nothing(town: Town) -> None:
    before = await town.duties()
    report = await imported(town, FILE.format(day=19).replace("coordinator: VP", "coordinator: SYT"))
    assert [(item.row, item.reason) for item in report.rejected] == [
        (11, "directives.coordinator: no unit 'SYT' is known")
    ]
    assert await town.duties() == before


async def test_the_history_counts_what_was_imported(town: Town) -> None:
    await imported(town, FILE.format(day=19))
    (event,) = await town.events("obligations_imported")
    assert event.data == {"added": 1, "changed": 0, "unchanged": 0}
