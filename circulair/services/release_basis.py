"""The basis of a release: which confirmed deliveries its cells count, kept so that a cell never changes.

A delivery counts in the quarter of its day. Once a release has closed that quarter, it counts in the first
quarter that is closed after it was confirmed.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from circulair.store import exchanges, organisations, publication
from circulair.store.exchanges import Confirmed
from flows.disclosure import summed
from flows.distance import Position
from flows.materials import load_materials
from flows.quarters import Quarter, finished, quarter_of, quarters_of
from flows.town_cells import ELSEWHERE, Moved, Slot, slots_of
from maps.reading import neighbourhoods_of


@dataclass(frozen=True, slots=True)
class Basis:
    """What one release closed: the last day of its quarters, what moved in them, and who is public by name.

    ``deliveries`` are those that count from now on, ``named`` the exchanges that all parties showed.
    """

    as_of: date
    closed: date
    moved: tuple[Moved, ...]
    deliveries: frozenset[int]
    named: frozenset[int] = frozenset()

    @property
    def quarters(self) -> tuple[Quarter, ...]:
        """Return the quarters in which something moved that this release closed."""
        return tuple(sorted({one.quarter for one in self.moved}))


LONG_AGO = date.min
"""Until when quarters are closed before the first release."""


def earlier() -> list[Basis]:
    """Return the bases of all releases that have one, in the order in which these were made.

    Who was merged since stands in them as the organisation that stayed: the two are one.
    """
    stays = {str(gone): str(stayed) for gone, stayed in organisations.merged().items()}
    return [united(read(content), stays) for _, content in sorted(publication.bases().items())]


def united(basis: Basis, stays: Mapping[str, str]) -> Basis:
    """Return a basis in which organisations that are one now are one."""
    moved = (
        replace(one, giver=stays.get(one.giver, one.giver), receiver=stays.get(one.receiver, one.receiver))
        for one in basis.moved
    )
    return replace(basis, moved=tuple(moved))


def closed_by(bases: Iterable[Basis]) -> date:
    """Return the last day of the quarters that are closed."""
    return max((one.closed for one in bases), default=LONG_AGO)


def basis_of(as_of: date, before: Sequence[Basis]) -> Basis:
    """Return what a release of a day closes: what was confirmed and does not count yet."""
    since, until = closed_by(before), max(closed_by(before), finished(as_of).last)
    if since == until:
        return Basis(as_of, until, (), frozenset())
    counted = frozenset().union(*(one.deliveries for one in before))
    new = [one for one in exchanges.confirmed_deliveries(until) if one.delivery_id not in counted]
    first = None if since == LONG_AGO else quarter_of(since).following
    return Basis(as_of, until, moved_of(new, first), frozenset(one.delivery_id for one in new))


def moved_of(rows: Iterable[Confirmed], first: Quarter | None) -> tuple[Moved, ...]:
    """Return deliveries as what moved in each quarter, from the ``first`` that is not closed on."""
    found: dict[Moved, list[Decimal]] = defaultdict(list)
    for row in rows:
        quarter = quarter_of(row.day)
        moved = Moved(
            exchange=row.exchange_id,
            giver=str(row.giver),
            receiver=str(row.receiver),
            group=load_materials().line(row.material)[-1],
            quarter=quarter if first is None else max(quarter, first),
            start=area_of(row.start),
            end=area_of(row.end),
            tonnes=Decimal(0),
        )
        found[moved].append(row.tonnes)
    return tuple(sorted(replace(one, tonnes=summed(tonnes)) for one, tonnes in found.items()))


@cache
def area_of(position: Position) -> str:
    """Return the code of the neighbourhood at a position."""
    [area] = areas_of([position])
    return area


def areas_of(positions: Sequence[Position]) -> list[str]:
    """Return the code of the neighbourhood at each position."""
    return [ELSEWHERE if found is None else found[0] for found in neighbourhoods_of(positions)]


def all_moved(bases: Iterable[Basis]) -> tuple[Moved, ...]:
    """Return what moved in all closed quarters."""
    return tuple(one for basis in bases for one in basis.moved)


def slots_decided(bases: Iterable[Basis]) -> tuple[Slot, ...]:
    """Return all cells that releases decided, also those that none of them tells."""
    found, moved = set[Slot](), list[Moved]()
    for basis in bases:
        moved += basis.moved
        found.update(slots_of(moved, basis.quarters))
    return tuple(sorted(found))


def public_by_name(moved: Iterable[Moved], named: Collection[int], as_of: date) -> frozenset[str]:
    """Return the marks of which a release of a day tells something by name.

    It tells tonnes up to its day, so that of a quarter that is not over then a part is known already.
    """
    return frozenset(one.mark for one in moved if one.exchange in named and one.quarter.first <= as_of)


def ever_public(moved: Sequence[Moved], bases: Iterable[Basis]) -> frozenset[str]:
    """Return the marks of what any release told by name."""
    told = (public_by_name(moved, basis.named, basis.as_of) for basis in bases)
    return frozenset[str]().union(*told)


def text(basis: Basis) -> str:
    """Return a basis as it is stored."""
    told = {
        "as_of": basis.as_of.isoformat(),
        "closed": basis.closed.isoformat(),
        "deliveries": sorted(basis.deliveries),
        "named": sorted(basis.named),
        "moved": [
            [
                *(one.exchange, one.giver, one.receiver, one.group, one.quarter.code),
                *(one.start, one.end, str(one.tonnes)),
            ]
            for one in basis.moved
        ],
    }
    return json.dumps(told, sort_keys=True)


def read(content: str) -> Basis:
    """Return a stored basis."""
    told = json.loads(content)
    return Basis(
        as_of=date.fromisoformat(told["as_of"]),
        closed=date.fromisoformat(told["closed"]),
        moved=tuple(read_moved(row) for row in told["moved"]),
        deliveries=frozenset(told["deliveries"]),
        named=frozenset(told["named"]),
    )


def read_moved(told: Any) -> Moved:  # what JSON gives, in the order of ``text``
    """Return what moved as it is stored."""
    exchange, giver, receiver, group, quarter, start, end, tonnes = told
    return Moved(exchange, giver, receiver, group, quarters_of(quarter)[0], start, end, Decimal(tonnes))
