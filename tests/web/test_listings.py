"""The pages of one's own listings: placing, understanding and changing them."""

import re
from decimal import Decimal

import pytest

from circulair.app import Application
from circulair.store import listings
from circulair.store.records import ListingRecord, ListingState
from flows.streams import Grade, Side
from tests.web.checked import CheckedClient, SignIn
from tests.worlds import Firm, a_firm, a_need_listing, an_offer_listing

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


def test_an_offer_of_three_answers_is_placed_and_understood(app: Application, member: CheckedClient) -> None:
    page = member.follow(member.submit(member.get("/en/aanbod/nieuw"), CARDBOARD))

    [listing] = stored(app)
    assert (listing.material, listing.tonnes_likely, listing.grade) == (
        "cardboard",
        Decimal(2),
        Grade.DECLARED,
    )
    assert listing.state is ListingState.OPEN
    assert "There is no partner yet" in page.words
    assert "Cardboard" in page.words


def test_the_last_day_may_be_a_part_of_a_month(app: Application, member: CheckedClient) -> None:
    member.submit(member.get("/aanbod/nieuw"), told(until="eind maart", start="begin maart"))

    assert [(str(one.start), str(one.end)) for one in stored(app)] == [("2027-03-01", "2027-03-31")]


def test_a_need_is_placed_in_the_same_way(app: Application, member: CheckedClient) -> None:
    member.submit(member.get("/vraag/nieuw"), CARDBOARD)

    assert [listing.side for listing in stored(app)] == [Side.NEED]


def test_the_possible_partners_are_counted_at_once_without_their_names(
    app: Application, member: CheckedClient
) -> None:
    with app.store.unit_of_work():
        a_need_listing(a_firm("Kringloop Maas", spot="station"), "cardboard", "2")

    page = member.follow(member.submit(member.get("/en/aanbod/nieuw"), CARDBOARD))

    assert "We found 1 possible partner." in page.words
    assert "The hub team is looking at 1 possible partner." in page.words
    assert "Kringloop" not in page.words


def test_whoever_is_not_signed_in_signs_in_first_and_is_offered_to_register(client: CheckedClient) -> None:
    answer = client.get("/mijn", status=303)
    assert answer.location == "/inloggen?next=/mijn"
    assert "/aanmelden?next=/mijn" in client.follow(answer).outline.links


def test_a_word_nobody_knows_brings_the_list_of_materials_and_keeps_the_rest(
    app: Application, member: CheckedClient
) -> None:
    page = member.submit(member.get("/en/aanbod/nieuw"), told(title="odds and ends"), status=422)

    assert "Choose the material" in page.words
    form = page.outline.forms[-1]
    assert (form.values["amount"], form.values["title"]) == ("2", "odds and ends")
    assert stored(app) == []


def test_words_of_two_materials_are_asked_with_the_likeliest_as_choices(member: CheckedClient) -> None:
    page = member.submit(member.get("/aanbod/nieuw"), told(title="stalen stellingkasten"), status=422)

    assert 'value="shop-shelving"' in page.text
    assert 'value="steel-scrap"' in page.text


def test_the_material_that_was_chosen_is_stored(app: Application, member: CheckedClient) -> None:
    member.post("/aanbod/nieuw", told(title="stalen stellingkasten", material="steel-scrap"))

    assert [listing.material for listing in stored(app)] == ["steel-scrap"]


def test_the_whole_list_wins_over_the_likeliest(app: Application, member: CheckedClient) -> None:
    member.post("/aanbod/nieuw", told(title="iets", material="glass", other_material="bricks"))

    assert [listing.material for listing in stored(app)] == ["bricks"]


def test_a_material_that_does_not_exist_is_refused(app: Application, member: CheckedClient) -> None:
    member.post("/aanbod/nieuw", told(material="unobtainium"), status=422)

    assert stored(app) == []


def test_how_much_may_be_left_open_with_a_tick(app: Application, member: CheckedClient) -> None:
    page = member.follow(
        member.post("/en/aanbod/nieuw", {"title": "karton", "amount_unknown": "y", "no_end": "y"})
    )

    [listing] = stored(app)
    assert listing.state is ListingState.PARTIAL
    assert "About how much is it?" in page.words


