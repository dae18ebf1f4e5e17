"""A typed line as it is read: small letters and plain signs, each place traceable to what was typed."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace

PLAIN = (
    dict.fromkeys("‐‑‒–—―−", "-")
    | dict.fromkeys("‘’‛`´′", "'")
    | dict.fromkeys("\t\r\n\xa0\u2007\u2009\u202f\u3000#|*_", " ")
    | {"\u00b9": "1", "\u00b2": "2", "\u00b3": "3", "\u201e": '"', "\u201c": '"', "\u201d": '"'}
)
"""Signs that mean the same in a line, and those that mean nothing there."""

LONGEST = 500
"""Characters of a line that are read; what follows in a longer one is left unread."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the typed text, from its first character to the one behind its last."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Line:
    """A typed text, its form for reading, and which stretches of it were understood so far."""

    typed: str
    read: str
    origin: tuple[int, ...]
    taken: tuple[Span, ...] = ()

    def span(self, start: int, end: int) -> Span:
        """Return the typed stretch behind a stretch of the form for reading."""
        return Span(self.origin[start], self.origin[end - 1] + 1)

    def without(self, start: int, end: int) -> "Line":
        """Return the line with a stretch taken out of it: it was understood."""
        return replace(self.silent(start, end), taken=(*self.taken, self.span(start, end)))

    def silent(self, start: int, end: int) -> "Line":
        """Return the line with a stretch that is not read any more but stays part of the text."""
        return self.put(start, end, " " * (end - start))

    def put(self, start: int, end: int, text: str) -> "Line":
        """Return the line with a stretch read as another text, of whatever length."""
        origin = self.origin[start:end]
        if len(text) != len(origin):
            origin = (*origin[:1] * (len(text) - 1), *origin[-1:])
        return replace(
            self,
            read=self.read[:start] + text + self.read[end:],
            origin=self.origin[:start] + origin + self.origin[end:],
        )

    def parted(self, place: int) -> "Line":
        """Return the line with a word read as two, the second of which begins at a place."""
        origin = (*self.origin[:place], self.origin[place], *self.origin[place:])
        return replace(self, read=f"{self.read[:place]} {self.read[place:]}", origin=origin)

    @property
    def rest(self) -> str:
        """Return the typed text without what was understood."""
        gone = {place for span in self.taken for place in range(span.start, span.end)}
        return "".join("\n" if place in gone else sign for place, sign in enumerate(self.typed))


def line_of(text: str) -> Line:
    """Return a text as a line to be read."""
    typed = unicodedata.normalize("NFC", text)[:LONGEST]
    signs = list(_signs(typed))
    return Line(typed, "".join(sign for _, sign in signs), tuple(place for place, _ in signs))


def _signs(typed: str) -> Iterator[tuple[int, str]]:
    for place, sign in enumerate(typed):
        if unicodedata.category(sign) in {"Cf", "Cc"} and sign not in PLAIN:
            continue
        plain = PLAIN.get(sign, sign).lower()
        yield place, plain if len(plain) == 1 else sign
