"""Cards: how the line on a workshop card is read, and what the matcher and a listing make of it."""

import json
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import lru_cache

from circulair.services import classification, understanding
from circulair.services.faults import CardUnclearError
from circulair.services.listings import Draft
from circulair.store.records import ListingSource, WorkshopCardRecord
from flows.choices import Choices, with_choices
from flows.line import read_line
from flows.materials import load_materials
from flows.meaning import Understood, understood
from flows.readings import Doubt
from flows.streams import Availability, Need, Offer, Side

LONGEST_TITLE = 120

KEPT = 2048
"""Readings that are kept, so that a full room does not read its lines anew for each new one."""


@dataclass(frozen=True, slots=True)
class Answers:
    """What was settled by a click where the line of a card leaves it open; None where nothing was."""

    choices: Choices = field(default_factory=Choices)
    material: str | None = None
    side: Side | None = None

    def with_more(self, more: "Answers") -> "Answers":
        """Return these answers with newer ones in their place."""
        told = {name: value for name, value in asdict(more.choices).items() if value is not None}
        choices = replace(self.choices, **told)
        return Answers(choices, more.material or self.material, more.side or self.side)


def stored(answers: Answers) -> str:
    """Return answers as a card keeps them."""
    told = {**asdict(answers.choices), "material": answers.material, "side": answers.side}
    known = {name: str(value) for name, value in told.items() if value is not None}
    return json.dumps(known, sort_keys=True)


def answers_of(card: WorkshopCardRecord) -> Answers:
    """Return the answers that a card keeps."""
    told = json.loads(card.answers)
    value, fill = (Decimal(told[name]) if name in told else None for name in ("value", "fill"))
    side = Side(told["side"]) if "side" in told else None
    return Answers(Choices(value, told.get("unit"), told.get("period"), fill), told.get("material"), side)


@dataclass(frozen=True, slots=True)
class Line:
    """A line with the language and the day of its reading; ``indexed`` once the index of words is built."""

    text: str
    language: str
    day: date
    indexed: bool


def line_of(card: WorkshopCardRecord) -> Line:
    """Return the line of a card as it is read."""
    return Line(card.line, card.language, card.read_on, classification.READER.ready() is not None)


def read(card: WorkshopCardRecord) -> Understood:
    """Return how the line of a card is understood, with what was settled since."""
    return read_as(line_of(card), answers_of(card))


@lru_cache(maxsize=KEPT)
def read_as(line: Line, answers: Answers) -> Understood:
    """Return how a line is understood; a room looks at its thirty lines again and again."""
    if answers.material is None:
        meant = understanding.understood_line(line.text, line.language, line.day, answers.choices)
    else:
        reading = read_line(line.text, line.language, line.day)
        meant = understood(with_choices(reading, answers.choices), answers.material)
    if answers.side is None:
        return meant
    doubts = tuple(doubt for doubt in meant.doubts if doubt is not Doubt.SIDE)
    return replace(meant, reading=replace(meant.reading, side=answers.side), doubts=doubts)


def other_materials(card: WorkshopCardRecord) -> tuple[str, ...]:
    """Return the other materials that the line of a card may mean, the likeliest first."""
    return tuple(slug for slug in materials_in(line_of(card)) if slug != card.material)


@lru_cache(maxsize=KEPT)
def materials_in(line: Line) -> tuple[str, ...]:
    """Return the materials that a line may mean, the likeliest first."""
    rest = read_as(line, Answers()).reading.rest
    return tuple(one.material for one in understanding.candidates(rest, line.language))


def stream_of(card: WorkshopCardRecord, meant: Understood) -> Offer | Need:
    """Return a card as the matcher sees it: where it is nobody said.

    Who is known by name does not match with itself; a table number is no name, several firms sit there.
    """
    kind = Offer if card.side is Side.OFFER else Need
    is_name = not any(one.isdigit() for one in card.who)
    return kind(
        id=f"card-{card.id}",
        material=card.material,
        amount=meant.amount,
        availability=meant.reading.availability or Availability(),
        organisation=card.who.casefold() if is_name else "",
    )


def draft_of(card: WorkshopCardRecord, premises_id: int) -> Draft:
    """Return the listing that a card makes at some premises; CardUnclearError if nobody knows of what."""
    if not card.material:
        raise CardUnclearError()
    meant = read(card)
    words = meant.reading.rest or load_materials()[card.material].name(card.language)
    return Draft(
        side=card.side,
        title=(words[:1].upper() + words[1:])[:LONGEST_TITLE],
        material=card.material,
        premises_id=premises_id,
        quantity=meant.quantity,
        availability=meant.reading.availability or Availability(),
        weight=meant.weight,
        spread=meant.spread,
        weight_unknown=True,
        description=card.line,
        source=ListingSource.WORKSHOP,
    )
