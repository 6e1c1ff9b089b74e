"""Chats that answer in a special way, and the topics of forums."""

from dataclasses import dataclass, field

from tests.telegram_standin.rules import Refusal, bad

# Vendor fact: the general topic has number 1 and is written to without a number.
GENERAL = 1


@dataclass(slots=True)
class Chats:
    """All chats take messages, but these; `topics` says of each forum which topics are open."""

    blocked: dict[int, str] = field(default_factory=dict)
    unknown: set[int] = field(default_factory=set)
    moved: dict[int, int] = field(default_factory=dict)
    topics: dict[int, dict[int, bool]] = field(default_factory=dict)

    def check(self, chat_id: int) -> None:
        if chat_id in self.moved:
            description = "Bad Request: group chat was upgraded to a supergroup chat"
            raise Refusal(400, description, migrate_to_chat_id=self.moved[chat_id])
        if chat_id in self.unknown:
            raise bad("chat not found")
        if chat_id in self.blocked:
            raise Refusal(403, f"Forbidden: {self.blocked[chat_id]}")

    def check_topic(self, chat_id: int, thread: int) -> None:
        """0 stands for no number, which is the general topic."""
        topics = self.topics.get(chat_id, {})
        if thread and thread not in topics:
            raise bad("message thread not found")
        if not topics.get(thread or GENERAL, True):
            raise bad("TOPIC_CLOSED")
