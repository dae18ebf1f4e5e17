"""What the public sees of one's organisation: looked at first, then shown or withdrawn by field."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from circulair.language import _, plural
from circulair.permissions import actor, member
from circulair.services import publicity
from circulair.services.publicity import Field

pages = Blueprint("publicity", __name__)


@pages.get("/organisatie/openbaar")
@member
def show() -> str:
    """Show what the public would see of one's organisation, field by field."""
    return render_template("organisations/public.html", seen=publicity.picture(actor()), fields=Field)


@pages.post("/organisatie/openbaar/<any(name, flows, listings, premises, processes):field>/tonen")
@member
def open_up(field: str) -> Response:
    """Show all of a field from the next release on."""
    publicity.show(Field(field), actor())
    flash(_("Saved. The public sees it from the next publication on."), "ok")
    return redirect(url_for("publicity.show"), 303)


@pages.post("/organisatie/openbaar/<any(name, flows, listings, premises, processes):field>/intrekken")
@member
def withdraw(field: str) -> Response:
    """Show nothing of a field any more, also in publications of before."""
    number = publicity.withdraw(Field(field), actor())
    taken = plural(
        "It is taken out of %(number)s publication.", "It is taken out of %(number)s publications.", number
    )
    flash(_("Saved. The public does not see it any more. %(taken)s", taken=taken), "ok")
    return redirect(url_for("publicity.show"), 303)
