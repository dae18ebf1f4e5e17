"""OGC API Features: the tables of the newest release for QGIS and other map programs.

What describes them is a page as well, for a person who follows the link; programs get JSON, and so does
who asks for f=json.
"""

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

import orjson
from flask import Blueprint, make_response, render_template, request, url_for
from werkzeug.wrappers import Response

from circulair import errors
from circulair.files.open_files import feature
from circulair.files.open_tables import Paths, Table, described
from circulair.language import _, language
from circulair.permissions import public
from circulair.security import limiter, own_origin
from circulair.services import features, releases
from circulair.services.catalogue import box_of
from circulair.services.datasets import tables
from circulair.services.faults import NotFoundError
from circulair.services.releases import Release
from circulair.web import ogc_query
from circulair.web.ogc_definition import definition
from circulair.web.ogc_query import ALSO_HTML, CRS84, OF_OTHERS, RD_NEW, SYSTEMS, BadQueryError
from circulair.web.open_data import own_settings, terms

pages = Blueprint("ogc", __name__, url_prefix="/ogc")

JSON, GEOJSON, HTML = "application/json", "application/geo+json", "text/html"
OPENAPI = "application/vnd.oai.openapi+json;version=3.0"

OFTEN = "600 per minute"
"""How often one address may ask for rows: a map that is moved about asks a few times a second."""

CLASSES = [
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/oas30",
    "http://www.opengis.net/spec/ogcapi-features-2/1.0/conf/crs",
]
"""Which parts of the standard are kept."""


@pages.errorhandler(BadQueryError)
def refuse(error: BadQueryError) -> Response:
    """Say what is wrong with an address."""
    return errors.problem(400, error.detail)


@pages.get("/", strict_slashes=False)  # clients come with a slash and without
@public
def landing() -> Response:
    """Say what there is and where."""
    ogc_query.only(request.args, OF_OTHERS, ALSO_HTML)
    return for_reader(lambda: page("landing", conforms=CLASSES), landing_json)


def landing_json() -> dict[str, Any]:
    """Return what there is and where."""
    links = [
        link("self", JSON, "ogc.landing", _("This page")),
        link("alternate", HTML, "ogc.landing", _("This page for people"), f="html"),
        link("service-desc", OPENAPI, "ogc.api", _("What can be asked, as OpenAPI")),
        link("service-doc", HTML, "open_data.index", _("Open data")),
        link("conformance", JSON, "ogc.conformance", _("Which parts of the standard are kept")),
        link("data", JSON, "ogc.collections", _("The tables")),
        licence(),
    ]
    return {"title": title(), "description": about(), "links": links}


@pages.get("/conformance")
@public
def conformance() -> Response:
    """Say which parts of the standard are kept."""
    ogc_query.only(request.args, OF_OTHERS, ALSO_HTML)
    return for_reader(lambda: page("conformance", conforms=CLASSES), lambda: {"conformsTo": CLASSES})


@pages.get("/api")
@public
def api() -> Response:
    """Describe what can be asked, as OpenAPI 3.0."""
    ogc_query.only(request.args, OF_OTHERS)
    about_it = {"title": title(), "description": about()}
    told = definition(address("ogc.landing"), about_it, own_settings().contact_email, list(shown()))
    return answer(told, OPENAPI)


@pages.get("/collections")
@public
def collections() -> Response:
    """List the tables."""
    ogc_query.only(request.args, OF_OTHERS, ALSO_HTML)
    tables_now = list(shown().values())
    return for_reader(
        lambda: page("collections", tables=[shelf(table) for table in tables_now]),
        lambda: collections_json(tables_now),
    )


def collections_json(tables_now: list[Table]) -> dict[str, Any]:
    """Return all tables."""
    links = [
        link("self", JSON, "ogc.collections", _("The tables")),
        link("alternate", HTML, "ogc.collections", _("This page for people"), f="html"),
    ]
    told = [collection_json(table) for table in tables_now]
    return {"links": links, "collections": told, "crs": list(SYSTEMS)}


@pages.get("/collections/<collection>")
@public
def collection(collection: str) -> Response:
    """Describe one table."""
    ogc_query.only(request.args, OF_OTHERS, ALSO_HTML)
    table = one(collection)
    return for_reader(
        lambda: page("collection", table=shelf(table), columns=columns_of(table), systems=SYSTEMS),
        lambda: collection_json(table),
    )


@pages.get("/collections/<collection>/items")
@public
@limiter.limit(OFTEN)
def items(collection: str) -> Response:
    """Return rows of a table: those of a box and a time, some at a time."""
    table = one(collection)
    asked = ogc_query.items(request.args)
    found, paths = features.find(table, asked.wanted), paths_in(table, asked.crs)
    told = {
        "type": "FeatureCollection",
        "numberMatched": found.matched,
        "numberReturned": len(found.rows),
        "links": links_of_page(table, found.matched, asked.wanted),
        "features": [feature(table, number, paths) for number in found.rows],
    }
    return located(told, asked.crs)


@pages.get("/collections/<collection>/items/<feature_id>")
@public
def item(collection: str, feature_id: str) -> Response:
    """Return one row of a table."""
    table = one(collection)
    crs = ogc_query.item(request.args)
    number = features.numbered(table, feature_id)
    if number is None:
        raise NotFoundError("feature")
    where = {"collection": table.name}
    links = [
        link("self", GEOJSON, "ogc.item", feature_id, **where, feature_id=feature_id),
        link("collection", JSON, "ogc.collection", table.name, **where),
    ]
    return located({**feature(table, number, paths_in(table, crs)), "links": links}, crs)


