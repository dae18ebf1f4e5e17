"""The law of what planned works offer: the plan tells the year of the building, and the hub may differ."""

import pytest

from circulair.services import law
from flows.law import YesNo
from tests.planned import TODAY, a_school, agreed, changed, claimed, planned, suggestion_of

pytestmark = pytest.mark.usefixtures("unit")


def test_the_year_of_the_plan_answers_from_which_building_it_comes() -> None:
    made, school = planned(built_year=1968, asbestos_checked=YesNo.YES), a_school()
    suggestion = suggestion_of(claimed(made, school))
    [line] = suggestion.lines
    assert law.facts_of(line, suggestion, TODAY).built_year == 1968
    changed(made, built_year=1996)
    assert law.facts_of(line, suggestion, TODAY).built_year == 1996


def test_an_offer_of_no_works_has_no_year() -> None:
    made, school = planned(built_year=None), a_school()
    suggestion = suggestion_of(claimed(made, school))
    assert law.facts_of(suggestion.lines[0], suggestion, TODAY).built_year is None


def test_what_was_agreed_keeps_the_year_of_that_day() -> None:
    made, school = planned(built_year=1996), a_school()
    claim = claimed(made, school)
    agreed(claim, made, school)
    changed(made, built_year=1968, asbestos_checked=YesNo.YES)
    suggestion = suggestion_of(claim)
    assert law.facts_of(suggestion.lines[0], suggestion, TODAY).built_year == 1996
