"""The password stays where it is: no log, error or result may hold it."""

import logging
from base64 import b64encode

import pytest
from pydantic import ValidationError

from channels.email.admin import inspect
from channels.email.session import Patience
from channels.email.settings import EmailSettings
from domain.messages import Outbound
from tests.channels.email.conftest import Build, settings_at
from tests.channels.email.mailserver import DROP, HANG, MailServer

SECRET = "canary-mật-khẩu"
LOGIN = {"user": "dondoc", "password": SECRET}
CODED = b64encode(SECRET.encode()).decode()
PLAIN = b64encode(f"\0dondoc\0{SECRET}".encode()).decode()
ECHO = f"535 5.7.8 no: {CODED} {PLAIN}"
SWIFT = Patience(ready_within=0.05, answer_within=0.05)


def logged(caplog: pytest.LogCaptureFixture) -> str:
    """What was logged, but for the mail server of this test, which is not the product."""
    return "\n".join(record.getMessage() for record in caplog.records if record.name != "mail.log")


@pytest.mark.parametrize("step", ["GREETING", "EHLO", "AUTH", "MAIL", "RCPT", "DATA", "CONTENT"])
@pytest.mark.parametrize("fault", [DROP, HANG, ECHO, f"450 {PLAIN}"])
async def test_no_fault_brings_the_password_into_a_result_or_the_log(
    build: Build, server: MailServer, caplog: pytest.LogCaptureFixture, step: str, fault: str
) -> None:
    caplog.set_level(logging.DEBUG)
    server.login = ("dondoc", SECRET)
    server.script[step] = fault

    result = await build(patience=SWIFT, **LOGIN).send(Outbound("so@example.test", "chào"))
    report = await inspect(settings_at(server.port, **LOGIN), patience=SWIFT)

    for shown in (repr(result), repr(report), logged(caplog)):
        assert not [secret for secret in (SECRET, CODED, PLAIN) if secret in shown]


async def test_a_letter_that_arrives_leaves_no_password_either(
    build: Build, server: MailServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    server.login = ("dondoc", SECRET)

    channel = build(**LOGIN)
    result = await channel.send(Outbound("so@example.test", "chào"))

    assert server.logins == [("dondoc", SECRET)]
    assert SECRET not in repr(result) + logged(caplog) + repr(channel.__dict__)
    assert SECRET.encode() not in server.accepted[0].content


@pytest.mark.parametrize(
    "wrong", [{"tls": "none"}, {"user": ""}, {"sender": SECRET}, {"host": f"{SECRET}@x"}, {"port": SECRET}]
)
def test_wrong_settings_are_refused_without_showing_the_password(wrong: dict[str, str]) -> None:
    with pytest.raises(ValidationError) as refusal:
        EmailSettings(**{"host": "mail.example.vn", **LOGIN, **wrong})

    assert SECRET not in str(refusal.value)


def test_the_settings_do_not_show_their_secret() -> None:
    settings = EmailSettings(host="mail.example.vn", **LOGIN)

    assert SECRET not in repr(settings)
    assert settings.redact(f"{SECRET} {CODED} {PLAIN} dondoc") == "*** *** *** dondoc"
    assert EmailSettings().redact("as it is") == "as it is"
