"""Pages of figures: both ledgers for the hub, what a release says for everybody, and how each is reckoned."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import Blueprint, render_template, request
from markupsafe import Markup

from circulair.language import _, material, sector
from circulair.permissions import actor, hub, public
from circulair.services import figures, public_figures
from circulair.services.faults import NotFoundError
from circulair.services.figures import Facet, Figures, Reckoned, Wish
from circulair.services.public_figures import PublicFigures
from circulair.web import drawings, figure_words
from circulair.web.drawings import Names, Row
from circulair.web.figure_words import OF_NETWORK, VALUES
from flows.indicators import METHODS, Indicator
from flows.ledger import Entry, Ledger
from flows.materials import load_materials
from flows.networks import NetworkMeasures
from flows.sectors import load_sectors

pages = Blueprint("figures", __name__)

BOOKS = {"mogelijk": Ledger.POTENTIAL, "bevestigd": Ledger.CONFIRMED}
"""What the ledgers are called in addresses."""

ADDRESS_OF = {book: name for name, book in BOOKS.items()}

ARGUMENTS = {Facet.GROUP: "groep", Facet.SECTOR: "branche", Facet.PLACE: "buurt"}
"""What facets are called in addresses."""

KNOWN: dict[Facet, Callable[[str], bool]] = {
    Facet.GROUP: lambda value: value in load_materials(),
    Facet.SECTOR: lambda value: value in load_sectors(),
    Facet.PLACE: lambda value: len(value) <= 80,
}

FOR_EVERYBODY = (Indicator.TONNES, Indicator.CIRCULAR, Indicator.CO2E)
"""Figures that follow from a release alone: shares of what was offered and euros do not."""

MOST_INPUTS = 200
"""Entries that the page of a figure names; the rest is a number below them."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture with the table behind it: its heads, of which the last is a number, and its rows."""

    title: str
    drawn: Markup
    heads: tuple[str, ...]
    rows: list[Row]


def wish_of_page() -> tuple[Wish, dict[str, str]]:
    """Return what the address asks for, and its arguments; what makes no sense is left aside."""
    year = request.args.get("jaar", "")
    is_year = year.isascii() and year.isdigit() and len(year) == 4 and year > "0000"
    told = {facet: request.args.get(name, "") for facet, name in ARGUMENTS.items()}
    chosen = tuple((facet, value) for facet, value in told.items() if value and KNOWN[facet](value))
    kept = {ARGUMENTS[facet]: value for facet, value in chosen} | ({"jaar": year} if is_year else {})
    return Wish(int(year) if is_year else None, chosen), kept


@pages.get("/hub/cijfers")
@hub
def desk() -> str:
    """Show both ledgers, through what is asked for."""
    wish, kept = wish_of_page()
    found = figures.of_hub(wish, actor())
    book = BOOKS.get(request.args.get("boek", ""), Ledger.CONFIRMED)
    return render_template(
        "figures/desk.html",
        found=found,
        wish=wish,
        kept=kept,
        book=book,
        books=BOOKS,
        address_of=ADDRESS_OF,
        choices=choices_of(found),
        values=VALUES,
        network_values=[
            *network_values(found.network),
            (Indicator.RECYCLING_RATE, figure_words.measure(found.recycling_rate)),
        ],
        pictures=pictures_of(found, book),
        tell=figure_words,
    )


@pages.get("/hub/cijfers/<any(mogelijk, bevestigd):book>/<indicator>")
@hub
def behind(book: str, indicator: str) -> str:
    """Show how one figure of a ledger is reckoned, from what, with which factors."""
    wish, kept = wish_of_page()
    found = figures.of_hub(wish, actor())
    code = indicator_of(indicator, tuple(Indicator))
    return render_template(
        "figures/behind.html",
        code=code,
        method=METHODS[code],
        book=BOOKS[book],
        kept=kept,
        whole=found.of(BOOKS[book]).whole,
        value=figure_words.measure(found.recycling_rate)
        if code is Indicator.RECYCLING_RATE
        else value_of(code, found.of(BOOKS[book]).whole, found.network),
        groups=found.groups if code is Indicator.SYMBIOSIS else (),
        names=found.names,
        most=MOST_INPUTS,
        tell=figure_words,
        through=drawings.through,
        for_hub=True,
    )


