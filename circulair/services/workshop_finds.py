"""Finds of a workshop: what the matcher sees between its cards, and between a card and what stands open."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import islice

from circulair.services import cards, finding
from circulair.services.explanations import ExplainedPart, explained_part
from circulair.services.finding import Ground
from circulair.store import matchable, workshops
from circulair.store.matchable import Wanted
from circulair.store.records import WorkshopCardRecord, WorkshopFindRecord, WorkshopRecord
from flows import matching
from flows.engine.judging import judge
from flows.engine.standing import MICRO, Row, day_number, side_of_rows
from flows.scoring import billionths
from flows.streams import Need, Offer, Side

MOST = 3
"""Open listings that are shown for one card, so that the wall stays readable: a choice."""

UNKNOWN = float("nan")
NOBODY = 0
"""The number of no organisation and of no listing."""

Stream = Offer | Need


@dataclass(frozen=True, slots=True)
class Find:
    """A find with its reasons, in the words of every other match."""

    record: WorkshopFindRecord
    parts: tuple[ExplainedPart, ...]
    tonnes: str | None
    recurring: bool | None

    @property
    def cards(self) -> tuple[WorkshopCardRecord, ...]:
        """Return the cards that it joins, one where the other side is a listing."""
        other = self.record.other
        return (self.record.card,) if other is None else (self.record.card, other)

    def other_than(self, card: WorkshopCardRecord) -> WorkshopCardRecord | None:
        """Return the card with which one was matched, None where the other side is a listing."""
        return next((one for one in self.cards if one is not card), None)


def look(card: WorkshopCardRecord, workshop: WorkshopRecord, finder: Ground) -> None:
    """Find partners of a card among the other cards of its workshop and the open listings; store these."""
    workshops.forget_finds(card.id)
    if card.removed_at is not None or not card.material:
        return
    others = [one for one in workshops.cards(workshop.id) if one.removed_at is None and one.material]
    stream = cards.stream_of(card, cards.read(card))
    found = [*among_cards(card, stream, others, finder)]
    own = {one.listing_id for one in others if one.listing_id is not None}
    found += [record(card, match, other) for match, other in among_listings(stream, own, finder)]
    for one in found:
        one.workshop_id, one.found_at = workshop.id, workshop.changes
    workshops.add_finds(found)


def among_cards(
    card: WorkshopCardRecord, stream: Stream, others: Sequence[WorkshopCardRecord], finder: Ground
) -> Iterator[WorkshopFindRecord]:
    """Yield what fits between a card and the cards of the other side, the offer first."""
    for other in others:
        if other.side is card.side:
            continue
        match = matched(stream, cards.stream_of(other, cards.read(other)), finder)
        if match is not None:
            offer, need = (card, other) if card.side is Side.OFFER else (other, card)
            made = record(offer, match, None)
            made.other_id = need.id
            yield made


def matched(one: Stream, two: Stream, finder: Ground) -> matching.Match | None:
    """Return the match of two streams of different sides if it is worth somebody's time."""
    offer, need = (one, two) if isinstance(one, Offer) else (two, one)
    if not (isinstance(offer, Offer) and isinstance(need, Need)):
        return None
    match = matching.of_pair(offer, need, finder.routes, finder.settings, finder.is_open)
    return match if match is not None and finding.is_good(match) else None


def among_listings(stream: Stream, own: set[int], finder: Ground) -> Iterator[tuple[matching.Match, int]]:
    """Yield the best open listings for a stream with their numbers; ``own`` are of the same workshop."""
    found = ((listing, exact(stream, listing, finder)) for listing in in_order(stream, finder))
    good = ((match, listing) for listing, match in found if match is not None and listing not in own)
    yield from islice(good, MOST)


def in_order(stream: Stream, finder: Ground) -> Iterator[int]:
    """Yield the numbers of the open listings that fit a stream, the best first."""
    side = Side.OFFER if isinstance(stream, Offer) else Side.NEED
    reached = finding.partners({stream.material}, side, finder.routes)
    day, when = finder.now.today, stream.availability
    field = finding.field_of(
        Wanted(finding.opposite(side), reached, NOBODY, day, when.start, when.end), {stream.material}, finder
    )
    seeker = side_of_rows([row_of(stream)], field.words, day)
    judged = judge(seeker, field.columns, field.ways, field.measure, seeks_offers=side is Side.NEED)

    def exactly_judged(place: int) -> int:
        match = exact(stream, field.numbers[place], finder)
        return -1 if match is None else billionths(match.score)

    for place in judged.best_first(field.columns.id, exactly_judged, finding.LEAST_SCORE):
        yield field.numbers[place]


def row_of(stream: Stream) -> Row:
    """Return a stream as a query would return a listing; it has no number and no place."""
    grams = None if stream.amount is None else int(stream.amount.tonnes.likely * MICRO)
    recurring = stream.amount is not None and stream.amount.recurring
    when = stream.availability
    return Row(
        NOBODY, NOBODY, stream.material, grams, recurring, day_number(when.start), day_number(when.end),
        None, None, None, "", None, UNKNOWN, UNKNOWN,
    )  # fmt: skip


def exact(stream: Stream, listing_id: int, finder: Ground) -> matching.Match | None:
    """Return the match of a stream and an open listing, None where they do not fit."""
    listings = matchable.of_numbers([listing_id])
    return matched(stream, finding.stream_of(listings[0], finder.now), finder) if listings else None


def record(card: WorkshopCardRecord, match: matching.Match, listing_id: int | None) -> WorkshopFindRecord:
    """Return a match as it is stored."""
    told = {
        "parts": [asdict(part) for part in match.parts],
        "direct": not match.through,
        "tonnes": None if match.tonnes is None else match.tonnes.likely,
        "recurring": match.recurring,
    }
    stored = json.dumps(told, default=str, sort_keys=True)
    return WorkshopFindRecord(card_id=card.id, listing_id=listing_id, score=match.score, told=stored)


def of_workshop(workshop_id: int) -> list[Find]:
    """Return what was found in a workshop, the newest first."""
    return [explained(one) for one in workshops.finds(workshop_id)]


def explained(find: WorkshopFindRecord) -> Find:
    """Return a stored find with its reasons."""
    told = json.loads(find.told)
    parts = tuple(explained_part(part, direct=told["direct"]) for part in told["parts"])
    return Find(find, parts, told["tonnes"], told["recurring"])
