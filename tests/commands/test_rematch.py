"""The command that matches all open listings anew, as an operator runs it every night."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy.exc import IntegrityError

from circulair.app import Application
from circulair.commands import rematch
from circulair.services import rematching
from circulair.services.standing import Standing
from circulair.store import suggestions
from circulair.store.session import Store
from flows.suggestions import OPEN
from tests.statements import heard
from tests.worlds import NOBODY, a_firm, a_need_listing, an_offer_listing

PAGES = "import sys, circulair.app; print(sorted({'numba', 'llvmlite'} & set(sys.modules)))"


def test_it_suggests_what_the_lists_of_others_left_no_room_for(app: Application) -> None:
    with app.store.unit_of_work():
        for number in range(12):
            a_need_listing(a_firm(f"Taker {number}", "maker", "station"))
        an_offer_listing(a_firm("Giver"))
    assert rematch.waiting(app) == 10
    with app.store.unit_of_work(reading=True):
        due = rematching.due(Standing(), NOBODY)
    rematch.match_piece(app, due, NOBODY)
    assert rematch.waiting(app) == 12
    with app.store.unit_of_work(reading=True):
        assert suggestions.count(OPEN) == 12
        assert rematching.due(Standing(), NOBODY) == []


def test_pages_never_load_what_has_to_be_compiled() -> None:
    done = subprocess.run([sys.executable, "-c", PAGES], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


@pytest.mark.parametrize("number", [0, 1, 45])
def test_pieces_are_short_so_that_nobody_waits_long(number: int) -> None:
    pieces = rematch.pieces_of(list(range(number)))
    assert [one for piece in pieces for one in piece] == list(range(number))
    assert all(len(piece) <= rematching.AT_ONCE for piece in pieces)


@contextmanager
def crossed_once(store: Store, beginning: str) -> Iterator[list[str]]:
    """Let the first statement that begins so meet a conflict; yield where it is noted."""

    def cross(statement: str) -> None:
        if statement.startswith(beginning) and not crossed:
            crossed.append(statement)
            raise IntegrityError(statement, None, Exception("somebody was quicker"))

    crossed: list[str] = []
    with heard(store.engine, cross):
        yield crossed


def test_a_piece_that_met_a_conflict_is_matched_once_more(app: Application) -> None:
    with app.store.unit_of_work():
        for number in range(11):
            a_need_listing(a_firm(f"Taker {number}", "maker", "station"))
        an_offer_listing(a_firm("Giver"))
    with app.store.unit_of_work(reading=True):
        due = rematching.due(Standing(), NOBODY)
    with crossed_once(app.store, "INSERT INTO suggestions ") as crossed:
        rematch.match_piece(app, due, NOBODY)
    assert len(crossed) == 1
    assert rematch.waiting(app) == 11
