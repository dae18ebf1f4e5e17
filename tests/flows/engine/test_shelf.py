"""Listings on a shelf come back as they were put, to the last decimal, in less room."""

from datetime import date
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.distance import Position
from flows.engine.columns import Words
from flows.engine.shelf import Shelf, shelves
from flows.streams import Amount, Availability, Form, Grade, Need, Offer, Quality, Range

FIGURES = st.decimals(0, 10**9, allow_nan=False, allow_infinity=False)
PERCENT = st.none() | st.floats(0, 100)
DAYS = st.none() | st.dates()


@st.composite
def offers(draw: st.DrawFn) -> Offer:
    low, likely, high = sorted(draw(st.tuples(FIGURES, FIGURES, FIGURES)))
    days = sorted(day for day in (draw(DAYS), draw(DAYS)) if day)
    taken = draw(st.just(Decimal(0)) | FIGURES)
    amount = Amount(Range(low, likely, high), draw(st.sampled_from(Grade)), draw(st.booleans()), taken)
    classes = draw(st.lists(st.sampled_from("ABC"), unique=True).map(tuple))
    return Offer(
        id=draw(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=5)),
        material=draw(st.sampled_from(["pe", "pp"])),
        amount=draw(st.none() | st.just(amount)),
        availability=Availability(*days) if len(days) == 2 else Availability(None, *days),
        quality=Quality(draw(st.none() | st.sampled_from(Form)), draw(PERCENT), draw(PERCENT), classes),
        position=draw(st.none() | st.builds(Position, st.floats(-180, 180), st.floats(-90, 90))),
        max_km=draw(st.none() | st.floats(0.001, 40_000)),
        organisation=draw(st.sampled_from(["", "bakery", "school"])),
    )


@given(st.lists(offers(), max_size=8))
def test_what_is_put_on_a_shelf_comes_back_also_through_a_table(rows: list[Offer]) -> None:
    shelf, _none = shelves(rows, [])
    again = Shelf(Offer, shelf.words).put(rows[:1]).put_table(shelf.table())

    assert list(shelf) == rows
    assert list(again) == rows[:1] + rows
    assert [str(one.amount) for one in again[len(rows[:1]) :]] == [str(one.amount) for one in rows]


@given(st.lists(offers(), max_size=8))
def test_the_columns_searched_hold_what_the_listings_say(rows: list[Offer]) -> None:
    side = shelves(rows, [])[0].side()

    ranks = sorted({row.id for row in rows})
    assert side.id.tolist() == [ranks.index(row.id) for row in rows]
    assert [None if np.isnan(figure) else figure for figure in side.tonnes.tolist()] == [
        None if row.amount is None else float(row.amount.tonnes.likely) for row in rows
    ]
    assert side.taken_once.tolist() == [float(row.amount.taken_once) if row.amount else 0.0 for row in rows]


def test_a_listing_takes_less_than_a_hundred_and_thirty_bytes_beside_its_id() -> None:
    amount = Amount(Range(Decimal(1), Decimal("1.25"), Decimal(2)), Grade.DECLARED, recurring=True)
    need = Need(
        "n", "pe", amount, Availability(date(2026, 1, 1), date(2026, 12, 31)), position=Position(5.8, 50.9)
    )
    shelf = Shelf(Need, Words.new()).put(need for _ in range(1000))

    room = sum(column.itemsize * len(column) for column in shelf.columns.values())
    assert room + shelf.ids.ends.itemsize * len(shelf) <= 130 * len(shelf)
    assert not shelf.odd


@pytest.mark.parametrize("figure", ["0.1", "12.5", "1E+3", "999999999.999999999", "1E-24"])
def test_tonnes_keep_all_their_decimals(figure: str) -> None:
    tonnes = Decimal(figure)
    offer = Offer("o", "pe", Amount(Range(tonnes, tonnes, tonnes), Grade.ASSUMED, recurring=False))

    [back] = shelves([offer], [])[0]

    assert str(back.amount) == str(offer.amount)
