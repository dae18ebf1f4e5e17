"""Two ledgers of tonnes, possible and confirmed: mass in is mass out and loss, each tonne counts once."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from flows.processes import MassCreatedError
from flows.strategies import SCORE, Strategy
from flows.streams import GRAM, Grade, Range, to_the_gram

NOTHING = Decimal(0)

LEAST = Decimal("0.001")
"""Tonnes below which a rest of an offer is no possibility: what rounding leaves."""

CIRCULAR = frozenset(Strategy) - {Strategy.R9, Strategy.NONE}
"""Rungs on which material stays material or product."""


class Ledger(StrEnum):
    """Which ledger: what open suggestions could move within a year, or what both sides confirmed."""

    POTENTIAL = "potential"
    CONFIRMED = "confirmed"


@dataclass(frozen=True, slots=True)
class Way:
    """What becomes of tonnes: what is given and arrives, on which rung, through which processes."""

    given: str
    arriving: str
    strategy: Strategy
    through: tuple[tuple[str, Decimal | None], ...] = ()
    km: float | None = None

    def __post_init__(self) -> None:
        for process, share in self.through:
            if share is not None and not 0 <= share <= 1:
                raise MassCreatedError(process)

    @property
    def kept(self) -> Decimal | None:
        """Return tonnes that arrive per tonne that leaves, None as soon as one yield is not known."""
        kept = Decimal(1)
        for _process, share in self.through:
            if share is None:
                return None
            kept *= share
        return kept


@dataclass(frozen=True, slots=True)
class End:
    """One end of a flow: the organisation, its sector, where it is, and whether that is in the region."""

    organisation: str
    name: str
    sector: str = ""
    place: str = ""
    inside: bool = False
    recycles: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """Tonnes that leave a giver, once: a confirmed delivery, or what is possible of one line of a suggestion.

    ``key`` names it for good. ``day`` is when it moved, None for what is possible. ``euros_a_tonne`` is what
    the giver told to pay for collection now.
    """

    key: str
    ledger: Ledger
    tonnes: Range
    grade: Grade
    way: Way
    giver: End
    receiver: End
    offer: int
    source: int  # the exchange or the suggestion it came of
    day: date | None = None
    euros_a_tonne: Decimal | None = None

    @property
    def arrived(self) -> Decimal | None:
        """Return the tonnes that come out at the other end, None where a yield is not known."""
        kept = self.way.kept
        return None if kept is None else to_the_gram(self.tonnes.likely * kept)

    @property
    def inside(self) -> bool:
        """Return whether both ends lie in the region."""
        return self.giver.inside and self.receiver.inside


@dataclass(frozen=True, slots=True)
class Balance:
    """Tonnes: what went in, what came out by rung, what processes lost, and of what no yield is known."""

    entered: Decimal
    rungs: Mapping[Strategy, Decimal]
    lost: Decimal
    untold: Decimal

    @property
    def holds(self) -> bool:
        """Tell whether mass in is mass out and loss, to the gram."""
        return self.entered == sum(self.rungs.values(), NOTHING) + self.lost + self.untold

    @property
    def circular(self) -> Decimal | None:
        """Return the share of the tonnes that stays material or product, 0 to 1, None without tonnes.

        It is the least: of tonnes whose yield is not known, nothing is counted.
        """
        stays = sum((self.rungs[rung] for rung in self.rungs if rung in CIRCULAR), NOTHING)
        return stays / self.entered if self.entered else None

    @property
    def circular_at_most(self) -> Decimal | None:
        """Return the share that stays if all of the tonnes whose yield is not known did."""
        return None if self.circular is None else self.circular + self.untold / self.entered

    @property
    def score(self) -> Decimal | None:
        """Return the mean of the rungs' scores by weight, 0 to 100; what is lost or untold scores nothing."""
        points = sum((tonnes * SCORE[rung] for rung, tonnes in self.rungs.items()), NOTHING)
        return points / self.entered if self.entered else None


def balance(entries: Iterable[Entry]) -> Balance:
    """Return what became of the likely tonnes of entries, in the order of the ladder."""
    rungs: defaultdict[Strategy, Decimal] = defaultdict(Decimal)
    entered = lost = untold = NOTHING
    for entry in entries:
        entered += entry.tonnes.likely
        if entry.arrived is None:
            untold += entry.tonnes.likely
        else:
            rungs[entry.way.strategy] += entry.arrived
            lost += entry.tonnes.likely - entry.arrived
    return Balance(entered, {rung: rungs[rung] for rung in Strategy if rung in rungs}, lost, untold)


