"""A power cut at the worst moment: one statement to the database fails."""

from collections.abc import Iterator
from contextlib import contextmanager

from circulair.store.session import Store
from tests.statements import heard


class PowerCutError(Exception):
    """What happens at the worst moment."""


@contextmanager
def cut_at(store: Store, statement: int) -> Iterator[None]:
    """Let the given statement fail, counted from 1 and from here on."""

    def count(_statement: str) -> None:
        counted.append(1)
        if len(counted) == statement:
            raise PowerCutError(statement)

    counted: list[int] = []
    with heard(store.engine, count):
        yield
