"""Totals: what a yearly amount comes to until its last day, where that lies within a year."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from circulair.store.records import ListingRecord, SuggestionLineRecord
from flows.quantities import until_its_end
from flows.streams import Availability


@dataclass(frozen=True, slots=True)
class Total:
    """So many tonnes in all from today until a last day."""

    tonnes: Decimal
    until: date


def of_listing(listing: ListingRecord, today: date) -> Total | None:
    """Return what a yearly listing comes to, None where it is one-off or has no last day within a year."""
    likely = listing.tonnes_likely if listing.recurring else None
    return total(likely, listing.availability or Availability(), today)


def of_line(line: SuggestionLineRecord, need: ListingRecord, today: date) -> Total | None:
    """Return what a yearly suggestion comes to in the days that both sides have."""
    both = (line.offer.availability or Availability()).together(need.availability or Availability())
    likely = line.tonnes_likely if line.recurring else None
    return None if both is None else total(likely, both, today)


def total(tonnes: Decimal | None, side: Availability, today: date) -> Total | None:
    """Return tonnes a year as a total, None where they are unknown or run for a year and longer."""
    in_all = None if tonnes is None else until_its_end(tonnes, side, today)
    return None if in_all is None or side.end is None else Total(in_all, side.end)
