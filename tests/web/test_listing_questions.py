"""What the form of a listing asks once more: odd weights, and what others agreed to."""

from dataclasses import replace
from decimal import Decimal

import pytest

from circulair.app import Application
from circulair.services import listings as services
from circulair.store import listings
from circulair.store.records import ListingRecord
from flows.streams import Quality, Side
from tests.stories import a_story, agreed
from tests.web.checked import CheckedClient, SignIn
from tests.worlds import Firm, a_draft, a_firm, an_offer_listing

CARDBOARD: dict[str, object] = {
    "title": "Schoon karton",
    "amount": "2",
    "unit": "t",
    "period": "year",
    "until": "31-12-2027",
}


@pytest.fixture
def firm(app: Application) -> Firm:
    with app.store.unit_of_work():
        return a_firm()


@pytest.fixture
def member(as_role: SignIn, firm: Firm) -> CheckedClient:
    return as_role("member", firm)


def stored(app: Application) -> list[ListingRecord]:
    with app.store.unit_of_work(reading=True):
        return list(listings.everything())


def told(**changed: object) -> dict[str, object]:
    return CARDBOARD | changed


def test_an_odd_weight_is_asked_beside_the_amount_and_placed_once_it_is_right(
    app: Application, member: CheckedClient
) -> None:
    heavy = told(title="Swill", unit="container_240", period="week", until="31 December 2027")
    first = member.get("/en/aanbod/nieuw")
    assert "Yes, this is right" not in first.words
    page = member.submit(first, heavy, 422)
    assert "One container of 240 litres would then weigh more than 80 kg. Is the amount right?" in page.words
    assert page.outline.title.startswith("Error:")
    assert stored(app) == []
    member.submit(page, {"amount_right": "y"})
    assert [listing.tonnes_likely for listing in stored(app)] == [Decimal("24.96")]


def test_a_density_far_from_the_tables_is_asked(app: Application, member: CheckedClient) -> None:
    light = told(unit="m3", weight_kg="20", until="31 December 2027")
    page = member.post("/en/aanbod/nieuw", light, 422)
    assert "more than three times as heavy or as light" in page.words
    assert 'value="20"' in page.text
    member.post("/en/aanbod/nieuw", light | {"amount_right": "y"})
    assert len(stored(app)) == 1


def test_an_ordinary_weight_raises_no_question(app: Application, member: CheckedClient) -> None:
    usual = told(unit="container_240", period="week", until="31 December 2027")
    member.submit(member.get("/en/aanbod/nieuw"), usual)
    assert len(stored(app)) == 1


def test_what_was_agreed_cannot_change_and_that_is_said_beside_the_field(
    app: Application, as_role: SignIn
) -> None:
    with app.store.unit_of_work():
        story = agreed(a_story())
        offer = story.exchange.offer_id
    giver = as_role("member", story.giver)
    page = giver.get(f"/en/mijn/{offer}/wijzigen")
    for typed, message in (
        ({"other_material": "flat-glass"}, "Others agreed to this material"),
        ({"amount": "24"}, "25 tonnes of this have been agreed."),
    ):
        refused = giver.submit(page, typed, 422)
        assert message in refused.words
    [listing] = [one for one in stored(app) if one.id == offer]
    assert (listing.material, listing.tonnes_likely) == ("ldpe-film", Decimal(40))


def test_the_next_question_says_what_its_answer_changes_and_leads_to_its_field(
    app: Application, member: CheckedClient, firm: Firm
) -> None:
    with app.store.unit_of_work():
        for name, limit in (("One", 5.0), ("Two", 10.0), ("Three", None)):
            taker = a_firm(name, "maker", "station")
            draft = replace(a_draft(Side.NEED, taker), quality=Quality(moisture_pct=limit))
            services.register(draft, taker.member)
        offer = an_offer_listing(firm)
    asked = "How damp is it, in per cent? That can change the order of your 3 possible partners."
    listed = member.get("/en/mijn")
    assert asked in listed.words
    assert f"/en/mijn/{offer.id}#question" in listed.text
    page = member.get(f"/en/mijn/{offer.id}")
    assert 'id="question"' in page.text
    assert "How damp is it, in per cent?" in page.words
    assert "2 possible partners want to know this." in page.words
    assert "With some answers, another partner comes first." in page.words
    assert "With some answers, 2 partners no longer fit." in page.words
    member.submit(page, {"moisture_pct": "4"})
    [listing] = [one for one in stored(app) if one.id == offer.id]
    assert (listing.moisture_pct, listing.title, listing.tonnes_likely) == (
        4.0,
        offer.title,
        offer.tonnes_likely,
    )
