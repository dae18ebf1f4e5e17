"""Likeness by sums over parts, compared with the same reckoned part by part; one processor a text."""

from collections import Counter
from math import log, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from threadpoolctl import threadpool_info, threadpool_limits

from flows.engine.classify import likeliest_code, materials_of_codes
from flows.engine.lexicon import code_index, material_index
from flows.engine.likeness import PARTS, letters_of, one_thread, postings, side_by_side, spans
from flows.materials import load_materials

TEXTS = ["oud karton", "karton dozen", "nat glas", "glas", "bont glas in dozen"]
WORDS = st.lists(st.sampled_from(["oud", "karton", "glas", "nat", "zand", "dozen"]), max_size=5)


def weighed(text: str) -> dict[str, float]:
    """Return the weights of the parts of a text, together of length 1."""
    seen = Counter(part for known in TEXTS for part in set(letters_of(known)))
    raw = {
        part: (1 + log(number)) * (log((1 + len(TEXTS)) / (1 + seen[part])) + 1)
        for part, number in Counter(letters_of(text)).items()
    }
    length = sqrt(sum(weight * weight for weight in raw.values())) or 1
    return {part: weight / length for part, weight in raw.items()}


@given(WORDS)
@settings(deadline=None)
def test_likeness_is_the_cosine_of_the_parts(words: list[str]) -> None:
    text = " ".join(words)
    said = postings(TEXTS, len(TEXTS), PARTS["letters"]).similarities(text, PARTS["letters"])
    asked = weighed(text)
    known = [weighed(one) for one in TEXTS]
    expected = [sum(asked[part] * one.get(part, 0) for part in asked) for one in known]
    assert said == pytest.approx(expected, abs=1e-5)


def test_parts_of_a_column_stand_one_behind_the_other() -> None:
    start = np.array([0, 2, 2, 5], np.int32)
    places = spans(start, [0, 1, 2])
    assert places == [(0, 2), (2, 2), (2, 5)]
    assert side_by_side(np.array([5, 4, 3, 2, 1], np.int32), places[::2]).tolist() == [5, 4, 3, 2, 1]


def threads() -> list[int]:
    return [int(one["num_threads"]) for one in threadpool_info() if one["user_api"] == "blas"]


def test_a_text_is_read_on_one_processor_and_the_others_are_given_back() -> None:
    before = threads()
    with one_thread():
        within = threads()
    assert before
    assert set(within) == {1}
    assert threads() == before


def test_of_two_at_once_the_last_gives_the_processors_back() -> None:
    with threadpool_limits(limits=2, user_api="blas"):
        before = threads()
        first, second = one_thread(), one_thread()
        first.__enter__()
        second.__enter__()
        first.__exit__(None, None, None)
        assert set(threads()) == {1}
        second.__exit__(None, None, None)
        assert threads() == before == [2] * len(before)


def test_the_likeliest_code_of_each_material_is_found_at_once() -> None:
    codes = np.random.default_rng(5).random(len(code_index())).astype(np.float32)
    said = likeliest_code(codes)
    index = code_index()
    expected = [
        max((codes[index[code]] for code in one.eural), default=codes.max() / 2) for one in load_materials()
    ]
    assert said.tolist() == np.array(expected, np.float32).tolist()


def test_every_code_knows_its_materials() -> None:
    slugs = list(material_index())
    tree = load_materials()
    owners = materials_of_codes()
    assert set(owners) == set(code_index())
    assert all(tree[slugs[at]].eural[place] == code for code, pairs in owners.items() for at, place in pairs)
