"""What an operator sets for one Telegram account."""

import re
from typing import Literal, Self
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, SecretStr, field_validator, model_validator

from domain.hosts import is_loopback

VENDOR_API = "https://api.telegram.org"

# The vendor writes a token as the bot's number, a colon and the secret; the secret stands in a URL path.
_TOKEN = re.compile(r"\d+:[^\s/?#%]+")
# Vendor rule for `secret_token` of setWebhook; a short one could be guessed, so ours is longer.
_WEBHOOK_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
_SHORTEST_SECRET = 32


class TelegramSettings(BaseModel):
    """One bot account; without a token the channel is off."""

    # Errors must not print their input: beside the wrong field it would show the token.
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    token: SecretStr | None = None
    api_base: str = VENDOR_API
    mode: Literal["polling", "webhook"] = "polling"
    webhook_secret: SecretStr | None = None
    proxy: SecretStr | None = None

    @field_validator("token", "webhook_secret", "proxy")
    @classmethod
    def _empty_is_unset(cls, value: SecretStr | None) -> SecretStr | None:
        return value if value is not None and value.get_secret_value() else None

    @field_validator("token")
    @classmethod
    def _token_shape(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not _TOKEN.fullmatch(value.get_secret_value()):
            raise ValueError("a Telegram token is the bot's number, a colon and its secret")
        return value

    @field_validator("webhook_secret")
    @classmethod
    def _webhook_secret_shape(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not _WEBHOOK_SECRET.fullmatch(value.get_secret_value()):
            raise ValueError("a webhook secret is 1 to 256 letters, digits, underscores or hyphens")
        return value

    @field_validator("api_base")
    @classmethod
    def _bare_address(cls, value: str) -> str:
        parts = urlsplit(value)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise ValueError("the API address begins with http:// or https:// and names a host")
        return value.rstrip("/")

    @field_validator("proxy")
    @classmethod
    def _http_proxy(cls, value: SecretStr | None) -> SecretStr | None:
        # SOCKS would need one more package for each of the two libraries.
        if value is not None and urlsplit(value.get_secret_value()).scheme != "http":
            raise ValueError("the proxy is an HTTP proxy, written http://host:port")
        return value

    @model_validator(mode="after")
    def _webhook_is_locked(self) -> Self:
        secret = self.webhook_secret.get_secret_value() if self.webhook_secret else ""
        if self.token and self.mode == "webhook" and len(secret) < _SHORTEST_SECRET:
            raise ValueError(
                f"webhook mode needs a webhook secret of at least {_SHORTEST_SECRET} characters, "
                "otherwise anybody could write to it"
            )
        return self

    @property
    def is_on(self) -> bool:
        """Whether the account is configured at all."""
        return self.token is not None

    @property
    def bot_id(self) -> str:
        """The bot's number, the part of the token that is no secret; empty without a token."""
        return self.token.get_secret_value().partition(":")[0] if self.token else ""

    @property
    def on_loopback(self) -> bool:
        """Whether the API address is this machine's own, as a simulated clock demands."""
        return is_loopback(urlsplit(self.api_base).hostname or "")

    def link_for(self, name: str, code: str) -> str:
        """The vendor's address that opens a private chat with the bot and sends it the code."""
        return f"https://t.me/{name}?start={code}"

    def redact(self, text: str) -> str:
        """The text without the secrets of this account."""
        token = self.token.get_secret_value().partition(":")[2] if self.token else ""
        others = (secret.get_secret_value() for secret in (self.webhook_secret, self.proxy) if secret)
        for secret in (token, *others):
            text = text.replace(secret, "***") if secret else text
        return text
