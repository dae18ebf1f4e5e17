"""Class taken: what an offer said before a class's measurement took its place, and whether it stands."""

import json
from datetime import datetime, timedelta
from typing import Any

from circulair.store import classes as store
from circulair.store.records import MATCHABLE, ListingRecord, TakenFigureRecord, WeighingClassRecord
from circulair.store.records.types import plain

Said = dict[str, Any]
"""What an offer says of its amount, as it goes into JSON."""


ENDED_LIVE = timedelta(days=30)
"""After an offer ended, in which it may be opened again: how long the way back is kept for that."""

LEFT_LIVES = timedelta(days=365)
"""How long the way back is kept that a forgotten class left, from when its measurement was taken over."""

Taken = WeighingClassRecord | TakenFigureRecord
"""What remembers a measurement that was taken over: its class, or what stays when that is forgotten."""


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


def before(record: Taken) -> Said:
    """Return what an offer said before the measurement of a class took its place."""
    return dict(json.loads(record.taken)["before"])


def stands(record: Taken) -> bool:
    """Return whether an offer still says what a class measured, its amount and material unchanged."""
    return bool(record.taken) and json.loads(record.taken).get("stands") == said(record.listing)


def left_of(listing_id: int) -> TakenFigureRecord | None:
    """Return the way back that a forgotten class left to an offer, None where none leads back any more."""
    return next((one for one in store.taken_of(listing_id) if stands(one)), None)


def forget_of(listing_id: int) -> None:
    """Forget what forgotten classes left to an offer that says something else now: nothing leads back."""
    for one in store.taken_of(listing_id):
        if not stands(one):
            store.drop_taken(one)


def forget_what_is_over(now: datetime) -> None:
    """Forget what forgotten classes left where nothing leads back, or where it has been left for long."""
    for one in store.all_taken():
        ended = one.listing.state not in MATCHABLE and one.listing.changed_at < now - ENDED_LIVE
        if ended or one.taken_at < now - LEFT_LIVES or not stands(one):
            store.drop_taken(one)
