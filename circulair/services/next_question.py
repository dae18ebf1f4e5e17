"""The next question: of each listing the one missing fact whose answer would change its partners most."""

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any  # what JSON holds

from circulair.services import listing_states, promises
from circulair.services.explanations import yield_of
from circulair.services.finding import LEAST_SCORE, MOST, stream_of
from circulair.services.promises import Book
from circulair.store import matchable
from circulair.store.matchable import Told
from circulair.store.records import MATCHABLE, ListingRecord, SuggestionLineRecord, SuggestionRecord
from flows.materials import load_materials
from flows.processes import Yield
from flows.quantities import WHOLE, Passing
from flows.questions import Case, Counts, Partner, Question, Value, next_question
from flows.scoring import Part
from flows.streams import Side
from flows.suggestions import OPEN
from flows.units import weighs

NEWEST = 1000
"""So many listings of the materials at hand are looked at for what they answer."""

Asked = tuple[ListingRecord, Sequence[SuggestionRecord]]
"""A listing and the suggestions in which it takes part."""


@dataclass(frozen=True, slots=True)
class Next:
    """What a listing is asked next: the code of the question, and what the answer would change.

    ``why`` is None where there are no partners yet: then it is what every match asks for first.
    """

    code: str
    why: Question | None = None


def next_questions(asked: Iterable[Asked], today: date) -> dict[int, Next]:
    """Return what each listing is asked next, none for those that lack nothing that would change anything."""
    found, lacking = {}, []
    for listing, suggestions in asked:
        if listing.state not in MATCHABLE:
            continue
        best = best_lines(listing, suggestions)
        if any(f'"{listing.side}.' in one.line.parts for one in best):
            lacking.append((listing, best))
        elif code := listing_states.missing_answer(listing):
            found[listing.id] = Next(code)
    return found | computed(lacking, today)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a suggestion, and the listing on the other side of it."""

    line: SuggestionLineRecord
    other: ListingRecord


Lacking = tuple[ListingRecord, Sequence[Line]]
"""A listing and its best open lines, of which some miss something on its side."""


def best_lines(listing: ListingRecord, suggestions: Iterable[SuggestionRecord]) -> list[Line]:
    """Return the lines of a listing's best open suggestions, the best first, one for each partner."""
    ranked = sorted((one for one in suggestions if one.status in OPEN), key=lambda one: (-one.score, one.id))
    found: dict[int, Line] = {}
    for suggestion in ranked:
        for line in suggestion.lines:
            other = suggestion.need if line.offer_id == listing.id else line.offer
            if listing.id in (suggestion.need_id, line.offer_id):
                found.setdefault(other.id, Line(line, other))
    return list(found.values())[:MOST]


def computed(lacking: Sequence[Lacking], today: date) -> dict[int, Next]:
    """Return the question of each listing whose partners miss something of it, all read in two queries."""
    if not lacking:
        return {}
    numbers = {one.id for listing, lines in lacking for one in (listing, *(line.other for line in lines))}
    now = promises.book(today, sorted(numbers))
    counts = counts_of(matchable.told({slug for listing, _ in lacking for slug in kin(listing)}, NEWEST))
    found = {}
    for listing, lines in lacking:
        why = next_question(case_of(listing, lines, now, counts))
        code = listing_states.missing_answer(listing) if why is None else code_of(why.fact, listing)
        if code:
            found[listing.id] = Next(code, why)
    return found


def kin(listing: ListingRecord) -> Sequence[str]:
    """Return the material of a listing and those below it."""
    return load_materials().descendants(listing.material)


def code_of(fact: str, listing: ListingRecord) -> str:
    """Return the code of the question for a fact: an amount that cannot be weighed lacks its weight only."""
    name = fact.partition(".")[2]
    if name == "quantity":
        return "quantity" if listing.typed_unit is None else "weight"
    return name if name == "timing" else fact


Kind = tuple[Side, str]
"""A side and a material."""


def counts_of(rows: Iterable[Told]) -> Mapping[Kind, dict[str, Counter[Value]]]:
    """Return how often listings of each side and material give each answer."""
    found: dict[Kind, dict[str, Counter[Value]]] = defaultdict(lambda: defaultdict(Counter))
    for row in rows:
        told: dict[str, Value | None] = {
            "contamination_pct": row.contamination_pct,
            "moisture_pct": row.moisture_pct,
            "form": row.form,
            "classes": tuple(row.classes.split()) or None,
            "tonnes": row.tonnes,
        }
        for name, value in told.items():
            if value is not None:
                found[row.side, row.material][name][value] += 1
        for slug in load_materials().line(row.material):
            found[row.side, slug]["material"][row.material] += 1
    return found


def case_of(listing: ListingRecord, lines: Sequence[Line], now: Book, counts: Mapping[Kind, Counts]) -> Case:
    """Return a listing with its partners as the domain sees them."""
    return Case(
        own=stream_of(listing, now),
        partners=tuple(partner_of(listing, one, now) for one in lines),
        tree=load_materials(),
        today=now.today,
        counts=counts.get((listing.side, listing.material), {}),
        least=LEAST_SCORE,
    )


def partner_of(listing: ListingRecord, one: Line, now: Book) -> Partner:
    """Return a partner as it was found; what a capacity leaves is not looked at anew."""
    stored = json.loads(one.line.parts)
    shares = [yield_of(passage["share"]) for passage in stored["through"]]
    known = [share for share in shares if share is not None]
    kept = WHOLE
    for share in known:
        kept = Yield(kept.low * share.low, kept.likely * share.likely, kept.high * share.high)
    unweighable = listing.typed_unit is not None and not weighs(listing.typed_unit)
    left_out = {f"{listing.side}.quantity"} if unweighable else set()
    return Partner(
        other=stream_of(one.other, now),
        parts=tuple(part_of(part, left_out) for part in stored["parts"]),
        passing=Passing(kept if len(known) == len(shares) else None),
        converted=bool(shares),
    )


def part_of(stored: Mapping[str, Any], left_out: Collection[str]) -> Part:
    """Return a stored part of a score, without the facts that nobody can tell."""
    return Part(
        stored["name"],
        stored["weight"],
        stored["value"],
        tuple((row[0], row[1]) for row in stored["evidence"]),
        tuple(fact for fact in stored["missing"] if fact not in left_out),
        stored["known"],
    )
