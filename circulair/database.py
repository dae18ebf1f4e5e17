"""The database of the settings, which commands open without all pages around it."""

from pathlib import Path

from circulair.config import Settings
from circulair.store.session import Store


def store_of(settings: Settings) -> Store:
    """Return the database that the settings name; its folder is made if it is not there."""
    Path(settings.data_dir).mkdir(parents=True, exist_ok=True)
    return Store(settings.database, settings.hub_vihb)
