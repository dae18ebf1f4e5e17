"""The application: configuration, store, languages, security, errors, pages and commands put together."""

import os
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from flask import Flask, Response, g, request, session
from flask.globals import request_ctx

from circulair import (
    address_service,
    background,
    config,
    errors,
    events,
    language,
    routing_service,
    security,
)
from circulair.database import store_of
from circulair.files.vault import Vault
from circulair.mail import post
from circulair.services import classification
from circulair.services.positions import AddressService
from circulair.services.roads import RoadService
from circulair.store.session import ConflictError, DatabaseAwayError, Store
from circulair.web import compiled, pages

ExcInfo = tuple[type, BaseException, TracebackType] | tuple[None, None, None]

HERE = Path(__file__).parent
INSTALLED = HERE / "templates"
TEMPLATES = INSTALLED if INSTALLED.is_dir() else HERE.parent / "templates"

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
"""Methods that change nothing, so that their transaction takes no lock."""

WITHOUT_STORE = frozenset({"static", "public.alive", "map_parts.tile"})
"""Endpoints that answer without the database."""


SLOW_FIRST = frozenset({"account.sign_in", "account.password", "premises.upload"})
"""Endpoints that check passwords, slowly on purpose, or look addresses up: nobody else waits for the lock."""


class Application(Flask):
    """Flask with one transaction around each request, ended before the answer leaves."""

    settings: config.Settings
    overrides: Mapping[str, object]
    store: Store
    clock: Callable[[], datetime]
    addresses: AddressService
    roads: RoadService
    background: background.Background
    post_office: post.PostOffice
    vault: Vault

    def full_dispatch_request(self) -> Response:
        """Answer a request; where another was quicker, once more from what is stored now."""
        if request.endpoint in WITHOUT_STORE:
            return super().full_dispatch_request()
        before = dict(session)
        try:
            return self.in_one_transaction()
        except ConflictError:
            set_back(before)
            return self.last_try(before)
        except DatabaseAwayError as error:
            set_back(before)
            return self.finalize_request(self.handle_user_exception(error))

    def last_try(self, before: Mapping[str, object]) -> Response:
        """Answer a request that met a conflict again: the page can now say what happened."""
        try:
            return self.in_one_transaction()
        except (ConflictError, DatabaseAwayError) as error:
            set_back(before)
            return self.finalize_request(self.handle_user_exception(error))

    def log_exception(self, exc_info: ExcInfo) -> None:
        """Tell a fault with the endpoint in which it came up."""
        events.LOG.error("fault: endpoint=%s method=%s person=%s", *events.about(), exc_info=exc_info)

    def in_one_transaction(self) -> Response:
        """Answer a request and commit, or roll everything back if the answer is a refusal."""
        reading, slow_first = request.method in SAFE, request.endpoint in SLOW_FIRST
        with self.store.unit_of_work(reading=reading, slow_first=slow_first) as unit:
            response = super().full_dispatch_request()
            if not security.stores(response):
                unit.rollback()
        return response


def set_back(before: Mapping[str, object]) -> None:
    """Forget what a try that was rolled back left: what it flashed, whom it read, the key of its form."""
    session.clear()
    session.update(before)
    request_ctx.flashes = None
    for name in list(g):
        g.pop(name)
    security.give_nonce()  # the page of an error is made without the questions before a request


def create_app(
    settings: config.Settings | None = None, overrides: Mapping[str, object] | None = None
) -> Application:
    """Return an application for these settings, by default those of the environment.

    ``overrides`` are settings of Flask and its extensions that win over ours.
    """
    settings = settings or config.read(os.environ)
    app = Application("circulair", template_folder=str(TEMPLATES), static_folder=str(HERE / "static"))
    app.settings, app.overrides = settings, overrides or {}
    app.store = store_of(settings)
    app.clock = lambda: datetime.now(UTC)
    app.addresses = address_service.service_of(settings.address_service)
    app.roads = routing_service.service_of(settings.routing_url)
    app.background = background.Background(settings.tile_url, Path(settings.data_dir) / "tiles")
    app.post_office = post.office_of(settings)
    app.vault = Vault(Path(settings.data_dir) / "documents")
    classification.READER.keep_in(classification.folder_of(settings))
    events.start(app)
    language.start(app)
    security.start(app)
    errors.start(app)
    pages.start(app)
    app.jinja_env.bytecode_cache = compiled.compiled_in(Path(settings.data_dir))
    return app
