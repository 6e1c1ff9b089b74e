"""Units from a table: added, changed and shown, all or nothing, and never deleted."""

from datetime import date

import pytest

from domain.imports import Difference
from domain.units import Unit, UnitKind
from tests.services.registers import reasons, units
from tests.services.town import Town


async def stored(town: Town) -> dict[str, Unit]:
    async with town.store.reading() as uow:
        return {unit.code: unit for unit in await uow.organisation.units(town.id)}


async def test_new_units_are_added_with_places_that_stand_in_the_same_file(everywhere: Town) -> None:
    report = await units(
        everywhere,
        "CCTP,Chi cục A,cơ quan,,TTA",
        "TTA,Trung tâm A,trung tâm,7,STP,ta;trung tâm,Ban A,01/07/2025,,",
        "TANLAP,UBND xã Tân Lập,xã,,,,,01/07/2025,31/12/2026,TTA",
    )
    assert (report.added, report.changed, report.rejected) == (("CCTP", "TTA", "TANLAP"), (), ())
    found = await stored(everywhere)
    assert found["CCTP"].parent_id == found["TTA"].id
    centre = found["TTA"]
    assert (centre.parent_id, centre.kind, centre.order_no) == (found["STP"].id, UnitKind.CENTRE, 7)
    assert (centre.aliases, centre.former_names) == (("ta", "trung tâm"), ("Ban A",))
    assert (centre.valid_from, centre.valid_to) == (date(2025, 7, 1), None)
    assert found["TANLAP"].successor_id == centre.id


async def test_a_unit_without_an_order_stands_last(town: Town) -> None:
    await units(town, "A,Đơn vị A,sở,50", "B,Đơn vị B,sở", "C,Đơn vị C,sở")
    found = await stored(town)
    assert [found[code].order_no for code in "ABC"] == [50, 51, 52]


async def test_a_known_unit_is_changed_and_the_difference_is_shown(everywhere: Town) -> None:
    report = await units(everywhere, "STP,Sở Tư pháp,sở,9,VP,tp,,,,")
    office = (await stored(everywhere))["VP"]
    assert report.added == ()
    assert report.changed == (
        Difference(
            "STP",
            {
                "name": ("Đơn vị STP", "Sở Tư pháp"),
                "order_no": (1, 9),
                "parent": (None, "VP"),
                "aliases": (("stp",), ("tp",)),
            },
        ),
    )
    unit = (await stored(everywhere))["STP"]
    assert (unit.name, unit.order_no, unit.parent_id, unit.aliases) == ("Sở Tư pháp", 9, office.id, ("tp",))


async def test_importing_again_changes_nothing_and_is_no_event(town: Town) -> None:
    rows = ("STP,Sở Tư pháp,sở,,VP,tp,Ban cũ,01/01/2020,31/12/2030,SNV", "NEW,Đơn vị mới,sở,,STP")
    first = await units(town, *rows)
    before = await stored(town)
    again = await units(town, *rows)
    assert (len(first.added), len(first.changed)) == (1, 1)
    assert (again.added, again.changed, again.unchanged) == ((), (), 2)
    assert await stored(town) == before
    assert len(await town.events("imported")) == 1


async def test_an_empty_cell_keeps_what_is_stored_and_a_dash_takes_it_away(town: Town) -> None:
    await units(town, "STP,Sở Tư pháp,sở,9,VP,tp")
    await units(town, "STP,Sở Tư pháp,sở,,,")
    assert (await stored(town))["STP"].aliases == ("tp",)
    report = await units(town, "STP,Sở Tư pháp,sở,,-,-")
    assert report.changed == (Difference("STP", {"parent": ("VP", None), "aliases": (("tp",), ())}),)
    unit = (await stored(town))["STP"]
    assert (unit.parent_id, unit.aliases, unit.order_no) == (None, (), 9)


async def test_a_unit_that_the_file_leaves_out_stays_with_what_it_owes(town: Town) -> None:
    await units(town, "NEW,Đơn vị mới,sở")
    assert {"VP", "STP", "SNV", "TANYEN", "NEW"} == set(await stored(town))
    assert len(await town.duties()) == 3


async def test_a_look_shows_the_same_and_stores_nothing(town: Town) -> None:
    before = await stored(town)
    seen = await units(town, "NEW,Đơn vị mới,sở", "STP,Sở Tư pháp,sở", dry_run=True)
    assert (seen.added, len(seen.changed)) == (("NEW",), 1)
    assert await stored(town) == before
    assert await town.events("imported") == []
    done = await units(town, "NEW,Đơn vị mới,sở", "STP,Sở Tư pháp,sở")
    assert done == seen


@pytest.mark.parametrize(
    ("rows", "rejected"),
    [
        (("NEW,Đơn vị mới,sở", "new,Đơn vị khác,sở"), (3, "Mã đơn vị")),
        (("SKHDT,Sở A,sở", "SKHĐT,Sở B,sở"), (3, "Mã đơn vị")),
        (("NEW,Đơn vị mới,sở,,NOBODY",), (2, "Đơn vị cấp trên")),
        (("NEW,Đơn vị mới,sở,,,,,,01/01/2025,NOBODY",), (2, "Đơn vị kế thừa")),
        (("NEW,Đơn vị mới,sở,,NEW",), (2, "Đơn vị cấp trên")),
        (("NEW,Đơn vị mới,sở,,,,,02/01/2025,01/01/2025,",), (2, "Đến hết ngày")),
        (("NEW,Đơn vị mới,sở,,,,,,,STP",), (2, "Đơn vị kế thừa")),
        (("NEW,Đơn vị mới,vua",), (2, "Loại đơn vị")),
    ],
)
async def test_one_wrong_row_and_nothing_of_the_file_is_stored(
    town: Town, rows: tuple[str, ...], rejected: tuple[int, str]
) -> None:
    before = await stored(town)
    report = await units(town, *rows, "GOOD,Đơn vị tốt,sở")
    assert reasons(report) == [rejected]
    assert await stored(town) == before
    assert await town.events("imported") == []


async def test_parents_that_lead_in_a_circle_through_the_store_are_refused(town: Town) -> None:
    assert not (await units(town, "STP,Sở Tư pháp,sở,,SNV")).rejected
    report = await units(town, "SNV,Sở Nội vụ,sở,,VP", "VP,Văn phòng,văn phòng,,STP")
    assert reasons(report) == [(2, "Đơn vị cấp trên"), (3, "Đơn vị cấp trên")]
    turned = await units(town, "SNV,Sở Nội vụ,sở,,STP", "STP,Sở Tư pháp,sở,,-")
    assert not turned.rejected


async def test_a_code_typed_without_diacritics_is_the_stored_unit(town: Town) -> None:
    await units(town, "SKHĐT,Sở Kế hoạch,sở")
    report = await units(town, "skhdt,Sở Kế hoạch và Đầu tư,sở")
    assert [item.key for item in report.changed] == ["SKHĐT"]
    assert "skhdt" not in await stored(town)


async def test_the_history_keeps_how_many_and_no_name(everywhere: Town) -> None:
    await units(everywhere, "NEW,Đơn vị mới,sở", "STP,Sở Tư pháp,sở", "SNV,Đơn vị SNV,sở")
    (event,) = await everywhere.events("imported")
    assert event.data == {"kind": "units", "added": 1, "changed": 1, "unchanged": 1}
    assert (event.province_id, event.actor) == (everywhere.id, "operator")
