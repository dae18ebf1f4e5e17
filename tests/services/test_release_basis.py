"""The basis of a release: in which quarter a delivery counts, once and for ever."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from circulair.services import exchanges, release_basis
from circulair.services.release_basis import Basis
from flows.exchanges import DeliveryStatus, Party
from flows.quarters import Quarter
from tests.stories import Story, a_story, agreed
from tests.worlds import NOW

pytestmark = pytest.mark.usefixtures("unit")


def deliver(story: Story, day: date, tonnes: int = 3) -> None:
    told = exchanges.report_delivery(story.exchange.id, Party.GIVER, day, Decimal(tonnes), story.giver.member)
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


def test_what_is_stored_is_read_as_it_was() -> None:
    story = agreed(a_story(offered="40", needed="25"))
    deliver(story, date(2026, 11, 3))
    basis = release_basis.basis_of(NOW.date(), [])
    assert release_basis.read(release_basis.text(basis)) == basis
