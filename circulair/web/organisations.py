"""Pages of organisations."""

from flask import Blueprint, render_template

from circulair.permissions import member

pages = Blueprint("organisations", __name__)


@pages.get("/organisatie")
@member
def own() -> str:
    """Show it."""
    return render_template("errors/error.html", code=404)
