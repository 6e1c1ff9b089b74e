"""The command line, one file per family of commands. Heavy modules are imported inside the commands."""

import typer

from bot.cli import channels, decisions, imports, language, obligations, organisation, queries, service, time

app = typer.Typer(
    name="dondoc",
    help="Đôn Đốc reminds of official reports, records the answers and knows who is late.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for family in (service, organisation, channels, time, queries, language, decisions, obligations, imports):
    family.register(app)
