"""Likeness: how much a text is like each phrase, by its letters, by its words and by its meaning."""

import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache
from threading import Lock
from typing import Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import ThreadpoolController

from flows.recognition import stem

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]

BUCKETS = 1 << 18
"""Columns that parts of words are hashed to; two parts that share one are rare and harmless."""

SHORTEST, LONGEST = 2, 5
"""Letters of the parts of a word, its ends marked by a blank."""

DIMENSIONS = 128
"""Directions of meaning that are kept of the encoder's 512: those in which our phrases differ most."""

BATCH = 256

Parts = Callable[[str], list[str]]

Kind = TypeVar("Kind", bound=np.generic)


def letters_of(plain: str) -> list[str]:
    """Return the parts of two to five letters of each word of a plain text."""
    parts = []
    for word in plain.split():
        marked = f" {word} "
        for size in range(SHORTEST, LONGEST + 1):
            if len(marked) <= size:
                parts.append(marked)
                break
            parts += [marked[at : at + size] for at in range(len(marked) - size + 1)]
    return parts


def words_of(plain: str) -> list[str]:
    """Return the stems of the words of a plain text."""
    return [stem(word) for word in plain.split()]


PARTS: Mapping[str, Parts] = {"letters": letters_of, "words": words_of}


class Encoder(Protocol):
    """What turns texts in any of our languages into directions of meaning."""

    def encode(self, texts: list[str]) -> Floats:
        """Return a row of 512 for each text."""


@dataclass(frozen=True, slots=True)
class Postings:
    """For each bucket the phrases that have a part in it, and how much it weighs there (rows of length 1).

    ``start`` has one entry a bucket and one more; ``row`` and ``value`` lie between; ``rarity`` is the weight
    of a bucket by the number of phrases that have it.
    """

    start: Ints
    row: Ints
    value: Floats
    rarity: Floats
    rows: int

    def similarities(self, plain: str, parts: Parts) -> Floats:
        """Return the cosine of a plain text with every phrase."""
        buckets, weights = weigh(parts(plain), self.rarity)
        if not buckets:
            return np.zeros(self.rows, np.float32)
        places = spans(self.start, buckets)
        values = side_by_side(self.value, places)
        values *= np.repeat(weights, [end - begin for begin, end in places])
        return np.bincount(side_by_side(self.row, places), values, self.rows).astype(np.float32)


def spans(start: Ints, buckets: Sequence[int] | NDArray[np.int64]) -> list[tuple[int, int]]:
    """Return where some buckets begin and end."""
    begin = start[buckets].tolist()
    end = start[np.asarray(buckets) + 1].tolist()
    return list(zip(begin, end, strict=True))


def side_by_side(column: NDArray[Kind], places: Sequence[tuple[int, int]]) -> NDArray[Kind]:
    """Return parts of a column, one behind the other."""
    return np.concatenate([column[begin:end] for begin, end in places])


def weigh(parts: Sequence[str], rarity: Floats) -> tuple[list[int], Floats]:
    """Return the buckets of some parts and their weights, together of length 1."""
    counts = Counter(zlib.crc32(part.encode()) % BUCKETS for part in parts)
    buckets = sorted(counts)
    weights = np.array([1 + np.log(counts[bucket]) for bucket in buckets], np.float32) * rarity[buckets]
    return buckets, weights / max(1e-9, float(np.sqrt((weights * weights).sum())))


def rarity_of(parted: Iterable[Sequence[str]], total: int) -> Floats:
    """Return how telling each bucket is: the fewer phrases have it, the more."""
    seen = np.zeros(BUCKETS, np.int64)
    for parts in parted:
        seen[sorted({zlib.crc32(part.encode()) % BUCKETS for part in parts})] += 1
    return (np.log((1 + total) / (1 + seen)) + 1).astype(np.float32)


def postings(plains: Sequence[str], known: int, parts: Parts) -> Postings:
    """Return the index of plain texts; the first ``known`` of them say how rare a part is."""
    parted = [parts(plain) for plain in plains]
    rarity = rarity_of(parted[:known], known)
    buckets, rows, values = [], [], []
    for row, its in enumerate(parted):
        found, weights = weigh(its, rarity)
        buckets.append(np.array(found, np.int32))
        rows.append(np.full(len(found), row, np.int32))
        values.append(weights)
    bucket = np.concatenate(buckets)
    order = np.argsort(bucket, kind="stable")
    start = np.searchsorted(bucket[order], np.arange(BUCKETS + 1)).astype(np.int32)
    return Postings(
        start,
        np.concatenate(rows)[order],
        np.concatenate(values)[order].astype(np.float32),
        rarity,
        len(plains),
    )


def directions(encoded: Floats) -> Floats:
    """Return the directions in which encoded phrases differ most, as columns: the same for the same input."""
    _values, vectors = np.linalg.eigh((encoded.T @ encoded).astype(np.float64))
    kept = vectors[:, ::-1][:, :DIMENSIONS]
    signs = np.sign(kept[np.argmax(np.abs(kept), axis=0), np.arange(kept.shape[1])])
    return np.asarray(kept * signs, np.float32)


def projected(encoded: Floats, basis: Floats) -> Floats:
    """Return encoded texts along a basis, each of length 1."""
    along = encoded @ basis
    return np.asarray(along / np.maximum(1e-9, np.linalg.norm(along, axis=-1, keepdims=True)), np.float32)


class OneThread:
    """Lets sums over arrays use one processor while somebody is in it.

    The first who comes in narrows, the last who leaves widens again. If each gave back what it had found,
    who came second would find the narrow one, and leave it for good.
    """

    def __init__(self) -> None:
        self._lock, self._inside, self._narrowed = Lock(), 0, ExitStack()

    def __enter__(self) -> None:
        with self._lock:
            if not self._inside:
                self._narrowed.enter_context(pool().limit(limits=1, user_api="blas"))
            self._inside += 1

    def __exit__(self, *_fault: object) -> None:
        with self._lock:
            self._inside -= 1
            if not self._inside:
                self._narrowed.close()


@cache
def one_thread() -> OneThread:
    """Return what lets one text be read on one processor: handing out the work costs more than the work.

    The others of the process are slowed down only while it lasts.
    """
    return OneThread()


@cache
def pool() -> ThreadpoolController:
    """Return what knows the libraries that sum over arrays, looked for once."""
    return ThreadpoolController()


def encoded_in_batches(encoder: Encoder, texts: Sequence[str], tell: Callable[[int], None]) -> Floats:
    """Return the encodings of many texts, telling after each batch how many are done.

    Texts of like length go together, which is quicker and changes nothing.
    """
    order = sorted(range(len(texts)), key=lambda at: (len(texts[at]), at))
    result = np.empty((len(texts), 512), np.float32)
    for first in range(0, len(order), BATCH):
        batch = order[first : first + BATCH]
        result[batch] = encoder.encode([texts[at] for at in batch])
        tell(len(batch))
    return result


def to_encode(text: str) -> str:
    """Return a text as the encoder is given it: small letters, single blanks."""
    return " ".join(text.casefold().split())
