"""Run by Alembic: apply the scripts to the connection of the store that is being opened."""

from alembic import context

from inspector.fleet.tables import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    transactional_ddl=True,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
