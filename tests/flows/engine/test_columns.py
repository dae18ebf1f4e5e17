"""The lexicon on a handful of phrases, with an encoder that one can follow."""

from pathlib import Path

import numpy as np
import pytest

from flows.engine import choice, lexicon
from flows.engine.classify import nothing
from flows.engine.evidence import NOTHING, Evidence, Rows, code_features, gather, kin, remember
from flows.engine.lexicon import Lexicon, code_index
from flows.engine.likeness import Floats, letters_of, postings
from flows.engine.origins import lean
from flows.engine.phrases import Channel, Phrase, plain_text
from flows.engine.trust import calibrated, fit, trusted
from flows.materials import load_materials

PHRASES = (
    Phrase("Papieren en kartonnen verpakking", "nl", ("150101",), "", Channel.NAME),
    Phrase("Karton", "nl", ("150101", "200101"), "cardboard", Channel.MATERIAL),
    Phrase("kartonnen dozen", "nl", ("150101",), "corrugated-board", Channel.TERM),
    Phrase("betonpuin", "nl", ("170101",), "concrete-rubble", Channel.TERM),
    Phrase("schoon betonpuin", "nl", ("170107", "170101"), "", Channel.REPORTED),
    Phrase("oud papier en karton", "nl", ("200101",), "", Channel.REPORTED),
)


class Letters:
    """An encoder whose meaning is how often each letter stands in a text."""

    def encode(self, texts: list[str]) -> Floats:
        rows = np.zeros((len(texts), 512), np.float32)
        for row, text in enumerate(texts):
            for letter in text:
                rows[row, ord(letter) % 512] += 1
        return np.asarray(rows / np.maximum(1, np.linalg.norm(rows, axis=1, keepdims=True)), np.float32)


@pytest.fixture(scope="module")
def words() -> Lexicon:
    return lexicon.build(PHRASES, Letters(), nothing)


def evidence_of(words: Lexicon, text: str, hidden: Rows = NOTHING) -> Evidence:
    return gather(words, plain_text(text), Letters().encode([text])[0], hidden)


def test_the_same_words_are_wholly_alike_whatever_their_accents(words: Lexicon) -> None:
    likeness = words.similarities("  KARTONNEN   dózen", Letters())
    assert likeness[0][2] == pytest.approx(1, abs=1e-5)
    assert likeness[1][2] == pytest.approx(1, abs=1e-5)
    assert likeness[2][2] > 0.95


def test_words_that_share_no_letters_are_not_alike() -> None:
    index = postings(["karton", "glas"], 2, letters_of)
    assert list(index.similarities("karton", letters_of)) == [pytest.approx(1, abs=1e-5), 0]


def test_each_code_is_spoken_for_by_its_best_phrase_the_first_code_loudest(words: Lexicon) -> None:
    known = evidence_of(words, "karton").codes
    first, second = code_index()["150101"], code_index()["200101"]
    assert known[0, Channel.MATERIAL, first] == pytest.approx(1, abs=1e-5)
    assert known[0, Channel.MATERIAL, second] == pytest.approx(0.9, abs=1e-5)


def test_a_code_hears_what_its_material_is_called_under_another_code(words: Lexicon) -> None:
    heard = kin(evidence_of(words, "kartonnen dozen").materials)
    index, tree = code_index(), load_materials()
    first, *others = tree["corrugated-board"].eural
    assert heard[index[first]] == pytest.approx(2, abs=0.05)
    assert all(heard[index[other]] > heard[index["170101"]] for other in others)


def test_hidden_phrases_say_nothing(words: Lexicon) -> None:
    hidden = np.array(words.same[plain_text("betonpuin")])
    known = evidence_of(words, "betonpuin", hidden).codes
    assert known[0, Channel.TERM, code_index()["170101"]] == 0


def test_memory_forgets_what_it_may_not_remember(words: Lexicon) -> None:
    evidence = evidence_of(words, "schoon betonpuin")
    kernel = np.eye(2, dtype=np.float32)
    code = code_index()["170107"]
    whole = code_features(evidence, remember(words, kernel, np.array([0, 1])), "nl")
    part = code_features(evidence, remember(words, kernel, np.array([1])), "nl")
    assert whole["reported.exact"][code] == 1
    assert (part["reported.letters"][code], part["seen.nl"][code], part["echo"][code]) == (0, 0, 0)


def test_a_lexicon_comes_back_from_its_files_as_it_was(words: Lexicon, tmp_path: Path) -> None:
    lexicon.write(words, tmp_path)
    again = lexicon.read(tmp_path)
    for text in ("karton", "puin van beton", "iets anders"):
        assert np.array_equal(words.similarities(text, Letters()), again.similarities(text, Letters()))
    assert again.text == words.text


def test_weights_follow_what_was_right() -> None:
    table = np.array([[1, 0.3], [0, 0.3], [0.2, 0.3]], np.float32)
    question = choice.Question(table, np.array([True, False, False]))
    weights = choice.fit([question] * 5, ["telling", "idle"])
    assert weights["telling"] > 1
    assert abs(weights["idle"]) < 1e-6
    features = {"telling": table[:, 0], "idle": table[:, 1]}
    chances = choice.chances(features, np.arange(3), weights)
    assert float(chances.sum()) == pytest.approx(1, abs=1e-6)
    assert int(np.argmax(chances)) == 0


def test_weights_come_back_from_their_file(tmp_path: Path) -> None:
    choice.write_weights({"codes": {"b": -0.5, "a": 1.25}}, tmp_path / "weights.csv")
    assert choice.read_weights("codes", tmp_path / "weights.csv") == {"a": 1.25, "b": -0.5}


def test_trust_is_learnt_from_what_came_true() -> None:
    seen = [{"clear": clear / 10} for clear in range(10)] * 4
    weights = fit(seen, [one["clear"] > 0.45 for one in seen])
    assert trusted({"clear": 0.9}, weights) > 0.8
    assert trusted({"clear": 0.0}, weights) < 0.2


def test_the_first_answer_stays_the_first_and_chances_stay_one() -> None:
    settled = calibrated(np.array([0.6, 0.3, 0.1], np.float32), 0.7)
    assert list(settled) == [pytest.approx(0.7), pytest.approx(0.225), pytest.approx(0.075)]
    assert int(np.argmax(calibrated(np.array([0.6, 0.39, 0.01], np.float32), 0.2))) == 0


def test_a_sector_leans_towards_the_chapters_of_its_trade() -> None:
    index = code_index()
    builder, nobody = lean("41201"), lean("")
    assert builder[index["170201"]] > 0
    assert builder[index["030105"]] == 0
    assert not nobody.any()
