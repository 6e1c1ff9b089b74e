"""The doctor on accounts and people: files others may read, secrets that can be guessed, lost units."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot import accounts_file, channel_accounts, channel_checks
from bot.settings import Settings
from channels.registry import Account
from channels.zalo_bot.settings import ZaloBotSettings
from domain.units import ContactState, Role
from storage.store import Store, UnitOfWork
from tests import factories
from tests.factories import NOW

TOKEN = "4242:" + "kin" * 9
STRONG = "V3ry-l0ng_and.mixed-secret~of-a-generator"


def settings(folder: Path, **values: object) -> Settings:
    return Settings.model_validate({"accounts_file": folder / "accounts.json", **values})


@pytest.mark.parametrize(
    ("mode", "state"), [(0o600, "green"), (0o400, "green"), (0o640, "red"), (0o604, "red")]
)
def test_an_accounts_file_that_others_may_read_is_red(tmp_path: Path, mode: int, state: str) -> None:
    here = settings(tmp_path)
    accounts_file.add(here, "zalo_bot", "a", {"token": TOKEN, "webhook_secret": STRONG})
    here.accounts_file.chmod(mode)
    (found,) = channel_checks.accounts_file(here)
    assert found["state"] == state
    assert "kin" not in found["text"]


def test_no_accounts_file_is_nothing_to_look_at(tmp_path: Path) -> None:
    assert channel_checks.accounts_file(settings(tmp_path)) == []


@pytest.mark.parametrize(
    ("secret", "mode", "found"),
    [("x" * 40, "webhook", 1), ("abc" * 12, "webhook", 1), (STRONG, "webhook", 0), ("x" * 40, "polling", 0)],
)
def test_a_webhook_secret_that_repeats_itself_is_red(secret: str, mode: str, found: int) -> None:
    values = {"token": TOKEN, "webhook_secret": secret, "mode": mode}
    account = Account("zalo_bot", "a", ZaloBotSettings.model_validate(values))
    checks = list(channel_checks._secret(account))
    assert [check["state"] for check in checks] == ["red"] * found
    assert secret not in str(checks)


async def looked(store: Store, folder: Path) -> dict[str, dict[str, str]]:
    url = store.engines.write.url.render_as_string(hide_password=False)
    found = await channel_checks.people(settings(folder, database_url=url), NOW)
    return {check["name"]: check for check in found}


async def test_units_without_anybody_and_units_out_of_reach_are_counted_apart(
    sqlite_store: Store, tmp_path: Path
) -> None:
    async def begin(uow: UnitOfWork) -> None:
        await factories.owed(uow, ("STP", "SNV", "SYT"))
        units = {unit.code: unit.id for unit in await uow.organisation.units()}
        await factories.person(uow, "A", units["STP"], address="a")
        await factories.person(uow, "B", units["SNV"], address="b")

    await sqlite_store.transact(begin)
    found = await looked(sqlite_store, tmp_path)
    assert "for 1 units" in found["not linked"]["text"]
    assert "unreachable" not in found

    lost = (factories.TELEGRAM, factories.ACCOUNT, "a")
    await sqlite_store.transact(
        lambda uow: uow.organisation.set_contact(lost, ContactState.DISABLED, "blocked")
    )
    found = await looked(sqlite_store, tmp_path)
    assert (found["unreachable"]["state"], found["not linked"]["state"]) == ("red", "yellow")
    assert "reaches 1 units" in found["unreachable"]["text"]


async def test_a_province_where_everybody_is_reached_is_green(sqlite_store: Store, tmp_path: Path) -> None:
    async def begin(uow: UnitOfWork) -> None:
        await factories.owed(uow, ("STP",))
        (unit,) = await uow.organisation.units()
        await factories.person(uow, "A", unit.id, Role.FOCAL_POINT, address="a")

    await sqlite_store.transact(begin)
    assert (await looked(sqlite_store, tmp_path))["people"]["state"] == "green"


async def test_without_a_database_nothing_is_said_of_people(tmp_path: Path) -> None:
    absent = settings(tmp_path, database_url=f"sqlite+aiosqlite:///{tmp_path / 'none.db'}")
    assert await channel_checks.people(absent, datetime.now(UTC)) == []
    assert not (tmp_path / "none.db").exists()


async def test_the_last_error_of_an_account_is_that_of_what_has_not_gone_out(store: Store) -> None:
    async def begin(uow: UnitOfWork) -> None:
        for key in ("a", "b"):
            await factories.message(uow, key, address=key)
        await uow._connection.exec_driver_sql("UPDATE outbox SET error = 'unauthorized' WHERE idem_key = 'a'")

    await store.transact(begin)
    async with store.reading() as uow:
        assert await uow.accounts.last_errors() == {(factories.TELEGRAM, factories.ACCOUNT): "unauthorized"}


async def test_each_persons_menu_is_that_of_their_roles_in_their_language(sqlite_store: Store) -> None:
    async def begin(uow: UnitOfWork) -> None:
        await factories.owed(uow, ("STP", "VP"))
        units = {unit.code: unit.id for unit in await uow.organisation.units()}
        await factories.person(uow, "A", units["STP"], address="501")
        office = await factories.person(uow, "B", units["VP"], Role.COORDINATOR, address="502")
        await uow.organisation.set_locale(office.id, "en")
        gone = await factories.person(uow, "C", units["STP"], address="503")
        await uow.people.end_membership(gone.id, units["STP"], Role.FOCAL_POINT)

    await sqlite_store.transact(begin)
    account = Account(factories.TELEGRAM, factories.ACCOUNT, ZaloBotSettings())
    async with sqlite_store.reading() as uow:
        menus = await channel_accounts._for_people(uow, Settings.model_validate({}), account)
    by_chat = {menu.chat: menu.commands for menu in menus}
    assert by_chat.keys() == {"501", "502"}
    assert "danhan" not in by_chat["501"]
    assert by_chat["501"]["viec"] == "việc của đơn vị và hạn gửi"
    assert by_chat["502"]["viec"] == "what your unit owes, and until when"
    assert "danhan" in by_chat["502"]
