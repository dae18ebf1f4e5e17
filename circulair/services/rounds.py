"""Collection rounds for the hub: open offers of one material, a day and vehicles become routes to drive."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from circulair.services import promises, roads, vehicles
from circulair.services.actor import Actor, require_hub
from circulair.services.promises import Book
from circulair.services.roads import RoadService
from circulair.services.sheets import Contacts, people_of
from circulair.store import listings
from circulair.store.records import ListingRecord, VehicleRecord
from flows.collection import collectable
from flows.distance import great_circle_km
from flows.engine.routes import plan_rounds
from flows.loads import load_kg, load_m3
from flows.roads import Basis
from flows.rounds import STOP_MINUTES, LeftOut, Reason, Round, RoundPlan, Stop, Task, Vehicle
from flows.streams import GRAM, Availability

MOST_STOPS = 60
"""Addresses that are planned at once, so that the page is there in seconds; the nearest to a depot."""

FEWEST_OFFERS = 2
"""A single offer makes no round."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be collected, on which day, how often, for how many minutes an address, with what.

    ``vehicle_id`` is one of the register, None for all of it.
    """

    material: str
    day: date
    every: str = "month"
    minutes: int = STOP_MINUTES
    vehicle_id: int | None = None


@dataclass(frozen=True, slots=True)
class Planned:
    """The rounds of a wish, with the offers and vehicles by the ids in them, and on what distances rest."""

    wish: Wish
    plan: RoundPlan
    offers: Mapping[str, ListingRecord]
    vehicles: Mapping[str, VehicleRecord]
    basis: Basis
    contacts: Contacts
    without_m3: int

    @property
    def collected(self) -> int:
        """Return how many offers the rounds collect."""
        return sum(len(one.calls) for one in self.plan.rounds)

    @property
    def hours(self) -> float:
        """Return the hours of all rounds."""
        return sum(one.hours for one in self.plan.rounds)

    @property
    def single_hours(self) -> float:
        """Return the hours of the single trips that they take the place of."""
        return sum(one.single_hours for one in self.plan.rounds)

    @property
    def alone(self) -> tuple[LeftOut, ...]:
        """Return the offers for which a round saves nothing."""
        return tuple(one for one in self.plan.left_out if one.reason is Reason.ALONE)

    def named(self, one: Round) -> str:
        """Return what the vehicle of a round is called."""
        return self.vehicles[one.vehicle.id].name


def materials(actor: Actor) -> dict[str, int]:
    """Return the materials that a vehicle can take along and of which several offers are open."""
    require_hub(actor)
    return {slug: n for slug, n in listings.materials_offered(FEWEST_OFFERS).items() if collectable(slug)}


def plan(wish: Wish, actor: Actor, service: RoadService) -> Planned:
    """Return the rounds of a wish; the same offers and vehicles give the same rounds."""
    chosen = chosen_vehicles(wish, actor)
    cars = tuple(vehicles.vehicle_of(record) for record in chosen)
    offers = listings.open_offers(wish.material)
    stops, left_out = stops_of(offers, wish, promises.book(actor.today, [one.id for one in offers]))
    near, far = nearest(stops, cars)
    task = Task(near, cars)
    known = roads.between(task.points, service)
    found = plan_rounds(task, known)
    by_id = {str(one.id): one for one in offers}
    rest = sorted((*found.left_out, *left_out, *far), key=lambda one: int(one.id))
    return Planned(
        wish=wish,
        plan=replace(found, left_out=tuple(rest)),
        offers=by_id,
        vehicles={str(record.id): record for record in chosen},
        basis=known.basis,
        contacts=people_of(by_id[call.stop.id] for one in found.rounds for call in one.calls),
        without_m3=sum(stop.m3 is None for stop in near) if any(car.m3 for car in cars) else 0,
    )


def chosen_vehicles(wish: Wish, actor: Actor) -> Sequence[VehicleRecord]:
    """Return the vehicles that drive."""
    if wish.vehicle_id is not None:
        return [vehicles.one(wish.vehicle_id, actor)]
    return vehicles.everything(actor)


def stops_of(
    offers: Sequence[ListingRecord], wish: Wish, book: Book
) -> tuple[tuple[Stop, ...], tuple[LeftOut, ...]]:
    """Return what can be fetched, and what cannot, with the reason."""
    stops: list[Stop] = []
    left_out: list[LeftOut] = []
    for offer in offers:
        amount = book.left(offer)
        if amount is None or amount.tonnes.likely < GRAM:
            left_out.append(LeftOut(str(offer.id), Reason.TONNES))
        elif not (offer.availability or Availability()).covers(wish.day):
            left_out.append(LeftOut(str(offer.id), Reason.DAY))
        else:
            kg = load_kg(amount, wish.every)
            m3 = load_m3(offer.material, kg)
            place = offer.premises.position
            stops.append(Stop(str(offer.id), place, kg, m3, minutes=wish.minutes))
    return tuple(stops), tuple(left_out)


def nearest(stops: Sequence[Stop], cars: Sequence[Vehicle]) -> tuple[tuple[Stop, ...], tuple[LeftOut, ...]]:
    """Return the stops that are nearest to a depot, as many as are planned at once, and the others."""

    def far(stop: Stop) -> tuple[float, int]:
        ways = (great_circle_km(car.depot.position, stop.position) for car in cars)
        return min(ways, default=0.0), int(stop.id)

    near = sorted(stops, key=far)
    beyond = (LeftOut(stop.id, Reason.TOO_MANY) for stop in near[MOST_STOPS:])
    return tuple(near[:MOST_STOPS]), tuple(beyond)
