"""The card that asks once how an offer is collected now, its page, and what the hub reads of it."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from circulair.app import Application
from circulair.services import collection
from circulair.store import collection as store
from circulair.store.records import CollectionRecord
from flows.collection import Collection, Per
from tests.stories import Story, proposed
from tests.web.checked import CheckedClient, SignIn
from tests.worlds import Firm, a_firm, a_need_listing, an_offer_listing

ASKED = "Who collects this now?"
ANSWER: dict[str, object] = {
    "collector": "Ophaal BV",
    "cost": "45.50",
    "per": "emptying",
    "until": "30 June 2028",
}


@pytest.fixture
def firm(app: Application) -> Firm:
    with app.store.unit_of_work():
        return a_firm()


@pytest.fixture
def member(as_role: SignIn, firm: Firm) -> CheckedClient:
    return as_role("member", firm)


@pytest.fixture
def offer_id(app: Application, firm: Firm) -> int:
    with app.store.unit_of_work():
        return an_offer_listing(firm).id


def answer(app: Application, listing_id: int) -> CollectionRecord | None:
    with app.store.unit_of_work(reading=True):
        return store.one(listing_id)


def test_it_is_asked_on_the_page_of_a_new_offer_and_kept_to_the_cent(
    app: Application, member: CheckedClient, offer_id: int
) -> None:
    page = member.get(f"/en/mijn/{offer_id}")
    assert ASKED in page.words

    after = member.follow(member.submit(page, ANSWER))

    kept = answer(app, offer_id)
    assert kept is not None
    assert kept.told == Collection("Ophaal BV", Decimal("45.5"), Per.EMPTYING, date(2028, 6, 30))
    assert ASKED not in after.words
    assert "by Ophaal BV, €45.50 per emptying, contract until 30 Jun 2028" in after.words
    assert "Told who collects it now" in after.words


def test_each_answer_may_be_left_out(app: Application, member: CheckedClient, offer_id: int) -> None:
    member.submit(member.get(f"/mijn/{offer_id}"), {"collector": "Ophaal BV"})

    kept = answer(app, offer_id)
    assert kept is not None
    assert kept.told == Collection("Ophaal BV")


def test_in_dutch_a_comma_parts_euros_and_cents(
    app: Application, member: CheckedClient, offer_id: int
) -> None:
    member.submit(member.get(f"/mijn/{offer_id}"), {"cost": "1.234,56", "per": "year"})

    kept = answer(app, offer_id)
    assert kept is not None
    assert kept.euros == Decimal("1234.56")
    assert "€ 1.234,56 per jaar" in member.get(f"/mijn/{offer_id}").words.replace("\xa0", " ")


def test_who_rather_does_not_say_is_not_asked_again_and_can_still_tell(
    app: Application, member: CheckedClient, offer_id: int
) -> None:
    page = member.get(f"/en/mijn/{offer_id}")
    after = member.follow(member.press(page, "/ophalen/liever-niet"))
    assert "We do not ask this again." in after.words
    assert ASKED not in after.words
    assert f"/en/mijn/{offer_id}/ophalen" in after.outline.links

    member.submit(member.get(f"/en/mijn/{offer_id}/ophalen"), ANSWER)
    kept = answer(app, offer_id)
    assert kept is not None
    assert kept.collector == "Ophaal BV"


def test_an_answer_is_shown_again_to_be_changed_and_can_be_taken_back(
    app: Application, member: CheckedClient, offer_id: int
) -> None:
    path = f"/mijn/{offer_id}/ophalen"
    member.submit(member.get(f"/en{path}"), ANSWER)
    page = member.get(path)
    shown = {name: page.outline.forms[-2].values[name] for name in ANSWER}
    assert shown == {"collector": "Ophaal BV", "cost": "45,50", "per": "emptying", "until": "30-6-2028"}

    member.submit(page, {"cost": "50"})
    changed = answer(app, offer_id)
    assert changed is not None
    assert changed.euros == 50

    member.press(member.get(path), "/liever-niet")
    emptied = answer(app, offer_id)
    assert emptied is not None
    assert emptied.told is None


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({}, "Fill in at least one answer."),
        ({"collector": "x" * 121}, "at most 120 characters"),
        ({"collector": "a\x00b"}, "characters in it that cannot be shown"),
        ({"cost": "lots", "per": "year"}, "Write a number in digits"),
        ({"cost": "-1", "per": "year"}, "Fill in a number from 0 to 10,000,000."),
        ({"cost": "10,000,001", "per": "year"}, "Fill in a number from 0 to 10,000,000."),
        ({"cost": "1.0055", "per": "year"}, "at most two decimals"),
        ({"cost": "1.005", "per": "year"}, "Which number do you mean?"),
        ({"cost": "12"}, "Choose per what."),
        ({"per": "year"}, "Fill in the amount too, or leave both open."),
        ({"cost": "12", "per": "full moon"}, "Choose one from the list."),
        ({"until": "31 February 2028"}, "Write a day that exists"),
        ({"until": "28 February 2027"}, "This day has passed."),
        ({"until": "1 March 2099"}, "at most thirty years"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field_and_nothing_is_kept(
    app: Application, member: CheckedClient, offer_id: int, told: dict[str, object], words: str
) -> None:
    page = member.post(f"/en/mijn/{offer_id}/ophalen", told, status=422)

    assert words in page.words
    assert {name: page.outline.forms[-2].values[name] for name in told if name != "per"} == {
        name: value for name, value in told.items() if name != "per"
    }
    assert answer(app, offer_id) is None


def test_who_answers_second_is_told(app: Application, member: CheckedClient, offer_id: int) -> None:
    path = f"/en/mijn/{offer_id}/ophalen"
    first, second = member.get(path), member.get(path)
    member.submit(first, {"collector": "Ophaal BV"})

    late = member.submit(second, {"collector": "Haal BV"}, status=409)

    assert "Somebody changed this while you were looking." in late.words
    assert late.outline.forms[-2].values["collector"] == "Haal BV"
    member.submit(late, {"collector": "Haal BV"})
    kept = answer(app, offer_id)
    assert kept is not None
    assert kept.collector == "Haal BV"


def test_a_need_is_not_asked(app: Application, member: CheckedClient, firm: Firm) -> None:
    with app.store.unit_of_work():
        need = a_need_listing(firm).id
    page = member.get(f"/en/mijn/{need}")

    assert ASKED not in page.words
    assert "Collected now" not in page.words
    member.get(f"/mijn/{need}/ophalen", status=404)
    member.post(f"/mijn/{need}/ophalen/liever-niet", status=404)


def test_the_hub_is_not_asked_and_reads_what_was_told(
    app: Application, member: CheckedClient, hub: CheckedClient, offer_id: int
) -> None:
    assert ASKED not in hub.get(f"/en/mijn/{offer_id}").words
    member.submit(member.get(f"/en/mijn/{offer_id}"), ANSWER)
    assert "by Ophaal BV, €45.50 per emptying" in hub.get(f"/en/mijn/{offer_id}").words


def test_the_hub_reads_on_the_suggestion_until_when_the_contract_binds(
    app: Application, hub: CheckedClient, tell: Callable[..., Story]
) -> None:
    story = tell(proposed)
    path = f"/en/hub/voorstel/{story.suggestion_id}"
    assert "Contract runs until" not in hub.get(path).words
    with app.store.unit_of_work():
        offer_id = story.suggestion.lines[0].offer_id
        told = Collection("Ophaal BV", Decimal("45.50"), Per.EMPTYING, date(2028, 6, 30))
        collection.tell(offer_id, 0, told, story.giver.member)

    words = hub.get(path).words

    assert "Contract runs until 30 Jun 2028 It runs longer than this offer." in words
    assert "Collector Ophaal BV" in words
    assert "What the giver pays €45.50 per emptying" in words
