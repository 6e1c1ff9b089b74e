"""The commands of the contract, run as an operator runs them."""

import re
from pathlib import Path

from tests.cli.conftest import Shell


async def test_a_pack_loaded_twice_adds_nothing(loaded: Shell) -> None:
    again = await loaded.start("pack", "load", "bac-giang-2023", "--json")
    assert again.json["unchanged"] is True
    assert again.json["units"] == 0


async def test_units_are_listed_with_their_document_codes(loaded: Shell) -> None:
    units = (await loaded.start("unit", "list", "--json")).json
    codes = {unit["code"]: unit for unit in units}
    assert codes["STP"]["name"] == "Sở Tư pháp"
    assert sum(unit["kind"] == "district" for unit in units) == 10


async def test_an_invitation_gives_a_code_of_eight_characters_for_half_an_hour(loaded: Shell) -> None:
    minted = (await loaded.run("invite", "--unit", "bac-giang/STP", "--role", "focal_point", "--json")).json
    assert re.fullmatch(r"[A-Z2-9]{8}", minted["code"])
    assert (minted["unit_code"], minted["role"]) == ("STP", "focal_point")


async def test_a_sheet_holds_a_longer_code_and_only_its_owner_may_read_it(
    loaded: Shell, tmp_path: Path
) -> None:
    sheet = tmp_path / "sheet.html"
    done = await loaded.run("invite", "--unit", "STP", "--role", "focal_point", "--sheet", str(sheet))
    assert done.code == 0
    code = re.search(r"\b[A-Z2-7]{13}\b", sheet.read_text(encoding="utf-8"))
    assert code is not None
    assert code[0] not in done.out + done.err
    assert sheet.stat().st_mode & 0o077 == 0


async def test_overdue_begins_with_the_first_second_after_the_last_day(loaded: Shell) -> None:
    before = (await loaded.run("overdue", "--as-of", "2023-10-20T23:59:59+07:00", "--json")).json
    after = (await loaded.run("overdue", "--as-of", "2023-10-21T00:00:00+07:00", "--json")).json
    assert [row["unit_code"] for row in before] == ["VP"]
    assert len(after) == len(before) + 28
    row = next(row for row in after if row["unit_code"] == "STP")
    assert row["phrase"] == "trước ngày 21 hằng tháng"
    assert row["last_day"] == "2023-10-20"
    assert row["late_from"] == "2023-10-21T00:00:00+07:00"
    assert set(row) == {
        "unit_code", "unit", "kind", "obligation_id", "obligation", "clause", "directive", "period",
        "phrase", "last_day", "late_from", "working_days_late", "status", "reminders_sent", "last_reply",
        "promised",
    }  # fmt: skip


async def test_overdue_of_one_unit_shows_that_unit_only(loaded: Shell) -> None:
    rows = (
        await loaded.run("overdue", "--unit", "STP", "--as-of", "2023-10-23T09:00:00+07:00", "--json")
    ).json
    assert {row["unit_code"] for row in rows} == {"STP"}


async def test_history_is_never_overdue_today(loaded: Shell) -> None:
    rows = (await loaded.run("overdue", "--now", "2026-11-24T09:00:00+07:00", "--json")).json
    assert rows == []


async def test_progress_counts_the_whole_and_the_groups(loaded: Shell) -> None:
    rows = (await loaded.run("progress", "--period", "2023-10", "--json")).json
    whole = next(row for row in rows if row["group"] == "all" and row["expected"] == 28)
    groups = [row for row in rows if row["obligation_id"] == whole["obligation_id"] and row["group"] != "all"]
    assert sum(row["expected"] for row in groups) == whole["expected"]
    assert whole["received"] == 0


async def test_a_tick_plans_once(loaded: Shell) -> None:
    first = (await loaded.run("tick", "--now", "2023-10-19T08:30:00+07:00", "--json")).json
    second = (await loaded.run("tick", "--now", "2023-10-19T08:30:00+07:00", "--json")).json
    assert first["planned"] == 30
    assert second["planned"] == 0
    assert set(first) == {"planned", "coalesced", "queued", "sent", "uncertain", "failed", "deferred"}


async def test_a_preview_says_who_cannot_be_reached_and_changes_nothing(loaded: Shell) -> None:
    rows = (await loaded.run("preview", "--on", "2023-10-20", "--json")).json
    steps = {(row["unit_code"], row["step"]) for row in rows}
    assert {("STP", "0"), ("STP", "0-pm")} <= steps
    assert {row["blocked_by"] for row in rows} == {"no_contact"}
    assert (await loaded.run("outbox", "--json")).json == []


async def test_a_preview_of_a_day_off_says_so(loaded: Shell) -> None:
    rows = (await loaded.run("preview", "--on", "2023-11-19", "--json")).json
    assert all(row["blocked_by"] == "day_off" for row in rows)


async def test_the_history_is_sealed_and_whole(loaded: Shell) -> None:
    await loaded.run("tick")
    found = (await loaded.run("audit", "verify", "--json")).json
    assert found["broken_at"] is None
    assert found["sealed"] > 0


async def test_the_doctor_looks_at_everything_and_exits_with_zero(loaded: Shell) -> None:
    found = await loaded.start("doctor", "--json")
    assert found.code == 0
    assert found.json["sending_slots"] > 0
    assert {"settings", "database", "calendar", "telegram"} <= {
        check["name"] for check in found.json["checks"]
    }


async def test_understanding_reads_a_stream(shell: Shell) -> None:
    line = '{"text": "đã gửi chưa ạ?", "now": "2023-10-19T08:30:00+07:00", "context": {"open": []}}\n'
    done = await shell.run("understand", stdin=line * 3)
    assert done.code == 0
    assert len(done.out.splitlines()) == 3
    assert '"submitted"' not in done.out


async def test_migrating_twice_is_harmless(shell: Shell) -> None:
    assert (await shell.run("migrate")).code == 0
    assert (await shell.run("migrate")).code == 0
