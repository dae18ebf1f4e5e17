"""The whole trail, for the hub to look into: who did what to what, and whether it is unbroken."""

import json
from dataclasses import dataclass
from datetime import datetime

from circulair.services.actor import Actor, require_hub
from circulair.store import accounts, organisations, trail
from circulair.store.trail import Wanted

PAGE = 50

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
    "lab",
    "experiment",
    "wellbeing",
    "letter",
    "release",
)
"""What acts are on."""


@dataclass(frozen=True, slots=True)
class Line:
    """One act as the hub reads it; ``erased`` where it had words that are gone."""

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


@dataclass(frozen=True, slots=True)
class Page:
    """One page of acts, and how many there are."""

    rows: tuple[Line, ...]
    total: int
    number: int

    @property
    def first(self) -> int:
        """Return the place of the first act of this page."""
        return PAGE * (self.number - 1) + 1

    @property
    def last(self) -> int:
        """Return the place of the last act of this page."""
        return PAGE * (self.number - 1) + len(self.rows)


def page(wanted: Wanted, number: int, actor: Actor) -> Page:
    """Return a page of the acts that a search finds, the newest first; after the last comes the last."""
    require_hub(actor)
    total = trail.count(wanted)
    shown = min(number, max(1, -(-total // PAGE)))
    found = trail.search(wanted, PAGE, PAGE * (shown - 1))
    subjects = {(row.subject, row.subject_id) for row, _ in found}
    acting = {row.actor_id for row, _ in found if row.actor_id is not None}
    people = accounts.names(acting | {number for subject, number in subjects if subject == "person"})
    firms = organisations.names({number for subject, number in subjects if subject == "organisation"})
    names = {"person": people, "organisation": firms}
    lines = (
        Line(
            row.id,
            row.at,
            "" if row.actor_id is None else people.get(row.actor_id, str(row.actor_id)),
            row.act,
            row.subject,
            row.subject_id,
            names.get(row.subject, {}).get(row.subject_id, ""),
            json.loads(row.details or "{}"),
            words or "",
            bool(row.digest) and words is None,
        )
        for row, words in found
    )
    return Page(tuple(lines), total, shown)


def check(actor: Actor) -> tuple[int, list[int]]:
    """Return how many acts there are, and the numbers of those whose seal does not fit; 0 is the end."""
    require_hub(actor)
    return trail.count(Wanted()), trail.broken_seals()
