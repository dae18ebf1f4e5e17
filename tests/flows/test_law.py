"""The law before an exchange, row by row of the domain reference: 1.2, L1 to L17, the hub's own number.

17 02 01 is wood and 17 02 04* its hazardous mirror; 16 01 07* (oil filters) is hazardous without one,
15 01 01 (board) and 20 01 08 (kitchen waste) harmless without one.
"""

from dataclasses import replace
from itertools import product

import pytest

from flows.errors import UnknownCodeError
from flows.law import Decision, Facts, LawOpenError, LegalStatus, Outcome, YesNo
from flows.law_questions import prefilled
from flows.law_status import CONDITIONS, decide_status
from flows.law_table import CHECKS, findings, require_lawful
from flows.law_transport import is_stream_number
from flows.vihb import is_vihb
from tests.law_cases import (
    BOARD,
    CARDBOARD,
    HAZARDOUS_WOOD,
    IN_WOOD,
    NO,
    OIL_FILTERS,
    UNKNOWN,
    WASTE,
    WEIGHED,
    WOOD,
    YES,
    asked_of,
    claiming,
    codes,
    stopped,
    told,
    without,
)


def test_row_1_2_a_stream_whose_status_nobody_answered_goes_nowhere() -> None:
    assert stopped(Facts()) == [("1.2", "status_unanswered")]


@pytest.mark.parametrize("status", CONDITIONS)
def test_row_1_2_all_conditions_with_yes_decide_the_status(status: LegalStatus) -> None:
    assert decide_status(claiming(status).answers) is status
    require_lawful(claiming(status))


@pytest.mark.parametrize("other", ["no", "unknown", ""])
@pytest.mark.parametrize(
    ("status", "condition"), [(status, one) for status, ones in CONDITIONS.items() for one in ones]
)
def test_row_1_2_flipping_any_one_answer_makes_it_waste(
    status: LegalStatus, condition: str, other: str
) -> None:
    facts = claiming(status, **{condition: other})
    assert decide_status(facts.answers) is WASTE
    with pytest.raises(LawOpenError, match=r"1\.2 law\.(claim_fails|conditions_open)"):
        require_lawful(facts, dict.fromkeys((check.code for check in CHECKS), Decision.WAIVED))


def test_row_1_2_a_claim_that_fails_falls_under_the_law_of_waste() -> None:
    facts = claiming(LegalStatus.USED_GOOD, used_good_packed="no")
    assert {"claim_fails", "waste_without_code", "carrier_open", "permit_open"} <= codes(facts)


@pytest.mark.parametrize("status", [LegalStatus.BY_PRODUCT, LegalStatus.END_OF_WASTE])
def test_row_1_2_each_condition_says_where_its_document_is(status: LegalStatus) -> None:
    facts = replace(claiming(status), proofs=frozenset())
    assert stopped(facts) == [("1.2", "proof_missing")]


def test_row_1_2_an_ordinary_product_sees_none_of_the_questions_on_waste() -> None:
    assert asked_of(claiming(LegalStatus.PRODUCT)) == {"product_never_discarded", "product_made_on_purpose"}


def test_row_1_2_heat_is_no_substance_and_is_asked_nothing() -> None:
    assert asked_of(Facts(LegalStatus.PRODUCT, material="residual-heat")) == set()


def test_the_cardboard_of_a_shop_needs_five_answers_and_one_tick() -> None:
    untold = replace(CARDBOARD, answers={}, in_netherlands=True)
    assert set(prefilled(untold)) == {"transport_others", "route_leaves"}
    assert asked_of(untold) - set(prefilled(untold)) == {
        "transport_by",
        "transport_vihb",
        "transport_letter",
        "receiver_lists_code",
        "receiver_lma",
    }
    assert stopped(CARDBOARD, {}) == [("L15", "no_standard")]
    require_lawful(CARDBOARD, WEIGHED)


def test_row_1_1_waste_waits_for_the_number_of_the_hub_itself() -> None:
    facts = replace(CARDBOARD, hub_vihb="")
    assert stopped(facts) == [("1.1", "hub_vihb_missing")]
    waived = {**WEIGHED, "law.hub_vihb_missing": Decision.WAIVED}
    assert stopped(facts, waived) == [("1.1", "hub_vihb_missing")]


def test_row_1_1_the_hub_is_a_broker_on_its_list() -> None:
    assert stopped(replace(CARDBOARD, hub_vihb="000000VIHX")) == [("1.1", "hub_no_broker")]
    assert stopped(replace(CARDBOARD, hub_vihb="our number")) == [("1.1", "hub_vihb_unusual")]


