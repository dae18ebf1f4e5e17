"""Why a match was found, as plain values: reasons with numbers, gaps as questions, losses on the way."""

from dataclasses import replace
from decimal import Decimal

import pytest

from circulair.services import listings
from circulair.services.explanations import (
    ExplainedPart,
    Explanation,
    Measure,
    Sentence,
    Value,
    explain,
    explained_part,
)
from circulair.store import processes, suggestions
from circulair.store.records import GivenRecord, ListingRecord, ProcessRecord, TakenRecord
from circulair.words import TEXTS
from flows.processes import ProcessStatus
from flows.scoring import FACTS, PARTS
from flows.strategies import Strategy
from flows.streams import Form, Quality, Side
from tests.worlds import NOW, Firm, a_draft, a_firm, a_need_listing, an_offer_listing

pytestmark = pytest.mark.usefixtures("unit")


def firms() -> tuple[Firm, Firm]:
    return a_firm("Giver"), a_firm("Taker", spot="station")


def explained(listing: ListingRecord) -> Explanation:
    [suggestion] = suggestions.of_listing(listing.id)
    return explain(suggestion.lines[0])


def part(explanation: Explanation, name: str) -> ExplainedPart:
    return next(one for one in explanation.parts if one.name == name)


def codes(explanation: Explanation, name: str) -> list[str]:
    return [sentence.code for sentence in part(explanation, name).sentences]


def values(sentence: Sentence) -> dict[str, object]:
    return {name: told.value for name, told in sentence.values}


def a_plant(share: str | None = "0.8", takes: str = "ldpe-film") -> None:
    portion = None if share is None else Decimal(share)
    given = GivenRecord(
        material="plastic-regranulate",
        yield_low=portion,
        yield_likely=portion,
        yield_high=portion,
        strategy=Strategy.R8_LOW,
    )
    processes.add(
        ProcessRecord(
            code="regranulate",
            name_nl="Regranuleren",
            name_en="Regranulating",
            name_de="Regranulieren",
            status=ProcessStatus.RUNNING,
            capacity_tonnes=Decimal(100),
            created_at=NOW,
            takes=[TakenRecord(material=takes)],
            gives=[given],
        )
    )


def test_all_six_parts_come_in_the_order_of_the_score_with_weights_of_one_together() -> None:
    giver, taker = firms()
    an_offer_listing(giver)
    found = explained(a_need_listing(taker))
    assert tuple(one.name for one in found.parts) == PARTS
    assert sum(one.weight for one in found.parts) == pytest.approx(1)


def test_the_amount_says_what_share_of_both_sides_it_is() -> None:
    giver, taker = firms()
    an_offer_listing(giver, tonnes="40")
    found = explained(a_need_listing(taker, tonnes="25"))
    amounts, shares = part(found, "quantity").sentences
    assert amounts.code == "evidence.quantity_year"
    assert values(amounts) == {"offered": 40, "wanted": 25, "received": 25}
    assert values(shares) == {"of_offer": 0.625, "of_need": 1}


def test_an_amount_that_nobody_told_is_a_question() -> None:
    giver, taker = firms()
    an_offer_listing(giver, tonnes=None)
    quantity = part(explained(a_need_listing(taker)), "quantity")
    assert (quantity.value, quantity.sentences, quantity.missing) == (None, (), ("offer.quantity",))


def test_the_same_a_narrower_and_a_broader_material_are_told_apart() -> None:
    giver, taker = firms()
    an_offer_listing(giver, "ldpe-film")
    assert codes(explained(a_need_listing(taker, "ldpe-film")), "material") == ["evidence.direct_same"]
    assert codes(explained(a_need_listing(taker, "plastic-film")), "material") == ["evidence.direct_narrower"]


def test_a_broader_offer_asks_which_kind_it_is() -> None:
    giver, taker = firms()
    an_offer_listing(giver, "plastic-film")
    found = explained(a_need_listing(taker, "ldpe-film"))
    assert codes(found, "material") == ["evidence.direct_broader"]
    assert found.missing[0] == "offer.exact_material"


def test_quality_is_told_question_by_question() -> None:
    giver, taker = firms()
    clean = replace(a_draft(Side.OFFER, giver), quality=Quality(Form.BALED, contamination_pct=2))
    strict = replace(a_draft(Side.NEED, taker), quality=Quality(Form.BALED, contamination_pct=5))
    listings.register(clean, giver.member)
    found = explained(listings.register(strict, taker.member))
    assert codes(found, "quality") == ["evidence.contamination", "evidence.form_same"]
    assert values(part(found, "quality").sentences[0]) == {"actual": 2, "most": 5}


