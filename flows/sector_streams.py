"""What organisations of a sector often have left over and often can use: an estimate, no figures."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from flows.materials import load_materials
from flows.sectors import SectorListError, load_sectors
from flows.streams import Grade, Side

DATA = Path(__file__).parent / "data" / "sector_streams.csv"
ESTIMATE = "estimate of CirculAIR"
FEWEST_OFFERS = 4


class Typical(StrEnum):
    """With how many organisations of a sector a stream is found."""

    MOST = "most"
    MANY = "many"
    SOME = "some"


COMMONEST_FIRST = tuple(Typical)


@dataclass(frozen=True, slots=True)
class TypicalStream:
    """A material that a sector often has or needs, with the trust that this deserves and its source."""

    sector: str
    side: Side
    material: str
    typical: Typical
    grade: Grade
    source: str

    def __post_init__(self) -> None:
        if not self.source:
            raise SectorListError(self.sector, f"{self.material} has no source")
        if (self.grade is Grade.ASSUMED) != (self.source == ESTIMATE):
            raise SectorListError(self.sector, f"{self.material}: our estimate is grade D, nothing else is")

    @property
    def key(self) -> tuple[Side, str]:
        """Return what makes it one stream of its sector."""
        return self.side, self.material


def streams_of(sector: str) -> tuple[TypicalStream, ...]:
    """Return the streams of a sector: offers first, then by how typical, then by material."""
    return _by_sector().get(load_sectors()[sector].code, ())


def checked(streams: Iterable[TypicalStream]) -> dict[str, tuple[TypicalStream, ...]]:
    """Return streams by sector if each sector and material is known, none is doubled, and offers abound."""
    found: dict[str, dict[tuple[Side, str], TypicalStream]] = {sector.code: {} for sector in load_sectors()}
    for stream in streams:
        own = found.get(stream.sector)
        if own is None or stream.material not in load_materials():
            raise SectorListError(stream.sector, f"{stream.material}: sector or material is not in its list")
        if stream.key in own:
            raise SectorListError(stream.sector, f"{stream.material} is listed twice")
        own[stream.key] = stream
    for sector, own in found.items():
        if sum(1 for side, _material in own if side is Side.OFFER) < FEWEST_OFFERS:
            raise SectorListError(sector, f"has fewer than {FEWEST_OFFERS} offers")
    return {sector: tuple(sorted(own.values(), key=order)) for sector, own in found.items()}


def order(stream: TypicalStream) -> tuple[int, int, str]:
    """Return where a stream stands among those of its sector."""
    return tuple(Side).index(stream.side), COMMONEST_FIRST.index(stream.typical), stream.material


@cache
def _by_sector() -> dict[str, tuple[TypicalStream, ...]]:
    with DATA.open(encoding="utf-8", newline="") as file:
        return checked(_stream(row) for row in csv.DictReader(file))


def _stream(row: Mapping[str, str]) -> TypicalStream:
    typical, grade = Typical(row["typical"]), Grade(row["grade"])
    return TypicalStream(row["sector"], Side(row["side"]), row["material"], typical, grade, row["source"])
