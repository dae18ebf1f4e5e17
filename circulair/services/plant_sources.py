"""Plant sources: what everybody can read of a plant elsewhere, apart from what somebody told the hub."""

import re
from functools import cache

from circulair.store.records import ProcessRecord
from flows.distance import Position, Precision
from flows.process_data import load_known_processes
from maps.privacy import public_position

PAGE = re.compile(r"https?://[^\s;/]+\.[^\s;]+", re.IGNORECASE)
"""The address of a page that everybody can open."""

Lonlat = tuple[float, float]


@cache
def known_sources() -> frozenset[str]:
    """Return the sources that our own data name, which were all read."""
    return frozenset(part for one in load_known_processes() for part in parts_of(one.source) if "." in part)


@cache
def known_notes() -> frozenset[str]:
    """Return the notes of our own data, which say no more than the sources beside them."""
    return frozenset(one.note for one in load_known_processes())


def parts_of(source: str) -> list[str]:
    """Return the sources that are told in one line."""
    return [part for part in (one.strip() for one in source.split(";")) if part]


def public_source(source: str) -> str:
    """Return of what is told as a source the pages that everybody can read, "" where there is none.

    What somebody told the hub is none, and who that was stays inside.
    """
    found = [part if part in known_sources() else " ".join(PAGE.findall(part)) for part in parts_of(source)]
    return "; ".join(part for part in found if part)


def public_note(note: str) -> str:
    """Return a note of our own data; what the hub noted stays inside."""
    return note if note in known_notes() else ""


def runs(record: ProcessRecord) -> bool:
    """Return whether somebody runs a process, by name or as a registered organisation."""
    return record.operator != "" or record.organisation_id is not None


def is_published(record: ProcessRecord) -> bool:
    """Return whether a public page tells of a plant that is run by somebody."""
    return not record.invented and runs(record) and public_source(record.source) != ""


def public_place(at: Lonlat | None, source: str) -> Lonlat | None:
    """Return where the public sees a plant: exactly where a public page tells of it, else its 1 km square."""
    if at is None:
        return None
    exact = public_source(source) != ""
    shown = public_position(Position(*at), Precision.ADDRESS, consent=exact).position
    return shown.lon, shown.lat
