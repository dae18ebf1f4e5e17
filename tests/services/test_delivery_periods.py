"""What recurs is reported and confirmed period by period, by its sides and nobody else."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from circulair.services import delivery_periods, disputes, exchanges, reviews, sheets
from circulair.services.actor import Actor
from circulair.services.disputes import Objection
from circulair.services.faults import NotAllowedError, NotFoundError
from circulair.services.reviews import Refusal
from circulair.store import outbox, trail
from circulair.store.records import LetterRecord
from circulair.store.session import Store
from flows.delivery_periods import PeriodUnknownError, Stand
from flows.exchanges import DeliveryStatus, Dispute, ExchangeEndedError, OwnReportError, Party
from flows.suggestions import Reason
from tests.stories import Story, a_weekly_story, agreed
from tests.worlds import NOBODY, NOW, a_firm

pytestmark = [pytest.mark.both_databases, pytest.mark.usefixtures("_open")]

APRIL, MARCH = date(2027, 4, 1), date(2027, 3, 1)
IN_MAY = NOW + timedelta(days=66)


@pytest.fixture
def _open(store: Store) -> object:
    with store.unit_of_work():
        yield


def at(moment_of: Actor) -> Actor:
    """Return somebody two months after the agreement: March and April are over."""
    return replace(moment_of, now=IN_MAY)


def offered(story: Story, actor: Actor) -> list[date]:
    """Return of which periods somebody is asked whether nothing moved."""
    sheet = sheets.of_exchange(story.exchange.id, at(actor))
    return [line.period.first for line in sheet.periods if sheet.may_answer_quiet(line)]


def stands(story: Story) -> list[tuple[date, Stand]]:
    return [
        (line.period.first, line.stand)
        for line in delivery_periods.of_exchange(story.exchange, IN_MAY.date())
    ]


def reports(story: Story, day: date, tonnes: int = 2) -> int:
    who = at(story.giver.member)
    return exchanges.report_delivery(story.exchange.id, Party.GIVER, day, Decimal(tonnes), who).id


def says(story: Story, delivery: int, wanted: DeliveryStatus = DeliveryStatus.CONFIRMED) -> None:
    who = at(story.receiver.member)
    exchanges.answer_delivery(delivery, story.exchange.id, Party.RECEIVER, wanted, who)


def period_letters() -> list[LetterRecord]:
    return [letter for letter in outbox.waiting() if letter.kind == "period_due"]


def test_each_month_since_the_agreement_is_to_be_reported_once_it_is_over() -> None:
    story = agreed(a_weekly_story())
    assert stands(story) == [
        (date(2027, 5, 1), Stand.RUNNING),
        (APRIL, Stand.DUE),
        (MARCH, Stand.DUE),
    ]


def test_a_confirmed_month_leaves_the_others_open() -> None:
    story = agreed(a_weekly_story())
    says(story, reports(story, date(2027, 3, 31)))
    assert stands(story)[1:] == [(APRIL, Stand.DUE), (MARCH, Stand.CONFIRMED)]
    reports(story, date(2027, 4, 30))
    assert stands(story)[1:] == [(APRIL, Stand.WAITING), (MARCH, Stand.CONFIRMED)]


def test_what_the_other_side_disputed_is_to_be_reported_again() -> None:
    story = agreed(a_weekly_story())
    says(story, reports(story, date(2027, 3, 31)), DeliveryStatus.DISPUTED)
    assert stands(story)[-1] == (MARCH, Stand.DUE)


def test_a_side_tells_that_nothing_moved_and_a_later_report_still_counts() -> None:
    story = agreed(a_weekly_story())
    delivery_periods.tell_quiet(story.exchange.id, Party.GIVER, MARCH, at(story.giver.member))
    assert stands(story)[-1] == (MARCH, Stand.ASKED)
    assert "exchange.quiet" in [row.act for row, _ in trail.of_subject("exchange", story.exchange.id)]
    says(story, reports(story, date(2027, 3, 31)))
    assert stands(story)[-1] == (MARCH, Stand.CONFIRMED)


def quiet_march(story: Story) -> None:
    delivery_periods.tell_quiet(story.exchange.id, Party.GIVER, MARCH, at(story.giver.member))


def says_of_march(story: Story, agreed: bool) -> None:
    number, receiver = story.exchange.id, at(story.receiver.member)
    delivery_periods.answer_quiet(number, Party.RECEIVER, MARCH, receiver, agreed=agreed)


def test_a_period_is_closed_as_quiet_once_the_other_side_that_is_asked_says_so_too() -> None:
    story = agreed(a_weekly_story())
    quiet_march(story)
    [letter] = outbox.unsent_of("quiet_told")
    assert letter.recipient == story.receiver.email
    assert [one.exchange.id for one in delivery_periods.unsettled(at(story.hub)).quiet] == [story.exchange.id]
    says_of_march(story, True)
    assert stands(story)[-1] == (MARCH, Stand.QUIET)
    assert delivery_periods.unsettled(at(story.hub)).quiet == ()


def test_where_the_other_side_says_no_the_hub_sees_it_and_it_can_be_told_anew() -> None:
    story = agreed(a_weekly_story())
    quiet_march(story)
    says_of_march(story, False)
    assert stands(story)[-1] == (MARCH, Stand.DIFFERS)
    [differs] = delivery_periods.unsettled(at(story.hub)).quiet
    assert [line.stand for line in differs.lines] == [Stand.DIFFERS]
    quiet_march(story)
    assert stands(story)[-1] == (MARCH, Stand.ASKED)
    says(story, reports(story, date(2027, 3, 31)))
    assert stands(story)[-1] == (MARCH, Stand.CONFIRMED)


def test_nobody_answers_the_own_word_and_the_hub_not_what_it_told_itself() -> None:
    story = agreed(a_weekly_story())
    number = story.exchange.id
    delivery_periods.tell_quiet(number, Party.GIVER, MARCH, at(story.hub))
    assert offered(story, story.hub) == []
    assert offered(story, story.receiver.member) == [MARCH]
    for party, who in ((Party.GIVER, story.giver.member), (Party.RECEIVER, story.hub)):
        with pytest.raises(OwnReportError):
            delivery_periods.answer_quiet(number, party, MARCH, at(who), agreed=True)
    says_of_march(story, True)
    with pytest.raises(PeriodUnknownError):
        says_of_march(story, True)


def told_of_may(story: Story) -> None:
    delivery_periods.tell_quiet(story.exchange.id, Party.GIVER, date(2027, 5, 1), at(story.giver.member))


def told_twice(story: Story) -> None:
    for _ in range(2):
        delivery_periods.tell_quiet(story.exchange.id, Party.GIVER, MARCH, at(story.giver.member))


def told_of_what_moved(story: Story) -> None:
    reports(story, date(2027, 3, 9))
    delivery_periods.tell_quiet(story.exchange.id, Party.GIVER, MARCH, at(story.giver.member))


def told_by_another(story: Story) -> None:
    delivery_periods.tell_quiet(story.exchange.id, Party.GIVER, MARCH, at(a_firm("Other").member))


def told_after_the_end(story: Story) -> None:
    reviews.stop(story.exchange.id, Refusal(Reason.PRICE, by="giver"), at(story.giver.member))
    delivery_periods.tell_quiet(story.exchange.id, Party.GIVER, MARCH, at(story.giver.member))


@pytest.mark.parametrize(
    ("tell", "error"),
    [
        (told_of_may, PeriodUnknownError),
        (told_twice, PeriodUnknownError),
        (told_of_what_moved, PeriodUnknownError),
        (told_by_another, NotFoundError),
        (told_after_the_end, ExchangeEndedError),
    ],
)
def test_what_cannot_be_told_of_a_period_is_refused(
    tell: Callable[[Story], None], error: type[Exception]
) -> None:
    story = agreed(a_weekly_story())
    with pytest.raises(error):
        tell(story)


def test_the_giver_is_asked_once_for_each_period_after_some_days() -> None:
    story = agreed(a_weekly_story())
    soon = replace(NOBODY, now=NOW + timedelta(days=32))
    assert delivery_periods.ask_what_moved(soon) == 0
    first = replace(NOBODY, now=NOW + timedelta(days=35))
    assert [delivery_periods.ask_what_moved(first) for _ in range(2)] == [1, 0]
    [letter] = period_letters()
    assert letter.recipient == story.giver.email
    assert delivery_periods.ask_what_moved(at(NOBODY)) == 1
    assert len(period_letters()) == 2


def test_nobody_is_asked_about_what_was_reported_or_ended() -> None:
    story = agreed(a_weekly_story())
    reports(story, date(2027, 3, 31))
    delivery_periods.tell_quiet(story.exchange.id, Party.GIVER, APRIL, at(story.giver.member))
    other = agreed(a_weekly_story("flat-glass"))
    reviews.stop(other.exchange.id, Refusal(Reason.PRICE, by="giver"), at(other.giver.member))
    assert delivery_periods.ask_what_moved(at(NOBODY)) == 0


def test_the_hub_sees_what_is_not_settled_and_nobody_else_does() -> None:
    story = agreed(a_weekly_story())
    [late] = delivery_periods.unsettled(at(story.hub)).late
    assert [line.period.first for line in late.lines] == [MARCH, APRIL]
    with pytest.raises(NotAllowedError):
        delivery_periods.unsettled(at(story.giver.member))


def test_what_nobody_answered_waits_in_the_sight_of_the_hub() -> None:
    story = agreed(a_weekly_story())
    first = reports(story, date(2027, 4, 30))
    found = delivery_periods.unsettled(at(story.hub))
    assert ([row.id for row in found.unanswered], found.late) == ([first], ())


def test_a_great_difference_comes_before_the_hub_until_somebody_reports_anew() -> None:
    story = agreed(a_weekly_story())
    first = reports(story, date(2027, 4, 30))
    lighter = Objection(Dispute.WEIGHT, Decimal("1.7"))
    disputes.dispute(first, story.exchange.id, Party.RECEIVER, lighter, at(story.receiver.member))
    [difference] = delivery_periods.unsettled(at(story.hub)).differences
    assert (difference.tonnes, difference.dispute_tonnes) == (Decimal(2), Decimal("1.7"))
    later = replace(at(story.giver.member), now=IN_MAY + timedelta(hours=1))
    exchanges.report_delivery(story.exchange.id, Party.GIVER, date(2027, 3, 30), Decimal(1), later)
    assert delivery_periods.unsettled(at(story.hub)).differences == (difference,)
    exchanges.report_delivery(story.exchange.id, Party.GIVER, date(2027, 4, 30), Decimal("1.7"), later)
    assert delivery_periods.unsettled(at(story.hub)).differences == ()


@pytest.mark.parametrize(("said", "counts"), [("1.9", "1.9"), ("1.8", "1.8"), ("2.2", "2"), ("2.0", "2")])
def test_of_two_weights_that_are_nearly_the_same_the_lower_counts(said: str, counts: str) -> None:
    story = agreed(a_weekly_story())
    first = reports(story, date(2027, 4, 30))
    about = Objection(Dispute.WEIGHT, Decimal(said))
    disputes.dispute(first, story.exchange.id, Party.RECEIVER, about, at(story.receiver.member))
    [delivery] = story.exchange.deliveries
    assert (delivery.status, delivery.tonnes) == (DeliveryStatus.CONFIRMED, Decimal(counts))
    assert delivery_periods.unsettled(at(story.hub)).differences == ()
