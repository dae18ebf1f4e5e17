"""Several threads that do the same thing at the same moment, and what became of each."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

from sqlalchemy import text
from sqlalchemy.orm import Session

T = TypeVar("T")


def together(times: int, use: Callable[[int], T]) -> list[T | Exception]:
    """Call ``use`` with 0, 1, 2 … in threads that start together; return what each returned or raised."""
    barrier = Barrier(times)

    def one(number: int) -> T | Exception:
        barrier.wait(timeout=30)
        try:
            return use(number)
        except Exception as error:  # what went wrong is the result
            return error

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(one, range(times)))


def until_it_waits(session: Session, other: Future[None]) -> None:
    """Return once another thread waits for a lock, or is done; on SQLite it waits before it begins."""
    if session.get_bind().dialect.name == "postgresql":
        while not other.done() and not session.scalar(
            text("SELECT count(*) FROM pg_locks WHERE NOT granted")
        ):
            pass
