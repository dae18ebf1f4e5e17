"""Texts as people type or paste them: one form of each character, none that is invisible or controls."""

import re
import unicodedata
from collections.abc import Iterator

from flows.errors import FlowsError

FILLERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters that look like nothing."""

MOST_MARKS = 3
"""No language puts more marks on one letter."""

LINE_ENDS = re.compile(r"\r\n?|[\u2028\u2029]")


class ControlCharactersError(FlowsError):
    """A text holds NUL, escapes, halves of a character, or line ends where one line is asked."""

    code = "text.control_characters"

    def __str__(self) -> str:
        return "this text holds invisible control characters; type it again instead of pasting it"


class TextTooLongError(FlowsError):
    """A text has more characters than its field."""

    code = "text.too_long"

    def __init__(self, length: int, most: int) -> None:
        super().__init__(length, most)
        self.length, self.most = length, most

    def __str__(self) -> str:
        return f"{self.length} characters are too many; use at most {self.most}"


class TextEmptyError(FlowsError):
    """A text that must say something says nothing, or nothing visible."""

    code = "text.empty"

    def __str__(self) -> str:
        return "fill this in"


def clean_line(text: str, most: int) -> str:
    """Return one line of at most ``most`` characters: NFC, single spaces, nothing invisible, not empty."""
    line = " ".join(visible(text.strip(), most, allowed="").split())
    return of_length(line, most)


def clean_text(text: str, most: int) -> str:
    """Return a text of several lines in the same manner; it may be empty."""
    lines = visible(LINE_ENDS.sub("\n", text), most, allowed="\n\t").strip()
    return of_length(lines, most) if lines else ""


def visible(text: str, most: int, allowed: str) -> str:
    """Return a text in NFC without what nobody sees, refusing control characters but the ``allowed`` ones."""
    if len(text) > 10 * most:
        raise TextTooLongError(len(text), most)
    if any(controls(character) for character in text if character not in allowed):
        raise ControlCharactersError()
    return "".join(readable(unicodedata.normalize("NFC", without_invisible(text))))


def controls(character: str) -> bool:
    """Tell whether a character steers a machine, ends a line or is half of another."""
    return unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"}


def without_invisible(text: str) -> str:
    """Return a text without zero-width, direction and filler characters."""
    return "".join(c for c in text if unicodedata.category(c) != "Cf" and c not in FILLERS)


def readable(text: str) -> Iterator[str]:
    """Yield the characters of a text but the marks that pile up on one letter."""
    pile = 0
    for character in text:
        pile = pile + 1 if unicodedata.category(character) == "Mn" else 0
        if pile <= MOST_MARKS:
            yield character


def of_length(text: str, most: int) -> str:
    """Return a text that is neither empty nor longer than ``most`` characters."""
    if not text:
        raise TextEmptyError()
    if len(text) > most:
        raise TextTooLongError(len(text), most)
    return text