def test_row_l1_waste_needs_a_code() -> None:
    assert stopped(replace(CARDBOARD, eural="")) == [("L1", "waste_without_code")]


def test_row_l1_a_code_that_does_not_exist_is_refused() -> None:
    with pytest.raises(UnknownCodeError):
        findings(replace(CARDBOARD, eural="170299"))


def test_row_l2_the_hazard_of_a_mirror_entry_is_asked() -> None:
    assert stopped(IN_WOOD) == []
    assert stopped(replace(IN_WOOD, contains_dangerous=UNKNOWN)) == [("L2", "hazard_open")]


@pytest.mark.parametrize(("code", "dangerous"), [(WOOD, YES), (HAZARDOUS_WOOD, NO)])
def test_row_l2_the_answer_fits_the_half_of_the_pair(code: str, dangerous: YesNo) -> None:
    facts = replace(IN_WOOD, eural=code, contains_dangerous=dangerous, receiver_permitted=YES)
    assert ("L2", "code_contradicts_answer") in stopped(facts)


@pytest.mark.parametrize(("dangerous", "permitted"), list(product(YesNo, repeat=2)), ids=str)
def test_row_l3_hazardous_waste_goes_to_a_permitted_receiver_only(dangerous: YesNo, permitted: YesNo) -> None:
    facts = replace(IN_WOOD, eural=HAZARDOUS_WOOD, contains_dangerous=dangerous, receiver_permitted=permitted)
    lawful = stopped(facts, {**WEIGHED, "law.adr": Decision.WEIGHED}) == []
    assert lawful is (dangerous is YES and permitted is YES)


@pytest.mark.parametrize("dangerous", list(YesNo))
def test_row_l3_an_absolute_entry_is_hazardous_whatever_is_answered(dangerous: YesNo) -> None:
    facts = replace(CARDBOARD, eural=OIL_FILTERS, contains_dangerous=dangerous, receiver_permitted=NO)
    assert ("L3", "receiver_not_permitted") in stopped(facts)


def test_row_l4_somebody_takes_it_along_with_a_number() -> None:
    assert stopped(without(CARDBOARD, "transport_by")) == [("L4", "carrier_open")]
    assert stopped(without(CARDBOARD, "transport_vihb")) == [("L4", "vihb_missing")]


def test_row_l4_own_waste_in_an_own_van_is_checked_with_niwo_before_a_number_is_asked() -> None:
    own = told(without(CARDBOARD, "transport_vihb"), transport_by="own")
    assert stopped(own) == [("L4", "own_van_unchecked")]
    assert stopped(told(own, transport_niwo="unknown")) == [("L4", "own_van_unchecked")]
    assert stopped(told(own, transport_niwo="yes")) == []
    assert stopped(told(own, transport_niwo="no")) == [("L4", "vihb_missing")]


@pytest.mark.parametrize(
    ("by", "number", "rows"),
    [
        ("carrier", "810933VIXX", []),
        ("collector", "810933VIXX", []),
        ("dealer", "810933VIXX", ["vihb_other_activity"]),
        ("carrier", "810933XIXX", ["vihb_other_activity"]),
        ("carrier", "VIHB 12", ["vihb_unusual"]),
    ],
)
def test_row_l4_the_number_names_the_activity_and_another_form_is_warned_of(
    by: str, number: str, rows: list[str]
) -> None:
    facts = told(CARDBOARD, transport_by=by, transport_vihb=number)
    assert [code for _row, code in stopped(facts)] == rows


def test_row_l4_a_dealer_or_broker_between_has_a_number_too() -> None:
    assert stopped(told(CARDBOARD, transport_others="unknown")) == [("L4", "others_open")]
    between = told(CARDBOARD, transport_others="yes")
    assert stopped(between) == [("L4", "others_vihb")]
    assert stopped(told(between, transport_others_vihb="810933XXHX")) == []


def test_row_l5_a_letter_goes_along_or_an_exemption_fits() -> None:
    assert stopped(without(CARDBOARD, "transport_letter")) == [("L5", "letter_open")]
    assert stopped(told(CARDBOARD, transport_letter="unknown")) == [("L5", "letter_open")]
    for fits in ("category_b_vehicle", "up_to_500_kg", "paper_textile_volunteer", "public_space_48h"):
        assert stopped(told(CARDBOARD, transport_letter=fits)) == []


