"""The pages of one's own organisation: its people, its places, and what stands empty."""

from decimal import Decimal

import pytest

from circulair.app import Application
from circulair.store import organisations
from circulair.store.records import PremisesRecord
from flows.distance import Precision
from tests.web.checked import CheckedClient, SignIn
from tests.worlds import Firm, a_firm


@pytest.fixture
def firm(app: Application) -> Firm:
    with app.store.unit_of_work():
        return a_firm()


@pytest.fixture
def member(as_role: SignIn, firm: Firm) -> CheckedClient:
    return as_role("member", firm)


def places(app: Application, firm: Firm) -> list[PremisesRecord]:
    with app.store.unit_of_work(reading=True):
        return list(organisations.premises_of(firm.organisation_id))


def test_the_page_shows_own_people_and_nobody_elses(
    app: Application, member: CheckedClient, firm: Firm
) -> None:
    with app.store.unit_of_work():
        other = a_firm("Kringloop Maas")

    page = member.get("/organisatie")

    assert firm.email in page.words
    assert other.email not in page.words


def test_the_name_is_changed(member: CheckedClient) -> None:
    page = member.submit(member.get("/organisatie/wijzigen"), {"name": "Bakkerij Kruim"})

    assert member.follow(page).outline.heads == ["Bakkerij Kruim"]


def test_whoever_renames_second_is_told_the_new_name(member: CheckedClient) -> None:
    first, second = member.get("/en/organisatie/wijzigen"), member.get("/en/organisatie/wijzigen")
    member.submit(first, {"name": "Bakkerij Kruim"})

    late = member.submit(second, {"name": "Bakkerij Korst"}, status=409)

    assert "Bakkerij Kruim" in late.words
    assert late.outline.forms[-1].values["name"] == "Bakkerij Korst"


def test_a_place_is_added_by_a_pick_on_the_map(app: Application, member: CheckedClient, firm: Firm) -> None:
    member.submit(member.get("/organisatie/locaties/nieuw"), {"name": "Loods", "lon": "5.83", "lat": "50.97"})

    added = places(app, firm)[-1]
    assert (added.name, added.lon, added.lat, added.precision) == ("Loods", 5.83, 50.97, Precision.PICKED)


def test_a_place_is_added_by_its_neighbourhood(app: Application, member: CheckedClient, firm: Firm) -> None:
    page = member.get("/organisatie/locaties/nieuw")
    code = page.text.split('value="BU')[1].split('"')[0]

    member.submit(page, {"name": "Loods", "neighbourhood": f"BU{code}"})

    assert places(app, firm)[-1].precision is Precision.NEIGHBOURHOOD


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({}, "Say where it is"),
        ({"postcode": "6161"}, "Write a postcode like 6161 AB."),
        ({"postcode": "6161 AB"}, "Fill in this half of the address too."),
        ({"house_number": "12"}, "Fill in this half of the address too."),
        ({"postcode": "6161 AB", "house_number": "twelve"}, "Write a house number"),
        ({"postcode": "6161 AB", "house_number": "12"}, "We cannot find this address."),
        ({"neighbourhood": "BU0000"}, "Choose one from the list."),
        ({"lon": "50.97", "lat": "5.83"}, "swapped"),
        ({"lon": "4.895", "lat": "52.37"}, "too far away"),
        ({"lon": "NaN", "lat": "NaN"}, "Write a position in degrees"),
        ({"lon": "185000", "lat": "331000"}, "RD coordinates"),
    ],
)
def test_a_place_that_cannot_be_found_is_asked_again_and_not_stored(
    app: Application, member: CheckedClient, firm: Firm, told: dict[str, object], words: str
) -> None:
    page = member.post("/en/organisatie/locaties/nieuw", {"name": "Loods", **told}, status=422)

    assert words in page.words
    assert page.outline.forms[-1].values["name"] == "Loods"
    assert len(places(app, firm)) == 1


def test_a_place_without_name_and_position_is_asked_for_both_at_once(member: CheckedClient) -> None:
    page = member.post("/en/organisatie/locaties/nieuw", {}, status=422)

    assert "Give this place a name" in page.words
    assert "Say where it is" in page.words


def test_premises_are_told_to_stand_empty_and_to_be_shown(
    app: Application, member: CheckedClient, firm: Firm
) -> None:
    page = member.get(f"/organisatie/locaties/{firm.premises_id}/leegstand")
    member.submit(page, {"state": "vacant", "area_m2": "120,5", "since": "1-2-2027", "public": "y"})

    [premises] = places(app, firm)
    assert (premises.vacant, premises.public, premises.area_m2) == (True, True, Decimal("120.5"))
    assert str(premises.vacant_since) == "2027-02-01"


def test_premises_in_use_again_are_no_longer_shown(
    app: Application, member: CheckedClient, firm: Firm
) -> None:
    path = f"/organisatie/locaties/{firm.premises_id}/leegstand"
    member.submit(member.get(path), {"state": "vacant", "public": "y"})
    member.submit(member.get(path), {"state": "in_use"})

    [premises] = places(app, firm)
    assert (premises.vacant, premises.public) == (False, False)


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"state": "haunted"}, "Choose one from the list."),
        ({"since": "2 March 2027"}, "This day has not come yet."),
        ({"available_until": "28 February 2027"}, "This day has passed."),
        (
            {"available_from": "1 May 2027", "available_until": "1 April 2027"},
            "The last day lies before the first day.",
        ),
        ({"area_m2": "0"}, "above 0"),
        ({"area_m2": "1,000,001"}, "at most 1,000,000"),
        ({"permitted_use": "x" * 121}, "at most 120 characters"),
    ],
)
def test_a_vacancy_that_cannot_be_is_refused_and_not_stored(
    app: Application, member: CheckedClient, firm: Firm, told: dict[str, object], words: str
) -> None:
    path = f"/en/organisatie/locaties/{firm.premises_id}/leegstand"
    page = member.submit(member.get(path), {"state": "vacant", **told}, status=422)

    assert words in page.words
    assert not places(app, firm)[0].vacant


def test_whoever_tells_second_is_told_so(app: Application, member: CheckedClient, firm: Firm) -> None:
    path = f"/en/organisatie/locaties/{firm.premises_id}/leegstand"
    first, second = member.get(path), member.get(path)
    member.submit(first, {"state": "vacant"})

    late = member.submit(second, {"state": "vacant", "area_m2": "50"}, status=409)

    assert "Somebody changed this in the meantime" in late.words
    assert late.outline.forms[-1].values["area_m2"] == "50"


def test_another_organisations_premises_are_not_there(app: Application, member: CheckedClient) -> None:
    with app.store.unit_of_work():
        other = a_firm("Kringloop Maas")

    member.get(f"/organisatie/locaties/{other.premises_id}/leegstand", status=404)
