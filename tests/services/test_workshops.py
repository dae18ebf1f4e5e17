"""Workshops: cards typed in a room, read at once, matched among themselves and with what stands open."""

from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from circulair.app import Application
from circulair.services import workshops
from circulair.services.actor import Actor
from circulair.services.cards import Answers
from circulair.services.faults import (
    CardPlacedError,
    CardUnclearError,
    LinkSpentError,
    NobodyToAskError,
    NotAllowedError,
    VersionError,
)
from circulair.services.workshops import CARD_LIFE, Next, Typed
from circulair.store import accounts, listings
from circulair.store import workshops as store
from circulair.store.records import LetterRecord, ListingSource, WorkshopCardRecord
from circulair.store.session import current
from flows.streams import Side
from flows.units import Quantity
from tests.worlds import NOBODY, NOW, a_firm, a_need_listing, a_reviewer

KEY = b"a key of the test"
OFFER = "20 kg koffiedik per week"
NEED = "zoek koffiedik, 50 kg per week"


def a_workshop(hub: Actor) -> int:
    return workshops.begin("Ontbijt", NOW.date(), "Markt", hub).id


def a_card(
    workshop_id: int, hub: Actor, line: str = OFFER, who: str = "", email: str = ""
) -> WorkshopCardRecord:
    return workshops.add(workshop_id, Typed(line, "nl", who, email), hub)


def finds_of(workshop_id: int, hub: Actor) -> list[tuple[int, ...]]:
    return [tuple(one.number for one in find.cards) for find in workshops.room(workshop_id, hub).finds]


def test_a_card_is_read_at_once(app: Application) -> None:
    with app.store.unit_of_work():
        hub = a_reviewer()
        number = a_workshop(hub)
        a_card(number, hub, "elke week 2 rolcontainers karton, bakkerij Jansen")
        [card] = workshops.room(number, hub).cards
    assert (card.record.side, card.record.material) == (Side.OFFER, "cardboard")
    assert card.meant.quantity == Quantity(Decimal(2), "container_1100", "week")
    assert card.meant.grade is not None


def test_two_cards_that_fit_are_found_with_their_reasons(app: Application) -> None:
    with app.store.unit_of_work():
        hub = a_reviewer()
        number = a_workshop(hub)
        need, offer = a_card(number, hub, NEED), a_card(number, hub, OFFER)
        [find] = workshops.room(number, hub).finds
        assert [one.id for one in find.cards] == [offer.id, need.id]
        assert find.parts[0].name == "material"
        assert find.parts[0].sentences[0].code == "evidence.direct_same"


def test_a_firm_does_not_match_with_itself_but_a_table_may(app: Application) -> None:
    with app.store.unit_of_work():
        hub = a_reviewer()
        one, two = a_workshop(hub), a_workshop(hub)
        for line in (OFFER, NEED):
            a_card(one, hub, line, who="Koffiehuis")
            a_card(two, hub, line, who="tafel 4")
        assert finds_of(one, hub) == []
        assert finds_of(two, hub) == [(1, 2)]


def test_an_open_listing_is_found_for_a_card(app: Application) -> None:
    with app.store.unit_of_work():
        hub = a_reviewer()
        listing = a_need_listing(a_firm("Zwamkweker", "maker"), "coffee-grounds", "3")
        number = a_workshop(hub)
        a_card(number, hub)
        [find] = workshops.room(number, hub).finds
        assert find.record.listing is not None
        assert find.record.listing.id == listing.id


def test_a_click_settles_the_side_and_the_matches_follow(app: Application) -> None:
    with app.store.unit_of_work():
        hub = a_reviewer()
        number = a_workshop(hub)
        a_card(number, hub)
        second = a_card(number, hub, "30 kg koffiedik per week")
        assert finds_of(number, hub) == []
        workshops.correct(second.id, Answers(side=Side.NEED), hub)
        assert finds_of(number, hub) == [(1, 2)]
        workshops.correct(second.id, Answers(material="flat-glass"), hub)
        assert finds_of(number, hub) == []
        assert (second.side, second.material) == (Side.NEED, "flat-glass")


def test_a_card_is_taken_away_and_put_back(app: Application) -> None:
    with app.store.unit_of_work():
        hub = a_reviewer()
        number = a_workshop(hub)
        a_card(number, hub)
        second = a_card(number, hub, NEED)
        workshops.remove(second.id, hub)
        room = workshops.room(number, hub)
        assert ([one.record.number for one in room.cards], room.finds) == ([1], [])
        assert [one.id for one in room.removed] == [second.id]
        workshops.put_back(second.id, hub)
        assert finds_of(number, hub) == [(1, 2)]
        assert a_card(number, hub).number == 3


def test_every_change_is_counted_for_the_wall(app: Application) -> None:
    with app.store.unit_of_work():
        hub = a_reviewer()
        number = a_workshop(hub)
        seen = [workshops.changes(number, hub)]
        card = a_card(number, hub)
        seen.append(workshops.changes(number, hub))
        workshops.correct(card.id, Answers(side=Side.NEED), hub)
        seen.append(workshops.changes(number, hub))
        workshops.remove(card.id, hub)
        seen.append(workshops.changes(number, hub))
        workshops.put_back(card.id, hub)
        seen.append(workshops.changes(number, hub))
    assert seen == [0, 1, 2, 3, 4]


