"""References: by which code people name a public thing, and what a release tells under it.

A code tells nothing else: it is no number of a row and cannot be counted on from another one.
"""

from dataclasses import dataclass

from circulair.services.faults import NotFoundError
from circulair.services.releases import (
    PublicFlow,
    PublicListing,
    PublicPremises,
    PublicProcess,
    Release,
)

Row = PublicFlow | PublicListing | PublicProcess | PublicPremises


@dataclass(frozen=True, slots=True)
class Thing:
    """What is public under one code: a flow may have a row for each year, all else has one."""

    kind: str
    rows: tuple[Row, ...]


def thing(release: Release | None, code: str) -> Thing:
    """Return what a release tells under a code; what it does not tell is not there."""
    told = release or Release(as_of="")
    kinds: dict[str, tuple[Row, ...]] = {
        "offer": told.offers,
        "need": told.needs,
        "premises": told.premises,
        "flow": told.flows,
        "process": told.processes,
    }
    for kind, rows in kinds.items():
        found = tuple(row for row in rows if code and row.code == code)
        if found:
            return Thing(kind, found)
    raise NotFoundError("listing")
