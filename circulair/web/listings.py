"""Pages of one's own listings: new, the list, one of them, changing, extending and withdrawing it."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from circulair import errors
from circulair.language import _, day, plural
from circulair.permissions import actor, member, public
from circulair.security import limiter
from circulair.services import (
    agenda,
    callers,
    claims,
    class_figures,
    classes,
    collection,
    expiry,
    imports,
    listings,
    organisations,
    prospects,
    rooms,
    totals,
    twins,
    understanding,
    works,
)
from circulair.services.actor import Role
from circulair.services.claims import Origin
from circulair.services.faults import ListingOverError, VersionError
from circulair.services.listings import Draft
from circulair.services.next_question import Next
from circulair.services.revival import Revived
from circulair.store.records import MATCHABLE, ListingRecord
from circulair.web import guests
from circulair.web.forms.account import OneButtonForm
from circulair.web.forms.collection import CollectionForm
from circulair.web.forms.line import LineForm, filled_in, open_questions
from circulair.web.forms.listings import Asked, ListingForm, told_of
from circulair.web.forms.one_question import OneQuestion
from circulair.web.readout import ENDPOINTS, readout
from circulair.web.things import fit
from flows.errors import FlowsError
from flows.streams import Side

pages = Blueprint("listings", __name__)

Answer = str | Response | tuple[str, int]


@pages.route("/aanbod/nieuw", methods=["GET", "POST"])
@public
@limiter.limit("120 per minute")
def new_offer() -> Answer:
    """Place an offer."""
    return new(Side.OFFER)


@pages.route("/vraag/nieuw", methods=["GET", "POST"])
@public
@limiter.limit("120 per minute")
def new_need() -> Answer:
    """Place a need."""
    return new(Side.NEED)


def new(side: Side) -> Answer:
    """Ask what there is or is wanted, in one line or by questions; place it, or ask a guest who it is."""
    line = LineForm(request.args, side)
    told = line.told(actor().today, request.args) if request.method == "GET" else None
    guest, answered = actor().role is Role.PUBLIC, fit(request.args.get("bij", ""), side)
    places = guests.NOT_YET if guest else organisations.own(actor()).premises
    known = filled_in(told) if told else copied() or (answered.told if answered else None)
    form = ListingForm(Asked(side, places, actor().today), known)
    form.open_questions = open_questions(told)
    draft = form.draft() if form.validate_on_submit() else None
    if draft is None:
        said_back = readout(told, form) if told else None
        shown = {"form": form, "line": line, "readout": said_back, "side": side, "fit": answered}
        shown |= {"known": bool(known) and not told, "guest": guest}
        page = render_template("listings/new.html", **shown)
        return page, max(form.http_status, line.http_status)
    if guest:
        return guests.ask_who(draft)
    twin = twins.of(draft, actor())
    return to_twin(twin) if twin else guests.to_placed(listings.register(draft, actor()))


def to_twin(listing: ListingRecord) -> Response:
    """Lead to what says the same already instead of placing it twice."""
    flash(_("You placed this a moment ago already. It stands here once."), "info")
    return redirect(url_for("listings.show", listing_id=listing.id), 303)


def copied() -> dict[str, object] | None:
    """Return what an own listing says whose like is to be placed again."""
    number = request.args.get("als", "") if actor().organisation_id else ""
    if request.method == "POST" or not (number.isascii() and number.isdigit() and len(number) < 10):
        return None
    listing = listings.own(int(number), actor())
    over = listing.end is not None and listing.end < actor().today
    return told_of(listing) | {"start": None} | ({"until": None} if over else {})


@pages.get("/mijn")
@member
def mine() -> str:
    """Show one's own listings and what waits for an answer."""
    who = actor()
    told = {"agenda": agenda.of_actor(who), "asking": classes.to_answer(who)}
    told |= {"plans": works.plans_works(who), "schools": classes.schools(who)}
    return render_template("listings/mine.html", matchable=MATCHABLE, **told)


@pages.get("/mijn/<int:listing_id>")
@member
def show(listing_id: int) -> str:
    """Show one listing: how it was understood, its partners and what happened to it."""
    story = agenda.story(listing_id, actor())
    listing = story.row.listing
    basis, notes = understanding.basis_of(listing), understanding.notes_of(listing)
    asked = collection.of_listing(listing_id, actor())
    form = CollectionForm(asked, actor().today) if asked and asked.asks else None
    shown = {"story": story, "listing": listing, "basis": basis, "notes": notes}
    shown |= {"open": listing.state in MATCHABLE, "asked": asked, "form": form}
    shown |= {"leads": prospects.of_offer(listing, actor())}
    shown |= {"is_space": rooms.is_space(listing_id)}
    shown |= {"own": is_own(listing), "by_call": actor().is_hub and bool(callers.to_call([listing], actor()))}
    shown |= {"asks": one_question(listing, story.row.question)}
    shown |= {"classes": classes.of_listing(listing), "class_may": classes.may_begin(listing, actor())}
    shown |= {"asking": expiry.asking(listing, actor()), "origin": claims.origin_of(listing)}
    shown |= {"left": class_figures.left_to(listing)}
    shown |= {"source": imports.source_of(listing), "total": totals.of_listing(listing, actor().today)}
    return render_template("listings/show.html", **shown)


