"""Gists: an amount as its owner told it, and what a letter says of a suggestion."""

import json
from dataclasses import replace
from decimal import Decimal

import pytest

from circulair.services import gist, listings
from circulair.store import outbox
from circulair.store.records import ListingRecord
from flows.streams import Side
from flows.units import Quantity
from tests.stories import Story, a_story, proposed
from tests.worlds import a_draft, a_firm

pytestmark = [pytest.mark.usefixtures("unit"), pytest.mark.both_databases]


def beds(value: str = "4", period: str = "once") -> ListingRecord:
    """Register beds, told in pieces."""
    firm = a_firm()
    draft = replace(a_draft(Side.OFFER, firm, "beds"), quantity=Quantity(Decimal(value), "piece", period))
    return listings.register(draft, firm.member)


def test_all_of_it_is_told_as_it_was_typed() -> None:
    offer = beds()
    assert gist.counted(offer, offer.tonnes_likely, False) == Quantity(Decimal(4), "piece", "once")


@pytest.mark.parametrize(("share", "pieces"), [("0.5", 2), ("0.3", 1), ("0.01", 1), ("0.9", 4)])
def test_a_part_of_it_is_told_in_whole_pieces_at_least_one(share: str, pieces: int) -> None:
    offer = beds()
    assert offer.tonnes_likely is not None
    part = gist.counted(offer, offer.tonnes_likely * Decimal(share), False)
    assert part == Quantity(Decimal(pieces), "piece", "once")


def test_a_weight_stays_a_weight_and_so_does_what_is_not_known() -> None:
    firm = a_firm("Another")
    offer = listings.register(a_draft(Side.OFFER, firm), firm.member)
    assert gist.counted(offer, offer.tonnes_likely, True) is None
    assert gist.counted(beds(), None, False) is None


def test_a_lot_is_not_told_as_a_year_s() -> None:
    offer = beds()
    assert gist.counted(offer, offer.tonnes_likely, True) is None


def facts(story: Story, email: str) -> dict[str, object]:
    [letter] = [one for one in outbox.to(email) if one.kind == "proposal"]
    told: dict[str, object] = json.loads(letter.facts)
    return told


def test_a_proposal_says_what_how_much_how_far_why_and_until_when() -> None:
    story = proposed(a_story())
    told = facts(story, story.receiver.email)
    assert told["slug"] == "ldpe-film"
    assert told["amounts"] == [{"slug": "ldpe-film", "tonnes": "25", "recurring": True, "counted": None}]
    assert told["km"] == story.suggestion.lines[0].distance_km
    assert told["why"] == {
        "code": "evidence.direct_same",
        "values": [["offered", "material", "ldpe-film"]],
    }
    assert told["until"] == "2027-12-31"
