"""What businesses like one's own often have over: the sector is chosen, its streams are ticked, not typed."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from circulair.language import plural
from circulair.permissions import actor, member
from circulair.services import organisations, sectors
from circulair.services.faults import VersionError
from circulair.store.records import OrganisationRecord
from circulair.web.forms.sectors import SectorForm
from circulair.web.forms.typical import name_of, typical_form

pages = Blueprint("sectors", __name__)

Answer = Response | tuple[str, int]


@pages.route("/mijn/herkennen", methods=["GET", "POST"])
@member
def recognise() -> Answer:
    """Show what is typical of the own sector, and register what is ticked of it."""
    organisation = organisations.own(actor())
    if not organisation.sector:
        return redirect(url_for("sectors.choose"), 303)
    reminders = sectors.reminders(organisation, actor())
    form = typical_form(reminders, organisation.premises, actor().today)
    drafts = form.drafts() if form.validate_on_submit() else None
    if not drafts:
        shown = {"organisation": organisation, "form": form, "reminders": reminders, "name_of": name_of}
        return render_template("sectors/recognise.html", **shown), form.http_status
    flash(placed(sectors.register(drafts, actor())), "ok")
    return redirect(url_for("listings.mine"), 303)


@pages.route("/mijn/herkennen/sector", methods=["GET", "POST"])
@member
def choose() -> Answer:
    """Choose the sector first."""
    organisation = organisations.own(actor())
    form = SectorForm(organisation)
    if not form.validate_on_submit() or not chosen(organisation, form):
        return render_template("sectors/choose.html", form=form), form.http_status
    return redirect(url_for("sectors.recognise"), 303)


def chosen(organisation: OrganisationRecord, form: SectorForm) -> bool:
    """Keep the sector, or say on the form that somebody else changed the organisation in the meantime."""
    try:
        organisations.choose_sector(form.version.data, str(form.sector.data), actor())
    except VersionError:
        form.tell_meanwhile(organisation)
        return False
    return True


def placed(number: int) -> str:
    """Return what is said of the listings that were placed just now."""
    return plural(
        "%(number)s listing was placed. We look for partners at once.",
        "%(number)s listings were placed. We look for partners at once.",
        number,
    )
