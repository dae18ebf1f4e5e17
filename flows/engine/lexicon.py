"""The lexicon: all phrases as columns, which answer at once how much each resembles a text."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache, cached_property
from pathlib import Path
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from flows.engine.choosers import Regression, Tally, Told, regressed, tallied
from flows.engine.likeness import (
    PARTS,
    Encoder,
    Floats,
    Ints,
    Postings,
    directions,
    encoded_in_batches,
    postings,
    projected,
    to_encode,
)
from flows.engine.phrases import KNOWLEDGE, Channel, Phrase, plain_text
from flows.eural import load_eural
from flows.materials import LANGUAGES, load_materials

LESS_LIKELY = 0.9
"""What each next code of a phrase is worth of the one before it: the first is the likeliest."""

WAYS = ("letters", "words", "meaning")
"""The ways in which two texts are compared."""


@dataclass(frozen=True, slots=True)
class Segments:
    """Which phrases speak for what: pairs of a phrase and a target, those of one group side by side.

    A group is a target (a code or a material) within a channel. ``start`` is where each group begins.
    """

    phrase: Ints
    worth: Floats
    start: Ints
    channel: Ints
    target: Ints

    def best(self, similarities: Floats, targets: int) -> Floats:
        """Return for each channel of knowledge and each target the likeness of its best phrase."""
        found = np.zeros((len(KNOWLEDGE), targets), np.float32)
        found[self.channel, self.target] = np.maximum.reduceat(
            similarities[self.phrase] * self.worth, self.start
        )
        return found


@dataclass(frozen=True)
class Lexicon:
    """Phrases as columns; those that were reported come last, from row ``known`` on."""

    known: int
    letters: Postings
    words: Postings
    meaning: Floats
    basis: Floats
    codes: Segments
    materials: Segments
    told: Told
    tally: Tally
    regression: Regression
    reported: NDArray[np.bool_]  # phrase × code
    language: Ints  # of each reported phrase
    plain: tuple[str, ...]
    text: tuple[str, ...]

    @cached_property
    def same(self) -> dict[str, list[int]]:
        """Return the rows of each plain text."""
        rows: dict[str, list[int]] = {}
        for row, plain in enumerate(self.plain):
            rows.setdefault(plain, []).append(row)
        return rows

    def similarities(self, text: str, encoder: Encoder) -> Floats:
        """Return how much a text is like every phrase, a row for each of WAYS; shape (3, phrases)."""
        plain = plain_text(text)
        return self.compared(plain, encoder.encode([to_encode(text)])[0])

    def compared(self, plain: str, encoded: Floats) -> Floats:
        """Return how much a plain text with its encoding is like every phrase; shape (3, phrases)."""
        found = np.empty((len(WAYS), len(self.meaning)), np.float32)
        found[0] = self.letters.similarities(plain, PARTS["letters"])
        found[1] = self.words.similarities(plain, PARTS["words"])
        np.dot(self.meaning, projected(encoded, self.basis), out=found[2])
        return found

    def chosen(self, plain: str, encoded: Floats, hidden: NDArray[np.int64]) -> Floats:
        """Return what tally and regression say of each code; phrases of just this text may be hidden."""
        away = self.told.within(hidden)
        return np.stack([self.tally.scores(plain, away), self.regression.scores(encoded, away)])


@cache
def code_index() -> Mapping[str, int]:
    """Return the column of each Eural code."""
    return {entry.code: at for at, entry in enumerate(load_eural())}


@cache
def material_index() -> Mapping[str, int]:
    """Return the column of each material."""
    return {material.slug: at for at, material in enumerate(load_materials())}


def build(phrases: Sequence[Phrase], encoder: Encoder, tell: Callable[[int], None]) -> Lexicon:
    """Return the lexicon of phrases, those that were reported last; takes about a minute for all of ours."""
    known = sum(phrase.channel is not Channel.REPORTED for phrase in phrases)
    plain = tuple(plain_text(phrase.text) for phrase in phrases)
    encoded = encoded_in_batches(encoder, [to_encode(phrase.text) for phrase in phrases], tell)
    basis = directions(encoded[:known])
    last = phrases[known:]
    told = codes_told(phrases[:known])
    return Lexicon(
        known=known,
        letters=postings(plain, known, PARTS["letters"]),
        words=postings(plain, known, PARTS["words"]),
        meaning=projected(encoded, basis),
        basis=basis,
        codes=code_segments(phrases[:known]),
        materials=material_segments(phrases[:known]),
        told=told,
        tally=tallied(plain[:known], told, len(code_index())),
        regression=regressed(encoded[:known], told, len(code_index())),
        reported=labels(last),
        language=np.array([LANGUAGES.index(phrase.language) for phrase in last], np.int32),
        plain=plain,
        text=tuple(" ".join(phrase.text.split()) for phrase in phrases),
    )


def code_segments(phrases: Sequence[Phrase]) -> Segments:
    """Return which phrases speak for which code."""
    index = code_index()
    return segments(
        [
            (phrase.channel, index[code], row, LESS_LIKELY**place)
            for row, phrase in enumerate(phrases)
            for place, code in enumerate(phrase.codes)
        ]
    )


def codes_told(phrases: Sequence[Phrase]) -> Told:
    """Return which phrases tell of which code."""
    index = code_index()
    pairs = [
        (row, index[code], LESS_LIKELY**place)
        for row, phrase in enumerate(phrases)
        for place, code in enumerate(phrase.codes)
    ]
    rows, codes, worths = zip(*pairs, strict=True)
    return Told(np.array(rows, np.int64), np.array(codes, np.int64), np.array(worths, np.float32))


def material_segments(phrases: Sequence[Phrase]) -> Segments:
    """Return which phrases speak for which material."""
    index = material_index()
    return segments(
        [
            (phrase.channel, index[phrase.material], row, 1.0)
            for row, phrase in enumerate(phrases)
            if phrase.material
        ]
    )


def segments(pairs: list[tuple[Channel, int, int, float]]) -> Segments:
    """Return pairs of channel, target, phrase and worth, put in order."""
    pairs.sort()
    groups = [(int(channel), target) for channel, target, _row, _worth in pairs]
    start = [at for at, group in enumerate(groups) if at == 0 or group != groups[at - 1]]
    return Segments(
        phrase=np.array([row for _c, _t, row, _w in pairs], np.int32),
        worth=np.array([worth for _c, _t, _r, worth in pairs], np.float32),
        start=np.array(start, np.int32),
        channel=np.array([groups[at][0] for at in start], np.int32),
        target=np.array([groups[at][1] for at in start], np.int32),
    )


def labels(phrases: Sequence[Phrase]) -> NDArray[np.bool_]:
    """Return under which codes each phrase was reported; shape (phrases, codes)."""
    index = code_index()
    table = np.zeros((len(phrases), len(index)), np.bool_)
    for row, phrase in enumerate(phrases):
        table[row, [index[code] for code in phrase.codes if code in index]] = True
    return table


def write(lexicon: Lexicon, folder: Path) -> None:
    """Write a lexicon as one file a column, so that processes can share them."""
    columns = {**parts_of("letters", lexicon.letters), **parts_of("words", lexicon.words)}
    columns |= {**parts_of("codes", lexicon.codes), **parts_of("materials", lexicon.materials)}
    columns |= {**parts_of("told", lexicon.told), **parts_of("tally", lexicon.tally)}
    columns |= parts_of("regression", lexicon.regression)
    columns |= {name: getattr(lexicon, name) for name in ("meaning", "basis", "reported", "language")}
    columns |= {"known": np.array(lexicon.known)}
    for name, column in columns.items():
        np.save(folder / f"{name}.npy", column)
    (folder / "phrases.txt").write_text(
        "\n".join(f"{plain}\t{text}" for plain, text in zip(lexicon.plain, lexicon.text, strict=True)),
        encoding="utf-8",
    )


def parts_of(
    name: str, value: Postings | Segments | Told | Tally | Regression
) -> dict[str, NDArray[np.generic]]:
    """Return the columns of a value by their full names."""
    return {f"{name}.{field.name}": np.asarray(getattr(value, field.name)) for field in fields(value)}


def read(folder: Path) -> Lexicon:
    """Return the lexicon that was written to a folder, its columns mapped from their files."""

    def column(name: str) -> NDArray[np.generic]:
        return mapped(folder / f"{name}.npy")

    lines = (folder / "phrases.txt").read_text(encoding="utf-8").split("\n")
    pairs = [line.split("\t", 1) for line in lines]
    return Lexicon(
        known=int(column("known")),
        letters=kept_postings("letters", column),
        words=kept_postings("words", column),
        meaning=cast("Floats", column("meaning")),
        basis=cast("Floats", column("basis")),
        codes=kept_segments("codes", column),
        materials=kept_segments("materials", column),
        told=Told(*(column(f"told.{field.name}") for field in fields(Told))),  # type: ignore[arg-type]
        tally=Tally(*(column(f"tally.{field.name}") for field in fields(Tally))),  # type: ignore[arg-type]
        regression=Regression(
            *(column(f"regression.{field.name}") for field in fields(Regression))  # type: ignore[arg-type]
        ),
        reported=cast("NDArray[np.bool_]", column("reported")),
        language=cast("Ints", column("language")),
        plain=tuple(pair[0] for pair in pairs),
        text=tuple(pair[1] for pair in pairs),
    )


def mapped(path: Path) -> NDArray[Any]:
    """Return an array that is mapped from its file, as a plain one: its slices cost a tenth."""
    return np.asarray(np.load(path, mmap_mode="r"))


def kept_postings(name: str, column: Callable[[str], NDArray[np.generic]]) -> Postings:
    """Return postings from their columns."""
    return Postings(
        start=cast("Ints", column(f"{name}.start")),
        row=cast("Ints", column(f"{name}.row")),
        value=cast("Floats", column(f"{name}.value")),
        rarity=cast("Floats", column(f"{name}.rarity")),
        rows=int(column(f"{name}.rows")),
    )


def kept_segments(name: str, column: Callable[[str], NDArray[np.generic]]) -> Segments:
    """Return segments from their columns."""
    return Segments(
        phrase=cast("Ints", column(f"{name}.phrase")),
        worth=cast("Floats", column(f"{name}.worth")),
        start=cast("Ints", column(f"{name}.start")),
        channel=cast("Ints", column(f"{name}.channel")),
        target=cast("Ints", column(f"{name}.target")),
    )
