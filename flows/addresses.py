"""Dutch addresses and trade-register numbers as people type them: postcode, house number, KVK number."""

import re
import unicodedata
from dataclasses import dataclass

from flows.errors import FlowsError

POSTCODE = re.compile(r"([1-9][0-9]{3})([A-Za-z]{2})")
NOT_ISSUED = frozenset({"SA", "SD", "SS"})
"""Letter pairs that no Dutch postcode has."""

HOUSE_NUMBER = re.compile(
    r"([1-9][0-9]{0,4})"
    r"(?:[ -]?([A-Za-z][A-Za-z0-9]{0,3}(?:[ -][A-Za-z0-9]{1,4})?)|[ -]([0-9]{1,4}))?"
)


class PostcodeFormatError(FlowsError):
    """A text is no Dutch postcode."""

    code = "postcode.format"

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text

    def __str__(self) -> str:
        return f"{self.text!r} is no Dutch postcode; type four digits and two letters, such as 6161 AB"


class HouseNumberFormatError(FlowsError):
    """A text is no house number."""

    code = "house_number.format"

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text

    def __str__(self) -> str:
        return f"{self.text!r} is no house number; type a number with its addition, such as 12 or 12-A"


class KvkFormatError(FlowsError):
    """A text is no number of the Dutch trade register."""

    code = "kvk.format"

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text

    def __str__(self) -> str:
        return f"{self.text!r} is no KVK number; type its eight digits, leading noughts included"


class BranchNumberError(KvkFormatError):
    """Twelve digits are the number of a branch, not of the firm."""

    code = "kvk.branch_number"

    def __str__(self) -> str:
        return f"{self.text!r} is a branch number (vestigingsnummer); type the KVK number of eight digits"


class RsinError(KvkFormatError):
    """Nine digits are a tax number, not one of the trade register."""

    code = "kvk.rsin"

    def __str__(self) -> str:
        return f"{self.text!r} is an RSIN; type the KVK number of eight digits"


@dataclass(frozen=True, slots=True)
class HouseNumber:
    """A house number and what is added to it, in capitals."""

    number: int
    addition: str = ""

    def __str__(self) -> str:
        return f"{self.number}-{self.addition}" if self.addition else str(self.number)


def closed_up(text: str) -> str:
    """Return a code without the spaces, dashes and invisible characters that people paste along."""
    return "".join(c for c in text if unicodedata.category(c) not in {"Cf", "Pd"} and not c.isspace())


def read_postcode(text: str) -> str:
    """Return a Dutch postcode as "6161 AB"."""
    match = POSTCODE.fullmatch(closed_up(text))
    if match is None or match[2].upper() in NOT_ISSUED:
        raise PostcodeFormatError(text)
    return f"{match[1]} {match[2].upper()}"


def read_house_number(text: str) -> HouseNumber:
    """Return a house number such as 12, 12a, 12-A or 12 bis."""
    match = HOUSE_NUMBER.fullmatch(" ".join(text.split()))
    if match is None:
        raise HouseNumberFormatError(text)
    addition = match[2] or match[3] or ""
    return HouseNumber(int(match[1]), addition.replace(" ", "-").upper())


def read_kvk(text: str) -> str:
    """Return the eight digits of a number in the Dutch trade register, leading noughts kept.

    The register publishes no check digit, so only the shape can be checked.
    """
    digits = closed_up(text)
    if not re.fullmatch(r"[0-9]+", digits):
        raise KvkFormatError(text)
    if len(digits) in OTHER_NUMBERS:
        raise OTHER_NUMBERS[len(digits)](text)
    if len(digits) != 8 or not digits.strip("0"):
        raise KvkFormatError(text)
    return digits


OTHER_NUMBERS: dict[int, type[KvkFormatError]] = {9: RsinError, 12: BranchNumberError}
"""Numbers of other lengths that people put in the KVK box."""
