"""How Alembic reaches the database: over the connection that the program hands it."""

from alembic import context

from circulair.store.records import Base

connection = context.config.attributes["connection"]
context.configure(
    connection=connection, target_metadata=Base.metadata, compare_type=True, transactional_ddl=True
)
with context.begin_transaction():
    context.run_migrations()
