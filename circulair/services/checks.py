"""Checks: the laws that the stored data must keep, each told when it is broken."""

from collections.abc import Iterator

from circulair.store import exchanges, listings, trail
from flows.eural import load_eural
from flows.materials import load_materials


def broken_laws() -> Iterator[str]:
    """Yield every law that the data break, with where."""
    yield from (f"trail row {number}: its seal does not fit" for number in trail.broken_seals())
    for listing in listings.everything():
        if listing.material not in load_materials():
            yield f"listing {listing.id}: material {listing.material} is not in the tree"
        if listing.eural and listing.eural not in load_eural():
            yield f"listing {listing.id}: Eural code {listing.eural} is not in the list"
    for offer_id, promised, offered in exchanges.overpromised():
        yield f"listing {offer_id}: {promised} t are promised of {offered} t"