def one_question(listing: ListingRecord, question: Next | None) -> OneQuestion | None:
    """Return the next question as a form, where its owner changes the listing on a page of its own."""
    if question is None or not is_own(listing) or listing.state not in MATCHABLE:
        return None
    if rooms.is_space(listing.id) or plans_origin(listing) is not None:
        return None
    return OneQuestion(listing, question.code, actor())


def plans_origin(listing: ListingRecord) -> Origin | None:
    """Return the planned works that a listing comes from, where the actor plans works."""
    return claims.origin_of(listing) if works.plans_works(actor()) else None


def is_own(listing: ListingRecord) -> bool:
    """Return whether a listing is of the actor's organisation, not one that the hub looks at."""
    return listing.organisation_id == actor().organisation_id


@pages.route("/mijn/<int:listing_id>/wijzigen", methods=["GET", "POST"])
@member
def change(listing_id: int) -> Answer:
    """Change a listing, shown as it was typed."""
    listing = listings.changeable(listing_id, actor())
    if rooms.is_space(listing_id):
        return redirect(url_for("space.change", need_id=listing_id), 303)
    origin = plans_origin(listing)
    if origin is not None:
        return redirect(url_for("works.show", works_id=origin.works.id), 303)
    places = organisations.places(listing.organisation_id, actor())
    form = ListingForm(
        Asked(listing.side, places, actor().today), told_of(listing) if request.method == "GET" else None
    )
    draft = form.draft() if form.validate_on_submit() else None
    if draft is None or not changed(listing, form, draft):
        shown = {"form": form, "listing": listing, "own": is_own(listing)}
        return render_template("listings/change.html", **shown), form.http_status
    flash(_("Changed. We looked for partners again."), "ok")
    return redirect(url_for("listings.show", listing_id=listing_id), 303)


def changed(listing: ListingRecord, form: ListingForm, draft: Draft) -> bool:
    """Change a listing, or say on the form what cannot change or that somebody else did in the meantime."""
    try:
        listings.change(listing.id, form.version.data, draft, actor())
    except VersionError:
        form.tell_meanwhile(listing.version)
        return False
    except FlowsError as error:
        form.take_refusal(error)
        return False
    return True


@pages.post("/mijn/<int:listing_id>/verlengen")
@member
def extend(listing_id: int) -> Response:
    """Say that a listing still holds."""
    before, after = listings.extend(listing_id, actor())
    flash(
        _(
            "Extended. The last day was %(before)s and is now %(after)s.",
            before=day(before),
            after=day(after),
        ),
        "ok",
    )
    return redirect(url_for("listings.show", listing_id=listing_id), 303)


@pages.route("/mijn/<int:listing_id>/intrekken", methods=["GET", "POST"])
@member
def withdraw(listing_id: int) -> Answer:
    """Take a listing back, after asking once."""
    form = OneButtonForm()
    listing = listings.own(listing_id, actor())
    if not form.validate_on_submit():
        shown = {"form": form, "listing": listing, "own": is_own(listing)}
        return render_template("listings/withdraw.html", today=actor().today, **shown)
    listings.withdraw(listing_id, actor())
    flash(_("Withdrawn."), "ok")
    return redirect(url_for("listings.show", listing_id=listing_id), 303)


def told_revived(revived: Revived) -> str:
    """Return what is said of a listing that stands again: what came back with it, and what did not."""
    said = [_("It is open again, and is matched as before.")]
    if revived.back:
        said.append(
            plural(
                "%(number)s suggestion stands again as it stood.",
                "%(number)s suggestions stand again as they stood.",
                len(revived.back),
            )
        )
    if revived.lost:
        numbers = ", ".join(map(str, revived.lost))
        said.append(_("Not possible any more: suggestion %(numbers)s.", numbers=numbers))
    return " ".join(said)


@pages.post("/mijn/<int:listing_id>/terugzetten")
@member
def reopen(listing_id: int) -> Response:
    """Undo a withdrawal; one whose last day is over is placed anew, filled in as before."""
    try:
        revived = listings.reopen(listing_id, actor())
    except ListingOverError as error:
        flash(errors.sentence(error), "info")
        side = listings.own(listing_id, actor()).side
        return redirect(url_for(ENDPOINTS[side], als=listing_id), 303)
    flash(told_revived(revived), "ok")
    return redirect(url_for("listings.show", listing_id=listing_id), 303)
