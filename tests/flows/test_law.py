"""The law before an exchange: rows 1.2 and L1 to L3 of the domain reference, each by its number.

17 02 01 is wood and 17 02 04* its hazardous mirror; 16 01 07* (oil filters) is hazardous without one,
20 01 08 (kitchen waste) harmless without one.
"""

from itertools import product

import pytest

from flows.errors import UnknownCodeError
from flows.law import (
    CHECKS,
    Facts,
    Finding,
    LawOpenError,
    LegalStatus,
    Outcome,
    YesNo,
    findings,
    require_lawful,
)

WASTE = LegalStatus.WASTE
WOOD, HAZARDOUS_WOOD, OIL_FILTERS, KITCHEN_WASTE = "170201", "170204", "160107", "200108"

HARMLESS = Facts(WASTE, WOOD, YesNo.NO, YesNo.UNKNOWN)
HAZARDOUS = Facts(WASTE, HAZARDOUS_WOOD, YesNo.YES, YesNo.YES)

UNANSWERED = Finding("1.2", Outcome.REQUIRE, "law.status_unanswered")
NO_CODE = Finding("L1", Outcome.REQUIRE, "law.waste_without_code")
HAZARD_OPEN = Finding("L2", Outcome.REQUIRE, "law.hazard_open")
CONTRADICTION = Finding("L2", Outcome.REQUIRE, "law.code_contradicts_answer")
NOT_PERMITTED = Finding("L3", Outcome.BLOCK, "law.receiver_not_permitted")


def test_row_1_2_a_stream_whose_status_nobody_answered_goes_nowhere() -> None:
    assert findings(Facts()) == (UNANSWERED,)


@pytest.mark.parametrize("status", sorted(set(LegalStatus) - {LegalStatus.UNKNOWN, WASTE}))
def test_row_1_2_what_is_not_waste_needs_no_code(status: LegalStatus) -> None:
    require_lawful(Facts(status))


def test_row_l1_waste_needs_a_code() -> None:
    assert findings(Facts(WASTE)) == (NO_CODE,)


def test_row_l1_a_code_of_the_list_is_enough_where_there_is_no_mirror() -> None:
    require_lawful(Facts(WASTE, KITCHEN_WASTE))


def test_row_l1_a_code_that_does_not_exist_is_refused() -> None:
    with pytest.raises(UnknownCodeError):
        findings(Facts(WASTE, "170299"))


def test_row_l2_the_hazard_of_a_mirror_entry_is_asked() -> None:
    assert findings(Facts(WASTE, WOOD)) == (HAZARD_OPEN,)


def test_row_l2_the_hazardous_half_is_asked_as_well() -> None:
    assert findings(Facts(WASTE, HAZARDOUS_WOOD, receiver_permitted=YesNo.YES)) == (HAZARD_OPEN,)


def test_row_l2_a_harmless_answer_goes_with_the_harmless_half() -> None:
    require_lawful(HARMLESS)


def test_row_l2_a_dangerous_answer_contradicts_the_harmless_half() -> None:
    assert findings(Facts(WASTE, WOOD, YesNo.YES, YesNo.YES)) == (CONTRADICTION,)


def test_row_l2_a_harmless_answer_contradicts_the_hazardous_half() -> None:
    assert findings(Facts(WASTE, HAZARDOUS_WOOD, YesNo.NO, YesNo.YES)) == (CONTRADICTION,)


def test_row_l3_hazardous_waste_goes_to_a_permitted_receiver() -> None:
    require_lawful(HAZARDOUS)


@pytest.mark.parametrize("permitted", [YesNo.NO, YesNo.UNKNOWN])
def test_row_l3_hazardous_waste_goes_to_nobody_else(permitted: YesNo) -> None:
    assert findings(Facts(WASTE, HAZARDOUS_WOOD, YesNo.YES, permitted)) == (NOT_PERMITTED,)


@pytest.mark.parametrize("dangerous", list(YesNo))
def test_row_l3_an_absolute_hazardous_entry_is_hazardous_whatever_is_answered(dangerous: YesNo) -> None:
    assert findings(Facts(WASTE, OIL_FILTERS, dangerous, YesNo.NO)) == (NOT_PERMITTED,)


@pytest.mark.parametrize("dangerous", [YesNo.NO, YesNo.UNKNOWN])
def test_flipping_the_hazard_answer_of_a_lawful_exchange_stops_it(dangerous: YesNo) -> None:
    with pytest.raises(LawOpenError):
        require_lawful(Facts(WASTE, HAZARDOUS_WOOD, dangerous, YesNo.YES))


@pytest.mark.parametrize("dangerous", [YesNo.YES, YesNo.UNKNOWN])
def test_flipping_the_harmless_answer_stops_it_as_well(dangerous: YesNo) -> None:
    with pytest.raises(LawOpenError):
        require_lawful(Facts(WASTE, WOOD, dangerous, YesNo.UNKNOWN))


@pytest.mark.parametrize(
    "facts",
    [
        Facts(LegalStatus.UNKNOWN, HAZARDOUS_WOOD, YesNo.YES, YesNo.YES),
        Facts(WASTE, "", YesNo.YES, YesNo.YES),
        Facts(WASTE, HAZARDOUS_WOOD, YesNo.YES, YesNo.UNKNOWN),
    ],
)
def test_taking_any_answer_away_stops_it(facts: Facts) -> None:
    with pytest.raises(LawOpenError):
        require_lawful(facts)


@pytest.mark.parametrize(("dangerous", "permitted"), list(product(YesNo, repeat=2)), ids=str)
def test_unknown_never_counts_as_yes(dangerous: YesNo, permitted: YesNo) -> None:
    lawful = findings(Facts(WASTE, HAZARDOUS_WOOD, dangerous, permitted)) == ()
    assert lawful is (dangerous is YesNo.YES and permitted is YesNo.YES)


def test_the_refusal_names_every_open_row() -> None:
    with pytest.raises(LawOpenError, match=r"L2 law\.hazard_open, L3 law\.receiver_not_permitted") as refused:
        require_lawful(Facts(WASTE, HAZARDOUS_WOOD))
    assert refused.value.findings == (HAZARD_OPEN, NOT_PERMITTED)


def test_every_row_of_the_table_has_its_own_code() -> None:
    codes = [check.code for check in CHECKS]
    assert len(codes) == len(set(codes)) == 5
