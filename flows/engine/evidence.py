"""Evidence: what the lexicon and the reports of firms say for each Eural code and each material."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from flows.engine.hazard_said import Said, said
from flows.engine.lexicon import LESS_LIKELY, WAYS, Lexicon, code_index, material_index
from flows.engine.likeness import Floats
from flows.engine.phrases import Channel
from flows.eural import load_eural
from flows.materials import LANGUAGES, load_materials

LETTERS, WORDS, MEANING = range(len(WAYS))

SMOOTHING = (0.3, 2.0)
"""How much the regressions on reports are held back from following single ones."""

EXACT = 0.98
"""From this likeness of letters on, two texts say the same words."""

FAINT = 0.02
"""What is added to a share before its logarithm is taken, so that nothing stays finite."""

Rows = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Evidence:
    """How much a text resembles what we know.

    ``codes`` and ``materials`` are ways × channels × targets, ``reports`` is ways × reported phrases;
    ``chosen`` is what tally and regression say of each code, ``said`` what the text says of hazard.
    """

    codes: Floats
    materials: Floats
    reports: Floats
    chosen: Floats
    said: Said


@dataclass(frozen=True, slots=True)
class Memory:
    """What firms reported, as far as it may be remembered.

    ``rows`` are the reported phrases; ``phrase`` and ``start`` put those of one code side by side, ``code``
    says which. ``echo`` are the coefficients of kernel ridge regressions of the codes on letters and
    meaning (smoothings × rows × codes); ``seen`` tells per language which codes were ever reported in it.
    """

    rows: Rows
    phrase: Rows
    start: Rows
    code: Rows
    echo: Floats
    seen: Floats


NOTHING: Rows = np.zeros(0, np.int64)


def gather(lexicon: Lexicon, plain: str, encoded: Floats, hidden: Rows = NOTHING) -> Evidence:
    """Return the evidence of a plain text with its encoding; phrases of just this text may be hidden."""
    shown = lexicon.compared(plain, encoded)
    shown[:, hidden] = 0
    known = shown[:, : lexicon.known]
    codes, materials = lexicon.reported.shape[1], len(material_index())
    return Evidence(
        codes=np.stack([lexicon.codes.best(way, codes) for way in known]),
        materials=np.stack([lexicon.materials.best(way, materials) for way in known]),
        reports=np.ascontiguousarray(shown[:, lexicon.known :]),
        chosen=lexicon.chosen(plain, encoded, hidden),
        said=said(plain),
    )


def remember(lexicon: Lexicon, kernel: Floats, rows: Rows) -> Memory:
    """Return the memory of some reported phrases; ``kernel`` is the likeness of all of them to each other."""
    labels = np.asarray(lexicon.reported[rows], np.float32)
    echo = np.stack([regression(kernel[np.ix_(rows, rows)], labels, smoothing) for smoothing in SMOOTHING])
    spoken = np.asarray(lexicon.language[rows])
    seen = np.stack([labels[spoken == at].any(axis=0) for at in range(len(LANGUAGES))]).astype(np.float32)
    code, place = np.nonzero(labels.T)
    start = np.flatnonzero(np.diff(code, prepend=-1))
    return Memory(rows, rows[place], start, code[start], echo, seen)


def regression(kernel: Floats, labels: Floats, smoothing: float) -> Floats:
    """Return the coefficients of a kernel ridge regression."""
    held_back = kernel.astype(np.float64)
    held_back[np.diag_indices_from(held_back)] += smoothing
    return np.asarray(np.linalg.solve(held_back, labels.astype(np.float64)), np.float32)


def alike(reports: Floats) -> Floats:
    """Return the kernel of the regression: letters and meaning, together."""
    return np.asarray(reports[LETTERS] + reports[MEANING], np.float32)


def best_reports(reports: Floats, memory: Memory) -> Floats:
    """Return for each way and code the likeness of the best remembered report under that code."""
    found = np.zeros((len(reports), memory.echo.shape[2]), np.float32)
    found[:, memory.code] = np.maximum.reduceat(reports[:, memory.phrase], memory.start, axis=1)
    return np.maximum(found, 0)


def code_features(evidence: Evidence, memory: Memory, language: str) -> Mapping[str, Floats]:
    """Return what speaks for each code, by name; every value has a column for each code."""
    known, reports = evidence.codes, best_reports(evidence.reports, memory)
    letters = np.maximum(known[LETTERS].max(axis=0), reports[LETTERS])
    meaning = np.maximum(known[MEANING].max(axis=0), reports[MEANING])
    echo, smooth = alike(evidence.reports[:, memory.rows]) @ memory.echo
    dutch = np.float32(language == "nl")
    found: dict[str, Floats] = {}
    for channel in Channel:
        source = reports if channel is Channel.REPORTED else known[:, channel]
        name = channel.name.lower()
        found |= {f"{name}.{way}": source[at] for at, way in enumerate(WAYS)}
        found[f"{name}.exact"] = (source[LETTERS] > EXACT).astype(np.float32)
    for channel in (Channel.TERM, Channel.REPORTED):
        found[f"{channel.name.lower()}.meaning.dutch"] = found[f"{channel.name.lower()}.meaning"] * dutch
    found |= {
        "best.letters": letters,
        "best.meaning": meaning,
        "best.letters.squared": letters**2,
        "best.meaning.squared": meaning**2,
        "best.both": letters * meaning,
        "subchapter": highest(letters + meaning, grouped(4)),
        "chapter": highest(letters + meaning, grouped(2)),
        "subchapter.reported": highest(reports[LETTERS] + reports[MEANING], grouped(4)),
        **choosers_said(evidence.chosen),
        "echo": echo,
        "echo.log": np.log(np.maximum(echo, 0) + FAINT),
        "echo.dutch": echo * dutch,
        "echo.smooth": smooth,
        "echo.smooth.dutch": smooth * dutch,
        "echo.subchapter": highest(smooth, grouped(4)),
        "kin": kin(evidence.materials),
        "other": rest_codes(),
        "hazardous": hazardous_codes(),
        **hazards_said(evidence.said),
    }
    for at, spoken in enumerate(LANGUAGES):
        found[f"seen.{spoken}"] = memory.seen[at] * np.float32(language == spoken)
    return found


def hazards_said(told: Said) -> Mapping[str, Floats]:
    """Return what a text says of hazard, for each code with an asterisk."""
    return {
        f"hazardous.{name}": hazardous_codes() * np.float32(value)
        for name, value in zip(Said._fields, told, strict=True)
    }


def choosers_said(chosen: Floats) -> Mapping[str, Floats]:
    """Return what tally and regression say for each code, by name."""
    tally, regression = chosen
    log = np.log(np.maximum(regression, 0) + FAINT)
    return {"tally": tally, "regression": regression, "regression.log": log}


def kin(materials: Floats) -> Floats:
    """Return for each code the likeness of the best of its materials, whatever code it was called by.

    The same thing has a code for each origin; who names it seldom says where it comes from.
    """
    material, worth, start, code = owners()
    known = materials.max(axis=1)
    likeness = (known[LETTERS] + known[MEANING])[material] * worth
    found = np.zeros(len(code_index()), np.float32)
    found[code] = np.maximum.reduceat(likeness, start)
    return found


@cache
def owners() -> tuple[Rows, Floats, Rows, Rows]:
    """Return which materials have which code, those of one code side by side.

    These are materials, what each is worth for its code, where each code begins, and which code that is.
    """
    index = code_index()
    pairs = sorted(
        (index[code], at, LESS_LIKELY**place)
        for at, one in enumerate(load_materials())
        for place, code in enumerate(one.eural)
    )
    codes = np.array([code for code, _at, _worth in pairs], np.int64)
    start = np.flatnonzero(np.diff(codes, prepend=-1))
    material = np.array([at for _code, at, _worth in pairs], np.int64)
    return material, np.array([worth for _c, _a, worth in pairs], np.float32), start, codes[start]


def material_features(evidence: Evidence, codes: Floats, named: Floats) -> Mapping[str, Floats]:
    """Return what speaks for each material, by name, with a column for each.

    ``codes`` is the chance of the likeliest code of each material, ``named`` the share of the text's
    letters that names it.
    """
    known = evidence.materials
    letters, meaning = known[LETTERS].max(axis=0), known[MEANING].max(axis=0)
    found: dict[str, Floats] = {}
    for channel in (Channel.MATERIAL, Channel.TERM):
        name = channel.name.lower()
        found |= {f"{name}.{way}": known[at, channel] for at, way in enumerate(WAYS)}
        found[f"{name}.exact"] = (known[LETTERS, channel] > EXACT).astype(np.float32)
    return found | {
        "best.letters": letters,
        "best.meaning": meaning,
        "best.letters.squared": letters**2,
        "best.meaning.squared": meaning**2,
        "best.both": letters * meaning,
        "code": codes,
        "code.log": np.log(codes + FAINT),
        "named": named,
        "named.squared": named**2,
    }


def highest(values: Floats, groups: NDArray[np.int64]) -> Floats:
    """Return for each target the highest value in its group."""
    top = np.full(groups.max() + 1, -np.inf, np.float32)
    np.maximum.at(top, groups, values)
    return top[groups]


@cache
def grouped(digits: int) -> NDArray[np.int64]:
    """Return the number of the chapter (2 digits) or sub-chapter (4) of each code."""
    heads = [entry.code[:digits] for entry in load_eural()]
    return np.array(np.unique(heads, return_inverse=True)[1], np.int64)


@cache
def twins() -> NDArray[np.int64]:
    """Return the number of the family of twins of each code: those that only hazard tells apart."""
    index = code_index()
    family = np.arange(len(index))
    for at, entry in enumerate(load_eural()):
        for code in entry.mirror:
            family[family == family[index[code]]] = family[at]
    return family


@cache
def rest_codes() -> Floats:
    """Return 1 for each code that takes what no other of its sub-chapter takes."""
    return np.array([entry.code.endswith("99") for entry in load_eural()], np.float32)


@cache
def hazardous_codes() -> Floats:
    """Return 1 for each code with an asterisk."""
    return np.array([entry.hazardous for entry in load_eural()], np.float32)
