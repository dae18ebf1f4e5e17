"""What moves hide of secrets: how many of them hide each enough, from each insider and from everybody.

The audit asks this again and again beside one cell more. A cell shortens few of all moves, so only those are
reckoned anew; the numbers stay what they would be if all were.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Places = NDArray[np.intp]
ALL = slice(None)

Numbers = NDArray[np.float32]
"""Whole numbers far below those that a float of 32 bits can hold exactly."""


class Rows:
    """Rows of numbers to which others are added without copying all of them each time."""

    def __init__(self, width: int) -> None:
        self.space: Floats = np.zeros((16, width))
        self.number = 0

    @property
    def all(self) -> Floats:
        """Return the rows so far; what is written there stays."""
        return self.space[: self.number]

    def add(self, rows: Floats) -> None:
        """Add rows at the end."""
        needed = self.number + len(rows)
        if needed > len(self.space):
            larger = np.zeros((max(needed, 2 * len(self.space)), self.space.shape[1]))
            larger[: self.number] = self.all
            self.space = larger
        self.space[self.number : needed] = rows
        self.number = needed


@dataclass(frozen=True, slots=True)
class Enough:
    """How far each secret must be able to move, for an insider and for everybody, in tonnes."""

    inside: Floats
    outside: Floats


class Hiding:
    """Moves with how far each can go, there and back, what each changes, and whom it leaves alone."""

    def __init__(self, enough: Enough, falls: Flags, insiders: int) -> None:
        """Begin without moves; of what does not fall it is enough that it rises."""
        secrets = len(falls)
        self.enough, self.falls = enough, falls
        self.gain, self.apart, self.reach = Rows(secrets), Rows(insiders), Rows(2)
        self.numbers: Numbers = np.zeros((insiders + 1, secrets), dtype=np.float32)

    @property
    def hidden(self) -> Flags:
        """Return for each insider, and last for everybody, which secrets some move hides enough."""
        return self.numbers > 0

    def learn(self, gain: Floats, apart: Floats, reach: Floats) -> None:
        """Take moves more."""
        first = self.gain.number
        self.gain.add(gain)
        self.apart.add(apart)
        self.reach.add(reach)
        self.numbers = self.numbers + self.count(slice(first, None), reach)

    def publish(self, room: Floats) -> None:
        """Shorten moves to the room that a cell leaves them."""
        self.numbers = self.beside(room)
        np.minimum(self.reach.all, room, out=self.reach.all)

    def hidden_beside(self, room: Floats) -> Flags:
        """Return what would be hidden if moves could go no further than this."""
        return self.beside(room) > 0

    def beside(self, room: Floats) -> Numbers:
        """Return how many moves would hide each secret: only those are asked that become shorter."""
        reach = self.reach.all
        shorter = np.flatnonzero((room < reach).any(axis=1))
        if not len(shorter):
            return self.numbers
        before = self.count(shorter, reach[shorter])
        return self.numbers - before + self.count(shorter, np.minimum(reach[shorter], room[shorter]))

    def hidden_by_last(self, reach: Floats) -> Flags:
        """Return what the move that was learned last hides where it can go so far."""
        return self.count(slice(self.gain.number - 1, None), reach) > 0

    def ask_to_rise(self, secret: int) -> None:
        """Ask of a secret no more that it can be lower: that it can be higher is enough too."""
        self.falls[secret] = False
        one = slice(secret, secret + 1)
        self.numbers = self.numbers.copy()
        self.numbers[:, one] = self.count(slice(0, None), self.reach.all, one)

    def count(self, chosen: slice | Places, reach: Floats, secrets: slice = ALL) -> Numbers:
        """Return how many of the chosen moves hide each secret, where they can go so far."""
        gain, apart = self.gain.all[chosen, secrets], self.apart.all[chosen].astype(np.float32)
        falling = np.maximum(reach[:, :1] * -gain, reach[:, 1:] * gain)
        rising = np.maximum(reach[:, :1] * gain, reach[:, 1:] * -gain)
        far = np.where(self.falls[secrets], falling, np.maximum(falling, rising))
        inside = (far >= self.enough.inside[secrets]).astype(np.float32)
        outside = (far >= self.enough.outside[secrets]).sum(axis=0, keepdims=True, dtype=np.float32)
        found: Numbers = np.concatenate([apart.T @ inside, outside])
        return found
