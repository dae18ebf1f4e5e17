"""Answers that are kept: few, each made once, and none of what broke off."""

import threading

import pytest

from circulair.services.keeping import Kept, kept


def test_an_answer_is_made_once_and_the_oldest_goes_first() -> None:
    made: list[int] = []

    @kept(2)
    def doubled(number: int) -> int:
        made.append(number)
        return 2 * number

    assert [doubled(one) for one in (1, 2, 1, 3, 1, 2)] == [2, 4, 2, 6, 2, 4]
    assert made == [1, 2, 3, 2]
    assert len(doubled.found) == 2
    doubled.cache_clear()
    assert doubled(1) == 2
    assert made == [1, 2, 3, 2, 1]


def test_who_asks_for_what_another_is_at_waits_for_it() -> None:
    begun, go_on = threading.Event(), threading.Event()
    made: list[str] = []

    def slow(name: str) -> str:
        made.append(name)
        begun.set()
        assert go_on.wait(10)
        return name.upper()

    asked: Kept[[str], str] = Kept(slow, 4)
    told: list[str] = []
    threads = [threading.Thread(target=lambda: told.append(asked("a"))) for _ in range(4)]
    threads[0].start()
    assert begun.wait(10)
    for one in threads[1:]:
        one.start()
    go_on.set()
    for one in threads:
        one.join(10)
    assert (told, made) == (["A"] * 4, ["a"])
    assert asked.turns == {}


def test_what_broke_off_is_tried_again() -> None:
    there: dict[int, int] = {}

    asked: Kept[[int], int] = Kept(there.__getitem__, 4)
    with pytest.raises(KeyError):
        asked(1)
    there[1] = 7
    assert (asked(1), asked.turns) == (7, {})
