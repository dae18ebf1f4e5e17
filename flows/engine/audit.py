"""The audit: how far everybody's tonnes can still lie from the truth beside all that is published.

An attacker knows every published cell, who stands in which cell and whose figure stayed the same. What he
can work out of one figure is an interval, whose ends two linear programmes give. Here the question is turned
round: a figure is safe if it can *fall* far enough, and others make up for it, so that every published cell
stays as it is. (That it could rise would do for itself, but not for a sum of which one part can only rise
and another only fall; it is asked of what cannot fall.) A move that was found for one figure often serves
many, and goes on serving while the cells allow it; HiGHS is asked for those that none serves. (The attack:
Fischetti and Salazar, Management Science 47 (2001), 1008-1027, with shares of the truth for their levels.)
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from flows.disclosure import INSIDE, OUTSIDE
from flows.engine.hiding import Enough, Hiding, Rows
from flows.engine.programme import ContradictionError, Floats, Programme, cheapest

Flags = NDArray[np.bool_]

MARGIN = 0.02
"""How much farther than promised a figure must be able to move, so that nobody's rounding decides."""

REACH = 20.0
"""The most that others move for a figure, as a multiple of it."""

NOISE = 1e-6
"""Tonnes, of a move whose largest is one, that are the solver's rounding."""

COARSEST = Decimal(1)
"""Tonnes in whose multiples figures are taken to be told, unless one of them is finer."""

SMALL = 1e-3
"""Tonnes, of a move whose largest is one, beside which the solver's rounding would count."""

EDGE = 1e-5
"""Share by which what is asked lies below what just can be, so that the solver's rounding spoils nothing."""

ENDLESS = 1e15
"""Tonnes more than any figure."""

FAR = 1e7
"""How many times a secret a cell may change before it is no limit on so small a move."""

PARTNERS = 3
"""With how many others of the same cells a figure changes places before the solver is asked."""

Pair = tuple[int, int]
Move = Mapping["Unknown", float]


@dataclass(frozen=True, slots=True, order=True)
class Unknown:
    """A figure of an organisation: while it stays the same, and wherever it stands, it is one unknown.

    Of what one gave another both know it: the other is its ``partner``. ``mark`` tells figures apart that are
    the same and yet are not one.
    """

    organisation: str
    tonnes: Decimal
    partner: str = ""
    mark: str = ""

    @property
    def holders(self) -> tuple[str, ...]:
        """Return who knows it without being told."""
        return (self.organisation, self.partner) if self.partner else (self.organisation,)


@dataclass(frozen=True, slots=True)
class Fact:
    """What a cell says: how often each unknown counts in it, and by how much it may be less and be more."""

    counts: Mapping[Unknown, int]
    less: Decimal
    more: Decimal


@dataclass(frozen=True, slots=True)
class Secret:
    """A sum of unknowns of one organisation that nobody may know who holds none of them.

    One with an ``insider`` is asked of that one only: what of a sum is none of his own.
    """

    counts: tuple[tuple[Unknown, int], ...]
    owner: str = ""
    insider: str = ""

    @property
    def organisation(self) -> str:
        """Return whose it is."""
        return self.owner or self.counts[0][0].organisation

    def known_to(self, names: Sequence[str]) -> Flags:
        """Return who need not be asked, everybody last: whoever has a part in it."""
        if self.insider:
            return np.array([name != self.insider for name in (*names, "")])
        own = {self.organisation, *(name for one, _ in self.counts for name in one.holders)}
        return np.array([name in own for name in (*names, "")])


@dataclass(frozen=True, slots=True)
class Narrowed:
    """A secret that is known within the limits, by everybody or by one ``insider`` with his own figures."""

    secret: Secret
    insider: str


@dataclass(frozen=True, slots=True)
class Line:
    """A fact as a row of numbers."""

    row: Floats
    less: float
    more: float

    def room(self, moves: Floats) -> Floats:
        """Return how far moves can go before the cell would change, there and back."""
        return room_of(moves, [self], np.full((len(moves), 2), ENDLESS))


