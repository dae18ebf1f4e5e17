"""Vacant premises matched with uses: what must hold, then four questions: value, why, and what is missing.

The form is that of material matches (flows/scoring.py). Conditions, weights and the list of uses are our own
proposal, graded D: they are no rule of law and come from no study.
"""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import cache
from pathlib import Path

from flows.buildings import Building, Feature, Loading, Truck
from flows.distance import Position, road_km
from flows.errors import FlowsError, OutOfRangeError
from flows.scoring import Evidence, Judgement, Part, Weight, billionths, completeness, days_in_common
from flows.streams import Availability

DATA = Path(__file__).parent / "data" / "room_uses.csv"

WEIGHTS = (
    Weight("area", 0.4, 0.5),
    Weight("distance", 0.2, 0.5),
    Weight("loading", 0.2, 0.5),
    Weight("rent", 0.2, 0.5),
)
"""The questions in their order, what each counts for, and what stands in where nobody knows."""

SCALE_KM = 15.0
"""Road km at which nothing is left of the distance part."""

LEAST_SHARE = 0.5
"""Less than this share of the least area that is asked is no room at all: a choice."""

TRUCKS = tuple(Truck)
"""From none to the largest: where a large one comes, smaller ones do."""

ROOM_FACTS = (
    "room.area",
    "room.height",
    "room.door",
    "room.truck",
    "room.floor_load",
    "room.period",
    "room.use",
    "room.loading",
    "room.rent",
    "room.position",
    "room.asbestos",
    *(f"room.{feature.value}" for feature in Feature),
    "seeker.area",
    "seeker.period",
    "seeker.budget",
    "seeker.position",
)
"""Every fact that a match can miss: a page turns each into words and a question."""


class Purpose(StrEnum):
    """What vacant premises are used for; the last five ask nothing beyond what their seeker says."""

    DEPOT = "depot"
    REPAIR_CAFE = "repair_cafe"
    MAKERSPACE = "makerspace"
    REFURBISH_HUB = "refurbish_hub"
    THRIFT_SHOP = "thrift_shop"
    POP_UP_SORTING = "pop_up_sorting"
    POP_UP = "pop_up"
    SHOP = "shop"
    HOSPITALITY = "hospitality"
    STUDIO = "studio"
    OTHER = "other"


class AreaOrderError(FlowsError):
    """More square metres are asked at least than at most."""

    code = "space.area_order"

    def __init__(self, least: Decimal, most: Decimal) -> None:
        super().__init__(least, most)
        self.least, self.most = least, most

    def __str__(self) -> str:
        return f"at least {self.least} m² and at most {self.most} m² do not go together"


@dataclass(frozen=True, slots=True)
class UseKind:
    """What one kind of use usually asks: areas in m², height in m; a proposal, grade D."""

    purpose: Purpose
    area_low: Decimal
    area_high: Decimal
    height_m: Decimal | None = None
    loading: Loading | None = None
    truck: Truck | None = None
    features: tuple[Feature, ...] = ()
    bag_uses: tuple[str, ...] = ()


@cache
def load_use_kinds() -> dict[Purpose, UseKind]:
    """Return what each use usually asks; what is not in the list asks nothing of itself."""
    with DATA.open(encoding="utf-8", newline="") as file:
        return {Purpose(row["purpose"]): _kind(row) for row in csv.DictReader(file)}


def _kind(row: dict[str, str]) -> UseKind:
    return UseKind(
        purpose=Purpose(row["purpose"]),
        area_low=Decimal(row["area_low"]),
        area_high=Decimal(row["area_high"]),
        height_m=Decimal(row["height_m"]) if row["height_m"] else None,
        loading=Loading(row["loading"]) if row["loading"] else None,
        truck=Truck(row["truck"]) if row["truck"] else None,
        features=tuple(Feature(one) for one in row["features"].split()),
        bag_uses=tuple(row["bag_uses"].split()),
    )


@dataclass(frozen=True, slots=True)
class Room:
    """Vacant premises as the matcher sees them; area in m², positions WGS 84."""

    id: int
    building: Building
    area_m2: Decimal | None = None
    availability: Availability = field(default_factory=Availability)
    position: Position | None = None
    use_confirmed: bool = False

    @property
    def free_m2(self) -> Decimal | None:
        """Return what of the area is free: all of it unless told otherwise."""
        return self.area_m2 if self.building.area_free_m2 is None else self.building.area_free_m2


