"""What a map program may ask of a collection, read from its address; what makes no sense is refused."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from werkzeug.datastructures import MultiDict

from circulair.language import _
from circulair.services.features import FIRST, LAST, Box, Wanted, is_finite

CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
RD_NEW = "http://www.opengis.net/def/crs/EPSG/0/28992"
SYSTEMS = (CRS84, RD_NEW)
"""Degrees with longitude first, and metres with x to the east first."""

USUAL, MOST = 100, 1000
"""How many rows a page has where nobody says so, and at most."""

OF_ITEMS = frozenset({"f", "limit", "offset", "bbox", "bbox-crs", "crs", "datetime"})
OF_ITEM = frozenset({"f", "crs"})
OF_OTHERS = frozenset({"f"})

ONLY_JSON, ALSO_HTML = ("json",), ("json", "html")
"""Which kinds of answer there are: rows for programs, and what describes them for people as well."""

NUMBER = re.compile(r"[+-]?(\d{1,15}(\.\d{0,30})?|\.\d{1,30})([eE][+-]?\d{1,2})?", re.ASCII)
WHOLE = re.compile(r"\d{1,9}", re.ASCII)
MOMENT = re.compile(r"\d{4}-\d\d-\d\d([Tt]\d\d:\d\d:\d\d(\.\d{1,9})?([Zz]|[+-]\d\d:\d\d))?", re.ASCII)
OPEN = frozenset({"", ".."})


class BadQueryError(Exception):
    """An address asks for what is not there to ask; ``detail`` says what and what would do."""

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of a collection: which rows, and in which system their places are told."""

    wanted: Wanted
    crs: str


def items(told: "MultiDict[str, str]") -> Asked:
    """Return what an address asks of the rows of a collection."""
    only(told, OF_ITEMS)
    box = told.get("bbox")
    if box is None and "bbox-crs" in told:
        raise BadQueryError(_("bbox-crs says how bbox is to be read, but there is no bbox."))
    wanted = Wanted(
        limit=min(whole(told, "limit", USUAL, 1), MOST),
        offset=whole(told, "offset", 0, 0),
        box=None if box is None else box_of(box),
        box_in_metres=system(told, "bbox-crs") == RD_NEW,
        days=days_of(told["datetime"]) if "datetime" in told else None,
    )
    if wanted.box and wanted.box_in_metres and wanted.box[0] > wanted.box[2]:
        raise bad_box()
    return Asked(wanted, system(told, "crs"))


def item(told: "MultiDict[str, str]") -> str:
    """Return in which system an address asks for the place of one row."""
    only(told, OF_ITEM)
    return system(told, "crs")


def only(told: "MultiDict[str, str]", known: Iterable[str], kinds: Sequence[str] = ONLY_JSON) -> None:
    """Refuse what cannot be asked here, what is asked twice, and kinds of answer that there are none of."""
    for name in told:
        if name not in known:
            raise BadQueryError(_("%(name)s cannot be asked here.", name=name[:40]))
        if len(told.getlist(name)) > 1:
            raise BadQueryError(_("%(name)s is asked twice.", name=name))
    if told.get("f", "json") not in kinds:
        if kinds == ONLY_JSON:
            raise BadQueryError(_("The only kind of answer is f=json."))
        raise BadQueryError(_("%(name)s must be one of: %(known)s.", name="f", known=", ".join(kinds)))


def system(told: Mapping[str, str], name: str) -> str:
    """Return a system of coordinates by its address; without one degrees are meant."""
    asked = told.get(name, CRS84)
    if asked not in SYSTEMS:
        raise BadQueryError(_("%(name)s must be one of: %(known)s.", name=name, known=", ".join(SYSTEMS)))
    return asked


def whole(told: Mapping[str, str], name: str, usual: int, least: int) -> int:
    """Return a whole number that an address asks for."""
    text = told.get(name, str(usual))
    if not WHOLE.fullmatch(text) or int(text) < least:
        raise BadQueryError(_("%(name)s must be a whole number from %(least)s.", name=name, least=least))
    return int(text)


def box_of(text: str) -> Box:
    """Return a box of four numbers, or of six of which the heights do not count."""
    parts = text.split(",")
    if len(parts) not in (4, 6) or not all(NUMBER.fullmatch(part) for part in parts):
        raise bad_box()
    numbers = [float(part) for part in parts]
    west, south, east, north = numbers if len(numbers) == 4 else (*numbers[:2], *numbers[3:5])
    if south > north or not is_finite(numbers):
        raise bad_box()
    return west, south, east, north


def bad_box() -> BadQueryError:
    """Return what is said of a box that is none."""
    return BadQueryError(_("bbox must be four numbers: west, south, east, north; south not above north."))


def days_of(text: str) -> tuple[str, str]:
    """Return the first and last day of a moment or of an interval that may be open at one end."""
    ends = text.split("/")
    first, last = ends[0], ends[-1]
    if len(ends) > 2 or (first in OPEN and last in OPEN):
        raise bad_time()
    days = (FIRST if first in OPEN else day_of(first), LAST if last in OPEN else day_of(last))
    if days[0] > days[1]:
        raise bad_time()
    return days


def day_of(text: str) -> str:
    """Return the day of a moment as it is written in RFC 3339, or of a mere day."""
    if not MOMENT.fullmatch(text):
        raise bad_time()
    try:
        return datetime.fromisoformat(text.upper()).date().isoformat()
    except ValueError as error:
        raise bad_time() from error


def bad_time() -> BadQueryError:
    """Return what is said of a time that is none."""
    return BadQueryError(
        _("datetime must be like 2027-03-01, or an interval like 2027-01-01/2027-12-31 or 2027-01-01/..")
    )
