"""Takers: who could use what is left over, though nobody said that they need it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from flows.described import Described
from flows.engine.choice import read_weights, shares
from flows.engine.classify import Classifier, nothing
from flows.engine.likeness import Floats, encoded_in_batches, to_encode
from flows.engine.naming import Names, clear, parts_of, unit
from flows.kindred import BY_DIGITS, ORIGIN, WHOLE, agreement, nearness
from flows.materials import load_materials
from flows.uses import Use, UseList

WEIGHTS = Path(__file__).parent.parent / "data" / "taker_weights.csv"

MATERIALS_READ = 10
"""Likeliest materials of an offer's text that are looked at."""

OFFER_UNSAID, TAKER_UNSAID = 0.5, 0.3
LEAST_NAMED, LEAST_MATERIAL, LEAST_READ = 0.25, 0.2, 0.6
"""What a reading is measured against at least, so that a faint trace does not count as certainty."""

SHARPER = 2
"""To which power a reading is raised, so that what is said clearly counts for more than what is half said."""

BLUR = 0.08
"""How wide the meaning of a text is spread over the things it may mean."""
TRACE, FAINT = 1e-3, 0.01
"""What nobody said is never quite impossible."""

FEATURES = ("kindred", "letters", "meaning", "read", "sensed", "wanted")
"""What speaks for a taker: texts alike by letters and meaning, uses of what was read and sensed, what kindred
businesses use of kindred residues, and (against it) how much its kind of business takes anyway."""

FAIR = 0.25
"""From this worth on, a use is given as the reason."""


@dataclass(frozen=True, slots=True)
class Taker:
    """A business that could use an offer: how likely among those asked, and the use that speaks for it."""

    id: str
    chance: float
    use: Use | None


@dataclass(frozen=True)
class Read:
    """What texts were read as (rows × things): by words, codes and meaning, and by meaning alone."""

    known: Floats
    sensed: Floats
    encoded: Floats
    letters: Sequence[frozenset[str]]


class Reader:
    """Reads what an offer is and what a business does, in terms of the list of uses."""

    def __init__(self, uses: UseList, classifier: Classifier) -> None:
        self.uses, self.classifier = uses, classifier
        names = {slug: load_materials()[slug].name_en for one in uses.residues for slug in one.materials}
        self.residues = Names(
            [(*one.words, *(names[slug] for slug in one.materials)) for one in uses.residues],
            classifier.encoder,
        )
        called = [
            [*filter(None, (one.name, one.name_nl, one.name_de)), *one.words] for one in uses.businesses
        ]
        self.businesses = Names(called, classifier.encoder)
        self.of_material = {
            one.slug: np.array(nearness(one.slug, uses.residues), np.float32) for one in load_materials()
        }

    def offers(self, offers: Sequence[Described]) -> Read:
        """Return which residues offers may be."""
        encoded = self._encoded(offers)
        alike = [self.residues.alike(row) for row in encoded]
        known = [self._residue(one, near) for one, near in zip(offers, alike, strict=True)]
        return read(known, alike, encoded, offers)

    def takers(self, takers: Sequence[Described]) -> Read:
        """Return which kinds of business takers may be."""
        encoded = self._encoded(takers)
        alike = [self.businesses.alike(row) for row in encoded]
        known = [self._business(one, near) for one, near in zip(takers, alike, strict=True)]
        return read(known, alike, encoded, takers)

    def _encoded(self, asked: Sequence[Described]) -> Floats:
        texts = [to_encode(one.text) for one in asked]
        return unit(encoded_in_batches(self.classifier.encoder, texts, nothing))

    def _residue(self, offer: Described, alike: Floats) -> Floats:
        said = self.classifier.classify(offer.text, offer.language, limit=MATERIALS_READ).materials
        material = np.sum(
            [chance * self.of_material[slug] for slug, chance in said], axis=0, dtype=np.float32
        )
        material = np.broadcast_to(material, alike.shape)
        named = against(self.residues.named(offer.text, OFFER_UNSAID), LEAST_NAMED)
        found = named + 0.5 * against(material, LEAST_MATERIAL) + 0.4 * clear(alike)
        origin = [agreement(offer.sectors, one.origins, ORIGIN) for one in self.uses.residues]
        return np.asarray(against(found * (1 + 0.5 * np.array(origin)), LEAST_READ), np.float32)

    def _business(self, taker: Described, alike: Floats) -> Floats:
        named = against(self.businesses.named(taker.text, TAKER_UNSAID), LEAST_NAMED) ** SHARPER
        trade = [agreement(taker.sectors, one.sectors, BY_DIGITS, WHOLE) for one in self.uses.businesses]
        found = named + np.array(trade) + 0.5 * clear(alike)
        return np.asarray(against(found, LEAST_READ), np.float32)


