"""Security of every page: headers, form tokens, sessions, sign-in and limits."""

import hashlib
import re
import secrets
from collections.abc import Iterable
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import unquote_to_bytes, urlsplit

from flask import Response, abort, current_app, g, redirect, request, session
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_security import Security, current_user
from flask_wtf.csrf import CSRFProtect
from werkzeug.datastructures import FileStorage
from werkzeug.middleware.proxy_fix import ProxyFix

from circulair import config
from circulair.files import sheet_guard
from circulair.permissions import GUARD, actor
from circulair.services.actor import Role, may
from circulair.store import housekeeping
from circulair.store.accounts import Datastore
from circulair.store.session import begin_writing

if TYPE_CHECKING:
    from circulair.app import Application

YEAR_SECONDS = 31_536_000
BIGGEST_REQUEST = 256 * 1024
"""Bytes: our longest form, filled to its limits, several times over."""

BIGGEST_UPLOAD = sheet_guard.MOST_BYTES + BIGGEST_REQUEST
UPLOADS = frozenset(
    {
        "imports.upload",
        "documents.of_exchange",
        "documents.of_organisation",
        "documents.of_suggestion",
        "premises.of_photos",
        "premises.upload",
        "lab_desk.figures",
        "stories.add_picture",
        "wellbeing.load",
        "works.upload",
    }
)
"""Forms with a file, which only whoever is signed in may send."""

KEY = re.compile(r"[A-Za-z0-9_-]{16,64}")
"""What a form's key is made of."""

KEYLESS = frozenset({"account.sign_in", "account.sign_out", "account.follow_link", "account.password"})
"""Forms whose answer is more than a page, a session; each sees to its own repeat."""

KEYED_LATER = frozenset({"premises.upload"})
"""Forms that are checked slowly, before anything is written: their pages call ``claim_form`` themselves."""

FORM_KEYS = frozenset({"csrf_token", "idempotency_key"})
"""What every form may carry beside its own fields."""

REWORDED = "show_in_this_language"
"""The button that asks for a filled form in another language, and for nothing else."""

SEEN: dict[str, frozenset[str]] = {
    "class_page.no_lesson": frozenset({"version", "of_class"}),
    "class_page.remove": frozenset({"version", "of_class"}),
    "class_page.undo": frozenset({"version", "of_class"}),
    "classes.put_back": frozenset({"version"}),
    "classes.put_back_left": frozenset({"version"}),
    "classes.take_over": frozenset({"version", "changes"}),
    "hub.take": frozenset({"version"}),
    "hub.propose": frozenset({"version"}),
    "hub.decline": frozenset({"version"}),
    "hub.law": frozenset({"version", "offer_version"}),
    "letters.put_back": frozenset({"version"}),
    "premises.confirm_use": frozenset({"version"}),
    "receipts.save": frozenset({"version"}),
    "uses.agree": frozenset({"version"}),
}
"""What a page says of the state that it showed, beside the fields of its form."""

BUTTONS = frozenset(
    {
        "account.sign_out",
        "answers.later",
        "answers.no",
        "answers.take_back",
        "answers.yes",
        "callers.again",
        "callers.still_true",
        "class_page.no_lesson",
        "class_page.remove",
        "class_page.undo",
        "classes.make_link",
        "classes.put_back",
        "classes.put_back_left",
        "classes.refuse",
        "classes.revoke_link",
        "classes.take_over",
        "collection.skip",
        "documents.withdraw",
        "experiments.agree",
        "experiments.hide",
        "experiments.publish",
        "experiments.remove_partner",
        "experiments.undo",
        "exchanges.dispute_back",
        "hub.contact_back",
        "exchanges.withdraw",
        "hub.propose",
        "hub.take",
        "hub.undo_step",
        "imports.confirm",
        "imports.discard",
        "lab_desk.remove_figure",
        "lab_desk.remove_member",
        "letters.put_back",
        "listings.extend",
        "listings.reopen",
        "plants.hide",
        "publicity.open_up",
        "publicity.withdraw",
        "registers.check_trail",
        "rounds.remove_vehicle",
        "stories.remove_picture",
        "suggestions.accept",
        "suggestions.take_back",
        "work.try_again",
        "premises.confirm_use",
        "premises.propose",
        "premises.put_back",
        "premises.withdraw",
        "uses.agree",
        "uses.undo",
        "uses.withdraw_figure",
        "works.put_back",
        "works.take_back",
        "workshops.confirm",
        "workshops.put_back",
        "workshops.remove",
    }
)
"""Steps that are a button only, without a form's own fields."""

