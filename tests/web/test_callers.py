"""The hub's pages for somebody who calls or comes by."""

import pytest

from circulair.app import Application
from circulair.jobs.outbox import send_due
from circulair.services import accounts
from circulair.store import accounts as people
from circulair.store import listings, organisations
from circulair.store.records import ListingRecord
from tests.letters import Letters, link_in
from tests.web.checked import CheckedClient, SignIn
from tests.worlds import NOBODY, Firm, a_firm

LINE = "2 wheelie bins of cardboard a week until 31 December 2027"


@pytest.fixture
def firm(app: Application) -> Firm:
    with app.store.unit_of_work():
        return a_firm()


@pytest.fixture
def hub(as_role: SignIn) -> CheckedClient:
    return as_role("hub")


def waiting(app: Application) -> list[ListingRecord]:
    with app.store.unit_of_work(reading=True):
        return list(listings.unconfirmed())


def noted(hub: CheckedClient, firm: Firm) -> None:
    """Put in an offer of one line for a firm."""
    page = hub.get(f"/en/hub/melding/{firm.organisation_id}/aanbod?zin={LINE.replace(' ', '+')}")
    hub.submit(page, {"title": "Cardboard"})


def test_a_known_organisation_is_chosen_and_its_line_noted(
    app: Application, hub: CheckedClient, firm: Firm
) -> None:
    page = hub.get("/en/hub/melding")
    there = hub.follow(hub.submit(page, {"organisation": str(firm.organisation_id), "side": "offer"}))
    assert "What does Bakkerij Korrel have left over?" in there.words
    noted(hub, firm)
    [listing] = waiting(app)
    assert listing.organisation_id == firm.organisation_id
    assert listing.title in hub.get("/en/hub/melding").words


def test_an_organisation_must_be_chosen(hub: CheckedClient) -> None:
    page = hub.submit(hub.get("/en/hub/melding"), {}, status=422)
    assert "Choose an organisation." in page.words


def test_an_address_that_is_known_is_said_beside_its_field(
    app: Application, hub: CheckedClient, firm: Firm
) -> None:
    page = hub.get("/en/hub/melding/nieuw")
    fields = {"organisation": "Draad", "kind": "maker", "email": firm.email, "lon": "5.83", "lat": "50.97"}
    assert "account" in hub.submit(page, fields, status=422).words
    with app.store.unit_of_work(reading=True):
        assert [one.name for one in organisations.all_by_name()] == ["Bakkerij Korrel"]


def test_a_number_that_is_known_leads_to_the_organisation_that_has_it(
    app: Application, hub: CheckedClient, firm: Firm
) -> None:
    with app.store.unit_of_work():
        [person] = people.members_of(firm.organisation_id)
        person.telephone = "046 477 12 34"
    fields = {"organisation": "Draad", "kind": "maker", "lon": "5.83", "lat": "50.97", "side": "need"}
    page = hub.get("/en/hub/melding/nieuw")
    refused = hub.submit(page, {**fields, "telephone": "+31464771234"}, status=422)
    assert "We know this number already: it is of Bakkerij Korrel." in refused.words
    assert f"/en/hub/melding/{firm.organisation_id}/vraag" in refused.outline.links
    with app.store.unit_of_work(reading=True):
        assert [one.name for one in organisations.all_by_name()] == ["Bakkerij Korrel"]


def test_where_nobody_is_left_the_pages_offer_no_letter_and_no_call(
    app: Application, hub: CheckedClient, firm: Firm
) -> None:
    noted(hub, firm)
    [listing] = waiting(app)
    with app.store.unit_of_work():
        accounts.forget(firm.email, NOBODY)
    there = hub.get("/en/hub/melding")
    assert "nobody is left to ask" in there.words
    assert "Send the letter again" not in there.words
    page = hub.get(f"/en/hub/melding/{listing.id}/gesproken")
    assert "Nobody of this organisation is left to ask." in page.words
    assert "Its owner has an e-mail address" not in page.words
    assert (
        "who could confirm this that way" in hub.post(f"/en/hub/melding/{listing.id}/opnieuw", {}, 400).words
    )


def test_its_owner_sees_it_nowhere_before_and_among_the_own_after_a_yes(
    app: Application, hub: CheckedClient, firm: Firm, as_role: SignIn, letters: Letters, client: CheckedClient
) -> None:
    noted(hub, firm)
    [listing] = waiting(app)
    owner = as_role("member", firm)
    assert listing.title not in owner.get("/en/mijn").words
    owner.get(f"/en/mijn/{listing.id}", 404)
    send_due(app)
    [letter] = letters
    link = f"/en{link_in(letter)}"
    assert "Is this right?" in client.get(link).words
    assert client.http.head(link).status_code == 200
    assert waiting(app)
    client.post(f"{link}/ja", {})
    assert "It is yours now" in client.get(link).words
    assert waiting(app) == []
    assert listing.title in owner.get("/en/mijn").words
    client.post(f"{link}/nee", {}, 410)


def test_a_no_drops_it(
    app: Application, hub: CheckedClient, firm: Firm, letters: Letters, client: CheckedClient
) -> None:
    noted(hub, firm)
    send_due(app)
    client.post(f"/en{link_in(letters[0])}/nee", {})
    assert "We dropped it" in client.get(f"/en{link_in(letters[0])}").words
    assert waiting(app) == []


def test_the_letter_is_sent_again(app: Application, hub: CheckedClient, firm: Firm, letters: Letters) -> None:
    noted(hub, firm)
    [listing] = waiting(app)
    hub.post(f"/en/hub/melding/{listing.id}/opnieuw", {})
    assert send_due(app) == 2
    assert len({link_in(letter) for letter in letters}) == 2


def test_a_line_that_says_the_other_side_leads_to_the_other_form_of_the_same_caller(
    hub: CheckedClient, firm: Firm
) -> None:
    page = hub.get(f"/en/hub/melding/{firm.organisation_id}/aanbod?zin=we+look+for+50+pallets")
    assert f"/en/hub/melding/{firm.organisation_id}/vraag?zin=" in page.text


def test_a_caller_without_an_address_is_asked_on_the_telephone(
    app: Application, hub: CheckedClient, letters: Letters
) -> None:
    fields = {"organisation": "Draad", "kind": "maker", "lon": "5.83", "lat": "50.97"}
    page = hub.get("/en/hub/melding/nieuw")
    assert "or below it a telephone number" in hub.submit(page, fields, status=422).words
    there = hub.submit(page, {**fields, "telephone": "046 477 12 34"})
    form = hub.get(f"{there.location}?zin={LINE.replace(' ', '+')}")
    asked = hub.follow(hub.submit(form, {"title": "Cardboard"}))
    assert "Noted. Read it back to Draad and note what they say." in asked.words
    assert "046 477 12 34" in asked.words
    assert "nobody.invalid" not in asked.text
    [listing] = waiting(app)
    address = f"/en/hub/melding/{listing.id}/gesproken"
    assert address in hub.get("/en/hub/melding").outline.links
    assert address in hub.get(f"/en/mijn/{listing.id}").outline.links
    assert "Choose what they said." in hub.submit(asked, {}, status=422).words
    told = hub.follow(hub.submit(asked, {"said": "yes", "words": "spoke with Mrs Draad"}))
    assert "Confirmed on the telephone" in told.words
    assert waiting(app) == []
    assert send_due(app) == 0
    register = hub.get(f"/en/hub/organisaties/{listing.organisation_id}")
    assert "046 477 12 34" in register.words
    assert "nobody.invalid" not in register.text
