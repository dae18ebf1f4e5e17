"""Whereabouts: in which neighbourhood lies what a release shows by name, as far as the release itself tells.

Nothing is looked up that is not in the release: of who stays unnamed that is the neighbourhood, of all
others the place.
"""

from functools import cache

from circulair.services.between import Spots, labels
from circulair.services.release_cells import area_names
from circulair.services.releases import PublicListing, PublicPremises, PublicProcess, Release

Row = PublicListing | PublicPremises | PublicProcess

Places = Spots
"""The neighbourhoods of all places that a release tells."""


def places_of(release: Release) -> Places:
    """Return the neighbourhoods of the places of a release."""
    rows: tuple[Row, ...] = (*release.offers, *release.needs, *release.processes, *release.premises)
    ends = (at for flow in release.flows for at in (flow.start, flow.end))
    return Spots.of([*ends, *(row.at for row in rows if row.at is not None)])


def area_of(row: Row, places: Places) -> str:
    """Return the code of the neighbourhood of a listing, a plant or premises, "" where none is told."""
    named = named_area(row)
    if named:
        return codes()[named]
    return "" if row.at is None else places[row.at].area


def named_area(row: Row) -> str:
    """Return the neighbourhood that a row names, "" where it names none."""
    if isinstance(row, PublicListing):
        name = "" if row.organisation else row.place
    else:
        name = str(row.told.get("neighbourhood", "")) if isinstance(row, PublicPremises) else ""
    return name if name in codes() else ""


def known(area: str) -> bool:
    """Tell whether this is the code of a neighbourhood of the town."""
    return area in labels()


@cache
def codes() -> dict[str, str]:
    """Return the code of each neighbourhood by its name."""
    return {area_names()[code]: code for code in labels()}
