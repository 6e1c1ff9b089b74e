"""What waited in a database of the schema before goes out after it was brought up to date."""

from alembic import command
from sqlalchemy import Connection, text

from domain.delivery import OutboxState
from domain.messages import Option
from storage import schema
from storage.schema import alembic_config
from storage.store import Store
from tests.conftest import OpenStore
from tests.services.posts import MORNING, Post, opened
from tests.services.town import Town

PERSON = "INSERT INTO person (id, name, locale) VALUES (1, 'Người An', 'vi')"
CONTACT = (
    "INSERT INTO contact (person_id, channel, account, address, state, linked_at)"
    " VALUES (1, 'telegram', 'bot', 'a', 'active', :at)"
)
MESSAGE = (
    "INSERT INTO outbox (idem_key, message_class, priority, channel, account, address, person_id, body,"
    " options, state, attempts, not_before, lease_epoch, detail, created_at)"
    " VALUES (:key, 'notice', 1, 'telegram', 'bot', 'a', 1, 'Kính gửi', :options, :state, 2, :at, 1, '', :at)"
)
CHOICES = '[[1, "yes", "Đúng"]]'


def second_schema(connection: Connection) -> None:
    command.upgrade(alembic_config(connection), "0002")


async def of_the_second_schema(store: Store) -> None:
    """A database as the release before left it, with messages that had not gone out."""
    at = int(MORNING.timestamp() * 1000) if store.engines.name == "sqlite" else MORNING
    async with store.engines.write.begin() as connection:
        await connection.run_sync(second_schema)
        await connection.execute(text(PERSON))
        await connection.execute(text(CONTACT), {"at": at})
        for state in ("queued", "retry_wait", "leased", "sent"):
            values = {"key": state, "state": state, "options": CHOICES, "at": at}
            await connection.execute(text(MESSAGE), values)


async def test_what_waited_is_sent_once_and_what_was_sent_is_not(
    empty_url: str, open_store: OpenStore
) -> None:
    store = open_store(empty_url)
    await of_the_second_schema(store)
    assert await schema.upgrade(store) == ("0002", schema.newest())
    office = opened(Town(store, 1, {}, 0), Post())
    await store.transact(lambda uow: uow.outbox.set_state([3], OutboxState.QUEUED))

    assert (await office.sends()).sent == 3

    assert [message.reference for message in office.posts[0].taken] == ["queued", "retry_wait", "leased"]
    sent = await office.message("queued")
    assert (sent.state, sent.options) == (OutboxState.SENT, (Option(1, "yes", "Đúng"),))
    assert (sent.part_no, sent.turn, sent.late_lines, sent.series_id) == (1, 0, (), None)
