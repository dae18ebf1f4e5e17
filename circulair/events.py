"""What the operator's log tells: refusals, failed sign-ins and faults, one line each, no secrets.

A line names the endpoint, never the address, which may hold the secret of a link; and who asked by number.
"""

import logging
import sys
import time
from typing import TYPE_CHECKING

from flask import g, request

if TYPE_CHECKING:
    from circulair.app import Application

LOG = logging.getLogger("circulair")

REFUSALS = frozenset({400, 403, 429, 503})
"""Statuses that are told whoever asked; a 404 is told only of somebody who signed in."""


def start(app: "Application") -> None:
    """Let the application's log write lines with their time in UTC."""
    lines = logging.Formatter("%(asctime)s %(levelname)s %(message)s", "%Y-%m-%dT%H:%M:%SZ")
    lines.converter = time.gmtime
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(lines)
    app.logger.handlers[:] = [handler]


def refused(status: int) -> None:
    """Tell that a request was refused."""
    if status in REFUSALS or (status == 404 and who() is not None):
        tell("refused", status)


def tell(what: str, status: int) -> None:
    """Tell one event of this request."""
    LOG.warning("%s: endpoint=%s method=%s person=%s status=%s", what, *about(), status)


def about() -> tuple[str, str, int | None]:
    """Return the endpoint and method of a request and the number of who made it."""
    return str(request.endpoint), request.method, who()


def who() -> int | None:
    """Return the number of who signed in, as far as this request has looked; the database is not asked."""
    return getattr(g.get("_login_user"), "id", None)
