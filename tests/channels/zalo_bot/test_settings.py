"""What may be set for a Zalo bot."""

import pytest
from pydantic import ValidationError

from channels.zalo_bot.channel import ZaloBotChannel
from channels.zalo_bot.settings import ZaloBotSettings
from domain.errors import InvalidSetting
from tests.channels.zalo_bot.conftest import SECRET


def test_the_channel_is_off_waits_for_a_webhook_and_points_at_the_vendor_by_default() -> None:
    plain = ZaloBotSettings()

    assert (plain.is_on, plain.mode) == (False, "webhook")
    assert plain.api_base == "https://bot-api.zaloplatforms.com"
    assert not plain.on_loopback


def test_a_token_switches_it_on() -> None:
    assert ZaloBotSettings(token="78:abc", mode="polling").is_on


def test_empty_words_mean_unset() -> None:
    names = ("token", "api_base", "mode", "webhook_secret", "quota_month", "per_second", "mention_names")
    empty = ZaloBotSettings.model_validate(dict.fromkeys(names, ""))

    assert empty == ZaloBotSettings()


def test_the_bots_number_is_read_from_its_token() -> None:
    assert ZaloBotSettings(token="78:abc", mode="polling").bot_id == "78"
    assert ZaloBotSettings().bot_id == ""


@pytest.mark.parametrize("token", ["abc", "x:abc", "78:", "78:a/b", "78:a b", "78:ơ", "٧٨:abc"])
def test_a_token_of_the_wrong_shape_is_refused(token: str) -> None:
    with pytest.raises(ValidationError, match="colon"):
        ZaloBotSettings(token=token, mode="polling")


def test_webhook_mode_needs_a_secret_nobody_can_guess() -> None:
    for secret in (None, "s3cret12", "s" * 31):
        with pytest.raises(ValidationError, match="at least 32"):
            ZaloBotSettings(token="78:abc", webhook_secret=secret)
    assert ZaloBotSettings(token="78:abc", webhook_secret="s" * 32).mode == "webhook"


def test_polling_needs_no_secret() -> None:
    assert ZaloBotSettings(token="78:abc", mode="polling").webhook_secret is None


@pytest.mark.parametrize("secret", ["s" * 7, "s" * 257, "có dấu " * 6, "a b c d e f g h"])
def test_a_secret_the_vendor_would_refuse_is_refused(secret: str) -> None:
    with pytest.raises(ValidationError, match="8 to 256"):
        ZaloBotSettings(webhook_secret=secret)


@pytest.mark.parametrize("base", ["http://127.0.0.1:8081/", "http://127.0.0.1:8081//"])
def test_a_slash_at_the_end_of_the_address_is_dropped(base: str) -> None:
    assert ZaloBotSettings(api_base=base).api_base == "http://127.0.0.1:8081"


@pytest.mark.parametrize("base", ["127.0.0.1:8081", "ftp://127.0.0.1", "https://"])
def test_an_address_that_is_none_is_refused(base: str) -> None:
    with pytest.raises(ValidationError, match="API address"):
        ZaloBotSettings(api_base=base)


@pytest.mark.parametrize(
    ("base", "own"),
    [
        ("http://127.0.0.1:8081", True),
        ("http://localhost:8081", True),
        ("http://[::1]:8081", True),
        ("http://10.0.0.7:8081", False),
        ("https://127.0.0.1.example.org", False),
    ],
)
def test_only_this_machines_own_addresses_are_on_the_loopback(base: str, own: bool) -> None:
    assert ZaloBotSettings(api_base=base).on_loopback is own


def test_the_free_plans_quotas_stand_until_others_are_set() -> None:
    free = ZaloBotSettings()
    paid = ZaloBotSettings(quota_month=90_000, quota_people=0, quota_groups=0)

    assert (free.quota_month, free.quota_people, free.quota_groups) == (3000, 50, 3)
    assert (paid.quota_month, paid.quota_people, paid.quota_groups) == (90_000, 0, 0)


@pytest.mark.parametrize("wrong", [{"quota_month": -1}, {"per_second": 0}, {"per_chat_per_second": -1}])
def test_a_rate_or_a_quota_without_sense_is_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValidationError):
        ZaloBotSettings.model_validate(wrong)


def test_names_are_written_with_commas_between_them() -> None:
    assert ZaloBotSettings(mention_names="Bot Đôn Đốc, Bot nhắc ,").names == ("Bot Đôn Đốc", "Bot nhắc")
    assert ZaloBotSettings().names == ()


def test_settings_cannot_be_changed_and_know_no_other_names() -> None:
    with pytest.raises(ValidationError):
        ZaloBotSettings.model_validate({"tokne": "78:abc"})
    with pytest.raises(ValidationError):
        ZaloBotSettings().mode = "polling"


def test_no_setting_that_is_wrong_shows_a_secret() -> None:
    for given in ({"token": f"78:{SECRET}"}, {"token": f"78 {SECRET}"}, {"webhook_secret": f"{SECRET} x"}):
        with pytest.raises(ValidationError) as refusal:
            ZaloBotSettings.model_validate(given)
        assert SECRET not in str(refusal.value)


def test_secrets_are_neither_shown_nor_left_in_a_text() -> None:
    settings = ZaloBotSettings(token="78:abcdef", webhook_secret=SECRET)

    assert "abcdef" not in repr(settings)
    assert SECRET not in repr(settings)
    assert settings.redact(f"/bot78:abcdef/getMe with {SECRET}") == "/bot78:***/getMe with ***"
    assert ZaloBotSettings().redact("nothing") == "nothing"


def test_without_a_token_there_is_no_channel() -> None:
    with pytest.raises(InvalidSetting, match="ZALO_BOT__TOKEN"):
        ZaloBotChannel(ZaloBotSettings())