@dataclass(frozen=True, slots=True)
class SpaceNeed:
    """Space that somebody looks for: what for, how much in m², when, and what it must have."""

    id: int
    purpose: Purpose
    least_m2: Decimal | None = None
    most_m2: Decimal | None = None
    availability: Availability = field(default_factory=Availability)
    position: Position | None = None
    height_m: Decimal | None = None
    door_height_m: Decimal | None = None
    floor_load_kg_m2: Decimal | None = None
    loading: Loading | None = None
    truck: Truck | None = None
    features: tuple[Feature, ...] = ()
    budget_eur_m2_year: Decimal | None = None

    def __post_init__(self) -> None:
        for name in ("least_m2", "most_m2", "height_m", "door_height_m", "floor_load_kg_m2"):
            value = getattr(self, name)
            if value is not None and not value > 0:
                raise OutOfRangeError(name, value, "above 0")
        if self.least_m2 is not None and self.most_m2 is not None and self.least_m2 > self.most_m2:
            raise AreaOrderError(self.least_m2, self.most_m2)

    @property
    def kind(self) -> UseKind | None:
        """Return what its use usually asks."""
        return load_use_kinds().get(self.purpose)

    @property
    def asked_features(self) -> tuple[Feature, ...]:
        """Return what must be there: what was asked, and what the use itself asks, in the list's order."""
        usual = self.kind.features if self.kind else ()
        return tuple(one for one in Feature if one in self.features or one in usual)

    @property
    def asked_height_m(self) -> Decimal | None:
        """Return the least clear height in m: as told, else what the use usually asks."""
        return self.height_m or (self.kind.height_m if self.kind else None)

    @property
    def asked_loading(self) -> Loading | None:
        """Return how goods must come in: as told, else as the use usually asks."""
        return self.loading or (self.kind.loading if self.kind else None)

    @property
    def asked_truck(self) -> Truck | None:
        """Return the largest vehicle that must come to the door: as told, else as the use usually asks."""
        return self.truck or (self.kind.truck if self.kind else None)


@dataclass(frozen=True, slots=True)
class Condition:
    """Something that must hold: met, not met, or not known yet (None), and the figures of it."""

    name: str
    met: bool | None
    evidence: Evidence = ()


@dataclass(frozen=True, slots=True)
class RoomMatch:
    """How premises fit a need for space.

    ``open`` are the conditions of which nobody knows yet whether they hold: possible, and ranked after all
    that are sure. ``completeness`` is how far questions and conditions are answered, 0 to 1.
    """

    room: int
    need: int
    score: float
    completeness: float
    parts: tuple[Part, ...]
    conditions: tuple[Condition, ...]

    @property
    def open(self) -> tuple[str, ...]:
        """Return the conditions that are not known."""
        return tuple(one.name for one in self.conditions if one.met is None)

    @property
    def missing(self) -> tuple[str, ...]:
        """Return the facts that nobody told, those that decide first, each once."""
        facts = [f"room.{name}" for name in self.open]
        facts += [fact for part in self.parts for fact in part.missing]
        return tuple(dict.fromkeys(facts))

    @property
    def rank(self) -> tuple[bool, int, int, int]:
        """Return the key by which matches are ranked: the sure ones first, then by score, then by number."""
        return bool(self.open), -billionths(self.score), self.need, self.room


def judge(room: Room, need: SpaceNeed) -> RoomMatch | tuple[Condition, ...]:
    """Return how premises fit a need; where something rules it out, the conditions that are not met."""
    conditions = tuple(conditions_of(room, need))
    broken = tuple(one for one in conditions if one.met is False)
    if broken:
        return broken
    judged = (
        judge_area(room.free_m2, need),
        judge_km(room.position, need.position),
        judge_loading(room.building.loading, need.asked_loading),
        judge_rent(room.building, need.budget_eur_m2_year),
    )
    parts = tuple(
        Part(weight.part, weight.weight, found.value, found.evidence, found.missing, found.known)
        for weight, found in zip(WEIGHTS, judged, strict=True)
    )
    answered = sum(one.met is not None for one in conditions) / len(conditions) if conditions else 1.0
    return RoomMatch(
        room.id, need.id, total(parts), completeness(parts) * (0.5 + 0.5 * answered), parts, conditions
    )


def total(parts: Sequence[Part]) -> float:
    """Return the score from 0 to 1: what is unknown counts as typical, neither punished nor rewarded."""
    score = 0.0
    for part, weight in zip(parts, WEIGHTS, strict=True):
        score += weight.weight * (weight.typical if part.value is None else part.value)
    return min(1.0, score)


