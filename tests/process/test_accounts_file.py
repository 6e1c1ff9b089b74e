"""Further accounts live in a file that only the service's user may read, and nowhere else."""

import json
import stat
from pathlib import Path

import pytest

from bot.accounts_file import accounts, add
from bot.clock import require_loopback
from bot.settings import Settings
from domain.errors import ClockRefused, InvalidSetting

SECRET = "kin-" * 9
TOKEN = f"4242:{SECRET}"
HOOK = "x" * 40


def settings(folder: Path, **values: object) -> Settings:
    return Settings.model_validate({"accounts_file": folder / "accounts.json", **values})


def zalo(**values: str) -> dict[str, str]:
    return {"token": TOKEN, "webhook_secret": HOOK, **values}


def test_an_account_that_was_added_is_on_beside_those_of_the_environment(tmp_path: Path) -> None:
    here = settings(tmp_path, telegram={"token": "7:" + "a" * 35})
    added = add(here, "zalo_bot", "khoi_xa", zalo())
    assert [(item.kind, item.name) for item in accounts(here)] == [
        ("telegram", "default"),
        ("zalo_bot", "khoi_xa"),
    ]
    assert accounts(here)[1].settings == added.settings


def test_only_its_user_may_read_the_file(tmp_path: Path) -> None:
    here = settings(tmp_path)
    add(here, "zalo_bot", "a", zalo())
    add(here, "zalo_bot", "b", zalo())
    assert stat.S_IMODE(here.accounts_file.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [here.accounts_file]


def test_a_name_is_taken_once(tmp_path: Path) -> None:
    here = settings(tmp_path)
    add(here, "zalo_bot", "khoi_xa", zalo())
    before = here.accounts_file.read_bytes()
    with pytest.raises(InvalidSetting, match="already"):
        add(here, "zalo_bot", "khoi_xa", zalo(token="5:" + "b" * 30))
    assert here.accounts_file.read_bytes() == before


@pytest.mark.parametrize("name", ["default", "khối xã", "a/b", "", "../a"])
def test_a_name_is_one_plain_word(tmp_path: Path, name: str) -> None:
    with pytest.raises(InvalidSetting, match="one word"):
        add(settings(tmp_path), "zalo_bot", name, zalo())


def test_settings_that_cannot_work_are_refused_without_their_secret(tmp_path: Path) -> None:
    with pytest.raises(InvalidSetting) as refused:
        add(settings(tmp_path), "zalo_bot", "khoi_xa", zalo(mode="telegraph"))
    assert "mode" in refused.value.text
    assert "kin-" not in str(refused.value)
    assert refused.value.__context__ is None
    assert not (tmp_path / "accounts.json").exists()


def test_there_are_no_further_accounts_of_a_messenger_that_has_one(tmp_path: Path) -> None:
    with pytest.raises(InvalidSetting, match="telegram"):
        add(settings(tmp_path), "email", "hai", {"host": "127.0.0.1"})


@pytest.mark.parametrize("content", ["", "[]", '{"zalo_bot": []}', '{"fax": {"a": {}}}'])
def test_a_file_that_is_none_is_refused_in_words(tmp_path: Path, content: str) -> None:
    here = settings(tmp_path)
    here.accounts_file.write_text(content, "utf-8")
    with pytest.raises(InvalidSetting, match="account"):
        accounts(here)


def test_an_account_of_the_file_that_is_not_on_the_loopback_forbids_a_simulated_clock(tmp_path: Path) -> None:
    here = settings(tmp_path)
    add(here, "zalo_bot", "khoi_xa", zalo(api_base="http://127.0.0.1:9"))
    require_loopback(here)
    add(here, "zalo_bot", "that", zalo())
    with pytest.raises(ClockRefused, match="zalo_bot/that"):
        require_loopback(here)


def test_a_file_with_a_secret_in_it_names_no_secret_when_it_is_wrong(tmp_path: Path) -> None:
    here = settings(tmp_path)
    here.accounts_file.write_text(json.dumps({"zalo_bot": {"a": {"token": "kin-khong-co-so"}}}), "utf-8")
    with pytest.raises(InvalidSetting) as refused:
        accounts(here)
    assert "kin-" not in str(refused.value)
