"""The life of a suggestion: every pair of statuses, as product.md 4 tells it."""

from itertools import product

import pytest

from flows.suggestions import (
    ALIVE,
    ENDINGS,
    NEXT,
    OPEN,
    Reason,
    ReasonMissingError,
    Status,
    StepNotAllowedError,
    check_reason,
    step,
)

ALLOWED = {
    ("new", "in_review"),
    ("new", "declined"),
    ("new", "lapsed"),
    ("in_review", "proposed"),
    ("in_review", "declined"),
    ("in_review", "lapsed"),
    ("proposed", "agreed"),
    ("proposed", "declined"),
    ("proposed", "lapsed"),
    ("agreed", "moved"),
    ("agreed", "declined"),
    ("agreed", "lapsed"),
    ("moved", "agreed"),
    ("moved", "confirmed"),
    ("moved", "declined"),
    ("moved", "lapsed"),
}
PAIRS = set(product(map(str, Status), repeat=2))


@pytest.mark.parametrize(("current", "wanted"), sorted(ALLOWED))
def test_a_suggestion_may_go_on_or_end(current: str, wanted: str) -> None:
    assert step(Status(current), Status(wanted)) is Status(wanted)


@pytest.mark.parametrize(("current", "wanted"), sorted(PAIRS - ALLOWED))
def test_every_other_step_is_refused(current: str, wanted: str) -> None:
    with pytest.raises(StepNotAllowedError) as refused:
        step(Status(current), Status(wanted))
    assert (refused.value.code, refused.value.current, refused.value.wanted) == (
        "suggestion.step_not_allowed",
        current,
        wanted,
    )


def test_the_table_has_a_line_for_every_status() -> None:
    assert set(NEXT) == set(Status)


def test_confirmed_declined_and_lapsed_are_final() -> None:
    assert {status for status in Status if not NEXT[status]} == {Status.CONFIRMED} | ENDINGS


def test_what_is_alive_can_still_change() -> None:
    assert {status for status in Status if NEXT[status]} == set(ALIVE)
    assert set(OPEN) < set(ALIVE)


@pytest.mark.parametrize("reason", sorted(set(Reason) - {Reason.OTHER}))
def test_a_reason_of_the_list_needs_no_words(reason: Reason) -> None:
    assert check_reason(reason, "") is reason


def test_another_reason_needs_words() -> None:
    assert check_reason(Reason.OTHER, "the truck broke down") is Reason.OTHER
    with pytest.raises(ReasonMissingError):
        check_reason(Reason.OTHER, "  ")


def test_no_reason_is_refused_even_with_words() -> None:
    with pytest.raises(ReasonMissingError):
        check_reason(None, "because")


def test_the_reasons_are_those_that_are_counted_and_published() -> None:
    assert {str(reason) for reason in Reason} == {
        "quality",
        "quantity",
        "timing",
        "distance",
        "price",
        "law",
        "safety",
        "trust",
        "capacity",
        "found_elsewhere",
        "no_answer",
        "other",
    }
