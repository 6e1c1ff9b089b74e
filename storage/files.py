"""Files made or received, and files that wait to be fetched."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import select, tuple_

from domain.messages import Attachment, Document
from domain.uploads import Upload, UploadState
from storage import dialects
from storage.queries import Queries, dump, is_one_of, load
from storage.queues import InboxRow
from storage.tables import table_of
from storage.talk import StoredFileRow, UploadRow

stored_file = table_of(StoredFileRow)
upload = table_of(UploadRow)
inbox = table_of(InboxRow)

_WANTED = UploadState.WANTED.value


class Files(Queries):
    """Named queries on files."""

    async def keep(self, document: Document, at: datetime) -> int:
        """Store a file; its key."""
        values = {"name": document.name, "mime": document.mime, "content": document.content}
        return await self._insert(stored_file, values | {"created_at": at})

    async def get(self, file_id: int) -> Document | None:
        """A stored file with its content."""
        row = await self._one(select(stored_file).where(stored_file.c.id == file_id))
        return Document(row.name, row.mime, bytes(row.content)) if row is not None else None

    async def want(self, inbox_id: int, attachment: Attachment, purpose: str, at: datetime) -> bool:
        """Ask for the file of a message, once."""
        values = {"inbox_id": inbox_id, "purpose": purpose, "state": _WANTED, "attempts": 0, "created_at": at}
        document = dump(Attachment, attachment)
        statement = dialects.insert_new(self._dialect, upload).values(**values, attachment=document)
        return await self._changed(statement) == 1

    async def wanted(self, channels: Iterable[tuple[str, str]], limit: int) -> list[tuple[Upload, str, str]]:
        """Files to be fetched from these channel accounts, with channel and account, the oldest first."""
        statement = (
            select(upload, inbox.c.channel, inbox.c.account)
            .join(inbox, inbox.c.id == upload.c.inbox_id)
            .where(
                is_one_of(upload.c.state, [_WANTED]),
                tuple_(inbox.c.channel, inbox.c.account).in_(sorted(channels)),
            )
            .order_by(upload.c.id)
            .limit(limit)
        )
        return [(_upload(row), row.channel, row.account) for row in await self._all(statement)]

    async def of_message(self, inbox_id: int) -> Upload | None:
        """The wanted file of a message."""
        row = await self._one(select(upload).where(upload.c.inbox_id == inbox_id))
        return _upload(row) if row is not None else None

    async def settle(self, upload_id: int, state: UploadState, **values: Any) -> bool:
        """Note that a wanted file is here, failed, or was tried once more; False when settled before."""
        statement = upload.update().where(upload.c.id == upload_id, upload.c.state == _WANTED)
        return await self._changed(statement.values(state=state.value, **values)) == 1


def _upload(row: Any) -> Upload:
    return Upload(
        id=row.id,
        inbox_id=row.inbox_id,
        purpose=row.purpose,
        state=UploadState(row.state),
        attachment=load(Attachment, row.attachment),
        attempts=row.attempts,
        file_id=row.file_id,
        created_at=row.created_at,
    )
