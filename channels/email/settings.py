"""What an operator sets for the one mail account letters leave from."""

import re
from base64 import b64encode
from collections.abc import Iterator
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator, model_validator

from domain.hosts import is_loopback

# The usual port of each way to open the connection (RFC 6409, RFC 8314, RFC 5321).
_PORTS = {"starttls": 587, "implicit": 465, "none": 25}

# RFC 5321 allows more (quoted names, other alphabets), which many servers on the way do not.
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ADDRESS = re.compile(rf"(?=.{{1,64}}@){_ATOM}(?:\.{_ATOM})*@{_LABEL}(?:\.{_LABEL})*")
_LONGEST_ADDRESS = 254
_HOST = re.compile(r"[A-Za-z0-9_-]{1,63}(?:\.[A-Za-z0-9_-]{1,63})*")


def is_address(text: str) -> bool:
    """Whether the text is a bare e-mail address that any mail server takes."""
    return len(text) <= _LONGEST_ADDRESS and _ADDRESS.fullmatch(text) is not None


def _ip(text: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(text)
    except ValueError:
        return None


class EmailSettings(BaseModel):
    """One mail account; without a host and a sender the channel is off."""

    # Errors must not print their input: beside the wrong field it would show the password.
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    host: str | None = None
    port: int | None = Field(default=None, ge=1, le=65535)
    user: str | None = None
    password: SecretStr | None = None
    sender: str | None = None
    tls: Literal["starttls", "implicit", "none"] = "starttls"
    per_second: float = Field(default=5.0, gt=0)

    @model_validator(mode="before")
    @classmethod
    def _empty_is_unset(cls, values: Any) -> Any:
        if not isinstance(values, dict):
            return values
        return {name: value for name, value in values.items() if value != ""}

    @field_validator("host")
    @classmethod
    def _bare_host(cls, value: str | None) -> str | None:
        if value is not None and not _HOST.fullmatch(value) and _ip(value) is None:
            raise ValueError("the mail server is a bare name or address, without scheme and path")
        return value

    @field_validator("sender")
    @classmethod
    def _sender_shape(cls, value: str | None) -> str | None:
        if value is not None and not is_address(value):
            raise ValueError("the sender is a bare e-mail address, such as dondoc@example.vn")
        return value

    @model_validator(mode="after")
    def _password_is_guarded(self) -> Self:
        if (self.user is None) != (self.password is None):
            raise ValueError("a user and a password are set together or not at all")
        if self.host and self.password and self.tls == "none" and not self.on_loopback:
            raise ValueError("a password is sent to another machine under TLS only")
        return self

    @property
    def is_on(self) -> bool:
        """Whether letters can be sent at all."""
        return self.host is not None and self.sender is not None

    @property
    def reached_at(self) -> int:
        """The port: the one that is set, or the usual one for this kind of TLS."""
        return self.port or _PORTS[self.tls]

    @property
    def on_loopback(self) -> bool:
        """Whether the mail server is this machine, as a simulated clock demands."""
        return is_loopback(self.host or "")

    def redact(self, text: str) -> str:
        """The text without the password, also not as it is written when logging in."""
        for secret in self._secrets():
            text = text.replace(secret, "***")
        return text

    def _secrets(self) -> Iterator[str]:
        if self.password is None:
            return
        secret = self.password.get_secret_value()
        yield b64encode(f"\0{self.user}\0{secret}".encode()).decode()
        yield b64encode(secret.encode()).decode()
        yield secret
