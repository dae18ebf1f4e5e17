"""Choosers: two ways to weigh all phrases of a code together, where likeness looks at the best one alone."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from flows.engine.likeness import BUCKETS, Floats, Ints, letters_of, side_by_side, spans, weigh, words_of

SEEN_THRICE = 3
"""Parts of words that fewer phrases have say nothing: names of firms, slips of the pen."""

UNTOLD = 3000.0
"""Parts, spread as in all phrases, that are counted with those of each code: few phrases prove little."""

FEWEST, SMOOTHING = 5.0, 1.0
"""Phrases that a code counts for at least, so that a thin one is not heard too loud; and how much the
regression is held back from following single phrases."""

Rows = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Told:
    """Which codes phrases tell of: pairs of a phrase, a code and what it is worth."""

    phrase: Rows
    code: Rows
    worth: Floats

    def within(self, rows: Rows) -> "Told":
        """Return the pairs of some phrases."""
        kept = np.isin(self.phrase, rows)
        return Told(self.phrase[kept], self.code[kept], self.worth[kept])


@dataclass(frozen=True, slots=True)
class Tally:
    """How often the phrases of each code have each part of a word: naive Bayes (Manning et al. 2008, 13.2).

    Between ``start[bucket]`` and the next stand the codes that have a part, with the logarithm of one plus
    ``count / (UNTOLD * share)``. ``telling`` is how rare a part is, ``total`` the parts of each code.
    """

    start: Ints
    code: Ints
    value: Floats
    share: Floats
    telling: Floats
    total: Floats

    def scores(self, plain: str, hidden: Told) -> Floats:
        """Return for each code how much likelier its phrases make the parts of a plain text than all do.

        What is hidden are phrases with just this text; they are taken from the counts.
        """
        buckets, weights = self.weighed(plain)
        found = np.zeros(len(self.total), np.float32)
        if not len(buckets):
            return found
        places = spans(self.start, buckets)
        raised = side_by_side(self.value, places)
        raised *= np.repeat(weights, [end - begin for begin, end in places])
        found += np.bincount(side_by_side(self.code, places), raised, len(found)).astype(np.float32)
        found -= np.log1p(self.total / UNTOLD)
        for code in np.unique(hidden.code):
            less = float(hidden.worth[hidden.code == code].sum())
            found[code] = self.without(buckets, weights, int(code), less)
        return found

    def without(self, buckets: Rows, weights: Floats, code: int, less: float) -> float:
        """Return the score of a code of whose phrases some with just these parts are not counted."""
        counts = np.zeros(len(buckets))
        for at, bucket in enumerate(buckets):
            span = slice(self.start[bucket], self.start[bucket + 1])
            counts[at] = np.expm1(self.value[span][self.code[span] == code]).sum()
        scale = UNTOLD * self.share[buckets]
        left = np.maximum(counts * scale - less, 0)
        rest = max(0.0, float(self.total[code]) - less * len(buckets))
        return float(weights @ np.log1p(left / scale) - np.log1p(rest / UNTOLD))

    def weighed(self, plain: str) -> tuple[Rows, Floats]:
        """Return the telling parts of a plain text and what each weighs, together one."""
        buckets = parts_of(plain)
        telling = self.telling[buckets]
        kept, weights = buckets[telling > 0], telling[telling > 0]
        return kept, np.asarray(weights / max(1e-9, float(weights.sum())), np.float32)


@dataclass(frozen=True, slots=True)
class Regression:
    """A ridge regression of the codes on the encoding of phrases, those of rich codes counting for less.

    ``middle`` is the mean encoding, ``slopes`` the coefficients (512 × codes), ``inverse`` that of what was
    solved (512 × 512), ``counts`` what each phrase counts for.
    """

    middle: Floats
    slopes: Floats
    inverse: Floats
    counts: Floats

    def scores(self, encoded: Floats, hidden: Told) -> Floats:
        """Return for each code how clearly an encoded text means it.

        What is hidden are phrases with just this text: the solution without them is known in closed form
        (Sherman and Morrison).
        """
        centred = centre(encoded, self.middle)
        found = np.asarray(centred @ self.slopes, np.float32)
        rows = np.unique(hidden.phrase)
        if not len(rows):
            return found
        pull = float(centred @ self.inverse @ centred)
        for pair in range(len(hidden.code)):
            counted = float(self.counts[hidden.phrase[pair]])
            found[hidden.code[pair]] -= counted * pull * float(hidden.worth[pair])
        return np.asarray(found / max(1e-3, 1 - float(self.counts[rows].sum()) * pull), np.float32)


def parts_of(plain: str) -> Rows:
    """Return the buckets of the parts and stems of a plain text, each once."""
    ones = np.ones(BUCKETS, np.float32)
    parts = [*letters_of(plain), *(f"={word}" for word in words_of(plain))]
    return np.array(weigh(parts, ones)[0], np.int64)


def tallied(plains: Sequence[str], told: Told, codes: int) -> Tally:
    """Return the tally of plain texts that tell of codes."""
    parted = [parts_of(plain) for plain in plains]
    seen = np.bincount(np.concatenate(parted), minlength=BUCKETS)
    telling = np.where(seen >= SEEN_THRICE, np.log(len(plains) / np.maximum(seen, 1)), 0)
    kept = [its[telling[its] > 0] for its in parted]
    pairs = [kept[phrase] * codes + code for phrase, code in zip(told.phrase, told.code, strict=True)]
    worth = np.repeat(told.worth, [len(its) for its in pairs])
    places, inverse = np.unique(np.concatenate(pairs), return_inverse=True)
    counts = np.bincount(inverse, worth, len(places))
    bucket, code = np.divmod(places, codes)
    number = max(1, int((telling > 0).sum()))
    share = (np.bincount(bucket, counts, BUCKETS) + 1) / (counts.sum() + number)
    return Tally(
        start=np.searchsorted(bucket, np.arange(BUCKETS + 1)).astype(np.int32),
        code=code.astype(np.int32),
        value=np.log1p(counts / (UNTOLD * share[bucket])).astype(np.float32),
        share=share.astype(np.float32),
        telling=telling.astype(np.float32),
        total=np.bincount(code, counts, codes).astype(np.float32),
    )


def regressed(encoded: Floats, told: Told, codes: int) -> Regression:
    """Return the regression of the codes that encoded phrases tell of."""
    labels = np.zeros((len(encoded), codes), np.float32)
    labels[told.phrase, told.code] = told.worth
    richness = np.maximum(FEWEST, labels.sum(axis=0))
    rarest = np.full(len(encoded), np.inf)
    np.minimum.at(rarest, told.phrase, richness[told.code])
    counts = (1 / np.sqrt(rarest)).astype(np.float32)
    counts /= max(1e-9, float(counts[counts > 0].mean()))
    middle = np.asarray(encoded.mean(axis=0), np.float32)
    centred = centre(encoded, middle)
    counted = centred * counts[:, None]
    inverse = np.linalg.inv((counted.T @ centred).astype(np.float64) + SMOOTHING * np.eye(centred.shape[1]))
    slopes = inverse @ (counted.T @ labels)
    return Regression(middle, slopes.astype(np.float32), inverse.astype(np.float32), counts)


def centre(encoded: Floats, middle: Floats) -> Floats:
    """Return encoded texts as directions from the middle, of length 1."""
    away = encoded - middle
    return np.asarray(away / np.maximum(1e-9, np.linalg.norm(away, axis=-1, keepdims=True)), np.float32)
