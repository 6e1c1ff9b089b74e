"""Importing tables and writing templates, as an operator does."""

import pytest
from openpyxl import load_workbook

from tests.cli.conftest import Shell

UNITS = "Mã đơn vị;Tên đơn vị;Loại đơn vị\nMOI;Trung tâm Mới;trung tâm\nSTP;Sở Tư pháp tỉnh;sở\n"
RECEIPTS = "Ngày đến;Cơ quan ban hành;Số, ký hiệu\n19/10/2023;Sở Tư pháp;215/BC-STP\n"


def file(shell: Shell, name: str, text: str) -> str:
    (shell.folder / name).write_text(text, encoding="utf-8-sig")
    return name


async def test_units_are_looked_at_then_imported_then_unchanged(loaded: Shell) -> None:
    name = file(loaded, "don-vi.csv", UNITS)
    seen = await loaded.run("import", "units", name, "--dry-run", "--json")
    done = await loaded.run("import", "units", name, "--json")
    again = await loaded.run("import", "units", name, "--json")
    assert done.json == {
        "kind": "units",
        "file": "don-vi.csv",
        "dry_run": False,
        "added": ["MOI"],
        "changed": [{"key": "STP", "fields": {"name": ["Sở Tư pháp", "Sở Tư pháp tỉnh"]}}],
        "unchanged": 0,
        "rejected": [],
    }
    assert seen.json == done.json | {"dry_run": True}
    assert (again.json["added"], again.json["changed"], again.json["unchanged"]) == ([], [], 2)
    assert (seen.code, done.code, again.code) == (0, 0, 0)


async def test_a_person_reads_counts_and_differences(loaded: Shell) -> None:
    done = await loaded.run("import", "units", file(loaded, "don-vi.csv", UNITS))
    assert "don-vi.csv: thêm 1, thay đổi 1, giữ nguyên 0." in done.out
    assert "+ MOI" in done.out
    line = next(line for line in done.out.splitlines() if "Sở Tư pháp tỉnh" in line)
    assert line.split()[:3] == ["STP", "Tên", "đơn"]


async def test_a_rejected_row_stores_nothing_and_ends_with_one(loaded: Shell) -> None:
    name = file(loaded, "don-vi.csv", UNITS + "[/x];Sở [đỏ];vua\n")
    done = await loaded.run("import", "units", name)
    assert done.code == 1
    assert "[/x]" in done.out
    assert "Loại đơn vị" in done.out
    assert (
        done.err == "dondoc: don-vi.csv: rejected rows: 1; nothing is stored, correct them and import again\n"
    )
    codes = {unit["code"] for unit in (await loaded.run("unit", "list", "--json")).json}
    assert "MOI" not in codes


async def test_a_rejected_row_has_its_number_column_and_reason_in_the_json(loaded: Shell) -> None:
    name = file(loaded, "nguoi.csv", "Đơn vị;Họ và tên;Vai trò\nSTP;Người A;đầu mối\nKHONG;Người B;đầu mối\n")
    done = await loaded.run("import", "people", name, "--json")
    assert done.code == 1
    (rejected,) = done.json["rejected"]
    assert (rejected["row"], rejected["column"]) == (3, "Đơn vị")
    assert "KHONG" in rejected["reason"]


async def test_new_units_owe_at_once_what_is_open(loaded: Shell) -> None:
    await loaded.run("import", "units", file(loaded, "don-vi.csv", UNITS + "SMOI;Sở Mới;sở\n"))
    after = await loaded.run("overdue", "--as-of", "2023-10-21T00:00:00+07:00", "--unit", "SMOI", "--json")
    assert [row["period"] for row in after.json] == ["2023-10"]


