"""Queries on answered forms, the address table and the kind of world."""

from datetime import datetime

from sqlalchemy import delete, select

from circulair.store.records import AddressRecord, AnsweredFormRecord, WorldRecord
from circulair.store.session import current


def claim_form(key: str, fingerprint: str, now: datetime) -> AnsweredFormRecord | None:
    """Take a form's key for this transaction; return the earlier answer if it was taken before.

    A twin on its way elsewhere is waited for: its answer, or ConflictError, follows.
    """
    earlier = current().get(AnsweredFormRecord, key)
    if earlier is None:
        current().add(AnsweredFormRecord(key=key, fingerprint=fingerprint, status=0, at=now))
        current().flush()
    return earlier


def answer_form(key: str, status: int, location: str) -> None:
    """Keep the answer that a repeat of the form gets."""
    taken = current().get(AnsweredFormRecord, key)
    if taken is not None:
        taken.status, taken.location = status, location


def forget_forms(before: datetime) -> None:
    """Forget the keys of forms answered long ago."""
    current().execute(delete(AnsweredFormRecord).where(AnsweredFormRecord.at < before))


def address(postcode: str, house_number: str) -> AddressRecord | None:
    """Return one address of the imported table."""
    return current().scalar(
        select(AddressRecord).where(
            AddressRecord.postcode == postcode, AddressRecord.house_number == house_number.upper()
        )
    )


def add_address(address: AddressRecord) -> None:
    """Store one address."""
    current().add(address)


def forget_addresses() -> None:
    """Empty the address table."""
    current().execute(delete(AddressRecord))


WORLD = "world"
"""Under which name a session keeps whether its world is invented."""


def is_demo() -> bool | None:
    """Return whether this is the invented example world, None while it is undecided; asked once a session."""
    known: dict[str, bool | None] = current().info
    if known.get(WORLD) is None:
        known[WORLD] = current().scalar(select(WorldRecord.demo))
    return known[WORLD]


def set_world(*, demo: bool) -> None:
    """Decide once which world this database holds."""
    current().add(WorldRecord(id=1, demo=demo))
