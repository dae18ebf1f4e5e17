"""The whole trail, for the hub to look into: who did what to what, and whether it is unbroken."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from circulair.services.actor import Actor, require_hub
from circulair.services.paging import Page, page_of
from circulair.store import accounts, organisations, trail
from circulair.store.records import TrailRecord
from circulair.store.trail import Wanted

SUBJECTS = (
    "listing",
    "suggestion",
    "exchange",
    "organisation",
    "premises",
    "person",
    "import",
    "plan",
    "process",
    "vehicle",
    "workshop",
    "class",
    "lab",
    "experiment",
    "wellbeing",
    "letter",
    "release",
    "figure",
)
"""What acts are on."""


@dataclass(frozen=True, slots=True)
class Line:
    """One act as the hub reads it; ``erased`` where it had words that are gone.

    ``moved`` are the organisations from which and to which a merger of two moved it, by number and name.
    """

    number: int
    at: datetime
    who: str
    act: str
    subject: str
    subject_id: int
    name: str
    details: dict[str, str]
    words: str
    erased: bool
    moved: tuple[tuple[int, str], ...] = ()


def page(wanted: Wanted, number: int, actor: Actor) -> Page[Line]:
    """Return a page of the acts that a search finds, the newest first."""
    require_hub(actor)
    return page_of(number, trail.count(wanted), lambda most, after: lines(trail.search(wanted, most, after)))


def lines(found: Sequence[tuple[TrailRecord, str | None]]) -> Iterator[Line]:
    """Yield acts as the hub reads them, with the names of whoever and whatever they are of."""
    subjects = {(row.subject, row.subject_id) for row, _ in found}
    acting = {row.actor_id for row, _ in found if row.actor_id is not None}
    people = accounts.names(acting | {number for subject, number in subjects if subject == "person"})
    told = {row.id: json.loads(row.details or "{}") for row, _ in found}
    merged = {number for details in told.values() for number in merged_in(details)}
    firms = organisations.names(
        merged | {number for subject, number in subjects if subject == "organisation"}
    )
    names = {"person": people, "organisation": firms}
    for row, words in found:
        yield Line(
            row.id,
            row.at,
            "" if row.actor_id is None else people.get(row.actor_id, str(row.actor_id)),
            row.act,
            row.subject,
            row.subject_id,
            names.get(row.subject, {}).get(row.subject_id, ""),
            told[row.id],
            words or "",
            bool(row.digest) and words is None,
            tuple((number, firms.get(number, "")) for number in merged_in(told[row.id])),
        )


def merged_in(details: Mapping[str, str]) -> tuple[int, ...]:
    """Return the numbers of the organisation that went and the one that stayed, nothing of other acts."""
    ways = (details.get("from", ""), details.get("into", ""))
    return tuple(int(one) for one in ways) if all(one.isdigit() for one in ways) else ()


def check(actor: Actor) -> tuple[int, list[int]]:
    """Return how many acts there are, and the numbers of those whose seal does not fit; 0 is the end."""
    require_hub(actor)
    return trail.count(Wanted()), trail.broken_seals()
