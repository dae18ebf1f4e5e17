"""Opening the application for a command: with a schema that fits, as the operator."""

from datetime import UTC, datetime

import click

from circulair.app import Application, create_app
from circulair.config import UnsafeSettingError
from circulair.services.actor import Actor, Role
from circulair.store import schema
from circulair.store.session import UnsafeDatabaseError


def opened() -> Application:
    """Return the application of the environment, or say which setting is wrong."""
    try:
        app = create_app()
        click.get_current_context().call_on_close(app.store.close)
        app.store.check_durable()
    except (UnsafeSettingError, UnsafeDatabaseError) as error:
        raise click.ClickException(str(error)) from error
    return app


def opened_current() -> Application:
    """Return the application if its database has the schema that the code expects."""
    app = opened()
    if not schema.is_current(app.store):
        raise click.ClickException("the database is not up to date; run `circulair migrate` first")
    return app


def operator() -> Actor:
    """Return the operator as an actor: all rights, no person, no organisation."""
    return Actor(datetime.now(UTC), Role.ADMIN)
