"""The vendor's side of a webhook: it posts each update with the secret, and again when that fails."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import httpx

from tests.zalo_standin.payloads import V2_full_envelope

HEADER = "X-Bot-Api-Secret-Token"
_TRIES = 3
_SERVER_FAULT = 500


@dataclass(frozen=True, slots=True)
class Post:
    """One delivery to the webhook and how it was answered."""

    update: dict[str, Any]
    status: int


class Poster:
    """Posts to one webhook through any client. `body` chooses between the two shapes that were seen.

    How often the vendor tries again is not published; three times was heard of.
    """

    def __init__(self, client: httpx.AsyncClient, url: str, secret: str) -> None:
        self._client, self._url, self._secret = client, url, secret
        self.body: Callable[[dict[str, Any]], dict[str, Any]] = V2_full_envelope
        self.posts: list[Post] = []

    async def deliver(self, update: dict[str, Any]) -> bool:
        """Post until it is taken; an answer of 4xx loses the update."""
        for _ in range(_TRIES):
            answer = await self._client.post(
                self._url, json=self.body(update), headers={HEADER: self._secret}
            )
            self.posts.append(Post(update, answer.status_code))
            if answer.status_code < _SERVER_FAULT:
                return answer.is_success
        return False
