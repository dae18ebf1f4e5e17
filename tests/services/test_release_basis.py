"""The basis of a release: in which quarter a delivery counts, once and for ever."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from circulair.services import exchanges, release_basis
from circulair.services.release_basis import Basis
from flows.exchanges import DeliveryStatus, Party
from flows.quarters import Quarter
from tests.moved import moved
from tests.stories import Story, a_story, agreed
from tests.worlds import NOW

pytestmark = pytest.mark.usefixtures("unit")


def deliver(story: Story, day: date, tonnes: int = 3) -> None:
    told = exchanges.report_delivery(story.exchange.id, Party.GIVER, day, Decimal(tonnes), story.hub)
    exchanges.answer_delivery(
        told.id, story.exchange.id, Party.RECEIVER, DeliveryStatus.CONFIRMED, story.receiver.member
    )


def counted(basis: Basis) -> dict[Quarter, Decimal]:
    return {one.quarter: one.tonnes for one in basis.moved}


def test_only_finished_quarters_count() -> None:
    story = agreed(a_story(offered="40", needed="25"))
    deliver(story, date(2026, 11, 3))
    deliver(story, NOW.date())
    basis = release_basis.basis_of(NOW.date(), [])
    assert counted(basis) == {Quarter(2026, 4): 3}
    assert basis.closed == date(2026, 12, 31)


def test_what_is_confirmed_late_counts_in_the_next_quarter_that_is_closed() -> None:
    story = agreed(a_story(offered="40", needed="25"))
    deliver(story, date(2026, 11, 3))
    first = release_basis.basis_of(NOW.date(), [])
    deliver(story, date(2026, 12, 1), 4)
    again = release_basis.basis_of(NOW.date() + timedelta(days=1), [first])
    assert counted(again) == {}
    later = release_basis.basis_of(date(2027, 3, 31), [first, again])
    assert counted(later) == {Quarter(2027, 1): 4}


def test_a_release_of_an_earlier_day_closes_nothing() -> None:
    story = agreed(a_story(offered="40", needed="25"))
    deliver(story, date(2026, 11, 3))
    first = release_basis.basis_of(NOW.date(), [])
    assert release_basis.basis_of(date(2026, 6, 1), [first]).closed == first.closed


def test_what_is_named_is_known_from_the_first_day_of_its_quarter() -> None:
    """Tonnes by name are told up to the day of a release, also of a quarter that goes on."""
    one = moved(7, "giver", "receiver", "3", Quarter(2026, 4))
    for day, known in ((date(2026, 9, 30), set()), (date(2026, 10, 1), {one.mark})):
        assert release_basis.public_by_name([one], {7}, day) == known
        basis = Basis(day, day, (), frozenset(), frozenset({7}))
        assert release_basis.ever_public([one], [basis]) == known
    assert release_basis.public_by_name([one], {8}, date(2026, 12, 31)) == set()


def test_what_is_stored_is_read_as_it_was() -> None:
    story = agreed(a_story(offered="40", needed="25"))
    deliver(story, date(2026, 11, 3))
    basis = release_basis.basis_of(NOW.date(), [])
    assert release_basis.read(release_basis.text(basis)) == basis
