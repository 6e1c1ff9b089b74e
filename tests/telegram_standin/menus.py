"""Command menus by scope and language, and the webhook: what an operator sets."""

import re
from typing import Any

from tests.telegram_standin import rules
from tests.telegram_standin.chats import Chats
from tests.telegram_standin.rules import bad

_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_MOST_COMMANDS = 100
_KINDS = (
    "default",
    "all_private_chats",
    "all_group_chats",
    "all_chat_administrators",
    "chat",
    "chat_administrators",
    "chat_member",
)


class Menus:
    """Menus under a key like `default`, `all_private_chats` or `chat:501`, and a language."""

    def __init__(self, chats: Chats) -> None:
        self._chats = chats
        self.set: dict[tuple[str, str], list[dict[str, str]]] = {}

    async def setMyCommands(self, params: dict[str, Any]) -> bool:  # noqa: N802
        commands = rules.loaded(params, "commands", [])
        if len(commands) > _MOST_COMMANDS:
            raise bad("BOT_COMMANDS_TOO_MUCH")
        for command in commands:
            if not _COMMAND.fullmatch(command.get("command", "")):
                raise bad("BOT_COMMAND_INVALID")
            if not 1 <= len(command.get("description", "")) <= 256:
                raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
        self.set[self._key(params)] = commands
        return True

    async def getMyCommands(self, params: dict[str, Any]) -> list[dict[str, str]]:  # noqa: N802
        return self.set.get(self._key(params), [])

    async def deleteMyCommands(self, params: dict[str, Any]) -> bool:  # noqa: N802
        self.set.pop(self._key(params), None)
        return True

    def _key(self, params: dict[str, Any]) -> tuple[str, str]:
        scope = rules.loaded(params, "scope", {"type": "default"})
        if not isinstance(scope, dict) or scope.get("type") not in _KINDS:
            raise bad("can't parse BotCommandScope: unsupported type specified")
        key = str(scope["type"])
        if "chat_id" in scope:
            chat = rules.chat_id(scope)
            self._chats.check(chat)
            key = f"{key}:{chat}"
        return key, str(params.get("language_code", ""))
