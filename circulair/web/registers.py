"""Pages of the hub's registers: what there is, the organisations, and verifying one."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from circulair.errors import sentence
from circulair.language import _, plural
from circulair.permissions import actor, hub
from circulair.services import history, mergers, plants, verification
from circulair.services.faults import VersionError
from circulair.services.verification import Verified
from circulair.store.trail import Wanted
from circulair.web.forms.registers import OrganisationSearch, TrailSearch, VerifyForm, VihbForm
from circulair.words import TEXTS
from flows.vihb import is_vihb

pages = Blueprint("registers", __name__)

Answered = str | Response | tuple[str, int]


@pages.get("/hub/beheer")
@hub
def index() -> str:
    """Show the registers and what to do in them."""
    who = actor()
    to_ask = [one for one in plants.everything(who) if one.status in plants.TO_ASK]
    return render_template("registers/index.html", to_verify=verification.to_verify(who), to_ask=to_ask)


@pages.get("/hub/organisaties")
@hub
def organisations() -> Answered:
    """Show the organisations that a search finds."""
    form = OrganisationSearch(request.args)
    right = form.validate()
    words, unverified = (form.words.data or "", form.unverified.data) if right else ("", False)
    shown = verification.page(words, form.page_number, actor(), unverified=unverified)
    at = {"zoek": words or None, "controle": "ja" if unverified else None}
    doubles = mergers.doubles(actor()) if not any(at.values()) else []
    page = render_template("registers/organisations.html", form=form, shown=shown, at=at, doubles=doubles)
    return page, 200 if right else 422


@pages.get("/hub/organisaties/<int:organisation_id>")
@hub
def organisation(organisation_id: int) -> Answered:
    """Show one organisation."""
    return organisation_page(organisation_id)


def organisation_page(
    organisation_id: int, check: VerifyForm | None = None, vihb: VihbForm | None = None
) -> tuple[str, int]:
    """Return the page of an organisation, with its check or its VIHB number as it was typed."""
    dossier = verification.dossier(organisation_id, actor())
    record, form = dossier.row.organisation, vihb or check
    page = render_template(
        "registers/organisation.html",
        dossier=dossier,
        form=form,
        check=check or VerifyForm(record, None),
        vihb=vihb or VihbForm(record, None),
        usual=is_vihb(record.vihb_number),
    )
    return page, form.http_status if form else 200


@pages.post("/hub/organisaties/<int:organisation_id>/vihb")
@hub
def note_vihb(organisation_id: int) -> Answered:
    """Note the VIHB number of an organisation, and whether it was looked up."""
    form = VihbForm(verification.dossier(organisation_id, actor()).row.organisation)
    if not form.validate_on_submit():
        return organisation_page(organisation_id, vihb=form)
    number, checked = str(form.vihb_number.data or ""), bool(form.vihb_checked.data)
    try:
        verification.note_vihb(organisation_id, form.vihb_version.data, number, actor(), checked=checked)
    except VersionError:
        form.tell_meanwhile(verification.dossier(organisation_id, actor()).row.organisation)
        return organisation_page(organisation_id, vihb=form)
    flash(_("The VIHB number is noted."), "ok")
    return redirect(url_for("registers.organisation", organisation_id=organisation_id), 303)


@pages.post("/hub/organisaties/<int:organisation_id>/controle")
@hub
def verify(organisation_id: int) -> Answered:
    """Note how an organisation was checked."""
    form = VerifyForm(verification.dossier(organisation_id, actor()).row.organisation)
    if not form.validate_on_submit():
        return organisation_page(organisation_id, form)
    try:
        verified = verification.verify(organisation_id, form.version.data, form.check(), actor())
    except VersionError:
        form.tell_meanwhile(verification.dossier(organisation_id, actor()).row.organisation)
        return organisation_page(organisation_id, form)
    flash(told(verified), "warning" if verified.refused else "ok")
    return redirect(url_for("registers.organisation", organisation_id=organisation_id), 303)


def told(verified: Verified) -> str:
    """Return what a verification moved."""
    said = [_("The check is noted.")]
    if verified.agreed:
        said.append(
            plural(
                "%(number)s suggestion is agreed now. Both sides get a letter.",
                "%(number)s suggestions are agreed now. Both sides get a letter.",
                len(verified.agreed),
            )
        )
    for number, error in verified.refused:
        said.append(_("Suggestion %(number)s cannot be agreed yet:", number=number))
        said.append(sentence(error))
    return " ".join(str(one) for one in said)


@pages.get("/hub/spoor")
@hub
def trail() -> Answered:
    """Show who did what, the newest first, of what a search finds."""
    form = TrailSearch(request.args)
    right = form.validate()
    shown = history.page(form.wanted() if right else Wanted(), form.page_number, actor())
    at = form.address() if right else {}
    page = render_template("registers/trail.html", form=form, shown=shown, at=at, knows=TEXTS.__contains__)
    return page, 200 if right else 422


@pages.post("/hub/spoor/controle")
@hub
def check_trail() -> Response:
    """Say whether every line of the trail is sealed to the one before."""
    number, broken = history.check(actor())
    if broken:
        lines = ", ".join(str(one) if one else _("the end") for one in broken)
        flash(
            _("These lines of the trail do not fit: %(lines)s. Tell the administrator.", lines=lines), "error"
        )
    else:
        flash(plural("%(number)s line: it is right.", "All %(number)s lines are right.", number), "ok")
    return redirect(url_for("registers.trail"), 303)
