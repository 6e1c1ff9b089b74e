"""The register of incoming documents: what has arrived is recorded once, and nothing is guessed."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from domain.consolidation import Outcome, outcome
from domain.imports import Difference
from domain.obligations import Schedule
from domain.periods import Frequency
from domain.statuses import Status, Verb
from domain.units import OPERATOR
from services import obligations
from services.replies import Statement
from storage.store import UnitOfWork
from tests import factories
from tests.factories import BEFORE_THE_21ST
from tests.services.registers import AFTER, reasons, receipts, units
from tests.services.town import CALENDAR, Town, october

RECEIVED = "19/10/2023,STP,215/BC-STP,16/10/2023,,Báo cáo tháng 10 năm 2023,BC10"


async def another_duty(town: Town, title: str, **changes: Any) -> None:
    """The units owe a second report, with the code CC10 unless it is another schedule."""

    async def work(uow: UnitOfWork) -> None:
        values = {"key": "bao-cao-khac", "stem": "CC", "title": title, **changes}
        await factories.obligation(uow, town.id, town.units["VP"], **values)
        await obligations.ensure_assignments(uow, calendar=CALENDAR, now=october(17))

    await town.store.transact(work)


async def renamed(town: Town, title: str) -> None:
    """The report has another title."""

    async def work(uow: UnitOfWork) -> None:
        (duty,) = await uow.duties.obligations(ids=[town.report])
        await uow.duties.revise(duty, replace(duty, title=title))

    await town.store.transact(work)


async def test_a_document_is_recorded_as_the_coordinators_word(everywhere: Town) -> None:
    report = await receipts(everywhere, RECEIVED)
    assert (report.added, report.changed, report.rejected) == (("STP BC10: 215/BC-STP",), (), ())
    assignment = (await everywhere.duty("STP")).assignment
    assert assignment.status is Status.ACCEPTED
    assert (assignment.document_number, assignment.document_date) == ("215/BC-STP", date(2023, 10, 16))
    assert (assignment.received_on, assignment.sent_on) == (date(2023, 10, 19), None)
    assert assignment.next_step_at is None
    assert (await everywhere.duty("SNV")).assignment.status is Status.PENDING


async def test_what_arrived_in_time_is_on_time_although_it_is_typed_in_late(town: Town) -> None:
    await receipts(town, RECEIVED, now=october(30))
    assert outcome((await town.duty("STP")).assignment, october(30)) is Outcome.RECEIVED_ON_TIME


async def test_what_arrived_late_is_late_whatever_its_date_says(town: Town) -> None:
    await receipts(town, "23/10/2023,STP,215/BC-STP,16/10/2023,,,BC10", now=october(30))
    assert outcome((await town.duty("STP")).assignment, october(30)) is Outcome.RECEIVED_LATE


async def test_a_day_of_sending_decides_when_it_is_given(town: Town) -> None:
    await receipts(town, "23/10/2023,STP,215/BC-STP,16/10/2023,20/10/2023,,BC10", now=october(30))
    assignment = (await town.duty("STP")).assignment
    assert assignment.sent_on == date(2023, 10, 20)
    assert outcome(assignment, october(30)) is Outcome.RECEIVED_ON_TIME


async def test_a_unit_that_said_so_in_time_stays_on_time(town: Town) -> None:
    await town.tells(OPERATOR, "STP", Verb.SEND, at=october(20, 16))
    await receipts(town, "23/10/2023,STP,215/BC-STP,,,,BC10")
    assert outcome((await town.duty("STP")).assignment, AFTER) is Outcome.RECEIVED_ON_TIME


async def test_the_day_of_sending_stays_as_the_unit_stated_it(town: Town) -> None:
    await town.tells(OPERATOR, "STP", Statement(Verb.SEND, sent_on=date(2023, 10, 20)), at=october(20))
    await receipts(town, "23/10/2023,STP,215/BC-STP,,,,BC10")
    assert (await town.duty("STP")).assignment.sent_on == date(2023, 10, 20)


async def test_a_queued_reminder_of_it_is_not_planned_any_more(town: Town) -> None:
    await town.joins("STP")
    await receipts(town, RECEIVED, now=october(19))
    await town.plans(october(20))
    assert await town.messages() == []


async def test_importing_again_changes_nothing(everywhere: Town) -> None:
    await receipts(everywhere, RECEIVED)
    before = (await everywhere.duty("STP")).assignment
    again = await receipts(everywhere, RECEIVED.replace("215/BC-STP", "215 /bc-stp"))
    assert (again.added, again.changed, again.unchanged) == ((), (), 1)
    assert (await everywhere.duty("STP")).assignment == before
    assert len(await everywhere.events("imported")) == 1


async def test_importing_again_without_a_code_finds_what_it_recorded(town: Town) -> None:
    row = RECEIVED.removesuffix("BC10")
    first, again = await receipts(town, row), await receipts(town, row)
    assert (len(first.added), again.added, again.unchanged) == (1, (), 1)


async def test_another_number_is_shown_as_a_change(everywhere: Town) -> None:
    await receipts(everywhere, RECEIVED)
    report = await receipts(everywhere, "20/10/2023,STP,216/BC-STP,,,,BC10")
    fields = {
        "document_number": ("215/BC-STP", "216/BC-STP"),
        "received_on": (date(2023, 10, 19), date(2023, 10, 20)),
    }
    assert report.changed == (Difference("STP BC10: 216/BC-STP", fields),)
    assignment = (await everywhere.duty("STP")).assignment
    assert (assignment.document_number, assignment.document_date) == ("216/BC-STP", date(2023, 10, 16))
    assert assignment.status is Status.ACCEPTED


@pytest.mark.parametrize("name", ["STP", "stp", "Đơn vị STP", "don vi stp", "UBND đơn vị STP"])
async def test_a_unit_is_known_however_it_is_written(town: Town, name: str) -> None:
    report = await receipts(town, RECEIVED.replace(",STP,", f",{name},"))
    assert report.added == ("STP BC10: 215/BC-STP",)


async def test_a_name_that_two_units_carry_is_refused_with_both(town: Town) -> None:
    await units(town, "TLX,UBND xã Tân Lập,xã", "TLP,UBND phường Tân Lập,phường")
    report = await receipts(town, "19/10/2023,Tân Lập,215/BC-UBND,,,,BC10")
    assert reasons(report) == [(2, "Cơ quan ban hành")]
    assert "TLX" in report.rejected[0].reason
    assert "TLP" in report.rejected[0].reason


async def test_a_former_unit_is_followed_to_its_successor(town: Town) -> None:
    await units(town, "CU,Sở Cũ,sở,,,,,,30/09/2023,STP")
    report = await receipts(town, "19/10/2023,Sở Cũ,215/BC-CU,,,,BC10")
    assert report.added == ("STP BC10: 215/BC-CU",)


async def test_what_a_former_unit_still_owed_itself_is_answered_by_its_name(town: Town) -> None:
    await units(town, "STP,Đơn vị STP,sở,,,,,,18/10/2023,SNV")
    report = await receipts(town, RECEIVED)
    assert report.added == ("STP BC10: 215/BC-STP",)
    assert (await town.duty("SNV")).assignment.status is Status.PENDING


async def test_the_code_of_the_command_serves_rows_that_name_none(town: Town) -> None:
    report = await receipts(town, "19/10/2023,STP,215/BC-STP", "19/10/2023,SNV,88/BC-SNV", code="bc10")
    assert report.added == ("STP BC10: 215/BC-STP", "SNV BC10: 88/BC-SNV")


async def test_of_two_years_the_code_means_the_one_that_had_begun(town: Town) -> None:
    async def next_year(uow: UnitOfWork) -> None:
        await factories.assignments(uow, town.report, town.id, [town.units["STP"]], period="2024-10")

    await town.store.transact(next_year)
    await receipts(town, RECEIVED)
    accepted = [duty for duty in await town.duties() if duty.assignment.status is Status.ACCEPTED]
    assert [duty.assignment.period.key for duty in accepted] == ["2023-10"]


@pytest.mark.parametrize(
    "subject",
    [
        "Báo cáo kết quả công tác cải cách thủ tục hành chính tháng 10 năm 2023",
        "bao cao cai cach thu tuc hanh chinh thang 10/2023",
        "Báo cáo cải cách TTHC",
        "V/v báo cáo cải cách TTHC tháng 10",
        "BC cải cách TTHC theo Kế hoạch số 12/KH-UBND ngày 05/02/2022",
        "Báo cáo cải cách TTHC tháng 10 theo Công văn ngày 5 tháng 2 năm 2022",
        "Báo cáo cải cách TTHC tháng 10 theo Nghị định 61/2018/NĐ-CP",
    ],
)
async def test_a_subject_that_fits_one_open_duty_finds_it(town: Town, subject: str) -> None:
    await renamed(town, "Báo cáo cải cách TTHC")
    await another_duty(town, "Báo cáo giải ngân vốn đầu tư công")
    report = await receipts(town, f'19/10/2023,STP,215/BC-STP,,,"{subject}"')
    assert report.added == ("STP BC10: 215/BC-STP",)


@pytest.mark.parametrize(
    "subject",
    [
        "Báo cáo cải cách TTHC tháng 9 năm 2023",
        "Báo cáo cải cách TTHC tháng 10 năm 2022",
        "Báo cáo cải cách TTHC tháng 10/2022",
        "Báo cáo cải cách TTHC quý III năm 2023",
        "Báo cáo cải cách TTHC 9 tháng đầu năm 2023",
        "Báo cáo cải cách tiền lương",
        "Báo cáo phòng cháy chữa cháy tháng 10",
    ],
)
async def test_a_subject_of_another_period_or_matter_is_refused(town: Town, subject: str) -> None:
    await renamed(town, "Báo cáo cải cách TTHC")
    report = await receipts(town, f"19/10/2023,STP,215/BC-STP,,,{subject}")
    assert reasons(report) == [(2, "Trích yếu")]
    assert "BC10" in report.rejected[0].reason
    assert (await town.duty("STP")).assignment.status is Status.PENDING


async def test_a_plan_on_the_same_matter_is_not_the_report(town: Town) -> None:
    await renamed(town, "Báo cáo cải cách TTHC")
    plan = "19/10/2023,STP,215/KH-STP,,,Kế hoạch cải cách thủ tục hành chính năm 2023"
    assert reasons(await receipts(town, plan)) == [(2, "Trích yếu")]


async def test_a_quarter_finds_the_quarterly_report_and_a_month_the_monthly_one(town: Town) -> None:
    await renamed(town, "Báo cáo cải cách TTHC")
    quarterly = Schedule(Frequency.QUARTERLY, BEFORE_THE_21ST)
    await another_duty(town, "Báo cáo cải cách TTHC", schedule=quarterly)
    report = await receipts(
        town,
        "19/10/2023,STP,215/BC-STP,,,Báo cáo cải cách TTHC tháng 10/2023",
        "19/10/2023,STP,216/BC-STP,,,Báo cáo cải cách TTHC quý IV/2023",
    )
    assert report.added == ("STP BC10: 215/BC-STP", "STP CCQ4: 216/BC-STP")


async def test_a_subject_that_fits_two_duties_is_refused_with_both(town: Town) -> None:
    await renamed(town, "Báo cáo cải cách TTHC")
    await another_duty(town, "Báo cáo cải cách TTHC nội bộ")
    report = await receipts(town, "19/10/2023,STP,215/BC-STP,,,Báo cáo cải cách TTHC nội bộ tháng 10")
    assert reasons(report) == [(2, "Trích yếu")]
    assert {"BC10", "CC10"} <= set(report.rejected[0].reason.replace(",", "").split())


@pytest.mark.parametrize(
    ("row", "rejected"),
    [
        ("19/10/2023,NOBODY,215/BC-STP,,,,BC10", (2, "Cơ quan ban hành")),
        ("19/10/2023,STP,215/BC-STP,,,,XX10", (2, "Mã việc")),
        ("19/10/2023,VP,215/BC-VP,,,,BC10", (2, "Mã việc")),
        ("19/10/2023,STP,215/BC-STP", (2, "Mã việc")),
        ("24/10/2023,STP,215/BC-STP,,,,BC10", (2, "Ngày đến")),
        ("19/10/2023,STP,215/BC-STP,24/10/2023,,,BC10", (2, "Ngày văn bản")),
        ("19/10/2023,STP,215/BC-STP,20/10/2023,,,BC10", (2, "Ngày văn bản")),
        ("19/10/2023,STP,215/BC-STP,,20/10/2023,,BC10", (2, "Ngày gửi")),
        ("10/19/2023,STP,215/BC-STP,,,,BC10", (2, "Ngày đến")),
    ],
)
async def test_one_wrong_row_and_nothing_of_the_register_is_recorded(
    town: Town, row: str, rejected: tuple[int, str]
) -> None:
    report = await receipts(town, row, "19/10/2023,SNV,88/BC-SNV,,,,BC10")
    assert reasons(report) == [rejected]
    assert await town.events("changed", "imported") == []
    assert (await town.duty("SNV")).assignment.status is Status.PENDING


async def test_today_lies_not_ahead(town: Town) -> None:
    assert not (await receipts(town, "23/10/2023,STP,215/BC-STP,23/10/2023,23/10/2023,,BC10")).rejected


async def test_a_duty_that_was_waived_is_not_received(town: Town) -> None:
    await town.sets("STP", status=Status.WAIVED.value)
    report = await receipts(town, RECEIVED)
    assert reasons(report) == [(2, "Mã việc")]
    assert "waived" in report.rejected[0].reason


async def test_a_returned_report_that_comes_again_is_received(town: Town) -> None:
    await town.sets("STP", status=Status.RETURNED.value, document_number="200/BC-STP")
    report = await receipts(town, RECEIVED)
    assert report.added == ("STP BC10: 215/BC-STP",)


async def test_a_document_listed_twice_counts_once_and_two_documents_are_refused(town: Town) -> None:
    twice = await receipts(town, RECEIVED, RECEIVED)
    assert (len(twice.added), twice.unchanged, twice.rejected) == (1, 1, ())
    two = await receipts(town, RECEIVED, RECEIVED.replace("215/", "216/"))
    assert reasons(two) == [(3, "Số, ký hiệu")]


async def test_a_look_records_nothing(town: Town) -> None:
    seen = await receipts(town, RECEIVED, dry_run=True)
    assert seen.added == ("STP BC10: 215/BC-STP",)
    assert await town.events("changed", "imported") == []
    assert (await town.duty("STP")).assignment.status is Status.PENDING


async def test_the_history_has_one_event_for_the_file_and_one_for_each_duty(everywhere: Town) -> None:
    await receipts(everywhere, RECEIVED, "19/10/2023,SNV,88/BC-SNV,,,,BC10")
    (event,) = await everywhere.events("imported")
    assert event.data == {"kind": "receipts", "added": 2, "changed": 0, "unchanged": 0}
    assert len(await everywhere.events("changed")) == 2
