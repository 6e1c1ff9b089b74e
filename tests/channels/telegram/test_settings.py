"""What may be set for a Telegram account."""

import pytest
from pydantic import ValidationError

from channels.telegram.settings import TelegramSettings


def test_the_channel_is_off_and_points_at_the_vendor_by_default() -> None:
    plain = TelegramSettings()

    assert (plain.token, plain.mode, plain.api_base) == (None, "polling", "https://api.telegram.org")
    assert not plain.on_loopback


def test_an_empty_token_means_off() -> None:
    assert TelegramSettings(token="").token is None


def test_the_bots_number_is_read_from_its_token() -> None:
    assert TelegramSettings(token="4242:abc").bot_id == "4242"
    assert TelegramSettings().bot_id == ""


@pytest.mark.parametrize(
    "base", ["http://127.0.0.1:8081/", "http://127.0.0.1:8081//", "http://127.0.0.1:8081"]
)
def test_a_slash_at_the_end_of_the_address_is_dropped(base: str) -> None:
    assert TelegramSettings(api_base=base).api_base == "http://127.0.0.1:8081"


@pytest.mark.parametrize("base", ["127.0.0.1:8081", "ftp://127.0.0.1", "https://", ""])
def test_an_address_that_is_none_is_refused(base: str) -> None:
    with pytest.raises(ValidationError, match="API address"):
        TelegramSettings(api_base=base)


@pytest.mark.parametrize(
    ("base", "own"),
    [
        ("http://127.0.0.1:8081", True),
        ("http://127.9.9.9", True),
        ("http://localhost:8081", True),
        ("http://[::1]:8081", True),
        ("http://10.0.0.7:8081", False),
        ("https://localhost.example.org", False),
        ("https://127.0.0.1.example.org", False),
    ],
)
def test_only_this_machines_own_addresses_are_on_the_loopback(base: str, own: bool) -> None:
    assert TelegramSettings(api_base=base).on_loopback is own


@pytest.mark.parametrize("secret", [None, "", "s3cret", "s" * 31])
def test_a_webhook_without_a_secret_of_some_length_is_refused(secret: str | None) -> None:
    with pytest.raises(ValidationError, match="at least 32"):
        TelegramSettings(token="4242:abc", mode="webhook", webhook_secret=secret)


def test_a_webhook_with_a_long_secret_passes_and_a_short_one_harms_nobody_who_polls() -> None:
    assert TelegramSettings(token="4242:abc", mode="webhook", webhook_secret="s" * 32).webhook_secret
    assert TelegramSettings(token="4242:abc", webhook_secret="s3cret").mode == "polling"


def test_an_account_is_on_with_its_token() -> None:
    assert TelegramSettings(token="4242:abc").is_on
    assert not TelegramSettings().is_on
    assert not TelegramSettings(token="", mode="webhook").is_on


@pytest.mark.parametrize("secret", ["có dấu", "a b", "x" * 257])
def test_a_webhook_secret_the_vendor_would_refuse_is_refused(secret: str) -> None:
    with pytest.raises(ValidationError, match="webhook secret"):
        TelegramSettings(webhook_secret=secret)


def test_a_proxy_is_an_http_proxy() -> None:
    assert TelegramSettings(proxy="http://proxy:3128").proxy
    with pytest.raises(ValidationError, match="HTTP proxy"):
        TelegramSettings(proxy="socks5://proxy:1080")


def test_settings_cannot_be_changed_and_know_no_other_names() -> None:
    with pytest.raises(ValidationError):
        TelegramSettings(tokne="4242:abc")
    with pytest.raises(ValidationError):
        TelegramSettings().mode = "webhook"
