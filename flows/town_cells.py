"""What moved in a town as cells: of each group of materials, by area of the givers or from area to area.

The tonnes that one organisation gave another in a quarter stand in the cells of their group, of that quarter
and of the year so far: by the giver's area, in the whole town, and on the line to the receiver's area.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from flows.disclosure import LEAST, Bounds, Reason, at_most, summed
from flows.quarters import Quarter, quarters_of

TOWN = "town"
"""The area that is all areas of the town."""

ELSEWHERE = ""
"""The area of whoever stands in none of the town; no cell counts what comes from there."""

Rule = Callable[[Decimal, Sequence[Decimal]], tuple[Reason, tuple[tuple[Bounds, Reason], ...]]]
"""What a cell may say at most: see ``at_most``."""


@dataclass(frozen=True, slots=True, order=True)
class Moved:
    """Tonnes that one organisation gave another in a quarter, confirmed by both."""

    exchange: int
    giver: str
    receiver: str
    group: str
    quarter: Quarter
    start: str
    end: str
    tonnes: Decimal

    @property
    def mark(self) -> str:
        """Return what tells it apart from all else that moved."""
        return f"{self.exchange} {self.quarter.code} {self.start} {self.end}"


@dataclass(frozen=True, slots=True, order=True)
class Slot:
    """What a cell counts: ``end`` is the receivers' area where it is a line, else empty."""

    period: str
    group: str
    start: str
    end: str = ""

    def holds(self, one: Moved) -> bool:
        """Tell whether tonnes stand in this cell."""
        return (
            one.group == self.group
            and one.start != ELSEWHERE
            and self.start in (TOWN, one.start)
            and self.end in ("", one.end)
            and one.quarter in quarters_of(self.period)
        )

    def __str__(self) -> str:
        return ", ".join(filter(None, (self.group, self.period, self.start, self.end and f"to {self.end}")))


@dataclass(frozen=True, slots=True)
class TownCell:
    """What is published of a slot: ``bounds`` is None where it is hidden.

    How many gave and received is told from five on, or where all of them want it seen.
    """

    slot: Slot
    bounds: Bounds | None
    reason: Reason
    givers: int | None = None
    receivers: int | None = None


def slots_of(moved: Iterable[Moved], closed: Sequence[Quarter]) -> list[Slot]:
    """Return the cells in which somebody stands that are decided when these quarters are closed.

    Each quarter by area of the givers, and each year so far by area and from area to area.
    """
    last: dict[int, Quarter] = {}
    for quarter in sorted(closed):
        last[quarter.year] = quarter
    found = set[Slot]()
    for one in moved:
        if one.start == ELSEWHERE or one.quarter.year not in last:
            continue
        so_far = last[one.quarter.year].year_so_far
        periods = {so_far, one.quarter.code} if one.quarter in closed else {so_far}
        for period in periods:
            found |= {Slot(period, one.group, start) for start in (one.start, TOWN)}
        if one.end not in (ELSEWHERE, one.start):
            found.add(Slot(so_far, one.group, one.start, one.end))
    return sorted(found)


@dataclass(frozen=True, slots=True)
class Standing:
    """Who stands in a cell: all that moved in it, and what of it nobody knows by consent."""

    slot: Slot
    inside: tuple[Moved, ...]
    unknown: tuple[Moved, ...]

    @property
    def total(self) -> Decimal:
        """Return its tonnes."""
        return summed(one.tonnes for one in self.inside)

    def may_say(self, rule: Rule = at_most) -> tuple[Reason, tuple[tuple[Bounds, Reason], ...]]:
        """Return why it is hidden if it is, and what it may say, the widest first.

        A line has to be safe in its givers and in its receivers.
        """
        hidden, ways = rule(self.total, by_organisation(self.unknown, "giver"))
        if not self.slot.end or not ways:
            return hidden, ways
        hidden, others = rule(self.total, by_organisation(self.unknown, "receiver"))
        return hidden, tuple(way for way in ways if way in others)

    def saying(self, bounds: Bounds | None, reason: Reason) -> TownCell:
        """Return the cell as it is published; few organisations are not counted."""
        givers = len({one.giver for one in self.inside})
        receivers = len({one.receiver for one in self.inside}) if self.slot.end else None
        told = reason is Reason.CONSENT or min(givers, LEAST if receivers is None else receivers) >= LEAST
        return TownCell(self.slot, bounds, reason, givers if told else None, receivers if told else None)


def by_organisation(moved: Iterable[Moved], side: str) -> list[Decimal]:
    """Return the tonnes of each giver or of each receiver."""
    found: dict[str, list[Decimal]] = defaultdict(list)
    for one in moved:
        found[getattr(one, side)].append(one.tonnes)
    return [summed(figures) for _, figures in sorted(found.items())]


def sums_of(moved: Sequence[Moved], slots: Iterable[Slot]) -> Iterator[tuple[str, str, frozenset[Moved]]]:
    """Yield what is anybody's own: owner, what it is, and what it is the sum of.

    Of each organisation, as a giver and as a receiver: every single figure, its sum in each cell, in each
    quarter, and in all.
    """
    for one in moved:
        for owner in (one.giver, one.receiver):
            yield owner, f"figure {one.mark}", frozenset({one})
    parts = [(str(slot), [one for one in moved if slot.holds(one)]) for slot in slots]
    parts += [
        (quarter.code, [one for one in moved if one.quarter == quarter])
        for quarter in sorted({one.quarter for one in moved})
    ]
    for what, inside in (*parts, ("all", list(moved))):
        for side in ("giver", "receiver"):
            own: dict[str, set[Moved]] = defaultdict(set)
            for one in inside:
                own[getattr(one, side)].add(one)
            for owner, found in sorted(own.items()):
                yield owner, f"{side} {what}", frozenset(found)
