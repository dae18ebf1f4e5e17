"""The application as the web server runs it: what the first visitors need is made ready beside its pages.

A thread looks from time to time which release the public sees. Of a new one, and after a start, it asks for
the map in each language as a visitor would: nobody waits for what has to be loaded, added up or drawn.
"""

import threading

from circulair import events
from circulair.app import Application, create_app
from circulair.language import FIRST, LANGUAGES
from circulair.services import overview
from circulair.store.session import ConflictError, DatabaseAwayError
from circulair.web import town

FIRST_SECONDS = 0.3
"""How long a process answers its first pages undisturbed."""

LOOK_SECONDS = 3.0
"""How often it looks for a new release."""


def application() -> Application:
    """Return the application for the web server, which makes ready what visitors need."""
    app = create_app()
    threading.Thread(target=keep_ready, args=(app, threading.Event()), name="ready", daemon=True).start()
    return app


def keep_ready(app: Application, stop: threading.Event, often: float = LOOK_SECONDS) -> None:
    """Make ready each release that the public sees, until told to stop."""
    seen: overview.Mark | None = None
    newest: overview.Mark | None = None
    pause = min(FIRST_SECONDS, often)
    while not stop.wait(pause):
        pause = often
        try:
            newest = mark_of(app)
            if newest is not None and newest != seen:
                make_ready(app)
            seen = newest
        except (ConflictError, DatabaseAwayError):
            continue
        except Exception:  # pages are answered without it, only later
            events.LOG.exception("fault: the map could not be made ready")
            seen = newest


def mark_of(app: Application) -> overview.Mark | None:
    """Return which release the public sees now."""
    with app.store.unit_of_work(reading=True):
        return overview.mark()


def make_ready(app: Application) -> None:
    """Ask for the map in each language, then keep what was drawn for processes that start later."""
    visitor = app.test_client(use_cookies=False)
    for language in LANGUAGES:
        visitor.get(f"{prefix(language)}/kaart", base_url=app.settings.base_url).close()
    keep_maps(app)


def keep_maps(app: Application) -> None:
    """Keep the map of the newest release in each language where it is not; it is drawn before any lock."""
    for language in LANGUAGES:
        told = {"circulair.language": language, "SCRIPT_NAME": prefix(language)}
        with app.test_request_context("/kaart", environ_overrides=told):
            with app.store.unit_of_work(reading=True):
                keep = town.to_keep(language)
            if keep is not None:
                with app.store.unit_of_work():
                    keep()


def prefix(language: str) -> str:
    """Return how addresses of a language begin."""
    return "" if language == FIRST else f"/{language}"
