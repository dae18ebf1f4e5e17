"""Placing something before one has an account: a line, who one is, a letter, one click."""

from decimal import Decimal

import pytest
from sqlalchemy import select

from circulair.app import Application
from circulair.services import organisations as service
from circulair.services.actor import Role
from circulair.services.positions import Place
from circulair.store import organisations
from circulair.store.records import LinkRecord, ListingRecord, OrganisationRecord
from flows.distance import Precision
from flows.organisations import Kind
from flows.streams import Side
from tests.factories import SPOTS
from tests.letters import Letters, delivered, link_in
from tests.web.checked import CheckedClient, Page, SignIn
from tests.worlds import NOBODY, Firm, a_firm, a_need_listing, a_person, a_reviewer

LINE = "/aanbod/nieuw?zin=2+ton+karton+per+maand+tot+eind+maart"
WHO: dict[str, object] = {
    "email": "nieuw@example.org",
    "organisation": "Fietsenmaker Spaak",
    "kind": "shop",
    "lon": "5.83",
    "lat": "50.97",
}


def stored(app: Application) -> list[ListingRecord]:
    with app.store.unit_of_work(reading=True) as session:
        return list(session.scalars(select(ListingRecord)))


def asked_who(client: CheckedClient) -> Page:
    """Go as far as the question who one is."""
    return client.submit(client.get(LINE), {}, status=200)


def test_a_guest_types_a_line_says_who_they_are_and_confirms_by_the_link(
    app: Application, client: CheckedClient, letters: Letters
) -> None:
    with app.store.unit_of_work():
        a_need_listing(a_firm("Taker", "maker", "station"), "cardboard")
    page = asked_who(client)
    assert "Karton, 2 ton per maand" in page.words
    client.submit(page, WHO)
    assert [one.side for one in stored(app)] == [Side.NEED]

    path = link_in(delivered(app, letters)[-1])
    assert "Karton, 2 ton per maand" in client.get(path).words
    placed = client.follow(client.submit(client.get(path), {}))

    assert "We vonden 1 mogelijke partner" in placed.words
    offer = next(one for one in stored(app) if one.side is Side.OFFER)
    assert (offer.material, offer.tonnes_likely) == ("cardboard", Decimal(24))
    with app.store.unit_of_work(reading=True):
        owner = organisations.with_premises(offer.organisation_id)
        assert owner is not None
        assert owner.name == "Fietsenmaker Spaak"


def test_nothing_is_stored_of_a_guest_but_what_the_link_carries(
    app: Application, client: CheckedClient
) -> None:
    client.submit(asked_who(client), WHO)
    with app.store.unit_of_work(reading=True) as session:
        assert session.scalars(select(OrganisationRecord)).all() == []
        assert len(session.scalars(select(LinkRecord)).all()) == 1
    assert stored(app) == []


def test_a_link_followed_twice_places_once_and_leads_to_it_again(
    app: Application, client: CheckedClient, letters: Letters
) -> None:
    client.submit(asked_who(client), WHO)
    path, form = link_in(delivered(app, letters)[-1]), {"idempotency_key": "k" * 24}
    first = client.post(path, form)
    second = client.post(path, form)
    [listing] = stored(app)
    assert first.location == second.location == f"/mijn/{listing.id}"


@pytest.fixture
def firm(app: Application) -> Firm:
    with app.store.unit_of_work():
        return a_firm()


def test_who_has_an_account_already_gives_the_address_alone(
    app: Application, client: CheckedClient, letters: Letters, firm: Firm
) -> None:
    client.submit(asked_who(client), {"email": firm.email, "registered": "y"})
    client.submit(client.get(link_in(delivered(app, letters)[-1])), {})
    assert [one.organisation_id for one in stored(app)] == [firm.organisation_id]


def test_nobody_learns_whether_an_address_has_an_account(
    app: Application, client: CheckedClient, letters: Letters, firm: Firm
) -> None:
    answers = [
        client.submit(asked_who(client), {"email": email, "registered": "y"})
        for email in (firm.email, "nobody@example.org")
    ]
    assert answers[0].location == answers[1].location
    assert answers[0].text == answers[1].text


