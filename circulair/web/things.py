"""Public things: where each has its page, by its kind and its code."""

from flask import url_for

PARTS = {"offer": "aanbod", "need": "vraag", "premises": "leegstand", "flow": "kaart", "process": "kaart"}
"""The first part of the address of a public thing, by its kind."""


def thing_href(kind: str, code: str) -> str:
    """Return the address of a public thing, none where an old release gave it no code."""
    return url_for("public.thing", part=PARTS[kind], code=code) if code else ""
