"""The border table, line by line (domain.md 1.7), and the days of its papers."""

from dataclasses import replace
from datetime import date

import pytest

from flows.border import (
    Regime,
    Shipment,
    by_diwass,
    certificate_due,
    form_due,
    receipt_due,
    regime,
)
from flows.errors import UnknownCodeError
from flows.law import Decision, Facts, LegalStatus, YesNo
from flows.law_data import load_dates, load_entries
from flows.law_questions import asked
from flows.law_table import findings, open_findings

YES, NO, UNKNOWN = YesNo

PAPER = Shipment(
    disposal=NO,
    mixed_municipal=NO,
    entry="B3020",
    contaminated=NO,
    pops=NO,
    kg=5000,
    trial=NO,
)
"""Five tonnes of clean paper to be recycled."""


def test_line_1_disposal_is_prohibited_unless_the_authorities_consent() -> None:
    assert regime(replace(PAPER, disposal=YES)) is Regime.PROHIBITED
    assert regime(replace(PAPER, disposal=YES, consent=YES)) is Regime.NOTIFICATION


def test_line_2_mixed_municipal_waste_is_notified_and_never_disposed_of() -> None:
    assert regime(replace(PAPER, mixed_municipal=YES)) is Regime.NOTIFICATION
    dumped = replace(PAPER, mixed_municipal=YES, disposal=YES, consent=YES)
    assert regime(dumped) is Regime.PROHIBITED


def test_line_3_hazardous_waste_is_notified() -> None:
    assert regime(replace(PAPER, hazardous=True)) is Regime.NOTIFICATION


@pytest.mark.parametrize("entry", ["EU48", "AC300", "AC170", "AC270", "none"])
def test_line_4_an_amber_entry_or_none_is_notified(entry: str) -> None:
    assert regime(replace(PAPER, entry=entry)) is Regime.NOTIFICATION


@pytest.mark.parametrize("entry", ["B3020", "BEU04", "BEU05", "B1010", "B2020", "B2040", "B3030", "B3050"])
def test_line_8_a_green_entry_above_20_kg_goes_with_an_annex_vii_document(entry: str) -> None:
    assert regime(replace(PAPER, entry=entry)) is Regime.ANNEX_VII


def test_line_5_what_is_too_dirty_is_notified() -> None:
    assert regime(replace(PAPER, contaminated=YES)) is Regime.NOTIFICATION


def test_line_6_persistent_pollutants_at_the_limit_are_notified() -> None:
    assert regime(replace(PAPER, pops=YES)) is Regime.NOTIFICATION


@pytest.mark.parametrize(
    ("kg", "found"), [(0.5, Regime.NO_DOCUMENT), (20, Regime.NO_DOCUMENT), (20.001, Regime.ANNEX_VII)]
)
def test_line_7_up_to_and_including_20_kg_need_no_document(kg: float, found: Regime) -> None:
    assert regime(replace(PAPER, kg=kg)) is found


@pytest.mark.parametrize(("kg", "found"), [(250, Regime.ANNEX_VII), (250.5, Regime.NOTIFICATION)])
def test_line_9_a_trial_of_up_to_250_kg_goes_with_an_annex_vii_document(kg: float, found: Regime) -> None:
    assert regime(replace(PAPER, entry="EU48", trial=YES, kg=kg)) is found


@pytest.mark.parametrize("entry", ["EU3011", "IIIA4"])
@pytest.mark.parametrize(
    ("other_pct", "found"),
    [(0, Regime.ANNEX_VII), (6, Regime.ANNEX_VII), (6.1, Regime.NOTIFICATION), (None, None)],
)
def test_plastic_holds_at_most_6_percent_of_anything_else(
    entry: str, other_pct: float | None, found: Regime | None
) -> None:
    assert regime(replace(PAPER, entry=entry, other_pct=other_pct)) is found


@pytest.mark.parametrize(
    "open_question",
    [
        replace(PAPER, disposal=UNKNOWN),
        replace(PAPER, mixed_municipal=UNKNOWN),
        replace(PAPER, entry=""),
        replace(PAPER, contaminated=UNKNOWN),
        replace(PAPER, pops=UNKNOWN),
        replace(PAPER, kg=None),
    ],
)
def test_an_open_question_leaves_the_regime_open(open_question: Shipment) -> None:
    assert regime(open_question) is None


def test_an_entry_that_no_list_has_is_refused() -> None:
    with pytest.raises(UnknownCodeError):
        Shipment(entry="B3010")


def test_every_entry_of_the_table_has_its_source() -> None:
    assert {entry.source for entry in load_entries().values()} == {"S2", "GK"}
    assert [entry.code for entry in load_entries().values() if entry.source == "GK"] == ["B3050"]


