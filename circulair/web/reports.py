"""What the hub reads of itself: the report of a month, and whether its letters leave."""

from datetime import date
from decimal import Decimal
from io import BytesIO

from flask import Blueprint, abort, render_template, request, send_file, url_for
from werkzeug.wrappers import Response

from circulair.files.papers import Paper, Table, as_pdf
from circulair.files.sheet_writing import Value
from circulair.language import _, day, label, language, material, month, number
from circulair.permissions import actor, hub
from circulair.services import reports
from circulair.services.downloads import sheet
from circulair.services.reports import Report
from circulair.web.imports import as_file, known
from circulair.web.telling import strategy

pages = Blueprint("reports", __name__)


def chosen_month() -> date:
    """Return the month that the address names, else the last that is over; refuse what is no such month."""
    told = request.args.get("maand", "")
    offered = {f"{first:%Y-%m}": first for first in reports.months(actor().today)}
    if not told:
        return list(offered.values())[1]
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
    files["pdf"] = url_for("reports.pdf", maand=f"{report.month:%Y-%m}")
    return render_template("hub/report.html", report=report, months=offered, files=files)


@pages.get("/hub/verslag/bestand/<kind>")
@hub
def download(kind: str) -> Response:
    """Give the report of a month as a sheet."""
    report = reports.of_month(chosen_month(), actor())
    heading = [_("Part"), _("What"), _("Number"), _("Days since the step before, half are shorter")]
    content = sheet(
        known(kind), (_("Report"), heading, [*rows_of_period(report), *rows_of(report)]), language()
    )
    return as_file(kind, f"circulair-verslag-{report.month:%Y-%m}", content)


@pages.get("/hub/verslag.pdf")
@hub
def pdf() -> Response:
    """Give the report of a month as a PDF."""
    report = reports.of_month(chosen_month(), actor())
    return send_file(
        BytesIO(as_pdf(paper_of(report))),
        mimetype="application/pdf",
        as_attachment=True,
        download_name=f"circulair-verslag-{report.month:%Y-%m}.pdf",
    )


def paper_of(report: Report) -> Paper:
    """Return a report as a paper: a table for each of its parts, in their order on the page."""
    parts: dict[str, list[list[Value]]] = {}
    for part, *cells in rows_of(report):
        parts.setdefault(str(part), []).append(cells)
    heads = [_("What"), _("Number"), _("Days since the step before, half are shorter")]
    tables = [
        Table(part, heads, [[as_words(cell) for cell in cells] for cells in rows], (4, 1, 2), (1, 2))
        for part, rows in parts.items()
    ]
    title = _("Report of %(month)s", month=month(report.month))
    lead = _("What came in, how far suggestions came, and what really moved. Only for the hub team.")
    lead = " ".join([lead, *(str(row[1]) for row in rows_of_period(report))])
    return Paper(title, language(), lead, tables, f"CirculAIR, {title}")


def as_words(cell: Value) -> str:
    """Return the cell of a report as it is written in the language of the page, a dash where it is empty."""
    if cell is None:
        return "–"
    return number(cell, 3) if isinstance(cell, Decimal) else str(cell)


@pages.get("/hub/post")
@hub
def post() -> str:
    """Show the letters that have not left and why, and how many left lately."""
    return render_template("hub/post.html", post=reports.post(actor()))


def rows_of_period(report: Report) -> list[list[Value]]:
    """Return the row that says of a month that it still runs, none of one that is over."""
    if report.up_to is None:
        return []
    up_to = day(report.up_to)
    said = _("This month still runs. These are the figures up to %(day)s.", day=up_to)
    return [[_("Period"), said, None, None]]


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
        [_("Confirmed by both sides"), _("Tonnes"), scaled(report.tonnes), None],
    ]
    rows += [
        [_("Tonnes by material"), material(slug), scaled(tonnes), None] for slug, tonnes in report.materials
    ]
    rows += [
        [_("Tonnes by what happens with the material"), strategy(rung), scaled(tonnes), None]
        for rung, tonnes in report.rungs
    ]
    for reason, parties in report.refusals.reasons:
        for party, times in parties:
            said = f"{label(f'reason.{reason}')} ({label(f'party.{party}')})"
            rows.append([_("Declined, by reason"), said, Decimal(times), None])
    for slug, times in report.refusals.materials:
        rows.append([_("Declined, by material"), material(slug), Decimal(times), None])
    for kind, times in report.refusals.kinds:
        rows.append([_("Declined, by who said no"), label(f"kind.{kind}"), Decimal(times), None])
    return rows


def scaled(tonnes: Decimal) -> Decimal:
    """Return tonnes as exactly as the page tells them: to the kilogram, below one tonne to the gram."""
    return round(tonnes, 3 if abs(tonnes) >= 1 else 6)


def days(value: float | None) -> Decimal | None:
    """Return days to a tenth."""
    return None if value is None else Decimal(f"{value:.1f}")
