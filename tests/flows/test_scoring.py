"""The score: each part by hand, and what an unknown fact does."""

from datetime import date
from pathlib import Path

import pytest

from flows.distance import Position
from flows.scoring import (
    FACTS,
    PARTS,
    Judgement,
    Weight,
    Weights,
    WeightsError,
    billionths,
    completeness,
    judge_distance,
    judge_ladder,
    judge_material,
    judge_quality,
    judge_timing,
    load_weights,
    read_weights,
    total,
    weigh,
)
from flows.strategies import Strategy
from flows.streams import Availability, Form, Quality

GELEEN = Position(5.83, 50.97)


def test_the_weights_in_use_are_those_agreed() -> None:
    assert [weight.weight for weight in load_weights().parts] == [0.30, 0.15, 0.15, 0.15, 0.15, 0.10]
    assert {weight.typical for weight in load_weights().parts} == {0.5}
    assert load_weights().distance_scale_km == 50


def test_weights_that_do_not_add_up_to_one_are_refused() -> None:
    with pytest.raises(WeightsError):
        Weights(tuple(Weight(part, 0.5, 0.5) for part in PARTS), 50, "x")


@pytest.mark.parametrize(("levels", "value"), [(0, 1.0), (1, 0.85), (2, 0.6), (-1, 0.6), (-2, 0.35)])
def test_a_material_counts_less_the_farther_it_lies_from_the_one_wanted(levels: int, value: float) -> None:
    assert judge_material([("ldpe-film", "plastics", levels)]).value == value


def test_an_offer_that_is_vaguer_than_the_need_is_asked_what_exactly_it_is() -> None:
    assert judge_material([("plastics", "ldpe-film", -2)]).missing == ("offer.exact_material",)


def test_a_chain_is_as_near_as_its_loosest_joint() -> None:
    found = judge_material([("ldpe-film", "ldpe-film", 0), ("pe", "plastics", 2)])

    assert found.value == 0.6
    assert found.evidence[3:] == (("offered", "pe"), ("wanted", "plastics"), ("levels", 2.0))


def test_dirt_at_half_the_limit_leaves_three_quarters() -> None:
    found = judge_quality(Quality(contamination_pct=2), Quality(contamination_pct=4))

    assert found is not None
    assert found.value == 0.75
    assert found.evidence == (("contamination_pct", 2), ("max_contamination_pct", 4))


@pytest.mark.parametrize(
    ("offered", "wanted"),
    [
        (Quality(contamination_pct=5), Quality(contamination_pct=4)),
        (Quality(moisture_pct=21), Quality(moisture_pct=20)),
        (Quality(classes=("C",)), Quality(classes=("A", "B"))),
        (Quality(contamination_pct=0.1), Quality(contamination_pct=0)),
    ],
)
def test_a_known_value_beyond_a_known_limit_is_no_match(offered: Quality, wanted: Quality) -> None:
    assert judge_quality(offered, wanted) is None


def test_quality_is_the_mean_of_the_questions_answered() -> None:
    found = judge_quality(
        Quality(form=Form.LOOSE, classes=("A",)), Quality(form=Form.BALED, classes=("A", "B"))
    )

    assert found is not None
    assert found.value == 0.75
    assert found.known == 1


def test_a_limit_of_nought_is_kept_by_nought() -> None:
    found = judge_quality(Quality(moisture_pct=0), Quality(moisture_pct=0))

    assert found is not None
    assert found.value == 1


def test_a_question_that_one_side_answered_is_put_to_the_other() -> None:
    found = judge_quality(Quality(form=Form.BALED), Quality(contamination_pct=4))

    assert found == Judgement(None, (), ("offer.contamination", "need.form"))


def test_where_nobody_said_anything_of_quality_both_are_asked() -> None:
    assert judge_quality(Quality(), Quality()) == Judgement(None, (), ("offer.quality", "need.quality"))


def test_a_quality_known_in_part_counts_half() -> None:
    found = judge_quality(Quality(form=Form.BALED, moisture_pct=5), Quality(form=Form.BALED))

    assert found == Judgement(
        1.0, (("offered_form", "baled"), ("wanted_form", "baled")), ("need.max_moisture",)
    )
    assert found.known == 0.5


def test_windows_that_miss_each_other_are_no_match() -> None:
    spring = Availability(date(2026, 3, 1), date(2026, 5, 31))

    assert judge_timing(spring, Availability(date(2026, 6, 1))) is None


