"""The gate before a release, on stored worlds: what is unsafe is refused and nothing is stored."""

import json
from collections.abc import Callable
from dataclasses import fields
from decimal import Decimal
from typing import Any

import pytest

from circulair.services import exchanges, release_basis, release_consent, release_gate, releases
from circulair.services.release_gate import DisclosingReleaseError
from circulair.store import publication
from flows.exchanges import DeliveryStatus, Party
from tests.stories import Story, a_story, agreed
from tests.worlds import NOW

pytestmark = pytest.mark.usefixtures("unit")

Told = dict[str, Any]
"""A release as it is stored."""


def told_by(story: Story) -> Told:
    """Publish a story whose exchange only its giver shows, and return the release as stored."""
    exchanges.consent(story.exchange.id, Party.GIVER, story.giver.member, public=True)
    delivery = exchanges.report_delivery(
        story.exchange.id, Party.GIVER, NOW.date(), Decimal(3), story.giver.member
    )
    exchanges.answer_delivery(
        delivery.id, story.exchange.id, Party.RECEIVER, DeliveryStatus.CONFIRMED, story.receiver.member
    )
    for listing in (story.suggestion.need, story.suggestion.lines[0].offer):
        listing.public = True
    told: Told = json.loads(releases.make(NOW.date(), story.hub).content)
    return told


def check(told: Told) -> None:
    """Let the gate look at a release as if it were to be stored now."""
    before = release_basis.earlier()
    shown = release_consent.all_of_it(release_consent.exchanges_named(), NOW.date())
    basis = release_basis.basis_of(NOW.date(), before)
    release_gate.check(json.dumps(told), basis, before, [], shown)


def name_the_flow(told: Told) -> None:
    told["flows"] = [{"code": "F-ANY", "giver": "a", "receiver": "b", "year": 2027, "tonnes": 3.0}]


def tell_all_tonnes(told: Told) -> None:
    told["figures"]["confirmed_tonnes"] = 3.0


def count_all_partners(told: Told) -> None:
    told["figures"]["organisations"] = 2


def invent_a_figure(told: Told) -> None:
    told["figures"]["tonnes_of_plastics"] = 3.0


def tell_what_is_left(told: Told) -> None:
    told["offers"][0]["left"] = 15.0


def list_what_nobody_showed(told: Told) -> None:
    told["needs"].append({**told["offers"][0], "code": "V-OTHER"})


UNSAFE: dict[Callable[[Told], None], str] = {
    name_the_flow: "flow F-ANY is not shown by all its parties",
    tell_all_tonnes: "the figure confirmed_tonnes does not follow",
    count_all_partners: "the figure organisations does not follow",
    invent_a_figure: "the figure tonnes_of_plastics does not follow",
    tell_what_is_left: "tells what is left although not all show what they took",
    list_what_nobody_showed: "needs V-OTHER is not shown by its owner",
}


def test_the_gate_knows_all_that_a_release_tells() -> None:
    assert {field.name for field in fields(releases.Release)} == release_gate.LOOKED_AT


def test_what_we_make_passes() -> None:
    check(told_by(agreed(a_story(offered="40", needed="25"))))


@pytest.mark.parametrize("spoil", UNSAFE, ids=lambda spoil: spoil.__name__)
def test_what_is_unsafe_is_refused_with_the_reason(spoil: Callable[[Told], None]) -> None:
    told = told_by(agreed(a_story(offered="40", needed="25")))
    spoil(told)
    with pytest.raises(DisclosingReleaseError, match=UNSAFE[spoil]):
        check(told)


def test_an_unnamed_owner_is_not_named() -> None:
    story = agreed(a_story(offered="40", needed="25"))
    told = told_by(story)
    story.suggestion.lines[0].offer.organisation.hides_name = True
    with pytest.raises(DisclosingReleaseError, match="names an owner who stays unnamed"):
        check(told)


def test_nothing_is_stored_where_the_release_is_refused() -> None:
    story = agreed(a_story(offered="40", needed="25"))
    told_by(story)
    [record] = publication.oldest_first()
    told = json.loads(record.content)
    told["cells"] = [
        {"period": "2026-Q4", "group": "plastics", "start": "town", "end": ""}
        | {"low": 3.0, "high": 3.0, "reason": "enough", "givers": 5, "receivers": None}
    ]
    record.content = json.dumps(told)
    with pytest.raises(DisclosingReleaseError, match="cell plastics, 2026-Q4, town does not hold what moved"):
        releases.make(NOW.date(), story.hub)
    assert len(publication.oldest_first()) == 1
    assert len(publication.bases()) == 1
