"""Refusals in a release: counted once for each quarter that is over, and the same in every later release."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from circulair.services.actor import TOWN, Actor
from circulair.services.reports import at_midnight
from circulair.store import publication, reports
from circulair.store.records import SuggestionRecord
from flows.quarters import Quarter, over_between
from flows.refusals import Refusal, counts


@dataclass(frozen=True, slots=True)
class PublicRefusals:
    """How often something was declined in a quarter (2027-Q1) for each reason that may be told."""

    quarter: str
    counts: tuple[tuple[str, int], ...]


def frozen(as_of: date, actor: Actor) -> tuple[PublicRefusals, ...]:
    """Return the refusals of the quarters that are over on a day, the oldest first.

    What any earlier release told of a quarter stays as it was told, also where that was nothing.
    """
    first = reports.first_declined()
    if first is None:
        return ()
    told = told_before()
    quarters = over_between(first.astimezone(TOWN).date(), min(as_of, actor.today))
    return tuple(told.get(one.code) or counted(one) for one in quarters)


def told_before() -> dict[str, PublicRefusals]:
    """Return what releases told of each quarter, the first that did before all others."""
    told: dict[str, PublicRefusals] = {}
    for record in publication.history():
        told |= {one.quarter: one for one in parsed(json.loads(record.content))}
    return told


def counted(quarter: Quarter) -> PublicRefusals:
    """Count the refusals of a quarter by reason, as far as they may be told."""
    declined = reports.declined(at_midnight(quarter.first), at_midnight(quarter.following.first))
    found = (refusal_of(one) for one in declined)
    told = counts(one for one in found if one is not None)
    return PublicRefusals(quarter.code, tuple((why.value, number) for why, number in told))


def refusal_of(suggestion: SuggestionRecord) -> Refusal | None:
    """Return why a suggestion was declined and which organisations are in it."""
    if suggestion.reason is None:
        return None
    sides = (suggestion.need, *(line.offer for line in suggestion.lines))
    return Refusal(suggestion.reason, frozenset(one.organisation_id for one in sides))


def parsed(told: Mapping[str, Iterable[Mapping[str, object]]]) -> tuple[PublicRefusals, ...]:
    """Return the refusals of a stored release; one from before they were told has none."""
    rows = told.get("refusals", ())
    return tuple(PublicRefusals(str(row["quarter"]), pairs(row["counts"])) for row in rows)


def pairs(stored: object) -> tuple[tuple[str, int], ...]:
    """Return stored counts as values."""
    rows = stored if isinstance(stored, list) else []
    return tuple((str(why), int(number)) for why, number in rows)
