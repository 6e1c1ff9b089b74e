"""Outages and exemptions on the command line: shown first, stored once, listed, taken back."""

from tests.cli.conftest import Shell

DAYS = ("--from", "2023-10-20", "--to", "2023-10-20")
WHY = ("--basis", "Thông báo của đơn vị vận hành")
LATER = "2023-10-21T00:00:00+07:00"


async def late(shell: Shell) -> set[str]:
    rows = (await shell.run("overdue", "--as-of", LATER, "--json")).json
    return {row["unit_code"] for row in rows if row["phrase"] == "trước ngày 21 hằng tháng"}


async def test_a_dry_run_shows_what_would_change_and_stores_nothing(loaded: Shell) -> None:
    shown = (await loaded.run("decision", "outage", *DAYS, *WHY, "--dry-run", "--json")).json
    assert (shown["decision"], shown["dry_run"], shown["moved_to"]) == (None, True, "2023-10-23")
    assert {row["new_last_day"] for row in shown["affected"]} == {"2023-10-23"}
    assert (await loaded.run("decision", "list", "--json")).json == []
    assert len(await late(loaded)) == 28
    done = (await loaded.run("decision", "outage", *DAYS, *WHY, "--json")).json
    assert done["affected"] == shown["affected"]


async def test_an_outage_of_some_units_is_listed_and_taken_back_once(loaded: Shell) -> None:
    whom = ("--units", "STP, SNV", "--moved-to", "2023-10-24")
    done = (await loaded.run("decision", "outage", *DAYS, *WHY, *whom, "--json")).json
    number = str(done["decision"])
    assert {row["unit_code"] for row in done["affected"]} == {"STP", "SNV"}
    assert {row["unit_code"] for row in done["affected"]}.isdisjoint(await late(loaded))
    (row,) = (await loaded.run("decision", "list", "--json")).json
    assert (row["kind"], row["units"], row["affected"]) == ("outage", ["STP", "SNV"], len(done["affected"]))
    undone = (await loaded.run("decision", "undo", number, "--json")).json
    assert (len(undone["restored"]), undone["left"]) == (len(done["affected"]), [])
    assert len(await late(loaded)) == 28
    again = await loaded.run("decision", "undo", number)
    assert again.code == 1
    assert "already" in again.err


async def test_an_exemption_leaves_out_the_exceptions(loaded: Shell) -> None:
    before = await late(loaded)
    whom = ("--groups", "departments", "--except", "STP")
    done = (await loaded.run("decision", "exempt", *DAYS, *WHY, *whom, "--json")).json
    released = {row["unit_code"] for row in done["affected"]}
    assert {row["status"] for row in done["affected"]} == {"waived"}
    assert "STP" not in released
    assert released
    assert await late(loaded) == before - released


async def test_an_exemption_of_one_duty_names_it_by_its_key(loaded: Shell) -> None:
    everything = (await loaded.run("decision", "exempt", *DAYS, *WHY, "--dry-run", "--json")).json
    unknown = await loaded.run("decision", "exempt", *DAYS, *WHY, "--obligation", "KHONG-CO")
    assert unknown.code == 1
    keys = [key.strip() for key in unknown.err.partition("write one of")[2].split(",")]
    found = [
        (await loaded.run("decision", "exempt", *DAYS, *WHY, "--obligation", key, "--dry-run", "--json")).json
        for key in keys[:2]
    ]
    for one in found:
        assert len({row["obligation_id"] for row in one["affected"]}) <= 1
        assert all(row in everything["affected"] for row in one["affected"])


async def test_people_read_a_table_and_one_line(loaded: Shell) -> None:
    done = await loaded.run("decision", "outage", *DAYS, *WHY, "--units", "STP")
    assert done.code == 0
    assert "23/10/2023" in done.out
    assert "quyết định 1:" in done.out
    assert "Thông báo của đơn vị vận hành" in (await loaded.run("decision", "list")).out
    assert "đã thu hồi quyết định 1:" in (await loaded.run("decision", "undo", "1")).out


WRONG = [
    (("outage", "--from", "20/10/2023", "--to", "2023-10-20", *WHY), 2),
    (("outage", *DAYS), 2),
    (("outage", *DAYS, *WHY, "--groups", "everybody"), 2),
    (("outage", *DAYS, *WHY, "--except", "STP"), 2),
    (("outage", *DAYS, *WHY, "--units", "NOBODY"), 1),
    (("outage", *DAYS, *WHY, "--moved-to", "2023-10-22"), 1),
    (("outage", *DAYS, *WHY, "--province", "nowhere"), 1),
    (("outage", *DAYS, "--basis", " "), 1),
    (("exempt", "--from", "2023-10-21", "--to", "2023-10-20", *WHY), 1),
    (("undo", "7"), 1),
    (("outage", *DAYS, *WHY, "--now", "2026-11-24T09:00:00+07:00"), 1),
]


async def test_wrong_calls_are_refused_and_nothing_is_stored(loaded: Shell) -> None:
    # One database for all of them: each call is a process of its own and changes nothing.
    for arguments, code in WRONG:
        done = await loaded.run("decision", *arguments)
        assert (done.code, "Traceback" in done.err) == (code, False), arguments
    assert (await loaded.run("decision", "list", "--json")).json == []
