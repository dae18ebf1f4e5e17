"""From the code of a domain error to the status and page that people get; the only such table."""

import json
from decimal import Decimal
from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Response, g, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from circulair import events
from circulair.language import _, label, plain_number
from circulair.store.session import ConflictError, DatabaseAwayError
from circulair.words import TEXTS
from flows.errors import FlowsError

if TYPE_CHECKING:
    from circulair.app import Application

STATUS = {
    "not_found": 404,
    "not_allowed": 403,
    "changed_meanwhile": 409,
    "suggestion.step_not_allowed": 409,
    "suggestion.already_answered": 409,
    "suggestion.undo_over": 409,
    "delivery.step_not_allowed": 409,
    "delivery.own_report": 409,
    "exchange.ended": 409,
    "exchange.tonnes_promised": 409,
    "exchange.capacity_promised": 409,
    "exchange.process_idle": 409,
    "organisation.merged": 409,
    "organisation.cannot_merge": 409,
    "letter.left": 409,
    "letter.in_hand": 409,
    "listing.promised": 409,
    "listing.material_promised": 409,
    "listing.place_promised": 409,
    "use.step_not_allowed": 409,
    "premises.taken": 409,
    "works.cancelled": 409,
    "works.not_freed": 409,
    "works.over": 409,
    "works.asbestos": 409,
    "claim.own": 409,
    "claim.no_fit": 409,
    "premises.not_vacant": 409,
    "premises.no_fit": 409,
    "law.open": 409,
    "listing.closed": 409,
    "listing.unconfirmed": 409,
    "listing.asked_just_now": 409,
    "listing.asked_by_letter": 409,
    "listing.over": 409,
    "experiment.step_not_allowed": 409,
    "experiment.lacks": 409,
    "experiment.undo_over": 409,
    "card.unclear": 409,
    "card.placed": 409,
    "import.not_ready": 409,
    "email.taken": 409,
    "exchange.period_unknown": 409,
    "telephone.known": 409,
    "class.step_not_allowed": 409,
    "class.over": 409,
    "class.not_better": 409,
    "class.other": 409,
    "class.no_school": 403,
    "class.link": 410,
    "link.spent": 410,
}
"""Everything else answers 400."""

FOR_PROGRAMS = ("/ogc/",)
"""How the addresses begin at which programs ask, not people."""

API_VERSION = "1.0.0"
"""The version of what programs can ask, told with every answer."""

RETRY_SECONDS = "5"


def sentence(error: FlowsError) -> str:
    """Return what went wrong and what to do, in the language of the page."""
    parts = {name: shown(value) for name, value in vars(error).items()}
    return label(error.code, **parts)


def shown(value: object) -> str:
    """Return a part of an error as people write it."""
    if isinstance(value, (list, tuple)):
        between = _(" or ") if any(isinstance(one, Decimal) for one in value) else ", "
        return between.join(shown(one) for one in value)
    if isinstance(value, Decimal):
        return plain_number(value)
    code = f"status.{value}"
    return label(code) if code in TEXTS else str(value)


def problem(status: int, detail: str = "") -> Response:
    """Return what went wrong for a program: problem JSON after RFC 9457."""
    title = HTTPStatus(status).phrase
    told = {"status": status, "title": title, "detail": detail or title}
    content, media = json.dumps(told, ensure_ascii=False), "application/problem+json"
    heads = {"API-Version": API_VERSION, "Access-Control-Allow-Origin": "*"}
    return Response(content, status, heads, content_type=media)


def asks_as_program() -> bool:
    """Tell whether the address is one for programs, which get no pages."""
    return request.path.startswith(FOR_PROGRAMS)


def page(status: int, text: str = "") -> Response:
    """Return the page that says what went wrong and what can be done; the form that was sent is not on it."""
    if asks_as_program():
        return problem(status, text)
    g.pop("form", None)
    events.refused(status)
    return make_response(render_template("errors/error.html", code=status, text=text), status)


def start(app: "Application") -> None:
    """Answer every error with a page in our own words."""

    @app.errorhandler(FlowsError)
    def refused(error: FlowsError) -> Response:
        return page(STATUS.get(error.code, 400), sentence(error))

    @app.errorhandler(CSRFError)
    def stale_form(_error: CSRFError) -> Response:
        return page(400, _("This form was open for too long. Go back, load the page anew and send it again."))

    @app.errorhandler(HTTPException)
    def http(error: HTTPException) -> Response:
        response = page(error.code or 500)
        response.headers.extend({k: v for k, v in error.get_headers() if k in ("Allow", "Retry-After")})
        return response

    @app.errorhandler(ConflictError)
    def conflict(_error: ConflictError) -> Response:
        return page(409, label("changed_meanwhile"))

    @app.errorhandler(DatabaseAwayError)
    def away(_error: DatabaseAwayError) -> Response:
        response = page(503)
        response.headers["Retry-After"] = RETRY_SECONDS
        return response

    @app.errorhandler(500)
    def broken(_error: Exception) -> Response:
        return page(500)
