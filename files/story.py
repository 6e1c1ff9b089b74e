"""The story of the demo: who sits where, and who writes what when."""

from datetime import datetime
from importlib import resources

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError, field_validator

from domain.calendar import VIETNAM
from domain.errors import InvalidInput
from domain.units import Role


class Seat(BaseModel):
    """One of the persons a visitor plays."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    key: str
    unit: str
    role: Role
    person: str


class ScriptedLine(BaseModel):
    """Something a unit's focal point, or a seat nobody plays, writes at a local moment."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    at: datetime
    text: str
    unit: str | None = None
    seat: str | None = None

    @field_validator("at")
    @classmethod
    def _local(cls, value: datetime) -> datetime:
        return value if value.tzinfo is not None else value.replace(tzinfo=VIETNAM)

    @property
    def writer(self) -> str:
        """Whose line it is: a seat's key or a unit's code."""
        return self.seat or self.unit or ""


class Story(BaseModel):
    """A whole story."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    pack: str
    start: datetime
    end: datetime
    obligation: str
    seats: tuple[Seat, ...]
    unreachable: tuple[str, ...]
    lines: tuple[ScriptedLine, ...]


def shipped_story() -> Story:
    """The story that is shipped; InvalidInput when the file was damaged."""
    text = resources.files("data.demo").joinpath("october_2023.yaml").read_text(encoding="utf-8")
    try:
        return Story.model_validate(yaml.safe_load(text))
    except (yaml.YAMLError, ValidationError) as error:
        raise InvalidInput(f"the demo's story cannot be read: {error}") from error
