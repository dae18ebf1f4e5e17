"""Laws of the law table that hold for any answers."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from flows.law import Decision, Facts, LegalStatus, Outcome, YesNo
from flows.law_questions import QUESTIONS, Kind, Question, asked, prefilled, without_idle
from flows.law_status import CONDITIONS, decide_status
from flows.law_table import CHECKS, findings, open_findings
from flows.strategies import Strategy

MATERIALS = ("cardboard", "swill", "vegetable-scraps", "wood", "interior-doors", "office-chair", "sofas", "")
CODES = ("", "150101", "170201", "170204", "200108", "170605", "200307")
NUMBERS = ("810933VIXX", "12345ABC6789", "what we were told", "")
FIGURES = ("5", "20", "250", "5000", "")


def told_to(question: Question) -> st.SearchStrategy[str]:
    if question.kind is Kind.TEXT:
        return st.sampled_from(NUMBERS)
    if question.kind is Kind.NUMBER:
        return st.sampled_from(FIGURES)
    return st.sampled_from((*question.choices, ""))


ANSWERS = st.fixed_dictionaries({}, optional={one.code: told_to(one) for one in QUESTIONS})

FACTS = st.builds(
    Facts,
    status=st.sampled_from(LegalStatus),
    eural=st.sampled_from(CODES),
    contains_dangerous=st.sampled_from(YesNo),
    receiver_permitted=st.sampled_from(YesNo),
    material=st.sampled_from(MATERIALS),
    receiver_material=st.sampled_from(MATERIALS),
    classes=st.sampled_from([(), ("A",), ("C",), ("A", "B")]),
    strategy=st.sampled_from(Strategy),
    in_netherlands=st.booleans(),
    codes=st.sets(st.sampled_from(CODES[1:])).map(frozenset),
    hub_vihb=st.sampled_from(["", "000000XXXB", "000000VXXX"]),
    answers=ANSWERS,
    proofs=st.sets(st.sampled_from([one.code for one in QUESTIONS])).map(frozenset),
)

PROVEN = [one for one in QUESTIONS if one.kind is Kind.YES_NO and one.good == YesNo.YES]
"""Questions whose yes says that a condition or a duty is met."""

DUTIES = [one for one in PROVEN if not one.code.startswith("border_")]
"""Those of them that no other question hangs on."""


def stops(facts: Facts) -> set[str]:
    return {finding.code for finding in open_findings(facts)}


@given(facts=FACTS, question=st.sampled_from(DUTIES))
def test_a_proven_yes_never_makes_a_finding_worse(facts: Facts, question: Question) -> None:
    before = replace(facts, proofs=facts.proofs | {question.code})
    after = replace(before, answers={**facts.answers, question.code: "yes"})
    assert stops(after) <= stops(before)


@given(facts=FACTS)
def test_unknown_is_never_better_than_yes_where_yes_is_asked(facts: Facts) -> None:
    facts = replace(facts, proofs=frozenset(one.code for one in QUESTIONS))
    unsure = {one.code: "unknown" for one in DUTIES if facts.answers.get(one.code) == "yes"}
    worse = replace(facts, answers={**facts.answers, **unsure})
    assert stops(facts) <= stops(worse)


@given(facts=FACTS)
def test_no_decision_settles_a_block(facts: Facts) -> None:
    for decision in Decision:
        settled = dict.fromkeys((check.code for check in CHECKS), decision)
        blocks = {one.code for one in findings(facts) if one.outcome is Outcome.BLOCK}
        assert blocks <= {one.code for one in open_findings(facts, settled)}


@given(facts=FACTS)
def test_waste_goes_nowhere_without_a_code_whatever_is_waived(facts: Facts) -> None:
    waived = dict.fromkeys((check.code for check in CHECKS), Decision.WAIVED)
    bare = replace(facts, status=LegalStatus.WASTE, eural="")
    assert "law.waste_without_code" in {one.code for one in open_findings(bare, waived)}


@given(facts=FACTS)
def test_what_is_not_asked_changes_nothing_once_it_is_dropped(facts: Facts) -> None:
    kept = without_idle(facts)
    assert set(kept.answers) <= {one.code for one in asked(kept)}
    assert without_idle(kept) == kept


@given(facts=FACTS)
def test_every_stop_has_a_question_that_is_asked_or_none(facts: Facts) -> None:
    kept = without_idle(facts)
    shown = {one.code for one in asked(kept)} | {"status", "conditions", "eural", ""}
    shown |= {"contains_dangerous", "receiver_permitted"}
    assert {finding.question for finding in open_findings(kept)} <= shown
    assert set(prefilled(kept)) <= shown


@given(answers=ANSWERS)
def test_a_status_that_is_decided_has_all_its_conditions(answers: dict[str, str]) -> None:
    status = decide_status(answers)
    assert all(answers[one] == "yes" for one in CONDITIONS.get(status, ()))
    assert (status is LegalStatus.WASTE) is not any(
        all(answers.get(one) == "yes" for one in ones) for ones in CONDITIONS.values()
    )
