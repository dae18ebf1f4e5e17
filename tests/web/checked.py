"""The checked client: every page it gets is held to what all pages promise."""

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from werkzeug.test import TestResponse

from circulair.app import Application
from circulair.language import LANGUAGES
from circulair.words import TEXTS
from tests.web.outline import Outline, SeenForm
from tests.worlds import Firm

QUICK = {
    "TESTING": True,
    "RATELIMIT_ENABLED": False,
    "SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS": {"argon2__time_cost": 1, "argon2__memory_cost": 64},
}
"""What makes tests fast: passwords hashed lightly, no limit on tries a minute."""

GROUPS = sorted({code.partition(".")[0] for code in TEXTS if "." in code} | {"map", "layer"})
CODE = re.compile(rf"(?<![\w@./-])(?:{'|'.join(GROUPS)})\.[a-z][\w.-]*")
"""A code that should have been words: ``status.new``."""

UNRENDERED = re.compile(r"\{\{|\{%|%\(\w*\)|\bNone\b|\bundefined\b|<flask_babel")


@dataclass(frozen=True)
class Page:
    """An answer: its status, where it leads, and what is on it."""

    response: TestResponse

    @property
    def status(self) -> int:
        return self.response.status_code

    @property
    def text(self) -> str:
        return self.response.get_data(as_text=True)

    @property
    def location(self) -> str:
        return str(self.response.headers.get("Location", ""))

    @property
    def outline(self) -> Outline:
        return Outline.of(self.text)

    @property
    def words(self) -> str:
        """Return what people read on the page, blanks made single."""
        return self.outline.words


def faults(page: Page) -> list[str]:
    """Return what a page of ours does not keep, which is nothing."""
    seen = page.outline
    nonce = "".join(re.findall(r"'nonce-([^']+)'", page.response.headers.get("Content-Security-Policy", "")))
    checks = {
        "no content security policy": not nonce,
        f"language is {seen.language!r}": seen.language not in LANGUAGES,
        f"headings of the first level: {seen.heads}": len(seen.heads) != 1 or not seen.heads[0],
        f"title is {seen.title!r}": not seen.title.partition("–")[0].strip(),
        f"fields without label: {seen.unlabelled}": bool(seen.unlabelled),
        f"codes instead of words: {CODE.findall(seen.words)}": CODE.search(seen.words) is not None,
        f"unrendered: {UNRENDERED.findall(seen.words)}": UNRENDERED.search(seen.words) is not None,
        f"scripts without nonce: {seen.nonces}": any(given != nonce for given in seen.nonces),
        f"inline style or events: {seen.inline}": bool(seen.inline),
        f"ids used twice: {seen.doubled_ids}": bool(seen.doubled_ids),
        "form without token": any(form.method == "post" and "csrf_token" not in form for form in seen.forms),
    }
    return [words for words, wrong in checks.items() if wrong]


class CheckedClient:
    """A visitor of the site: asks for pages, fills in forms, and checks every page on the way."""

    def __init__(self, app: Application) -> None:
        self.http: FlaskClient = app.test_client()
        self.secret_key = str(app.config["SECRET_KEY"])

    def get(self, path: str, status: int = 200) -> Page:
        """Ask for a page."""
        return self._checked(self.http.get(path), status)

    def post(self, path: str, data: Mapping[str, object] | None = None, status: int = 303) -> Page:
        """Send fields as a form of ours would, with its token and its key."""
        keys = {"csrf_token": self.token(), "idempotency_key": secrets.token_urlsafe(24)}
        return self._checked(self.http.post(path, data={**keys, **(data or {})}), status)

    def submit(self, page: Page, data: Mapping[str, object], status: int = 303, at: str = "") -> Page:
        """Fill in the form of a page that has these fields and send it as a browser would, or to ``at``."""
        form = form_with(page, data)
        path = at or form.action or page.response.request.full_path.rstrip("?")
        return self._checked(self.http.post(path, data={**form.values, **data}), status)

    def press(
        self, page: Page, action: str, data: Mapping[str, object] | None = None, status: int = 303
    ) -> Page:
        """Send the form of a page whose address ends in ``action``."""
        form = next(form for form in page.outline.forms if form.action.endswith(action))
        return self._checked(self.http.post(form.action, data={**form.values, **(data or {})}), status)

    def follow(self, page: Page, status: int = 200) -> Page:
        """Go where an answer leads."""
        return self.get(page.location, status)

    def token(self) -> str:
        """Return a token against forgery for this visitor's session, as a page would hold it."""
        with self.http.session_transaction() as session:
            kept = str(session.setdefault("csrf_token", secrets.token_hex(20)))
        return str(URLSafeTimedSerializer(self.secret_key, salt="wtf-csrf-token").dumps(kept))

    def sign_in(self, uniquifier: str) -> "CheckedClient":
        """Open a session for somebody, as signing in does."""
        with self.http.session_transaction() as session:
            session["_user_id"], session["_fresh"] = uniquifier, True
        return self

    def _checked(self, response: TestResponse, status: int) -> Page:
        page = Page(response)
        assert response.status_code == status, (
            f"{response.request.path}: {response.status} {page.words[:600]}"
        )
        html = response.mimetype == "text/html" and not 300 <= response.status_code < 400
        assert not (wrong := faults(page) if html else []), f"{response.request.path}: {wrong}"
        return page


def form_with(page: Page, names: Mapping[str, object]) -> SeenForm:
    """Return the form of a page that has all these fields."""
    forms = [form for form in page.outline.forms if all(name in form for name in names)]
    assert forms, f"no form has {sorted(names)}; there are {[sorted(f.names) for f in page.outline.forms]}"
    return forms[-1]


class SignIn(Protocol):
    """Returns a visitor in a role: a firm's own member, or somebody new."""

    def __call__(self, role: str, firm: Firm | None = None) -> CheckedClient: ...
