"""Remains: the words of a line that name its material, once amounts, days and phrases were taken out."""

import re
from functools import cache

from flows.phrases import phrases_of

WORDS = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")
EDGES = " \n\t.,;:!?-–—()[]/&+=\"'"


def tidied(rest: str, language: str) -> str:
    """Return what is left of a line as a phrase: no loose signs, no words at its ends that say nothing."""
    parts = (part.strip(EDGES) for part in re.split(r"\n+", rest))
    text = re.sub(r"\s+([,.;:!?])", r"\1", " ".join(part for part in parts if part))
    text = re.sub(r"([,.;:!?])[\s,.;:!?]+", r"\1 ", re.sub(r"\(\s*\)", " ", " ".join(text.split())))
    while (shorter := _shorter(text.strip(EDGES), _edge(language))) != text:
        text = shorter
    return text


def _shorter(text: str, edge: frozenset[str]) -> str:
    words = list(WORDS.finditer(text))
    if words and words[0][0].casefold() in edge:
        return text[words[0].end() :].strip(EDGES)
    if words and words[-1][0].casefold() in edge:
        return text[: words[-1].start()].strip(EDGES)
    return text


def only_describes(rest: str, language: str) -> bool:
    """Tell whether the rest names no material: it is empty, or only describes the package before it."""
    words = {word.casefold() for word in WORDS.findall(rest)}
    return words <= _describing(language)


def material_words(amount: str, language: str) -> str:
    """Return the words of an amount without its numbers: "20 pallets" is about pallets."""
    words = [word for word in WORDS.findall(amount) if not word[0].isdigit() and len(word) > 2]
    return " ".join(word for word in words[-2:] if word.casefold() not in _edge(language))


@cache
def _edge(language: str) -> frozenset[str]:
    """Return the words that say nothing of a material at either end of the rest."""
    return frozenset(phrases_of(language).by_kind["edge"])


@cache
def _describing(language: str) -> frozenset[str]:
    """Return the words that describe a package without naming what is in it."""
    return frozenset(phrases_of(language).by_kind["describes"]) | _edge(language)
