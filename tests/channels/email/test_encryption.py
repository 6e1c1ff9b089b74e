"""Encryption: asked for is insisted on, and the server must show who it is."""

import shutil
import ssl
import subprocess
from pathlib import Path

import pytest

from channels.email.admin import inspect
from channels.email.channel import EmailChannel
from domain.messages import Outbound, SendError, SendResult, SendState
from tests.channels.email.conftest import settings_at
from tests.channels.email.mailserver import MailServer

NOTE = Outbound("so@example.test", "Kính gửi Sở")
LOGIN = {"user": "dondoc", "password": "s3cret"}

needs_openssl = pytest.mark.skipif(shutil.which("openssl") is None, reason="makes a certificate by openssl")


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A throw-away certificate of this machine with its key, in one file."""
    path = tmp_path_factory.mktemp("certificate") / "both.pem"
    command = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2"
    names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]
    files = ["-keyout", str(path), "-out", str(path.with_name("certificate.pem"))]
    subprocess.run([*command.split(), *names, *files], check=True, capture_output=True)
    path.write_text(path.read_text() + path.with_name("certificate.pem").read_text())
    return path


@pytest.fixture
def context(certificate: Path) -> ssl.SSLContext:
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.load_cert_chain(certificate)
    return made


@pytest.fixture
def trusted(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """This machine trusts the certificate, as an operator would arrange."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate.with_name("certificate.pem")))


async def send(server: MailServer, **chosen: object) -> SendResult:
    return await EmailChannel(settings_at(server.port, **{**LOGIN, **chosen})).send(NOTE)


@needs_openssl
@pytest.mark.usefixtures("trusted")
async def test_the_login_follows_the_switch_to_encryption(context: ssl.SSLContext) -> None:
    async with MailServer(starttls=context) as server:
        server.login = ("dondoc", "s3cret")

        result = await send(server, tls="starttls")

        assert result.state is SendState.SENT
        assert server.commands == ["EHLO", "STARTTLS", "EHLO", "AUTH", "MAIL", "RCPT", "DATA", "QUIT"]
        assert len(server.accepted) == 1


@needs_openssl
@pytest.mark.usefixtures("trusted")
async def test_encryption_may_be_there_from_the_first_byte(context: ssl.SSLContext) -> None:
    async with MailServer(implicit=context) as server:
        server.login = ("dondoc", "s3cret")

        result = await send(server, tls="implicit")

        assert result.state is SendState.SENT
        assert server.commands[0] == "EHLO"
        assert "STARTTLS" not in server.commands


@needs_openssl
@pytest.mark.parametrize("tls", ["starttls", "implicit"])
async def test_a_server_nobody_vouches_for_hears_no_password(context: ssl.SSLContext, tls: str) -> None:
    async with MailServer(**{tls: context}) as server:
        result = await send(server, tls=tls)
        report = await inspect(settings_at(server.port, tls=tls, **LOGIN))

        assert (result.state, result.error) == (SendState.RETRY, SendError.NOT_CONNECTED)
        assert not report.reachable
        assert not server.logins


async def test_a_server_that_cannot_encrypt_hears_no_password(server: MailServer) -> None:
    result = await send(server, tls="starttls")

    assert (result.state, result.error) == (SendState.RETRY, SendError.NOT_CONNECTED)
    assert server.commands == ["EHLO"]


async def test_without_encryption_none_is_asked_for(server: MailServer) -> None:
    server.login = ("dondoc", "s3cret")

    result = await send(server, tls="none")

    assert result.state is SendState.SENT
    assert "STARTTLS" not in server.commands
