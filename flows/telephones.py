"""Telephone numbers, kept as people write them, if they can be dialled."""

from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat, format_number, is_valid_number
from phonenumbers import parse as parse_number

from flows.errors import FlowsError
from flows.texts import clean_line

MOST = 24
"""Characters of the longest way to write one."""

HOME = "NL"
"""The country of a number that names none."""


class TelephoneFormatError(FlowsError):
    """A text cannot be dialled."""

    code = "telephone.format"

    def __str__(self) -> str:
        return "write a telephone number like 046 477 12 34 or +31 46 477 12 34"


def read_telephone(text: str) -> str:
    """Return a telephone number as it was written, cleaned, if it can be dialled as a whole."""
    line = clean_line(text, MOST)
    number = parsed(line)
    if not is_valid_number(number) or number.extension or any(sign.isalpha() for sign in line):
        raise TelephoneFormatError()
    return line


def dialled(written: str) -> str:
    """Return what a telephone dials for a number as it was written, with the code of its country."""
    return format_number(parsed(written), PhoneNumberFormat.E164)


def rung(written: str) -> str:
    """Return what a telephone dials for a number as it was written, "" where it can dial nothing."""
    try:
        return dialled(written)
    except TelephoneFormatError:
        return ""


def parsed(written: str) -> PhoneNumber:
    """Return the number that was written."""
    try:
        return parse_number(written, HOME)
    except NumberParseException as error:
        raise TelephoneFormatError() from error
