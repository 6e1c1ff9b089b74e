"""Duties on the command line: what is open, a day bound, addressees named anew, a file imported."""

from pathlib import Path

import pytest

from tests.cli.conftest import Shell

BIND = ("--relation", "before", "--day", "25", "--phrase", "trước ngày 25 hằng tháng")


async def test_a_duty_without_a_day_is_listed_as_open_until_somebody_binds_one(loaded: Shell) -> None:
    before = (await loaded.run("obligation", "list", "--pending", "--json")).json
    assert {row["key"] for row in before} == {"thong-ke-thang", "cong-khai-chat-luong"}
    assert {point for row in before for point in row["open"]} == {"needs_day"}
    done = await loaded.run("obligation", "revise", "thong-ke-thang", *BIND, "--json")
    assert (done.json["version"], done.json["added"] > 0) == (2, True)
    after = (await loaded.run("obligation", "list", "--pending", "--json")).json
    assert {row["key"] for row in after} == {"cong-khai-chat-luong"}


async def test_a_dry_run_shows_the_new_version_and_stores_nothing(loaded: Shell) -> None:
    done = await loaded.run("obligation", "revise", "BC", "--relation", "before", "--day", "23",
                            "--phrase", "trước ngày 23 hằng tháng", "--dry-run", "--json")  # fmt: skip
    assert (done.json["dry_run"], len(done.json["moved"])) == (True, 28)
    rows = (await loaded.run("obligation", "list", "--json")).json
    assert {row["version"] for row in rows} == {1}


async def test_a_changed_deadline_explains_itself_in_the_preview(loaded: Shell) -> None:
    await loaded.run("obligation", "revise", "BC", "--relation", "before", "--day", "25",
                     "--phrase", "trước ngày 25 hằng tháng")  # fmt: skip
    rows = (await loaded.run("preview", "--on", "2023-10-24", "--json")).json
    row = next(row for row in rows if row["unit_code"] == "STP")
    assert row["blocked_by"] == "no_contact"
    assert "chưa có ai liên kết" in row["why"]
    assert row["target_day"] == "2023-10-24"


async def test_former_districts_are_named_anew_by_a_person(loaded: Shell) -> None:
    done = await loaded.run(
        "obligation", "revise", "BC", "--groups", "departments", "--units", "TANYEN", "--json"
    )
    assert "YENTHE 2023-10" in done.json["released"]
    assert "TANYEN 2023-10" not in done.json["released"]


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("BC", "--relation", "around", "--day", "3"), 2, "'around' is none of before"),
        (("BC", "--day", "32"), 2, "--day"),
        (("BC", "--day", "25"), 1, "--relation"),
        (("NONE", "--title", "x"), 1, "no duty 'NONE'"),
        (("BC", "--since", "2023-10-19"), 1, "counts from no event"),
        (("BC", "--ladder", "open,soon"), 2, "'soon' is no step"),
    ],
)  # fmt: skip
async def test_a_wrong_call_says_what_is_wrong(
    loaded: Shell, arguments: tuple[str, ...], code: int, words: str
) -> None:
    done = await loaded.run("obligation", "revise", *arguments)
    assert (done.code, words in done.err) == (code, True), done.err


async def test_a_file_of_duties_is_imported_once(loaded: Shell, tmp_path: Path) -> None:
    file = tmp_path / "viec.yaml"
    file.write_text(
        """
directives:
  - {key: cv-moi, issuer: UBND tỉnh, doc_type: công văn, subject: Báo cáo tuần, number: "12",
     symbol: /UBND-NC, date_text: 02/10/2023, year: 2023, coordinator: VP,
     obligations: [
       {key: bao-cao-tuan, stem: BT, clause: "1", title: Báo cáo tuần, kind: periodic_report,
        schedule: {frequency: weekly, due: {relation: before, weekday: thu, at: "16:00",
                   phrase: trước 16 giờ thứ Năm hằng tuần}},
        selector: {units: [STP]}}]}
""",
        encoding="utf-8",
    )
    first = await loaded.run("import", "obligations", str(file), "--json")
    assert (first.code, first.json["added"]) == (0, ["bao-cao-tuan"]), first.err
    again = await loaded.run("import", "obligations", str(file), "--json")
    assert (again.json["added"], again.json["unchanged"]) == ([], 1)


async def test_a_file_with_a_wrong_line_is_refused_with_its_number(loaded: Shell, tmp_path: Path) -> None:
    file = tmp_path / "viec.yaml"
    file.write_text("directives:\n  - {key: x}\n", encoding="utf-8")
    done = await loaded.run("import", "obligations", str(file), "--json")
    assert done.code == 1
    assert done.json["added"] == []
    assert {row["row"] for row in done.json["rejected"]} == {2}
