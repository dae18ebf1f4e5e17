"""Pages of hub."""

from flask import Blueprint, render_template

from circulair.permissions import hub

pages = Blueprint("hub", __name__)


@pages.get("/hub")
@hub
def queue() -> str:
    """Show it."""
    return render_template("errors/error.html", code=404)
