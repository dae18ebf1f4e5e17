"""All blueprints together, and what every page knows."""

import secrets
from typing import TYPE_CHECKING

from flask import current_app, g, has_request_context, request, url_for
from flask_security import current_user
from werkzeug.routing import IntegerConverter

from circulair import language, security
from circulair.permissions import actor
from circulair.services import world
from circulair.services.actor import Role, may
from circulair.store.session import is_open
from circulair.web import (
    account,
    answers,
    callers,
    class_page,
    classes,
    collection,
    documents,
    exchanges,
    experiments,
    figures,
    hub,
    imports,
    lab_desk,
    labs,
    listings,
    map_parts,
    mergers,
    ogc,
    open_data,
    organisations,
    plans,
    plants,
    premises,
    prospects,
    public,
    publications,
    publicity,
    receipts,
    registers,
    reports,
    rounds,
    sectors,
    space,
    stories,
    suggestions,
    things,
    uses,
    wellbeing,
    work,
    works,
    workshops,
)
from circulair.web import (
    letters as letter_pages,
)
from flows.codes import public_code
from maps.rounds import letters

if TYPE_CHECKING:
    from circulair.app import Application

BLUEPRINTS = (
    public.pages,
    map_parts.pages,
    publications.pages,
    open_data.pages,
    ogc.pages,
    account.pages,
    answers.pages,
    callers.pages,
    listings.pages,
    collection.pages,
    classes.pages,
    class_page.pages,
    sectors.pages,
    imports.pages,
    organisations.pages,
    publicity.pages,
    premises.pages,
    space.pages,
    uses.pages,
    works.pages,
    suggestions.pages,
    exchanges.pages,
    documents.pages,
    hub.pages,
    letter_pages.pages,
    reports.pages,
    receipts.pages,
    rounds.pages,
    prospects.pages,
    plans.pages,
    workshops.pages,
    registers.pages,
    mergers.pages,
    work.pages,
    plants.pages,
    labs.pages,
    wellbeing.pages,
    stories.pages,
    lab_desk.pages,
    experiments.pages,
    figures.pages,
)

Link = tuple[str, str, bool]


class RowNumber(IntegerConverter):
    """A row's own number in an address, written in one way only and small enough for the databases."""

    regex = "[1-9][0-9]{0,17}"


def start(app: "Application") -> None:
    """Register all pages and give them their words."""
    app.url_map.converters["int"] = RowNumber
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    app.context_processor(surroundings)
    app.jinja_env.globals.update(
        _=language._,
        idempotency_key=lambda: secrets.token_urlsafe(24),
        label=language.label,
        plural=language.plural,
        material=language.material,
        round_name=letters,
        eural_name=language.eural,
        sector_name=language.sector,
        as_day=language.iso_day,
        amount_of=public.amount_of,
        amount_told=publications.amount_told,
        amount_between=publications.amount_between,
        periods_told=publications.periods_told,
        area_told=publications.area_told,
        period_told=publications.period_told,
        thing_href=things.thing_href,
        public_code=public_code,
    )
    app.jinja_env.filters.update(
        number=language.number,
        clock=rounds.clock_of,
        plain_number=language.plain_number,
        day=language.day,
        month=language.month,
        month_code=language.month_code,
        moment=language.moment,
        time_of_day=language.time_of_day,
        tonnes=language.tonnes,
        euros=language.euros,
        material_name=language.material,
        by_name=language.by_name,
    )


def surroundings() -> dict[str, object]:
    """Return what the frame of every page shows; errors without a database show less, letters nothing."""
    if not has_request_context():
        return {}
    signed_in, filled_in = known_user(), g.form.filled_in() if "form" in g else []
    return {
        "language": language.language(),
        "languages": language.addresses_of_page(filled=bool(filled_in)),
        "filled_in": filled_in,
        "reworded": security.REWORDED,
        "csp_nonce": g.get("nonce", ""),
        "demo_world": is_open() and world.is_demo(),
        "home_href": url_for("public.home"),
        "nav": main_menu(),
        "user_menu": own_menu() if signed_in else [],
        "folded_menu": folded_menu() if signed_in else [],
        "sign_in_href": url_for("account.sign_in"),
        "sign_out_href": url_for("account.sign_out") if signed_in else "",
        "footer_links": footer(),
        "contact": current_app.settings.contact_email,  # type: ignore[attr-defined]  # our Application has settings
    }


def known_user() -> bool:
    """Return whether somebody is signed in, without asking where no transaction is open."""
    return is_open() and bool(current_user.is_authenticated)


def main_menu() -> list[Link]:
    """Return the menu that everybody sees."""
    _ = language._
    return links(
        (_("Offers"), "public.offers"),
        (_("Needs"), "public.needs"),
        (_("Map"), "public.town_map"),
        (_("Vacancy"), "public.vacant_premises"),
        (_("Labs"), "labs.index"),
    )


def own_menu() -> list[Link]:
    """Return the menu of whoever signed in: the hub's desk, or what a member of an organisation has."""
    is_hub = may(actor().role, Role.HUB)
    _ = language._
    of_hub = ((_("Hub"), "hub.queue"), (_("Plan"), "plans.ask"), (_("Rounds"), "rounds.index"))
    return links(*of_hub) if is_hub else links(*of_organisation())


def folded_menu() -> list[Link]:
    """Return what somebody of the hub has as a member of an organisation, folded so that all fits a row."""
    return links(*of_organisation()) if may(actor().role, Role.HUB) else []


def of_organisation() -> tuple[tuple[str, str], ...]:
    """Return the words and endpoints of what a member of an organisation has; nothing for others."""
    _ = language._
    own = (
        (_("My listings"), "listings.mine"),
        (_("Exchanges"), "exchanges.mine"),
        (_("Organisation"), "organisations.own"),
    )
    return own if actor().organisation_id is not None else ()


def footer() -> list[tuple[str, str]]:
    """Return the links under every page."""
    _ = language._
    entries = [
        (_("Figures"), "figures.town"),
        (_("About CirculAIR"), "public.about"),
        (_("Publications"), "publications.index"),
        (_("Open data"), "open_data.index"),
        (_("Privacy"), "public.privacy"),
        (_("Accessibility"), "public.accessibility"),
    ]
    return [(words, url_for(endpoint)) for words, endpoint in entries]


def links(*entries: tuple[str, str]) -> list[Link]:
    """Return menu entries with their addresses and which one is open."""
    return [(words, url_for(endpoint), request.endpoint == endpoint) for words, endpoint in entries]
