"""Workshops: a session of the hub in a room, its cards typed as people speak, and what becomes of them."""

import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from circulair.services import callers, cards, finding, listings, organisations, workshop_finds
from circulair.services.actor import Actor, require_hub
from circulair.services.cards import Answers
from circulair.services.faults import (
    CardPlacedError,
    LinkSpentError,
    NotFoundError,
    PremisesMissingError,
    VersionError,
)
from circulair.services.workshop_finds import Find
from circulair.store import trail
from circulair.store import workshops as store
from circulair.store.records import ListingRecord, WorkshopCardRecord, WorkshopRecord
from flows.errors import UnknownCodeError
from flows.materials import load_materials
from flows.meaning import Understood

CARD_LIFE = timedelta(days=60)
"""How long the link on a printed card works, and how long the hub keeps who said it: a choice."""


class Next(StrEnum):
    """What the hub does next about a card."""

    UNDERSTAND = "understand"
    ASK_WHO = "ask_who"
    BRING_TOGETHER = "bring_together"
    CONFIRM = "confirm"
    KEEP_LOOKING = "keep_looking"
    LISTED = "listed"


@dataclass(frozen=True, slots=True)
class Typed:
    """What is typed on a card: its line in a language, and who said it."""

    line: str
    language: str
    who: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """A card with how it is understood, what it may mean besides, and what was found for it."""

    record: WorkshopCardRecord
    meant: Understood
    others: tuple[str, ...]
    finds: Sequence[Find] = field(default_factory=tuple)

    @property
    def next(self) -> Next:
        """Return what to do next about it."""
        if not self.record.material:
            return Next.UNDERSTAND
        if self.record.listing_id is not None:
            return Next.LISTED
        if not (self.record.email or self.record.who):
            return Next.ASK_WHO
        if self.finds:
            return Next.BRING_TOGETHER
        return Next.CONFIRM if self.record.email else Next.KEEP_LOOKING


@dataclass(frozen=True, slots=True)
class Room:
    """A workshop with its cards, the newest first, what was found, and the cards that were taken away."""

    workshop: WorkshopRecord
    cards: Sequence[Card]
    finds: Sequence[Find]
    removed: Sequence[WorkshopCardRecord]


def begin(name: str, day: date, place: str, actor: Actor) -> WorkshopRecord:
    """Open a workshop; for the hub only."""
    require_hub(actor)
    made = store.add(WorkshopRecord(name=name, day=day, place=place, created_at=actor.now))
    trail.append(trail.Act("workshop.opened", "workshop", made.id), actor.person_id, actor.now)
    return made


def all_of_them(actor: Actor) -> Sequence[tuple[WorkshopRecord, int]]:
    """Return all workshops with how many cards each has; for the hub only."""
    require_hub(actor)
    return store.newest()


def room(workshop_id: int, actor: Actor) -> Room:
    """Return a workshop with all that is in it; for the hub only."""
    require_hub(actor)
    workshop = store.one(workshop_id)
    if workshop is None:
        raise NotFoundError("workshop")
    records, found = store.cards(workshop_id), workshop_finds.of_workshop(workshop_id)
    there = [one for one in records if one.removed_at is None]
    shown = [
        Card(one, cards.read(one), cards.other_materials(one), [f for f in found if one in f.cards])
        for one in reversed(there)
    ]
    return Room(workshop, shown, found, [one for one in records if one.removed_at is not None])


def changes(workshop_id: int, actor: Actor) -> int:
    """Return how often the cards of a workshop changed so far; for the hub only."""
    require_hub(actor)
    count = store.changes(workshop_id)
    if count is None:
        raise NotFoundError("workshop")
    return count


def held(workshop_id: int, actor: Actor) -> WorkshopRecord:
    """Return a workshop of which something changes now, one change after the other."""
    require_hub(actor)
    workshop = store.held(workshop_id)
    if workshop is None:
        raise NotFoundError("workshop")
    workshop.changes += 1
    return workshop


def add(workshop_id: int, typed: Typed, actor: Actor) -> WorkshopCardRecord:
    """Add a card and look for its partners at once."""
    workshop = held(workshop_id, actor)
    card = WorkshopCardRecord(
        workshop_id=workshop.id,
        seal=secrets.token_hex(16),
        expires_at=actor.now + CARD_LIFE,
        created_at=actor.now,
    )
    write(card, typed, actor)
    understand(card, Answers())
    store.add_card(card)
    workshop_finds.look(card, workshop, finding.ground(actor.today))
    trail.append(trail.Act("workshop.card_added", "workshop", workshop.id), actor.person_id, actor.now)
    return card


def write(card: WorkshopCardRecord, typed: Typed, actor: Actor) -> None:
    """Put what is typed on a card; its days count from now."""
    card.line, card.language, card.read_on = typed.line, typed.language, actor.today
    card.who, card.email = typed.who, typed.email


