"""Open data: the page that lists the files of each release, the files, and the catalogue of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from flask import Blueprint, current_app, render_template, request, url_for
from werkzeug.wrappers import Response

from circulair.config import Settings
from circulair.files import catalogues
from circulair.files.open_tables import described
from circulair.language import _, language, number
from circulair.permissions import public
from circulair.security import limiter, own_origin
from circulair.services import catalogue as catalogue_of
from circulair.services import open_data, world
from circulair.services.catalogue import Site
from circulair.services.faults import NotFoundError
from circulair.services.open_data import Edition, Terms

pages = Blueprint("open_data", __name__, url_prefix="/open-data")

OFTEN = "120 per minute"
"""How often one address may ask: every file of several releases, and a page now and then."""

SHOWN = {"csv": "CSV", "geojson": "GeoJSON", "parquet": "Parquet"}
"""The kinds of file that each table has, by what people call them."""


@dataclass(frozen=True, slots=True)
class Link:
    """A file to fetch: what it is called, where it is and how large."""

    kind: str
    href: str
    size: str


@dataclass(frozen=True, slots=True)
class Part:
    """A table of a release: its name, what it holds, how many rows, and its files."""

    title: str
    about: str
    rows: int
    files: tuple[Link, ...]


def terms() -> Terms:
    """Return who publishes and on which licence, as the operator set it."""
    settings = own_settings()
    return open_data.terms_of(settings.publisher, settings.data_licence, invented=world.is_demo())


def own_settings() -> Settings:
    """Return the settings of this application."""
    return current_app.settings  # type: ignore[attr-defined, no-any-return]  # our Application has settings


@pages.get("")
@public
@limiter.limit(OFTEN)
def index() -> str:
    """Show the files of the release that the public sees now, or say that there is none yet."""
    if not open_data.history():
        return page(None)
    return page(open_data.edition(terms()))


@pages.get("/<int:release_id>")
@public
@limiter.limit(OFTEN)
def release(release_id: int) -> str:
    """Show the files of one release."""
    return page(open_data.edition(terms(), release_id))


def page(chosen: Edition | None) -> str:
    """Return the page of open data with the files of a release on it."""
    sites = own_settings().frame_ancestors.split()
    return render_template(
        "public/open_data.html",
        edition=chosen,
        terms=terms(),
        parts=parts_of(chosen) if chosen else (),
        whole=link(chosen, open_data.GEOPACKAGE, _("GeoPackage with all tables")) if chosen else None,
        more=more_files(chosen) if chosen else (),
        older=[one for one in open_data.history() if chosen is None or one.id != chosen.number],
        kinds=list(SHOWN.values()),
        service=own_origin() + url_for("ogc.landing").rstrip("/"),
        snippet=snippet(),
        sites=sites,
    )


def parts_of(chosen: Edition) -> Sequence[Part]:
    """Return the tables of a release with their files, in the words of the page."""
    known = set(open_data.names(chosen))
    parts = []
    for table in chosen.tables:
        said = described(table.name)
        files = {f"{table.name}.{suffix}": kind for suffix, kind in SHOWN.items()}
        links = tuple(link(chosen, name, kind) for name, kind in files.items() if name in known)
        title = said.title(language()) or table.name
        parts.append(Part(title, said.rest(language()), len(table.rows), links))
    return parts


def more_files(chosen: Edition) -> Sequence[Link]:
    """Return the files beside the tables: what the columns mean, and the digests of all files."""
    told = {
        open_data.DICTIONARY: _("What each column means, as CSV"),
        open_data.DICTIONARY_JSON: _("What each column means, as JSON"),
        open_data.SUMS: _("Checksums of all files (SHA-256)"),
    }
    return [link(chosen, name, kind) for name, kind in told.items()]


def link(chosen: Edition, name: str, kind: str) -> Link:
    """Return a file of a release as a link with its size."""
    size = number(ceil(len(open_data.file(chosen, name).content) / 1000), 0)
    return Link(kind, url_for("open_data.file", release_id=chosen.number, name=name), f"{size} kB")


def snippet() -> str:
    """Return what a partner puts in a page to show the map there."""
    address = own_origin() + url_for("public.embedded_map")
    title = _("Map of flows and places")
    return (
        f'<iframe src="{address}" title="{title} – CirculAIR" '
        'width="100%" height="480" loading="lazy"></iframe>'
    )


@pages.get("/<int:release_id>/<name>")
@public
@limiter.limit(OFTEN)
def file(release_id: int, name: str) -> Response:
    """Hand out a file of a release, or say that it is still the one that the browser has."""
    chosen = open_data.edition(terms(), release_id)
    found = open_data.file(chosen, name)
    response = Response(found.content, mimetype=open_data.media_of(name))
    response.headers["Content-Disposition"] = f'attachment; filename="{chosen.stem}-{name}"'
    response.headers["Cache-Control"] = "no-cache"  # kept, but asked about each time
    response.set_etag(found.sha256)
    return response.make_conditional(request.environ)


@pages.get("/catalogus")
@public
@limiter.limit(OFTEN)
def catalogue() -> Response:
    """Describe the newest release and the services as DCAT-AP-NL, as JSON-LD or Turtle."""
    settings = own_settings()
    site = Site(own_origin(), settings.contact_email)
    nodes = catalogue_of.described(open_data.edition(terms()), site)
    offered = list(catalogues.WRITERS)
    chosen = request.args.get("f") or request.accept_mimetypes.best_match(offered, offered[0])
    media = catalogues.SHORT.get(chosen, chosen)
    if media not in catalogues.WRITERS:
        raise NotFoundError("catalogue")
    return Response(catalogues.WRITERS[media](nodes), content_type=f"{media}; charset=utf-8")
