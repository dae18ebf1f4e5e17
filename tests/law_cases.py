"""Cases of the law for tests: facts on their lawful way, and how one answer of them is changed."""

from dataclasses import replace

from flows.law import Decision, Facts, LegalStatus, YesNo
from flows.law_questions import asked
from flows.law_status import CONDITIONS
from flows.law_table import findings, open_findings

WASTE = LegalStatus.WASTE
WOOD, HAZARDOUS_WOOD, OIL_FILTERS, BOARD = "170201", "170204", "160107", "150101"
YES, NO, UNKNOWN = YesNo

GOES = {
    "transport_by": "carrier",
    "transport_vihb": "810933VIXX",
    "transport_letter": "letter",
    "receiver_lists_code": "yes",
    "receiver_lma": "no",
    "route_leaves": "no",
}
CARDBOARD = Facts(WASTE, BOARD, material="cardboard", hub_vihb="000000XXXB", answers=GOES)
"""A shop's clean cardboard on its lawful way."""

WEIGHED = {"law.no_standard": Decision.WEIGHED}


def stopped(facts: Facts, decisions: dict[str, Decision] | None = None) -> list[tuple[str, str]]:
    left = open_findings(facts, WEIGHED if decisions is None else decisions)
    return [(finding.row, finding.code.removeprefix("law.")) for finding in left]


def told(facts: Facts, **answers: str) -> Facts:
    return replace(facts, answers={**facts.answers, **answers})


def without(facts: Facts, question: str) -> Facts:
    return replace(facts, answers={code: one for code, one in facts.answers.items() if code != question})


def codes(facts: Facts) -> set[str]:
    return {finding.code.removeprefix("law.") for finding in findings(facts)}


def asked_of(facts: Facts) -> set[str]:
    return {question.code for question in asked(facts)}


def claiming(status: LegalStatus, **rest: str) -> Facts:
    answers = dict.fromkeys(CONDITIONS[status], "yes")
    reach = dict.fromkeys(("reach_registered", "reach_same", "reach_safety"), "yes")
    return Facts(
        status, material="cardboard", answers={**answers, **reach, **rest}, proofs=frozenset(answers)
    )


IN_WOOD = told(
    replace(CARDBOARD, material="wood", eural=WOOD, contains_dangerous=NO),
    wood_class="A",
    building_from="none",
)
