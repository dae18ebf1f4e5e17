"""What the map fetches after its page is shown: places, and the operator's background."""

import hashlib
import json
import re
from http import HTTPStatus

from flask import Blueprint, Response, current_app, request
from werkzeug.wrappers import Response as BaseResponse

from circulair.language import language
from circulair.permissions import public
from circulair.security import limiter
from circulair.services import overview
from circulair.services.faults import UnknownPartError
from circulair.web import town
from maps.clusters import LEAST_ZOOM, MOST_ZOOM, Box, clustered, inside
from maps.layers import point_layers

pages = Blueprint("map_parts", __name__, url_prefix="/kaart")

OFTEN = "240 per minute"
OFTEN_TILES = "2000 per minute"
"""How often one address may ask: a visitor who moves the map quickly, and a school behind one address."""

FORM = "1"
"""Changes when the answer has another form, so that browsers fetch it anew."""

SIDE = re.compile(r"-?\d{1,3}(\.\d{1,6})?", re.ASCII)
KEPT_SECONDS = 7 * 24 * 3600


@pages.get("/punten")
@public
@limiter.limit(OFTEN)
def points() -> BaseResponse:
    """Return the places of the map as GeoJSON by kind; those of a box are clustered for its zoom."""
    wish = overview.asked(request.args.to_dict(flat=False)).wish
    part = part_of(request.args.get("vak"), request.args.get("zoom"))
    mark = overview.mark()
    seal = hashlib.sha256(repr((FORM, mark, wish, part, language())).encode()).hexdigest()
    if request.if_none_match.contains(seal):
        return marked(Response(status=HTTPStatus.NOT_MODIFIED), seal)
    places = town.points_kept(mark, wish, language()) if mark else ()
    layers = (
        point_layers(places, town.words())
        if part is None
        else clustered(inside(places, part[0]), part[1], town.words())
    )
    told = {layer.kind: layer.collection for layer in layers}
    content = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    return marked(Response(content, content_type="application/json; charset=utf-8"), seal)


def marked(response: Response, seal: str) -> Response:
    """Return an answer that browsers keep and ask about each time."""
    response.headers["Cache-Control"] = "no-cache"
    response.set_etag(seal)
    return response


def part_of(box: str | None, zoom: str | None) -> tuple[Box, int] | None:
    """Return the part of the map that an address asks for, None where it asks for all."""
    if box is None and zoom is None:
        return None
    sides = (box or "").split(",")
    if len(sides) != 4 or not all(SIDE.fullmatch(side) for side in sides):
        raise UnknownPartError("vak", box or "")
    if not (zoom and zoom.isascii() and zoom.isdigit() and len(zoom) < 3):
        raise UnknownPartError("zoom", zoom or "")
    west, south, east, north = map(float, sides)
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise UnknownPartError("vak", box or "")
    return (west, south, east, north), max(LEAST_ZOOM, min(int(zoom), MOST_ZOOM))


@pages.get("/tegel/<zoom>/<across>/<down>")
@public
@limiter.limit(OFTEN_TILES)
def tile(zoom: str, across: str, down: str) -> Response:
    """Hand out one tile of the background that the operator set, none where there is none."""
    found = current_app.background.picture(zoom, across, down)  # type: ignore[attr-defined]  # our Application has one
    if found is None:
        return Response(status=HTTPStatus.NOT_FOUND, content_type="text/plain")
    response = Response(found.content, content_type=found.media)
    response.headers["Cache-Control"] = f"public, max-age={KEPT_SECONDS}"
    return response
