"""Public things: where each has its page, by its kind and its code."""

from typing import assert_never

from flask import url_for

from circulair.services.references import Row
from circulair.services.releases import PublicFlow, PublicListing, PublicPremises, PublicProcess

PARTS = {"offer": "aanbod", "need": "vraag", "premises": "leegstand", "flow": "kaart", "process": "kaart"}
"""The first part of the address of a public thing, by its kind."""


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