async def test_a_register_takes_units_off_the_overdue_list(loaded: Shell) -> None:
    name = file(loaded, "so-den.csv", RECEIPTS)
    later = ("--now", "2023-10-23T09:00:00+07:00")
    done = await loaded.run("import", "receipts", name, "--code", "BC10", "--json", *later)
    assert done.json["added"] == ["STP BC10: 215/BC-STP"]
    overdue = (await loaded.run("overdue", "--unit", "STP", "--json", *later)).json
    assert "2023-10" not in {row["period"] for row in overdue}


async def test_a_register_whose_rows_name_no_duty_is_rejected(loaded: Shell) -> None:
    done = await loaded.run("import", "receipts", file(loaded, "so-den.csv", RECEIPTS), "--json")
    assert (done.code, [item["row"] for item in done.json["rejected"]]) == (1, [2])


async def test_of_several_provinces_one_must_be_named(loaded: Shell) -> None:
    assert (await loaded.run("pack", "load", "tinh-mau-2026")).code == 0
    name = file(loaded, "don-vi.csv", UNITS)
    unclear = await loaded.run("import", "units", name)
    assert unclear.code == 2
    assert "--province" in unclear.err
    assert (await loaded.run("import", "units", name, "--province", "nowhere")).code == 1
    assert (await loaded.run("import", "units", name, "--province", "bac-giang")).code == 0


async def test_progress_is_lines_on_stderr_and_only_when_asked_for(loaded: Shell) -> None:
    rows = "".join(f"D{number};Đơn vị {number};trung tâm\n" for number in range(1200))
    name = file(loaded, "don-vi.csv", "Mã đơn vị;Tên đơn vị;Loại đơn vị\n" + rows)
    done = await loaded.run("import", "units", name, "--progress", "--json")
    assert (done.code, len(done.json["added"])) == (0, 1200)
    assert done.err.splitlines() == ["Đã ghi 1000/1200 dòng.", "Đã ghi 1200/1200 dòng."]
    assert (await loaded.run("import", "units", name, "--json")).err == ""


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("import", "units", "nowhere.csv"), 2),
        (("import", "units", "trang.csv"), 1),
        (("import", "units", "trang.pdf"), 1),
        (("import", "template", "boats"), 2),
        (("import", "template", "units", "-o", "nowhere/x.xlsx"), 1),
    ],
)
async def test_what_cannot_be_read_or_written_is_one_line(
    loaded: Shell, arguments: tuple[str, ...], code: int
) -> None:
    for name in ("trang.csv", "trang.pdf"):
        (loaded.folder / name).write_bytes(b"")
    done = await loaded.run(*arguments)
    assert done.code == code
    assert done.err
    assert "Traceback" not in done.err


async def test_without_a_province_the_next_step_is_named(shell: Shell) -> None:
    assert (await shell.run("migrate")).code == 0
    done = await shell.run("import", "units", file(shell, "don-vi.csv", UNITS))
    assert done.code == 1
    assert "dondoc pack load" in done.err


@pytest.mark.parametrize("kind", ["units", "people", "receipts", "obligations", "calendar"])
async def test_a_template_is_written_and_never_over_another_file(shell: Shell, kind: str) -> None:
    done = await shell.run("import", "template", kind)
    assert (done.code, (shell.folder / f"{kind}.xlsx").exists()) == (0, True)
    again = await shell.run("import", "template", kind)
    assert (again.code, len(again.err.splitlines())) == (1, 1)
    assert (await shell.run("import", "template", kind, "-o", "khac.xlsx")).code == 0
    assert (shell.folder / "khac.xlsx").exists()


async def test_a_filled_template_is_imported(loaded: Shell) -> None:
    await loaded.run("import", "template", "people")
    book = load_workbook(loaded.folder / "people.xlsx")
    book.worksheets[0].append(["STP", "Người A", "đầu mối", "0900000001", "dau.moi@example.vn"])
    book.save(loaded.folder / "people.xlsx")
    done = await loaded.run("import", "people", "people.xlsx", "--json")
    assert done.json["added"] == ["Người A (STP, focal_point)"]
