"""What may be set for the mail account."""

import pytest
from pydantic import ValidationError

from channels.email.settings import EmailSettings, is_address

FULL = {"host": "mail.example.vn", "user": "dondoc", "password": "s3cret", "sender": "dondoc@example.vn"}


def test_the_channel_is_off_by_default() -> None:
    plain = EmailSettings()

    assert not plain.is_on
    assert not plain.on_loopback
    assert (plain.tls, plain.per_second) == ("starttls", 5.0)


@pytest.mark.parametrize("missing", ["host", "sender"])
def test_a_host_and_a_sender_together_switch_it_on(missing: str) -> None:
    assert EmailSettings(**FULL).is_on
    assert not EmailSettings(**{**FULL, missing: ""}).is_on


def test_empty_values_mean_unset() -> None:
    empty = dict.fromkeys(EmailSettings.model_fields, "")

    assert EmailSettings(**empty) == EmailSettings()


@pytest.mark.parametrize(("tls", "port"), [("starttls", 587), ("implicit", 465), ("none", 25)])
def test_each_kind_of_encryption_has_its_usual_port(tls: str, port: int) -> None:
    assert EmailSettings(tls=tls).reached_at == port
    assert EmailSettings(tls=tls, port=2525).reached_at == 2525


@pytest.mark.parametrize("port", [0, -1, 65536, "smtp"])
def test_a_port_that_is_none_is_refused(port: object) -> None:
    with pytest.raises(ValidationError):
        EmailSettings(port=port)


@pytest.mark.parametrize(
    ("host", "own"),
    [
        ("127.0.0.1", True),
        ("127.8.8.8", True),
        ("localhost", True),
        ("::1", True),
        ("10.0.0.7", False),
        ("localhost.example.vn", False),
        ("mail.example.vn", False),
    ],
)
def test_only_this_machines_own_addresses_are_on_the_loopback(host: str, own: bool) -> None:
    assert EmailSettings(host=host).on_loopback is own


@pytest.mark.parametrize(
    "host",
    [
        "smtp://mail.example.vn",
        "mail.example.vn/",
        "a b",
        "a\r\nb",
        "me@mail",
        "thư.vn",
        "a..b",
        ".vn",
        "a" * 64,
        "mail:25",
    ],
)
def test_a_host_is_a_bare_name(host: str) -> None:
    with pytest.raises(ValidationError, match="mail server"):
        EmailSettings(host=host)


@pytest.mark.parametrize("host", ["mail.example.vn", "mail_relay", "10.0.0.7", "2001:db8::25", "localhost"])
@pytest.mark.parametrize("tls", ["starttls", "implicit"])
def test_a_password_may_go_anywhere_under_encryption(host: str, tls: str) -> None:
    assert EmailSettings(**{**FULL, "host": host, "tls": tls}).is_on


@pytest.mark.parametrize("host", ["mail.example.vn", "10.0.0.7", "localhost.example.vn"])
def test_a_password_in_the_clear_to_another_machine_is_refused(host: str) -> None:
    with pytest.raises(ValidationError, match="TLS"):
        EmailSettings(**{**FULL, "host": host, "tls": "none"})


def test_without_a_password_or_on_this_machine_encryption_may_be_left_out() -> None:
    assert EmailSettings(host="mail.example.vn", sender="dondoc@example.vn", tls="none").is_on
    assert EmailSettings(**{**FULL, "host": "127.0.0.1", "tls": "none"}).is_on


@pytest.mark.parametrize("missing", ["user", "password"])
def test_a_user_and_a_password_come_together(missing: str) -> None:
    with pytest.raises(ValidationError, match="together"):
        EmailSettings(**{**FULL, missing: ""})


@pytest.mark.parametrize(
    "address",
    ["dondoc@example.vn", "van.thu+1@so-tp.tinh.gov.vn", "root@localhost", "a" * 64 + "@example.vn"],
)
def test_addresses_any_server_takes(address: str) -> None:
    assert is_address(address)
    assert EmailSettings(sender=address).sender == address


@pytest.mark.parametrize(
    "address",
    [
        "dondoc",
        "@example.vn",
        "dondoc@",
        "a@b@example.vn",
        "Đôn Đốc <dondoc@example.vn>",
        "dondoc@example.vn\r\nBcc: x@example.vn",
        "dondoc@example.vn\n",
        "don doc@example.vn",
        ".dondoc@example.vn",
        "don..doc@example.vn",
        "dondoc@-example.vn",
        "dondoc@example..vn",
        "đôn@example.vn",
        "dondoc@tỉnh.vn",
        "a" * 65 + "@example.vn",
        "dondoc@" + "a." * 130 + "vn",
    ],
)
def test_what_is_no_plain_address_is_refused(address: str) -> None:
    assert not is_address(address)
    with pytest.raises(ValidationError, match="sender"):
        EmailSettings(sender=address)


@pytest.mark.parametrize("pace", [0, -1])
def test_the_pace_is_above_nothing(pace: float) -> None:
    with pytest.raises(ValidationError):
        EmailSettings(per_second=pace)


def test_settings_cannot_be_changed_and_know_no_other_names() -> None:
    with pytest.raises(ValidationError):
        EmailSettings(hots="mail.example.vn")
    with pytest.raises(ValidationError):
        EmailSettings().host = "mail.example.vn"
