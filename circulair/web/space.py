"""Pages of needs for space: placing and changing one, and which vacant premises fit."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from circulair.language import _
from circulair.permissions import actor, member
from circulair.services import listings, organisations, rooms, temporary_uses
from circulair.services.faults import VersionError
from circulair.store.records import MATCHABLE, SpaceNeedRecord
from circulair.web.forms.space import SpaceForm, Wish, told_of

pages = Blueprint("space", __name__)

Answer = str | Response | tuple[str, int]


@pages.route("/vraag/ruimte", methods=["GET", "POST"])
@member
def new() -> Answer:
    """Place a need for space."""
    who = actor()
    form = SpaceForm(organisations.own(who).premises, who.today)
    wish = form.wish() if form.validate_on_submit() else None
    if wish is None:
        return render_template("space/form.html", form=form, need=None), form.http_status
    listing = rooms.register(wish.draft, wish.space, who)
    flash(_("Placed. Below is what fits now. We keep looking."), "ok")
    return redirect(url_for("space.finds", need_id=listing.id), 303)


@pages.get("/mijn/<int:need_id>/ruimte")
@member
def finds(need_id: int) -> str:
    """Show which vacant premises go with a need for space, and why."""
    who = actor()
    need = rooms.own_need(need_id, who)
    return render_template(
        "space/finds.html",
        need=need,
        finds=rooms.of_need(need_id, who),
        uses=temporary_uses.of_need(need_id, who),
        open=need.listing.state in MATCHABLE,
        who=who,
    )


@pages.route("/mijn/<int:need_id>/ruimte/wijzigen", methods=["GET", "POST"])
@member
def change(need_id: int) -> Answer:
    """Change a need for space."""
    who = actor()
    need = rooms.own_need(need_id, who)
    listings.changeable(need_id, who)
    form = SpaceForm(organisations.places(need.listing.organisation_id, who), who.today, told_of(need))
    wish = form.wish() if form.validate_on_submit() else None
    if wish is None or not changed(need, form, wish):
        return render_template("space/form.html", form=form, need=need), form.http_status
    flash(_("Changed. Below is what fits now."), "ok")
    return redirect(url_for("space.finds", need_id=need_id), 303)


def changed(need: SpaceNeedRecord, form: SpaceForm, wish: Wish) -> bool:
    """Change a need, or say on the form that somebody else did in the meantime."""
    try:
        rooms.change(need.listing_id, form.version.data, wish.draft, wish.space, actor())
    except VersionError:
        form.tell_meanwhile(need.listing.version)
        return False
    return True
