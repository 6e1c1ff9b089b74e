"""Files people send: taken only from persons allowed to, for a verb that needs one (ASVS 5.2)."""

from typing import Any

from domain.messages import Document, Reply
from domain.permissions import Action, scope_of
from files import receipt_tables
from files.tables import MOST_BYTES
from files.typed_rows import Lines
from handlers.turn import Turn
from services import receipt_imports
from services.table_imports import Run

REGISTER = "register"
_TABLES = (".xlsx", ".csv")
_MOST_REJECTIONS = 5


async def answer(turn: Turn) -> Reply:
    """A coordinator may hand in the register of incoming documents; all other files stay where they are."""
    attachment = turn.received.inbound.attachment
    if attachment is None or scope_of(turn.actor, Action.CONFIRM).is_empty:
        return turn.say("upload.not_here")
    if not attachment.name.lower().endswith(_TABLES):
        return turn.say("upload.tables_only")
    if attachment.size is not None and attachment.size > MOST_BYTES:
        return turn.say("upload.too_large", most=MOST_BYTES >> 20)
    await turn.uow.files.want(turn.received.inbox_id, attachment, REGISTER, turn.now)
    return turn.say("upload.reading", name=attachment.name)


def read(document: Document) -> Lines[Any]:
    """Read the table, away from the loop as it may be long; InvalidInput says what is wrong with it."""
    return receipt_tables.read_receipts(document.content, document.name)


async def arrived(turn: Turn, lines: Lines[Any], file_id: int) -> Reply:
    """Show what the register would record; nothing is recorded yet."""
    run = await _run(turn, dry_run=True)
    if run is None:
        return turn.say("refusal.role")
    report = await receipt_imports.import_receipts(turn.uow, lines, run, code=None)
    if report.is_refused:
        shown = report.rejected[:_MOST_REJECTIONS]
        rows = [
            turn.tr("upload.row", row=item.row, column=item.column or "", reason=item.reason)
            for item in shown
        ]
        head = turn.tr("upload.refused", count=len(report.rejected))
        return Reply("\n".join([head, *rows]))
    if not report.says_something:
        return turn.say("upload.nothing_new", unchanged=report.unchanged)
    text = turn.tr("upload.preview", **report.counts)
    choices = (("yes", turn.tr("choice.record_all")), ("no", turn.tr("choice.cancel")))
    return turn.ask(text, REGISTER, choices=choices, data={"file": file_id})


async def chosen(turn: Turn, key: str) -> Reply:
    """Record the register, or leave everything as it was."""
    assert turn.prompt is not None, "only an open question is answered"
    document = await turn.uow.files.get(int(str(turn.prompt.data["file"])))
    run = await _run(turn, dry_run=False)
    if key != "yes" or document is None or run is None:
        return turn.say("receipts.cancelled")
    # It was read before, within the bounds of a preview, so it is short enough to be read here.
    report = await receipt_imports.import_receipts(turn.uow, read(document), run, code=None)
    if report.is_refused:
        return turn.say("upload.changed")
    return turn.say("upload.done", **report.counts)


async def _run(turn: Turn, *, dry_run: bool) -> Run | None:
    """The import as this coordinator's own, in the one province they confirm for."""
    allowed = scope_of(turn.actor, Action.CONFIRM).provinces
    provinces = [item for item in await turn.uow.organisation.provinces() if item.id in allowed]
    if len(provinces) != 1:
        return None
    return Run(
        provinces[0],
        turn.now,
        turn.calendar,
        dry_run,
        actor=turn.actor,
        message=turn.received.inbox_id,
    )


CHOICES = {REGISTER: chosen}