def total(entries: Iterable[Entry]) -> Range:
    """Return the tonnes of entries together, as if all were low or all high at once: the widest range."""
    low = likely = high = NOTHING
    for entry in entries:
        low, likely, high = low + entry.tonnes.low, likely + entry.tonnes.likely, high + entry.tonnes.high
    return Range(low, likely, high)


def euros(entries: Iterable[Entry]) -> Decimal | None:
    """Return the euros that givers told to pay now for collection of these tonnes, None where nobody told."""
    told = [entry.tonnes.likely * entry.euros_a_tonne for entry in entries if entry.euros_a_tonne is not None]
    return sum(told, NOTHING) if told else None


def parted(entries: Iterable[Entry], key: Callable[[Entry], str]) -> tuple[tuple[str, list[Entry]], ...]:
    """Return entries by a key, the most likely tonnes first, equal ones by the key."""
    parts: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        parts[key(entry)].append(entry)
    return tuple(sorted(parts.items(), key=lambda part: (-total(part[1]).likely, part[0])))


def counted_twice(entries: Iterable[Entry]) -> tuple[str, ...]:
    """Return the keys that stand more than once in all ledgers together, sorted."""
    times = Counter(entry.key for entry in entries)
    return tuple(sorted(key for key, number in times.items() if number > 1))


@dataclass(frozen=True, slots=True)
class Claim:
    """What a line of an open suggestion would take: tonnes that leave, and how much each takes of which room.

    ``takes`` names rooms (an offer, a need, a plant) with tonnes of it per tonne that leaves.
    """

    key: str
    score: float
    tonnes: Decimal
    takes: tuple[tuple[str, Decimal], ...]


def fitted(claims: Collection[Claim], rooms: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """Return the tonnes that each claim gets so that no room gives more than it has: the best scored first.

    Whatever has no room told is not limited by it. Rounded down to the gram; below ``LEAST`` it is nothing.
    """
    left = dict(rooms)
    got: dict[str, Decimal] = {}
    for claim in sorted(claims, key=lambda one: (-one.score, one.key)):
        limits = [left[room] / part for room, part in claim.takes if room in left and part]
        most = max(NOTHING, min([claim.tonnes, *limits]))
        got[claim.key] = most // GRAM * GRAM if most >= LEAST else NOTHING
        for room, part in claim.takes:
            if room in left:
                left[room] -= got[claim.key] * part
    return got


def scaled(tonnes: Range, likely: Decimal) -> Range:
    """Return a range with another likely value, its ends as far off in proportion."""
    if not tonnes.likely:
        return Range(NOTHING, likely, max(likely, tonnes.high))
    part = likely / tonnes.likely
    return Range(min(likely, tonnes.low * part), likely, max(likely, tonnes.high * part)).to_the_gram()


@dataclass(frozen=True, slots=True)
class Offered:
    """How much an offer came to in a period, and from when to when it was there, each open where None."""

    offer: int
    tonnes: Decimal
    recurring: bool
    first: date
    last: date | None


DAYS_IN_YEAR = 365


def offered_in(offers: Iterable[Offered], moved: Mapping[int, Decimal], days: tuple[date, date]) -> Decimal:
    """Return the tonnes that offers came to from a first to a last day: the whole that shares are of.

    What recurs counts by its days; a one-off in the period in which it was first there. An offer never came
    to less than what moved of it.
    """
    whole = dict(moved)
    for one in offers:
        came = one.tonnes * share_of_days(one, days)
        whole[one.offer] = max(whole.get(one.offer, NOTHING), came)
    return to_the_gram(sum(whole.values(), NOTHING))


def share_of_days(one: Offered, days: tuple[date, date]) -> Decimal:
    """Return how much of an offer's tonnes falls into a period: days of a year, all or nothing of a lot."""
    first, last = days
    if not one.recurring:
        return Decimal(int(first <= one.first <= last))
    begin, end = max(first, one.first), min(last, one.last or last)
    return Decimal(max(0, (end - begin).days + 1)) / DAYS_IN_YEAR


def moved_of(entries: Sequence[Entry]) -> dict[int, Decimal]:
    """Return the likely tonnes that moved of each offer."""
    moved: defaultdict[int, Decimal] = defaultdict(Decimal)
    for entry in entries:
        moved[entry.offer] += entry.tonnes.likely
    return dict(moved)
