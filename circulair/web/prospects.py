"""Offers that nobody was found for, with who might use them: for the hub team alone."""

from flask import Blueprint, render_template, request

from circulair import language
from circulair.language import _, label
from circulair.permissions import actor, hub
from circulair.services import prospects
from flows.uses import Business, Use, replaced

pages = Blueprint("prospects", __name__)

FARTHEST_PAGE = 100_000


@pages.get("/hub/zonder-partner")
@hub
def unmatched() -> str:
    """Show the offers without a living suggestion, the heaviest first."""
    page = min(max(request.args.get("pagina", 1, type=int), 1), FARTHEST_PAGE)
    return render_template("hub/unmatched.html", shown=prospects.unmatched(page, actor()))


@pages.app_template_filter("kind_name")
def kind_name(business: Business) -> str:
    """Return what a kind of business is called in the language of the page, as it begins a line."""
    name = business.called(language.language())
    return name[:1].upper() + name[1:]


@pages.app_template_filter("use_words")
def use_words(use: Use) -> str:
    """Return how usual a use is and what it takes the place of, as it stands inside a sentence."""
    usual, instead = language.inside_sentence(label(f"use.{use.how}")), replaced(use, language.language())
    if not instead:
        return _("%(usual)s; it takes the place of nothing", usual=usual)
    return _("%(usual)s, in place of %(what)s", usual=usual, what=instead)
