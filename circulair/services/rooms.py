"""Rooms: vacant premises beside the needs for space that they could serve, and why."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from circulair.services import listings
from circulair.services.actor import Actor, require_hub, require_own
from circulair.services.explanations import ExplainedPart, Measure, Rows, Sentence, Value
from circulair.services.faults import NotFoundError
from circulair.services.listings import Draft
from circulair.store import premises as store
from circulair.store.records import MATCHABLE, ListingRecord, PremisesRecord, SpaceNeedRecord
from flows.buildings import Feature
from flows.premises import Condition, Room, RoomMatch, SpaceNeed, judge
from flows.scoring import Part
from flows.streams import Availability


@dataclass(frozen=True, slots=True)
class Fit:
    """Premises and a need for space that go together, and why."""

    premises: PremisesRecord
    need: SpaceNeedRecord
    match: RoomMatch
    parts: tuple[ExplainedPart, ...]

    @property
    def score(self) -> float:
        """Return how well they go together, 0 to 1."""
        return self.match.score

    @property
    def asks_asbestos(self) -> bool:
        """Return whether an asbestos inventory is still asked for."""
        return self.premises.building.asks_asbestos


@dataclass(frozen=True, slots=True)
class NoFit:
    """Premises that cannot serve a need, and the conditions that rule them out."""

    premises: PremisesRecord
    need: SpaceNeedRecord
    broken: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Finds:
    """What goes together, the best first, and what does not."""

    fits: tuple[Fit, ...]
    ruled_out: tuple[NoFit, ...]


def room_of(record: PremisesRecord) -> Room:
    """Return premises as the matcher sees them."""
    return Room(
        id=record.id,
        building=record.building,
        area_m2=record.area_m2,
        availability=Availability(record.available_from, record.available_until),
        position=record.position,
        use_confirmed=record.use_confirmed_at is not None,
    )


def need_of(record: SpaceNeedRecord) -> SpaceNeed:
    """Return a need for space as the matcher sees it."""
    return SpaceNeed(
        id=record.listing_id,
        purpose=record.purpose,
        least_m2=record.least_m2,
        most_m2=record.most_m2,
        availability=Availability(record.listing.start, record.listing.end),
        position=record.listing.premises.position,
        height_m=record.height_m,
        door_height_m=record.door_height_m,
        floor_load_kg_m2=record.floor_load_kg_m2,
        loading=record.loading,
        truck=record.truck,
        features=tuple(Feature(one) for one in record.features.split()),
        budget_eur_m2_year=record.budget_eur_m2_year,
    )


def is_free(record: PremisesRecord) -> bool:
    """Return whether nobody has vacant premises for a while."""
    return record.vacant and all(one.running_key is None for one in record.temporary_uses)


def register(draft: Draft, wish: SpaceNeed, actor: Actor) -> ListingRecord:
    """Register a need for space: a need like any other, with what it asks of the building."""
    listing = listings.register(draft, actor)
    record = SpaceNeedRecord(listing_id=listing.id)
    write(record, wish)
    store.add_need(record)
    return listing


def change(listing_id: int, version: int, draft: Draft, wish: SpaceNeed, actor: Actor) -> ListingRecord:
    """Change a need for space as it was seen in ``version``."""
    record = own_need(listing_id, actor)
    listing = listings.change(listing_id, version, draft, actor)
    write(record, wish)
    return listing


def write(record: SpaceNeedRecord, wish: SpaceNeed) -> None:
    """Put what is asked of a building on a need."""
    record.purpose, record.features = wish.purpose, " ".join(one.value for one in wish.features)
    record.least_m2, record.most_m2 = wish.least_m2, wish.most_m2
    record.height_m, record.door_height_m = wish.height_m, wish.door_height_m
    record.floor_load_kg_m2, record.budget_eur_m2_year = wish.floor_load_kg_m2, wish.budget_eur_m2_year
    record.loading, record.truck = wish.loading, wish.truck


def is_space(listing_id: int) -> bool:
    """Return whether a listing is a need for space."""
    return store.need(listing_id) is not None


def own_need(listing_id: int, actor: Actor) -> SpaceNeedRecord:
    """Return a need for space of the actor's organisation (any, for the hub)."""
    record = store.need(listing_id)
    if record is None:
        raise NotFoundError("listing")
    listings.own(listing_id, actor)
    return record


def of_need(listing_id: int, actor: Actor) -> Finds:
    """Return which free premises go with a need: those shown to everybody, for the hub all."""
    record = own_need(listing_id, actor)
    if record.listing.state not in MATCHABLE:
        return Finds((), ())
    seen = [one for one in store.vacant() if is_free(one) and may_see(one, actor)]
    return found(seen, [record])


def may_see(record: PremisesRecord, actor: Actor) -> bool:
    """Return whether somebody may see vacant premises by name."""
    return record.public or actor.is_hub or record.organisation_id == actor.organisation_id