class Finder:
    """Finds takers of offers among businesses that were read once."""

    def __init__(self, reader: Reader, takers: Sequence[Described], weights: Mapping[str, float]) -> None:
        self.reader, self.takers, self.weights = reader, takers, weights
        self.uses = reader.uses
        self.read = reader.takers(takers)
        self.worth = worths(self.uses)
        self.shares = parted(self.read.known + TRACE)
        self.kindred = smoothed(self.worth)
        self.wanted = np.log(self.shares @ self.worth.mean(axis=0) + FAINT / 2)

    def features(self, offers: Sequence[Described]) -> Iterator[Floats]:
        """Yield for each offer what speaks for each taker; shape (takers, features)."""
        said = self.reader.offers(offers)
        for row in range(len(offers)):
            yield self._features(said, row)

    def find(self, offers: Sequence[Described], top: int) -> Iterator[tuple[Taker, ...]]:
        """Yield for each offer its takers, the likeliest first; equals by id."""
        said = self.reader.offers(offers)
        weights = np.array([self.weights[name] for name in FEATURES], np.float32)
        ids = np.argsort(np.argsort([one.id for one in self.takers], kind="stable"), kind="stable")
        for row in range(len(offers)):
            chances = np.round(shares(self._features(said, row) @ weights).astype(np.float64), 6)
            order = np.lexsort((ids, -chances))[:top]
            yield tuple(self._taker(int(at), float(chances[at]), said.known[row]) for at in order)

    def _features(self, said: Read, row: int) -> Floats:
        known = parted(said.known[row] ** SHARPER + TRACE)
        sensed = said.sensed[row] @ self.worth
        letters = said.letters[row]
        shared = [len(letters & other) / max(1, len(letters)) for other in self.read.letters]
        columns = (
            np.log(self.shares @ (known @ self.kindred) + FAINT),
            np.array(shared),
            self.read.encoded @ said.encoded[row],
            np.log(self.shares @ (known @ self.worth) + FAINT),
            np.log(self.read.sensed @ sensed + FAINT),
            self.wanted,
        )
        return np.stack(columns, axis=-1).astype(np.float32)

    def _taker(self, at: int, chance: float, residues: Floats) -> Taker:
        business = self.read.known[at]
        speaks = residues[:, None] * self.worth * business[None, :]
        residue, kind = np.unravel_index(int(np.argmax(speaks)), speaks.shape)
        use = self._use(int(residue), int(kind)) if speaks[residue, kind] >= FAIR else None
        return Taker(self.takers[at].id, chance, use)

    def _use(self, residue: int, business: int) -> Use:
        codes = self.uses.residues[residue].code, self.uses.businesses[business].code
        return next(one for one in self.uses.uses if (one.residue, one.business) == codes)


def taker_weights() -> dict[str, float]:
    """Return the weights of what speaks for a taker, as they were learnt."""
    return read_weights("takers", WEIGHTS)


def worths(uses: UseList) -> Floats:
    """Return what each use is worth; shape (residues, businesses), 0 where none is known."""
    residues = {one.code: at for at, one in enumerate(uses.residues)}
    businesses = {one.code: at for at, one in enumerate(uses.businesses)}
    table = np.zeros((len(residues), len(businesses)), np.float32)
    for use in uses.uses:
        table[residues[use.residue], businesses[use.business]] = use.worth
    return table


def smoothed(worth: Floats) -> Floats:
    """Return what kindred businesses make of kindred residues: those are kindred that share uses."""
    residues, businesses = kinship(worth), kinship(worth.T)
    spread = residues @ worth @ businesses
    return np.asarray(spread / max(1e-9, float(spread.max())), np.float32)


def kinship(rows: Floats) -> Floats:
    """Return how kindred each two rows are, 0 to 1: the squared cosine."""
    return np.asarray((unit(rows) @ unit(rows).T) ** 2, np.float32)


def read(
    known: Sequence[Floats], alike: Sequence[Floats], encoded: Floats, asked: Sequence[Described]
) -> Read:
    """Return readings side by side."""
    things = len(alike[0]) if alike else 0
    sensed = [shares(near / BLUR) for near in alike]
    return Read(
        np.array(known, np.float32).reshape(len(asked), things),
        np.array(sensed, np.float32).reshape(len(asked), things),
        encoded,
        [parts_of(one.text) for one in asked],
    )


def against(found: Floats, least: float) -> Floats:
    """Return what was found as a part of the most that was found, or of ``least`` if that is more."""
    return np.asarray(found / max(least, float(found.max())), np.float32)


def parted(found: Floats) -> Floats:
    """Return what was found as shares of one, along the last axis."""
    return np.asarray(found / found.sum(axis=-1, keepdims=True), np.float32)
