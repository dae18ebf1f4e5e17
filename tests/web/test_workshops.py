"""The pages of a workshop: cards, clicks, the wall and its news, the print sheet, the follow-up list."""

import re
from collections import Counter

import pytest

from circulair.app import Application
from circulair.store import accounts
from tests.web.checked import CheckedClient, Page, SignIn
from tests.worlds import a_firm

OFFER, NEED = "20 kg koffiedik per week", "zoek koffiedik, 50 kg per week"


def opened(hub: CheckedClient, language: str = "/en") -> str:
    """Open a workshop and return the address of its page."""
    page = hub.get(f"{language}/hub/werkplaats")
    made = hub.submit(page, {"name": "Breakfast", "day": "1 March 2027", "place": "Market"})
    return made.location


def typed(hub: CheckedClient, room: str, line: str, **who: str) -> Page:
    """Type a card and return the page after it."""
    return hub.follow(hub.submit(hub.get(room), {"line": line, **who}))


def card_address(page: Page) -> str:
    """Return where the newest card is changed."""
    return str(re.findall(r'href="([^"]*/hub/werkplaats/kaart/\d+)"', page.text)[0])


def link_on(hub: CheckedClient, room: str) -> str:
    """Return the path of the link on the first printed card."""
    found = re.findall(
        r'href="https?://[^/"]+(/[^"]*werkplaats/kaart/[^"]+)"', hub.get(f"{room}/kaarten").text
    )
    return str(found[0])


def test_a_card_is_typed_and_said_back_in_words(as_role: SignIn) -> None:
    hub = as_role("hub")
    page = typed(hub, opened(hub), "elke week 2 rolcontainers karton, bakkerij Jansen")
    assert "Card 1 is added." in page.words
    assert "2 wheelie bins of 1100 l a week" in page.words or "Cardboard" in page.words
    assert "Match" not in page.words.partition("Read it otherwise")[0]


def test_double_enter_makes_one_card(as_role: SignIn) -> None:
    hub = as_role("hub")
    room = opened(hub)
    page = hub.get(room)
    first, second = hub.submit(page, {"line": OFFER}), hub.submit(page, {"line": OFFER})
    assert first.location == second.location
    assert "1 card, 0 matches" in hub.follow(second).words


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({"line": " "}, "Write in one line what it is."),
        ({"line": "x" * 301}, "at most 300 characters"),
        ({"line": OFFER, "email": "nobody"}, "Write an e-mail address like"),
    ],
)
def test_a_card_that_cannot_be_kept_says_why(as_role: SignIn, fields: dict[str, str], fault: str) -> None:
    hub = as_role("hub")
    page = hub.submit(hub.get(opened(hub)), fields, 422)
    assert fault in page.words
    assert "No cards yet" in page.words


def test_a_click_reads_a_card_otherwise(as_role: SignIn) -> None:
    hub = as_role("hub")
    room = opened(hub)
    typed(hub, room, OFFER)
    page = typed(hub, room, "30 kg koffiedik per week")
    assert "2 cards, 0 matches" in page.words
    number = card_address(page).rpartition("/")[2]
    clicked = hub.follow(hub.press(page, f"/kaart/{number}/klik", {"kant": "need"}))
    assert "2 cards, 1 match" in clicked.words
    assert "Fits with card 1" in clicked.words
    hub.press(page, f"/kaart/{number}/klik", {"kant": "middle"}, 422)


def test_a_card_is_changed_taken_away_and_put_back(as_role: SignIn) -> None:
    hub = as_role("hub")
    room = opened(hub)
    page = typed(hub, room, OFFER)
    address = card_address(page)
    changed = hub.follow(hub.submit(hub.get(address), {"line": NEED, "who": "table 4"}))
    assert "table 4" in changed.words
    gone = hub.follow(hub.press(changed, "/weg"))
    assert "No cards yet" in gone.words
    back = hub.follow(hub.press(gone, "/terug"))
    assert "1 card, 0 matches" in back.words


def test_the_wall_shows_matches_without_who_said_it(as_role: SignIn) -> None:
    hub = as_role("hub")
    room = opened(hub)
    typed(hub, room, OFFER, who="Koffiehuis", email="koffie@example.org")
    typed(hub, room, NEED, who="Zwammen")
    wall = hub.get(f"{room}/wand")
    assert "It is the same material" in wall.words
    assert "koffie@example.org" not in wall.text
    assert "Koffiehuis" not in wall.text
    assert "Refresh" not in wall.response.headers
    assert hub.get(f"{room}/wand?vernieuw=ja").response.headers["Refresh"] == "10"


