"""What was received of waste in a month, for the report to the LMA: on screen and as a sheet."""

from decimal import Decimal

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from circulair import errors
from circulair.files.receipts import HEADINGS, KINDS, ROUTES, row, whole
from circulair.files.sheet_writing import Value
from circulair.language import _, label, month
from circulair.permissions import actor, hub
from circulair.services import late_law, receipts, reports
from circulair.services.downloads import sheet
from circulair.services.faults import VersionError
from circulair.services.receipts import Receipt
from circulair.web.forms.late_law import LateForm, late_form
from circulair.web.forms.reviews import seen_version
from circulair.web.imports import as_file, known
from circulair.web.reports import chosen_month
from flows.law_data import load_methods

pages = Blueprint("receipts", __name__)

DUTCH = "nl"
"""The reporting office is Dutch, so that its sheet is, whatever the language of the page."""


@pages.get("/hub/lma")
@hub
def show() -> str:
    """Show what was received of waste in a month, and what each row lacks."""
    chosen = chosen_month()
    files = {
        kind: url_for("receipts.download", kind=kind, maand=f"{chosen:%Y-%m}") for kind in ("xlsx", "csv")
    }
    offered = [(f"{first:%Y-%m}", month(first)) for first in reports.months(actor().today)]
    found = receipts.of_month(chosen, actor())
    return render_template("hub/lma.html", receipts=found, chosen=chosen, months=offered, files=files)


@pages.get("/hub/lma/bestand/<kind>")
@hub
def download(kind: str) -> Response:
    """Give what was received in a month as a sheet with the headings of the LMA."""
    chosen = chosen_month()
    rows = [cells_of(one) for one in receipts.of_month(chosen, actor())]
    content = sheet(known(kind), ("LMA", HEADINGS, rows), DUTCH)
    return as_file(kind, f"circulair-lma-{chosen:%Y-%m}", content)


@pages.get("/hub/lma/voorstel/<int:suggestion_id>/<int:line_id>")
@hub
def line(suggestion_id: int, line_id: int) -> tuple[str, int]:
    """Show which numbers and papers of one offer of waste can still be noted."""
    return line_page(suggestion_id, line_id)


def line_page(
    suggestion_id: int, line_id: int, status: int = 200, alert: str = "", typed: LateForm | None = None
) -> tuple[str, int]:
    """Return that page as it stands, with the form as it was typed."""
    found, chosen = late_law.sheet(suggestion_id, line_id, actor()), f"{chosen_month():%Y-%m}"
    shown = {
        "sheet": found,
        "form": late_form(found, typed),
        "alert_text": alert,
        "back": url_for("receipts.show", maand=chosen),
        "action": url_for("receipts.save", suggestion_id=suggestion_id, line_id=line_id, maand=chosen),
    }
    return render_template("hub/late_law.html", **shown), status


@pages.post("/hub/lma/voorstel/<int:suggestion_id>/<int:line_id>")
@hub
def save(suggestion_id: int, line_id: int) -> tuple[str, int] | Response:
    """Note numbers and papers of one offer, and lead back to its month."""
    form, month_code = LateForm(), f"{chosen_month():%Y-%m}"
    if not form.validate_on_submit():
        return line_page(suggestion_id, line_id, 422, typed=form)
    try:
        late_law.note(line_id, seen_version(), suggestion_id, form.told(), actor())
    except VersionError as error:
        return line_page(suggestion_id, line_id, 409, errors.sentence(error))
    flash(_("The papers of the waste are saved."), "ok")
    return redirect(url_for("receipts.show", maand=month_code), 303)


def cells_of(one: Receipt) -> list[Value]:
    """Return a receipt as a row of the sheet; what it lacks stays empty and is named at its end."""
    stream, origin, methods = one.stream, one.origin, load_methods()
    method = methods[stream.method].name_nl if stream.method in methods else ""
    return row(
        (stream.number, stream.sender, stream.sender),
        (origin.street, origin.house_number, origin.postcode, origin.place),
        (one.processor, stream.receiver, stream.eural, one.name, stream.method, method),
        (ROUTES[one.route], ROUTES[one.scheme]),
        (whole(one.month.year), whole(one.month.month), KINDS[one.first]),
        (Decimal(one.kilograms), whole(one.loads)),
        ("; ".join(label(f"lma_lack.{lack}") for lack in one.lacks),),
    )