def test_a_listing_with_a_broken_seal_is_not_carried(
    app: Application, client: CheckedClient, letters: Letters
) -> None:
    page = asked_who(client)
    client.submit(page, {**WHO, "listing": "x" + page.outline.forms[-1].values["listing"]})
    client.submit(client.get(link_in(delivered(app, letters)[-1])), {})
    assert stored(app) == []


def test_what_is_wrong_is_said_and_the_listing_is_kept(client: CheckedClient) -> None:
    page = client.submit(asked_who(client), {**WHO, "email": "no address"}, status=422)
    assert "Karton, 2 ton per maand" in page.words
    assert client.submit(page, WHO).status == 303


@pytest.mark.parametrize("path", ["/aanbod/nieuw", "/vraag/nieuw", "/aanbod/nieuw?als=1"])
def test_a_guest_is_told_that_no_account_is_needed_to_begin(client: CheckedClient, path: str) -> None:
    assert "geen account nodig" in client.get(path).words


def test_somebody_signed_in_places_at_once(as_role: SignIn) -> None:
    member = as_role("member")
    page = member.submit(member.get(LINE), {})
    assert page.location.startswith("/mijn/")


def test_what_somebody_without_premises_places_waits_until_they_have_some(
    app: Application, client: CheckedClient, letters: Letters
) -> None:
    with app.store.unit_of_work():
        organisation = service.found("Nergens", Kind.SHOP, NOBODY)
        a_person(Role.MEMBER, organisation.id, "nergens@example.org")
    client.submit(asked_who(client), {"email": "nergens@example.org", "registered": "y"})
    page = client.submit(client.get(link_in(delivered(app, letters)[-1])), {})
    assert page.location.endswith("/organisatie/locaties/nieuw")
    assert stored(app) == []

    placed = client.submit(client.follow(page), {"name": "Winkel", "lon": "5.83", "lat": "50.97"})
    [listing] = stored(app)
    assert placed.location == f"/mijn/{listing.id}"


def test_an_owner_of_two_places_is_asked_which(
    app: Application, client: CheckedClient, letters: Letters, firm: Firm
) -> None:
    with app.store.unit_of_work():
        place = Place(SPOTS["station"], Precision.PICKED)
        second = service.add_premises("Magazijn", place, firm.member)
    client.submit(asked_who(client), {"email": firm.email, "registered": "y"})
    page = client.get(link_in(delivered(app, letters)[-1]))
    client.submit(page, {"premises": str(second.id)})
    assert [one.premises_id for one in stored(app)] == [second.id]


def test_the_place_of_another_is_not_taken(
    app: Application, client: CheckedClient, letters: Letters, firm: Firm
) -> None:
    with app.store.unit_of_work():
        other = a_firm("Other")
    client.submit(asked_who(client), {"email": firm.email, "registered": "y"})
    path = link_in(delivered(app, letters)[-1])
    client.post(path, {"premises": str(other.premises_id)})
    assert [one.premises_id for one in stored(app)] == [firm.premises_id]


def test_somebody_of_the_hub_is_told_that_nothing_can_be_placed(
    app: Application, client: CheckedClient, letters: Letters
) -> None:
    with app.store.unit_of_work():
        a_reviewer("hub@example.org")
    client.submit(asked_who(client), {"email": "hub@example.org", "registered": "y"})
    page = client.get(link_in(delivered(app, letters)[-1]))
    assert "kunt u niets plaatsen" in page.words
    assert client.submit(page, {}).location == "/hub"


@pytest.mark.parametrize("email", ["nieuw@example.org", "korrel@example.org"])
def test_a_listing_is_never_lost_for_want_of_a_letter(
    app: Application, client: CheckedClient, letters: Letters, email: str
) -> None:
    with app.store.unit_of_work():
        a_person(Role.MEMBER, a_firm().organisation_id, "korrel@example.org")
    told = {**WHO, "email": email}
    for _ in range(5):
        client.submit(asked_who(client), told)
    page = client.submit(asked_who(client), told, status=422)
    assert "vijf e-mails" in page.words
    assert page.outline.forms[-1].values["listing"]


def test_a_page_that_asks_who_is_sent_again_as_often_as_somebody_reloads_it(client: CheckedClient) -> None:
    page = client.get(LINE)
    form = page.outline.forms[-1]
    answers = [client.post("/aanbod/nieuw", form.values, status=200) for _ in range(2)]
    assert ["Karton, 2 ton per maand" in answer.words for answer in answers] == [True, True]
