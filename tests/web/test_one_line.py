"""A new listing by one line: read, said back, corrected with a click or below, placed with one button."""

from decimal import Decimal
from urllib.parse import quote

import pytest

from circulair.app import Application
from circulair.store import listings
from circulair.store.records import ListingRecord, ListingState
from flows.streams import Side
from tests.web.checked import CheckedClient, Page, SignIn
from tests.worlds import Firm, a_firm


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


def read(member: CheckedClient, text: str, path: str = "/en/aanbod/nieuw", more: str = "") -> Page:
    return member.get(f"{path}?zin={quote(text)}{more}")


def placed(app: Application, member: CheckedClient, page: Page) -> ListingRecord:
    member.submit(page, {"title": page.outline.forms[-1].values["title"]})
    [listing] = stored(app)
    return listing


def test_the_page_begins_with_one_line(member: CheckedClient) -> None:
    page = member.get("/aanbod/nieuw")

    assert page.outline.fields[0].name == "zin"
    assert "Vertel het in één zin" in page.words
    assert "Bijvoorbeeld: elke week 2 rolcontainers karton, tot eind maart." in page.words


def test_a_line_is_said_back_in_words(member: CheckedClient) -> None:
    page = read(member, "elke week 2 rolcontainers karton tot eind maart 2028", "/aanbod/nieuw")

    assert (
        "Zo lezen wij het aanbod · Karton · 2 rolcontainers van 1.100 liter per week · "
        "samen ongeveer 9,2 t per jaar · tot en met 31 mrt 2028"
    ) in page.words


def test_what_was_read_is_placed_with_one_button(app: Application, member: CheckedClient) -> None:
    listing = placed(app, member, read(member, "10-15 tonnes of clean cardboard a year until 31 March 2028"))

    assert (listing.title, listing.material, listing.side) == ("Clean cardboard", "cardboard", Side.OFFER)
    assert (listing.typed_value, listing.typed_unit, listing.typed_period) == (Decimal("12.5"), "t", "year")
    assert (listing.tonnes_low, listing.tonnes_high) == (Decimal(10), Decimal(15))
    assert str(listing.end) == "2028-03-31"
    assert listing.state is ListingState.OPEN


def test_what_was_typed_is_kept_with_the_listing(app: Application, member: CheckedClient) -> None:
    text = "elke 2 weken 3 containers van 240 liter papier"
    page = read(member, text)
    listing = placed(app, member, page)

    assert "You wrote: “3 containers van 240 liter … elke 2 weken”." in page.words
    assert (listing.typed_value, listing.typed_period, listing.description) == (Decimal("1.5"), "week", text)


def test_the_line_itself_stays_in_its_box(member: CheckedClient) -> None:
    page = read(member, "2 ton karton & <b>folie</b>")

    assert page.outline.forms[1].values["zin"] == "2 ton karton & <b>folie</b>"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2 rolcontainers karton per week", "You named no size. We took the usual one."),
        ("2 ton karton", "You did not write how often. We took it as once."),
        ("2 ton karton", "You named no last day."),
        ("ca. 2 ton karton", "You wrote it roughly. We count with a range."),
        ("rolcontainer karton", "You named no number. We count one."),
        ("1.5 ton glas per maand", "Your number can be read in two ways."),
        ("2 afzetcontainers puin", "How large is the container?"),
        ("30 pallets per maand", "Are these empty pallets, or does something stand on them?"),
        ("karton", "About how much is it?"),
        ("5 m3 boomschors", "How many kilograms does one m³ weigh?"),
        ("3 kliko's swill", "A full container may weigh at most 80 kg."),
        ("3 ton stalen stellingkasten voor 1 mei", "Is this the right material?"),
        ("3 ton qwerty", "We are not sure what this is."),
        ("tot 1 januari 2027 karton, 2 ton", "This day has passed."),
    ],
)
def test_what_was_assumed_and_what_is_asked_is_said(member: CheckedClient, text: str, words: str) -> None:
    assert words in read(member, text).words


@pytest.mark.parametrize(
    ("text", "more", "words"),
    [
        ("2 rolcontainers karton per week", "maat=container_240", "2 wheelie bins of 240 litres a week"),
        ("2 ton karton", "keer=month", "2 tonnes a month"),
        ("1.5 ton glas per maand", "getal=15", "15 tonnes a month"),
        ("kliko van 240 l papier", "vol=0.5", "1 wheelie bin of 240 litres, 50% full, once"),
        ("30 pallets per maand", "maat=pallet_load", "30 full pallets a month"),
    ],
)
def test_a_wrong_reading_is_mended_with_one_click(
    member: CheckedClient, text: str, more: str, words: str
) -> None:
    page = read(member, text)

    [link] = [link for link in page.outline.links if link.endswith(more) or f"{more}&" in link]
    assert words in member.get(link).words


