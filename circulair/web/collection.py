"""The page on which one tells how an own offer is collected now, in confidence."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from circulair.language import _
from circulair.permissions import actor, member
from circulair.services import collection
from circulair.services.collection import Asked
from circulair.services.faults import VersionError
from circulair.web.forms.collection import CollectionForm
from flows.collection import Collection

pages = Blueprint("collection", __name__)

Answer = Response | tuple[str, int]


@pages.route("/mijn/<int:listing_id>/ophalen", methods=["GET", "POST"])
@member
def tell(listing_id: int) -> Answer:
    """Ask or change how an offer is collected now."""
    asked = collection.asked(listing_id, actor())
    form = CollectionForm(asked, actor().today)
    told = form.collection() if form.validate_on_submit() else None
    if told is None or not kept(asked, form, told):
        return render_template("listings/collection.html", form=form, asked=asked), form.http_status
    flash(_("Saved. Only your organisation and the hub team see this."), "ok")
    return redirect(url_for("listings.show", listing_id=listing_id), 303)


def kept(asked: Asked, form: CollectionForm, told: Collection) -> bool:
    """Keep an answer, or say on the form that somebody else gave one in the meantime."""
    try:
        collection.tell(asked.listing.id, form.version.data, told, actor())
    except VersionError:
        form.tell_meanwhile(asked.version)
        return False
    return True


@pages.post("/mijn/<int:listing_id>/ophalen/liever-niet")
@member
def skip(listing_id: int) -> Response:
    """Note that somebody rather does not say, or that it does not apply; it is not asked again."""
    collection.skip(listing_id, actor())
    flash(_("Fine. We do not ask this again."), "ok")
    return redirect(url_for("listings.show", listing_id=listing_id), 303)
