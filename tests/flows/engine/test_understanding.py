"""What the classifier makes of texts as people type them; the index is the one that ships."""

from pathlib import Path

import pytest

from flows.engine.classify import Classifier, is_built, open_classifier

KEPT = Path(__file__).parents[3] / ".stamps" / "words"
"""Built by set-up, so that no test has to."""


@pytest.fixture(scope="module")
def reader() -> Classifier:
    return open_classifier(KEPT)


def test_set_up_has_built_the_index() -> None:
    assert is_built(KEPT)


@pytest.mark.parametrize(
    ("text", "language", "material"),
    [
        ("kartonnen dozen van de winkel", "nl", {"corrugated-board", "cardboard"}),
        ("afgewerkte frituurolie", "nl", {"used-cooking-oil"}),
        ("sloophout geverfd", "nl", {"wood-class-b", "wood"}),
        ("afgedankte bureaustoelen", "nl", {"office-chair"}),
        ("koffiedik", "nl", {"coffee-grounds"}),
        ("brewers spent grain", "en", {"brewers-grain"}),
        ("coal fly ash", "en", {"fly-ash"}),
        ("broken window glass", "en", {"flat-glass"}),
        ("Betonbruch", "de", {"concrete-rubble"}),
        ("alte Autoreifen", "de", {"tyres", "car-tyres"}),
    ],
)
def test_the_material_is_among_the_first_three(
    reader: Classifier, text: str, language: str, material: set[str]
) -> None:
    said = reader.classify(text, language)
    assert material & {slug for slug, _chance in said.materials[:3]}, said.materials


@pytest.mark.parametrize(
    ("text", "language", "code"),
    [
        ("karton", "nl", "150101"),
        ("asbesthoudende golfplaten", "nl", "170605"),
        ("groenafval", "nl", "200201"),
        ("waste engine oil", "en", "130205"),
        ("Bauschutt gemischt", "de", "170107"),
    ],
)
def test_the_code_is_among_the_first_five(reader: Classifier, text: str, language: str, code: str) -> None:
    assert code in {guess.eural for guess in reader.classify(text, language).guesses}


@pytest.mark.parametrize(
    ("text", "language", "code"),
    [
        ("grond met asbest (gevaarlijk afval)", "nl", "170503"),
        ("licht verontreinigde grond", "nl", "170504"),
        ("schone grond", "nl", "170504"),
        ("houten balken, gecreosoteerd en gevaarlijk", "nl", "170204"),
        ("freesasfalt niet-teerhoudend", "nl", "170302"),
        ("Bauholz ohne schädliche Verunreinigungen", "de", "170201"),
    ],
)
def test_of_two_twins_what_the_text_says_comes_first(
    reader: Classifier, text: str, language: str, code: str
) -> None:
    said = reader.classify(text, language).guesses
    assert said[0].eural == code
    assert said[0].asks_hazard  # and its owner is asked all the same


def test_chances_are_shares_and_come_in_order(reader: Classifier) -> None:
    chances = [guess.chance for guess in reader.classify("gemengd puin", "nl", limit=20).guesses]
    assert chances == sorted(chances, reverse=True)
    assert 0 < sum(chances) <= 1.0001


def test_the_same_text_gets_the_same_answer(reader: Classifier) -> None:
    assert reader.classify("oude pallets", "nl") == reader.classify("oude pallets", "nl")


def test_a_sector_decides_between_origins(reader: Classifier) -> None:
    builder = {guess.eural: guess.chance for guess in reader.classify("hout", "nl", "41", 10).guesses}
    nobody = {guess.eural: guess.chance for guess in reader.classify("hout", "nl", "", 10).guesses}
    assert builder["170201"] > nobody["170201"]


def test_hazard_is_asked_never_guessed(reader: Classifier) -> None:
    guesses = {guess.eural: guess for guess in reader.classify("grond", "nl").guesses}
    assert guesses["170504"].asks_hazard


@pytest.mark.parametrize("text", ["", "   ", "!!!", "xqzwv blrgh", "iets", "spullen"])
def test_it_says_that_it_does_not_know(reader: Classifier, text: str) -> None:
    assert not reader.classify(text, "nl").sure


@pytest.mark.parametrize("text", ["a" * 5000, "\x00karton", "${7*7}", "💥" * 50, "İ" * 200])
def test_no_text_breaks_it(reader: Classifier, text: str) -> None:
    assert reader.classify(text, "nl").guesses is not None


@pytest.mark.parametrize("text", ["stoom", "koelwater"])
def test_what_is_no_waste_has_no_code(reader: Classifier, text: str) -> None:
    assert reader.classify(text, "nl").guesses[0].eural == ""
