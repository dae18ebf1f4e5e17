"""Sectors: what an organisation does for a living, by the Dutch trade classification (SBI 2008)."""

import csv
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from flows.errors import FlowsError, UnknownCodeError

DATA = Path(__file__).parent / "data" / "sectors.csv"
MOST_DIGITS = 5
FEWEST_LETTERS = 4
"""A word with fewer letters is part of too many names to search by."""


class SectorListError(FlowsError):
    """The list of sectors, or that of their streams, breaks one of its laws; ``law`` says which."""

    code = "sector.list"

    def __init__(self, sector: str, law: str) -> None:
        super().__init__(sector, law)
        self.sector, self.law = sector, law

    def __str__(self) -> str:
        return f"sector {self.sector!r}: {self.law}"


class SectorUnknownError(FlowsError):
    """A text names no sector of the list."""

    code = "sector.unknown"

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text

    def __str__(self) -> str:
        return f"no sector is called {self.text!r}; choose one from the list"


class SectorAmbiguousError(FlowsError):
    """A text may name several sectors; ``codes`` are theirs."""

    code = "sector.ambiguous"

    def __init__(self, text: str, codes: tuple[str, ...]) -> None:
        super().__init__(text, codes)
        self.text, self.codes = text, codes

    def __str__(self) -> str:
        return f"{self.text!r} may be {', '.join(self.codes)}; choose one"


@dataclass(frozen=True, slots=True)
class Section:
    """A letter of the classification, under which sectors stand together."""

    code: str
    name_nl: str
    name_en: str
    name_de: str

    def name(self, language: str) -> str:
        """Return the name in nl, en or de; another language is answered in English."""
        return {"nl": self.name_nl, "de": self.name_de}.get(language, self.name_en)


@dataclass(frozen=True, slots=True)
class Sector:
    """An everyday sector: a division, group or class of the classification, in plain words."""

    code: str
    section: str
    name_nl: str
    name_en: str
    name_de: str
    words: tuple[str, ...] = ()  # what else people call it, in any language

    def __post_init__(self) -> None:
        if not (self.code.isascii() and self.code.isdigit() and 2 <= len(self.code) <= MOST_DIGITS):
            raise SectorListError(self.code, f"needs a code of two to {MOST_DIGITS} digits")

    @property
    def division(self) -> str:
        """Return the first two digits, by which the classification divides its sections."""
        return self.code[:2]

    def name(self, language: str) -> str:
        """Return the name in nl, en or de; another language is answered in English."""
        return {"nl": self.name_nl, "de": self.name_de}.get(language, self.name_en)

    @property
    def called(self) -> tuple[str, ...]:
        """Return all that people call it, as it is compared."""
        return tuple(comparable(name) for name in (self.name_nl, self.name_en, self.name_de, *self.words))


class SectorList:
    """All sectors by code, each in a section."""

    def __init__(self, sections: Iterable[Section], sectors: Iterable[Sector]) -> None:
        self.sections = {section.code: section for section in sections}
        self._by_code: dict[str, Sector] = {}
        for sector in sectors:
            if sector.code in self._by_code:
                raise SectorListError(sector.code, "is listed twice")
            if sector.section not in self.sections:
                raise SectorListError(sector.code, f"has an unknown section {sector.section!r}")
            self._by_code[sector.code] = sector

    def __getitem__(self, code: str) -> Sector:
        if code not in self._by_code:
            raise UnknownCodeError("sector", code)
        return self._by_code[code]

    def __contains__(self, code: object) -> bool:
        return code in self._by_code

    def __iter__(self) -> Iterator[Sector]:
        return (self._by_code[code] for code in sorted(self._by_code))

    def __len__(self) -> int:
        return len(self._by_code)

    def read(self, text: str) -> Sector:
        """Return the sector that a text means: its code, a name of it, or the beginning of one name only."""
        wanted = comparable(text)
        named = [one for one in self if wanted == one.code or wanted in one.called]
        found = named or [one for one in self if begins(wanted, one)]
        if not found:
            raise SectorUnknownError(text)
        if len(found) > 1:
            raise SectorAmbiguousError(text, tuple(one.code for one in found))
        return found[0]


def comparable(text: str) -> str:
    """Return a text without capitals, accents and blanks around, as names are compared."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())


def begins(wanted: str, sector: Sector) -> bool:
    """Tell whether each longer word of a comparable text begins a word of what a sector is called."""
    parts = [part for part in wanted.split() if len(part) >= FEWEST_LETTERS]
    words = " ".join(sector.called).replace("-", " ").split()
    return bool(parts) and all(any(word.startswith(part) for word in words) for part in parts)


@cache
def load_sectors() -> SectorList:
    """Return the sectors that ship with CirculAIR, read once."""
    with DATA.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    sections = [Section(row["code"], *_names(row)) for row in rows if not row["section"]]
    return SectorList(sections, [_sector(row) for row in rows if row["section"]])


def _sector(row: Mapping[str, str]) -> Sector:
    words = tuple(word for word in row["words"].split(";") if word)
    return Sector(row["code"], row["section"], *_names(row), words)


def _names(row: Mapping[str, str]) -> tuple[str, str, str]:
    return row["name_nl"], row["name_en"], row["name_de"]