def shown() -> dict[str, Table]:
    """Return the tables of the release that the public sees, by name; all empty before the first."""
    return {table.name: table for table in tables(releases.shown() or Release(as_of=""))}


def one(name: str) -> Table:
    """Return the table of a name, or say that there is none."""
    found = shown().get(name)
    if found is None:
        raise NotFoundError("collection")
    return found


def title() -> str:
    """Return what the service is called."""
    return _("Open data of %(publisher)s", publisher=terms().publisher)


def about() -> str:
    """Return what the service has, and of which day it is."""
    release = releases.shown()
    if release is None:
        return _("Nothing has been published yet.")
    return _("What all parties agreed to show, as of %(day)s.", day=release.as_of)


def collection_json(table: Table) -> dict[str, Any]:
    """Return the description of a table."""
    said, where = described(table.name), {"collection": table.name}
    box = box_of([position for path in table.paths for position in path])
    told: dict[str, Any] = {
        "id": table.name,
        "title": said.title(language()) or table.name,
        "description": said.texts[language()],
        "itemType": "feature",
        "crs": list(SYSTEMS),
        "storageCrs": CRS84,
        "links": [
            link("self", JSON, "ogc.collection", table.name, **where),
            link("alternate", HTML, "ogc.collection", _("This page for people"), **where, f="html"),
            link("items", GEOJSON, "ogc.items", table.name, **where),
            licence(),
        ],
    }
    if box is not None:
        told["extent"] = {"spatial": {"bbox": [list(box)], "crs": CRS84}}
    return told


def for_reader(people: Callable[[], str], programs: Callable[[], Mapping[str, Any]]) -> Response:
    """Answer a browser with a page and a program with JSON; what the address asks for wins."""
    wanted = request.args.get("f") or "json"
    if "f" not in request.args and request.accept_mimetypes.best_match([JSON, HTML], JSON) == HTML:
        wanted = "html"
    response = make_response(people()) if wanted == "html" else answer(programs())
    response.vary.add("Accept")
    return response


def page(kind: str, **shown_on_it: Any) -> str:
    """Return a page of the service for people."""
    told = {"title": title(), "about": about(), "service": address("ogc.landing"), "licence": terms().licence}
    return render_template(f"ogc/{kind}.html", **told, **shown_on_it)


def shelf(table: Table) -> dict[str, Any]:
    """Return a table as people read of it: name, what it holds, how many rows, whether they have a place."""
    said = described(table.name)
    return {
        "id": table.name,
        "title": said.title(language()) or table.name,
        "about": said.rest(language()) or said.texts[language()],
        "rows": len(table.rows),
        "placed": any(table.paths),
    }


def columns_of(table: Table) -> list[tuple[str, str, str]]:
    """Return name, what it holds and unit of each column of a table."""
    said = ((column.name, described(table.name, column.name)) for column in table.columns)
    return [(name, told.texts[language()], told.unit) for name, told in said]


def paths_in(table: Table, crs: str) -> Paths:
    """Return where the rows of a table lie, in a system of coordinates."""
    return features.in_metres(table) if crs == RD_NEW else table.paths


def links_of_page(table: Table, matched: int, wanted: features.Wanted) -> list[dict[str, str]]:
    """Return where this page is, and the next and the one before if there are any."""
    links = [page_link("self", table, wanted.offset)]
    if wanted.offset + wanted.limit < matched:
        links.append(page_link("next", table, wanted.offset + wanted.limit))
    if wanted.offset > 0:
        links.append(page_link("prev", table, max(0, wanted.offset - wanted.limit)))
    return [*links, link("collection", JSON, "ogc.collection", table.name, collection=table.name)]


def page_link(relation: str, table: Table, offset: int) -> dict[str, str]:
    """Return a link to a page of the same rows."""
    asked = {**request.args.to_dict(), "offset": str(offset)} if offset else request.args.to_dict()
    if not offset:
        asked.pop("offset", None)
    found = link(relation, GEOJSON, "ogc.items", table.name, collection=table.name)
    return {**found, "href": found["href"] + (f"?{urlencode(asked)}" if asked else "")}


def link(relation: str, media: str, endpoint: str, words: str, **where: str) -> dict[str, str]:
    """Return a link as the standard writes it."""
    return {"rel": relation, "type": media, "href": address(endpoint, **where), "title": words}


def licence() -> dict[str, str]:
    """Return the link to the licence."""
    found = terms().licence
    return {"rel": "license", "type": HTML, "href": found.url, "title": found.name}


def address(endpoint: str, **where: str) -> str:
    """Return a whole address, for programs that look from elsewhere."""
    parts: dict[str, Any] = {**where}  # what url_for takes besides its own options
    return own_origin() + url_for(endpoint, **parts)


def located(told: Mapping[str, Any], crs: str) -> Response:
    """Return features with the system of coordinates in the head."""
    response = answer(told, GEOJSON)
    response.headers["Content-Crs"] = f"<{crs}>"
    return response


def answer(told: Mapping[str, Any], media: str = JSON) -> Response:
    """Return JSON, or say that it is still what the asker has."""
    response = Response(orjson.dumps(told), content_type=media)
    response.headers["API-Version"] = errors.API_VERSION
    response.headers["Content-Language"] = language()
    response.add_etag()
    return response.make_conditional(request.environ)
