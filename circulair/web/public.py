"""What everybody sees: home, offers, needs, the map, vacant premises, and who we are."""

import importlib
from collections.abc import Sequence
from decimal import Decimal

from flask import Blueprint, Response, current_app, jsonify, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from circulair.language import _, language, tonnes
from circulair.permissions import actor, public
from circulair.services import overview, photos, references, releases, vacancy_figures, vacant_facts
from circulair.services.faults import NotFoundError
from circulair.services.vacant_facts import Wanted
from circulair.web import documents, telling, town, town_tables
from circulair.web.forms.space import VacantSearch
from circulair.web.things import PARTS, title_of
from flows.units import Quantity

pages = Blueprint("public", __name__)

QUARTERS = 8
"""Quarters of refusals on their page: two years."""


@pages.get("/")
@public
def home() -> str:
    """Show the three doors and this release's figures."""
    return render_template("public/home.html", release=releases.shown())


def amount_of(row: releases.PublicListing, side: str) -> str:
    """Return how much a public listing is about, a year where it recurs, and what of it is left."""
    if row.tonnes is not None and row.left is not None:
        return telling.still(row.left, (row.tonnes, row.recurring), side)
    if row.tonnes is None:
        return "–" if row.typed is None else telling.typed(Quantity(Decimal(row.typed[0]), *row.typed[1:]))
    return _("%(tonnes)s a year", tonnes=tonnes(row.tonnes)) if row.recurring else tonnes(row.tonnes)


@pages.get("/aanbod")
@public
def offers() -> str:
    """Show the offers whose owners want them seen."""
    release = releases.shown()
    return listing_page("offer", release.offers if release else (), release)


@pages.get("/vraag")
@public
def needs() -> str:
    """Show the needs whose owners want them seen."""
    release = releases.shown()
    return listing_page("need", release.needs if release else (), release)


def listing_page(side: str, rows: Sequence[releases.PublicListing], release: releases.Release | None) -> str:
    """Show one side of the market, by material group if wanted."""
    group = request.args.get("groep", "")
    chosen = [row for row in rows if not group or overview.group_of(row.material) == group]
    return render_template(
        "public/listings.html",
        side=side,
        rows=chosen,
        release=release,
        group=group,
        groups=overview.groups_in(rows),
    )


@pages.get("/kaart")
@public
def town_map() -> str:
    """Show the map and the same content as tables."""
    asked = overview.asked(request.args.to_dict(flat=False))
    wish, view = asked.wish, overview.shown(asked.wish)
    return render_template(
        "public/map.html",
        view=view,
        wish=wish,
        aside=asked.aside,
        areas=town.neighbourhoods(),
        drawing=town.drawing(view, wish, language()),
        legend=town.legend_of(view),
        tables=town_tables.tables_of(view, wish, request.args),
        today=actor().today,
        spot_told=town.spot_told,
        whys=town.whys,
    )


@pages.get("/kaart/inbed")
@public
def embedded_map() -> str:
    """Show the map alone, small enough to stand in a page of a partner's site."""
    asked = overview.asked(request.args.to_dict(flat=False))
    wish, view = asked.wish, overview.shown(asked.wish)
    return render_template(
        "public/embedded_map.html",
        view=view,
        aside=asked.aside,
        drawing=town.drawing(view, wish, language()),
        legend=town.legend_of(view),
        whole=url_for("public.town_map", **wish.told),
    )


@pages.get("/<any(aanbod, vraag, leegstand, kaart):part>/<code>")
@public
def thing(part: str, code: str) -> str:
    """Show one public thing and how to ask the hub about it."""
    release = releases.shown()
    found = references.thing(release, code)
    if PARTS[found.kind] != part:
        raise NotFoundError("listing")
    return render_template(
        "public/thing.html",
        release=release,
        thing=found,
        title=title_of(found.rows[0], language()),
        building=vacant_facts.building_of(found.rows[0].told)
        if isinstance(found.rows[0], releases.PublicPremises)
        else None,
    )


@pages.get("/leegstand")
@public
def vacant_premises() -> str:
    """Show the vacant premises that their owners offer, those that a visitor looks for."""
    release, form = releases.shown(), VacantSearch(request.args)
    rows = release.premises if release else ()
    wanted, today = form.wanted() if form.validate() else Wanted(), actor().today
    found = [row for row in rows if vacant_facts.fits(row.told, row.area_m2, wanted)]
    return render_template(
        "public/premises.html",
        release=release,
        rows=[
            row
            for row in found
            if not wanted.free or vacant_facts.is_free(row.told, row.available_from, today)
        ],
        total=len(rows),
        form=form,
        counted=vacant_facts.by_neighbourhood((row.basis, row.area_m2, row.told) for row in rows),
        figures=vacancy_figures.released(releases.made_at()),
    )


@pages.get("/weigeringen")
@public
def refusals() -> str:
    """Show why suggestions were declined, quarter by quarter, as far as that may be told."""
    release = releases.shown()
    quarters = list(reversed(release.refusals))[:QUARTERS] if release else []
    return render_template("public/refusals.html", release=release, quarters=quarters)


@pages.get("/leegstand/<code>/foto/<photo_code>")
@public
def photo(code: str, photo_code: str) -> BaseResponse:
    """Give a photo of vacant premises that their owner shows to everybody."""
    found = references.thing(releases.shown(), code).rows[0]
    if not isinstance(found, releases.PublicPremises):
        raise NotFoundError("document")
    return documents.as_sent(photos.released(found, photo_code))


@pages.get("/over")
@public
def about() -> str:
    """Say what this is and how the figures are made."""
    return render_template("public/about.html")


@pages.get("/privacy")
@public
def privacy() -> str:
    """Say what is kept of whom and what the public sees."""
    return render_template("public/privacy.html")


@pages.get("/toegankelijkheid")
@public
def accessibility() -> str:
    """Say how far everybody can use this and whom to tell."""
    return render_template("public/accessibility.html")


@pages.get("/health/live")
@public
def alive() -> Response:
    """Say that the process answers."""
    return jsonify(status="ok")


@pages.get("/health/ready")
@public
def ready() -> tuple[Response, int]:
    """Say whether the database can be reached and has the schema that the code expects."""
    schema = importlib.import_module("circulair.store.schema")  # Alembic, else for commands only
    current = schema.is_current(current_app.store)  # type: ignore[attr-defined]  # our Application has a store
    return jsonify(status="ok" if current else "schema is not up to date"), 200 if current else 503