def test_without_a_last_day_a_listing_is_there_from_today(app: Application, member: CheckedClient) -> None:
    member.post("/aanbod/nieuw", told(until="", no_end="y"))

    [listing] = stored(app)
    assert (str(listing.start), listing.end, listing.state) == ("2027-03-01", None, ListingState.OPEN)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"title": ""}, "Say in a few words what it is."),
        ({"title": "x" * 121}, "at most 120 characters"),
        ({"title": "a\x00b"}, "characters in it that cannot be shown"),
        ({"amount": ""}, "Fill in about how much"),
        ({"amount": "-1"}, "above 0"),
        ({"amount": "vijf"}, "Write a number"),
        ({"amount": "1,50"}, "Do you mean 1.50 or 150?"),
        ({"amount_unknown": "y"}, "Empty one of the two."),
        ({"unit": ""}, "Choose a unit."),
        ({"unit": "ton"}, "Choose one from the list."),
        ({"period": ""}, "Choose how often"),
        ({"until": ""}, "Fill in the last day"),
        ({"until": "31-2-2027"}, "Write a day that exists"),
        ({"until": "28-2-2027"}, "This day has passed."),
        ({"until": "31-12-2097"}, "at most thirty years"),
        ({"start": "1 March 2028"}, "The last day lies before the first day."),
        ({"contamination_pct": "101"}, "from 0 to 100"),
        ({"moisture_pct": "-1"}, "from 0 to 100"),
        ({"max_km": "0"}, "above 0"),
        ({"eural": "99 99 99"}, "is not in our list"),
        ({"eural": "17 02 04"}, "needs a star"),
        ({"form": "solid"}, "Choose one from the list."),
        ({"premises": "999"}, "Choose one from the list."),
        ({"description": "x" * 2001}, "at most 2000 characters"),
    ],
)
def test_a_wrong_answer_has_its_own_words_and_nothing_is_stored(
    app: Application, member: CheckedClient, changed: dict[str, object], words: str
) -> None:
    page = member.post("/en/aanbod/nieuw", told(**changed), status=422)

    assert words in page.words
    assert page.outline.title.startswith("Error:")
    assert stored(app) == []


def test_an_ambiguous_amount_is_placed_once_its_reading_is_ticked(
    app: Application, member: CheckedClient
) -> None:
    member.post("/aanbod/nieuw", told(amount=["1.5", "1.5"]))

    assert [listing.typed_value for listing in stored(app)] == [Decimal("1.5")]


def test_a_count_without_a_known_weight_asks_for_it_beside_the_amount(
    app: Application, member: CheckedClient
) -> None:
    page = member.post("/en/aanbod/nieuw", told(unit="load", amount="3", period="once"), status=422)

    assert "How many kilograms are in one load?" in page.words
    assert page.outline.forms[-1].values["amount"] == "3"
    assert stored(app) == []


def test_three_loads_of_two_hundred_kilograms_are_six_tenths_of_a_tonne(
    app: Application, member: CheckedClient
) -> None:
    page = member.follow(
        member.post("/en/aanbod/nieuw", told(unit="load", amount="3", period="once", weight_kg="200"))
    )

    assert [listing.tonnes_likely for listing in stored(app)] == [Decimal("0.6")]
    assert "one weighs 200 kg: you told us" in page.words


def test_twenty_empty_pallets_weigh_half_a_tonne_by_a_named_source(
    app: Application, member: CheckedClient
) -> None:
    page = member.follow(
        member.post(
            "/en/aanbod/nieuw", told(title="lege pallets", unit="pallet_piece", amount="20", period="once")
        )
    )

    assert [listing.tonnes_likely for listing in stored(app)] == [Decimal("0.5")]
    assert "one weighs 25 kg: Stichting Stimular" in page.words


def test_a_weight_that_we_estimated_ourselves_says_so_in_the_language_of_the_page(
    member: CheckedClient,
) -> None:
    page = member.follow(
        member.post("/en/aanbod/nieuw", told(title="desks", unit="piece", amount="4", period="once"))
    )

    assert "our own estimate, not measured" in page.words
    assert "assumption" not in page.words


def test_each_source_of_a_weight_has_its_own_link(member: CheckedClient) -> None:
    page = member.follow(member.post("/en/aanbod/nieuw", told(unit="m3", amount="4", period="once")))

    assert "source 1 , source 2" in page.words
    sources = [link for link in page.outline.links if "duurzamebedrijfsvoering" in link or "zendesk" in link]
    assert len(sources) == 2
    assert not [link for link in sources if " " in link]


def test_a_weight_that_nobody_knows_may_stay_open(app: Application, member: CheckedClient) -> None:
    page = member.follow(
        member.post("/en/aanbod/nieuw", told(unit="load", amount="3", period="once", weight_unknown="y"))
    )

    [listing] = stored(app)
    assert (listing.state, listing.tonnes_likely) == (ListingState.PARTIAL, None)
    assert "How many kilograms are in one load?" in page.words


def test_classes_are_asked_of_wood_only(app: Application, member: CheckedClient, firm: Firm) -> None:
    with app.store.unit_of_work():
        wood, film = an_offer_listing(firm, "wood").id, an_offer_listing(firm, "ldpe-film").id

    assert "Class of wood" in member.get(f"/en/mijn/{wood}/wijzigen").words
    assert "Class of wood" not in member.get(f"/en/mijn/{film}/wijzigen").words


def test_a_listing_is_changed_as_it_was_typed(app: Application, member: CheckedClient, firm: Firm) -> None:
    with app.store.unit_of_work():
        number = an_offer_listing(firm, "cardboard", "2").id

    page = member.get(f"/mijn/{number}/wijzigen")
    assert page.outline.forms[-1].values["amount"] == "2"
    member.submit(page, {"amount": "3"})

    assert [listing.tonnes_likely for listing in stored(app)] == [Decimal(3)]


