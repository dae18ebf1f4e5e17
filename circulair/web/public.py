"""Pages of public."""

from flask import Blueprint, render_template

from circulair.permissions import public

pages = Blueprint("public", __name__)


@pages.get("/")
@public
def home() -> str:
    """Show it."""
    return render_template("errors/error.html", code=404)


@pages.get("/aanbod")
@public
def offers() -> str:
    """Show it."""
    return render_template("errors/error.html", code=404)


@pages.get("/vraag")
@public
def needs() -> str:
    """Show it."""
    return render_template("errors/error.html", code=404)


@pages.get("/kaart")
@public
def town_map() -> str:
    """Show it."""
    return render_template("errors/error.html", code=404)


@pages.get("/leegstand")
@public
def vacant_premises() -> str:
    """Show it."""
    return render_template("errors/error.html", code=404)


@pages.get("/over")
@public
def about() -> str:
    """Show it."""
    return render_template("errors/error.html", code=404)


@pages.get("/privacy")
@public
def privacy() -> str:
    """Show it."""
    return render_template("errors/error.html", code=404)


@pages.get("/toegankelijkheid")
@public
def accessibility() -> str:
    """Show it."""
    return render_template("errors/error.html", code=404)