def test_the_wall_hears_of_a_change_once_and_the_answer_ends(as_role: SignIn) -> None:
    hub = as_role("hub")
    room = opened(hub)
    stream = f"{room}/wand/stroom"
    assert "id: 0" in hub.http.get(stream).get_data(as_text=True)
    assert "id:" not in hub.http.get(f"{stream}?sinds=0").get_data(as_text=True)
    typed(hub, room, OFFER)
    told = hub.http.get(f"{stream}?sinds=0")
    assert told.mimetype == "text/event-stream"
    assert "id: 1\nevent: change\n" in told.get_data(as_text=True)
    seen = hub.http.get(f"{stream}?sinds=0", headers={"Last-Event-ID": "1"})
    assert seen.get_data(as_text=True) == "retry: 2000\n\n"


def test_a_printed_card_is_confirmed_once_by_the_button(app: Application, as_role: SignIn) -> None:
    hub, member, other = as_role("hub"), as_role("member"), as_role("member")
    room = opened(hub)
    typed(hub, room, OFFER)
    link = link_on(hub, room)
    assert "<svg" in hub.get(f"{room}/kaarten").text
    nobody = CheckedClient(app)
    page = nobody.get(link)
    assert "Say first who you are" in page.words
    assert "next=" in page.text
    assert "/inloggen" in nobody.post(link).location
    shown = member.get(link)
    listing = member.follow(member.press(shown, link))
    assert OFFER in listing.text
    other.get(link, 410)
    other.post(link, status=410)
    assert "is a listing" in hub.get(room).words


def test_signing_up_leads_back_to_the_card(app: Application, as_role: SignIn) -> None:
    hub = as_role("hub")
    room = opened(hub)
    typed(hub, room, OFFER)
    link = link_on(hub, room)
    page = CheckedClient(app).get(link)
    [wanted] = re.findall(r'href="([^"]*aanmelden[^"]*)"', page.text)
    assert link.rpartition("/")[2] in wanted


def test_the_hub_says_whose_card_it_is(app: Application, as_role: SignIn) -> None:
    with app.store.unit_of_work():
        firm = a_firm("Koffiehuis Boon")
    hub = as_role("hub")
    page = typed(hub, opened(hub), OFFER)
    edit = hub.get(card_address(page))
    hub.submit(edit, {"organisation": ""}, 422)
    after = hub.follow(hub.submit(edit, {"organisation": str(firm.organisation_id)}))
    assert "is a listing" in after.words
    assert "We asked the organisation by e-mail" in after.words


def test_whoever_has_no_address_is_called_about_a_card(app: Application, as_role: SignIn) -> None:
    with app.store.unit_of_work():
        firm = a_firm("Koffiehuis Boon")
        [person] = accounts.members_of(firm.organisation_id)
        person.email, person.telephone = "caller-00ff@nobody.invalid", "046 477 12 34"
    hub = as_role("hub")
    edit = hub.get(card_address(typed(hub, opened(hub), OFFER)))
    after = hub.follow(hub.submit(edit, {"organisation": str(firm.organisation_id)}))
    assert "Noted. Read it back to Koffiehuis Boon and note what they say." in after.words
    assert "046 477 12 34" in after.words
    assert "by e-mail" not in after.words


def test_what_to_do_next_can_be_kept_and_holds_no_formula(as_role: SignIn) -> None:
    hub = as_role("hub")
    room = opened(hub)
    typed(hub, room, OFFER, who="=cmd|' /C calc'!A0", email="koffie@example.org")
    typed(hub, room, NEED, who="Zwammen")
    page = hub.get(f"{room}/vervolg")
    assert "Bring both together" in page.words
    cards = [link for link in page.outline.links if "/werkplaats/kaart/" in link]
    assert sorted(Counter(cards).values()) == [2, 2]  # each of both in its own row and as the other's match
    kept = hub.http.get(f"{room}/vervolg/bestand/csv").get_data().decode("utf-8-sig")
    assert "koffie@example.org" in kept
    assert ",=cmd" not in kept
    assert '"=cmd' not in kept
    assert hub.http.get(f"{room}/vervolg/bestand/xlsx").get_data()[:2] == b"PK"
    hub.get(f"{room}/vervolg/bestand/exe", 404)
