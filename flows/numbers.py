"""Numbers as people type them, read strictly in the language of the page; what stays ambiguous is asked."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from flows.errors import FlowsError, UnknownCodeError

MOST_WHOLE_DIGITS = 12
MOST_DECIMALS = 6


@dataclass(frozen=True, slots=True)
class Marks:
    """How a language writes a number: its decimal mark and the mark between thousands."""

    decimal: str
    thousands: str


MARKS = {"nl": Marks(",", "."), "de": Marks(",", "."), "en": Marks(".", ",")}

BLANKS = " \u00a0\u2007\u2009\u202f"
"""Spaces of every width that people and Excel put in numbers."""

UNIT_NAMES: Mapping[str, tuple[str, ...]] = {
    "%": ("%", "procent", "per cent", "percent", "prozent"),
    "eur": ("€", "eur", "euro", "euros"),
    "h": ("h", "u", "uur", "hour", "hours", "stunde", "stunden"),
    "kg": ("kg", "kilo", "kilogram", "kilograms", "kilogramm"),
    "km": ("km", "kilometer", "kilometers", "kilometre", "kilometres"),
    "kva": ("kva",),
    "m": ("m", "meter", "metre", "metres"),
    "m2": ("m²", "m2", "vierkante meter", "square metre", "square metres", "qm", "quadratmeter"),
    "m3": ("m³", "m3", "kuub", "kubieke meter", "cubic metre", "cubic metres", "kubikmeter"),
    "min": ("min", "minuut", "minuten", "minute", "minutes"),
    "month": ("maand", "maanden", "month", "months", "monat", "monate"),
    "t": ("t", "ton", "tonne", "tonnes", "tonnen"),
}
"""How people write the unit that a box asks for, in Dutch, English and German, without regard to capitals."""

SPACED = re.compile(rf"[0-9]{{1,3}}(?:[{BLANKS}][0-9]{{3}})+(?![0-9])")
"""Groups of three with spaces between."""

FOREIGN = re.compile(r"[0-9]{1,3}(?:'[0-9]{3})+(?:[.,][0-9]+)?")
"""Thousands between apostrophes, as the Swiss write them."""


class NumberFormatError(FlowsError):
    """A text is no plain number."""

    code = "number.format"

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text

    def __str__(self) -> str:
        return (
            f"{self.text!r} is no plain number; type digits only, such as 1500, and the unit in its own box"
        )


class TooManyDigitsError(FlowsError):
    """A number has more digits than any quantity needs."""

    code = "number.too_many_digits"

    def __str__(self) -> str:
        return f"use at most {MOST_WHOLE_DIGITS} digits before and {MOST_DECIMALS} after the decimal mark"


class AmbiguousNumberError(FlowsError):
    """A number can be read in more than one way, or only in the way of another language."""

    code = "number.ambiguous"

    def __init__(self, text: str, readings: tuple[Decimal, ...]) -> None:
        super().__init__(text, readings)
        self.text, self.readings = text, readings

    def __str__(self) -> str:
        meant = " or ".join(f"{reading:f}" for reading in self.readings)
        return f"{self.text!r} may mean {meant}; type the one you mean"


def read_number(text: str, language: str) -> Decimal:
    """Return the number that a text says in the language "nl", "de" or "en".

    A minus is read, so that a field's own range can refuse it. Exponents, fractions, units, digits of
    other scripts and whatever Python would take besides are refused.
    """
    marks = marks_of(language)
    typed = text.strip(BLANKS + "\t\r\n")
    if len(typed) > 5 * MOST_WHOLE_DIGITS:
        raise TooManyDigitsError()
    sign = "-" if typed[:1] in {"-", "\u2212"} else ""
    plain = without_spaces(typed[len(sign) :])
    number = in_own_way(plain, marks)
    if number is None:
        raise refusal(typed, plain, marks)
    return Decimal(sign + within_digits(number))


def without_unit(text: str, unit: str) -> str:
    """Return a number without the unit its box asks for, where somebody typed that as well: 80 of "80 m²".

    A unit that the box does not ask for stays, so that the number is refused.
    """
    if len(text) > 10 * MOST_WHOLE_DIGITS:
        return text
    names = "|".join(map(re.escape, sorted(UNIT_NAMES[unit], key=len, reverse=True)))
    found = re.fullmatch(rf"\s*(?:({names})\s*)?([^a-z]*?)\s*(?:({names})\.?)?\s*", text, re.IGNORECASE)
    return found[2] if found and found[2] and not (found[1] and found[3]) else text


def without_spaces(number: str) -> str:
    """Return a number without the spaces between its thousands, where they stand in the right places."""
    spaced = SPACED.match(number)
    if spaced is None:
        return number
    return re.sub(f"[{BLANKS}]", "", spaced[0]) + number[spaced.end() :]


def marks_of(language: str) -> Marks:
    """Return how a language writes its numbers."""
    if language not in MARKS:
        raise UnknownCodeError("language", language)
    return MARKS[language]


def in_own_way(plain: str, marks: Marks) -> str | None:
    """Return a number without thousands marks and with a decimal point, None if it is not clearly one.

    One to three digits, the decimal mark and exactly three digits could be thousands of a neighbour.
    """
    decimal, thousands = re.escape(marks.decimal), re.escape(marks.thousands)
    grouped = re.fullmatch(rf"([1-9][0-9]{{0,2}}(?:{thousands}[0-9]{{3}})+)(?:{decimal}([0-9]+))?", plain)
    if grouped:
        return joined(grouped[1].replace(marks.thousands, ""), grouped[2])
    if re.fullmatch(rf"[1-9][0-9]{{0,2}}{decimal}[0-9]{{3}}", plain):
        return None
    simple = re.fullmatch(rf"([0-9]+)(?:{decimal}([0-9]+))?", plain) or re.fullmatch(r"([0-9]+)()\.", plain)
    return joined(simple[1], simple[2]) if simple else None


def joined(whole: str, decimals: str | None) -> str:
    """Return whole digits and decimals with a point between."""
    return f"{whole}.{decimals}" if decimals else whole


def within_digits(number: str) -> str:
    """Return a number if it has no more digits than a quantity needs."""
    whole, _, decimals = number.partition(".")
    if len(whole) > MOST_WHOLE_DIGITS or len(decimals) > MOST_DECIMALS:
        raise TooManyDigitsError()
    return number


def refusal(typed: str, plain: str, marks: Marks) -> FlowsError:
    """Return the error that asks what was meant, or the one that says how to type a number."""
    readings = possible_readings(plain, marks)
    return AmbiguousNumberError(typed, readings) if readings else NumberFormatError(typed)


def possible_readings(plain: str, marks: Marks) -> tuple[Decimal, ...]:
    """Return what somebody who writes as a neighbour does may have meant."""
    neighbour = Marks(marks.thousands, marks.decimal)
    single = re.fullmatch(r"([0-9]{1,12})[.,]([0-9]{1,6})", plain)
    if single:
        as_decimal, as_whole = Decimal(f"{single[1]}.{single[2]}"), Decimal(single[1] + single[2])
        return (as_decimal,) if single[1].startswith("0") else (as_decimal, as_whole)
    if FOREIGN.fullmatch(plain):
        return (Decimal(within_digits(plain.replace("'", "").replace(",", "."))),)
    number = in_own_way(plain, neighbour)
    return (Decimal(within_digits(number)),) if number else ()
