"""Understanding on a stream, for measuring."""

import typer

from bot.cli import output


def register(app: typer.Typer) -> None:
    """Add the commands of this family."""
    app.command("understand")(understand)


@output.command
def understand() -> None:
    """JSON lines {text, now, context} in, one prediction a line out."""
    from bot import understanding

    understanding.stream()
