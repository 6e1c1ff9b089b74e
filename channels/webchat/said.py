"""Reading what a browser says: one JSON object, judged before anything is stored."""

from typing import Annotated, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, ValidationError
from starlette.requests import ClientDisconnect, Request

LONGEST_BODY = 64 * 1024
# What a button sends back.
TOKEN = r"[A-Za-z0-9_-]{8,64}"  # noqa: S105 - the shape of a token, none itself
_MOST_CHARACTERS = 2000

Read = TypeVar("Read", bound=BaseModel)


class Refused(Exception):
    """The request is not taken: an HTTP status and the catalogue's key of the sentence that says why.

    `wait` is the number of seconds after which the same request may be taken.
    """

    def __init__(self, status: int, key: str, *, wait: float = 0.0) -> None:
        super().__init__(key)
        self.status, self.key, self.wait = status, key, wait


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
    """One message; `client_id` makes it single, `choice` is the token of a pressed button."""

    model_config = ConfigDict(strict=True, frozen=True)

    text: _Text
    client_id: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9-]{8,64}$")]
    choice: Annotated[str, StringConstraints(pattern=f"^{TOKEN}$")] | None = None


class Seen(BaseModel):
    """The newest line that a page has shown while people could see it."""

    model_config = ConfigDict(strict=True, frozen=True)

    line: Annotated[int, Field(ge=1, lt=10**18)]


# The sentence for each wrong field.
_WRONG = {
    "text": "web.error.text",
    "client_id": "web.error.client_id",
    "choice": "web.error.choice",
    "line": "web.error.line",
}


async def read(request: Request, kind: type[Read]) -> Read:
    """What a request says; Refused when it is too long or says something else."""
    body = await _body(request)
    try:
        return kind.model_validate_json(body)
    except ValidationError as error:
        places = error.errors(include_url=False, include_context=False, include_input=False)[0]["loc"]
        if not places:
            raise Refused(400, "web.error.json") from None
        raise Refused(422, _WRONG[str(places[0])]) from None


async def _body(request: Request) -> bytes:
    body = bytearray()
    try:
        async for piece in request.stream():
            body += piece
            if len(body) > LONGEST_BODY:
                raise Refused(413, "web.error.too_large")
    except ClientDisconnect:
        # The line broke in the middle of the request: nobody reads the answer, and the page tries again.
        raise Refused(400, "web.error.json") from None
    return bytes(body)