def test_two_clicks_both_count(app: Application, member: CheckedClient) -> None:
    page = read(member, "2 rolcontainers karton tot 1 mei 2028", more="&maat=container_240&keer=week&vol=0.5")
    listing = placed(app, member, page)

    assert (listing.typed_unit, listing.typed_period) == ("container_240", "week")
    assert listing.weight_note == "fill:0.5"
    assert listing.tonnes_likely == Decimal("0.998400")


def test_a_wrong_reading_is_mended_in_the_field_below(app: Application, member: CheckedClient) -> None:
    member.submit(read(member, "2 ton karton per maand"), {"amount": "3"})

    assert [listing.typed_value for listing in stored(app)] == [Decimal(3)]


def test_an_answer_that_was_not_offered_changes_nothing(member: CheckedClient) -> None:
    page = read(member, "2 ton karton", more="&maat=kg&keer=decade&getal=1e9&vol=-1")

    assert "2 tonnes, once" in page.words


def test_a_line_for_the_other_side_is_questioned_and_carried_over(
    app: Application, member: CheckedClient
) -> None:
    page = read(member, "wij zoeken 5 ton folie per maand")
    [link] = [link for link in page.outline.links if "/vraag/nieuw?zin=" in link]
    other = member.get(link)

    assert "You write “wij zoeken”. Do you look for this?" in page.words
    assert "need · Plastic film · 5 tonnes a month" in other.words
    assert placed(app, member, other).side is Side.NEED


def test_a_line_in_another_language_than_the_page_is_read_too(member: CheckedClient) -> None:
    page = read(member, "wir suchen saubere LDPE-Folie, 5 t im Monat", "/vraag/nieuw")

    assert "vraag · LDPE-folie · 5 ton per maand · samen ongeveer 60 t per jaar" in page.words


def test_a_question_that_is_open_keeps_the_button_below_the_fields(member: CheckedClient) -> None:
    ready, asked = read(member, "2 ton karton"), read(member, "karton")

    assert ready.text.count("Place this offer") == 2
    assert asked.text.count("Place this offer") == 1


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("", "Write in one sentence what it is."),
        ("%20", "Write in one sentence what it is."),
        ("a%00b", "characters in it that cannot be shown"),
        ("x" * 301, "at most 300 characters"),
    ],
)
def test_a_bad_line_has_its_own_words(member: CheckedClient, line: str, words: str) -> None:
    page = member.get(f"/en/aanbod/nieuw?zin={line}", status=422)

    assert words in page.words
    assert page.outline.title.startswith("Error:")


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"amount_low": "3"}, "This is more than the amount itself."),
        ({"amount_high": "1"}, "This is less than the amount itself."),
        ({"amount_low": "-1"}, "from 0 to"),
        ({"fill_pct": "101"}, "at most 100"),
        ({"fill_pct": "vol"}, "Write a number"),
    ],
)
def test_a_wrong_range_or_fill_is_refused_beside_its_field(
    app: Application, member: CheckedClient, changed: dict[str, object], words: str
) -> None:
    answers: dict[str, object] = {
        "title": "karton",
        "amount": "2",
        "unit": "t",
        "period": "year",
        "no_end": "y",
    }
    page = member.post("/en/aanbod/nieuw", answers | changed, status=422)

    assert words in page.words
    assert stored(app) == []


def test_a_range_and_a_fill_are_shown_again_when_the_listing_is_changed(
    app: Application, member: CheckedClient
) -> None:
    listing = placed(
        app, member, read(member, "2 à 3 halfvolle rolcontainers van 1100 liter karton per week")
    )
    form = member.get(f"/en/mijn/{listing.id}/wijzigen").outline.forms[-1]

    assert listing.weight_note == "fill:0.5 least:2 most:3"
    assert (form.values["amount_low"], form.values["amount_high"], form.values["fill_pct"]) == (
        "2",
        "3",
        "50",
    )


def test_a_form_that_is_sent_twice_places_one_listing(app: Application, member: CheckedClient) -> None:
    page = read(member, "2 ton karton per maand")
    first, again = member.submit(page, {"amount": "2"}), member.submit(page, {"amount": "2"})

    assert first.location == again.location
    assert len(stored(app)) == 1
