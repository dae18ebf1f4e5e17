"""Conditions: what a process asks of whoever brings something to it, beside what it takes.

Its accepted waste codes and its smallest lot close a way where an offer surely breaks them. What is not sure
(no code told, an amount that is only perhaps enough, a quality in words) stays open and is named.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from flows.errors import OutOfRangeError
from flows.matching import Match, Open, Route, anywhere
from flows.processes import Yield
from flows.streams import Amount, Offer


class Condition(StrEnum):
    """A condition that a process sets."""

    EURAL = "eural"
    MINIMUM = "minimum"
    LIMITS = "limits"


@dataclass(frozen=True, slots=True)
class Conditions:
    """The Eural codes that a process accepts (none: not told), its smallest lot, its quality in words.

    ``minimum_tonnes`` are tonnes in one lot, None where nobody told it.
    """

    eural: frozenset[str] = frozenset()
    minimum_tonnes: Decimal | None = None
    limits: str = ""

    def __post_init__(self) -> None:
        if self.minimum_tonnes is not None and self.minimum_tonnes <= 0:
            raise OutOfRangeError("minimum_tonnes", self.minimum_tonnes, "above 0")

    def __bool__(self) -> bool:
        return bool(self.eural or self.minimum_tonnes is not None or self.limits)


@dataclass(frozen=True, slots=True)
class Offered:
    """What is brought: its Eural code ("" where not told) and how much there is of it (None: not told)."""

    eural: str = ""
    amount: Amount | None = None


Leg = tuple[str, Yield | None]
"""A process on the way by its code, with its yield."""

By = Mapping[str, Conditions]
"""The conditions of processes by their codes."""


def broken(way: Sequence[Leg], offered: Offered, known: By) -> Condition | None:
    """Return the first condition on the way that is surely broken, None where the way is open.

    A code counts where the waste itself goes in, at the first process; a smallest lot at each. A lot is at
    most what there is of the offer: of what recurs, the tonnes of a year.
    """
    for place, (conditions, most, _likely) in enumerate(arrivals(way, offered, known)):
        if place == 0 and conditions.eural and offered.eural and offered.eural not in conditions.eural:
            return Condition.EURAL
        if conditions.minimum_tonnes is not None and most is not None and most < conditions.minimum_tonnes:
            return Condition.MINIMUM
    return None


def to_ask(way: Sequence[Leg], offered: Offered, known: By) -> tuple[tuple[str, Condition], ...]:
    """Return the processes on an open way with the conditions of which nobody knows yet that they hold."""
    found: list[tuple[str, Condition]] = []
    for place, (conditions, _most, likely) in enumerate(arrivals(way, offered, known)):
        code, minimum = way[place][0], conditions.minimum_tonnes
        if place == 0 and conditions.eural and not offered.eural:
            found.append((code, Condition.EURAL))
        if minimum is not None and (likely is None or likely < minimum):
            found.append((code, Condition.MINIMUM))
        if conditions.limits:
            found.append((code, Condition.LIMITS))
    return tuple(found)


def arrivals(
    way: Sequence[Leg], offered: Offered, known: By
) -> Iterator[tuple[Conditions, Decimal | None, Decimal | None]]:
    """Yield the conditions of each process on a way with the most and the likely tonnes that arrive there."""
    most = None if offered.amount is None else offered.amount.tonnes.high
    likely = None if offered.amount is None else offered.amount.tonnes.likely
    for code, share in way:
        yield known.get(code, NONE), most, likely
        most = None if most is None or share is None else most * share.high
        likely = None if likely is None or share is None else likely * share.likely


NONE = Conditions()


def offered_of(offer: Offer) -> Offered:
    """Return what processes are told of an offer."""
    return Offered(offer.eural, offer.amount)


def way_of(match: Match) -> list[Leg]:
    """Return the processes on the way of a match with their yields."""
    return [(passage.process, passage.share) for passage in match.through]


def gate(known: By) -> Open:
    """Return what tells whether a route is open to an offer: no process on it surely refuses that."""

    def is_open(route: Route, offer: Offer) -> bool:
        way = [(step.process.code, step.output.share) for step in route.chain]
        return broken(way, offered_of(offer), known) is None

    return is_open if known else anywhere
