"""What was received of waste in a month, for the report to the LMA: on screen and as a sheet."""

from decimal import Decimal

from flask import Blueprint, render_template, url_for
from werkzeug.wrappers import Response

from circulair.files.receipts import HEADINGS, KINDS, ROUTES, row, whole
from circulair.files.sheet_writing import Value
from circulair.language import label, month
from circulair.permissions import actor, hub
from circulair.services import receipts, reports
from circulair.services.downloads import sheet
from circulair.services.receipts import Receipt
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


def cells_of(one: Receipt) -> list[Value]:
    """Return a receipt as a row of the sheet; what it lacks stays empty and is named at its end."""
    stream, origin, methods = one.stream, one.origin, load_methods()
    method = methods[stream.method].name_nl if stream.method in methods else ""
    return row(
        (stream.number, stream.sender, stream.sender),
        (origin.street, origin.house_number, origin.postcode, origin.place),
        (one.processor, stream.receiver, stream.eural, one.name, stream.method, method),
        (ROUTES[one.route], ROUTES[one.route]),
        (whole(one.month.year), whole(one.month.month), KINDS[one.first]),
        (Decimal(one.kilograms), whole(one.loads)),
        ("; ".join(label(f"lma_lack.{lack}") for lack in one.lacks),),
    )
