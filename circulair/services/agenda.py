"""The agenda of an organisation: its listings, what waits for its answer, and what each is asked next."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from circulair.services import exchanges, letters, listings, promises, reviews, undo
from circulair.services.actor import Actor
from circulair.services.next_question import Next, next_questions
from circulair.services.promises import Book
from circulair.store import suggestions, trail
from circulair.store.records import (
    ExchangeRecord,
    ListingRecord,
    SuggestionRecord,
)
from flows.exchanges import DeliveryStatus
from flows.suggestions import ALIVE, ENDINGS, Status


@dataclass(frozen=True, slots=True)
class Row:
    """One listing: partners under review, proposals that wait for an answer, and the next question.

    ``answered`` are the proposals to which its owner said yes, and which wait for others.
    ``left`` is what nobody was promised yet, None where nothing was promised; ``longer_until`` the last
    day that its owner is offered, None where extending is not offered; ``reopens`` whether a withdrawal
    can be undone.
    """

    listing: ListingRecord
    under_review: int
    to_answer: tuple[SuggestionRecord, ...]
    question: Next | None
    answered: tuple[SuggestionRecord, ...] = ()
    left: Decimal | None = None
    longer_until: date | None = None
    reopens: bool = False


@dataclass(frozen=True, slots=True)
class Agenda:
    """Everything that waits for one organisation."""

    rows: tuple[Row, ...]
    to_confirm: tuple[ExchangeRecord, ...]
    running: tuple[ExchangeRecord, ...]

    @property
    def to_answer(self) -> tuple[SuggestionRecord, ...]:
        """Return the proposals that wait for an answer, each once."""
        waiting = {one.id: one for row in self.rows for one in row.to_answer}
        return tuple(waiting[number] for number in sorted(waiting))


@dataclass(frozen=True, slots=True)
class Happened:
    """One act in the history of a listing: when, which, and its details."""

    at: datetime
    act: str
    details: dict[str, str]


@dataclass(frozen=True, slots=True)
class Story:
    """One listing with its partners and what happened to it."""

    row: Row
    seen: tuple[SuggestionRecord, ...]
    history: tuple[Happened, ...]


def of_actor(actor: Actor) -> Agenda:
    """Return the agenda of the actor's organisation."""
    if actor.organisation_id is None:
        return Agenda((), (), ())
    alive = suggestions.of_organisation(actor.organisation_id, ALIVE)
    own = listings.mine(actor)
    book = promises.book(actor.today, [listing.id for listing in own])
    asked = [(listing, touching(listing, alive)) for listing in own]
    questions = next_questions(asked, actor.today)
    rows = tuple(row_of(listing, found, book, questions.get(listing.id)) for listing, found in asked)
    mine = exchanges.mine(actor)
    to_confirm = tuple(one for one in mine if waits_for(one, actor))
    running = tuple(one for one in mine if one not in to_confirm and one.ended_on is None)
    return Agenda(rows, to_confirm, running)


def story(listing_id: int, actor: Actor) -> Story:
    """Return one own listing with its partners; those that nobody proposed yet are only counted."""
    listing = listings.own(listing_id, actor)
    found = suggestions.of_listing(listing_id)
    alive = [one for one in found if one.status in ALIVE]
    seen = tuple(one for one in found if is_shown(one, actor))
    acts = (row for row, _words in trail.of_subject("listing", listing_id))
    history = tuple(Happened(row.at, row.act, json.loads(row.details or "{}")) for row in acts)
    book = promises.book(actor.today, [listing.id])
    question = next_questions([(listing, alive)], actor.today).get(listing.id)
    return Story(row_of(listing, alive, book, question), seen, history)


def is_shown(suggestion: SuggestionRecord, actor: Actor) -> bool:
    """Return whether an owner sees a proposal: until it ended, and while the own no can be taken back."""
    if not reviews.was_proposed(suggestion):
        return False
    if suggestion.status not in ENDINGS:
        return True
    just_now = actor.now - suggestion.changed_at < letters.UNDO
    return just_now and undo.own_no(suggestion, actor) is not None


def touching(listing: ListingRecord, found: Iterable[SuggestionRecord]) -> list[SuggestionRecord]:
    """Return the suggestions in which a listing takes part."""
    return [
        one
        for one in found
        if one.need_id == listing.id or any(line.offer_id == listing.id for line in one.lines)
    ]


def partners(listing_id: int) -> int:
    """Return how many possible partners a listing has now."""
    return suggestions.count_alive(listing_id)


def row_of(
    listing: ListingRecord, alive: Sequence[SuggestionRecord], book: Book, question: Next | None
) -> Row:
    """Return where a listing stands."""
    under_review = sum(not reviews.was_proposed(one) for one in alive)
    to_answer = tuple(one for one in alive if unanswered(one, listing))
    return Row(
        listing,
        under_review,
        to_answer,
        question,
        answered=tuple(one for one in alive if one.status is Status.PROPOSED and one not in to_answer),
        left=book.still_free(listing),
        longer_until=listings.offered_until(listing, book.today),
        reopens=listings.reopens(listing, book.today),
    )


def unanswered(suggestion: SuggestionRecord, listing: ListingRecord) -> bool:
    """Tell whether a proposal waits for the answer of a listing's owner."""
    given = {answer.listing_id for answer in suggestion.answers}
    return suggestion.status is Status.PROPOSED and listing.id not in given


def waits_for(exchange: ExchangeRecord, actor: Actor) -> bool:
    """Tell whether an exchange has a delivery that the actor's side is asked to confirm."""
    own = exchanges.parties_of(exchange, actor)
    reported = [one for one in exchange.deliveries if one.status is DeliveryStatus.REPORTED]
    return any(party is not one.reported_by for one in reported for party in own)
