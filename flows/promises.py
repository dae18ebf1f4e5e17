"""Promises: what agreed exchanges take of a listing or a plant, a year and one-offs apart (domain.md 5.1)."""

from collections.abc import Iterable
from dataclasses import astuple, dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from flows.processes import Process
from flows.quantities import lot_of
from flows.streams import Amount, Range, to_the_gram

ITS_YEAR = timedelta(days=365)
"""How long a one-off counts: the year that begins on the day it was agreed."""


@dataclass(frozen=True, slots=True)
class Promise:
    """What one exchange takes: tonnes a year for as long as it lives, or in all, agreed on ``day``."""

    tonnes: Decimal
    recurring: bool
    day: date


@dataclass(frozen=True, slots=True)
class Agreement:
    """What an exchange rests on: tonnes that leave and that arrive (None if nobody said), agreed on ``day``.

    ``moved`` is what was reported and not disputed, of what recurs in the past year only. ``through`` are the
    processes on the way with their likely yields.
    """

    agreed: Decimal | None
    arriving: Decimal | None
    recurring: bool
    day: date
    ended: bool = False
    moved: Decimal = Decimal(0)
    through: tuple[tuple[str, Decimal | None], ...] = ()

    @property
    def of_offer(self) -> Promise:
        """Return what it takes of the offer: what was agreed, or what moved where that counts."""
        return self.promise(self.leaving)

    @property
    def of_need(self) -> Promise:
        """Return what it takes of the need: what arrives of what leaves, nothing while that is unknown."""
        if self.arriving is None or not self.agreed:
            return self.promise(Decimal(0) if self.through else self.leaving)
        return self.promise(to_the_gram(self.leaving * self.arriving / self.agreed))

    @property
    def of_processes(self) -> tuple[tuple[str, Promise], ...]:
        """Return what it takes of each capacity on the way, as far as the yields before it are known."""
        found, tonnes = [], self.leaving
        for process, share in self.through:
            found.append((process, self.promise(to_the_gram(tonnes))))
            if share is None:
                break
            tonnes *= share
        return tuple(found)

    @property
    def leaving(self) -> Decimal:
        """Return the tonnes that leave the giver, as far as anybody said; once it ended, what has left.

        Of a lot that is at least what has left, even where that is more than was agreed: it is gone.
        """
        if self.ended and self.recurring:
            return Decimal(0)
        if self.agreed is None:
            return self.moved
        if self.ended:
            return self.moved
        return self.agreed if self.recurring else max(self.moved, self.agreed)

    def promise(self, tonnes: Decimal) -> Promise:
        """Return some tonnes as what this exchange promises."""
        return Promise(tonnes, self.recurring, self.day)


@dataclass(frozen=True, slots=True)
class Taken:
    """What promises take: tonnes a year of what recurs, and tonnes in all of the one-offs."""

    yearly: Decimal = Decimal(0)
    once: Decimal = Decimal(0)

    @property
    def anything(self) -> bool:
        """Return whether anything is taken at all."""
        return self.yearly > 0 or self.once > 0


NOTHING = Taken()


def taken_of(promises: Iterable[Promise]) -> Taken:
    """Return what promises take in all: of a lot, which is there once."""
    told = list(promises)
    return Taken(
        sum((one.tonnes for one in told if one.recurring), Decimal(0)),
        sum((one.tonnes for one in told if not one.recurring), Decimal(0)),
    )


def taken_in_year(promises: Iterable[Promise], today: date) -> Taken:
    """Return what promises take of something yearly: of one-offs those whose own year is not over."""
    return taken_of(one for one in promises if one.recurring or today - one.day < ITS_YEAR)


def amount_left(amount: Amount, taken: Taken) -> Amount:
    """Return what is left of an amount.

    What recurs lessens a yearly amount for good, one-offs only what it can give in their own year. A lot is
    lessened by the one-offs that were taken of it, whenever that was.
    """
    gone = taken.yearly if amount.recurring else taken.once
    left = (max(Decimal(0), end - gone) for end in astuple(amount.tonnes))
    once = taken.once if amount.recurring else Decimal(0)
    return replace(amount, tonnes=Range(*left), taken_once=once)


def room(left: Amount, days: int, *, recurring: bool) -> Decimal:
    """Return the most tonnes that can still be promised of what is left, to the gram.

    ``days`` are those that a yearly amount still lasts, which count for a one-off.
    """
    whole = left if recurring else lot_of(left, days, days)
    return to_the_gram(whole.tonnes.likely)


def process_left(process: Process, taken: Taken) -> Process | None:
    """Return a process with the capacity that promises leave of it, None where they leave nothing."""
    if process.capacity_tonnes is None:
        return process
    left = process.capacity_tonnes - taken.yearly
    return replace(process, capacity_tonnes=left, taken_once=taken.once) if left > 0 else None