def test_whoever_saves_second_sees_how_it_is_now_and_keeps_what_was_typed(
    app: Application, member: CheckedClient, firm: Firm
) -> None:
    with app.store.unit_of_work():
        number = an_offer_listing(firm, "cardboard", "2").id
    first, second = member.get(f"/en/mijn/{number}/wijzigen"), member.get(f"/en/mijn/{number}/wijzigen")
    member.submit(first, {"amount": "3"})

    late = member.submit(second, {"amount": "4"}, status=409)

    assert "3 tonnes a year" in late.words
    assert late.outline.forms[-1].values["amount"] == "4"
    member.submit(late, {"amount": "4"})
    assert [listing.tonnes_likely for listing in stored(app)] == [Decimal(4)]


def test_the_same_again_is_a_new_form_filled_in(app: Application, member: CheckedClient, firm: Firm) -> None:
    with app.store.unit_of_work():
        number = an_offer_listing(firm, "cardboard", "2").id

    page = member.get(f"/aanbod/nieuw?als={number}")

    assert page.outline.forms[-1].values["amount"] == "2"
    assert page.outline.forms[-1].values["until"] == "31-12-2027"
    assert "Alles is ingevuld zoals de vorige keer." in page.words
    assert len([form for form in page.outline.forms if "zin" in form]) == 0


def test_a_listing_that_has_ended_cannot_be_changed(
    app: Application, member: CheckedClient, firm: Firm
) -> None:
    with app.store.unit_of_work():
        number = an_offer_listing(firm).id
    member.post(f"/mijn/{number}/intrekken")

    member.get(f"/mijn/{number}/wijzigen", status=409)


@pytest.mark.parametrize("path", ["", "/wijzigen", "/intrekken"])
def test_another_organisations_listing_is_not_there(
    app: Application, member: CheckedClient, path: str
) -> None:
    with app.store.unit_of_work():
        number = an_offer_listing(a_firm("Kringloop Maas")).id

    member.get(f"/mijn/{number}{path}", status=404)


def test_another_organisations_listing_cannot_be_copied(app: Application, member: CheckedClient) -> None:
    with app.store.unit_of_work():
        number = an_offer_listing(a_firm("Kringloop Maas")).id

    member.get(f"/aanbod/nieuw?als={number}", status=404)


@pytest.mark.parametrize(
    "number", ["0", "-1", "99999999999999999999", "1.0", "1%00", "1;2", "%D9%A1", "%2e%2e"]
)
def test_a_number_that_is_none_of_ours_leads_nowhere(
    app: Application, member: CheckedClient, firm: Firm, number: str
) -> None:
    with app.store.unit_of_work():
        an_offer_listing(firm)

    member.get(f"/mijn/{number}/wijzigen", status=404)


def test_an_empty_list_opens_two_doors(member: CheckedClient) -> None:
    links = member.get("/mijn").outline.links

    assert {"/aanbod/nieuw", "/vraag/nieuw"} <= set(links)


def test_a_form_that_is_sent_twice_places_one_listing(app: Application, member: CheckedClient) -> None:
    page = member.get("/aanbod/nieuw")
    first, again = member.submit(page, CARDBOARD), member.submit(page, CARDBOARD)

    assert first.location == again.location
    assert len(stored(app)) == 1


def test_what_people_type_is_shown_as_text(member: CheckedClient) -> None:
    title = "karton <img src=x onerror=alert(1)> ${7*7}"
    page = member.follow(member.post("/aanbod/nieuw", told(title=title, material="cardboard")))

    assert title in page.outline.heads[0]


def test_the_summary_names_every_faulty_field_and_leads_to_it(member: CheckedClient) -> None:
    fields = {"title": "Cardboard", "amount": "9000000000000", "until": "31 foo"}
    page = member.submit(member.get("/en/aanbod/nieuw"), fields, 422)

    summary = page.text.partition('id="errors"')[2].partition("</ul>")[0]
    entries = re.findall(r'<a class="utrecht-link" href="#([^"]+)">([^<]+)</a>', summary)
    assert {"amount", "until"} <= {target for target, _text in entries}
    assert {target for target, _text in entries} <= set(page.outline.ids)
    told = dict(entries)
    assert told["amount"].startswith("About how much is it? This number has too many digits.")
    assert told["until"].startswith("Until when? Write a day that exists")
    assert all(f'value="{typed}"' in page.text for typed in fields.values())


def test_going_back_and_pressing_again_places_nothing_twice(app: Application, member: CheckedClient) -> None:
    first = member.submit(member.get("/aanbod/nieuw"), told())
    second = member.submit(member.get("/aanbod/nieuw"), told())
    assert first.location == second.location
    assert len(stored(app)) == 1
    assert "zojuist al geplaatst" in member.follow(second).words

    member.submit(member.get("/aanbod/nieuw"), told(amount="3"))
    member.submit(member.get("/aanbod/nieuw"), told(max_km="5"))
    assert len(stored(app)) == 3
