"""Exchanges: who may answer a delivery, what counts as moved, and what may still be promised."""

from datetime import date
from decimal import Decimal
from itertools import product

import pytest

from flows.errors import OutOfRangeError
from flows.exchanges import (
    NEXT,
    CapacityPromisedError,
    Delivery,
    DeliveryStatus,
    DeliveryStepError,
    ExchangeEndedError,
    OwnReportError,
    Party,
    TonnesPromisedError,
    agreed_weight,
    answer,
    confirmed_tonnes,
    end,
    occupy,
    promise,
    step,
    withdraw,
)

DAY = date(2026, 5, 4)
ALLOWED = {("reported", "confirmed"), ("reported", "disputed"), ("reported", "withdrawn")}
PAIRS = set(product(map(str, DeliveryStatus), repeat=2))


def a_delivery(tonnes: str = "5", status: DeliveryStatus = DeliveryStatus.REPORTED) -> Delivery:
    return Delivery(DAY, Decimal(tonnes), Party.GIVER, status)


@pytest.mark.parametrize(("current", "wanted"), sorted(ALLOWED))
def test_a_reported_delivery_is_confirmed_disputed_or_withdrawn(current: str, wanted: str) -> None:
    assert step(DeliveryStatus(current), DeliveryStatus(wanted)) is DeliveryStatus(wanted)


@pytest.mark.parametrize(("current", "wanted"), sorted(PAIRS - ALLOWED))
def test_every_other_step_is_refused(current: str, wanted: str) -> None:
    with pytest.raises(DeliveryStepError) as refused:
        step(DeliveryStatus(current), DeliveryStatus(wanted))
    assert (refused.value.current, refused.value.wanted) == (current, wanted)


def test_the_table_has_a_line_for_every_status() -> None:
    assert set(NEXT) == set(DeliveryStatus)


@pytest.mark.parametrize("wanted", [DeliveryStatus.CONFIRMED, DeliveryStatus.DISPUTED])
def test_the_other_side_answers(wanted: DeliveryStatus) -> None:
    assert answer(a_delivery(), Party.RECEIVER, wanted) is wanted


@pytest.mark.parametrize("wanted", [DeliveryStatus.CONFIRMED, DeliveryStatus.DISPUTED])
def test_nobody_answers_an_own_report(wanted: DeliveryStatus) -> None:
    with pytest.raises(OwnReportError):
        answer(a_delivery(), Party.GIVER, wanted)


@pytest.mark.parametrize("status", [DeliveryStatus.CONFIRMED, DeliveryStatus.DISPUTED])
def test_a_delivery_is_answered_once(status: DeliveryStatus) -> None:
    with pytest.raises(DeliveryStepError):
        answer(a_delivery(status=status), Party.RECEIVER, DeliveryStatus.CONFIRMED)


def test_the_other_side_cannot_take_a_delivery_back() -> None:
    with pytest.raises(DeliveryStepError):
        answer(a_delivery(), Party.RECEIVER, DeliveryStatus.WITHDRAWN)


def test_what_nobody_answered_can_be_taken_back() -> None:
    assert withdraw(a_delivery()) is DeliveryStatus.WITHDRAWN
    with pytest.raises(DeliveryStepError):
        withdraw(a_delivery(status=DeliveryStatus.CONFIRMED))


def test_only_what_both_confirmed_has_moved() -> None:
    deliveries = [
        a_delivery("5", DeliveryStatus.CONFIRMED),
        a_delivery("7", DeliveryStatus.REPORTED),
        a_delivery("11", DeliveryStatus.DISPUTED),
        a_delivery("13", DeliveryStatus.WITHDRAWN),
        a_delivery("0.000001", DeliveryStatus.CONFIRMED),
    ]
    assert confirmed_tonnes(deliveries) == Decimal("5.000001")


def test_without_deliveries_nothing_has_moved() -> None:
    assert confirmed_tonnes([]) == 0


@pytest.mark.parametrize("tonnes", ["0", "-1", "NaN", "Infinity", "1000000001"])
def test_a_delivery_has_a_plausible_weight(tonnes: str) -> None:
    with pytest.raises(OutOfRangeError):
        a_delivery(tonnes)


@pytest.mark.parametrize(("promised", "wanted"), [("0", "40"), ("30", "10"), ("39.999999", "0.000001")])
def test_tonnes_are_promised_up_to_what_is_available(promised: str, wanted: str) -> None:
    assert promise(Decimal(40), Decimal(promised), Decimal(wanted)) == Decimal(wanted)


@pytest.mark.parametrize(
    ("promised", "wanted", "left"), [("0", "40.000001", "40"), ("30", "11", "10"), ("45", "1", "0")]
)
def test_no_tonne_is_promised_twice(promised: str, wanted: str, left: str) -> None:
    with pytest.raises(TonnesPromisedError) as refused:
        promise(Decimal(40), Decimal(promised), Decimal(wanted))
    assert (refused.value.left, refused.value.wanted) == (Decimal(left), Decimal(wanted))


@pytest.mark.parametrize("wanted", ["0", "-1", "NaN", "Infinity", "1000000001"])
def test_what_is_promised_is_a_plausible_weight(wanted: str) -> None:
    with pytest.raises(OutOfRangeError):
        promise(None, Decimal(0), Decimal(wanted))


def test_of_an_offer_of_unknown_size_anything_may_be_promised() -> None:
    assert promise(None, Decimal(1000), Decimal(1000)) == 1000


def test_a_plant_takes_no_more_than_its_capacity_leaves() -> None:
    assert occupy("crusher", Decimal(40), Decimal(40)) == 40
    with pytest.raises(CapacityPromisedError) as refused:
        occupy("crusher", Decimal(40), Decimal("40.000001"))
    assert (refused.value.process, refused.value.left) == ("crusher", Decimal(40))


def test_an_exchange_ends_once() -> None:
    assert end(None, DAY) == DAY
    with pytest.raises(ExchangeEndedError):
        end(DAY, DAY)


@pytest.mark.parametrize(
    ("reported", "said", "agreed"),
    [("10", "9", "9"), ("9", "10", "9"), ("10", "8.99", None), ("8.99", "10", None), ("4", "4", "4")],
)
def test_two_weights_that_are_nearly_the_same_are_one(reported: str, said: str, agreed: str | None) -> None:
    found = agreed_weight(Decimal(reported), Decimal(said))
    assert found == (None if agreed is None else Decimal(agreed))
