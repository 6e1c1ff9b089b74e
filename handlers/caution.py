"""What must not travel through a messenger is neither recorded, repeated nor passed on."""

from domain.messages import Reply
from handlers.turn import Turn
from language.secrets import secret_in


def answer(turn: Turn) -> Reply | None:
    """A warning instead of an answer; None for texts that carry no secret."""
    found = secret_in(turn.text)
    return turn.say(f"caution.{found}") if found is not None else None
