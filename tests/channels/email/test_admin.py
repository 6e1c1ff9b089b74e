"""What the operator is told about the mail account."""

import pytest

from channels.email.admin import EmailReport, inspect
from channels.email.session import Patience
from channels.email.settings import EmailSettings
from tests.channels.email.conftest import settings_at
from tests.channels.email.mailserver import DROP, HANG, MailServer

SWIFT = Patience(ready_within=0.05)


async def test_a_server_that_answers_is_in_order_and_gets_no_letter(server: MailServer) -> None:
    report = await inspect(settings_at(server.port))

    assert report == EmailReport(reachable=True)
    assert server.commands == ["EHLO", "NOOP", "QUIT"]


async def test_a_login_is_tried(server: MailServer) -> None:
    server.login = ("dondoc", "s3cret")

    assert await inspect(settings_at(server.port, user="dondoc", password="s3cret")) == EmailReport(
        reachable=True
    )
    assert server.logins == [("dondoc", "s3cret")]


async def test_a_refused_login_is_the_problem(server: MailServer) -> None:
    report = await inspect(settings_at(server.port, user="dondoc", password="wrong"))

    assert report.reachable
    assert report.problem is not None
    assert report.problem.startswith("535")


@pytest.mark.parametrize("unset", ["host", "sender"])
async def test_without_a_server_or_a_sender_nothing_is_asked(server: MailServer, unset: str) -> None:
    report = await inspect(settings_at(server.port, **{unset: ""}))

    assert report == EmailReport(reachable=False, problem="no mail server and sender are set")
    assert not server.conversations


async def test_a_closed_port_is_not_reachable(unused_tcp_port: int) -> None:
    report = await inspect(settings_at(unused_tcp_port))

    assert not report.reachable
    assert report.problem is not None
    assert str(unused_tcp_port) in report.problem


@pytest.mark.parametrize(
    ("step", "fault", "reachable"),
    [
        ("GREETING", "421 too many connections", True),
        ("GREETING", HANG, False),
        ("GREETING", DROP, False),
        ("EHLO", "550 who are you", True),
        ("EHLO", DROP, True),
        ("NOOP", "421 closing", True),
    ],
)
async def test_faults_are_part_of_the_report(
    server: MailServer, step: str, fault: str, reachable: bool
) -> None:
    server.script[step] = fault

    report = await inspect(settings_at(server.port), patience=SWIFT if fault == HANG else Patience())

    assert report.reachable is reachable
    assert report.problem
    assert fault in (HANG, DROP) or report.problem == fault


@pytest.mark.parametrize("fault", [DROP, HANG, "554 you stay"])
async def test_a_bad_farewell_is_no_problem(server: MailServer, fault: str) -> None:
    server.script["QUIT"] = fault

    report = await inspect(settings_at(server.port), patience=Patience(farewell_within=0.02))

    assert report == EmailReport(reachable=True)


async def test_settings_without_anything_are_off() -> None:
    assert not (await inspect(EmailSettings())).reachable
