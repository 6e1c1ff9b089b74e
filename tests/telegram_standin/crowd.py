"""The people in front of the stand-in: each act is an update, which is returned."""

from datetime import datetime
from typing import Any

from tests.telegram_standin import people
from tests.telegram_standin.api import Accepted, BotApi
from tests.telegram_standin.people import TelegramUser
from tests.telegram_standin.privacy import Privacy
from tests.telegram_standin.uploads import Upload


class Crowd:
    """Everybody who has Telegram."""

    def __init__(self, api: BotApi) -> None:
        self.api = api
        self.privacy = Privacy(api.me)

    async def push(self, event: dict[str, Any]) -> dict[str, Any]:
        """Queue any event, `{kind: content}`; returns the update."""
        raise NotImplementedError

    async def user_says(
        self,
        chat_id: int,
        text: str,
        *,
        user: TelegramUser | None = None,
        at: datetime | None = None,
        **bears: Any,
    ) -> dict[str, Any]:
        """Somebody writes; returns the update. `bears` are further fields of the message."""
        return await self.user_sends(chat_id, people.words(text) | bears, user=user, at=at)

    async def user_sends(
        self,
        chat_id: int,
        content: dict[str, Any],
        *,
        user: TelegramUser | None = None,
        at: datetime | None = None,
    ) -> dict[str, Any]:
        """Somebody sends a message with any content; returns the update.

        What privacy mode keeps from the bot is returned with the number of the update before it.
        """
        sender = user or TelegramUser(abs(chat_id))
        message = people.message(chat_id, next(self.api.message_ids), sender, at) | content
        self.api.messages[chat_id, message["message_id"]] = message
        if not self.privacy.lets_through(message):
            return {"update_id": self.api.queue.last_id, "message": message}
        return await self.push({"message": message})

    async def user_sends_document(
        self,
        chat_id: int,
        upload: Upload,
        *,
        caption: str = "",
        user: TelegramUser | None = None,
        **bears: Any,
    ) -> dict[str, Any]:
        """Somebody sends a file, which can be fetched; returns the update."""
        words = people.caption(caption) if caption else {}
        return await self.user_sends(
            chat_id, {"document": self.api.files.keep(upload)} | words | bears, user=user
        )

    async def user_edits(
        self, update: dict[str, Any], text: str, at: datetime | None = None
    ) -> dict[str, Any]:
        """The author of the message in `update` changes its text; returns the new update."""
        edited = {**update["message"], **people.words(text), "edit_date": people.seconds(at)}
        return await self.push({"edited_message": edited})

    async def user_presses(
        self, chat_id: int, message: Accepted, data: str, *, user: TelegramUser | None = None
    ) -> dict[str, Any]:
        """Somebody presses a button below a message of the bot; returns the update."""
        press = str(10_000 + len(self.api.presses))
        self.api.presses[press] = None
        self.api.press_chats[press] = chat_id
        sender = user or TelegramUser(abs(chat_id))
        below = self.api.messages[chat_id, message.message_id]
        query = {"id": press, "from": sender.as_dict(), "message": below, "chat_instance": "7", "data": data}
        return await self.push({"callback_query": query})

    async def blocked(self, chat_id: int, *, user: TelegramUser | None = None) -> dict[str, Any]:
        """Somebody blocks the bot, or throws it out of a group: sends fail from now on."""
        person = user or TelegramUser(abs(chat_id))
        private = chat_id > 0
        reason = "bot was blocked by the user" if private else "bot was kicked from the group chat"
        self.api.chats.blocked[chat_id] = reason
        new = "kicked" if private else "left"
        return await self.changes_place(chat_id, old="member", new=new, user=person)

    async def unblocked(self, chat_id: int, *, user: TelegramUser | None = None) -> dict[str, Any]:
        """Somebody lets the bot back in."""
        self.api.chats.blocked.pop(chat_id, None)
        return await self.changes_place(chat_id, old="kicked", new="member", user=user)

    async def added(
        self, chat_id: int, *, user: TelegramUser | None = None, new: str = "member"
    ) -> dict[str, Any]:
        """Somebody adds the bot to a group, as a member or an administrator."""
        self.api.chats.blocked.pop(chat_id, None)
        return await self.changes_place(chat_id, old="left", new=new, user=user)

    async def changes_place(
        self, chat_id: int, *, old: str, new: str, user: TelegramUser | None = None
    ) -> dict[str, Any]:
        """The bot's own place in a chat changes; returns the update."""
        person = user or TelegramUser(abs(chat_id))
        change = people.membership(chat_id, person, self.api.me, old=old, new=new, at=None)
        return await self.push({"my_chat_member": change})

    async def moved(
        self, chat_id: int, new_chat: int, *, user: TelegramUser | None = None
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        """A group becomes a supergroup; returns the notices in the old chat and in the new one."""
        self.api.chats.moved[chat_id] = new_chat
        return (
            await self.user_sends(chat_id, {"migrate_to_chat_id": new_chat}, user=user),
            await self.user_sends(new_chat, {"migrate_from_chat_id": chat_id}, user=user),
        )
