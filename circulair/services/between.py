"""Between: what a release tells of tonnes from neighbourhood to neighbourhood, added up by pair and material.

A line that the audit let be told counts as it is. Where there is none, the sum of what is told by name is
the least that moved: there may be more that nobody agreed to show. Nothing here tells more than the release.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from circulair.services.publications import newest_lines
from circulair.services.release_basis import areas_of
from circulair.services.release_cells import PublicCell
from circulair.services.releases import Lonlat, PublicFlow, Release
from flows.disclosure import Reason
from flows.distance import Position
from flows.quarters import quarters_of
from flows.town_cells import ELSEWHERE
from maps.privacy import square_centre
from maps.reading import neighbourhood_label_points

MOST_DRAWN = 100
"""Streams drawn on the map; all the smaller ones are a number beside it, and rows of the table."""


LEAST = "least"
"""Why a stream has no most: only what is told by name is known of it."""


@dataclass(frozen=True, slots=True, order=True)
class Spot:
    """Where a stream begins or ends: a neighbourhood at its label, or a square of 1 km outside the town."""

    area: str
    at: Lonlat


@dataclass(frozen=True, slots=True)
class Stream:
    """Tonnes of a group from spot to spot: from ``low`` to ``high``, or at least ``low`` where it is None.

    ``periods`` are those that are added up, ``reasons`` why each is told as it is.
    """

    start: Spot
    end: Spot
    group: str
    periods: tuple[str, ...]
    low: float
    high: float | None
    reasons: tuple[str, ...]

    @property
    def year(self) -> int:
        """Return the year of its first period."""
        return quarters_of(self.periods[0])[0].year

    @property
    def told_as(self) -> tuple[str, ...]:
        """Return why it is told as it is; where there is no most, because names tell the least."""
        return (LEAST,) if self.high is None else self.reasons

    @property
    def middle(self) -> float:
        """Return the tonnes by which it is drawn and ordered."""
        return self.low if self.high is None else (self.low + self.high) / 2


@dataclass(frozen=True, slots=True)
class Rest:
    """How many streams there are, and what they come to."""

    number: int
    low: float
    high: float | None


def parts(release: Release) -> tuple[Stream, ...]:
    """Return what a release tells of each pair of spots, group and year.

    Names may tell of later quarters than a line does: where they come to more, they are what is told.
    """
    found = {key_of(one): one for one in by_name(release.flows)}
    for line in newest_lines(release.cells):
        if {line.start, line.end} <= labels().keys():
            one = of_line(line)
            named = found.get(key_of(one))
            if named is None or one.high is None or named.low <= one.high:
                found[key_of(one)] = one
    return tuple(found.values())


def key_of(one: Stream) -> tuple[Spot, Spot, str, int]:
    """Return what a part is told of."""
    return one.start, one.end, one.group, one.year


@cache
def labels() -> dict[str, Spot]:
    """Return where each neighbourhood is on the map, by its code."""
    return {code: Spot(code, (at.lon, at.lat)) for code, _, at in neighbourhood_label_points()}


def of_line(line: PublicCell) -> Stream:
    """Return a line of a release; it tells both ends of what moved, or it would be none."""
    if line.low is None:
        raise LookupError(f"{line.slot} says nothing")
    spots = labels()
    return Stream(
        spots[line.start], spots[line.end], line.group, (line.period,), line.low, line.high, (line.reason,)
    )


def by_name(flows: Sequence[PublicFlow]) -> list[Stream]:
    """Return the sums of what is told by name: the least that moved."""
    sums: dict[tuple[Spot, Spot, str, int], float] = defaultdict(float)
    spots = Spots.of(at for flow in flows for at in (flow.start, flow.end))
    for flow in flows:
        sums[spots[flow.start], spots[flow.end], flow.group, flow.year] += flow.tonnes
    return [
        Stream(start, end, group, (f"{year:04}",), round(tonnes, 6), None, (Reason.CONSENT.value,))
        for (start, end, group, year), tonnes in sums.items()
    ]


class Spots(dict[Lonlat, Spot]):
    """The spots of places, each looked up once: all that are known beforehand together."""

    @classmethod
    def of(cls, places: Iterable[Lonlat]) -> "Spots":
        """Return the spots of places."""
        found = cls()
        found.look_up(list(dict.fromkeys(places)))
        return found

    def __missing__(self, at: Lonlat) -> Spot:
        self.look_up([at])
        return self[at]

    def look_up(self, places: Sequence[Lonlat]) -> None:
        """Add the spots of places, each told once."""
        positions = [Position(*at) for at in places]
        for at, position, area in zip(places, positions, areas_of(positions), strict=True):
            self[at] = labels()[area] if area != ELSEWHERE else outside(position)


def outside(position: Position) -> Spot:
    """Return the spot of a place outside the town."""
    middle = square_centre(position)
    return Spot(ELSEWHERE, (middle.lon, middle.lat))


def added(told: Iterable[Stream]) -> list[Stream]:
    """Return one stream for each pair of spots and group, over all periods; the largest first."""
    found: dict[tuple[Spot, Spot, str], list[Stream]] = defaultdict(list)
    for one in told:
        found[one.start, one.end, one.group].append(one)
    return sorted(map(together, found.values()), key=order)


def order(one: Stream) -> tuple[float, Spot, Spot, str]:
    """Largest first, then by place, so that two runs give the same bytes."""
    return -one.middle, one.start, one.end, one.group


def together(told: Sequence[Stream]) -> Stream:
    """Return several periods of one pair as one stream."""
    first = told[0]
    if len(told) == 1:
        return first
    periods = tuple(sorted({period for one in told for period in one.periods}))
    reasons = tuple(sorted({reason for one in told for reason in one.reasons}))
    low, high = bounds(told)
    return Stream(first.start, first.end, first.group, periods, low, high, reasons)


def bounds(told: Iterable[Stream]) -> tuple[float, float | None]:
    """Return the least and the most that streams come to; no most where one of them has none."""
    ends = [(one.low, one.high) for one in told]
    most = [high for _, high in ends if high is not None]
    return round(sum(low for low, _ in ends), 6), round(sum(most), 6) if len(most) == len(ends) else None


def rest_of(told: Sequence[Stream]) -> Rest:
    """Return how many streams there are, and what they come to."""
    return Rest(len(told), *bounds(told))
