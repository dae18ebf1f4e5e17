"""Pages of one's own organisation: who belongs to it, its places, and what stands empty."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from circulair.language import _
from circulair.permissions import actor, member
from circulair.services import organisations
from circulair.services.faults import PremisesTakenError, VersionError
from circulair.store.records import OrganisationRecord, PremisesRecord
from circulair.web import guests, picker
from circulair.web.forms.organisations import OrganisationForm, PremisesForm
from circulair.web.forms.vacancy import VacancyForm, told_of

pages = Blueprint("organisations", __name__)

Answer = str | Response | tuple[str, int]


@pages.get("/organisatie")
@member
def own() -> str:
    """Show one's own organisation, its people and its places."""
    who = actor()
    return render_template(
        "organisations/own.html", organisation=organisations.own(who), members=organisations.members(who)
    )


@pages.route("/organisatie/wijzigen", methods=["GET", "POST"])
@member
def change() -> Answer:
    """Change the name, kind and sector of one's organisation."""
    organisation = organisations.own(actor())
    form = OrganisationForm(organisation)
    if not form.validate_on_submit() or not changed(organisation, form):
        return render_template("organisations/change.html", form=form), form.http_status
    flash(_("Saved."), "ok")
    return redirect(url_for("organisations.own"), 303)


def changed(organisation: OrganisationRecord, form: OrganisationForm) -> bool:
    """Change who the organisation is, or say on the form that somebody else did in the meantime."""
    try:
        organisations.change(form.version.data, form.profile(), actor())
    except VersionError:
        form.tell_meanwhile(organisation)
        return False
    return True


@pages.route("/organisatie/locaties/nieuw", methods=["GET", "POST"])
@member
def new_premises() -> Answer:
    """Add a building or plot."""
    form = PremisesForm()
    place = form.place if form.validate_on_submit() else None
    if place is None:
        drawing = picker.drawn(form)
        return render_template("organisations/premises.html", form=form, drawing=drawing), form.http_status
    added = organisations.add_premises(form.name.data or "", place, actor())
    placed = guests.place_waiting(added.id)
    if placed is not None:
        return placed
    flash(_("Added. You can choose this place now in a new listing."), "ok")
    return redirect(url_for("organisations.own"), 303)


@pages.route("/organisatie/locaties/<int:premises_id>/leegstand", methods=["GET", "POST"])
@member
def vacancy(premises_id: int) -> Answer:
    """Say whether premises stand empty and what they offer."""
    premises = organisations.premises(premises_id, actor())
    form = VacancyForm(actor().today, told_of(premises))
    sent = form.validate_on_submit() and form.consistent()
    if not sent or not told(premises, form):
        return render_template("organisations/vacancy.html", form=form, premises=premises), form.http_status
    flash(_("Saved."), "ok")
    return redirect(url_for("premises.show", premises_id=premises_id), 303)


def told(premises: PremisesRecord, form: VacancyForm) -> bool:
    """Store what was told, or say on the form that somebody else did in the meantime."""
    try:
        organisations.tell_vacancy(premises.id, form.version.data, form.vacancy(), actor())
    except VersionError:
        form.tell_meanwhile(premises.version)
        return False
    except PremisesTakenError as error:
        form.take_refusal(error)
        return False
    return True
