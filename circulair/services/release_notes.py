"""Notes of a release: what changed since the one before, and what was taken out of it afterwards."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

KINDS = ("flows", "offers", "needs", "processes", "premises")
"""What is told by name, as a release calls it."""


@dataclass(frozen=True, slots=True)
class Change:
    """How many things of a kind came, went and changed since the release before.

    Of cells, ``period`` is which quarter or year so far was decided, ``came`` how many of it tell something
    and ``gone`` how many of it are hidden.
    """

    kind: str
    came: int = 0
    gone: int = 0
    changed: int = 0
    period: str = ""


@dataclass(frozen=True, slots=True)
class Redaction:
    """On which day what was taken out of a release because its owner withdrew.

    The checksum from before is for the trail alone: with it a guess of what was taken out could be confirmed.
    """

    day: str
    kind: str


def redactions(rows: Iterable[Mapping[str, str]]) -> tuple[Redaction, ...]:
    """Return stored notes; the checksum that older ones hold is left out."""
    return tuple(Redaction(row["day"], row["kind"]) for row in rows)


Told = Mapping[str, Any]
"""A release as plain values; ``Any`` is what JSON holds."""


def changes(before: str, after: str) -> tuple[Change, ...]:
    """Return what changed from one stored release to the next, in the order in which a release tells it."""
    old, new = json.loads(before), json.loads(after)
    found = [change_of(kind, rows_of(old, kind), rows_of(new, kind)) for kind in KINDS]
    return tuple(one for one in found if one.came or one.gone or one.changed) + tuple(new_cells(old, new))


def rows_of(told: Told, kind: str) -> dict[str, Any]:
    """Return the rows of a kind by what tells them apart; a flow has a row for each year."""
    found = {}
    for row in told[kind]:
        found[f"{row['code']} {row.get('year', '')}"] = row
    return found


def change_of(kind: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Change:
    """Return what changed of one kind."""
    both = old.keys() & new.keys()
    return Change(
        kind=kind,
        came=len(new.keys() - old.keys()),
        gone=len(old.keys() - new.keys()),
        changed=sum(old[key] != new[key] for key in both),
    )


def new_cells(old: Told, new: Told) -> Iterator[Change]:
    """Yield the periods that were decided, with how many cells tell something and how many are hidden."""
    before = {key_of(cell) for cell in old.get("cells", ())}
    fresh = [cell for cell in new["cells"] if key_of(cell) not in before]
    for period in sorted({cell["period"] for cell in fresh}):
        own = [cell for cell in fresh if cell["period"] == period]
        told = sum(cell["low"] is not None for cell in own)
        yield Change("cells", came=told, gone=len(own) - told, period=period)


def key_of(cell: Told) -> tuple[str, ...]:
    """Return what a cell counts."""
    return cell["period"], cell["group"], cell["start"], cell["end"]