def room_of(moves: Floats, lines: Sequence[Line], reach: Floats) -> Floats:
    """Return how far moves can go before one of the cells would change, and no further than they reach."""
    if not lines:
        return reach
    change = moves @ np.array([line.row for line in lines]).T
    change[np.abs(change) <= NOISE] = 0
    more, less = np.array([line.more for line in lines]), np.array([line.less for line in lines])
    with np.errstate(divide="ignore", invalid="ignore"):
        up, down = more / np.abs(change), less / np.abs(change)
    there = np.where(change > 0, up, np.where(change < 0, down, ENDLESS)).min(axis=1)
    back = np.where(change < 0, up, np.where(change > 0, down, ENDLESS)).min(axis=1)
    found: Floats = np.minimum(reach, np.stack([there, back], axis=1))
    return found


class Audit:
    """The figures of one material that somebody may not know, and what is published of them."""

    def __init__(
        self,
        secrets: Sequence[Secret],
        places: Mapping[Unknown, object],
        moves: Iterable[Move] = (),
        *,
        told_finely: bool = False,
    ) -> None:
        """Begin with nothing published.

        ``places`` has every unknown, with what is equal for those that always stand in the same cells, and
        ``moves`` what an earlier audit learned. Nobody knows how finely figures are told if ``told_finely``,
        else in tonnes, or in the last decimal place that one of them has.
        """
        self.unknowns = sorted(places)
        self.at = {one: place for place, one in enumerate(self.unknowns)}
        self.truth = np.array([float(one.tonnes) for one in self.unknowns])
        grain = min((finest(one.tonnes) for one in self.unknowns), default=COARSEST)
        self.grain = 0.0 if told_finely else float(grain)
        self.noughts = self.truth == 0
        self.can_fall = np.where(self.noughts, 0.0, self.truth - self.grain)
        self.names = sorted({name for one in self.unknowns for name in one.holders})
        self.held = np.array([[name in one.holders for name in self.names] for one in self.unknowns])
        self.held = self.held.reshape(len(self.unknowns), len(self.names))
        self.secrets = tuple(secrets)
        self.sums = self.rows_of(dict(secret.counts) for secret in secrets)
        self.unit = self.units()
        self.falls: Flags = self.sums @ self.can_fall >= np.maximum(self.needs(OUTSIDE), EDGE * self.unit)
        self.lines: list[Line] = []
        self.known_moves = Rows(len(self.unknowns))
        enough = Enough(self.needs(INSIDE), self.needs(OUTSIDE))
        self.hiding = Hiding(enough, self.falls, len(self.names))
        known = [one.known_to(self.names) for one in secrets]
        self.not_asked = np.array(known, dtype=bool).reshape(len(secrets), len(self.names) + 1).T.copy()
        self.learn(np.concatenate([self.simple(places), self.still_known(moves)]))

    @property
    def moves(self) -> Floats:
        """Return the moves that were learned."""
        return self.known_moves.all

    def rows_of(self, sums: Iterable[Mapping[Unknown, float]]) -> Floats:
        """Return how often each unknown counts in each sum; what everybody knows is left out."""
        told = list(sums)
        rows = np.zeros((len(told), len(self.unknowns)))
        for row, counts in zip(rows, told, strict=True):
            for one in counts.keys() & self.at.keys():
                row[self.at[one]] = counts[one]
        return rows

    def units(self) -> Floats:
        """Return the tonnes of each secret, for nought those of the smallest figure."""
        worth, above = self.sums @ self.truth, self.truth[self.truth > 0]
        return np.where(worth > 0, worth, above.min() if len(above) else 1.0)

    def simple(self, places: Mapping[Unknown, object]) -> Floats:
        """Return the moves of one figure alone, and those in which two of the same cells change tonnes."""
        alone = np.eye(len(self.unknowns))
        together: dict[object, list[int]] = {}
        for one in self.unknowns:
            if one.tonnes > 0:
                together.setdefault(places[one], []).append(self.at[one])
        pairs = {
            (group[at], group[(at + by) % len(group)])
            for group in together.values()
            for at in range(len(group))
            for by in range(1, min(PARTNERS, len(group) - 1) + 1)
        }
        swaps = [alone[one] - alone[other] for one, other in sorted(pairs)]
        return np.concatenate([alone, np.array(swaps).reshape(len(swaps), len(alone))])

    def still_known(self, moves: Iterable[Move]) -> Floats:
        """Return the moves of which every figure is still unknown, as rows."""
        return self.rows_of(move for move in moves if all(one in self.at for one in move))

    def learned(self) -> Iterator[Move]:
        """Yield the moves of more than two figures that can still be made."""
        for move, reach in zip(self.moves, self.hiding.reach.all, strict=True):
            moving = np.flatnonzero(move)
            if len(moving) > 2 and reach.any():
                yield {self.unknowns[at]: float(move[at]) for at in moving}

    def line(self, fact: Fact) -> Line:
        """Return a fact as a row."""
        return Line(self.rows_of([fact.counts])[0], float(fact.less), float(fact.more))

    def learn(self, moves: Floats) -> None:
        """Remember moves, and how far they can go beside what is published."""
        gain = moves @ self.sums.T
        gain = np.where(self.borrows(moves) | (np.abs(gain) < SMALL), 0.0, gain)
        self.known_moves.add(moves)
        self.hiding.learn(gain, self.without(moves), self.reach_of(moves, self.lines))

    def reach_of(self, moves: Floats, lines: Sequence[Line]) -> Floats:
        """Return how far moves can go, there and back, before a cell changes or a figure is below nought."""
        with np.errstate(divide="ignore", invalid="ignore"):
            there = np.where(moves < 0, self.can_fall / -moves, ENDLESS)
            back = np.where(moves > 0, self.can_fall / moves, ENDLESS)
        reach = np.stack([there.min(axis=1, initial=ENDLESS), back.min(axis=1, initial=ENDLESS)], axis=1)
        return room_of(moves, lines, reach)

    def publish(self, fact: Fact) -> None:
        """Take a fact as known to all, safe or not."""
        line = self.line(fact)
        if line.row.any():
            self.lines.append(line)
            self.hiding.publish(line.room(self.moves))

    def allows(self, fact: Fact) -> bool:
        """Tell whether every secret is kept beside one fact more."""
        line = self.line(fact)
        if not line.row.any():
            return True
        lines = [*self.lines, line]
        hidden = self.hiding.hidden_beside(line.room(self.moves))
        while (pair := self.first_missing(hidden)) is not None:
            if not self.search(pair, lines):
                return False
            hidden |= self.hiding.hidden_by_last(self.reach_of(self.moves[-1:], lines))
            if not hidden[pair]:
                return False
        return True

    def give_up(self) -> list[Narrowed]:
        """Return what is narrowed beside all that is published, and ask no more for it.

        Of what cannot be lower any more, it is asked that it can be higher.
        """
        found = []
        while (pair := self.first_missing(self.hiding.hidden)) is not None:
            self.search(pair, self.lines)
            hidden = self.hiding.hidden
            if not hidden[pair] and self.falls[pair[1]]:
                self.hiding.ask_to_rise(pair[1])
            elif not hidden[pair]:
                self.not_asked[pair] = True
                insider = self.names[pair[0]] if pair[0] < len(self.names) else ""
                found.append(Narrowed(self.secrets[pair[1]], insider))
        return found

    def first_missing(self, hidden: Flags) -> Pair | None:
        """Return somebody who could know a secret, and which; the last number is everybody."""
        missing = np.argwhere(~hidden & ~self.not_asked)
        return None if len(missing) == 0 else (int(missing[-1][0]), int(missing[-1][1]))

    def without(self, moves: Floats) -> Floats:
        """Return one for each organisation that a move leaves alone, so that its knowledge is no help."""
        touched: Floats = (moves != 0).astype(float) @ self.held.astype(float)
        return np.where(touched == 0, 1.0, 0.0)

    def borrows(self, moves: Floats) -> Flags:
        """Return where a move gives tonnes to another's nought, which an attacker may take for absence."""
        if not self.noughts.any():
            return np.zeros((len(moves), 1), dtype=np.bool_)
        given = np.where(self.noughts, moves != 0, 0.0)
        own = given @ (self.sums != 0).T * (self.sums @ self.truth == 0)
        others: Flags = given.sum(axis=1, keepdims=True) > own
        return others

    def needs(self, share: Decimal) -> Floats:
        """Return how far each secret must be able to move: to a figure such as it might be written."""
        far: Floats = self.unit * (float(share) + MARGIN)
        return far if self.grain == 0 else np.ceil(far / self.grain) * (self.grain * (1 - EDGE))

    def cannot_fall(self) -> list[Secret]:
        """Return the secrets above nought that cannot be low enough as figures are told here."""
        small = ~self.falls & (self.sums @ self.truth > 0)
        return [one for one, found in zip(self.secrets, small, strict=True) if found]

    def search(self, pair: Pair, lines: Sequence[Line]) -> bool:
        """Learn the smallest move that hides a secret from somebody; tell whether there is one."""
        move = self.smallest(pair, lines, -1)
        if move is None and not self.falls[pair[1]]:
            move = self.smallest(pair, lines, 1)
        if move is not None:
            self.learn(move)
        return move is not None

    def smallest(self, pair: Pair, lines: Sequence[Line], sign: int) -> Floats | None:
        """Return the move of fewest tonnes that takes a secret down (-1) or up (1) far enough.

        All tonnes are measured in the secret's own, so that a small one beside large ones is no rounding.
        """
        insider, secret = pair
        wanted, unit = self.sums[secret], float(self.unit[secret])
        far = self.needs(OUTSIDE if insider == len(self.names) else INSIDE)[secret] / unit * (1 + EDGE / 2)
        mine = (wanted != 0) & (wanted @ self.truth == 0)
        own = self.held[:, insider] if insider < len(self.names) else np.zeros(len(self.unknowns), dtype=bool)
        free = np.flatnonzero(~own & (~self.noughts | mine))
        if not wanted[free].any():
            return None
        programme = Programme(
            rows=[entries(row[free]) for row in (*(line.row for line in lines), wanted)],
            least=np.array([*(-limit(line.less / unit) for line in lines), sign * far]),
            most=np.array([*(limit(line.more / unit) for line in lines), sign * far]),
            low=np.zeros(2 * len(free)),
            high=np.concatenate([np.full(len(free), REACH), np.minimum(self.can_fall[free] / unit, REACH)]),
            whole=2 * len(free),
        )
        try:
            tonnes = cheapest(programme, np.ones(2 * len(free)))
        except ContradictionError:
            return None
        move = np.zeros((1, len(self.unknowns)))
        move[0, free] = tonnes[: len(free)] - tonnes[len(free) :]
        move /= np.abs(move).max()
        move[np.abs(move) < NOISE] = 0
        return move


def finest(tonnes: Decimal) -> Decimal:
    """Return the last decimal place of a figure, but no more than a tonne."""
    exponent = tonnes.normalize().as_tuple().exponent
    return COARSEST.scaleb(min(0, int(exponent)))


def limit(tonnes: float) -> float:
    """Return by how much a cell may change, endless where no move comes so far."""
    return tonnes if tonnes < FAR else np.inf


def entries(row: Floats) -> list[tuple[int, float]]:
    """Return a row of which every unknown stands twice: what it becomes more, and what it becomes less."""
    at = np.flatnonzero(row)
    more = [(int(place), float(row[place])) for place in at]
    return more + [(len(row) + place, -count) for place, count in more]
