"""Tables people hand in: units, people, receipts, duties; and workbooks to fill in."""

import asyncio
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli import calendars, output
from bot.cli.organisation import Json, Now

if TYPE_CHECKING:
    from bot.imports import Order
    from domain.imports import ImportReport

File = Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="an .xlsx, .csv or .yaml file")]
ProvinceCode = Annotated[str | None, typer.Option("--province", help="needed where several are stored")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="only show what would change")]
Progress = Annotated[bool, typer.Option("--progress", help="a line on stderr every 1,000 rows")]
_ROWS_A_LINE = 1000
# A province's first import adds hundreds of units; all of them are in the JSON.
_MOST_SHOWN = 50


def register(app: typer.Typer) -> None:
    """Add the commands of this family."""
    imports = typer.Typer(help="tables handed in: XLSX, CSV or YAML, all or nothing", no_args_is_help=True)
    imports.command("units")(import_units)
    imports.command("people")(import_people)
    imports.command("receipts")(import_receipts)
    imports.command("obligations")(import_obligations)
    imports.command("calendar")(calendars.import_calendar)
    imports.command("template")(template)
    app.add_typer(imports, name="import")


@output.command
def import_units(
    file: File,
    province: ProvinceCode = None,
    dry_run: DryRun = False,
    progress: Progress = False,
    json: Json = False,
    now: Now = None,
) -> None:
    """Units: new codes are added, known ones changed, units the file leaves out stay."""
    from bot.imports import Kind, Order

    _run(Order(Kind.UNITS, file, province, None, dry_run, output.moment(now)), progress=progress, json=json)


@output.command
def import_people(
    file: File,
    province: ProvinceCode = None,
    dry_run: DryRun = False,
    progress: Progress = False,
    json: Json = False,
    now: Now = None,
) -> None:
    """People with their unit, role, telephone and e-mail address; nobody is removed."""
    from bot.imports import Kind, Order

    _run(Order(Kind.PEOPLE, file, province, None, dry_run, output.moment(now)), progress=progress, json=json)


@output.command
def import_receipts(
    file: File,
    code: Annotated[
        str | None, typer.Option("--code", help="the duty of rows that name none, such as BC10")
    ] = None,
    province: ProvinceCode = None,
    dry_run: DryRun = False,
    progress: Progress = False,
    json: Json = False,
    now: Now = None,
) -> None:
    """Receipts from the register of incoming documents: what has arrived is not asked for again."""
    from bot.imports import Kind, Order

    order = Order(Kind.RECEIPTS, file, province, code, dry_run, output.moment(now))
    _run(order, progress=progress, json=json)


@output.command
def import_obligations(
    file: File, province: ProvinceCode = None, dry_run: DryRun = False, json: Json = False, now: Now = None
) -> None:
    """Directives with their duties: new ones are added, changed ones become a new version."""
    from bot.imports import Kind, Order

    order = Order(Kind.OBLIGATIONS, file, province, None, dry_run, output.moment(now))
    _run(order, progress=False, json=json)


@output.command
def template(
    kind: Annotated[str, typer.Argument(help="units, people, receipts, obligations or calendar")],
    target: Annotated[
        Path | None,
        typer.Option("-o", "--output", dir_okay=False, help="file to write; KIND.xlsx when absent"),
    ] = None,
) -> None:
    """A workbook to fill in: headings, notes, examples and the words to choose from."""
    from bot import imports
    from files.templates import TEMPLATES

    if kind not in TEMPLATES:
        raise typer.BadParameter(f"no template {kind}; there are {', '.join(TEMPLATES)}")
    output.say(output.tr("cli.template_written", path=imports.write_template(kind, target)))


def _run(order: "Order", *, progress: bool, json: bool) -> None:
    from bot import imports

    with _watched(asked=progress) as step:
        report = asyncio.run(imports.import_table(order, step))
    if json:
        output.as_json(imports.as_document(report, order))
    else:
        _show(report, order)
    if report.is_refused:
        rows = len({item.row for item in report.rejected})
        output.complain(
            f"{order.file.name}: rejected rows: {rows}; nothing is stored, correct them and import again"
        )
        raise typer.Exit(output.FAILURE)


def _show(report: "ImportReport", order: "Order") -> None:
    from bot import imports

    if report.is_refused:
        rows = [{"row": item.row, "column": item.column, "reason": item.reason} for item in report.rejected]
        output.table(("cli.row", "cli.column", "cli.reason"), _literal(rows), ("row", "column", "reason"))
        return
    counts = {**report.counts, "file": order.file.name}
    output.say(output.tr("cli.import_seen" if order.dry_run else "cli.import_done", **counts))
    for key in report.added[:_MOST_SHOWN]:
        output.say(f"+ {key}")
    if len(report.added) > _MOST_SHOWN:
        output.say(output.tr("cli.import_more", count=len(report.added) - _MOST_SHOWN))
    if report.changed:
        headings = ("cli.name", "cli.column", "cli.old", "cli.new_value")
        output.table(headings, _literal(imports.differences(report)), ("key", "column", "old", "new"))


def _literal(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What people wrote in a file is never taken for the table's own markup."""
    from rich.markup import escape

    def plain(value: Any) -> Any:
        if isinstance(value, list):
            return [plain(item) for item in value]
        return escape(str(value)) if isinstance(value, str) else value

    return [{key: plain(value) for key, value in row.items()} for row in rows]


@contextmanager
def _watched(*, asked: bool) -> Iterator[Callable[[int, int], None]]:
    """How far the rows are: a bar where somebody looks on, lines where they are asked for, else nothing."""
    if sys.stderr.isatty():
        from rich.console import Console
        from rich.progress import Progress as Bar

        with Bar(console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task("", total=None)
            yield lambda done, total: bar.update(task, completed=done, total=total)
    elif asked:
        yield _line
    else:
        yield lambda done, total: None


def _line(done: int, total: int) -> None:
    if done % _ROWS_A_LINE == 0 or done == total:
        typer.echo(output.tr("cli.import_progress", done=done, total=total), err=True)
