"""Promises: yearly ones and one-offs are kept apart, each counting in its own time."""

from datetime import date
from decimal import Decimal

import pytest

from flows.promises import (
    NOTHING,
    Agreement,
    Promise,
    Taken,
    amount_left,
    process_left,
    room,
    taken_in_year,
    taken_of,
)
from flows.streams import exactly
from tests.factories import a_process, an_amount

AGREED = date(2026, 3, 1)
A_YEAR_LATER = date(2027, 3, 1)


def yearly(tonnes: str, day: date = AGREED) -> Promise:
    return Promise(Decimal(tonnes), recurring=True, day=day)


def once(tonnes: str, day: date = AGREED) -> Promise:
    return Promise(Decimal(tonnes), recurring=False, day=day)


def took(yearly: str = "0", once: str = "0") -> Taken:
    return Taken(Decimal(yearly), Decimal(once))


def test_a_year_and_a_one_off_are_no_sum() -> None:
    assert taken_of([yearly("10"), once("3"), yearly("5"), once("4")]) == took("15", "7")
    assert taken_of([]) == NOTHING
    assert not NOTHING.anything


@pytest.mark.parametrize(("today", "left"), [(AGREED, "50"), (date(2027, 2, 28), "50"), (A_YEAR_LATER, "0")])
def test_a_one_off_counts_in_its_own_year_only(today: date, left: str) -> None:
    assert taken_in_year([once("50")], today) == took(once=left)


def test_what_recurs_counts_as_long_as_it_lives() -> None:
    assert taken_in_year([yearly("50")], date(2036, 1, 1)) == took("50")


def test_an_offer_of_a_hundred_a_year_of_which_fifty_went_once_keeps_a_hundred_a_year() -> None:
    left = amount_left(an_amount(100), took(once="50"))
    assert left.tonnes == exactly(Decimal(100))
    assert room(left, 365, recurring=True) == 100
    assert room(left, 365, recurring=False) == 50


def test_what_recurs_lessens_both() -> None:
    left = amount_left(an_amount(100), took("30", "20"))
    assert [room(left, 365, recurring=how) for how in (True, False)] == [70, 50]


def test_a_lot_is_lessened_by_what_was_taken_of_it() -> None:
    left = amount_left(an_amount(60, recurring=False), took(once="45"))
    assert [room(left, 10, recurring=False), left.taken_once] == [15, 0]


def test_a_yearly_amount_gives_a_one_off_no_more_than_its_last_days() -> None:
    left = amount_left(an_amount(365), took(once="4"))
    assert room(left, 10, recurring=False) == 6


def test_never_less_than_nothing_is_left() -> None:
    left = amount_left(an_amount(10), took("11", "12"))
    assert [room(left, 365, recurring=how) for how in (True, False)] == [0, 0]


def test_room_is_told_to_the_gram() -> None:
    assert room(an_amount(1), 100, recurring=False) == Decimal("0.273973")


def test_a_plant_keeps_the_capacity_that_is_not_promised() -> None:
    left = process_left(a_process(capacity=100), took("30", "20"))
    assert left is not None
    assert [left.capacity_tonnes, left.taken_once] == [70, 20]


def test_a_plant_that_is_promised_whole_takes_nothing_more() -> None:
    assert process_left(a_process(capacity=100), took("100")) is None


def test_a_plant_whose_capacity_nobody_told_is_never_full() -> None:
    plant = a_process()
    assert process_left(plant, took("1000")) is plant


def an_agreement(agreed: str | None = "10", arriving: str | None = "8", **few: object) -> Agreement:
    told = [None if tonnes is None else Decimal(tonnes) for tonnes in (agreed, arriving)]
    known = {"recurring": True, "day": AGREED, **few}
    return Agreement(*told, **known)  # type: ignore[arg-type]  # fields of the agreement


def tonnes(agreement: Agreement) -> list[Decimal]:
    return [agreement.of_offer.tonnes, agreement.of_need.tonnes]


CRUSHED = (("crusher", Decimal("0.8")), ("washer", Decimal("0.5")))


def test_a_living_exchange_takes_what_was_agreed() -> None:
    assert tonnes(an_agreement(moved=Decimal(3))) == [10, 8]


def test_an_ended_yearly_exchange_takes_nothing_more() -> None:
    assert tonnes(an_agreement(ended=True, moved=Decimal(3))) == [0, 0]


def test_an_ended_one_off_takes_what_moved_and_frees_the_rest() -> None:
    ended = an_agreement(recurring=False, ended=True, moved=Decimal(5))
    assert tonnes(ended) == [5, 4]
    assert tonnes(an_agreement(recurring=False, ended=True, moved=Decimal(11))) == [11, Decimal("8.8")]


def test_more_than_was_agreed_of_a_lot_is_not_promised_again() -> None:
    assert tonnes(an_agreement(recurring=False, moved=Decimal(15))) == [15, 12]
    assert tonnes(an_agreement(recurring=False, moved=Decimal(5))) == [10, 8]
    assert tonnes(an_agreement(moved=Decimal(15))) == [10, 8]


@pytest.mark.parametrize(("through", "arrives"), [((), "3"), (CRUSHED, "0")])
def test_of_unknown_tonnes_what_moved_is_what_is_taken(
    through: tuple[tuple[str, Decimal | None], ...], arrives: str
) -> None:
    unknown = an_agreement(None, None, moved=Decimal(3), through=through)
    assert tonnes(unknown) == [Decimal(3), Decimal(arrives)]


def test_each_process_is_taken_for_what_goes_in() -> None:
    taken = an_agreement(through=CRUSHED).of_processes
    assert [code for code, _promise in taken] == ["crusher", "washer"]
    assert [promise.tonnes for _code, promise in taken] == [10, 8]


def test_behind_an_unknown_yield_no_capacity_is_counted() -> None:
    taken = an_agreement(through=(("crusher", None), *CRUSHED[1:])).of_processes
    assert [code for code, _promise in taken] == ["crusher"]
