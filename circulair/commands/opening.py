"""Opening the application for a command: with a schema that fits, as the operator."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

import circulair
from circulair import config
from circulair.database import store_of
from circulair.services.actor import Actor, Role
from circulair.store import schema
from circulair.store.session import Store, UnsafeDatabaseError

if TYPE_CHECKING:
    from circulair.app import Application


def opened() -> "Application":
    """Return the application of the environment, or say which setting is wrong."""
    with told():
        app: Application = circulair.create_app()
        click.get_current_context().call_on_close(app.store.close)
        app.store.check_durable()
    return app


def opened_store() -> Store:
    """Return the database of the environment alone, in a fraction of the time that all pages take."""
    with told():
        store = store_of(config.read(os.environ))
        click.get_current_context().call_on_close(store.close)
        store.check_durable()
    return store


@contextmanager
def told() -> Iterator[None]:
    """Tell the operator which setting or database is not safe."""
    try:
        yield
    except (config.UnsafeSettingError, UnsafeDatabaseError) as error:
        raise click.ClickException(str(error)) from error


def opened_current() -> "Application":
    """Return the application if its database has the schema that the code expects."""
    app = opened()
    check_current(app.store)
    return app


def check_current(store: Store) -> None:
    """Refuse a database whose schema is not the one that the code expects."""
    if not schema.is_current(store):
        raise click.ClickException("the database is not up to date; run `circulair migrate` first")


def operator() -> Actor:
    """Return the operator as an actor: all rights, no person, no organisation."""
    return Actor(datetime.now(UTC), Role.ADMIN)
