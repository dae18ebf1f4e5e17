"""Vehicles and what they can collect, on both databases."""

from decimal import Decimal

from circulair.services import vehicles as service
from circulair.store import listings, vehicles
from circulair.store.records import ListingState
from circulair.store.session import Store
from tests.worlds import a_firm, a_need_listing, a_reviewer, a_van, an_offer_listing


def test_a_vehicle_comes_back_as_it_was_told(store: Store) -> None:
    with store.unit_of_work():
        made = service.register(
            a_van(kg="1200.5", m3=Decimal("8.25"), max_hours=Decimal("7.5")), a_reviewer()
        )
        number = made.id
    with store.unit_of_work(reading=True):
        found = vehicles.one(number)
        assert found is not None
        vehicle = service.vehicle_of(found)
    assert (vehicle.id, vehicle.kg, vehicle.m3) == (str(number), Decimal("1200.5"), Decimal("8.25"))
    assert (vehicle.window.start, vehicle.window.end, vehicle.max_hours) == (480, 1020, 7.5)


def test_vehicles_stand_in_order_of_name_and_a_removed_one_is_gone(store: Store) -> None:
    with store.unit_of_work():
        hub = a_reviewer()
        for name in ("Vrachtwagen", "Bakfiets", "Bus"):
            service.register(a_van(name), hub)
        service.remove(vehicles.all_by_name()[1].id, hub)
    with store.unit_of_work(reading=True):
        assert [one.name for one in vehicles.all_by_name()] == ["Bakfiets", "Vrachtwagen"]


def test_materials_are_counted_where_enough_open_offers_say_how_much(store: Store) -> None:
    with store.unit_of_work():
        firm = a_firm()
        an_offer_listing(firm, "cardboard")
        an_offer_listing(firm, "cardboard")
        an_offer_listing(firm, "cardboard", None)
        an_offer_listing(firm, "cardboard").state = ListingState.WITHDRAWN
        an_offer_listing(firm, "flat-glass")
        a_need_listing(firm, "flat-glass")
    with store.unit_of_work(reading=True):
        assert listings.materials_offered(2) == {"cardboard": 2}
        assert listings.materials_offered(1) == {"cardboard": 2, "flat-glass": 1}
        assert [one.tonnes_likely for one in listings.open_offers("cardboard")] == [40, 40, None]