def test_days_in_common_are_counted_against_the_shorter_window() -> None:
    ten_days = Availability(date(2026, 3, 1), date(2026, 3, 10))
    from_the_sixth = Availability(date(2026, 3, 6), date(2026, 4, 30))

    found = judge_timing(ten_days, from_the_sixth)

    assert found == Judgement(0.5, (("days_in_common", 5.0), ("days_of_shorter", 10.0)))


@pytest.mark.parametrize(
    ("offered", "wanted"),
    [
        (Availability(date(2026, 1, 1)), Availability(date(2026, 3, 1), date(2026, 3, 10))),
        (Availability(date(2026, 1, 1)), Availability(date(2025, 1, 1))),
        (Availability(date(2026, 1, 1)), Availability(end=date(2026, 12, 31))),
    ],
)
def test_a_window_inside_the_other_and_windows_without_end_are_in_time(
    offered: Availability, wanted: Availability
) -> None:
    found = judge_timing(offered, wanted)

    assert found is not None
    assert found.value == 1


def test_timing_is_unknown_while_one_side_said_nothing() -> None:
    assert judge_timing(Availability(), Availability(date(2026, 1, 1))) == Judgement(
        None, (), ("offer.timing",)
    )


def test_half_the_scale_leaves_half_of_the_distance_part() -> None:
    found = judge_distance(25.0, (GELEEN, GELEEN), (None, 30.0), 50)

    assert found == Judgement(0.5, (("km", 25.0), ("max_km", 30.0)))


def test_beyond_the_scale_nothing_is_left_but_it_stays_a_match() -> None:
    found = judge_distance(60.0, (GELEEN, GELEEN), (None, None), 50)

    assert found == Judgement(0.0, (("km", 60.0),))


def test_farther_than_one_side_goes_is_no_match() -> None:
    assert judge_distance(25.1, (GELEEN, GELEEN), (25.0, 100.0), 50) is None


def test_a_distance_without_a_place_asks_for_the_place() -> None:
    assert judge_distance(None, (GELEEN, None), (5.0, 5.0), 50) == Judgement(None, (), ("need.position",))


def test_a_rung_counts_less_after_each_conversion() -> None:
    assert judge_ladder(Strategy.R3, 0).value == 0.7
    assert judge_ladder(Strategy.R8_HIGH, 1).value == pytest.approx(0.27)


def test_an_unknown_part_counts_as_typical_and_lowers_only_the_completeness() -> None:
    weights = load_weights()
    known = weigh([Judgement(0.5)] * 6, weights)
    unknown = weigh([Judgement(0.5)] * 5 + [Judgement(None, (), ("need.position",))], weights)

    assert total(unknown, weights) == total(known, weights) == pytest.approx(0.5)
    assert completeness(known) == pytest.approx(1)
    assert completeness(unknown) == pytest.approx(0.9)


def test_everything_perfect_scores_one_and_no_more() -> None:
    weights = load_weights()

    assert total(weigh([Judgement(1.0)] * 6, weights), weights) == pytest.approx(1, abs=1e-12)
    assert total(weigh([Judgement(0.0)] * 6, weights), weights) == 0


def test_scores_are_ranked_in_whole_billionths() -> None:
    assert billionths(0.5) == 500_000_000
    assert billionths(0.1 + 0.2) == billionths(0.3)


def test_every_fact_that_can_be_missing_is_listed() -> None:
    everything = Quality(Form.BALED, 1, 1, ("A",))
    one_sided = [judge_quality(everything, Quality()), judge_quality(Quality(), everything)]

    assert {fact for found in one_sided if found is not None for fact in found.missing} <= set(FACTS)


def test_the_weights_say_since_when_they_hold_and_why() -> None:
    weights = load_weights()
    assert weights.version == "1"
    assert date.fromisoformat(weights.date)
    assert "assumption" in weights.reason


@pytest.mark.parametrize(
    "rows",
    [
        "",
        "material,1,0.5,,1,2027-01-01,why\n",
        "".join(f"{part},0.1666666666666667,0.5,50,{at},2027-01-01,why\n" for at, part in enumerate(PARTS)),
        "".join(f"{part},0.1666666666666667,0.5,,1,2027-01-01,why\n" for part in reversed(PARTS)),
    ],
    ids=["empty", "one part", "several versions", "another order"],
)
def test_a_file_of_weights_that_breaks_their_law_is_refused(rows: str, tmp_path: Path) -> None:
    path = tmp_path / "weights.csv"
    path.write_text("part,weight,typical,scale,version,date,reason\n" + rows, encoding="utf-8")
    with pytest.raises(WeightsError):
        read_weights(path)