EMBEDDED = "public.embedded_map"
"""The only page that other sites may show inside one of theirs, if the operator names them."""

KEPT_BY_BROWSERS = frozenset({"static", "open_data.file", "map_parts.points", "map_parts.tile"})
"""What a browser may keep and ask about again: it is the same for everybody."""

OPEN_TO_SCRIPTS = frozenset({"open_data.file", "open_data.catalogue"})
"""What scripts of other sites may read: open data, without anybody's session."""

csrf = CSRFProtect()
limiter = Limiter(get_remote_address, storage_uri="memory://")


def whose() -> str:
    """Return who sends something: the person that is signed in, or else the address it comes from."""
    return f"person {current_user.id}" if current_user.is_authenticated else str(get_remote_address())


sends_letters = limiter.shared_limit("60 per hour", scope="letters", key_func=whose, methods=["POST"])
"""Guards what writes to others: all of it together at most so often by one person."""


def policy(nonce: str, ancestors: str = "'none'") -> str:
    """Return the content security policy: own origin only, scripts by nonce, framed by nobody else."""
    return (
        f"default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic'; style-src 'self'; "
        "img-src 'self' data:; connect-src 'self'; font-src 'self'; manifest-src 'self'; "
        f"base-uri 'none'; form-action 'self'; frame-ancestors {ancestors}"
    )


def start(app: "Application") -> None:
    """Set up everything that guards an application."""
    settings = app.settings
    key = config.secret_key(settings)
    app.config.update(
        SECRET_KEY=key,
        MAX_CONTENT_LENGTH=BIGGEST_REQUEST,
        MAX_FORM_MEMORY_SIZE=BIGGEST_REQUEST,
        SESSION_COOKIE_NAME="__Host-session" if settings.production else "session",
        SESSION_COOKIE_SECURE=settings.production,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=timedelta(days=30),
        WTF_CSRF_TIME_LIMIT=None,
        RATELIMIT_HEADERS_ENABLED=True,
        SECURITY_PASSWORD_SALT=hashlib.sha256(f"salt:{key}".encode()).hexdigest(),
        SECURITY_PASSWORD_HASH="argon2",  # noqa: S106  # the name of a method
        SECURITY_PASSWORD_LENGTH_MIN=8,
    )
    app.config.update(app.overrides)
    if near := settings.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=near, x_proto=near, x_host=near)  # type: ignore[method-assign]  # how Flask is wrapped
    app.before_request(give_nonce)  # first, for the page of whatever is refused after it
    app.before_request(allow_upload)  # before anything reads the form
    app.before_request(refuse_wrong_encoding)  # before its bytes become text
    csrf.init_app(app)
    limiter.init_app(app)
    Security(app, Datastore(), register_blueprint=False)
    app.before_request(refuse_foreign_origin)
    app.before_request(keep_buttons_plain)
    app.before_request(answer_repeat)
    app.after_request(keep_answer)
    app.after_request(set_headers)


def give_nonce() -> None:
    """Give this page its nonce."""
    g.nonce = secrets.token_urlsafe(18)


def allow_upload() -> None:
    """Let whoever is signed in send a file, which may be larger than any form of words."""
    if request.endpoint in UPLOADS and request.method == "POST" and current_user.is_authenticated:
        request.max_content_length = BIGGEST_UPLOAD


def refuse_foreign_origin() -> None:
    """Refuse a change that another site's page sends."""
    origin = request.headers.get("Origin")
    changes = request.method not in ("GET", "HEAD", "OPTIONS")
    if changes and origin is not None and origin != own_origin():
        abort(400, "origin")


def own_origin() -> str:
    """Return the origin of our pages: as configured in production, elsewhere as the visitor came."""
    settings = current_app.settings  # type: ignore[attr-defined]  # our Application has settings
    if not settings.production:
        return request.host_url.rstrip("/")
    own = urlsplit(settings.base_url)
    return f"{own.scheme}://{own.netloc}".lower()


def refuse_wrong_encoding() -> None:
    """Refuse a form whose bytes are no UTF-8: what nobody can read is not stored as something else."""
    if request.method == "POST" and request.mimetype == "application/x-www-form-urlencoded":
        try:
            unquote_to_bytes(request.get_data()).decode()
        except UnicodeDecodeError:
            abort(400, "encoding")


def keep_buttons_plain() -> None:
    """Refuse a button that carries fields."""
    if request.method == "POST" and request.endpoint in BUTTONS:
        refuse_fields_beyond(())


