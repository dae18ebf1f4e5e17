"""Who may do what: one decorator per role, and the actor behind a request."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from flask import current_app, redirect, request, url_for
from flask_security import current_user
from werkzeug.wrappers import Response

from circulair.services.actor import Actor, Role, may
from circulair.services.faults import NotAllowedError

P = ParamSpec("P")
R = TypeVar("R")

GUARD = "guarded_by"
"""The attribute of a view that says which role it needs; a rule test reads it."""


def actor() -> Actor:
    """Return who makes this request, in which role and when."""
    now = current_app.clock()  # type: ignore[attr-defined]  # our Application has a clock
    if not current_user.is_authenticated:
        return Actor(now)
    roles = [Role(role.name) for role in current_user.roles if role.name in set(Role)]
    role = max(roles, key=list(Role).index, default=Role.MEMBER)
    return Actor(now, role, current_user.id, current_user.organisation_id)


def public(view: Callable[P, R]) -> Callable[P, R]:
    """Open a view to everybody, on purpose."""
    setattr(view, GUARD, Role.PUBLIC)
    return view


def guarded(needed: Role) -> Callable[[Callable[P, R]], Callable[P, R | Response]]:
    """Return a decorator that lets in whoever has a role: others sign in first or are refused."""

    def decorator(view: Callable[P, R]) -> Callable[P, R | Response]:
        @wraps(view)
        def wrapper(*args: P.args, **kwargs: P.kwargs) -> R | Response:
            if not current_user.is_authenticated:
                page = request.script_root + request.full_path.rstrip("?")
                wanted = page if request.method == "GET" else None
                return redirect(url_for("account.sign_in", next=wanted), 303)
            if not may(actor().role, needed):
                raise NotAllowedError()
            return view(*args, **kwargs)

        setattr(wrapper, GUARD, needed)
        return wrapper

    return decorator


member = guarded(Role.MEMBER)
hub = guarded(Role.HUB)
admin = guarded(Role.ADMIN)
