"""How one's own listings end on screen: extending, withdrawing, and undoing that."""

from datetime import date

import pytest

from circulair.app import Application
from circulair.jobs.outbox import send_due
from circulair.store import listings
from circulair.store.records import ListingRecord, ListingState
from tests.letters import Letters, link_in
from tests.web.checked import CheckedClient, SignIn
from tests.worlds import Firm, a_firm, an_offer_listing


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


def test_a_listing_that_ends_soon_is_extended_with_one_click_that_names_both_days(
    app: Application, member: CheckedClient, firm: Firm
) -> None:
    with app.store.unit_of_work():
        soon = an_offer_listing(firm)
        number, soon.end, soon.expires_on = soon.id, None, date(2027, 4, 1)

    page = member.get("/en/mijn")
    assert "Extend until 28 Sep 2027" in page.words
    page = member.follow(member.press(page, "/verlengen"))

    [listing] = stored(app)
    assert (listing.id, str(listing.expires_on)) == (number, "2027-09-28")
    assert "The last day was 1 Apr 2027 and is now 28 Sep 2027." in page.words
    assert "(the last day was 1 Apr 2027 and became 28 Sep 2027)" in page.words


def test_a_listing_that_runs_long_enough_offers_no_extension(
    app: Application, member: CheckedClient, firm: Firm
) -> None:
    with app.store.unit_of_work():
        number = an_offer_listing(firm).id

    for path in ("/mijn", f"/mijn/{number}"):
        assert "/verlengen" not in member.get(path).text


def test_a_withdrawal_is_undone_with_one_button(app: Application, member: CheckedClient, firm: Firm) -> None:
    with app.store.unit_of_work():
        number = an_offer_listing(firm).id
    asked = member.get(f"/en/mijn/{number}/intrekken")
    assert "You can undo this with one button, until 31 Dec 2027." in asked.words
    page = member.follow(member.submit(asked, {}))

    page = member.follow(member.press(page, "/terugzetten"))

    assert [(one.id, one.state) for one in stored(app)] == [(number, ListingState.OPEN)]
    assert "Withdrawal undone" in page.words
    member.get("/mijn")


def test_a_withdrawal_after_the_last_day_leads_to_the_filled_form_with_a_hint(
    app: Application, member: CheckedClient, firm: Firm
) -> None:
    with app.store.unit_of_work():
        over = an_offer_listing(firm)
        number, over.state, over.end = over.id, ListingState.WITHDRAWN, date(2027, 2, 28)
        over.start, over.expires_on = None, over.end
    assert "/terugzetten" not in member.get(f"/mijn/{number}").text

    page = member.follow(member.post(f"/en/mijn/{number}/terugzetten"))

    assert "The last day of this listing is over." in page.words
    assert page.outline.forms[-1].values["amount"] == "40"
    assert page.outline.forms[-1].values["until"] == ""


def test_withdrawing_asks_once_and_can_be_placed_again(
    app: Application, member: CheckedClient, firm: Firm
) -> None:
    with app.store.unit_of_work():
        number = an_offer_listing(firm).id

    page = member.follow(member.submit(member.get(f"/en/mijn/{number}/intrekken"), {}))

    assert [listing.state for listing in stored(app)] == [ListingState.WITHDRAWN]
    assert f"/en/aanbod/nieuw?als={number}" in page.outline.links
    assert "Withdrawn" in page.words


def test_the_hub_asks_with_one_button_and_the_owner_answers_with_one_click(
    app: Application, as_role: SignIn, firm: Firm, letters: Letters, client: CheckedClient
) -> None:
    hub = as_role("hub")
    with app.store.unit_of_work():
        number = an_offer_listing(firm).id

    page = hub.follow(hub.press(hub.get(f"/en/mijn/{number}"), "/klopt-nog"))

    assert "Its owner was asked on 1 Mar 2027 whether it still holds." in page.words
    assert "You can ask again from 15 Mar 2027 on." in page.words
    assert "/klopt-nog" not in page.text
    assert send_due(app) == 1
    assert "tot en met 31 dec 2027" in letters[0].get_content()
    link = f"/en{link_in(letters[0])}"
    assert "Yes, until 31 Dec 2027" in client.get(link).words
    client.post(f"{link}/ja", {})
    assert "Its owner said that it still holds" in hub.get(f"/en/mijn/{number}").words
    assert "/klopt-nog" not in as_role("member", firm).get(f"/en/mijn/{number}").text
