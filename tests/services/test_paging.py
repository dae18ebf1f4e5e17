"""Pages of whatever is many."""

import pytest

from circulair.services.paging import PAGE, Page, page_of

MANY = range(2 * PAGE + 1)


def load(most: int, after: int) -> range:
    return MANY[after : after + most]


@pytest.mark.parametrize(
    ("asked", "number", "first", "last"),
    [(1, 1, 1, PAGE), (2, 2, PAGE + 1, 2 * PAGE), (3, 3, 101, 101), (99, 3, 101, 101), (0, 1, 1, PAGE)],
)
def test_a_page_says_where_it_stands_and_after_the_last_comes_the_last(
    asked: int, number: int, first: int, last: int
) -> None:
    page = page_of(asked, len(MANY), load)
    assert (page.number, page.first, page.last, page.total) == (number, first, last, len(MANY))
    assert page.rows[0] == first - 1


def test_of_nothing_there_is_one_empty_page() -> None:
    page: Page[int] = page_of(4, 0, lambda _most, _after: ())
    assert (page.number, page.first, page.last, page.rows) == (1, 0, 0, ())
