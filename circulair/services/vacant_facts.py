"""What a release tells of vacant premises beside their name: building, photos, who uses it for a while."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any  # a release is JSON

from circulair.store import documents
from circulair.store.records import DocumentRecord, PremisesRecord, TemporaryUseRecord
from flows.buildings import LIMITS, PRICES, Building, Loading, Truck
from flows.codes import public_code
from flows.law import YesNo
from flows.premises import Purpose, Room, RoomMatch, SpaceNeed, judge
from flows.temporary_use import UseStatus
from maps.reading import neighbourhood_of

KEPT_BACK = frozenset({"bag_id", "asbestos_checked"})
"""What of a building is its owner's and the hub's to know."""

READ: Mapping[str, type] = {
    **dict.fromkeys((*LIMITS, *PRICES), Decimal),
    "loading": Loading,
    "truck": Truck,
    "temporary": YesNo,
}
"""How a fact becomes text in a release and is read again; all others are JSON's own."""

Told = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a visitor looks for: square metres, a use, and whether it must be free now."""

    least: Decimal | None = None
    most: Decimal | None = None
    purpose: Purpose | None = None
    free: bool = False


def told_of(record: PremisesRecord) -> dict[str, Any]:
    """Return what a release tells of premises whose owner consents."""
    area = neighbourhood_of(record.position)
    running = [one for one in record.temporary_uses if one.status is UseStatus.IN_USE]
    return {
        "building": building_told(record.building),
        "confirmed": record.use_confirmed_at is not None,
        "street": record.street,
        "neighbourhood": area[1] if area else "",
        "photos": photos_told(record),
        "use": use_told(running[0]) if running else None,
    }


def building_told(building: Building) -> dict[str, Any]:
    """Return what is known of a building as JSON holds it."""
    told = {one.name: getattr(building, one.name) for one in fields(building) if one.name not in KEPT_BACK}
    known = {name: value for name, value in told.items() if value not in (None, "", False, YesNo.UNKNOWN)}
    return {name: str(value) if name in READ else value for name, value in known.items()}


def building_of(told: Told) -> Building:
    """Return a building of which a release tells."""
    read = told.get("building", {})
    return Building(**{name: READ[name](value) if name in READ else value for name, value in read.items()})


def photos_told(record: PremisesRecord) -> list[dict[str, Any]]:
    """Return the photos that everybody may see: their codes and what is on them."""
    if record.photos_public_at is None:
        return []
    return [{"code": photo_code(one), "words": one.words} for one in documents.photos_of([record.id])]


def photo_code(record: DocumentRecord) -> str:
    """Return under which code a photo is public."""
    return public_code("photo", record.id, record.key)


def use_told(use: TemporaryUseRecord) -> dict[str, Any]:
    """Return what is told of a temporary use: its days, and with consent by whom and for what public need."""
    told: dict[str, Any] = {"since": iso(use.began), "until": iso(use.until)}
    need = use.listing
    if use.user_consents:
        told |= {"who": need.organisation.name}
    if use.user_consents and need.public:
        told |= {"what": need.title, "need": public_code(need.side.value, need.id, need.created_at)}
    return told


def without_user(use: Told) -> dict[str, Any]:
    """Return what is told of a temporary use without by whom and for what."""
    return {name: value for name, value in use.items() if name not in ("who", "what", "need")}


def without_need(use: Told) -> dict[str, Any]:
    """Return what is told of a temporary use without for what."""
    return {name: value for name, value in use.items() if name not in ("what", "need")}


def iso(day: date | None) -> str:
    """Return a day as text, empty when open."""
    return "" if day is None else day.isoformat()


def is_free(told: Told, available_from: str, today: date) -> bool:
    """Return whether premises of which a release tells can be used today: nobody does, and they are open."""
    return not told.get("use") and available_from <= today.isoformat()


def fits(told: Told, area_m2: float | None, wanted: Wanted) -> bool:
    """Return whether premises of which a release tells have the size and the use that a visitor looks for."""
    if wanted.least is not None and (area_m2 is None or area_m2 < wanted.least):
        return False
    if wanted.most is not None and (area_m2 is None or area_m2 > wanted.most):
        return False
    if wanted.purpose is None:
        return True
    area = None if area_m2 is None else Decimal(str(area_m2))
    need = SpaceNeed(0, wanted.purpose, *usual_areas(wanted.purpose))
    return isinstance(judge(Room(0, building_of(told), area), need), RoomMatch)


def usual_areas(purpose: Purpose) -> tuple[Decimal | None, Decimal | None]:
    """Return how much space a use usually takes."""
    kind = SpaceNeed(0, purpose).kind
    return (None, None) if kind is None else (kind.area_low, kind.area_high)


@dataclass(frozen=True, slots=True)
class Street:
    """What a release tells of the premises of one street or neighbourhood, by what their vacancy rests on."""

    name: str
    number: int
    area_m2: float
    in_use: int
    bases: tuple[tuple[str, int], ...]


def by_neighbourhood(rows: Iterable[tuple[str, float | None, Told]]) -> Sequence[Street]:
    """Return the premises of a release by neighbourhood; a row is basis, area and what is told."""
    found: dict[str, list[tuple[str, float | None, Told]]] = {}
    for row in rows:
        found.setdefault(str(row[2].get("neighbourhood", "")), []).append(row)
    return [counted(name, found[name]) for name in sorted(found) if name]


def counted(name: str, rows: Sequence[tuple[str, float | None, Told]]) -> Street:
    """Return the premises of one neighbourhood counted."""
    bases: dict[str, int] = {}
    for basis, _area, _told in rows:
        bases[basis] = bases.get(basis, 0) + 1
    area = sum(one or 0.0 for _basis, one, _told in rows)
    used = sum(bool(told.get("use")) for _basis, _area, told in rows)
    return Street(name, len(rows), area, used, tuple(sorted(bases.items())))
