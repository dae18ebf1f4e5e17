"""Errors of the domain: a stable code, a sentence that says what to do, and they survive a process pool."""

import importlib
import pickle
import pkgutil
from collections import Counter
from datetime import date
from decimal import Decimal

import pytest

import flows
from flows.addresses import (
    BranchNumberError,
    HouseNumberFormatError,
    KvkFormatError,
    PostcodeFormatError,
    RsinError,
)
from flows.collection import CentsError, NothingToldError, PriceIncompleteError
from flows.dates import AmbiguousDateError, DateFormatError, PastError
from flows.errors import FlowsError, OutOfRangeError, UnknownCodeError
from flows.exchanges import (
    CapacityPromisedError,
    DeliveryInFutureError,
    DeliveryStatus,
    DeliveryStepError,
    OwnReportError,
    ProcessIdleError,
    TonnesPromisedError,
)
from flows.law import Finding, LawOpenError, Outcome
from flows.numbers import AmbiguousNumberError, NumberFormatError, TooManyDigitsError
from flows.positions import PositionFormatError, PositionPlaceError, RdPositionError, SwappedPositionError
from flows.process_data import ProcessRowsError
from flows.processes import MassCreatedError
from flows.sectors import SectorAmbiguousError, SectorListError, SectorUnknownError
from flows.streams import DateOrderError, RangeOrderError
from flows.suggestions import ReasonMissingError, Status, StepNotAllowedError
from flows.texts import ControlCharactersError, TextEmptyError, TextTooLongError
from flows.weighing import Missing, NeedsWeightError, NoTonnesError, OneOffAndYearlyError

MAY, JUNE = date(2026, 5, 1), date(2026, 6, 1)

SAID = [
    (OutOfRangeError("tonnes", 0, "above 0"), "tonnes is 0; it must be above 0"),
    (UnknownCodeError("unit", "ton"), "unit 'ton' is not in the list"),
    (RangeOrderError(3, 2, 1), "a range runs from low to high; this one is 3, 2, 1"),
    (DateOrderError(JUNE, MAY), "the last day 2026-05-01 lies before the first day 2026-06-01"),
    (PastError(MAY, JUNE), "2026-05-01 lies before today, 2026-06-01; give a last day that is still to come"),
    (
        NeedsWeightError("m3", Missing.DENSITY),
        "how heavy is one m3? give density, or the quantity in kg or t",
    ),
    (NeedsWeightError("m3"), "how heavy is one m3? give its weight, or the quantity in kg or t"),
    (NoTonnesError("kWh"), "kWh has no weight; count it in its own unit"),
    (OneOffAndYearlyError(), "no sum; count the one-off in its own year"),
    (NumberFormatError("vijf"), "'vijf' is no plain number; type digits only"),
    (TooManyDigitsError(), "use at most 12 digits before and 6 after the decimal mark"),
    (
        AmbiguousNumberError("1.5", (Decimal("1.5"), Decimal(15))),
        "'1.5' may mean 1.5 or 15; type the one you mean",
    ),
    (DateFormatError("x"), "'x' is no date between 1900 and 2100; type day, month, year"),
    (
        AmbiguousDateError("5/6/2026", (JUNE, MAY)),
        "may be 2026-06-01 or 2026-05-01; write the month as a word",
    ),
    (TextEmptyError(), "fill this in"),
    (TextTooLongError(300, 255), "300 characters are too many; use at most 255"),
    (ControlCharactersError(), "type it again instead of pasting it"),
    (PostcodeFormatError("6161"), "'6161' is no Dutch postcode; type four digits and two letters"),
    (HouseNumberFormatError("x"), "'x' is no house number; type a number"),
    (KvkFormatError("1"), "'1' is no KVK number; type its eight digits"),
    (BranchNumberError("000012345678"), "is a branch number (vestigingsnummer); type the KVK number"),
    (RsinError("123456782"), "is an RSIN; type the KVK number"),
    (PositionFormatError("x"), "'x' is no position; type degrees"),
    (
        PositionPlaceError(4.9, 52.4),
        "latitude 52.4, longitude 4.9 lies outside the area; point at the map instead",
    ),
    (SwappedPositionError(50.9, 5.8), "seem swapped: did you mean latitude 50.9, longitude 5.8?"),
    (RdPositionError(185000.0, 331000.0), "185000, 331000 look like RD metres; give degrees"),
    (
        MassCreatedError("p"),
        "process p gives more tonnes than it takes; declare what is added or lower a yield",
    ),
    (ProcessRowsError("p"), "the rows of process p differ; every material taken must give the same"),
    (SectorListError("1071", "is listed twice"), "sector '1071': is listed twice"),
    (SectorUnknownError("x"), "no sector is called 'x'; choose one from the list"),
    (SectorAmbiguousError("school", ("852", "853")), "'school' may be 852, 853; choose one"),
    (CentsError(Decimal("0.005")), "0.005 euros have parts of a cent; use at most two decimals"),
    (PriceIncompleteError(), "say both how many euros and for what they are paid"),
    (NothingToldError(), "say at least one thing"),
    (StepNotAllowedError(Status.NEW, Status.MOVED), "a suggestion cannot go from new to moved"),
    (ReasonMissingError(), "say why: choose a reason"),
    (
        DeliveryStepError(DeliveryStatus.CONFIRMED, DeliveryStatus.DISPUTED),
        "a delivery cannot go from confirmed to disputed",
    ),
    (OwnReportError(), "the other side confirms a delivery"),
    (DeliveryInFutureError(JUNE, MAY), "2026-06-01 has not come yet; report a delivery once it happened"),
    (TonnesPromisedError(Decimal(1), Decimal(2)), "2 t cannot be promised: 1 t of this offer is left"),
    (
        CapacityPromisedError("crusher", Decimal(1), Decimal(2)),
        "2 t cannot go through crusher: 1 t of its capacity is left",
    ),
    (ProcessIdleError("crusher"), "nothing can go through crusher: it does not run"),
    (
        LawOpenError(Finding("L1", Outcome.REQUIRE, "law.waste_without_code")),
        "not yet: L1 law.waste_without_code",
    ),
]
NAMES = [type(error).__name__ for error, _ in SAID]


def all_errors() -> set[type[FlowsError]]:
    for module in pkgutil.iter_modules(flows.__path__):
        importlib.import_module(f"flows.{module.name}")
    found, waiting = set[type[FlowsError]](), [FlowsError]
    while waiting:
        below = waiting.pop().__subclasses__()
        found.update(below)
        waiting.extend(below)
    return found


@pytest.mark.parametrize(("error", "sentence"), SAID, ids=NAMES)
def test_an_error_says_what_is_wrong_and_what_to_do(error: FlowsError, sentence: str) -> None:
    assert sentence in str(error)


@pytest.mark.parametrize(("error", "sentence"), SAID, ids=NAMES)
def test_an_error_comes_back_whole_from_another_process(error: FlowsError, sentence: str) -> None:
    back = pickle.loads(pickle.dumps(error))
    assert (type(back), back.code, str(back)) == (type(error), error.code, str(error))


def test_every_error_of_the_domain_has_a_code_of_its_own() -> None:
    codes = Counter(error.code for error in all_errors() if error.__module__.startswith("flows."))
    assert [code for code, times in codes.items() if times > 1] == []
    assert FlowsError.code not in codes
