"""`dondoc unit merge`, run as an operator runs it."""

import pytest

from tests.cli.conftest import Shell

MERGE = ("unit", "merge", "STTTT", "--into", "SKHCN", "--on", "2023-10-20")


async def units(shell: Shell) -> dict[str, dict[str, object]]:
    return {unit["code"]: unit for unit in (await shell.run("unit", "list", "--json")).json}


async def test_a_rehearsal_shows_the_effect_and_changes_nothing(loaded: Shell) -> None:
    before = await units(loaded)
    (row,) = (await loaded.run(*MERGE, "--dry-run", "--json")).json
    assert (row["unit_code"], row["into"], row["unchanged"]) == ("STTTT", "SKHCN", False)
    assert "BC10" in row["waived"]
    assert await units(loaded) == before


async def test_a_merger_ends_the_old_unit_and_hands_its_duties_on(loaded: Shell) -> None:
    done = await loaded.run(*MERGE)
    assert done.code == 0
    assert "STTTT" in done.out
    old = (await units(loaded))["STTTT"]
    assert (old["valid_to"], old["successor"]) == ("2023-10-19", "SKHCN")
    late = (await loaded.run("overdue", "--as-of", "2023-10-23T09:00:00+07:00", "--json")).json
    owing = [row["unit_code"] for row in late if row["period"] == "2023-10"]
    assert "SKHCN" in owing
    assert "STTTT" not in owing


async def test_merging_twice_says_that_nothing_changed(loaded: Shell) -> None:
    await loaded.run(*MERGE)
    (row,) = (await loaded.run("unit", "merge", "bac-giang/STTTT", *MERGE[3:], "--json")).json
    assert row["unchanged"] is True


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("STTTT", "--into", "STTTT", "--on", "2023-10-20"), 1, "circle"),
        (("STTTT", "--into", "SKHAC", "--on", "2023-10-20"), 1, "SKHAC"),
        (("STTTT", "--into", "SKHCN", "--on", "20/10/2023"), 2, "2025-07-01"),
        (("STTTT", "--into", "SKHCN"), 2, "--on"),
    ],
)
async def test_a_merger_that_cannot_be_is_refused(
    loaded: Shell, arguments: tuple[str, ...], code: int, words: str
) -> None:
    done = await loaded.run("unit", "merge", *arguments)
    assert done.code == code
    assert words in done.err
    assert (await units(loaded))["STTTT"]["successor"] is None
