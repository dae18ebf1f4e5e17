"""Standing: all open listings ready in memory, for who asks for the partners of many; never from the past.

What the matcher rests on changes only together with a row of the trail. Before each answer the rows since the
last one are read, in the same reading transaction as the listings they name, and those are taken in anew.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from threading import Lock
from typing import Any  # rows of a query hold what their columns hold

from circulair.services import finding, promises
from circulair.services.promises import Book
from circulair.store import exchanges, matchable, trail
from circulair.store.session import may_write
from circulair.store.trail import START, Mark
from flows.engine.incremental import Find, Ready, Roads, roads_of
from flows.engine.standing import ID, Left
from flows.matching import Routes, Settings
from flows.materials import load_materials
from flows.processes import Process
from flows.streams import Side

Found = dict[int, list[Find]]
"""The best partners of listings by their numbers."""

TOUCHING = frozenset({"listing", "exchange"})
"""What a row of the trail is about if listings or what is promised of them changed."""

APART = frozenset(
    {
        "figure",
        "import",
        "letter",
        "organisation",
        "person",
        "plan",
        "premises",
        "process",
        "release",
        "suggestion",
        "vehicle",
    }
)
"""What it is about if no listing changed by it (processes are looked at each time); of anything else nobody
knows, and all is read anew."""


class WritingError(Exception):
    """Somebody asked within a transaction that writes: what it has not stored yet must not be kept."""


@dataclass(slots=True)
class Standing:
    """The open listings of both sides as they were at ``seen``; one for a store and a process."""

    seen: Mark = START
    processes: tuple[Process, ...] = ()
    sides: dict[Side, Ready] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)

    def best(self, side: Side, most: int, today: date, numbers: Collection[int] | None = None) -> Found:
        """Return the best partners of the open listings of a side, or of those told, as stored now.

        At least one's own reading transaction is needed; WritingError in one that writes.
        """
        with self.lock:
            left = self.brought_up_to_date(today)
            seekers = self.sides[side].rows
            asked = [seekers[one] for one in (seekers if numbers is None else numbers) if one in seekers]
            found = self.sides[finding.opposite(side)].best(asked, left, most)
            return {row[ID]: finds for row, finds in zip(asked, found, strict=True)}

    def brought_up_to_date(self, today: date) -> Mapping[int, Left]:
        """Take in what changed since the last answer, and return what promises leave of listings."""
        if may_write():
            raise WritingError()
        fresh = trail.since(self.seen) if self.sides and self.sides[Side.OFFER].today == today else None
        touched = None if fresh is None else touched_by(fresh[1])
        if fresh is None or touched is None:
            seen = trail.newest()
            self.read_all(today)
        else:
            seen = fresh[0]
            self.read(touched, today)
        self.seen = seen
        return self.sides[Side.OFFER].left | self.sides[Side.NEED].left

    def read_all(self, today: date) -> None:
        """Read everything anew; until that is done, nothing stands ready."""
        self.sides = {}
        now = promises.book(today)
        self.processes = finding.known_processes(now)
        roads = roads_between(self.processes, today)
        sides = {side: Ready(roads, today, seeks_offers=side is Side.OFFER) for side in Side}
        for side, ready in sides.items():
            take(ready, matchable.all_rows(side), now)
            ready.sort()
        self.sides = sides

    def read(self, numbers: Collection[int], today: date) -> None:
        """Read some listings anew; those that cannot be matched any more are let go."""
        now = promises.book(today)
        self.follow(now)
        for side, ready in self.sides.items():
            ready.drop(numbers)
            take(ready, matchable.rows_of(numbers, side), now)

    def follow(self, now: Book) -> None:
        """Go by other routes where processes changed, or what is left of them."""
        processes = finding.known_processes(now)
        if processes != self.processes:
            self.processes = processes
            roads = roads_between(processes, now.today)
            for ready in self.sides.values():
                ready.lead(roads)


def take(ready: Ready, rows: Iterable[Sequence[Any]], now: Book) -> None:
    """Take in listings of one side."""
    found = list(rows)
    ready.take(found, finding.left_of(found, now))


def touched_by(acted_on: Iterable[tuple[str, int]]) -> frozenset[int] | None:
    """Return the listings that acts changed, None where that cannot be told."""
    acts = list(acted_on)
    if not {subject for subject, _ in acts} <= TOUCHING | APART:
        return None
    own = frozenset(number for subject, number in acts if subject == "listing")
    agreed = [number for subject, number in acts if subject == "exchange"]
    return own | exchanges.listings_in(agreed) if agreed else own


def roads_between(processes: Sequence[Process], today: date) -> Roads:
    """Return the routes between all materials."""
    settings = Settings(today=today)
    return roads_of(Routes(processes, load_materials(), settings.max_steps), settings)
