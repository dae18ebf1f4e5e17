"""Telephone numbers, kept as people write them: digits in groups, with or without the code of a country."""

import re

from flows.errors import FlowsError
from flows.texts import clean_line

MOST = 24
"""Characters of the longest way to write one."""

BETWEEN = re.compile(r"[ ().\-/]")
TRUNK = re.compile(r"\(0\)")
"""The zero that is left out after the code of a country: +31 (0)46 …"""

NUMBER = re.compile(r"\+31[1-9][0-9]{8}|\+(?!31)[1-9][0-9]{7,14}|0[1-9][0-9]{6,13}")
"""One of the Netherlands with its code, of another country with its code, or without any."""


class TelephoneFormatError(FlowsError):
    """A text cannot be dialled."""

    code = "telephone.format"

    def __str__(self) -> str:
        return "write a telephone number like 046 477 12 34 or +31 46 477 12 34"


def read_telephone(text: str) -> str:
    """Return a telephone number as it was written, cleaned, if it can be dialled."""
    line = clean_line(text, MOST)
    if not NUMBER.fullmatch(dialled(line)):
        raise TelephoneFormatError()
    return line


def dialled(written: str) -> str:
    """Return what a telephone dials for a number as it was written."""
    abroad = written.startswith(("+", "00"))
    digits = BETWEEN.sub("", TRUNK.sub("", written) if abroad else written)
    return f"+{digits[2:]}" if digits.startswith("00") else digits
