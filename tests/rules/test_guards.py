"""Guards of the database: what belongs to an organisation can never become that of one that went."""

from importlib import import_module

import pytest
from sqlalchemy import text

from circulair.store.session import Store, current

GUARDED = import_module("circulair.store.migrations.versions.0031_merged_organisations")

TRIGGERS = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
}

NAMES = {
    "sqlite": ("{table}_of_nobody_merged_INSERT", "{table}_of_nobody_merged_UPDATE"),
    "postgresql": ("{table}_of_nobody_merged",),
}


@pytest.mark.both_databases
@pytest.mark.parametrize("table", GUARDED.OWNED)
def test_after_all_migrations_whatever_belongs_to_an_organisation_is_guarded(
    store: Store, table: str
) -> None:
    dialect = store.engine.dialect.name
    with store.unit_of_work():
        kept = set(current().scalars(text(TRIGGERS[dialect])))
    assert {name.format(table=table) for name in NAMES[dialect]} <= kept
