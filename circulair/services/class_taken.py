"""Class taken: what an offer said before a class's measurement took its place, and whether it stands."""

import json
from typing import Any

from circulair.store.records import ListingRecord, WeighingClassRecord
from circulair.store.records.types import plain

Said = dict[str, Any]
"""What an offer says of its amount, as it goes into JSON."""


def said(listing: ListingRecord) -> Said:
    """Return what an offer says of its amount."""
    typed = listing.typed
    amount = None if typed is None else [f"{plain(typed.value):f}", typed.unit, typed.period]
    return {
        "amount": amount,
        "note": listing.weight_note,
        "grade": listing.grade,
        "material": listing.material,
    }


def kept(before: Said, listing: ListingRecord) -> str:
    """Return as text what is put back one day, with the measured figure that took its place."""
    return json.dumps({"before": before, "stands": said(listing)})


def before(record: WeighingClassRecord) -> Said:
    """Return what an offer said before the measurement of a class took its place."""
    return dict(json.loads(record.taken)["before"])


def stands(record: WeighingClassRecord) -> bool:
    """Return whether an offer still says what this class measured, its amount and material unchanged."""
    return bool(record.taken) and json.loads(record.taken).get("stands") == said(record.listing)
