"""Everything that a database holds, to compare before and after."""

from sqlalchemy import Connection, Table, select

from circulair.store.records import Base
from circulair.store.session import Store

State = dict[str, list[tuple[object, ...]]]


def state(store: Store) -> State:
    """Return every row of every table."""
    with store.engine.connect() as connection:
        return {table.name: rows_of(connection, table) for table in Base.metadata.sorted_tables}


def rows_of(connection: Connection, table: Table) -> list[tuple[object, ...]]:
    return sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
