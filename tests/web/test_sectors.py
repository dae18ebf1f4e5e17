"""Ticking what is typical of one's sector: choosing the sector, the rows, and what becomes of them."""

from decimal import Decimal

import pytest

from circulair.app import Application
from circulair.services import organisations
from circulair.services.actor import Role
from circulair.store import listings
from circulair.store import organisations as organisation_store
from circulair.store.records import ListingRecord, ListingState, PremisesRecord
from flows.organisations import Kind
from flows.sector_streams import streams_of
from flows.streams import Side
from tests.bad_inputs import BadInput, row_id, rows
from tests.letters import Letters, delivered, link_in
from tests.web.checked import CheckedClient, Page, SignIn
from tests.worlds import NOBODY, Firm, a_firm, a_person, an_offer_listing

LIST = "/en/mijn/herkennen"


@pytest.fixture
def firm(app: Application) -> Firm:
    with app.store.unit_of_work():
        return a_firm()


@pytest.fixture
def member(as_role: SignIn, firm: Firm) -> CheckedClient:
    return as_role("member", firm)


@pytest.fixture
def baker(app: Application, member: CheckedClient, firm: Firm) -> CheckedClient:
    """A member of an organisation that said it is a bakery."""
    with app.store.unit_of_work():
        own = organisations.own(firm.member)
        organisations.choose_sector(own.version, "1071", firm.member)
    return member


def stored(app: Application) -> list[ListingRecord]:
    with app.store.unit_of_work(reading=True):
        return list(listings.everything())


def sector_of(app: Application, firm: Firm) -> str:
    with app.store.unit_of_work(reading=True):
        own = organisation_store.with_premises(firm.organisation_id)
    assert own is not None
    return own.sector


def shown(page: Page, name: str) -> str:
    return page.outline.forms[-1].values[name]


def test_without_a_sector_it_is_asked_first_and_kept(
    app: Application, member: CheckedClient, firm: Firm
) -> None:
    asked = member.follow(member.get(LIST, status=303))
    after = member.submit(asked, {"sector": "bakery"})

    assert after.location.endswith("/mijn/herkennen")
    assert sector_of(app, firm) == "1071"
    assert "Your sector: Bakery." in member.follow(after).words


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "Say what you do."),
        ("unicorns", "We do not know this word."),
        ("school", "This can be more than one thing."),
        ("x" * 81, "at most 80 characters"),
        ("a\x00b", "characters in it that cannot be shown"),
    ],
)
def test_a_word_that_names_no_one_sector_is_asked_again_and_kept(
    app: Application, member: CheckedClient, firm: Firm, typed: str, words: str
) -> None:
    page = member.post("/en/mijn/herkennen/sector", {"sector": typed, "version": "1"}, status=422)

    assert words in page.words
    assert sector_of(app, firm) == ""


def test_a_word_of_two_sectors_brings_both_to_choose_from(
    app: Application, member: CheckedClient, firm: Firm
) -> None:
    page = member.get("/en/mijn/herkennen/sector")
    asked = member.submit(page, {"sector": "school"}, status=422)
    assert "Which one do you mean?" in asked.words
    assert "Primary school" in asked.words

    member.submit(asked, {"sector": ["school", "852"]})

    assert sector_of(app, firm) == "852"


def test_a_word_that_nobody_knows_brings_the_whole_list(
    app: Application, member: CheckedClient, firm: Firm
) -> None:
    asked = member.submit(member.get("/en/mijn/herkennen/sector"), {"sector": "zzz"}, status=422)
    assert "Choose it from the list" in asked.words

    member.submit(asked, {"sector": ["zzz", "4779"]})

    assert sector_of(app, firm) == "4779"


def test_a_choice_that_is_not_in_the_list_is_asked_again(
    app: Application, member: CheckedClient, firm: Firm
) -> None:
    page = member.get("/en/mijn/herkennen/sector")
    member.submit(page, {"sector": ["school", "9999"]}, status=422)

    assert sector_of(app, firm) == ""


def test_who_chooses_a_sector_second_is_told(app: Application, member: CheckedClient, firm: Firm) -> None:
    first, second = (member.get("/en/mijn/herkennen/sector") for _turn in range(2))
    member.submit(first, {"sector": "bakery"})

    late = member.submit(second, {"sector": "hotel"}, status=409)

    assert "Somebody changed this in the meantime." in late.words
    assert sector_of(app, firm) == "1071"


