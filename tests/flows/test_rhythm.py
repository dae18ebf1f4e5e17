"""How often: what is said, and what an amount in that rhythm comes to in our periods."""

from decimal import Decimal

import pytest

from flows.readings import Doubt
from flows.rhythm import ONCE_ONLY, Rhythm, read_rhythm
from flows.typed import line_of


def read(text: str, language: str = "nl") -> Rhythm | None:
    return read_rhythm(line_of(text), language)[0].rhythm


@pytest.mark.parametrize(
    ("language", "text", "times", "every", "period"),
    [
        ("nl", "elke week", 1, 1, "week"),
        ("nl", "per maand", 1, 1, "month"),
        ("nl", "2x per week", 2, 1, "week"),
        ("nl", "twee keer per week", 2, 1, "week"),
        ("nl", "om de week", 1, 2, "week"),
        ("nl", "om de 14 dagen", 1, 2, "week"),
        ("nl", "elke 3 weken", 1, 3, "week"),
        ("nl", "elke drie maanden", 1, 1, "quarter"),
        ("nl", "halfjaarlijks", 2, 1, "year"),
        ("nl", "eens per 2 weken", 1, 2, "week"),
        ("nl", "p/w", 1, 1, "week"),
        ("nl", "5 ton/mnd", 1, 1, "month"),
        ("nl", "elke maandag en donderdag", 2, 1, "week"),
        ("nl", "dagelijks, ma-vr", 1, 1, "working_day"),
        ("nl", "per schoolweek", 1, 1, "school_week"),
        ("en", "twice a week", 2, 1, "week"),
        ("en", "every other week", 1, 2, "week"),
        ("en", "per fortnight", 1, 2, "week"),
        ("en", "once every three months", 1, 1, "quarter"),
        ("en", "a week", 1, 1, "week"),
        ("de", "alle 14 Tage", 1, 2, "week"),
        ("de", "zweimal pro Woche", 2, 1, "week"),
        ("de", "im Monat", 1, 1, "month"),
        ("de", "vierteljährlich", 1, 1, "quarter"),
        ("de", "täglich, werktags", 1, 1, "working_day"),
    ],
)
def test_a_rhythm_is_read(language: str, text: str, times: int, every: int, period: str) -> None:
    assert read(text, language) == Rhythm(Decimal(times), Decimal(every), period)


def test_once_is_said_too() -> None:
    assert read("eenmalig") == ONCE_ONLY
    assert read("one-off", "en") == ONCE_ONLY


def test_nothing_said_is_no_rhythm() -> None:
    assert read("karton, 3 containers") is None


@pytest.mark.parametrize(
    ("rhythm", "value", "expected"),
    [
        (Rhythm(Decimal(1), Decimal(2), "week"), 3, ("1.5", "week")),
        (Rhythm(Decimal(2), Decimal(1), "week"), 3, ("6", "week")),
        (Rhythm(Decimal(1), Decimal(3), "week"), 3, ("1", "week")),
        (Rhythm(Decimal(1), Decimal(3), "week"), 1, ("17.333", "year")),
        (Rhythm(Decimal(1), Decimal(3), "month"), 1, ("1", "quarter")),
        (Rhythm(Decimal(1), Decimal(2), "year"), 5, ("2.5", "year")),
        (ONCE_ONLY, 60, ("60", "once")),
    ],
)
def test_an_amount_keeps_its_period_where_that_is_exact(
    rhythm: Rhythm, value: int, expected: tuple[str, str]
) -> None:
    rate, period = rhythm.rate(Decimal(value))
    assert (f"{rate:f}", period) == expected


@pytest.mark.parametrize(("text", "doubt"), [("biweekly", Doubt.INTERVAL), ("now and then", Doubt.IRREGULAR)])
def test_a_rhythm_that_is_not_clear_is_asked(text: str, doubt: Doubt) -> None:
    found, _, _ = read_rhythm(line_of(text), "en")

    assert (found.rhythm, found.doubts) == (None, (doubt,))