@pages.get("/cijfers")
@public
def town() -> str:
    """Show the figures of the release that everybody sees."""
    found = public_figures.shown()
    return render_template(
        "figures/town.html",
        found=found,
        codes=FOR_EVERYBODY,
        values=VALUES,
        network_values=network_values(found.network) if found else [],
        pictures=public_pictures(found) if found else [],
        tell=figure_words,
    )


@pages.get("/cijfers/<indicator>")
@public
def behind_public(indicator: str) -> str:
    """Show how one figure of the release is reckoned."""
    code = indicator_of(indicator, (*FOR_EVERYBODY, Indicator.BY_RUNG, *OF_NETWORK))
    found = public_figures.shown()
    if found is None:
        raise NotFoundError("release")
    return render_template(
        "figures/behind.html",
        code=code,
        method=METHODS[code],
        book=Ledger.CONFIRMED,
        kept={},
        whole=found.whole,
        value=value_of(code, found.whole, found.network),
        groups=(),
        names=found.names,
        most=MOST_INPUTS,
        tell=figure_words,
        through=drawings.through,
        for_hub=False,
    )


def indicator_of(code: str, known: tuple[Indicator, ...]) -> Indicator:
    """Return the indicator of a code, refusing others."""
    if code not in {one.value for one in known}:
        raise NotFoundError("figure")
    return Indicator(code)


def value_of(code: Indicator, whole: Reckoned, network: NetworkMeasures) -> str:
    """Return a figure as text; what is a table of figures has none."""
    if code in VALUES:
        return VALUES[code](whole)
    return figure_words.measure(OF_NETWORK[code](network)) if code in OF_NETWORK else ""


def network_values(network: NetworkMeasures) -> list[tuple[Indicator, str]]:
    """Return the figures of a network as text."""
    return [(code, figure_words.measure(of(network))) for code, of in OF_NETWORK.items()]


def choices_of(found: Figures) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Return what can be asked for: argument, label, and values with their words."""
    worded: dict[Facet, Callable[[str], str]] = {
        Facet.GROUP: material,
        Facet.SECTOR: sector,
        Facet.PLACE: str,
    }
    labels = {Facet.GROUP: _("Material"), Facet.SECTOR: _("Sector"), Facet.PLACE: _("Neighbourhood")}
    years = [(str(year), str(year)) for year in found.years]
    told = [
        (
            ARGUMENTS[facet],
            labels[facet],
            sorted(((one, worded[facet](one)) for one in values), key=lambda pair: pair[1]),
        )
        for facet, values in found.choices.items()
    ]
    return [("jaar", _("Year (confirmed only)"), years), *told]


def pictures_of(found: Figures, book: Ledger) -> list[Picture]:
    """Return the pictures of a ledger; only what was confirmed has a time line."""
    way, network = flow_pictures(found.of(book).whole.entries, found.names)
    if book is Ledger.POTENTIAL:
        return [way, network]
    return [way, timeline_of(found.confirmed.parts[Facet.PERIOD], _("Tonnes by quarter")), network]


def public_pictures(found: PublicFigures) -> list[Picture]:
    """Return the pictures of a release, its time line by year: that is what parties agreed to show."""
    way, network = flow_pictures(found.whole.entries, found.names)
    return [way, timeline_of(found.years, _("Tonnes by year")), network]


def flow_pictures(entries: Sequence[Entry], names: Names) -> tuple[Picture, Picture]:
    """Return what became of entries, and who gave them to whom."""
    return (
        Picture(
            _("From material to use"),
            Markup(drawings.sankey_of(entries, names)),  # noqa: S704  # maps escapes its words
            (_("Material"), _("Process"), _("Use"), _("Tonnes")),
            drawings.sankey_rows(entries, names),
        ),
        Picture(
            _("Who gives to whom"),
            Markup(drawings.network_of(entries)),  # noqa: S704  # maps escapes its words
            (_("Giver"), _("Receiver"), _("Material"), _("Tonnes")),
            drawings.network_rows(entries),
        ),
    )


def timeline_of(periods: tuple[tuple[str, Reckoned], ...], title: str) -> Picture:
    """Return the picture of periods with its table."""
    rows: list[Row] = [
        (figure_words.quarter(key), figure_words.tonnes_range(found.tonnes)) for key, found in periods
    ]
    drawn = Markup(drawings.timeline_of(periods, title))  # noqa: S704  # maps escapes its words
    return Picture(title, drawn, (_("Period"), _("Tonnes")), rows)