def of_premises(premises_id: int, actor: Actor) -> Finds:
    """Return which open needs go with own vacant premises: those shown to everybody, for the hub all."""
    record = own(premises_id, actor)
    if not is_free(record):
        return Finds((), ())
    seen = [one for one in store.open_needs() if one.listing.public or actor.is_hub]
    return found([record], [one for one in seen if one.listing.organisation_id != record.organisation_id])


def own(premises_id: int, actor: Actor) -> PremisesRecord:
    """Return premises of the actor's organisation (any, for the hub), with their temporary uses."""
    record = store.full(premises_id)
    if record is None:
        raise NotFoundError("premises")
    require_own(actor, record.organisation_id, "premises")
    return record


def everything(actor: Actor) -> tuple[Sequence[PremisesRecord], Finds]:
    """Return for the hub all vacant premises, and what goes together among those that are free."""
    require_hub(actor)
    vacant = store.vacant()
    return vacant, found([one for one in vacant if is_free(one)], store.open_needs())


def found(premises: Iterable[PremisesRecord], needs: Sequence[SpaceNeedRecord]) -> Finds:
    """Return which premises go with which needs, the best first."""
    fits: list[Fit] = []
    ruled_out: list[NoFit] = []
    for record in premises:
        for need in needs:
            if need.listing.organisation_id == record.organisation_id:
                continue
            judged = judge(room_of(record), need_of(need))
            if isinstance(judged, RoomMatch):
                fits.append(Fit(record, need, judged, tuple(explained(part) for part in judged.parts)))
            else:
                ruled_out.append(NoFit(record, need, judged))
    return Finds(tuple(sorted(fits, key=lambda one: one.match.rank)), tuple(ruled_out))


def explained(part: Part) -> ExplainedPart:
    """Return one part of a match with its reasons as sentences."""
    said = SAID[part.name](part.evidence) if part.evidence else ()
    return ExplainedPart(part.name, part.weight, part.value, tuple(said), part.missing)


def said_of_area(rows: Rows) -> list[Sentence]:
    """Say how much is free and how much is asked."""
    found = dict(rows)
    free = Value(Measure.M2, found["free_m2"])
    if "least_m2" in found and found["free_m2"] < found["least_m2"]:  # type: ignore[operator]  # both are numbers
        return [
            Sentence("evidence.area_small", (("free", free), ("asked", Value(Measure.M2, found["least_m2"]))))
        ]
    if "most_m2" in found and found["free_m2"] > found["most_m2"]:  # type: ignore[operator]  # both are numbers
        return [
            Sentence("evidence.area_large", (("free", free), ("asked", Value(Measure.M2, found["most_m2"]))))
        ]
    return [Sentence("evidence.area_within", (("free", free),))]


def said_of_distance(rows: Rows) -> list[Sentence]:
    """Say how far it is by road."""
    return [Sentence("evidence.km", (("km", Value(Measure.KM, dict(rows)["km"])),))]


def said_of_loading(rows: Rows) -> list[Sentence]:
    """Say how goods come in and how they should."""
    found = dict(rows)
    if "there" not in found:
        return [Sentence("evidence.loading_any")]
    values = tuple((name, Value(Measure.LOADING, found[name])) for name in ("there", "asked"))
    return [Sentence("evidence.loading", values)]


def said_of_rent(rows: Rows) -> list[Sentence]:
    """Say what the rent is and what it may be."""
    found = dict(rows)
    if "budget" not in found:
        return [Sentence("evidence.rent_free")]
    values = tuple((name, Value(Measure.EUROS, found[name])) for name in ("rent", "budget"))
    return [Sentence("evidence.rent", values)]


SAID = {
    "area": said_of_area,
    "distance": said_of_distance,
    "loading": said_of_loading,
    "rent": said_of_rent,
}
"""Who puts the evidence of a part into sentences."""

SIZES: Mapping[str, Measure] = {
    "area": Measure.M2,
    "height": Measure.METRES,
    "door": Measure.METRES,
    "floor_load": Measure.KG_M2,
}
"""What the figures of a condition are."""


def holds(condition: Condition) -> Sentence:
    """Return what is known of a condition as a sentence."""
    found = dict(condition.evidence)
    if condition.name in SIZES and {"there", "asked"} <= found.keys():
        measure = SIZES[condition.name]
        return Sentence("holds.size", tuple((one, Value(measure, found[one])) for one in ("there", "asked")))
    if condition.name == "truck" and "there" in found:
        return Sentence(
            "holds.truck", tuple((one, Value(Measure.TRUCK, found[one])) for one in ("there", "asked"))
        )
    if condition.name == "period" and "days" in found:
        return Sentence("holds.days", (("days", Value(Measure.DAYS, found["days"])),))
    if condition.met is None:
        return Sentence("holds.unknown")
    if condition.name == "use" and condition.met:
        return Sentence("holds.confirmed")
    return Sentence("holds.yes" if condition.met else "holds.no")
