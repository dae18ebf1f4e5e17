"""Downloads: the template of a sheet, and an organisation's listings as a sheet to import again."""

from collections.abc import Sequence
from decimal import Decimal

from circulair.files import sheet_template, sheet_writing
from circulair.files.sheet_template import COLUMNS, Template
from circulair.files.sheet_words import shown
from circulair.files.sheet_writing import Value
from circulair.services import understanding
from circulair.services.actor import Actor
from circulair.services.faults import NotFoundError
from circulair.store import listings as store
from circulair.store import organisations
from circulair.store.records import MATCHABLE, ListingRecord, ListingState
from flows.eural import shown as shown_eural
from flows.materials import load_materials

LIVING = (*MATCHABLE, ListingState.RESERVED)
"""States of the listings that a download holds: what has ended is not offered again."""

MORE = ("contamination_pct", "moisture_pct", "classes", "max_km", "dangerous", "public")
ALL = ("number", *COLUMNS, *MORE, "tonnes", "state")


def template(kind: str, language: str, actor: Actor) -> bytes:
    """Return the template of a sheet, with the places of the actor's organisation to pick from."""
    places = [] if actor.organisation_id is None else organisations.premises_of(actor.organisation_id)
    made = Template(language, [one.name for one in places], actor.today)
    return sheet_template.template_xlsx(made) if kind == "xlsx" else sheet_template.template_csv(made)


def listings(kind: str, language: str, actor: Actor) -> bytes:
    """Return the living listings of the actor's organisation as a sheet."""
    if actor.organisation_id is None:
        raise NotFoundError("organisation")
    found = [one for one in store.of_organisation(actor.organisation_id) if one.state in LIVING]
    return sheet_of(sorted(found, key=lambda one: one.id), kind, language)


def sheet(
    kind: str,
    content: tuple[str, Sequence[str], Sequence[Sequence[Value]]],
    language: str,
    *,
    read_again: bool = False,
) -> bytes:
    """Return a name, a heading and rows as a sheet for people, or one that our import reads again too."""
    name, heading, rows = content
    if kind == "xlsx":
        return sheet_writing.as_xlsx(name, heading, rows)
    return sheet_writing.as_csv(heading, rows, language, read_again=read_again)


def sheet_of(found: Sequence[ListingRecord], kind: str, language: str) -> bytes:
    """Return listings as a sheet in the words of a language."""
    heading = [shown("column", code, language) for code in ALL]
    rows = [[cells_of(listing, language).get(code) for code in ALL] for listing in found]
    content = (sheet_template.texts()["sheet.rows"][language], heading, rows)
    return sheet(kind, content, language, read_again=True)


def cells_of(listing: ListingRecord, language: str) -> dict[str, Value]:
    """Return a listing as the cells of a row, as it was typed."""
    basis = understanding.basis_of(listing)
    place = listing.premises
    return {
        "number": str(listing.id),
        "side": shown("side", listing.side, language),
        "title": listing.title,
        "material": load_materials()[listing.material].name(language),
        "amount": listing.typed_value,
        "unit": shown("unit", listing.typed_unit, language) if listing.typed_unit else None,
        "period": shown("period", listing.typed_period, language) if listing.typed_period else None,
        "weight_kg": basis.told_kg if basis else None,
        "from": listing.start,
        "until": listing.end,
        "form": shown("form", listing.form, language) if listing.form else None,
        "premises": place.name,
        "postcode": place.postcode if place.house_number else None,
        "house_number": place.house_number if place.postcode else None,
        "eural": shown_eural(listing.eural) if listing.eural else None,
        "remark": listing.description,
        "contamination_pct": as_decimal(listing.contamination_pct),
        "moisture_pct": as_decimal(listing.moisture_pct),
        "classes": listing.classes,
        "max_km": as_decimal(listing.max_km),
        "dangerous": shown("yes_no", listing.contains_dangerous, language),
        "public": shown("yes_no", "yes" if listing.public else "no", language),
        "tonnes": None if listing.tonnes_likely is None else as_seen(listing.tonnes_likely),
        "state": listing.state.value,
    }


def as_seen(tonnes: Decimal) -> Decimal:
    """Return tonnes as exactly as pages tell them: to a tenth, below one tonne to the kilogram."""
    return round(tonnes, 1 if abs(tonnes) >= 1 else 3)


def as_decimal(value: float | None) -> Decimal | None:
    """Return a number as people typed it."""
    return None if value is None else Decimal(f"{value:.12g}")
