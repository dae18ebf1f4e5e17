"""What a text names."""

import numpy as np
import pytest

from flows.engine.likeness import Floats
from flows.engine.naming import Names, clear, parts_of, words_of


class Flat:
    """An encoder to which all texts mean the same."""

    def encode(self, texts: list[str]) -> Floats:
        return np.ones((len(texts), 512), np.float32)


@pytest.fixture
def names() -> Names:
    return Names([("fly ash", "pulverised fuel ash"), ("paper sludge",), ("scrap steel",)], Flat())


def test_a_text_names_what_is_called_so(names: Names) -> None:
    assert names.named("Fly ash", 0.5).tolist() == [1, 0, 0]


def test_half_a_name_counts_for_less_and_a_common_word_for_little(names: Names) -> None:
    ash, _sludge, steel = names.named("ash and scrap", 0.5)

    assert 1 > ash > steel > 0


def test_words_that_say_something_else_make_a_name_less_clear(names: Names) -> None:
    assert names.named("paper sludge of a brewery", 0.5)[1] < names.named("paper sludge", 0.5)[1]


def test_a_text_without_known_words_names_nothing(names: Names) -> None:
    assert names.named("", 0.5).tolist() == [0, 0, 0]
    assert names.named("qwerty", 0.5).tolist() == [0, 0, 0]


def test_an_unknown_long_word_is_known_by_how_it_begins_and_ends(names: Names) -> None:
    assert names.named("papersludge", 0.5)[1] == names.named("paper sludge", 0.5)[1]
    assert names.named("sludgemaker", 0.5)[1] > 0
    assert names.named("steelxyz", 0.5).tolist() == [0, 0, 0]


def test_both_spellings_are_one() -> None:
    assert words_of("aluminum fiber") == words_of("aluminium fibre")


def test_meaning_is_clear_from_a_likeness_on() -> None:
    assert clear(np.array([0.2, 0.65, 0.9], np.float32)).round(3).tolist() == [0, 0.5, 1]


def test_parts_mark_the_ends_of_words() -> None:
    assert parts_of("ash") == {" as", "ash", "sh ", " ash", "ash ", " ash "}
