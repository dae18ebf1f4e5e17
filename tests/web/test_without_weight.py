"""An exchange of heat: nobody is asked for tonnes, and it is late with nothing."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from circulair.app import Application
from circulair.services import board, delivery_periods, exchanges, listings
from circulair.store import suggestions
from flows.exchanges import Party
from flows.streams import Side
from flows.units import Quantity
from flows.weighing import NoTonnesError
from tests.stories import Story, a_weekly_story, agreed
from tests.web.checked import SignIn
from tests.worlds import NOW, a_draft, a_firm, a_reviewer


def a_warm_story() -> Story:
    """Tell of heat that is offered and wanted, which makes a new suggestion."""
    giver, receiver = a_firm("Warm"), a_firm("Koud", "maker", "station")
    heat = Quantity(Decimal(500), "GJ", "month")
    offer = listings.register(replace(a_draft(Side.OFFER, giver, "heat"), quantity=heat), giver.member)
    listings.register(replace(a_draft(Side.NEED, receiver, "heat"), quantity=heat), receiver.member)
    [made] = suggestions.of_listing(offer.id)
    return Story(giver, receiver, a_reviewer(), made.id)


@pytest.mark.parametrize(("tell", "weighed"), [(a_warm_story, False), (a_weekly_story, True)])
def test_only_what_has_a_weight_is_asked_for_it(
    app: Application, tell: Callable[[], Story], *, weighed: bool
) -> None:
    with app.store.unit_of_work():
        story = agreed(tell())
        lines = delivery_periods.of_exchange(story.exchange, date(2027, 6, 1))
        assert bool(lines) is weighed
        assert story.exchange.offer.is_weighed is weighed


def test_the_page_says_that_nothing_is_to_be_reported(app: Application, as_role: SignIn) -> None:
    with app.store.unit_of_work():
        story = agreed(a_warm_story())
        number = story.exchange.id
    words = as_role("member", story.giver).get(f"/en/uitwisseling/{number}").words
    assert "What you agreed on has no weight" in words
    assert "Report this delivery" not in words


@pytest.mark.parametrize(("tell", "late"), [(a_warm_story, False), (a_weekly_story, True)])
def test_in_the_queue_only_what_has_a_weight_becomes_late(
    app: Application, tell: Callable[[], Story], *, late: bool
) -> None:
    with app.store.unit_of_work():
        story = agreed(tell())
    hub = replace(story.hub, now=NOW + timedelta(days=90))
    with app.store.unit_of_work(reading=True):
        shown = board.board(board.Wish(tab="agreed"), hub)
        [row] = shown.rows
        told = (shown.overdue, row.days_overdue > 0, row.next_step == "deliver")
    assert told == (int(late), late, late)


def test_a_weight_told_of_it_is_refused(app: Application) -> None:
    with app.store.unit_of_work():
        story = agreed(a_warm_story())
        with pytest.raises(NoTonnesError):
            exchanges.report_delivery(
                story.exchange.id, Party.GIVER, NOW.date(), Decimal(1), story.giver.member
            )
        assert story.exchange.deliveries == []
