"""The schema: bringing a database up to date, and telling whether it is."""

from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from circulair.store.records import Base
from circulair.store.session import Store

MIGRATIONS = Path(__file__).parent / "migrations"


def config_for(connection: Connection | None) -> Config:
    """Return Alembic's configuration for one connection."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config


def migrate(store: Store) -> None:
    """Bring the schema up to date, in one transaction."""
    with store.engine.begin() as connection:
        command.upgrade(config_for(connection), "head")


def newest() -> str | None:
    """Return the newest revision that the code knows."""
    return ScriptDirectory.from_config(config_for(None)).get_current_head()


def is_current(store: Store) -> bool:
    """Return whether the database has the schema that the code expects."""
    with store.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() == newest()


def differences(store: Store) -> list[object]:
    """Return where the migrated database differs from the records, which is nowhere."""
    with store.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, Base.metadata))