def conditions_of(room: Room, need: SpaceNeed) -> Iterable[Condition]:
    """Yield everything that must hold of premises for a need, in a fixed order."""
    told, load = room.building, need.floor_load_kg_m2
    least = None if need.least_m2 is None else need.least_m2 * Decimal(str(LEAST_SHARE))
    sizes = (
        ("area", room.free_m2, least),
        ("height", told.clear_height_m, need.asked_height_m),
        ("door", told.gate_height_m, need.door_height_m),
        ("floor_load", told.floor_load_kg_m2, load),
    )
    yield from (at_least(name, there, asked) for name, there, asked in sizes if asked is not None)
    if load is None and need.purpose is Purpose.DEPOT:
        yield Condition("floor_load", True if told.floor_load_kg_m2 else None)
    if need.asked_truck not in (None, Truck.NONE):
        yield truck_comes(told.truck, need.asked_truck or Truck.NONE)
    yield same_days(room.availability, need.availability)
    answers = told.answers()
    yield from (Condition(one.value, answers.get(one)) for one in need.asked_features)
    yield use_allowed(room)


def at_least(name: str, there: Decimal | None, asked: Decimal) -> Condition:
    """Return whether a size reaches the least that is asked."""
    if there is None:
        return Condition(name, None, (("asked", float(asked)),))
    return Condition(name, there >= asked, (("there", float(there)), ("asked", float(asked))))


def truck_comes(there: Truck | None, asked: Truck) -> Condition:
    """Return whether a vehicle as large as is asked comes to the door."""
    if there is None:
        return Condition("truck", None, (("asked", asked.value),))
    comes = TRUCKS.index(there) >= TRUCKS.index(asked)
    return Condition("truck", comes, (("there", there.value), ("asked", asked.value)))


def same_days(offered: Availability, wanted: Availability) -> Condition:
    """Return whether both periods have a day in common; with an end left open they may."""
    days = days_in_common(offered, wanted)
    if days is not None and days <= 0:
        return Condition("period", met=False)
    evidence: Evidence = () if days is None else (("days", float(days)),)
    return Condition("period", True if offered.known and wanted.known else None, evidence)


def use_allowed(room: Room) -> Condition:
    """Return whether a reviewer saw in the plan that it may be used; the hint of a list is none."""
    return Condition("use", True if room.use_confirmed else None)


def judge_area(free: Decimal | None, need: SpaceNeed) -> Judgement:
    """Judge the free area: 1 within what is asked, else the smaller divided by the larger."""
    least, most = need.least_m2, need.most_m2
    if free is None or (least is None and most is None):
        told = (("room.area", free), ("seeker.area", least if most is None else most))
        return Judgement(None, (), tuple(fact for fact, value in told if value is None))
    low, high = (one if one is not None else free for one in (least, most))
    value = 1.0
    if free < low:
        value = float(free / low)
    elif free > high:
        value = float(high / free)
    asked: Evidence = tuple(
        (name, float(one)) for name, one in (("least_m2", least), ("most_m2", most)) if one is not None
    )
    return Judgement(value, (("free_m2", float(free)), *asked))


def judge_km(room: Position | None, need: Position | None) -> Judgement:
    """Judge the road km between both: 1 next door, 0 at the scale."""
    if room is None or need is None:
        sides = (("room.position", room), ("seeker.position", need))
        return Judgement(None, (), tuple(fact for fact, side in sides if side is None))
    km = road_km(room, need)
    return Judgement(max(0.0, 1 - km / SCALE_KM), (("km", km),))


def judge_loading(there: Loading | None, asked: Loading | None) -> Judgement:
    """Judge how goods come in: 1 as asked or where nothing is asked, 0 otherwise."""
    if asked in (None, Loading.NONE):
        return Judgement(1.0, (("asked", Loading.NONE.value),))
    if there is None:
        return Judgement(None, (), ("room.loading",))
    comes = there in (asked, Loading.BOTH) or (asked is Loading.DOOR and there is Loading.DOCK)
    return Judgement(1.0 if comes else 0.0, (("there", there.value), ("asked", str(asked))))


def judge_rent(building: Building, budget: Decimal | None) -> Judgement:
    """Judge rent and service against the budget, a m² and a year: 1 within it, else the share it covers."""
    rent = building.rent_eur_m2_year
    if rent == 0 and not building.service_eur_m2_year:
        return Judgement(1.0, (("rent", 0.0),))
    if rent is None or budget is None:
        told = (("room.rent", rent), ("seeker.budget", budget))
        return Judgement(None, (), tuple(fact for fact, value in told if value is None))
    whole = rent + (building.service_eur_m2_year or Decimal(0))
    value = 1.0 if whole <= budget else float(budget / whole)
    return Judgement(value, (("rent", float(whole)), ("budget", float(budget))))
