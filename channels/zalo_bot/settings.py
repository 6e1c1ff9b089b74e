"""What an operator sets for one Zalo bot."""

import re
from collections.abc import Mapping
from typing import Any, Literal, Self
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator, model_validator

from domain.hosts import is_loopback

VENDOR_API = "https://bot-api.zaloplatforms.com"

# The vendor writes a token as the bot's number, a colon and the secret; the secret stands in a URL path.
_TOKEN = re.compile(r"[0-9]+:[A-Za-z0-9_.~=+:-]+")
# Vendor rule for `secret_token` of setWebhook; it comes back in a header, hence no spaces and no accents.
_WEBHOOK_SECRET = re.compile(r"[!-~]{8,256}")
_SHORTEST_SAFE_SECRET = 32


class ZaloBotSettings(BaseModel):
    """One bot account; without a token the channel is off.

    The quotas are those of the vendor's free plan, 0 means none. No rate is published, so ours are modest.
    `mention_names` are further names of the bot in groups, with commas between them.
    """

    # Errors must not print their input: beside the wrong field it would show the token.
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    token: SecretStr | None = None
    api_base: str = VENDOR_API
    mode: Literal["webhook", "polling"] = "webhook"
    webhook_secret: SecretStr | None = None
    quota_month: int = Field(default=3000, ge=0)
    quota_people: int = Field(default=50, ge=0)
    quota_groups: int = Field(default=3, ge=0)
    per_second: float = Field(default=10.0, gt=0)
    per_chat_per_second: float = Field(default=1.0, gt=0)
    mention_names: str = ""
    text_styles: bool = True

    @model_validator(mode="before")
    @classmethod
    def _empty_is_unset(cls, given: Any) -> Any:
        if not isinstance(given, Mapping):
            return given
        return {name: value for name, value in given.items() if value != "" and value != SecretStr("")}

    @field_validator("token")
    @classmethod
    def _token_shape(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not _TOKEN.fullmatch(value.get_secret_value()):
            raise ValueError("a Zalo bot token is the bot's number, a colon and its secret")
        return value

    @field_validator("webhook_secret")
    @classmethod
    def _webhook_secret_shape(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not _WEBHOOK_SECRET.fullmatch(value.get_secret_value()):
            raise ValueError("a webhook secret is 8 to 256 ASCII characters without spaces")
        return value

    @field_validator("api_base")
    @classmethod
    def _bare_address(cls, value: str) -> str:
        parts = urlsplit(value)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise ValueError("the API address begins with http:// or https:// and names a host")
        return value.rstrip("/")

    @model_validator(mode="after")
    def _webhook_is_locked(self) -> Self:
        secret = self.webhook_secret.get_secret_value() if self.webhook_secret else ""
        if self.token and self.mode == "webhook" and len(secret) < _SHORTEST_SAFE_SECRET:
            raise ValueError(
                f"webhook mode needs a webhook secret of at least {_SHORTEST_SAFE_SECRET} characters, "
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
    def names(self) -> tuple[str, ...]:
        """The names of the bot that the operator gave."""
        return tuple(name for part in self.mention_names.split(",") if (name := part.strip()))

    @property
    def on_loopback(self) -> bool:
        """Whether the API address is this machine's own, as a simulated clock demands."""
        return is_loopback(urlsplit(self.api_base).hostname or "")

    def redact(self, text: str) -> str:
        """The text without the secrets of this account."""
        token = self.token.get_secret_value().partition(":")[2] if self.token else ""
        other = self.webhook_secret.get_secret_value() if self.webhook_secret else ""
        for secret in (token, other):
            text = text.replace(secret, "***") if secret else text
        return text