def test_row_l5_an_exemption_that_contradicts_the_facts_is_no_exemption() -> None:
    unfit = ("L5", "exemption_unfit")
    assert stopped(told(CARDBOARD, transport_letter="cross_border")) == [unfit]
    assert stopped(told(IN_WOOD, transport_letter="paper_textile_volunteer")) == [unfit]
    hazardous = replace(CARDBOARD, eural=OIL_FILTERS, receiver_permitted=YES)
    assert unfit in stopped(told(hazardous, transport_letter="up_to_500_kg"))


def test_row_l6_a_receiver_who_reports_issues_a_number_of_twelve_characters() -> None:
    assert stopped(without(CARDBOARD, "receiver_lma")) == [("L6", "reporting_open")]
    reports = told(CARDBOARD, receiver_lma="yes")
    assert stopped(reports) == [("L6", "stream_number")]
    assert stopped(told(reports, receiver_stream_number="1234")) == [("L6", "stream_number_form")]
    assert stopped(told(reports, receiver_stream_number="12345ABC6789")) == []


def test_row_l7_it_is_asked_whether_it_leaves_the_country_unless_both_ends_are_known() -> None:
    assert stopped(without(CARDBOARD, "route_leaves")) == [("L7", "route_open")]
    assert stopped(replace(without(CARDBOARD, "route_leaves"), in_netherlands=True)) == []
    assert ("L7", "other_country") in stopped(told(CARDBOARD, route_leaves="other"))


def test_row_l16_a_code_that_the_permit_lacks_is_blocked_and_an_open_one_asked() -> None:
    lacking = told(CARDBOARD, receiver_lists_code="no")
    assert stopped(lacking, dict.fromkeys(codes(lacking), Decision.WAIVED)) != []
    assert stopped(lacking) == [("L16", "code_not_permitted")]
    for answer in ("", "unknown"):
        waived = {**WEIGHED, "law.permit_open": Decision.WAIVED}
        assert stopped(told(CARDBOARD, receiver_lists_code=answer), waived) == [("L16", "permit_open")]


def test_row_l17_offers_of_different_codes_in_one_suggestion_are_warned_of() -> None:
    assert stopped(replace(CARDBOARD, codes=frozenset({BOARD}))) == []
    assert stopped(replace(CARDBOARD, codes=frozenset({BOARD, "150102"}))) == [("L17", "mixed")]


@pytest.mark.parametrize("question", ["reach_registered", "reach_same", "reach_safety"])
def test_row_1_9_a_recovered_substance_is_asked_about_reach(question: str) -> None:
    recovered = claiming(LegalStatus.END_OF_WASTE, **{question: "no"})
    assert stopped(recovered) == [("1.9", question)]
    oil = replace(CARDBOARD, receiver_material="pyrolysis-oil")
    assert ("1.9", question) in stopped(oil)


@pytest.mark.parametrize(
    ("number", "fits"),
    [("810933VIXX", True), ("810933XXXB", True), ("81093VIXX", False), ("810933IVXX", False), ("", False)],
)
def test_the_form_of_a_vihb_number(number: str, fits: bool) -> None:
    assert is_vihb(number) is fits


@pytest.mark.parametrize(
    ("number", "fits"),
    [("12345ABC6789", True), ("123456789012", True), ("1234ABCD6789", False), ("12345abc6789", False)],
)
def test_the_form_of_an_afvalstroomnummer(number: str, fits: bool) -> None:
    assert is_stream_number(number) is fits


def test_a_waiver_settles_a_duty_and_a_tick_settles_only_a_warning() -> None:
    facts = without(CARDBOARD, "transport_letter")
    assert stopped(facts, {**WEIGHED, "law.letter_open": Decision.WAIVED}) == []
    assert stopped(facts, {**WEIGHED, "law.letter_open": Decision.WEIGHED}) == [("L5", "letter_open")]
    assert stopped(CARDBOARD, {"law.no_standard": Decision.WAIVED}) == [("L15", "no_standard")]


def test_the_refusal_names_every_open_row() -> None:
    facts = told(CARDBOARD, receiver_lists_code="no", receiver_lma="unknown")
    with pytest.raises(LawOpenError, match=r"L6 law\.reporting_open, L16 law\.code_not_permitted"):
        require_lawful(facts, WEIGHED)


def test_every_check_has_its_own_code_and_no_block_can_be_waived() -> None:
    known = [check.code for check in CHECKS]
    assert len(known) == len(set(known))
    assert not [check for check in CHECKS if check.waivable and check.outcome is not Outcome.REQUIRE]


def test_every_row_of_the_review_table_is_there() -> None:
    rows = {check.row for check in CHECKS}
    assert rows >= {f"L{number}" for number in range(1, 18)} | {"1.1", "1.2", "1.7", "1.9"}
