"""The cells of a release: what moved of each group of materials, by area and from area to area.

They are decided once, in the first release after a quarter is over, beside all that is public already; a
later release carries them on as they are. A line or a neighbourhood that may say nothing is not told at all;
only its basis knows that it was decided. Which exchanges it names is decided with them: one whose name
would give somebody else away stays unnamed.
"""

import importlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

from circulair.services import release_basis
from circulair.services.release_basis import Basis
from flows.disclosure import Bounds, Reason
from flows.town_cells import TOWN, Moved, Slot, Standing, TownCell, slots_of
from maps.reading import municipality_name, neighbourhood_label_points

if TYPE_CHECKING:
    from flows.engine.town_choice import Rules


@dataclass(frozen=True, slots=True)
class PublicCell:
    """Confirmed tonnes of a group in a period, from ``low`` to ``high``: the same where they are exact.

    ``start`` is the area of the givers (``town`` is all of it), ``end`` that of the receivers, empty where it
    is no line. Both bounds are None where the cell is hidden; ``reason`` says why it is as it is.
    """

    period: str
    group: str
    start: str
    end: str
    low: float | None
    high: float | None
    reason: str
    givers: int | None = None
    receivers: int | None = None

    @property
    def slot(self) -> Slot:
        """Return what it counts."""
        return Slot(self.period, self.group, self.start, self.end)

    @property
    def told(self) -> bool:
        """Tell whether it is a cell of a release (domain rule 6.3: otherwise no line).

        A line that says nothing would still tell who deals with whom, a neighbourhood who is there.
        """
        return self.low is not None or self.start == TOWN


@dataclass(frozen=True, slots=True)
class Decided:
    """All cells of a release, and what they were decided from."""

    cells: tuple[PublicCell, ...]
    basis: Basis


def decide(
    as_of: date, consenting: Collection[int], before: Sequence[Basis], published: Iterable[PublicCell]
) -> Decided:
    """Decide the cells of a release of a day, and which of the exchanges that all want seen it names."""
    return decided_with(release_basis.basis_of(as_of, before), consenting, before, published)


def decided_with(
    basis: Basis,
    consenting: Collection[int],
    before: Sequence[Basis],
    published: Iterable[PublicCell],
    rules: "Rules | None" = None,
) -> Decided:
    """Decide the cells of a release that closes this, by our rules or by others."""
    engine: Any = importlib.import_module("flows.engine.town_choice")  # HiGHS is for no page to load
    cells = tuple(published)
    moved = release_basis.all_moved([*before, basis])
    ever = release_basis.ever_public(moved, before)
    told = tuple(read(cell) for cell in cells)
    silent = {*release_basis.slots_decided(before)} - {cell.slot for cell in told}
    told += tuple(TownCell(slot, None, Reason.WOULD_TELL) for slot in sorted(silent))

    newly = {one.exchange for one in moved if one.exchange in consenting and one.mark not in ever}
    unnamed = engine.narrows(engine.Town(moved, ever, ever, told), newly) if told else set()
    named = frozenset(consenting) - unnamed
    now = release_basis.public_by_name(moved, named, basis.as_of)
    decided = {cell.slot for cell in told}
    wanted = [slot for slot in slots_of(moved, basis.quarters) if slot not in decided]
    new = engine.chosen(engine.Town(moved, now, ever, told), wanted, rules or engine.OURS)
    everybody = (cell for cell in map(public, new) if cell.told)
    return Decided((*cells, *everybody), replace(basis, named=named))


def public(cell: TownCell) -> PublicCell:
    """Return a cell as everybody sees it."""
    bounds, slot = cell.bounds, cell.slot
    return PublicCell(
        period=slot.period,
        group=slot.group,
        start=slot.start,
        end=slot.end,
        low=None if bounds is None else float(bounds.low),
        high=None if bounds is None else float(bounds.high),
        reason=cell.reason.value,
        givers=cell.givers,
        receivers=cell.receivers,
    )


def read(cell: PublicCell) -> TownCell:
    """Return a cell as it was decided."""
    bounds = None
    if cell.low is not None and cell.high is not None:
        bounds = Bounds(Decimal(str(cell.low)), Decimal(str(cell.high)))
    return TownCell(cell.slot, bounds, Reason(cell.reason), cell.givers, cell.receivers)


def may_still_say(cell: PublicCell, moved: Iterable[Moved], named: Collection[str]) -> bool:
    """Return whether a cell may say what it does where these marks are told by name (domain rule 6.3)."""
    inside = tuple(one for one in moved if cell.slot.holds(one))
    standing = Standing(cell.slot, inside, tuple(one for one in inside if one.mark not in named))
    _, ways = standing.may_say()
    return cell.low is None or cell.reason in {reason for _, reason in ways}


def parsed(rows: Iterable[Mapping[str, Any]]) -> tuple[PublicCell, ...]:
    """Return stored cells as values; ``Any`` is what a stored release tells of each.

    Older releases hold lines and neighbourhoods that say nothing, which are left out.
    """
    return tuple(cell for cell in (PublicCell(**row) for row in rows) if cell.told)


@cache
def area_names() -> dict[str, str]:
    """Return what areas are called: each neighbourhood, and the whole town."""
    return {TOWN: municipality_name()} | {code: name for code, name, _ in neighbourhood_label_points()}