def refuse_fields_beyond(own: Iterable[str]) -> None:
    """Refuse what was sent if it has a field that its form does not know: nobody sets what is not asked."""
    known = FORM_KEYS | SEEN.get(str(request.endpoint), frozenset()) | frozenset(own)
    if not known.issuperset((*request.form, *request.files)):
        abort(400, "unknown field")


def answer_repeat() -> Response | None:
    """Give a form that was taken before the same answer again, and refuse its key for another."""
    if request.method != "POST" or request.endpoint in KEYLESS or request.routing_exception is not None:
        return None
    if not is_let_in():
        return None
    if request.endpoint in KEYED_LATER:
        form_key()
        return None
    return claim_form()


def is_let_in() -> bool:
    """Return whether whoever asks has the role that a page needs; of others its guard keeps nothing."""
    view = current_app.view_functions[str(request.endpoint)]
    return may(actor().role, getattr(view, GUARD, Role.PUBLIC))


def claim_form() -> Response | None:
    """Begin to write, and take a form for the first time or give the answer that it had."""
    begin_writing()
    key = form_key()
    earlier = housekeeping.claim_form(key, fingerprint(), actor().now)
    if earlier is None:
        g.form_key = key
        return None
    if earlier.fingerprint != fingerprint():
        abort(422, "idempotency_key")
    status = 303 if earlier.status == 201 else earlier.status  # what was made is shown where it stands
    return redirect(earlier.location, status)  # type: ignore[return-value]  # Flask's own class


def form_key() -> str:
    """Return the key that makes this form count once; refuse a form without one."""
    key = request.form.get("idempotency_key", "")
    if not KEY.fullmatch(key):
        abort(400, "idempotency_key")
    return key


def form_mark() -> str:
    """Return what only this form in this browser's session has, so that a repeat elsewhere is none."""
    return hashlib.sha256(f"{form_key()} {session.get('csrf_token', '')}".encode()).hexdigest()


def fingerprint() -> str:
    """Return what makes a form the same form: who sends what to where."""
    fields = sorted(
        (name, value)
        for name, value in request.form.items(multi=True)
        if name not in ("csrf_token", "idempotency_key")
    )
    fields += sorted((name, digest_of(file)) for name, file in request.files.items(multi=True))
    who = current_user.get_id() if current_user.is_authenticated else ""
    return hashlib.sha256(repr((who, request.path, fields)).encode()).hexdigest()


def digest_of(file: FileStorage) -> str:
    """Return the digest of an uploaded file from its start, where it is read again afterwards."""
    file.stream.seek(0)
    digest = hashlib.file_digest(file.stream, "sha256").hexdigest()  # type: ignore[arg-type]  # any stream of bytes
    file.stream.seek(0)
    return digest


def keep_answer(response: Response) -> Response:
    """Keep the answer to a form, for its repeat."""
    if "form_key" in g and response.status_code < 400:
        housekeeping.answer_form(g.form_key, response.status_code, response.headers.get("Location", ""))
    return response


def set_headers(response: Response) -> Response:
    """Set the headers that every answer carries, errors and files too."""
    headers, ancestors = response.headers, frame_ancestors()
    headers.setdefault("Content-Security-Policy", policy(g.get("nonce", "none"), ancestors))
    headers["X-Content-Type-Options"] = "nosniff"
    if ancestors == "'none'":
        headers["X-Frame-Options"] = "DENY"  # it knows no list of sites, so it would win over the policy
    headers["Referrer-Policy"] = "same-origin"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
    headers["Strict-Transport-Security"] = f"max-age={YEAR_SECONDS}; includeSubDomains"
    if request.endpoint not in KEPT_BY_BROWSERS:
        headers["Cache-Control"] = "no-store"
    if request.endpoint in OPEN_TO_SCRIPTS or request.blueprint == "ogc":
        headers["Access-Control-Allow-Origin"] = "*"
    return response


def frame_ancestors() -> str:
    """Return which sites may show this page inside one of theirs: of the small map those of the operator."""
    told = str(current_app.settings.frame_ancestors)  # type: ignore[attr-defined]  # our Application has settings
    return " ".join(told.split()) if told and request.endpoint == EMBEDDED else "'none'"


def keep_despite_refusal() -> None:
    """Keep what this request stored although its answer is a refusal: a wrong password is noted."""
    g.kept = True


def keep_nothing() -> None:
    """Keep nothing of this request, the key of its form neither: its answer is a page that asks on."""
    g.asks_on = True


def stores(response: Response) -> bool:
    """Return whether what a request wrote stays: not on a refusal, nor where a page only asks on."""
    if g.get("kept", False):
        return True
    return response.status_code < 400 and not g.get("reworded", False) and not g.get("asks_on", False)
