"""The gate before a release: an attacker who reads all that is public, and refuses what gives somebody away.

It reads the very text that is to be stored, beside that of every release before. Of its own it has rule 6.3
and the reckoning of what can be known (flows/engine/attack.py, which shares only how near is too near); the
choice of cells asks flows.disclosure and flows.engine.audit instead. Both share what is told and not judged:
what moved and in which quarter it counts, in which cells it stands, whose sums are anybody's own, and what is
known by name (release_basis, release_cells, flows.town_cells). A fault in these neither would see. What is
neither a cell nor what all its parties showed by name has to follow from these.
"""

import importlib
import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from circulair.services import plant_sources, release_basis
from circulair.services.release_basis import Basis
from circulair.services.release_cells import PublicCell, parsed
from flows.disclosure import Reason
from flows.errors import FlowsError
from flows.town_cells import Moved, Slot, by_organisation, sums_of

Content = Mapping[str, Any]
"""A release as it is stored: what JSON gives."""

FEWEST, LARGEST_TWO = 5, Decimal("0.85")
"""Domain rule 6.3, written down once more: a rule that is broken elsewhere is not broken here."""

NEAR = 1e-6
"""Tonnes by which a figure may differ from its sum as computers add."""


LOOKED_AT = frozenset(
    {
        *("as_of", "flows", "offers", "needs", "premises", "figures", "cells", "refusals"),
        *("processes", "changes", "redactions"),
    }
)
"""All that a release has: what is of somebody and checked, plants among it, then numbers of things told.

Who adds to it says here how the gate looks at that.
"""


class DisclosingReleaseError(FlowsError):
    """A release would give somebody away; ``what`` is the cell or the figure that would."""

    code = "release.discloses"

    def __init__(self, what: str, why: str) -> None:
        super().__init__(what, why)
        self.what, self.why = what, why

    def __str__(self) -> str:
        return f"nothing was published: {self.what} {self.why}"


@dataclass(frozen=True, slots=True)
class Shown:
    """What may be told by name: by its code the exchanges that all their parties show, and their tonnes.

    ``open_listings`` are the codes of listings of which every exchange is shown, ``nameless`` those whose
    owner stays unnamed; ``consented`` are the codes of all listings and premises that their owners show.
    ``users`` are by the code of premises the names of those who use them, and for what, as they want it told;
    ``photos`` by that code the photos that the owner shows, each with what is said of it. ``plants`` are the
    codes of processes whose operators show them, or of which a source is public.
    """

    exchanges: Mapping[str, int]
    tonnes: Mapping[tuple[int, int], float]
    consented: Collection[str]
    open_listings: Collection[str]
    nameless: Collection[str]
    users: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    photos: Mapping[str, Collection[tuple[str, str]]] = field(default_factory=dict)
    plants: Collection[str] = frozenset()


def check(content: str, basis: Basis, before: Sequence[Basis], earlier: Sequence[str], shown: Shown) -> None:
    """Refuse a release that tells what its parties did not show, or what gives somebody away."""
    told = json.loads(content)
    old = [json.loads(one) for one in earlier]
    check_names(told, shown)
    check_figures(told)
    check_refusals(told, old)
    moved = release_basis.all_moved([*before, basis])
    cells, kept = parsed(told.get("cells", ())), union(old)
    check_kept(cells, kept)
    named = marks_of(told, moved, shown)
    ever = release_basis.ever_public(moved, before)
    for cell in cells:
        check_alone(cell, [one for one in moved if cell.slot.holds(one)], named)
    slots = release_basis.slots_decided([*before, basis])
    attack(Attack(moved, kept, cells, slots, named, ever))


def check_names(told: Content, shown: Shown) -> None:
    """Refuse a flow, a listing, a plant or premises that whoever it is of does not show."""
    check_flows(told, shown)
    for kind in ("offers", "needs", "premises"):
        for row in told[kind]:
            if why := what_is_wrong(row, shown):
                raise DisclosingReleaseError(f"{kind} {row['code']}", why)
    for row in told.get("processes", ()):
        if row["code"] not in shown.plants:
            raise DisclosingReleaseError(f"process {row['code']}", "is not shown by its operator")
        open_to_all = plant_sources.public_source(row["source"]), plant_sources.public_note(row["note"])
        if (row["source"], row["note"]) != open_to_all:
            raise DisclosingReleaseError(f"process {row['code']}", "tells what only the hub was told")


