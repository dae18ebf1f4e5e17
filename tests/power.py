"""A power cut at the worst moment: one statement to the database fails."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event

from circulair.store.session import Store


class PowerCutError(Exception):
    """What happens at the worst moment."""


@contextmanager
def cut_at(store: Store, statement: int) -> Iterator[None]:
    """Let the given statement fail, counted from 1 and from here on."""

    def count(*_told: object) -> None:
        counted.append(1)
        if len(counted) == statement:
            raise PowerCutError(statement)

    counted: list[int] = []
    event.listen(store.engine, "before_cursor_execute", count)
    try:
        yield
    finally:
        event.remove(store.engine, "before_cursor_execute", count)