def test_the_list_shows_both_sides_and_that_it_is_an_estimate(baker: CheckedClient) -> None:
    page = baker.get(LIST)

    assert "The list is our own estimate" in page.words
    for words in ("Often left over", "Bread and pastry", "Cardboard", "Often welcome", "Plastic crates"):
        assert words in page.words


def test_what_is_ticked_becomes_listings_in_one_go(app: Application, baker: CheckedClient) -> None:
    ticks = {
        "offer-cardboard": "y",
        "offer-cardboard-amount": "2",
        "offer-cardboard-unit": "container_1100",
        "offer-cardboard-period": "week",
        "offer-bread": "y",
        "need-plastic-crates": "y",
    }
    page = baker.follow(baker.submit(baker.get(LIST), ticks))

    assert "3 listings were placed." in page.words
    found = {(one.side, one.material): one.state for one in stored(app)}
    assert found == {
        (Side.OFFER, "cardboard"): ListingState.OPEN,
        (Side.OFFER, "bread"): ListingState.PARTIAL,
        (Side.NEED, "plastic-crates"): ListingState.PARTIAL,
    }
    assert {one.title for one in stored(app)} == {"Cardboard", "Bread and pastry", "Plastic crates"}
    assert "About how much is it?" in page.words


def test_a_weight_that_nobody_knows_is_asked_later(app: Application, baker: CheckedClient) -> None:
    amount = {"need-display-cases-amount": "2", "need-display-cases-unit": "load"}
    baker.submit(baker.get(LIST), {"need-display-cases": "y", **amount, "need-display-cases-period": "once"})

    [listing] = stored(app)
    assert (listing.state, listing.typed_value, listing.tonnes_likely) == (
        ListingState.PARTIAL,
        Decimal(2),
        None,
    )


def test_the_same_form_sent_twice_counts_once(app: Application, baker: CheckedClient) -> None:
    page = baker.get(LIST)
    baker.submit(page, {"offer-bread": "y"})
    baker.submit(page, {"offer-bread": "y"})

    assert len(stored(app)) == 1


def test_what_is_on_the_list_already_is_shown_and_cannot_be_ticked(
    app: Application, baker: CheckedClient, firm: Firm
) -> None:
    with app.store.unit_of_work():
        mine = an_offer_listing(firm, "bread")

    page = baker.get(LIST)
    assert "You have this on your list" in page.words
    assert f"/en/mijn/{mine.id}" in page.outline.links
    assert all("offer-bread" not in form for form in page.outline.forms)

    baker.post(LIST, {"offer-bread": "y"}, status=422)
    assert len(stored(app)) == 1


def test_when_all_is_on_the_list_nothing_is_left_to_tick(app: Application, baker: CheckedClient) -> None:
    baker.submit(baker.get(LIST), {f"{one.side}-{one.material}": "y" for one in streams_of("1071")})

    page = baker.get(LIST)
    assert "Everything of this list is on your own list already." in page.words
    assert "Place what I ticked" not in page.words
    baker.post(LIST, {}, status=200)
    assert len(stored(app)) == len(streams_of("1071"))


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"offer-bread": ""}, "Tick at least one."),
        ({"offer-bread": "", "offer-bread-amount": "2"}, "Tick this too, or empty the amount."),
        ({"offer-bread-amount": "2", "offer-bread-period": "week"}, "Choose a unit."),
        ({"offer-bread-amount": "2", "offer-bread-unit": "kg"}, "Choose how often, or once."),
        ({"offer-bread-amount": "lots"}, "Write a number in digits"),
        ({"offer-bread-amount": "0"}, "above 0"),
        ({"offer-bread-unit": "barrel"}, "Choose one from the list."),
        ({"offer-bread-period": "blue moon"}, "Choose one from the list."),
        ({"premises": "999"}, "Choose one from the list."),
    ],
)
def test_what_does_not_fit_is_said_beside_its_field_and_nothing_is_stored(
    app: Application, baker: CheckedClient, told: dict[str, object], words: str
) -> None:
    page = baker.post(LIST, {"offer-bread": "y", "offer-dough": "", **told}, status=422)

    assert words in page.words
    assert stored(app) == []


def test_one_wrong_row_keeps_all_that_was_typed_and_stores_none(
    app: Application, baker: CheckedClient
) -> None:
    right = {
        "offer-dough": "y",
        "offer-dough-amount": "12",
        "offer-dough-unit": "kg",
        "offer-dough-period": "day",
    }
    page = baker.submit(baker.get(LIST), {**right, "offer-bread": "y", "offer-bread-amount": "many"}, 422)

    assert {name: shown(page, name) for name in right} == right
    assert (shown(page, "offer-bread"), shown(page, "offer-bread-amount")) == ("y", "many")
    assert stored(app) == []