def understand(card: WorkshopCardRecord, answers: Answers) -> None:
    """Read the line of a card with what was settled."""
    card.answers = cards.stored(answers)
    meant = cards.read(card)
    card.side, card.material = meant.reading.side, meant.material or ""


def correct(card_id: int, answers: Answers, actor: Actor) -> WorkshopCardRecord:
    """Settle by a click what the line of a card leaves open or was read wrongly."""
    if answers.material is not None and answers.material not in load_materials():
        raise UnknownCodeError("material", answers.material)
    card, workshop = open_card(card_id, actor)
    understand(card, cards.answers_of(card).with_more(answers))
    workshop_finds.look(card, workshop, finding.ground(actor.today))
    return card


def change(card_id: int, version: int, typed: Typed, actor: Actor) -> WorkshopCardRecord:
    """Type a card anew; what was settled by a click falls away where the line is another."""
    card, workshop = open_card(card_id, actor)
    if card.version != version:
        raise VersionError("card")
    kept = cards.answers_of(card) if typed.line == card.line else Answers()
    write(card, typed, actor)
    understand(card, kept)
    workshop_finds.look(card, workshop, finding.ground(actor.today))
    return card


def remove(card_id: int, actor: Actor) -> WorkshopCardRecord:
    """Take a card away; it can be put back."""
    card, workshop = open_card(card_id, actor)
    card.removed_at = actor.now
    workshop_finds.look(card, workshop, finding.ground(actor.today))
    trail.append(trail.Act("workshop.card_removed", "workshop", workshop.id), actor.person_id, actor.now)
    return card


def put_back(card_id: int, actor: Actor) -> WorkshopCardRecord:
    """Put a card back that was taken away."""
    card, workshop = open_card(card_id, actor)
    card.removed_at = None
    workshop_finds.look(card, workshop, finding.ground(actor.today))
    return card


def card_of(card_id: int, actor: Actor) -> WorkshopCardRecord:
    """Return a card with its workshop; for the hub only."""
    require_hub(actor)
    card = store.card(card_id)
    if card is None:
        raise NotFoundError("card")
    return card


def open_card(card_id: int, actor: Actor) -> tuple[WorkshopCardRecord, WorkshopRecord]:
    """Return a card that is nobody's listing yet, with its workshop, both to be changed."""
    card = card_of(card_id, actor)
    workshop = held(card.workshop_id, actor)
    store.read_anew(card)
    if card.listing_id is not None:
        raise CardPlacedError()
    return card, workshop


def attach(card_id: int, organisation_id: int, actor: Actor) -> ListingRecord:
    """Make a card the listing of an organisation that the hub knows, which is asked for its yes."""
    card, workshop = open_card(card_id, actor)
    premises = organisations.places(organisation_id, actor)
    if not premises:
        raise PremisesMissingError()
    return used_up(card, workshop, callers.register(cards.draft_of(card, premises[0].id), actor), actor)


def place(
    card: WorkshopCardRecord, workshop: WorkshopRecord, premises_id: int, actor: Actor
) -> ListingRecord:
    """Make a card the listing of whoever placed it at some premises; its link is used up."""
    return used_up(card, workshop, listings.register(cards.draft_of(card, premises_id), actor), actor)


def used_up(
    card: WorkshopCardRecord, workshop: WorkshopRecord, listing: ListingRecord, actor: Actor
) -> ListingRecord:
    """Note that a card became a listing; its link works no more."""
    card.listing_id, card.used_at = listing.id, actor.now
    details = {"listing": str(listing.id)}
    act = trail.Act("workshop.card_placed", "workshop", workshop.id, details)
    trail.append(act, actor.person_id, actor.now)
    return listing


def token_of(card: WorkshopCardRecord, key: bytes) -> str:
    """Return the link on a printed card: it can be printed again, yet is stored nowhere."""
    sealed = hmac.new(key, f"workshop card {card.id} {card.seal}".encode(), "sha256")
    return f"{card.id}-{sealed.hexdigest()[:32]}"


def by_token(token: str, key: bytes, actor: Actor) -> WorkshopCardRecord:
    """Return the card of a link that still works, without using it; LinkSpentError else."""
    number = token.partition("-")[0]
    known = number.isascii() and number.isdigit() and len(number) < 18
    card = store.card(int(number)) if known else None
    if card is None or not hmac.compare_digest(token_of(card, key).encode(), token.encode()):
        raise LinkSpentError()
    if card.used_at is not None or card.removed_at is not None or card.expires_at <= actor.now:
        raise LinkSpentError()
    return card


def confirm(token: str, key: bytes, actor: Actor) -> ListingRecord:
    """Take responsibility for a card: it becomes a listing of the actor's own organisation, once."""
    seen = by_token(token, key, actor)
    workshop, premises = store.held(seen.workshop_id), organisations.own(actor).premises
    store.read_anew(seen)
    card = by_token(token, key, actor)
    if workshop is None or not premises:
        raise PremisesMissingError()
    workshop.changes += 1
    return place(card, workshop, premises[0].id, actor)
