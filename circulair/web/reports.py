"""What the hub reads of itself: the report of a month, and whether its letters leave."""

from datetime import date
from decimal import Decimal

from flask import Blueprint, abort, render_template, request, url_for
from werkzeug.wrappers import Response

from circulair.files.sheet_writing import Value
from circulair.language import _, label, language, material, month
from circulair.permissions import actor, hub
from circulair.services import reports
from circulair.services.downloads import sheet
from circulair.services.reports import Report
from circulair.web.imports import as_file, known

pages = Blueprint("reports", __name__)


def chosen_month() -> date:
    """Return the month that the address names, this one where it names none; refuse what is no such month."""
    told = request.args.get("maand", "")
    offered = {f"{first:%Y-%m}": first for first in reports.months(actor().today)}
    if not told:
        return next(iter(offered.values()))
    return offered[told] if told in offered else abort(404)


@pages.get("/hub/verslag")
@hub
def show() -> str:
    """Show the report of a month."""
    report = reports.of_month(chosen_month(), actor())
    offered = [(f"{first:%Y-%m}", month(first)) for first in reports.months(actor().today)]
    files = {
        kind: url_for("reports.download", kind=kind, maand=f"{report.month:%Y-%m}")
        for kind in ("xlsx", "csv")
    }
    return render_template("hub/report.html", report=report, months=offered, files=files)


@pages.get("/hub/verslag/bestand/<kind>")
@hub
def download(kind: str) -> Response:
    """Give the report of a month as a sheet."""
    report = reports.of_month(chosen_month(), actor())
    heading = [_("Part"), _("What"), _("Number"), _("Days since the step before, half are shorter")]
    content = sheet(known(kind), (_("Report"), heading, rows_of(report)), language())
    return as_file(kind, f"circulair-verslag-{report.month:%Y-%m}", content)


@pages.get("/hub/post")
@hub
def post() -> str:
    """Show the letters that have not left and why, and how many left lately."""
    return render_template("hub/post.html", post=reports.post(actor()))


def rows_of(report: Report) -> list[list[Value]]:
    """Return a report as rows: part, what, number, days."""
    rows: list[list[Value]] = [
        [_("Registered"), _("Offers"), Decimal(report.offers), None],
        [_("Registered"), _("Needs"), Decimal(report.needs), None],
    ]
    rows += [
        [_("Suggestions"), label(f"step.{one.step}"), Decimal(one.number), days(one.median_days)]
        for one in report.passages
    ]
    rows += [
        [_("Confirmed by both sides"), _("Deliveries"), Decimal(report.deliveries), None],
        [_("Confirmed by both sides"), _("Tonnes"), report.tonnes, None],
    ]
    for reason, parties in report.refusals.reasons:
        for party, number in parties:
            said = f"{label(f'reason.{reason}')} ({label(f'party.{party}')})"
            rows.append([_("Declined, by reason"), said, Decimal(number), None])
    for slug, number in report.refusals.materials:
        rows.append([_("Declined, by material"), material(slug), Decimal(number), None])
    for kind, number in report.refusals.kinds:
        rows.append([_("Declined, by who said no"), label(f"kind.{kind}"), Decimal(number), None])
    return rows


def days(value: float | None) -> Decimal | None:
    """Return days to a tenth."""
    return None if value is None else Decimal(f"{value:.1f}")
