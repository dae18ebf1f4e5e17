"""Pages of collection rounds: vehicles, what can be collected, the rounds, what is left out, the sheet."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from circulair.app import Application
from circulair.services import rounds, vehicles
from circulair.services.rounds import MOST_STOPS, Wish
from circulair.services.vehicles import Told
from circulair.store import accounts, trail
from circulair.store import vehicles as vehicle_store
from circulair.store.records import VehicleRecord
from flows.roads import Basis, Roads, by_air
from flows.rounds import Reason
from tests.web.checked import CheckedClient
from tests.worlds import FROM_TODAY, a_firm, a_need_listing, a_reviewer, a_van, an_offer_listing

VAN = {
    "name": "Bestelbus",
    "kg": "1,200",
    "m3": "8.5",
    "opens": "8:00",
    "closes": "17.30",
    "max_hours": "8",
    "lon": "5.82900",
    "lat": "50.97400",
}
PLAN = "/en/hub/rondes/plan?materiaal=cardboard&dag=2027-03-02&hoevaak=week&minuten=10"
SHEET = PLAN.replace("/plan?", "/routeblad?")

Keep = Callable[..., None]


@pytest.fixture
def keep(app: Application) -> Keep:
    """Store vehicles and offers of cardboard, each of its own firm, in tonnes a year."""

    def stored(*offers: tuple[str, str, str | None], vans: tuple[Told, ...] = (a_van(),)) -> None:
        with app.store.unit_of_work():
            hub = a_reviewer("somebody@example.org")
            for van in vans:
                vehicles.register(van, hub)
            for name, spot, tonnes in offers:
                an_offer_listing(a_firm(name, "shop", spot), "cardboard", tonnes)

    return stored


NEAR = (("Winkel", "market", "5.2"), ("Café", "station", "10.4"), ("School", "lindenheuvel", "2.6"))


def kept(app: Application) -> list[VehicleRecord]:
    with app.store.unit_of_work(reading=True):
        return list(vehicle_store.all_by_name())


def test_without_a_vehicle_the_page_asks_for_one(hub: CheckedClient) -> None:
    page = hub.get("/en/hub/rondes")
    assert "No vehicle yet" in page.words
    assert "/en/hub/rondes/wagens/nieuw" in page.text


def test_a_vehicle_is_added_and_a_round_still_needs_two_offers(hub: CheckedClient, app: Application) -> None:
    page = hub.submit(hub.get("/en/hub/rondes/wagens/nieuw"), VAN)
    assert "Nothing to collect together" in hub.follow(page).words
    [van] = kept(app)
    assert (van.name, van.opens, van.closes) == ("Bestelbus", 480, 1050)
    assert (van.kg, van.m3, van.max_hours) == (Decimal(1200), Decimal("8.5"), Decimal(8))
    assert (van.lon, van.lat) == (5.829, 50.974)


@pytest.mark.parametrize(
    ("field", "text", "words"),
    [
        ("name", " ", "Fill this in"),
        ("kg", "", "Fill this in"),
        ("kg", "0", "a number above 0"),
        ("kg", "a lot", "Write a number"),
        ("m3", "-1", "a number above 0"),
        ("opens", "8:75", "Write a time of the day"),
        ("closes", "7:59", "The closing time must be later"),
        ("max_hours", "25", "at most 24"),
        ("lon", "", "Say where it is"),
        ("lon", "4.9", "too far away"),
    ],
)
def test_what_no_vehicle_is_stands_beside_its_field(
    hub: CheckedClient, app: Application, field: str, text: str, words: str
) -> None:
    page = hub.submit(hub.get("/en/hub/rondes/wagens/nieuw"), VAN | {field: text}, 422)
    assert words in page.words
    assert kept(app) == []


def test_a_vehicle_is_changed_as_it_was_seen(hub: CheckedClient, app: Application, keep: Keep) -> None:
    keep()
    [van] = kept(app)
    path = f"/en/hub/rondes/wagens/{van.id}"
    seen = hub.get(path)
    hub.submit(seen, {"kg": "900"})
    assert [one.kg for one in kept(app)] == [900]
    late = hub.submit(seen, {"kg": "100", "idempotency_key": "another-key-of-this-form"}, 409)
    assert "Somebody changed this in the meantime" in late.words
    hub.submit(late, {"kg": "100", "idempotency_key": "a-third-key-of-this-form"})
    assert [one.kg for one in kept(app)] == [100]


def test_a_vehicle_is_removed_and_the_trail_knows(hub: CheckedClient, app: Application, keep: Keep) -> None:
    keep()
    [van] = kept(app)
    page = hub.press(hub.get(f"/en/hub/rondes/wagens/{van.id}"), "/weg")
    assert "Bestelbus is removed." in hub.follow(page).words
    assert kept(app) == []
    with app.store.unit_of_work(reading=True):
        acts = [row.act for row, _ in trail.of_subject("vehicle", van.id)]
    assert acts == ["vehicle.registered", "vehicle.removed"]


def test_only_materials_with_two_offers_of_known_tonnes_can_be_chosen(
    hub: CheckedClient, app: Application, keep: Keep
) -> None:
    keep(*NEAR, ("Stil", "market", None))
    with app.store.unit_of_work():
        firm = a_firm("Glas")
        an_offer_listing(firm, "flat-glass")
        an_offer_listing(firm, "ldpe-film", None)
        an_offer_listing(firm, "ldpe-film")
        a_need_listing(a_firm("Vraagt"), "flat-glass")
    page = hub.get("/en/hub/rondes")
    assert "Cardboard (3)" in page.words
    assert "flat-glass" not in page.text
    assert "ldpe-film" not in page.text


def test_a_round_is_shown_with_its_times_and_what_it_saves(hub: CheckedClient, keep: Keep) -> None:
    keep(*NEAR)
    page = hub.get(PLAN)
    assert "Round A: Bestelbus" in page.words
    assert "3 addresses" in page.words
    assert "100 kg" in page.words
    assert "350 kg" in page.words
    assert "08:00–" in page.words
    assert "Both are our assumptions (grade D)" in page.words
    assert "instead of" in page.words
    assert '"role":"stop","sign":"A1"' in page.text
    assert "In no round" not in page.words


def test_what_is_left_out_is_named_with_its_reason(hub: CheckedClient, app: Application, keep: Keep) -> None:
    keep(*NEAR, ("Zwaar", "station", "500"), ("Stil", "market", None))
    words = hub.get(PLAN).words
    assert "Zwaar" in words
    assert "It is too heavy for the vehicle." in words
    assert "Nobody said how much it is, or all of it has been promised." in words
    late = hub.get(PLAN.replace("2027-03-02", "2028-02-01")).words
    assert late.count("It cannot be had on this day.") == 4
    assert "No round is possible" in late


def test_a_round_that_saves_nothing_says_so(hub: CheckedClient, keep: Keep) -> None:
    keep(("Een", "market", "52"), ("Twee", "station", "52"))
    words = hub.get(PLAN).words
    assert "A round saves nothing here" in words
    assert words.count("A round saves nothing: fetch it on its own.") == 2
    assert "No round to print" in hub.get(SHEET).words


def test_the_route_sheet_tells_the_driver_whom_to_call_and_where(
    hub: CheckedClient, app: Application, keep: Keep
) -> None:
    keep(*NEAR)
    with app.store.unit_of_work():
        person = accounts.person_by_email("winkel@example.org")
        assert person is not None
        person.name, person.telephone = "Ans Winkelier", "+31464771234"
    words = hub.get(SHEET).words
    for text in ("Winkel", "Ans Winkelier", "+31464771234", "café@example.org", "100 kg", "A1", "A3"):
        assert text in words


def test_the_same_wish_gives_the_same_page(hub: CheckedClient, keep: Keep) -> None:
    keep(*NEAR, vans=(a_van(), a_van("Bakfiets", "150")))
    assert hub.get(PLAN).words == hub.get(PLAN).words


@pytest.mark.parametrize(
    ("was", "becomes", "words"),
    [
        ("cardboard", "unobtainium", "Choose one from the list"),
        ("materiaal=cardboard", "materiaal=", "Choose a material"),
        ("2027-03-02", "2027-02-28", "Choose a day from today on"),
        ("2027-03-02", "2030-03-02", "Choose a day from today on"),
        ("2027-03-02", "someday", "Write a day"),
        ("hoevaak=week", "hoevaak=hour", "Choose one from the list"),
        ("minuten=10", "minuten=9.5", "Write whole minutes"),
        ("minuten=10", "minuten=500", "from 0 to 240"),
        ("&minuten", "&wagen=77&minuten", "Choose one from the list"),
    ],
)
def test_a_wish_that_cannot_be_is_asked_again(
    hub: CheckedClient, keep: Keep, was: str, becomes: str, words: str
) -> None:
    keep(*NEAR)
    for path in (PLAN, SHEET):
        assert words in hub.get(path.replace(was, becomes), 422).words


def test_in_dutch_it_says_the_same(hub: CheckedClient, keep: Keep) -> None:
    keep(*NEAR)
    words = hub.get(PLAN.removeprefix("/en")).words
    assert "Ronde A: Bestelbus" in words
    assert "Rondes voor Karton" in words
    assert "hemelsbreed keer 1,3" in words


class Service:
    """A routing service that knows each place, or is away."""

    def __init__(self, *, away: bool) -> None:
        self.away = away

    def roads(self, points: object) -> Roads | None:
        return None if self.away else by_air(points, 2.0, basis=Basis.SERVICE)  # type: ignore[arg-type]  # places


@pytest.mark.parametrize(
    ("away", "words"),
    [(False, "come from the routing service"), (True, "The routing service did not answer")],
)
def test_on_what_the_distances_rest_is_said(
    hub: CheckedClient, app: Application, keep: Keep, away: bool, words: str
) -> None:
    keep(*NEAR)
    app.roads = Service(away=away)
    assert words in hub.get(PLAN).words


def test_no_more_than_the_nearest_sixty_are_planned_and_the_others_named(
    app: Application, keep: Keep
) -> None:
    keep()
    with app.store.unit_of_work():
        firm, hub = a_firm("Veel"), a_reviewer()
        for _number in range(MOST_STOPS + 1):
            an_offer_listing(firm, "cardboard", "0.052")
        found = rounds.plan(Wish("cardboard", FROM_TODAY.start or hub.today, "week"), hub, app.roads)
    reasons = [one.reason for one in found.plan.left_out]
    assert reasons.count(Reason.TOO_MANY) == 1
    assert found.collected + len(reasons) == MOST_STOPS + 1