@pytest.mark.parametrize(
    ("found", "day", "goes"),
    [
        (Regime.NOTIFICATION, date(2026, 5, 20), False),
        (Regime.NOTIFICATION, date(2026, 5, 21), True),
        (Regime.ANNEX_VII, date(2026, 12, 31), False),
        (Regime.ANNEX_VII, date(2027, 1, 1), True),
        (Regime.NO_DOCUMENT, date(2027, 1, 1), False),
    ],
)
def test_papers_go_through_diwass_from_its_dates_on(found: Regime, day: date, goes: bool) -> None:
    assert by_diwass(found, day) is goes


def test_the_dates_of_the_regimes_are_data() -> None:
    dates = load_dates()
    assert dates["cmp1"].starts == date(2025, 12, 30)
    assert dates["shipment_regulation_in_force"].starts == date(2024, 5, 20)
    assert dates["shipment_regulation_applies"].starts == date(2026, 5, 21)
    assert dates["diwass_green_transition"].ends == date(2026, 12, 31)
    assert dates["lma_environment_act"].starts == date(2024, 1, 1)


def test_the_form_is_complete_two_working_days_before_the_start() -> None:
    assert form_due(date(2027, 3, 3)) == date(2027, 3, 1)  # Wednesday to Monday
    assert form_due(date(2027, 3, 1)) == date(2027, 2, 25)  # Monday to Thursday
    assert form_due(date(2027, 3, 7)) == date(2027, 3, 4)  # Sunday to Thursday


def test_the_receipt_is_confirmed_within_two_working_days() -> None:
    assert receipt_due(date(2027, 3, 1)) == date(2027, 3, 3)
    assert receipt_due(date(2027, 3, 5)) == date(2027, 3, 9)  # Friday to Tuesday


def test_the_certificate_comes_within_30_days_and_within_a_year_of_the_receipt() -> None:
    assert certificate_due(date(2027, 3, 1), date(2027, 1, 1)) == date(2027, 3, 31)
    assert certificate_due(date(2027, 12, 20), date(2027, 1, 1)) == date(2028, 1, 1)
    assert certificate_due(date(2025, 2, 20), date(2024, 2, 29)) == date(2025, 2, 28)


TO_AACHEN = {
    "transport_by": "carrier",
    "transport_vihb": "810933VIXX",
    "receiver_lists_code": "yes",
    "receiver_lma": "no",
    "route_leaves": "DE",
    "border_disposal": "no",
    "border_municipal": "no",
    "border_entry": "B3020",
    "border_contaminated": "no",
    "border_pops": "no",
    "border_kg": "5000",
    "border_contract": "yes",
    "border_form": "yes",
}
SETTLED = dict.fromkeys(("law.no_standard", "law.neighbours_rules"), Decision.WEIGHED)


def abroad(**answers: str) -> Facts:
    return Facts(
        LegalStatus.WASTE,
        "150101",
        material="cardboard",
        hub_vihb="000000XXXB",
        today=date(2027, 3, 1),
        answers={**TO_AACHEN, **answers},
    )


def stopped(facts: Facts) -> list[str]:
    return [finding.code for finding in open_findings(facts, SETTLED)]


def test_row_l7_paper_to_germany_goes_with_its_annex_vii_document_and_no_dutch_letter() -> None:
    assert stopped(abroad()) == []
    assert "transport_letter" in {one.code for one in asked(abroad())}
    assert {"law.diwass", "law.neighbours_rules"} <= {one.code for one in findings(abroad())}


@pytest.mark.parametrize(
    ("answers", "rows"),
    [
        ({"border_form": "no"}, ["law.annex_vii"]),
        ({"border_contract": ""}, ["law.annex_vii"]),
        ({"border_kg": ""}, ["law.regime_open"]),
        ({"border_kg": "20", "border_form": "no"}, []),
        ({"border_entry": "EU48"}, ["law.consent_missing"]),
        ({"border_entry": "EU48", "border_consent": "yes"}, []),
        ({"border_disposal": "yes"}, ["law.shipment_prohibited"]),
        ({"border_entry": "EU48", "border_trial": "yes", "border_kg": "200"}, ["law.trial_reading"]),
    ],
)
def test_row_l7_what_stops_a_shipment(answers: dict[str, str], rows: list[str]) -> None:
    assert stopped(abroad(**answers)) == rows


def test_impregnated_wood_never_travels_under_a_green_entry() -> None:
    sleepers = replace(
        abroad(wood_class="C", building_from="none", border_entry=""),
        material="wood",
        eural="200138",
        contains_dangerous=NO,
    )
    assert "law.consent_missing" in stopped(sleepers)
    green = replace(sleepers, answers={**sleepers.answers, "border_entry": "B3050"})
    assert "law.entry_unfit" in stopped(green)
