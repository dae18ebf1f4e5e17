"""Understanding: which material a typed line means, when that is sure, and what a weight rests on."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from circulair.services import classification, listings
from circulair.store.records import ListingRecord
from flows.choices import Choices, with_choices
from flows.densities import Heaviness, density_of, piece_weight_of
from flows.eural import has_mirror
from flows.line import read_line
from flows.materials import load_materials
from flows.meaning import Understood, measurable, understood
from flows.readings import Doubt
from flows.recognition import Recognised, recognise
from flows.streams import Grade
from flows.units import DIMENSION_OF, Dimension, converter
from flows.weighing import BOXES, LOADS, Conversion, told

SURE_SHARE = 0.5
"""Less than half of the letters is not enough to be sure: a choice."""

SURE_LEAD = 1.5
"""How many times as much must be said of the first material as of the next: a choice."""

CANDIDATES = 5

CLEAR = 0.25
"""A material counts if so much speaks for it of what speaks for the clearest one: an assumption."""

LIKELY = 0.25
"""A material that a text does not name counts if its chance is at least this: an assumption."""

FAINTEST = 0.02
"""A material with less of a chance is not worth showing: a choice."""

PALLET_SOURCE = "Stichting Stimular"

TOLD_WEIGHTS = ("density", "piece", "load")
"""Which weight of one an owner may have told, as it is noted."""


@dataclass(frozen=True, slots=True)
class Basis:
    """What the tonnes of a listing rest on, in kg (kg/m³ for a density): told by its owner or published.

    ``of`` is ``piece``, ``load`` or ``density``; without ``source`` its owner told it;
    ``assumed`` marks a figure of our own that nobody measured.
    """

    of: str
    low: Decimal
    high: Decimal
    source: str = ""
    assumed: bool = False

    @property
    def links(self) -> tuple[str, ...]:
        """Return the addresses that the source names, each by itself."""
        words = self.source.replace(";", " ").split()
        return tuple(word for word in words if word.startswith(("http://", "https://")))

    @property
    def told_kg(self) -> Decimal | None:
        """Return what the owner told."""
        return None if self.source else self.low


def candidates(text: str, language: str, sector: str = "") -> tuple[Recognised, ...]:
    """Return the materials that a typed line may mean, the likeliest first.

    What the line clearly names by our own words stands. Where it leaves doubt, the engine is asked, once
    its index of words is built.
    """
    named = recognise(text, language, CANDIDATES)
    reader = None if sure(named) else classification.READER.ready()
    if reader is None:
        return named
    words = {one.material: one.words for one in named}
    said = reader.classify(text, language, sector, CANDIDATES)
    return tuple(
        Recognised(slug, min(1.0, chance), words.get(slug, ""))
        for slug, chance in said.materials
        if chance >= FAINTEST
    )


def clear(text: str, language: str = "") -> tuple[str, ...]:
    """Return the materials that a text clearly names or means, the clearest first.

    What the text names by our own words counts first; what the engine understands besides is added.
    """
    named = tuple(one.material for one in clearest(recognise(text, language or None)))
    reader = classification.READER.open()
    meant = reader.classify(text, language or "nl", limit=CANDIDATES).materials
    likely = tuple(slug for slug, chance in meant if chance >= LIKELY)
    return tuple(dict.fromkeys([*named, *likely]))


def clearest(found: Sequence[Recognised]) -> Sequence[Recognised]:
    """Return those for which at least a quarter as much speaks as for the first."""
    return [one for one in found if one.share >= CLEAR * found[0].share]


def sure(found: Sequence[Recognised]) -> str | None:
    """Return the one material that a line clearly means, None where it has to be asked."""
    if not found or found[0].share < SURE_SHARE:
        return None
    line = load_materials().line(found[0].material)
    rivals = [other for other in found[1:] if other.material not in line]
    led = all(found[0].share >= SURE_LEAD * other.share for other in rivals)
    return found[0].material if led else None


def understood_line(text: str, language: str, today: date, choices: Choices | None = None) -> Understood:
    """Return what a typed line says and comes to; a material that is only likely is asked as well."""
    reading = with_choices(read_line(text, language, today), choices or Choices())
    likely = [one for one in candidates(reading.rest, language) if one.words or one.share >= LIKELY]
    found = measurable(likely, reading.amount.unit if reading.amount else "")
    certain = sure(found)
    meant = understood(reading, certain or (found[0].material if found else None))
    unsure = bool(found) and certain is None
    return replace(meant, doubts=(Doubt.MATERIALS, *meant.doubts)) if unsure else meant


def has_classes(material: str) -> bool:
    """Tell whether a material is wood, which is sorted by class A, B or C."""
    return "wood" in load_materials().line(material)


def may_be_hazardous(material: str, eural: str) -> bool:
    """Tell whether a waste has a hazardous and a harmless code, so that hazard is asked."""
    codes = [eural] if eural else load_materials()[material].eural
    return any(has_mirror(code) for code in codes)


def weight_told(unit: str, kg: Decimal | None, fill: Decimal | None = None) -> Conversion | None:
    """Return what an owner told of the weight of one (of one m³, for a volume), and of how full it is."""
    weight = weight_of_one(unit, kg)
    if fill is None or unit not in BOXES:
        return weight
    return replace(weight or Conversion(), fill=fill)


def weight_of_one(unit: str, kg: Decimal | None) -> Conversion | None:
    """Return what an owner told of the weight of one, None where that says nothing of the unit."""
    if kg is None or unit not in DIMENSION_OF:
        return None
    if unit == "piece":
        return Conversion(piece=told(kg))
    if unit in LOADS:
        return Conversion(load=told(kg))
    return Conversion(density=told(kg)) if DIMENSION_OF[unit] is Dimension.VOLUME else None


def notes_of(listing: ListingRecord) -> dict[str, Decimal]:
    """Return what its owner told besides the amount: density, piece or load in kg, fill, least and most."""
    return listings.noted(listing.weight_note)


def weight_was_told(listing: ListingRecord) -> bool:
    """Tell whether the tonnes of a listing rest on a weight of one that its owner gave."""
    return not notes_of(listing).keys().isdisjoint(TOLD_WEIGHTS)


def basis_of(listing: ListingRecord) -> Basis | None:
    """Return what the tonnes of a listing rest on, None where they were typed or are unknown."""
    notes = notes_of(listing)
    told_of = next((name for name in TOLD_WEIGHTS if name in notes), None)
    if told_of is not None:
        return Basis(told_of, notes[told_of], notes[told_of])
    if listing.tonnes is None or listing.typed is None:
        return None
    if listing.typed.unit == "pallet_piece":
        each = converter().convert(Decimal(1), "pallet_piece", "kg")
        return Basis("piece", each, each, PALLET_SOURCE)
    if listing.typed.unit == "piece":
        return published("piece", piece_weight_of(listing.material))
    if DIMENSION_OF[listing.typed.unit] is Dimension.VOLUME:
        return published("density", density_of(listing.material))
    return None


def published(of: str, heaviness: Heaviness | None) -> Basis | None:
    """Return a row of the tables as what tonnes rest on."""
    if heaviness is None:
        return None
    assumed = heaviness.grade is Grade.ASSUMED
    return Basis(of, heaviness.low, heaviness.high, heaviness.source, assumed)
