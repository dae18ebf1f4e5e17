"""Placing an offer or need before one has an account: first what it is, then who one is."""

from flask import flash, redirect, render_template, session, url_for
from werkzeug.wrappers import Response

from circulair.language import _, plural
from circulair.permissions import actor
from circulair.security import keep_nothing
from circulair.services import agenda, guests
from circulair.services.faults import PremisesMissingError
from circulair.services.listings import Draft
from circulair.store.records import LinkRecord, ListingRecord, PremisesRecord
from circulair.web import picker
from circulair.web.forms.account import LinkForm, SignUpForm
from circulair.web.forms.kept import sealed
from circulair.web.telling import typed

WAITS = "waits"
"""Under which a session keeps the link whose listing waits for its owner's premises."""

NOT_YET = (PremisesRecord(id=guests.NO_PREMISES, name=""),)
"""Where a guest's listing lies, until its owner says where they are."""


def ask_who(draft: Draft) -> str:
    """Ask who places what was filled in; the form carries it along."""
    keep_nothing()
    return sign_up_page(SignUpForm(formdata=None, data={"listing": sealed(draft)}))


def sign_up_page(form: SignUpForm) -> str:
    """Return the page that asks who somebody is, and says what they place with it."""
    shown = {"form": form, "drawing": picker.drawn(form), "placing": said(form.listing.draft)}
    return render_template("account/sign_up.html", **shown)


def said(draft: Draft | None) -> str:
    """Return in words what a draft is and how much of it, nothing where there is none."""
    if draft is None or draft.quantity is None:
        return "" if draft is None else draft.title
    return f"{draft.title}, {typed(draft.quantity)}"


def link_page(form: LinkForm, link: LinkRecord | None) -> str:
    """Return the page of a link: who signs in, what is placed with it and where."""
    placing = said(guests.carried(link)) if link else ""
    carrying = link if placing else None
    cannot = carrying is not None and guests.cannot_place(carrying)
    owner = guests.owner_of(carrying) if carrying else None
    form.choose_from(owner.premises if owner else ())
    shown = {"form": form, "link": link, "placing": placing, "cannot": cannot, "owner": owner}
    return render_template("account/link.html", **shown)


def place_carried(token: str, premises_id: int) -> Response | None:
    """Place what a link carries that somebody just followed and lead to it, None where it carries nothing.

    Who has no premises yet is led to add some; what the link carries waits for that.
    """
    try:
        listing = guests.place_carried(token, actor(), premises_id)
    except PremisesMissingError:
        session[WAITS] = token
        flash(_("Your listing is not placed yet: say first where you are. Then we place it."), "warning")
        return redirect(url_for("organisations.new_premises"), 303)
    return None if listing is None else to_placed(listing)


def place_waiting(premises_id: int) -> Response | None:
    """Place what waited for the premises that were just added and lead to it, None where nothing waits."""
    token = session.pop(WAITS, "")
    return place_carried(token, premises_id) if token else None


def to_placed(listing: ListingRecord) -> Response:
    """Lead to a listing that was placed just now."""
    flash(placed(agenda.partners(listing.id)), "ok")
    return redirect(url_for("listings.show", listing_id=listing.id), 303)


def placed(partners: int) -> str:
    """Return what is said of a listing that was placed just now."""
    if not partners:
        return _("Placed. There is no partner yet. We keep looking and send you an e-mail.")
    return plural(
        "Placed. We found %(number)s possible partner. The hub team looks at it first.",
        "Placed. We found %(number)s possible partners. The hub team looks at them first.",
        partners,
    )
