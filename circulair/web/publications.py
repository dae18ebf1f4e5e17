"""Publications on screen: all releases with what changed, and the figures of one with their reasons."""

from collections.abc import Iterable

from flask import Blueprint, render_template, request

from circulair.language import _, label, month, number, tonnes
from circulair.permissions import public
from circulair.services import publications
from circulair.services.release_cells import PublicCell, area_names
from circulair.services.release_notes import Change
from flows.quarters import IN_YEAR, quarters_of
from flows.town_cells import TOWN

pages = Blueprint("publications", __name__)


@pages.get("/publicaties")
@public
def index() -> str:
    """Show every release and what changed in it."""
    return render_template("publications/index.html", rows=publications.everything(), told=change_told)


@pages.get("/publicaties/<int:release_id>")
@public
def show(release_id: int) -> str:
    """Show one release: its figures by neighbourhood, its lines, and why some are hidden."""
    published = publications.one(release_id)
    return render_template(
        "publications/show.html",
        published=published,
        figures=publications.figures_of(published.release, request.args),
        in_order=publications.in_order,
        names=area_names(),
        told=change_told,
    )


def period_told(period: str) -> str:
    """Return a period in words: a quarter, a year so far, or a year."""
    quarters = quarters_of(period)
    if len(quarters) == 1:
        return _("quarter %(number)s of %(year)s", number=quarters[0].number, year=quarters[0].year)
    if len(quarters) == IN_YEAR:
        return str(quarters[0].year)
    return _("January to %(month)s", month=month(quarters[-1].last))


def periods_told(periods: Iterable[str]) -> str:
    """Return years that are added up, whole or so far, in few words."""
    return ", ".join(map(year_told, periods))


def year_told(period: str) -> str:
    """Return a year, and up to which month where it is not over."""
    quarters = quarters_of(period)
    if len(quarters) == IN_YEAR:
        return str(quarters[0].year)
    return _("up to %(month)s", month=month(quarters[-1].last))


def area_told(area: str) -> str:
    """Return what an area is called."""
    name = area_names().get(area, area)
    return _("all of %(town)s", town=name) if area == TOWN else name


def amount_told(cell: PublicCell) -> str:
    """Return how much moved: a figure, a range, or a dash where it is hidden."""
    if cell.low is None or cell.high is None:
        return "–"
    return amount_between(cell.low, cell.high)


def amount_between(low: float, high: float | None) -> str:
    """Return tonnes as a figure, a range, or the least that they are where there is no most."""
    if high is None:
        return _("at least %(low)s", low=tonnes(low))
    return tonnes(low) if low == high else _("%(low)s to %(high)s", low=tonnes(low), high=tonnes(high))


def change_told(change: Change) -> str:
    """Return in words what changed of one kind."""
    numbers = {name: number(getattr(change, name), 0) for name in ("came", "gone", "changed")}
    if change.kind == "cells":
        period = period_told(change.period)
        return _("%(period)s: %(came)s figures shown, %(gone)s hidden", period=period, **numbers)
    kind = label(f"released.{change.kind}")
    parts = [
        _("%(came)s new", came=numbers["came"]) if change.came else "",
        _("%(gone)s gone", gone=numbers["gone"]) if change.gone else "",
        _("%(changed)s changed", changed=numbers["changed"]) if change.changed else "",
    ]
    return f"{kind}: {', '.join(filter(None, parts))}"