def check_flows(told: Content, shown: Shown) -> None:
    """Refuse a flow that not all its parties show, or with other tonnes than its own."""
    for flow in told["flows"]:
        exchange = shown.exchanges.get(flow["code"])
        if exchange is None:
            raise DisclosingReleaseError(f"flow {flow['code']}", "is not shown by all its parties")
        if abs(flow["tonnes"] - shown.tonnes.get((exchange, flow["year"]), 0.0)) > NEAR:
            raise DisclosingReleaseError(f"flow {flow['code']}", "tells other tonnes than its own")


def what_is_wrong(row: Content, shown: Shown) -> str:
    """Return what a listing or premises tell that their owners do not show, "" where it is all right."""
    if row["code"] not in shown.consented:
        return "is not shown by its owner"
    if row.get("left") is not None and row["code"] not in shown.open_listings:
        return "tells what is left although not all show what they took"
    if row.get("organisation") and row["code"] in shown.nameless:
        return "names an owner who stays unnamed"
    use = row.get("told", {}).get("use") or {}
    told, (who, what) = (use.get("who", ""), use.get("what", "")), shown.users.get(row["code"], ("", ""))
    if told not in (("", ""), (who, ""), (who, what)):
        return "tells of a user who does not show it"
    allowed = shown.photos.get(row["code"], ())
    if any(
        (one.get("code"), one.get("words")) not in allowed for one in row.get("told", {}).get("photos", ())
    ):
        return "has a photo that its owner does not show"
    return ""


def check_refusals(told: Content, earlier: Iterable[Content]) -> None:
    """Refuse counts of a quarter that are not those first told: a difference tells of single refusals."""
    first: dict[str, Content] = {}
    for release in (*earlier, told):
        for row in release.get("refusals", ()):
            if first.setdefault(row["quarter"], row) != row:
                raise DisclosingReleaseError(f"refusals of {row['quarter']}", "are not those told before")


def check_figures(told: Content) -> None:
    """Refuse a figure of the home page that does not follow from what is told by name."""
    flows, year = told["flows"], date.fromisoformat(told["as_of"]).year
    follows = {
        "confirmed_tonnes": sum(flow["tonnes"] for flow in flows),
        "confirmed_tonnes_this_year": sum(flow["tonnes"] for flow in flows if flow["year"] == year),
        "organisations": len({flow[side] for flow in flows for side in ("giver", "receiver")}),
        "vacant_premises": len(told["premises"]),
    }
    for name, value in told["figures"].items():
        if name not in follows or abs(follows[name] - value) > NEAR:
            raise DisclosingReleaseError(f"the figure {name}", "does not follow from what is told by name")


def union(old: Iterable[Content]) -> tuple[PublicCell, ...]:
    """Return every cell that any release tells, once."""
    return tuple(dict.fromkeys(cell for one in old for cell in parsed(one.get("cells", ()))))


def check_kept(cells: Iterable[PublicCell], kept: Iterable[PublicCell]) -> None:
    """Refuse to change or to drop a cell of an earlier release."""
    now = set(cells)
    for cell in kept:
        if cell not in now:
            raise DisclosingReleaseError(f"cell {cell.slot}", "is not as an earlier release told it")


def check_alone(cell: PublicCell, inside: Sequence[Moved], named: Collection[str]) -> None:
    """Refuse a cell that is wrong, or that rule 6.3 forbids alone."""
    if cell.low is None or cell.high is None:
        return
    total = float(sum(one.tonnes for one in inside))
    if not cell.low - NEAR <= total <= cell.high + NEAR:
        raise DisclosingReleaseError(f"cell {cell.slot}", "does not hold what moved")
    if cell.reason == Reason.CONSENT:
        return
    unknown = [one for one in inside if one.mark not in named]
    for side in ("giver", "receiver") if cell.end else ("giver",):
        figures = sorted(by_organisation(unknown, side), reverse=True)
        if unknown and (len(figures) < FEWEST or sum(figures[:2]) >= LARGEST_TWO * sum(figures)):
            raise DisclosingReleaseError(f"cell {cell.slot}", f"has too few or too large a {side}")


def marks_of(told: Content, moved: Sequence[Moved], shown: Shown) -> frozenset[str]:
    """Return the marks of what a release tells by name."""
    named = {shown.exchanges[flow["code"]] for flow in told["flows"]}
    return release_basis.public_by_name(moved, named, date.fromisoformat(told["as_of"]))