def test_a_way_through_a_process_says_what_goes_in_comes_out_and_is_lost() -> None:
    giver, taker = firms()
    a_plant("0.8")
    an_offer_listing(giver, tonnes="40")
    found = explained(a_need_listing(taker, "plastic-regranulate", "100"))
    [step] = found.through
    assert [step.tonnes_in, step.tonnes_out, step.tonnes_lost] == [Decimal(40), Decimal(32), Decimal(8)]
    assert (step.names["nl"], step.capacity_tonnes) == ("Regranuleren", Decimal(100))
    assert codes(found, "material") == ["evidence.into_same", "evidence.out_same"]
    assert codes(found, "quantity")[1:] == [
        "evidence.yield",
        "evidence.quantity_shares",
        "evidence.capacity",
    ]
    assert values(part(found, "quantity").sentences[3]) == {"tonnes": 80}


def test_a_smaller_need_takes_only_what_it_needs_for_its_tonnes() -> None:
    giver, taker = firms()
    a_plant("0.8")
    an_offer_listing(giver, tonnes="40")
    [step] = explained(a_need_listing(taker, "plastic-regranulate", "16")).through
    assert [step.tonnes_in, step.tonnes_out, step.tonnes_lost] == [Decimal(20), Decimal(16), Decimal(4)]


def test_a_yield_that_no_source_states_leaves_the_loss_unknown() -> None:
    giver, taker = firms()
    a_plant(None)
    an_offer_listing(giver)
    found = explained(a_need_listing(taker, "plastic-regranulate"))
    [step] = found.through
    assert (step.share, step.tonnes_out, step.tonnes_lost) == (None, None, None)
    assert "process.yield" in found.missing


def test_a_process_that_has_gone_keeps_its_code_and_the_yield_of_then() -> None:
    giver, taker = firms()
    a_plant("0.5")
    an_offer_listing(giver)
    [suggestion] = suggestions.of_listing(a_need_listing(taker, "plastic-regranulate").id)
    line = suggestion.lines[0]
    line.parts = line.parts.replace('"regranulate"', '"gone"')
    line.processes = "gone"
    [step] = explain(line).through
    assert (step.code, step.names, step.status) == ("gone", {}, ProcessStatus.UNKNOWN)
    assert step.share is not None
    assert step.share.likely == Decimal("0.5")


def test_windows_without_an_end_go_together_without_a_count() -> None:
    stored = {"name": "timing", "weight": 0.15, "value": 1.0, "evidence": [], "missing": []}
    [sentence] = explained_part(stored).sentences
    assert sentence == Sentence("evidence.timing_open")


def test_distance_is_told_with_what_is_accepted() -> None:
    evidence = [["km", 3.25], ["max_km", 20.0]]
    stored = {"name": "distance", "weight": 0.15, "value": 0.9, "evidence": evidence, "missing": []}
    assert explained_part(stored).sentences == (
        Sentence("evidence.km", (("km", Value(Measure.KM, 3.25)),)),
        Sentence("evidence.max_km", (("km", Value(Measure.KM, 20.0)),)),
    )


@pytest.mark.parametrize("fact", FACTS)
def test_every_fact_that_can_be_missing_has_its_question_and_somebody_to_ask(fact: str) -> None:
    assert TEXTS[f"fact.{fact}"].endswith("?")
    assert f"asks.{fact.partition('.')[0]}" in TEXTS


def stored_part(name: str, *evidence: tuple[str, str | float]) -> dict[str, object]:
    rows = [list(row) for row in evidence]
    return {"name": name, "value": 0.5, "weight": 0.15, "evidence": rows, "missing": []}


def told_codes(name: str, *evidence: tuple[str, str | float], direct: bool = True) -> list[str]:
    return [one.code for one in explained_part(stored_part(name, *evidence), direct=direct).sentences]


def test_forms_that_differ_are_told_side_by_side_and_one_that_is_the_same_once() -> None:
    differing = (("offered_form", "loose"), ("wanted_form", "baled"))
    assert told_codes("quality", *differing) == ["evidence.form"]
    assert told_codes("quality", ("offered_form", "baled"), ("wanted_form", "baled")) == [
        "evidence.form_same"
    ]


def test_periods_of_which_the_shorter_is_taken_whole_say_so() -> None:
    assert told_codes("timing", ("days_in_common", 91.0), ("days_of_shorter", 91.0)) == ["evidence.days_all"]
    part_of_it = (("days_in_common", 30.0), ("days_of_shorter", 91.0))
    assert told_codes("timing", *part_of_it) == ["evidence.days_of_shorter"]


def test_a_way_past_a_process_is_no_straight_line() -> None:
    assert told_codes("distance", ("km", 3.0)) == ["evidence.km"]
    assert told_codes("distance", ("km", 3.0), direct=False) == ["evidence.km_stops"]


def test_what_becomes_of_a_direct_delivery_is_said_as_an_assumption() -> None:
    direct = (("strategy", "R3"), ("steps", 0.0))
    assert told_codes("ladder", *direct) == ["evidence.strategy_direct"]
    through = (("strategy", "R8-low"), ("steps", 1.0))
    assert told_codes("ladder", *through) == ["evidence.strategy", "evidence.steps"]
