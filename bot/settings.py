"""Settings: one frozen object from the environment or `.env`, names as in the contract."""

from datetime import datetime
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from channels.registry import MessengerSettings
from domain.errors import InvalidSetting
from locales.catalogue import LOCALES


class WebSettings(BaseModel):
    """Where pages, API and web chat are served."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    host: str = Field(default="127.0.0.1", description="address to listen on")
    port: int = Field(default=8080, ge=0, le=65535, description="port; 0 takes any free one and prints it")
    public_url: str | None = Field(default=None, description="address people open, when behind a proxy")
    secret_key: SecretStr | None = Field(default=None, description="generated on first run when absent")


class Settings(MessengerSettings, BaseSettings):
    """Everything an operator can set. Nested names are joined by two underscores."""

    model_config = SettingsConfigDict(
        env_prefix="DONDOC_",
        env_nested_delimiter="__",
        env_file=".env",
        extra="ignore",
        frozen=True,
        # A validation error must never print a token.
        hide_input_in_errors=True,
    )

    database_url: str = Field(default="sqlite+aiosqlite:///dondoc.db", description="SQLite or PostgreSQL")
    now: datetime | None = Field(default=None, description="business time for one command; simulates")
    web: WebSettings = Field(default_factory=lambda: WebSettings.model_validate({}))
    locale: str = Field(default="vi", description="language of the command line and of new people")
    timezone: str = Field(default="Asia/Ho_Chi_Minh", description="wall clock of the province")
    calendar: Path | None = Field(default=None, description="the Office's own file of days off")
    accounts_file: Path = Field(
        default=Path("accounts.json"), description="further messenger accounts, kept by `dondoc channel add`"
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise ValueError(f"no time zone {value}") from error
        return value

    @field_validator("locale")
    @classmethod
    def _known_locale(cls, value: str) -> str:
        if value not in LOCALES:
            raise ValueError(f"no catalogue for {value}; there are {', '.join(LOCALES)}")
        return value

    @field_validator("now")
    @classmethod
    def _aware(cls, value: datetime | None) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError("DONDOC_NOW needs an offset, such as 2023-10-19T08:29+07:00")
        return value

    @property
    def zone(self) -> ZoneInfo:
        """The province's time zone."""
        return ZoneInfo(self.timezone)


def read_settings() -> Settings:
    """Settings from the environment; InvalidSetting with every wrong name on one line."""
    try:
        return Settings()
    except ValidationError as error:
        problems = "; ".join(
            f"DONDOC_{'__'.join(str(part) for part in item['loc']).upper()}: {item['msg']}"
            for item in error.errors(include_input=False, include_url=False)
        )
        raise InvalidSetting(problems) from None