@dataclass(frozen=True, slots=True)
class Attack:
    """What moved, the cells of earlier releases and of this one, and what is told by name: now, and ever.

    ``slots`` are all cells that were decided, told or not: sums in any of them are somebody's own.
    """

    moved: tuple[Moved, ...]
    kept: tuple[PublicCell, ...]
    cells: tuple[PublicCell, ...]
    slots: tuple[Slot, ...]
    named: frozenset[str]
    ever: frozenset[str]

    def part(self, key: tuple[str, int]) -> "Attack":
        """Return what is of one group in one year: no cell counts more."""
        group, year = key

        def own(cells: Iterable[PublicCell]) -> tuple[PublicCell, ...]:
            return tuple(one for one in cells if one.group == group and int(one.period[:4]) == year)

        moved = tuple(one for one in self.moved if (one.group, one.quarter.year) == key)
        marks = frozenset(one.mark for one in moved)
        slots = tuple(one for one in self.slots if (one.group, int(one.period[:4])) == key)
        named, ever = self.named & marks, self.ever & marks
        return Attack(moved, own(self.kept), own(self.cells), slots, named, ever)

    @property
    def beliefs(self) -> list[tuple[frozenset[str], frozenset[str]]]:
        """Return which names one knew before and knows now: who remembers all of them, and who does not."""
        remembering = self.ever, self.ever | self.named
        return list(dict.fromkeys([remembering, (self.ever & self.named, self.named)]))

    @property
    def changes(self) -> bool:
        """Tell whether anything that says something comes to what was known."""
        new = set(self.cells) - set(self.kept)
        names = any(one.mark in self.named - self.ever for one in self.moved)
        return any(cell.low is not None for cell in new) or (names and bool(self.kept))


def attack(whole: Attack) -> None:
    """Refuse what lets everybody or one participant know somebody's tonnes who did not show them.

    He may remember all that was ever told by name, or know only what is told now. What could be worked out
    before this release already no release can mend.
    """
    engine: Any = importlib.import_module("flows.engine.attack")  # HiGHS is for no page to load
    keys = sorted({(one.group, one.quarter.year) for one in whole.moved})
    for part in map(whole.part, keys):
        if part.changes:
            for then, now in part.beliefs:
                attack_part(part, then, now, engine)


def attack_part(part: Attack, then: frozenset[str], now: frozenset[str], engine: Any) -> None:
    """Refuse what is known too well with the names of ``now`` and was not with those of ``then``."""
    rows = tuple(rows_of(part.cells, part.moved, engine))
    sums = [
        engine.Sum(owner, what, frozenset(one.mark for one in inside))
        for owner, what, inside in sums_of(
            part.moved, sorted({*part.slots, *(cell.slot for cell in part.cells)})
        )
    ]
    know = knowledge(part, rows, now, engine)
    found = engine.finds(know, sums)
    if found:
        old = tuple(rows_of(part.kept, part.moved, engine))
        found -= engine.finds(knowledge(part, old, then, engine), sums)
    if found:
        raise DisclosingReleaseError(*culprit(know, sums, sorted(found, key=str)[0], engine))


def culprit(know: Any, sums: Sequence[Any], find: Any, engine: Any) -> tuple[str, str]:
    """Return with which cell a find came to be, and to whom it tells what."""
    who = "one participant" if find.insider else "everybody"
    within = "25 %" if find.insider else "50 %"
    why = f"would let {who} know the tonnes of an organisation within {within} of the truth"
    for row in reversed(know.rows):
        know = know.without(row)
        if find not in engine.finds(know, sums):
            return f"cell {row.what}", why
    return "what is told by name", why


def knowledge(part: Attack, rows: Sequence[Any], named: frozenset[str], engine: Any) -> Any:
    """Return what is public as the attacker reads it."""
    return engine.Knowledge(
        tonnes={one.mark: float(one.tonnes) for one in part.moved},
        holders={one.mark: frozenset({one.giver, one.receiver}) for one in part.moved},
        named=named,
        rows=tuple(rows),
    )


def rows_of(cells: Iterable[PublicCell], moved: Sequence[Moved], engine: Any) -> Iterator[Any]:
    """Yield what cells say of what moved."""
    for cell in cells:
        if cell.low is not None and cell.high is not None:
            marks = frozenset(one.mark for one in moved if cell.slot.holds(one))
            yield engine.Row(str(cell.slot), marks, cell.low, cell.high)