def test_who_was_slower_does_not_overwrite(app: Application) -> None:
    with app.store.unit_of_work():
        hub = a_reviewer()
        card = a_card(a_workshop(hub), hub)
        before = card.version
        workshops.change(card.id, before, Typed(NEED, "nl"), hub)
        store.cards(card.workshop_id)  # what waits is written
        assert card.side is Side.NEED
        with pytest.raises(VersionError):
            workshops.change(card.id, before, Typed(OFFER, "nl"), hub)


def test_a_link_makes_the_card_a_listing_once(app: Application) -> None:
    with app.store.unit_of_work():
        hub, firm, other = a_reviewer(), a_firm(), a_firm("Ander")
        card = a_card(a_workshop(hub), hub)
        token = workshops.token_of(card, KEY)
        made = workshops.confirm(token, KEY, firm.member)
        listing = listings.one(made.id)
        assert listing is not None
        assert (listing.organisation_id, listing.source) == (firm.organisation_id, ListingSource.WORKSHOP)
        assert (listing.material, listing.description) == ("coffee-grounds", OFFER)
        with pytest.raises(LinkSpentError):
            workshops.confirm(token, KEY, other.member)
        with pytest.raises(CardPlacedError):
            workshops.remove(card.id, hub)


@pytest.mark.parametrize("token", ["", "1", "x-y", "1-", "1-" + "0" * 32, "²-" + "0" * 32, "9" * 40])
def test_a_link_that_we_never_printed_opens_nothing(app: Application, token: str) -> None:
    with app.store.unit_of_work():
        hub = a_reviewer()
        a_card(a_workshop(hub), hub)
        with pytest.raises(LinkSpentError):
            workshops.by_token(token, KEY, NOBODY)


def test_a_link_ends_with_its_time_or_with_the_card(app: Application) -> None:
    with app.store.unit_of_work():
        hub = a_reviewer()
        card = a_card(a_workshop(hub), hub)
        token = workshops.token_of(card, KEY)
        assert workshops.by_token(token, KEY, NOBODY).id == card.id
        with pytest.raises(LinkSpentError):
            workshops.by_token(token, b"another key", NOBODY)
        with pytest.raises(LinkSpentError):
            workshops.by_token(token, KEY, Actor(NOW + CARD_LIFE))
        workshops.remove(card.id, hub)
        with pytest.raises(LinkSpentError):
            workshops.by_token(token, KEY, NOBODY)


def test_a_card_of_unknown_material_is_no_listing(app: Application) -> None:
    with app.store.unit_of_work():
        hub, firm = a_reviewer(), a_firm()
        card = a_card(a_workshop(hub), hub, "xqzw")
        assert card.material == ""
        with pytest.raises(CardUnclearError):
            workshops.attach(card.id, firm.organisation_id, hub)


def test_the_hub_says_whose_a_card_is(app: Application) -> None:
    with app.store.unit_of_work():
        hub, firm = a_reviewer(), a_firm()
        number = a_workshop(hub)
        card = a_card(number, hub)
        listing = workshops.attach(card.id, firm.organisation_id, hub)
        assert (listing.organisation_id, card.listing_id) == (firm.organisation_id, listing.id)
        assert [one.next for one in workshops.room(number, hub).cards] == [Next.LISTED]
        assert listing.confirm_by is not None
        assert (listing.source, listing.public) == (ListingSource.HUB, False)
        letters = current().scalars(select(LetterRecord.kind)).all()
        assert letters == ["confirm"] * len(accounts.members_of(firm.organisation_id))


def test_a_card_is_nobody_s_where_nobody_can_be_asked(app: Application) -> None:
    with app.store.unit_of_work():
        hub, firm = a_reviewer(), a_firm()
        for person in accounts.members_of(firm.organisation_id):
            person.active = False
        card = a_card(a_workshop(hub), hub)
        with pytest.raises(NobodyToAskError):
            workshops.attach(card.id, firm.organisation_id, hub)


@pytest.mark.parametrize(
    ("line", "who", "email", "expected"),
    [
        ("xqzw", "", "", Next.UNDERSTAND),
        (OFFER, "", "", Next.ASK_WHO),
        (OFFER, "tafel 1", "", Next.KEEP_LOOKING),
        (OFFER, "", "a@example.org", Next.CONFIRM),
    ],
)
def test_each_card_says_what_is_next(
    app: Application, line: str, who: str, email: str, expected: Next
) -> None:
    with app.store.unit_of_work():
        hub = a_reviewer()
        number = a_workshop(hub)
        a_card(number, hub, line, who, email)
        assert [one.next for one in workshops.room(number, hub).cards] == [expected]


def test_who_said_it_is_forgotten_in_time(app: Application) -> None:
    with app.store.unit_of_work():
        hub = a_reviewer()
        card = a_card(a_workshop(hub), hub, who="Jansen", email="jansen@example.org")
        store.forget_people(NOW + CARD_LIFE)
        assert (card.who, card.email) == ("Jansen", "jansen@example.org")
        store.forget_people(NOW + CARD_LIFE + timedelta(seconds=1))
        assert (card.who, card.email) == ("", "")


def test_workshops_are_for_the_hub_only(app: Application) -> None:
    with app.store.unit_of_work():
        hub, firm = a_reviewer(), a_firm()
        number = a_workshop(hub)
        for step in (workshops.room, workshops.changes):
            with pytest.raises(NotAllowedError):
                step(number, firm.member)
        with pytest.raises(NotAllowedError):
            a_card(number, firm.member)
