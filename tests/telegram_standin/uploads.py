"""Files: what people send to the bot, what the bot sends to people."""

from dataclasses import dataclass
from itertools import count
from typing import Any

from tests.telegram_standin import rules
from tests.telegram_standin.rules import bad

MAX_UPLOAD = 50 * 1024 * 1024
MAX_DOWNLOAD = 20 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Upload:
    """A file inside a multipart form."""

    name: str
    mime: str
    content: bytes


class Files:
    """Files by their number, and by the path they are downloaded from."""

    def __init__(self) -> None:
        self._numbers = count(1)
        self._files: dict[str, tuple[str, bytes]] = {}

    def keep(self, upload: Upload) -> dict[str, Any]:
        """The document as a message shows it."""
        number = next(self._numbers)
        key, ending = f"BQACAg{number}", upload.name.rpartition(".")[2] or "bin"
        self._files[key] = (f"documents/file_{number}.{ending}", upload.content)
        return {
            "file_id": key,
            "file_unique_id": f"AgAD{number}",
            "file_name": upload.name,
            "mime_type": upload.mime,
            "file_size": len(upload.content),
        }

    def forget(self, key: str) -> None:
        """The vendor keeps no file for ever."""
        del self._files[key]

    def download(self, path: str) -> bytes | None:
        return next((content for at, content in self._files.values() if at == path), None)

    async def getFile(self, params: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        key = str(params.get("file_id", ""))
        if key not in self._files:
            raise bad("wrong file_id or the file is temporarily unavailable")
        path, content = self._files[key]
        if len(content) > MAX_DOWNLOAD:
            raise bad("file is too big")
        return {"file_id": key, "file_unique_id": key[::-1], "file_size": len(content), "file_path": path}


def document(params: dict[str, Any]) -> Upload:
    """The document of a call: a part of the form, named directly or by `attach://`."""
    given = params.get("document")
    if isinstance(given, str) and given.startswith("attach://"):
        given = params.get(given.removeprefix("attach://"))
    if not isinstance(given, Upload):
        raise bad("there is no document in the request")
    if not given.content:
        raise bad("file must be non-empty")
    if len(given.content) > MAX_UPLOAD:
        raise rules.Refusal(413, "Request Entity Too Large")
    return given
