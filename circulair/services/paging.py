"""Paging: one page of whatever is many, with where it stands among all."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")

PAGE = 50
"""Rows on one page."""


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of rows, and how many there are in all."""

    rows: tuple[T, ...]
    total: int
    number: int
    size: int = PAGE

    @property
    def first(self) -> int:
        """Return the place of the first row among all, 0 where there is none."""
        return self.size * (self.number - 1) + 1 if self.rows else 0

    @property
    def last(self) -> int:
        """Return the place of the last row among all, 0 where there is none."""
        return self.size * (self.number - 1) + len(self.rows)


def page_of(number: int, total: int, load: Callable[[int, int], Iterable[T]], size: int = PAGE) -> Page[T]:
    """Return a page of what ``load`` gives, for how many after how many; after the last comes the last."""
    shown = max(1, min(number, -(-total // size)))
    return Page(tuple(load(size, size * (shown - 1))), total, shown, size)
