"""The world: whether a database holds the invented example or a real town."""

from circulair.services.faults import WorldNotEmptyError
from circulair.store import housekeeping, organisations


def is_demo() -> bool:
    """Return whether everything here is invented."""
    return housekeeping.is_demo() is True


def begin_demo() -> None:
    """Make this the invented example world; refuse once anything else is in it."""
    if housekeeping.is_demo() is not None or organisations.count():
        raise WorldNotEmptyError()
    housekeeping.set_world(demo=True)
