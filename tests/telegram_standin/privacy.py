"""Privacy mode: which words of a group the vendor passes on to a bot."""

import re
from typing import Any

# What people send; everything else in a group is a service notice, which every bot receives.
_SAID = {
    "animation", "audio", "caption", "contact", "dice", "document", "location", "photo", "poll", "sticker",
    "text", "venue", "video", "video_note", "voice",
}  # fmt: skip
_COMMAND = re.compile(r"/\w+(?:@(?P<to>\w+))?", re.ASCII)


class Privacy:
    """The vendor's rule for this bot."""

    def __init__(self, me: dict[str, Any]) -> None:
        self._me = me

    def lets_through(self, message: dict[str, Any]) -> bool:
        """Commands to it or to nobody, answers to it and mentions of it, and whatever is no group's word."""
        if self._me["can_read_all_group_messages"] or message["chat"]["type"] == "private":
            return True
        return not _SAID & message.keys() or self._is_meant(message)

    def _is_meant(self, message: dict[str, Any]) -> bool:
        text, username = message.get("text", message.get("caption", "")), self._me["username"].lower()
        command = _COMMAND.match(text)
        if command and (command["to"] or username).lower() == username:
            return True
        above = message.get("reply_to_message", {})
        if above.get("from", {}).get("id") == self._me["id"] and "forum_topic_created" not in above:
            return True
        entities = [*message.get("entities", []), *message.get("caption_entities", [])]
        return re.search(rf"@{username}\b", text.lower()) is not None or any(
            entity.get("user", {}).get("id") == self._me["id"] for entity in entities
        )
