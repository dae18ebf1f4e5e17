"""Pages of listings."""

from flask import Blueprint, render_template

from circulair.permissions import member

pages = Blueprint("listings", __name__)


@pages.get("/mijn")
@member
def mine() -> str:
    """Show it."""
    return render_template("errors/error.html", code=404)
