"""Refusals in releases: counted once a quarter is over, and never counted anew."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from circulair.services import releases, reviews
from circulair.services.actor import Actor
from circulair.services.public_refusals import PublicRefusals
from circulair.services.reviews import Refusal
from circulair.store import publication, suggestions
from circulair.store.records import ReleaseRecord
from circulair.store.session import Store
from flows.suggestions import OPEN, Reason
from tests.worlds import NOW, a_firm, a_need_listing, a_reviewer, an_offer_listing

APRIL = datetime(2027, 4, 2, 9, 0, tzinfo=UTC)
SPRING = PublicRefusals("2027-Q1", (("price", 4),))
MATERIALS = ("flat-glass", "ldpe-film", "cardboard", "concrete-rubble")


def declined(hub: Actor, reason: Reason, materials: Sequence[str] = MATERIALS) -> None:
    """Let a giver and a taker of each material be brought together, and the hub decline it."""
    for slug in materials:
        an_offer_listing(a_firm(f"Giver {reason} {slug}"), slug)
        need = a_need_listing(a_firm(f"Taker {reason} {slug}", "maker", "station"), slug)
        for one in suggestions.of_listing(need.id):
            if one.status in OPEN:
                reviews.decline(one.id, one.version, Refusal(reason), hub)


def later(hub: Actor) -> Actor:
    return replace(hub, now=APRIL)


@pytest.mark.both_databases
def test_a_quarter_is_counted_once_it_is_over_and_stays_as_it_was_told(store: Store) -> None:
    with store.unit_of_work():
        hub = a_reviewer()
        declined(hub, Reason.PRICE)
        assert releases.parsed(releases.make(NOW.date(), hub).content).refusals == ()
        first = releases.parsed(releases.make(APRIL.date(), later(hub)).content)
        assert first.refusals == (SPRING,)
    with store.unit_of_work():
        declined(replace(hub, now=NOW), Reason.LAW)
        second = releases.parsed(releases.make(APRIL.date(), later(hub)).content)
        assert second.refusals == (SPRING,)
        assert releases.shown() == second


def test_what_was_told_as_nothing_stays_nothing(unit: object) -> None:
    hub = a_reviewer()
    need = a_need_listing(a_firm("Taker", "maker", "station"))
    an_offer_listing(a_firm("Giver"))
    [only] = suggestions.of_listing(need.id)
    reviews.decline(only.id, only.version, Refusal(Reason.LAW), hub)
    releases.make(APRIL.date(), later(hub))
    declined(hub, Reason.PRICE)
    again = releases.parsed(releases.make(APRIL.date(), later(hub)).content)
    assert again.refusals == (PublicRefusals("2027-Q1", ()),)


def test_a_release_of_before_tells_none(unit: object) -> None:
    hub = a_reviewer()
    content = json.loads(releases.make(NOW.date(), hub).content)
    del content["refusals"]
    old = ReleaseRecord(as_of=date(2026, 1, 1), content=json.dumps(content), checksum="", created_at=NOW)
    publication.add(old)
    shown = releases.shown()
    assert shown is not None
    assert shown.refusals == ()


def test_a_release_of_a_day_to_come_tells_of_no_quarter_that_is_not_over(unit: object) -> None:
    hub = a_reviewer()
    declined(hub, Reason.PRICE)
    assert releases.parsed(releases.make(date(2028, 1, 1), hub).content).refusals == ()
