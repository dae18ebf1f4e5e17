"""How a workshop card was read, said back in words, and the clicks that read it otherwise."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from circulair.language import _, day, label, material
from circulair.services.workshops import Card
from circulair.web.forms.line import FIELD_OF_ASSUMPTION
from circulair.web.readout import OF_AMOUNT, Part, clicks, quantity_words, weight_words
from flows.meaning import Understood
from flows.readings import Assumption, Doubt
from flows.streams import Side

MOST_MATERIALS = 3
"""Other materials that are offered for a click: the likeliest."""


@dataclass(frozen=True, slots=True)
class Click:
    """A click that settles something: its words and what it sends."""

    words: str
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Question:
    """Something that is asked or was assumed of a card, and the clicks that answer it."""

    words: str
    clicks: tuple[Click, ...]


def parts(card: Card) -> list[Part]:
    """Return side, material, amount, weight and days of a card in words."""
    told, record = card.meant, card.record
    doubts, assumed = set(told.doubts), set(told.reading.assumed)
    said = [Part(label(f"side.{record.side}"), Doubt.SIDE in doubts)]
    if record.material:
        said.append(Part(material(record.material), Doubt.MATERIALS in doubts))
    else:
        said.append(Part(_("material not known yet"), doubtful=True))
    if told.quantity is None:
        said.append(Part(_("amount not known yet"), doubtful=True))
    else:
        said.append(Part(quantity_words(told.quantity, told), bool(assumed & OF_AMOUNT)))
    if weight := weight_words(told):
        said.append(Part(weight, Assumption.FULL in assumed))
    if until := days_words(told):
        said.append(Part(until))
    return said


def days_words(told: Understood) -> str:
    """Return from when until when, empty where nobody said so."""
    when = told.reading.availability
    if when is None or (when.start is None and when.end is None):
        return ""
    if when.start is not None and when.end is not None:
        return _("from %(start)s until %(end)s", start=day(when.start), end=day(when.end))
    if when.end is not None:
        return _("until %(end)s", end=day(when.end))
    return _("from %(start)s", start=day(when.start))


def asked(card: Card) -> list[Question]:
    """Return what the line of a card leaves open."""
    return [
        Question(said(card, f"doubt.{doubt}", doubt), tuple(answers(card, doubt)))
        for doubt in card.meant.doubts
    ]


def assumed(card: Card) -> list[Question]:
    """Return what was assumed of a card and can be put right by a click, its side and material always."""
    flipped = Side.NEED if card.record.side is Side.OFFER else Side.OFFER
    words = _("They have this") if flipped is Side.OFFER else _("They look for this")
    found = [Question(_("Is it the other way round?"), (Click(words, {"kant": flipped.value}),))]
    if Doubt.MATERIALS not in card.meant.doubts and (others := tuple(materials(card))):
        found.append(Question(_("Is it another material?"), others))
    for one in card.meant.reading.assumed:
        ways = tuple(answers(card, one))
        if one in FIELD_OF_ASSUMPTION and ways:
            found.append(Question(said(card, f"assumed.{one}", one), ways))
    return found


def said(card: Card, code: str, about: Doubt | Assumption) -> str:
    """Return the words of a question on a card."""
    quantity = card.meant.quantity
    container = label(f"one.{quantity.unit}") if about is Doubt.LOAD_WEIGHT and quantity else ""
    return label(code, unit=container)


def answers(card: Card, about: Doubt | Assumption) -> Iterator[Click]:
    """Yield the clicks that answer a question."""
    if about is Doubt.MATERIALS:
        yield Click(material(card.record.material), {"materiaal": card.record.material})
    if about in (Doubt.MATERIALS, Doubt.MATERIAL):
        yield from materials(card)
    if about is Doubt.SIDE:
        yield from (Click(label(f"side.{side}"), {"kant": side.value}) for side in Side)
    yield from (Click(words, fields) for words, fields in clicks(card.meant, about))


def materials(card: Card) -> Iterator[Click]:
    """Yield the other materials that a line may mean."""
    for slug in card.others[:MOST_MATERIALS]:
        yield Click(material(slug), {"materiaal": slug})
