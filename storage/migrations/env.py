"""How Alembic reaches the database: over the connection that storage.schema hands it."""

from alembic import context

from storage import queues, tables, talk

assert {queues.EventRow, talk.ButtonRow}, "importing every table module fills the metadata"

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=tables.metadata,
    render_as_batch=False,
    transactional_ddl=True,
)
context.run_migrations()
