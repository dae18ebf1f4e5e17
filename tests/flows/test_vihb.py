"""Whose VIHB number it is that the law asks for, as far as that can be said."""

import pytest

from flows.law import Facts, LegalStatus
from flows.law_known import said
from flows.law_table import findings
from flows.vihb import number_for, tidied

CARRIER, COLLECTOR, BOTH = "111111VXXX", "222222XIXX", "333333VIXX"


@pytest.mark.parametrize(
    ("transport_by", "giver", "receiver", "number"),
    [
        ("own", CARRIER, BOTH, CARRIER),
        ("own", "", BOTH, ""),
        ("carrier", "", BOTH, BOTH),
        ("collector", CARRIER, COLLECTOR, COLLECTOR),
        ("carrier", CARRIER, BOTH, ""),
        ("carrier", BOTH, BOTH, BOTH),
        ("dealer", CARRIER, BOTH, ""),
        ("carrier", "", "NL-17", ""),
        ("unknown", CARRIER, "", ""),
        ("", CARRIER, "", ""),
    ],
)
def test_one_that_surely_fits_is_taken(transport_by: str, giver: str, receiver: str, number: str) -> None:
    assert number_for(transport_by, giver, receiver) == number


def test_a_number_is_kept_in_capitals_without_spaces() -> None:
    assert tidied(" 123456 vixx ") == "123456VIXX"


def test_what_was_looked_up_is_not_asked_again_and_an_answer_goes_before_it() -> None:
    facts = Facts(LegalStatus.WASTE, receiver_vihb=COLLECTOR, answers={"transport_by": "collector"})
    assert said(facts, "transport_vihb") == COLLECTOR
    assert "law.vihb_missing" not in {one.code for one in findings(facts)}
    told = Facts(
        LegalStatus.WASTE,
        receiver_vihb=COLLECTOR,
        answers={"transport_by": "collector", "transport_vihb": "444444XIXX"},
    )
    assert said(told, "transport_vihb") == "444444XIXX"
    nobody = Facts(LegalStatus.WASTE, answers={"transport_by": "collector"})
    assert "law.vihb_missing" in {one.code for one in findings(nobody)}
