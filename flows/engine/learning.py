"""Learning: the weights of the classifier, and how well it does on what it has not seen."""

import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from flows.engine import choice, trust
from flows.engine.choice import Question
from flows.engine.classify import (
    CODE_GUESS,
    MATERIAL_GUESS,
    VOICES,
    code_chances,
    heard,
    likeliest_code,
    material_chances,
    nothing,
    shares_named,
    told_apart,
)
from flows.engine.evidence import (
    LETTERS,
    Evidence,
    Memory,
    alike,
    code_features,
    gather,
    material_features,
    remember,
)
from flows.engine.lexicon import Lexicon, code_index, material_index
from flows.engine.likeness import Encoder, Floats, encoded_in_batches, to_encode
from flows.engine.phrases import Channel, Phrase, plain_text
from flows.engine.trust import calibrated, signs, trusted

FOLDS = 5

MOST_A_CODE = 10
"""Reports of one code that are learnt from, so that soil does not drown the rest."""

TERMS_LEARNT = {"nl": 600, "en": 1500, "de": 1500}
"""Everyday terms that are asked as if they were unknown: they teach what reports in Dutch cannot."""

NAMES_LEARNT = 600
"""Names of materials that are asked as they stand: people do type words that we know."""

TERM_WEIGHT = 0.15
"""What all terms together count for, as a part of what all reports count for."""

NEAR_COPY = 0.85
"""Two texts whose letters are so alike are copies of each other."""


@dataclass(frozen=True, slots=True)
class Case:
    """A text whose codes are known (any of them counts), and what speaks for each code and material."""

    text: str
    language: str
    codes: tuple[str, ...]
    material: str
    evidence: Evidence
    fold: int


@dataclass(frozen=True, slots=True)
class Answer:
    """What the classifier says of a case whose fold it has not seen.

    ``copies`` are the codes of each near copy that it knew.
    """

    case: Case
    codes: tuple[str, ...]
    chance: float
    copies: tuple[tuple[str, ...], ...]


@dataclass
class Study:
    """Everything that learning needs: the lexicon, its phrases, what was reported, and terms to ask."""

    lexicon: Lexicon
    encoder: Encoder
    phrases: Sequence[Phrase]
    tell: Callable[[int], None] = nothing
    reports: list[Case] = field(default_factory=list)
    terms: list[Case] = field(default_factory=list)
    names: list[Case] = field(default_factory=list)
    kernel: Floats = field(default_factory=lambda: np.zeros((0, 0), np.float32))

    def prepare(self) -> "Study":
        """Gather the evidence of all reports, and of terms whose own phrases are hidden meanwhile."""
        self.reports = list(self.cases(self.phrases[self.lexicon.known :]))
        self.kernel = np.stack([alike(case.evidence.reports) for case in self.reports])
        self.terms = list(self.cases(sampled(self.phrases), hide=True))
        self.names = list(self.cases(sampled_names(self.phrases)))
        return self

    def cases(self, phrases: Iterable[Phrase], *, hide: bool = False) -> Iterator[Case]:
        """Yield a case for each phrase."""
        asked = list(phrases)
        encoded = encoded_in_batches(self.encoder, [to_encode(one.text) for one in asked], nothing)
        for at, one in enumerate(asked):
            plain = plain_text(one.text)
            hidden = np.array(self.lexicon.same.get(plain, ()) if hide else (), np.int64)
            self.tell(1)
            evidence = gather(self.lexicon, plain, encoded[at], hidden)
            yield Case(one.text, one.language, one.codes, one.material, evidence, fold_of(one.text))

    def memory(self, *without: int) -> Memory:
        """Return the memory of the reports of all other folds."""
        rows = [at for at, case in enumerate(self.reports) if case.fold not in without]
        return remember(self.lexicon, self.kernel, np.array(rows, np.int64))


def fold_of(text: str) -> int:
    """Return the fold of a text; copies of it are in the same one."""
    return zlib.crc32(plain_text(text).encode()) % FOLDS


def sampled(phrases: Sequence[Phrase]) -> list[Phrase]:
    """Return some everyday terms of each language, the same ones every time."""
    chance = np.random.default_rng(20261126)
    found = []
    for language, number in TERMS_LEARNT.items():
        terms = [one for one in phrases if one.channel is Channel.TERM and one.language == language]
        found += [
            terms[at] for at in sorted(chance.choice(len(terms), min(number, len(terms)), replace=False))
        ]
    return found


