"""Files people send: announced by the platform, fetched only when a handler wants them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.messages import Attachment


class UploadState(StrEnum):
    """Where a wanted file stands."""

    WANTED = "wanted"
    HERE = "here"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that a handler asked for; `purpose` names the handler that goes on with it."""

    id: int
    inbox_id: int
    purpose: str
    state: UploadState
    attachment: Attachment
    attempts: int
    file_id: int | None
    created_at: datetime