def test_an_amount_that_cannot_be_is_refused(app: Application, baker: CheckedClient) -> None:
    amount = {"offer-bread-amount": "999999999", "offer-bread-unit": "t", "offer-bread-period": "day"}
    page = baker.submit(baker.get(LIST), {"offer-bread": "y", **amount}, 422)

    assert "This amount cannot be right." in page.words
    assert stored(app) == []


@pytest.mark.parametrize("row", rows("tonnage", "ask", "reject"), ids=row_id)
def test_a_number_that_is_none_never_becomes_a_listing(
    app: Application, baker: CheckedClient, row: BadInput
) -> None:
    fields = {"offer-bread-amount": row.typed, "offer-bread-unit": "kg", "offer-bread-period": "week"}
    answer = baker.http.post(
        "/mijn/herkennen",
        data={"csrf_token": baker.token(), "idempotency_key": "k" * 24, "offer-bread": "y", **fields},
    )

    assert answer.status_code in (303, 422)
    assert [one.typed_value for one in stored(app)] in ([], [None])


def test_without_a_place_a_place_is_asked_first(app: Application, as_role: SignIn) -> None:
    with app.store.unit_of_work():
        own = organisations.found("Nergens", Kind.SHOP, NOBODY, "1071")
        person = a_person(Role.MEMBER, own.id, "nergens@example.org")
    member = as_role("member", Firm(own.id, 0, person.id, person.email))
    assert "Say first where you are" in member.get(LIST).words
    member.post(LIST, {"offer-bread": "y"}, status=422)
    assert stored(app) == []


def test_of_several_places_one_is_chosen(app: Application, baker: CheckedClient, firm: Firm) -> None:
    baker.submit(baker.get("/organisatie/locaties/nieuw"), {"name": "Loods", "lon": "5.83", "lat": "50.97"})
    page = baker.get(LIST)
    second = max(place.id for place in own_places(app, firm))
    baker.submit(page, {"offer-bread": "y", "premises": str(second)})

    assert [one.premises_id for one in stored(app)] == [second]


def own_places(app: Application, firm: Firm) -> list[PremisesRecord]:
    with app.store.unit_of_work(reading=True):
        return list(organisation_store.premises_of(firm.organisation_id))


def test_another_s_place_cannot_be_chosen(app: Application, baker: CheckedClient) -> None:
    with app.store.unit_of_work():
        other = a_firm("Kringloop Maas")
    baker.post(LIST, {"offer-bread": "y", "premises": str(other.premises_id)}, status=422)

    assert stored(app) == []


def test_the_list_is_offered_where_nothing_is_there_yet_and_beside_the_form(member: CheckedClient) -> None:
    assert LIST in member.get("/en/mijn").outline.links
    assert LIST in member.get("/en/aanbod/nieuw").outline.links
    assert LIST in member.get("/en/vraag/nieuw").outline.links
    assert LIST in member.get("/en/organisatie").outline.links


def test_the_sector_is_shown_changed_and_taken_back_on_the_page_of_the_organisation(
    app: Application, member: CheckedClient, firm: Firm
) -> None:
    assert "Sector not told yet" in member.get("/en/organisatie").words
    member.submit(member.get("/en/organisatie/wijzigen"), {"sector": "Hairdresser"})
    assert "Hairdresser SBI code 9602" in member.get("/en/organisatie").words

    page = member.get("/organisatie/wijzigen")
    assert shown(page, "sector") == "Kapper"
    member.submit(page, {"sector": ""})
    assert sector_of(app, firm) == ""


def test_a_choice_is_kept_while_something_else_is_mended(app: Application, member: CheckedClient) -> None:
    page = member.get("/en/organisatie/wijzigen")
    again = member.submit(page, {"name": "", "sector": ["school", "853"]}, status=422)

    assert shown(again, "sector") == "Secondary or vocational school"


def test_the_sector_told_at_sign_up_leads_to_its_list(
    app: Application, client: CheckedClient, letters: Letters
) -> None:
    wish = {"email": "nieuw@example.org", "organisation": "Spaak", "kind": "shop", "sector": "fietsenmaker"}
    client.submit(client.get("/aanmelden"), {**wish, "lon": "5.83", "lat": "50.97"})
    [letter] = delivered(app, letters)
    client.submit(client.get(link_in(letter)), {})

    mine = client.get("/mijn")
    assert "/mijn/herkennen" in mine.outline.links
    assert "Uw branche: Fietsen- of sportwinkel." in client.get("/mijn/herkennen").words