def sampled_names(phrases: Sequence[Phrase]) -> list[Phrase]:
    """Return some names of materials, half of them of materials that have no code."""
    chance = np.random.default_rng(20261126)
    names = [one for one in phrases if one.channel is Channel.MATERIAL]
    found = []
    for group in ([one for one in names if one.codes], [one for one in names if not one.codes]):
        number = min(NAMES_LEARNT // 2, len(group))
        found += [group[at] for at in sorted(chance.choice(len(group), number, replace=False))]
    return found


def learn_voices(study: Study, without: int | None = None) -> dict[str, dict[str, float]]:
    """Return the weights by which is answered, and those that only help to say how sure that is."""
    most = (MOST_A_CODE, len(study.reports))
    return {voice: learn_codes(study, without, top) for voice, top in zip(VOICES, most, strict=True)}


def learn_codes(study: Study, without: int | None = None, most: int = MOST_A_CODE) -> dict[str, float]:
    """Return the weights for codes, learnt without one fold, from at most so many reports of a code.

    No report is asked from its own memory.
    """
    left_out = () if without is None else (without,)
    asked: list[Question] = []
    names: list[str] = []
    seen: Counter[str] = Counter()
    for fold in range(FOLDS):
        if fold == without:
            continue
        memory = study.memory(fold, *left_out)
        for case in study.reports:
            seen[case.codes[0]] += case.fold == fold
            if case.fold == fold and seen[case.codes[0]] <= most:
                names, question = code_question(case, memory)
                asked.append(question)
    memory = study.memory(*left_out)
    each = TERM_WEIGHT * len(asked) / max(1, len(study.terms))
    asked += [code_question(case, memory, each)[1] for case in study.terms]
    return choice.fit(asked, names)


def learn_trust(
    study: Study, voices: Mapping[str, choice.Weights], without: int | None = None
) -> dict[str, float]:
    """Return the weights of trust, learnt from answers to reports that were unknown when they were asked."""
    left_out = () if without is None else (without,)
    seen, right = [], []
    for fold in sorted(set(range(FOLDS)) - set(left_out)):
        memory = study.memory(fold, *left_out)
        for case in study.reports:
            if case.fold == fold:
                chances, its = answered(case, memory, voices)
                seen.append(its)
                right.append(list(code_index())[int(np.argmax(chances))] in case.codes)
    return trust.fit(seen, right)


def answered(
    case: Case, memory: Memory, voices: Mapping[str, choice.Weights]
) -> tuple[Floats, dict[str, float]]:
    """Return the chances of the codes of a case, and the signs by which the first is trusted."""
    features = code_features(case.evidence, memory, case.language)
    first, plenty = (heard(features, voices[voice]) for voice in VOICES)
    chances = told_apart(first, plenty)
    return chances, signs(chances, plenty, case.evidence, memory, len(plain_text(case.text).split()))


def code_question(case: Case, memory: Memory, weight: float = 1.0) -> tuple[list[str], Question]:
    """Return a case as a choice between codes, and the names of its features."""
    features = code_features(case.evidence, memory, case.language)
    kept = choice.first_sight(features, CODE_GUESS)
    names = sorted(features)
    index = code_index()
    right = np.isin(kept, [index[code] for code in case.codes if code in index])
    return names, Question(choice.stacked(features, kept, names), right, weight)


def learn_materials(study: Study, codes: choice.Weights, memory: Memory) -> dict[str, float]:
    """Return the weights for materials, learnt from terms whose material was written beside them."""
    asked = [case for case in (*study.terms, *study.names) if case.material]
    questions = [material_question(case, codes, memory) for case in asked]
    names = sorted(material_evidence(study.terms[0], codes, memory))
    return choice.fit(questions, names)


def material_evidence(case: Case, codes: choice.Weights, memory: Memory) -> Mapping[str, Floats]:
    """Return what speaks for each material in a case."""
    chances = code_chances(case.evidence, memory, case.language, codes)
    named = shares_named(case.text, case.language)
    return material_features(case.evidence, likeliest_code(chances), named)


def material_question(case: Case, codes: choice.Weights, memory: Memory) -> Question:
    """Return a case as a choice between materials."""
    features = material_evidence(case, codes, memory)
    kept = choice.first_sight(features, MATERIAL_GUESS)
    right = kept == material_index()[case.material]
    return Question(choice.stacked(features, kept, sorted(features)), right)


def answers(study: Study, cases: Sequence[Case]) -> Iterator[Answer]:
    """Yield what the classifier says of each case, having seen no report of its fold."""
    for fold in range(FOLDS):
        memory, voices = study.memory(fold), learn_voices(study, fold)
        faith = learn_trust(study, voices, fold)
        for case in cases:
            if case.fold == fold:
                chances, its = answered(case, memory, voices)
                alike_it = memory.rows[case.evidence.reports[LETTERS, memory.rows] >= NEAR_COPY]
                copies = tuple(study.reports[int(row)].codes for row in alike_it)
                yield answer(case, calibrated(chances, trusted(its, faith)), copies)


def answer(case: Case, chances: Floats, copies: tuple[tuple[str, ...], ...]) -> Answer:
    """Return the five likeliest codes of a case, beside what its near copies were reported under."""
    codes = list(code_index())
    order = np.argsort(-chances, kind="stable")[:5]
    return Answer(case, tuple(codes[int(at)] for at in order), float(chances[order[0]]), copies)


def material_shares(study: Study, weights: Mapping[str, choice.Weights]) -> tuple[float, float]:
    """Return in which shares of unknown terms the material is the first, and among the first five."""
    memory, slugs = study.memory(), list(material_index())
    ranks = []
    for case in study.terms:
        codes = code_chances(case.evidence, memory, case.language, weights["codes"])
        named = shares_named(case.text, case.language)
        chances = material_chances(case.evidence, codes, named, weights["materials"])
        order = np.argsort(-chances, kind="stable")[:5]
        first = [slugs[int(at)] for at in order]
        ranks.append(first.index(case.material) if case.material in first else len(first))
    return float(np.mean(np.array(ranks) < 1)), float(np.mean(np.array(ranks) < 5))
