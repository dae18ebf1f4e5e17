"""Numbers read strictly in the language of the page (product.md 5, "Typed numbers")."""

from decimal import Decimal

import pytest

from flows.errors import FlowsError, UnknownCodeError
from flows.numbers import AmbiguousNumberError, NumberFormatError, TooManyDigitsError, read_number
from flows.units import Quantity
from tests.bad_inputs import BadInput, row_id, rows

POINT_COUNTRIES = ["nl", "de"]


@pytest.mark.parametrize("row", rows("tonnage", "accept"), ids=row_id)
def test_a_dutch_number_is_read_as_meant(row: BadInput) -> None:
    assert read_number(row.typed, "nl") == Decimal(row.accepted_as)


@pytest.mark.parametrize("row", rows("tonnage", "ask"), ids=row_id)
def test_what_is_no_plain_number_is_asked(row: BadInput) -> None:
    with pytest.raises((AmbiguousNumberError, NumberFormatError)):
        read_number(row.typed, "nl")


@pytest.mark.parametrize("row", rows("tonnage", "reject"), ids=row_id)
def test_what_is_no_quantity_is_refused_by_the_number_or_by_its_field(row: BadInput) -> None:
    with pytest.raises(FlowsError):
        Quantity(read_number(row.typed, "nl"), "t", "year")


@pytest.mark.parametrize("language", POINT_COUNTRIES)
@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1,5", "1.5"),
        ("1.500", "1500"),
        ("1.500,25", "1500.25"),
        ("12.345.678", "12345678"),
        ("1 500", "1500"),
        ("1\u2009500,5", "1500.5"),
        ("0,125", "0.125"),
        ("1500,125", "1500.125"),
        ("-3,5", "-3.5"),
        ("\u22123", "-3"),
        ("007", "7"),
        ("999999999999,999999", "999999999999.999999"),
    ],
)
def test_dutch_and_german_numbers_have_a_decimal_comma(language: str, text: str, number: str) -> None:
    assert read_number(text, language) == Decimal(number)


@pytest.mark.parametrize(
    ("text", "number"),
    [("1.5", "1.5"), ("1,500", "1500"), ("1,500.25", "1500.25"), ("0.125", "0.125"), ("1 500.5", "1500.5")],
)
def test_english_numbers_have_a_decimal_point(text: str, number: str) -> None:
    assert read_number(text, "en") == Decimal(number)


@pytest.mark.parametrize(
    ("language", "text", "readings"),
    [
        ("nl", "1.5", ["1.5", "15"]),
        ("de", "1.50", ["1.50", "150"]),
        ("nl", "1,500", ["1.5", "1500"]),
        ("nl", "0.500", ["0.5"]),
        ("nl", "1'500", ["1500"]),
        ("nl", "1,500.00", ["1500"]),
        ("nl", "1500.125", ["1500.125", "1500125"]),
        ("en", "1,5", ["1.5", "15"]),
        ("en", "1.500", ["1.5", "1500"]),
        ("en", "1.500,00", ["1500"]),
    ],
)
def test_an_ambiguous_number_is_asked_with_its_readings(
    language: str, text: str, readings: list[str]
) -> None:
    with pytest.raises(AmbiguousNumberError) as asked:
        read_number(text, language)
    assert asked.value.readings == tuple(Decimal(reading) for reading in readings)


@pytest.mark.parametrize("text", ["1234567890123", "1,1234567", "9" * 400, "1.234.567.890.123"])
def test_more_digits_than_a_quantity_needs_are_refused(text: str) -> None:
    with pytest.raises(TooManyDigitsError):
        read_number(text, "nl")


@pytest.mark.parametrize(
    "text",
    ["1.50.000", "15 00", "1 5", "2024 100", "1.500.00", "1,5,5", "\x1f5", "1\u200b5", "5 t", ",5", "5,"],
)
def test_digits_in_the_wrong_places_are_no_number(text: str) -> None:
    with pytest.raises(NumberFormatError):
        read_number(text, "nl")


def test_a_language_without_rules_is_refused() -> None:
    with pytest.raises(UnknownCodeError):
        read_number("1", "fr")


def test_the_question_names_both_readings_in_full() -> None:
    assert str(AmbiguousNumberError("1,500", (Decimal("1.500"), Decimal(1500)))).startswith(
        "'1,500' may mean 1.500 or 1500"
    )
