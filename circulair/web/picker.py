"""Picking a place: the map on which a click fills the position of a form."""

from circulair.web.forms.places import PlaceForm
from circulair.web.town import words
from flows.distance import Position
from flows.errors import FlowsError
from flows.positions import read_position
from maps.ground import town_ground
from maps.page import DrawnMap, MapOptions, picker


def drawn(form: PlaceForm) -> DrawnMap:
    """Return the map for a form, with the place that was picked before."""
    return picker(town_ground(), MapOptions(words=words(), map_id="picker"), picked(form))


def picked(form: PlaceForm) -> Position | None:
    """Return the place in a form's position, if there is one."""
    try:
        return read_position(form.lon.data or "", form.lat.data or "")
    except FlowsError:
        return None
