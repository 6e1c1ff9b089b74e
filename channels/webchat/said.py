"""Reading what a browser says: one JSON object, judged before anything is stored."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints, ValidationError
from starlette.requests import Request

LONGEST_BODY = 64 * 1024
_MOST_CHARACTERS = 2000


class Refused(Exception):
    """The request is not taken: an HTTP status and the catalogue's key of the sentence that says why."""

    def __init__(self, status: int, key: str) -> None:
        super().__init__(key)
        self.status, self.key = status, key


def _without_nul(text: str) -> str:
    if "\0" in text:
        raise ValueError("no database keeps this character in a text")
    return text


_Text = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=_MOST_CHARACTERS),
    AfterValidator(_without_nul),
]


class Said(BaseModel):
    """One message; `client_id` makes it single, `choice` is the press of a button."""

    model_config = ConfigDict(strict=True, frozen=True)

    text: _Text
    client_id: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9-]{8,64}$")]
    choice: Annotated[str, StringConstraints(pattern=r"^p:[0-9]{1,18}:[0-9]{1,3}$")] | None = None


# The sentence for each wrong field.
_WRONG = {
    "text": "web.error.text",
    "client_id": "web.error.client_id",
    "choice": "web.error.choice",
}


async def read(request: Request) -> Said:
    """The message in a request; Refused when it is too long or not a message."""
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > LONGEST_BODY:
            raise Refused(413, "web.error.too_large")
    try:
        return Said.model_validate_json(bytes(body))
    except ValidationError as error:
        places = error.errors(include_url=False, include_context=False, include_input=False)[0]["loc"]
        if not places:
            raise Refused(400, "web.error.json") from None
        raise Refused(422, _WRONG[str(places[0])]) from None
