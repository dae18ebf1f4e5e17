"""The best set of matches under what is offered, wanted and can be converted: a flow with yields.

A linear programme, solved by HiGHS: how many tonnes leave along each match, so that no offer gives, no
need gets and no process takes more than it can. First what the plan aims at is made as large as it can
be, then, without giving up any of that, the tonne-kilometres as few. Where something takes nothing or at
least its lot it is a mixed-integer programme; its prices are those of the same lots taken.
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from flows.engine.programme import (
    LARGE,
    QUICK,
    TOLERANCE,
    Floats,
    NoPlanError,
    Programme,
    Row,
    Solution,
    among_the_best,
    room_of,
    solved,
)
from flows.plans import (
    GRAM,
    REACH,
    Aim,
    Bottleneck,
    Candidate,
    Effort,
    Ending,
    Place,
    Plan,
    Room,
    Share,
    gain_of,
    measured,
    share_of,
    uses_of,
)

__all__ = ["LARGE", "NoPlanError", "best_set"]

SMALLER = 1e-9
"""The share by which a target is lowered, so that rounding does not put it out of reach."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: the matches in order, the limits on them, how long to think, what one tonne gains."""

    lines: Sequence[Candidate]
    places: Sequence[Place]
    room: Room
    programme: Programme
    effort: Effort
    gain: Floats
    road: Floats


@dataclass(frozen=True, slots=True)
class Chosen:
    """What was chosen: tonnes and prices, the lots that are not taken, the gap, and how the search ended."""

    tonnes: Floats
    prices: Floats
    closed: frozenset[Place]
    gap: float
    ended: bool


def best_set(
    candidates: Iterable[Candidate], room: Room, aim: Aim = Aim.RUNG, effort: Effort = QUICK
) -> Plan:
    """Return the best set of matches; the same input in any order gives the same plan.

    Of equally good sets it is one with the fewest tonne-kilometres, where lots are taken among those that
    take the same ones. Only a search that time cut short may end elsewhere another time. A match without
    the figure that the aim needs is left out and counted. Raises UnknownTonnesError where a match needs
    room that is unknown, NoPlanError with its cause where none is found.
    """
    told = sorted(candidates, key=key_of)
    lines = [line for line in told if measured(line, aim)]
    if not lines:
        return Plan((), (), 0.0, 0.0, 0.0, unmeasured=len(told))
    asked = question(lines, room, aim, effort)
    chosen = nearest(asked) if aim is Aim.KM else largest(asked)
    leaving = np.where(chosen.tonnes < GRAM, 0, chosen.tonnes)
    measure = asked.road if aim is Aim.KM else asked.gain
    return Plan(
        shares=tuple(shares_of(lines, leaving)),
        bottlenecks=held_back(asked.places, chosen),
        worth=float(measure @ leaving),
        gap=chosen.gap,
        tonne_km=float(asked.road @ leaving),
        unmeasured=len(told) - len(lines),
        idle=tuple(sorted(chosen.closed)),
        lots=bool(lots_of(asked)),
        ending=ending(chosen),
    )


def ending(chosen: Chosen) -> Ending:
    """Return how the search ended."""
    if not chosen.ended:
        return Ending.OUT_OF_TIME
    return Ending.BEST if chosen.gap <= GRAM else Ending.NEAR_ENOUGH


def shares_of(lines: Sequence[Candidate], leaving: Floats) -> Iterator[Share]:
    """Yield the matches along which something leaves, to the gram."""
    for line, tonnes in zip(lines, leaving.tolist(), strict=True):
        if tonnes > 0:
            yield share_of(line, tonnes)


def key_of(line: Candidate) -> tuple[object, ...]:
    """Return the key by which matches are sorted."""
    figures = ((value is None, value or 0.0) for value in (line.distance_km, line.euros, line.most))
    return line.offer, line.need, line.enters, line.strategy, line.arriving, *figures, line.lot


def question(lines: Sequence[Candidate], room: Room, aim: Aim, effort: Effort) -> Question:
    """Return what is asked, as rows and columns."""
    rows = rows_of(lines, room)
    limits = np.array([endless(room.limit(place)) for place in rows])
    own = np.array([endless(line.most) for line in lines])
    free = Programme(
        rows=tuple(rows.values()),
        least=np.full(len(rows), -np.inf),
        most=limits,
        low=np.zeros(len(lines)),
        high=np.full(len(lines), np.inf),
        whole=len(lines),
    )
    tighter = own < room_of(free) - GRAM  # a bound that a limit says as well would take its price
    return Question(
        lines,
        tuple(rows),
        room,
        replace(free, high=np.where(tighter, own, np.inf)),
        effort,
        np.array([gain_of(line, aim) for line in lines]),
        np.array([line.distance_km or 0.0 for line in lines]),
    )


def rows_of(lines: Sequence[Candidate], room: Room) -> Mapping[Place, Row]:
    """Return what is limited or has a lot, with the matches that use it and how much per tonne leaving."""
    rows: dict[Place, list[tuple[int, float]]] = {}
    for at, line in enumerate(lines):
        for place, share in uses_of(line):
            if room.limit(place) is not None or room.lots.get(place):
                rows.setdefault(place, []).append((at, share))
    return rows


def endless(limit: float | None) -> float:
    """Return a limit, endless where there is none."""
    return math.inf if limit is None else limit


