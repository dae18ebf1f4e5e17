"""Pages of one's own premises: all that is known, photos, what is inside, which needs fit, taking it back."""

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from circulair.errors import sentence
from circulair.files import premises_sheets
from circulair.files.document_faults import DocumentRefusedError
from circulair.language import _, language, plural
from circulair.permissions import actor, hub, member
from circulair.security import claim_form, limiter
from circulair.services import inside, organisations, photos, premises_import, rooms, temporary_uses
from circulair.services.documents import DocumentsFullError, NoRoomError, Upload
from circulair.services.inside import Typed
from circulair.services.premises_import import Sent
from circulair.web.documents import vault
from circulair.web.forms.reviews import seen_version
from circulair.web.forms.sheet_file import taken
from circulair.web.forms.space import InsideForm, PhotoForm, PremisesFileForm
from flows.errors import FlowsError

pages = Blueprint("premises", __name__)

Answer = str | Response | tuple[str, int]


@pages.get("/organisatie/locaties/<int:premises_id>")
@member
def show(premises_id: int) -> str:
    """Show all that is known of own premises, which needs fit, and who uses them for a while."""
    who = actor()
    premises = rooms.own(premises_id, who)
    return render_template(
        "premises/show.html",
        premises=premises,
        photos=photos.of_premises(premises_id, who),
        finds=rooms.of_premises(premises_id, who),
        uses=temporary_uses.of_premises(premises_id, who),
        free=rooms.is_free(premises),
        who=who,
    )


@pages.route("/organisatie/locaties/<int:premises_id>/fotos", methods=["GET", "POST"])
@member
def of_photos(premises_id: int) -> Answer:
    """Show the photos of own premises, and take another."""
    who = actor()
    premises, form = organisations.premises(premises_id, who), PhotoForm()
    upload = form.upload() if form.validate_on_submit() else None
    if upload is None or not kept(premises_id, upload, form):
        found = photos.of_premises(premises_id, who)
        page = render_template("premises/photos.html", form=form, premises=premises, photos=found)
        return page, form.http_status
    flash(_("The photo is kept."), "ok")
    return redirect(url_for("premises.of_photos", premises_id=premises_id), 303)


def kept(premises_id: int, upload: Upload, form: PhotoForm) -> bool:
    """Keep a photo, or say beside it what is wrong with it."""
    try:
        photos.add(premises_id, upload, vault(), actor())
    except (DocumentRefusedError, DocumentsFullError, NoRoomError) as error:
        form.fault("file", error)
        return False
    return True


@pages.route("/organisatie/locaties/invoeren", methods=["GET", "POST"])
@member
@limiter.limit("20 per hour", methods=["POST"])
def upload() -> Answer:
    """Take a file with premises that stand empty: all of them, or none where a row is wrong."""
    form = PremisesFileForm()
    organisations.own(actor())
    came, faults = taken(form, read_in)
    if came is not None:
        return came
    columns = premises_sheets.names_in(language())
    page = render_template(
        "premises/upload.html", form=form, faults=faults, sentence=sentence, columns=columns
    )
    return page, form.http_status


def read_in(sent: Sent) -> Response:
    """Keep the premises of a file, unless this form did so before, and lead on."""
    told = premises_import.checked(sent, current_app.addresses, actor())  # type: ignore[attr-defined]  # our Application has an address service
    again = claim_form()
    if again is not None:
        return again
    number = premises_import.keep(told, actor())
    flash(plural("%(number)s place is read in.", "%(number)s places are read in.", number), "ok")
    return redirect(url_for("organisations.own"), 303)


@pages.post("/organisatie/locaties/<int:premises_id>/intrekken")
@member
def withdraw(premises_id: int) -> Response:
    """Take a vacancy back; it can be undone."""
    organisations.withdraw_vacancy(premises_id, actor())
    flash(_("Taken back. What you filled in is kept, so you can undo it."), "ok")
    return redirect(url_for("premises.show", premises_id=premises_id), 303)


@pages.post("/organisatie/locaties/<int:premises_id>/terugzetten")
@member
def put_back(premises_id: int) -> Response:
    """Undo a withdrawal."""
    organisations.put_back_vacancy(premises_id, actor())
    flash(_("It stands empty again, as it did."), "ok")
    return redirect(url_for("premises.show", premises_id=premises_id), 303)


@pages.post("/organisatie/locaties/<int:premises_id>/bestemming")
@hub
def confirm_use(premises_id: int) -> Response:
    """Note as the hub that the plan allows what is told of the use."""
    organisations.confirm_use(premises_id, seen_version(), actor())
    flash(_("Noted: you saw the use in the plan."), "ok")
    return redirect(url_for("premises.show", premises_id=premises_id), 303)


@pages.route("/organisatie/locaties/<int:premises_id>/binnen", methods=["GET", "POST"])
@member
def what_is_inside(premises_id: int) -> Answer:
    """Offer what is inside own premises from a day on."""
    who = actor()
    premises, form = organisations.premises(premises_id, who), InsideForm()
    made = offered(premises_id, form) if form.validate_on_submit() else 0
    if not made:
        return render_template("premises/inside.html", form=form, premises=premises), form.http_status
    flash(plural("%(number)s offer is placed.", "%(number)s offers are placed.", made), "ok")
    return redirect(url_for("listings.mine"), 303)


def offered(premises_id: int, form: InsideForm) -> int:
    """Place the offers and return their number; nought, with what is wrong beside the lines, if one fails."""
    available = form.availability(actor().today)
    if available is None:
        return 0
    lines = (form.lines.data or "").splitlines()
    typed = Typed(lines, language(), available, public=bool(form.public.data))
    try:
        return len(inside.offer(premises_id, typed, actor()))
    except FlowsError as error:
        form.fault("lines", error)
        return 0


@pages.post("/organisatie/locaties/<int:premises_id>/voor/<int:need_id>")
@member
def propose(premises_id: int, need_id: int) -> Response:
    """Bring premises and a need for space together."""
    use = temporary_uses.propose(premises_id, need_id, actor())
    flash(_("Put forward. It begins once both sides say yes."), "ok")
    return redirect(url_for("uses.show", use_id=use.id), 303)
