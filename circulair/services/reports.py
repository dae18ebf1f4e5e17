"""Reports: what the hub's desk did in a month, from what is stored and from the trail; how its letters do."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from circulair.services.actor import TOWN, Actor, require_hub
from circulair.store import outbox
from circulair.store import reports as store
from circulair.store.records import LetterRecord, SuggestionRecord
from circulair.store.reports import Acted
from flows.materials import load_materials
from flows.pipeline import STEPS, Journey, Passage, passages
from flows.strategies import Strategy
from flows.streams import Side
from flows.suggestions import Reason, Status

ACTS = {"suggestion.made" if step is Status.NEW else f"suggestion.{step}": step for step in STEPS}
"""The acts of the trail that are steps of the pipeline."""

WEEK = timedelta(days=7)
MONTHS = 24
"""How many months back a report can be asked for."""

Counts = tuple[tuple[str, int], ...]
"""Codes and how often each, the most frequent first."""


Weights = tuple[tuple[str, Decimal], ...]
"""Materials and the tonnes of each, the most first."""


@dataclass(frozen=True, slots=True)
class Refusals:
    """Why suggestions were declined: by reason and party, by material, by kind of organisation that did."""

    number: int
    reasons: tuple[tuple[Reason, Counts], ...]
    materials: Counts
    kinds: Counts


@dataclass(frozen=True, slots=True)
class Report:
    """One month of the hub: new listings, steps of suggestions, confirmed deliveries, refusals.

    ``materials`` and ``rungs`` are the confirmed tonnes by material and by rung of the ladder; each sums up
    to ``tonnes``. ``up_to`` is the day on which a month was looked at that still runs, else None.
    """

    month: date
    offers: int
    needs: int
    passages: tuple[Passage, ...]
    deliveries: int
    tonnes: Decimal
    refusals: Refusals
    materials: Weights = ()
    rungs: tuple[tuple[Strategy, Decimal], ...] = ()
    up_to: date | None = None


def of_month(month: date, actor: Actor) -> Report:
    """Return the report of the month in which a day lies; for the hub only."""
    require_hub(actor)
    first = month.replace(day=1)
    after = next_month(first)
    begin, end = at_midnight(first), at_midnight(after)
    registered = store.new_listings(begin, end)
    last = after - timedelta(days=1)
    deliveries, tonnes = store.confirmed(first, last)
    moved = store.confirmed_of(first, last)
    return Report(
        month=first,
        offers=registered.get(Side.OFFER, 0),
        needs=registered.get(Side.NEED, 0),
        passages=passages(journeys(store.steps(list(ACTS), begin, end), end), begin, end),
        deliveries=deliveries,
        tonnes=tonnes,
        refusals=refusals(store.declined(begin, end)),
        materials=by_material(moved),
        rungs=by_rung(moved),
        up_to=actor.today if actor.today <= last else None,
    )


def by_material(moved: Sequence[tuple[str, Strategy, Decimal]]) -> Weights:
    """Return the tonnes of each material, the most first, equal ones by its code."""
    found: dict[str, Decimal] = defaultdict(Decimal)
    for material, _rung, tonnes in moved:
        found[material] += tonnes
    return tuple(sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))


def by_rung(moved: Sequence[tuple[str, Strategy, Decimal]]) -> tuple[tuple[Strategy, Decimal], ...]:
    """Return the tonnes of each rung on which something moved, from the top of the ladder down."""
    found: dict[Strategy, Decimal] = defaultdict(Decimal)
    for _material, rung, tonnes in moved:
        found[rung] += tonnes
    return tuple((rung, found[rung]) for rung in Strategy if rung in found)


@dataclass(frozen=True, slots=True)
class Post:
    """Letters that have not left, and how many of each kind left in the week before."""

    waiting: Sequence[LetterRecord]
    sent: Counts


def post(actor: Actor) -> Post:
    """Return how the letters are doing; for the hub only."""
    require_hub(actor)
    return Post(outbox.waiting(), tuple(outbox.sent_since(actor.now - WEEK).items()))


def months(today: date) -> tuple[date, ...]:
    """Return the months of which a report can be asked for, this one first."""
    found = [today.replace(day=1)]
    while len(found) < MONTHS:
        found.append((found[-1] - timedelta(days=1)).replace(day=1))
    return tuple(found)


def next_month(first: date) -> date:
    """Return the first day of the month after one that begins on a day."""
    return (first + timedelta(days=32)).replace(day=1)


def at_midnight(day: date) -> datetime:
    """Return the moment at which a day begins in the town."""
    return datetime.combine(day, time(), TOWN)


def journeys(acted: Iterable[Acted], end: datetime) -> list[Journey]:
    """Return for each suggestion when it first took each step before a moment that was not taken back."""
    found: dict[int, dict[Status, list[datetime]]] = defaultdict(lambda: defaultdict(list))
    for one in acted:
        if one.act in ACTS:
            found[one.suggestion_id][ACTS[one.act]].append(one.at)
        elif taken := found[one.suggestion_id][taken_back(one)]:
            taken.pop()
    return [
        {step: min(moments) for step, moments in steps.items() if moments and min(moments) < end}
        for steps in found.values()
    ]


def taken_back(acted: Acted) -> Status:
    """Return which step an act took back."""
    if acted.act == "suggestion.back":
        return Status.MOVED
    return Status(json.loads(acted.details)["from"])


def refusals(declined: Sequence[SuggestionRecord]) -> Refusals:
    """Count why, by whom, of what and by which kind of organisation suggestions were declined."""
    by_reason: dict[Reason, Counter[str]] = defaultdict(Counter)
    materials: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    for one in declined:
        assert one.reason is not None
        by_reason[one.reason][one.declined_by] += 1
        materials[load_materials().line(one.need.material)[-1]] += 1
        kinds.update(kinds_of(one))
    ordered = sorted(by_reason.items(), key=lambda pair: (-pair[1].total(), list(Reason).index(pair[0])))
    return Refusals(
        len(declined),
        tuple((reason, most_first(parties)) for reason, parties in ordered),
        most_first(materials),
        most_first(kinds),
    )


def kinds_of(suggestion: SuggestionRecord) -> set[str]:
    """Return the kinds of organisation that said no, none where the hub did."""
    if suggestion.declined_by == "receiver":
        return {suggestion.need.organisation.kind.value}
    if suggestion.declined_by == "giver":
        return {line.offer.organisation.kind.value for line in suggestion.lines}
    return set()


def most_first(counts: Counter[str]) -> Counts:
    """Return codes with their counts, the most frequent first, equal ones by code."""
    return tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))
