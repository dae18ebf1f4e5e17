"""The database of the settings, which commands open without all pages around it."""

from pathlib import Path

from circulair.config import Settings
from circulair.store.session import Store


def store_of(settings: Settings) -> Store:
    """Return the database that the settings name; a folder made for it is its owner's alone."""
    Path(settings.data_dir).mkdir(mode=0o700, parents=True, exist_ok=True)
    return Store(settings.database, settings.hub_vihb)
