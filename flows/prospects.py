"""Prospects: which kinds of business and which sectors might use what is offered: a guess, graded D.

Looked up by the offer's material in the lists of uses and of typical needs; no text is read. No organisation
is said to want anything.
"""

import csv
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from flows.errors import UnknownCodeError
from flows.kindred import ORIGIN, agreement, nearness
from flows.materials import load_materials
from flows.sector_streams import COMMONEST_FIRST, Typical, streams_of
from flows.sectors import load_sectors
from flows.streams import Side
from flows.uses import Business, Use, UseListError, load_uses

DATA = Path(__file__).parent / "data"

KEPT = 1024
"""Answers that are kept: a list asks for the same materials again and again."""

FROM_THERE = 0.5
"""How much more a residue counts that the giver's sector is known for, as `circulair takers` has it."""


@dataclass(frozen=True, slots=True)
class Prospect:
    """A kind of business that might use a material, the use that speaks for it, and how much it does."""

    business: Business
    use: Use
    worth: float


@dataclass(frozen=True, slots=True)
class Limit:
    """For which materials of a residue a use is meant: only for some, or never for others, and why."""

    only: frozenset[str]
    never: frozenset[str]
    why: str

    def allows(self, line: Sequence[str]) -> bool:
        """Tell whether the limit leaves a material, told by itself and all that it is a kind of."""
        return self.never.isdisjoint(line) and (not self.only or line[0] in self.only)


@dataclass(frozen=True, slots=True)
class Wanting:
    """A sector in which a material, or what it is a kind of, is often wanted."""

    sector: str
    material: str
    typical: Typical


@lru_cache(maxsize=KEPT)
def prospects(material: str, sector: str = "") -> tuple[Prospect, ...]:
    """Return the kinds of business that might use a material from a giver's sector, the likeliest first.

    Each stands there once, with the use that speaks most for it. Raise UnknownCodeError for no material.
    """
    if material not in load_materials():
        raise UnknownCodeError("material", material)
    known, line = load_uses(), load_materials().line(material)
    uses = [use for use in known.uses if fits(use, line)]
    near = nearest(material, {use.residue for use in uses}, sector)
    kinds = {one.code: one for one in known.businesses}
    return best(
        Prospect(kinds[use.business], use, near[use.residue] * use.worth)
        for use in uses
        if use.residue in near
    )


def nearest(material: str, among: Collection[str], sector: str = "") -> dict[str, float]:
    """Return how much speaks for those residues to which a material lies nearest; others are left out."""
    residues = [one for one in load_uses().residues if one.code in among]
    shares = nearness(material, residues)
    most, codes = max(shares), [sector] if sector else []
    return {
        one.code: share * (1 + FROM_THERE * agreement(codes, one.origins, ORIGIN))
        for one, share in zip(residues, shares, strict=True)
        if share == most > 0
    }


def fits(use: Use, line: Sequence[str]) -> bool:
    """Tell whether a use is meant for a material, told by itself and all that it is a kind of."""
    limits = (_limits().get((residue, use.business)) for residue in ("", use.residue))
    return all(limit is None or limit.allows(line) for limit in limits)


def best(found: Iterable[Prospect]) -> tuple[Prospect, ...]:
    """Return of each kind of business the best prospect, the best first, equals by code."""
    kept: dict[str, Prospect] = {}
    for one in sorted(found, key=lambda one: (-one.worth, one.business.code, one.use.residue)):
        kept.setdefault(one.business.code, one)
    return tuple(kept.values())


def wanting(material: str) -> tuple[Wanting, ...]:
    """Return the sectors that often want a material or what it is a kind of, the commonest first."""
    line = load_materials().line(material)
    found = [
        Wanting(sector.code, stream.material, stream.typical)
        for sector in load_sectors()
        for stream in streams_of(sector.code)
        if stream.side is Side.NEED and stream.material in line
    ]
    found.sort(key=lambda one: (line.index(one.material), COMMONEST_FIRST.index(one.typical), one.sector))
    first: dict[str, Wanting] = {}
    for one in found:
        first.setdefault(one.sector, one)
    return tuple(first.values())


def kinds_of(sector: str) -> frozenset[str]:
    """Return the kinds of business that an organisation of a sector may be, by their codes."""
    return _kinds().get(sector, frozenset())


@cache
def _kinds() -> Mapping[str, frozenset[str]]:
    rows = [(row["sector"], row["business"]) for row in _rows("sector_kinds.csv")]
    known = {one.code for one in load_uses().businesses}
    for sector, business in rows:
        if sector not in load_sectors():
            raise UnknownCodeError("sector", sector)
        if business not in known:
            raise UnknownCodeError("business", business)
    return {code: frozenset(kind for own, kind in rows if own == code) for code, _kind in rows}


@cache  # by residue ("" for all of them) and business
def _limits() -> Mapping[tuple[str, str], Limit]:
    known = {(residue, use.business) for use in load_uses().uses for residue in ("", use.residue)}
    found: dict[tuple[str, str], Limit] = {}
    for row in _rows("use_limits.csv"):
        key, only, never = (row["residue"], row["business"]), slugs(row["only"]), slugs(row["never"])
        if key not in known:
            raise UseListError(" in ".join(key), "is limited but no use of the list")
        found[key] = Limit(only, never, row["why"])
    return found


def slugs(cell: str) -> frozenset[str]:
    """Return the materials in a cell, each of them known."""
    found = frozenset(slug for slug in cell.split(";") if slug)
    for slug in sorted(found):
        if slug not in load_materials():
            raise UnknownCodeError("material", slug)
    return found


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
