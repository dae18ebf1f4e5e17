"""Hearing what a store says to its database, for as long as that is wanted and no longer."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, event


@contextmanager
def heard(bind: Engine | Connection, hear: Callable[[str], None]) -> Iterator[None]:
    """Call ``hear`` before each statement meanwhile; what it raises comes instead of the statement."""

    def before(_connection: object, _cursor: object, statement: str, *_told: object) -> None:
        hear(statement)

    event.listen(bind, "before_cursor_execute", before)
    try:
        yield
    finally:
        event.remove(bind, "before_cursor_execute", before)


@contextmanager
def counted(bind: Engine | Connection) -> Iterator[list[str]]:
    """Yield the statements that are sent to the database meanwhile."""
    statements: list[str] = []
    with heard(bind, statements.append):
        yield statements
