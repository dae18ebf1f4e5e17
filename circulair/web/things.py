"""Public things: where each has its page, by its kind and its code."""

from dataclasses import dataclass
from decimal import Decimal
from typing import assert_never

from flask import url_for

from circulair.language import material
from circulair.services import references, releases
from circulair.services.faults import NotFoundError
from circulair.services.references import Row
from circulair.services.releases import PublicFlow, PublicListing, PublicPremises, PublicProcess
from flows.streams import Side

PARTS = {"offer": "aanbod", "need": "vraag", "premises": "leegstand", "flow": "kaart", "process": "kaart"}
"""The first part of the address of a public thing, by its kind."""

ANSWERED_BY = {"offer": Side.NEED, "need": Side.OFFER, "premises": Side.NEED}
"""On which side one answers a public thing with a listing of one's own."""

SPACE = "space"
"""The material of premises of which only the area is public."""


@dataclass(frozen=True, slots=True)
class Fit:
    """The public thing that a new listing answers, and what it proposes; premises are named by code only."""

    kind: str
    code: str
    title: str
    told: dict[str, object]


def fit(code: str, side: Side) -> Fit | None:
    """Return what a listing of a side answers, None where nothing of that code is public for that side."""
    try:
        found = references.thing(releases.shown(), code)
    except NotFoundError:
        return None
    row = found.rows[0]
    if ANSWERED_BY.get(found.kind) is not side:
        return None
    if isinstance(row, PublicListing):
        return Fit(found.kind, code, row.title, {"title": row.title, "material": row.material})
    return Fit(found.kind, code, code, room_like(row) if isinstance(row, PublicPremises) else {})


def room_like(row: PublicPremises) -> dict[str, object]:
    """Return what a need for premises is filled in with: space of that size, and their code in the title."""
    told: dict[str, object] = {"title": f"{material(SPACE)} ({row.code})", "material": SPACE}
    if row.area_m2:
        told |= {"amount": Decimal(row.area_m2).normalize() + 0, "unit": "m2", "period": "once"}
    return told


def thing_href(kind: str, code: str) -> str:
    """Return the address of a public thing, none where an old release gave it no code."""
    return url_for("public.thing", part=PARTS[kind], code=code) if code else ""


def title_of(row: Row, language: str) -> str:
    """Return what a public thing is called."""
    match row:
        case PublicListing():
            return row.title
        case PublicPremises():
            return row.name
        case PublicProcess():
            return row.names[language]
        case PublicFlow():
            return f"{row.giver} → {row.receiver}"
        case _:
            assert_never(row)
