"""How a listing stands by what it tells: whether it has all that a match will ask for."""

from circulair.store.records import ListingRecord, ListingState
from flows.units import weighs


def state_of(listing: ListingRecord) -> ListingState:
    """Return whether a listing has all that a match will ask for."""
    return ListingState.PARTIAL if missing_answer(listing) else ListingState.OPEN


def missing_answer(listing: ListingRecord) -> str:
    """Return which of the answers that every match asks for is missing, empty when none is."""
    if listing.typed_unit is None:
        return "quantity"
    if listing.tonnes_likely is None and weighs(listing.typed_unit):
        return "weight"
    return "timing" if listing.start is None and listing.end is None else ""
