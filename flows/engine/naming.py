"""Naming: which of several things a text names, each known by a few phrases; every rarer word tells more."""

from collections import defaultdict
from collections.abc import Sequence
from math import log

import numpy as np

from flows.engine.likeness import Encoder, Floats, to_encode
from flows.engine.phrases import plain_text
from flows.recognition import stem

SPELLING = {
    "fiber": "fibre",
    "aluminum": "aluminium",
    "sulfur": "sulphur",
    "sulfuric": "sulphuric",
    "tire": "tyre",
    "fertilizer": "fertiliser",
    "desulfurization": "desulphurisation",
    "sulfate": "sulphate",
}
ONE_SPELLING = {stem(other): stem(ours) for other, ours in SPELLING.items()}

COMMON = frozenset(
    stem(word)
    for word in """
    a an the of in to for and or by with from on at co ltd plant company works maker producer production
    industry factory manufacturer manufacture manufacturing limited corp raw material materials process use
    used other new group enterprises residue residues crude end life recovery refining refinery waste wastes
    product products scrap by-product pulp
    """.split()  # noqa: SIM905 - words are read more easily as words
)
"""Words of many names: alone they hardly tell which is meant."""

COMMON_WEIGHT = 0.35
UNSAID = 1.5
"""How steeply a phrase counts for less when only some of its words are said."""

COMPOUND, PART = 9, 4
"""Letters of a word from which it may be several in one, and letters that a part of it has at least."""

LEAST_ALIKE, SURELY_ALIKE = 0.45, 0.85
"""Likeness of meaning from which two texts begin to say the same, and where they surely do."""


class Names:
    """Things, each with its phrases, in the order in which scores are returned."""

    def __init__(self, phrases: Sequence[Sequence[str]], encoder: Encoder) -> None:
        self.count = len(phrases)
        flat = [(thing, phrase) for thing, its in enumerate(phrases) for phrase in its]
        self.thing = np.array([thing for thing, _phrase in flat], np.int64)
        self.said = [words_of(phrase) for _thing, phrase in flat]
        self.weight = self._weights()
        self.total = np.array([sum(self.weight[word] for word in said) for said in self.said])
        self.phrases: dict[str, list[int]] = defaultdict(list)
        for at, said in enumerate(self.said):
            for word in said:
                self.phrases[word].append(at)
        self.meaning = unit(encoder.encode([to_encode(phrase) for _thing, phrase in flat]))

    def _weights(self) -> dict[str, float]:
        owners: dict[str, set[int]] = defaultdict(set)
        for thing, said in zip(self.thing, self.said, strict=True):
            for word in said:
                owners[word].add(int(thing))
        return {word: self._weight(word, len(its)) for word, its in owners.items()}

    def _weight(self, word: str, owners: int) -> float:
        return log(1 + self.count / owners) * (COMMON_WEIGHT if word in COMMON else 1)

    def named(self, text: str, unsaid: float) -> Floats:
        """Return how clearly a text names each thing, 0 to 1.

        ``unsaid`` is how steeply a name counts for less the more words of the text say something else.
        """
        words = [part for word in words_of(text) for part in self._parts(word)]
        met = np.zeros(len(self.said))
        for word in words:
            met[self.phrases.get(word, ())] += self.weight.get(word, 0)
        whole = sum(self.weight.get(word) or self._weight(word, 1) for word in words) or 1.0
        each = (met / np.maximum(self.total, 1e-9)) ** UNSAID * np.minimum(1, met / whole) ** unsaid
        found = np.zeros(self.count, np.float32)
        np.maximum.at(found, self.thing, each.astype(np.float32))
        return found

    def _parts(self, word: str) -> tuple[str, ...]:
        """Return a word, or the known words with which it begins and ends if it is long and unknown.

        Dutch and German write in one word what a name may say in two: "oesterzwammenkwekerij".
        """
        if word in self.weight or len(word) < COMPOUND:
            return (word,)
        spans = range(len(word) - PART, PART - 1, -1)
        first = next((word[:at] for at in spans if word[:at] in self.weight), "")
        last = next((word[-at:] for at in spans if word[-at:] in self.weight), "")
        return tuple(filter(None, (first, last))) or (word,)

    def alike(self, encoded: Floats) -> Floats:
        """Return how near in meaning an encoded text (of length 1) is to each thing, -1 to 1."""
        found = np.full(self.count, -1, np.float32)
        np.maximum.at(found, self.thing, self.meaning @ encoded)
        return found


def words_of(text: str) -> tuple[str, ...]:
    """Return the stems of the words of a text, each once, in one spelling."""
    stems = (stem(word) for word in plain_text(text).split())
    return tuple(dict.fromkeys(ONE_SPELLING.get(one, one) for one in stems))


def clear(alike: Floats) -> Floats:
    """Return likeness of meaning as how clearly the same is said, 0 to 1."""
    return np.asarray(np.clip((alike - LEAST_ALIKE) / (SURELY_ALIKE - LEAST_ALIKE), 0, 1), np.float32)


def unit(encoded: Floats) -> Floats:
    """Return encoded texts, each of length 1."""
    return np.asarray(encoded / np.maximum(1e-9, np.linalg.norm(encoded, axis=-1, keepdims=True)), np.float32)


def parts_of(text: str) -> frozenset[str]:
    """Return the parts of three to five letters of the words of a text, their ends marked."""
    marked = [f" {word} " for word in plain_text(text).split()]
    return frozenset(
        word[at : at + size] for word in marked for size in (3, 4, 5) for at in range(len(word) - size + 1)
    )