def largest(asked: Question) -> Chosen:
    """Return the tonnes that gain most, and of equal ones those with the fewest tonne-kilometres."""
    taken = lots_taken(asked, asked.programme, -asked.gain)
    found = solved(taken.programme, -asked.gain)
    try:
        tonnes = solved(among_the_best(taken.programme, found), asked.road).tonnes
    except NoPlanError:  # rounding left no room between what has to stay as it is
        tonnes = found.tonnes
    reached, most = float(asked.gain @ tonnes), -taken.bound_or(found)
    gap = max(0.0, most - reached) / max(GRAM, most)
    return Chosen(tonnes, found.prices, taken.closed, gap, taken.ended)


def nearest(asked: Question) -> Chosen:
    """Return the tonnes with the fewest tonne-kilometres of which ``REACH`` of the most tonnes arrives."""
    first = lots_taken(asked, asked.programme, -asked.gain)
    most = float(asked.gain @ solved(first.programme, -asked.gain).tonnes)
    taken = lots_taken(asked, reaching(asked, REACH * most * (1 - SMALLER)), asked.road)
    found = solved(taken.programme, asked.road)
    driven, least = float(asked.road @ found.tonnes), taken.bound_or(found)
    gap = max(0.0, driven - least) / max(GRAM, driven)
    return Chosen(found.tonnes, found.prices, taken.closed, gap, first.ended and taken.ended)


def reaching(asked: Question, target: float) -> Programme:
    """Return the programme with one row more: what is gained reaches a target."""
    programme = asked.programme
    row = [(at, gain) for at, gain in enumerate(asked.gain.tolist()) if gain]
    return replace(
        programme,
        rows=(*programme.rows, row),
        least=np.append(programme.least, target),
        most=np.append(programme.most, np.inf),
    )


@dataclass(frozen=True, slots=True)
class Taken:
    """A programme in which it is settled which lots are taken, and what proved them best."""

    programme: Programme
    closed: frozenset[Place] = frozenset()
    bound: float | None = None
    ended: bool = True

    def bound_or(self, found: Solution) -> float:
        """Return what nothing is cheaper than: by the search for lots, else by the prices found."""
        return found.bound if self.bound is None else self.bound


def lots_of(asked: Question) -> list[tuple[int, float]]:
    """Return the rows that have a lot, and the lots."""
    lots = ((at, asked.room.lots.get(place, 0.0)) for at, place in enumerate(asked.places))
    return [(at, lot) for at, lot in lots if lot > 0]


def lots_taken(asked: Question, programme: Programme, cost: Floats) -> Taken:
    """Settle which lots are taken at this cost: a yes or no for each, and everything else beside it."""
    of_rows = lots_of(asked)
    of_lines = [(at, line.lot) for at, line in enumerate(asked.lines) if line.lot > 0]
    if not of_rows and not of_lines:
        return Taken(programme)
    mixed = with_lots(programme, of_rows, of_lines)
    found = solved(mixed, np.append(cost, np.zeros(len(of_rows) + len(of_lines))), asked.effort)
    yes = found.tonnes[programme.whole :] > 0.5  # half way between no and yes
    least, most = programme.least.copy(), programme.most.copy()
    low, high = programme.low.copy(), programme.high.copy()
    closed = set()
    for (at, lot), taken in zip(of_rows, yes[: len(of_rows)].tolist(), strict=True):
        least[at], most[at] = (lot, most[at]) if taken else (least[at], 0.0)
        closed |= set() if taken else {asked.places[at]}
    for (at, lot), taken in zip(of_lines, yes[len(of_rows) :].tolist(), strict=True):
        low[at], high[at] = (lot, high[at]) if taken else (0.0, 0.0)
    settled = replace(programme, least=least, most=most, low=low, high=high)
    return Taken(settled, frozenset(closed), found.bound, found.ended)


def with_lots(
    programme: Programme, of_rows: Sequence[tuple[int, float]], of_lines: Sequence[tuple[int, float]]
) -> Programme:
    """Return a programme with a yes or no for each lot: no is nothing, yes is the lot at least."""
    room, columns = room_of(programme), programme.whole
    rows = [
        (programme.rows[at], min(programme.most[at], most_of(programme.rows[at], room)), lot)
        for at, lot in of_rows
    ]
    rows += [([(at, 1.0)], float(room[at]), lot) for at, lot in of_lines]
    no_more = [[*row, (columns + at, -limit)] for at, (row, limit, _lot) in enumerate(rows)]
    no_less = [[*row, (columns + at, -lot)] for at, (row, _limit, lot) in enumerate(rows)]
    nothing, endless_ones = np.zeros(len(rows)), np.full(len(rows), np.inf)
    return Programme(
        rows=(*programme.rows, *no_more, *no_less),
        least=np.concatenate((programme.least, -endless_ones, nothing)),
        most=np.concatenate((programme.most, nothing, endless_ones)),
        low=np.append(programme.low, nothing),
        high=np.append(programme.high, np.ones(len(rows))),
        whole=columns,
    )


def most_of(row: Row, room: Floats) -> float:
    """Return the most that the matches of a row can use of it together."""
    return float(sum(share * room[at] for at, share in row))


def held_back(places: Sequence[Place], chosen: Chosen) -> tuple[Bottleneck, ...]:
    """Return what a tonne more of would help, the most first; what is closed for its lot is none."""
    prices = np.maximum(0, -chosen.prices[: len(places)]).tolist()
    found = [
        Bottleneck(*place, price)
        for place, price in zip(places, prices, strict=True)
        if price > TOLERANCE and place not in chosen.closed
    ]
    return tuple(sorted(found, key=lambda one: (-round(one.gain, 9), one.holder, one.name)))
