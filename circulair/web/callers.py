"""Pages of the hub for somebody who calls or comes by: who it is, what they have or look for, what waits."""

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from circulair.language import _
from circulair.permissions import actor, hub
from circulair.security import sends_letters
from circulair.services import callers, expiry, organisations
from circulair.services.faults import EmailTakenError, TelephoneKnownError
from circulair.store.records import ListingRecord, Said
from circulair.web import picker
from circulair.web.forms.callers import CallForm, KnownForm, NewForm
from circulair.web.forms.line import LineForm, filled_in, open_questions
from circulair.web.forms.listings import Asked, ListingForm
from circulair.web.readout import FOR_CALLERS, readout
from flows.streams import Side

pages = Blueprint("callers", __name__)

Answer = str | Response | tuple[str, int]


@pages.route("/hub/melding", methods=["GET", "POST"])
@hub
def known() -> Answer:
    """Choose for which known organisation something is put in; show what waits to be confirmed."""
    form = KnownForm(organisations.everybody(actor()))
    if form.validate_on_submit():
        return to_listing(int(form.organisation.data), str(form.side.data))
    waiting = callers.unconfirmed(actor())
    shown = {"waiting": waiting, **whom_to_ask(waiting)}
    return render_template("callers/known.html", form=form, **shown), form.http_status


def whom_to_ask(noted: Sequence[ListingRecord]) -> dict[str, object]:
    """Return of which organisations somebody is to be called, and of which nobody is left."""
    return {
        "to_call": callers.to_call(noted, actor()),
        "unreached": callers.reached_by_nobody(noted, actor()),
    }


@pages.route("/hub/melding/nieuw", methods=["GET", "POST"])
@hub
def new() -> Answer:
    """Register the organisation of a caller that is not known yet."""
    form, known_one = NewForm(), ""
    place = form.place if form.validate_on_submit() else None
    if place is not None:
        try:
            person = callers.welcome(form.wish(place), str(form.language.data), actor())
        except EmailTakenError as error:
            form.fault("email", error)
        except TelephoneKnownError as error:
            form.fault("telephone", error)
            known_one = listing_form(error.organisation_id, str(form.side.data))
        else:
            return to_listing(int(person.organisation_id or 0), str(form.side.data))
    shown = {"form": form, "drawing": picker.drawn(form), "known_one": known_one}
    return render_template("callers/new.html", **shown), form.http_status


def to_listing(organisation_id: int, side: str) -> Response:
    """Lead to the form of what an organisation has or looks for."""
    return redirect(listing_form(organisation_id, side), 303)


def listing_form(organisation_id: int, side: str) -> str:
    """Return the address of the form of what an organisation has or looks for."""
    return url_for(FOR_CALLERS[Side(side)], organisation_id=organisation_id)


@pages.route("/hub/melding/<int:organisation_id>/aanbod", methods=["GET", "POST"])
@hub
@sends_letters
def offer(organisation_id: int) -> Answer:
    """Put in an offer for somebody."""
    return for_caller(organisation_id, Side.OFFER)


@pages.route("/hub/melding/<int:organisation_id>/vraag", methods=["GET", "POST"])
@hub
@sends_letters
def need(organisation_id: int) -> Answer:
    """Put in a need for somebody."""
    return for_caller(organisation_id, Side.NEED)


def for_caller(organisation_id: int, side: Side) -> Answer:
    """Ask what there is or what is wanted, in one line or by questions, and ask its owner to confirm it."""
    whose = callers.organisation(organisation_id, actor())
    line = LineForm(request.args, side)
    told = line.told(actor().today, request.args) if request.method == "GET" else None
    form = ListingForm(Asked(side, whose.premises, actor().today), filled_in(told) if told else None)
    form.open_questions = open_questions(told)
    draft = form.draft() if form.validate_on_submit() else None
    if draft is None:
        said_back = readout(told, form) if told else None
        shown = {"form": form, "line": line, "readout": said_back, "side": side, "whose": whose}
        return render_template("callers/listing.html", **shown), max(form.http_status, line.http_status)
    listing = callers.register(draft, actor())
    if callers.to_call([listing], actor()):
        flash(_("Noted. Read it back to %(who)s and note what they say.", who=whose.name), "ok")
        return redirect(url_for("callers.by_call", listing_id=listing.id), 303)
    flash(_("Noted. %(who)s gets an e-mail to confirm it.", who=whose.name), "ok")
    return redirect(url_for("listings.show", listing_id=listing.id), 303)


@pages.route("/hub/melding/<int:listing_id>/gesproken", methods=["GET", "POST"])
@hub
def by_call(listing_id: int) -> Answer:
    """Note what an owner whom no letter reaches said of a listing on the telephone."""
    form = CallForm()
    valid = form.validate_on_submit()
    listing = callers.waiting(listing_id, actor())
    if not valid:
        shown = {"listing": listing, **whom_to_ask([listing])}
        return render_template("callers/by_call.html", form=form, **shown), form.http_status
    said, words = form.answer()
    callers.told_by_call(listing_id, said, words, actor())
    flash(_("It is confirmed.") if said is Said.YES else _("It is dropped."), "ok")
    return redirect(url_for("listings.show", listing_id=listing_id), 303)


@pages.post("/hub/melding/<int:listing_id>/opnieuw")
@hub
@sends_letters
def again(listing_id: int) -> Response:
    """Ask the owner of a listing once more."""
    listing = callers.ask_again(listing_id, actor())
    flash(_("%(who)s gets another e-mail to confirm it.", who=listing.organisation.name), "ok")
    return redirect(url_for("callers.known"), 303)


@pages.post("/hub/melding/<int:listing_id>/klopt-nog")
@hub
@sends_letters
def still_true(listing_id: int) -> Response:
    """Ask the owner of a listing whether it still holds."""
    listing = expiry.ask_now(listing_id, actor())
    flash(_("%(who)s gets an e-mail and says yes or no with one click.", who=listing.organisation.name), "ok")
    return redirect(url_for("listings.show", listing_id=listing_id), 303)
