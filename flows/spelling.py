"""Spelling: long words of our phrases that were typed with one slip are read as what was meant."""

import re
from collections.abc import Iterator
from functools import cache

from flows.materials import LANGUAGES, Material, load_materials
from flows.phrases import phrases_of
from flows.typed import Line

SHORTEST = 7
"""Letters of a word that may be read in spite of a slip: shorter ones lie too near to other words."""

CORRECTED = ("unit", "period", "adverb", "weekday", "month", "about", "part")
"""Kinds of phrases whose words are corrected; those of sides are not, for a slip there changes too much."""

COMPOUND = re.compile(
    r"(?<![^\W_])[^\W\d_]{3,}-?(?P<box>containers?|kliko's|kliko|tonnen|tonne|säcke|zakken|dozen|kratten|emmers)(?![^\W_])"
)
"""Words for a container with what is in it put before."""

LETTERS = re.compile(r"[^\W\d_]+")
WORD = re.compile(rf"(?<![^\W_])[^\W\d_]{{{SHORTEST - 1},}}(?![^\W_])")


def corrected(line: Line, language: str) -> Line:
    """Return a line in which long words with one slip are read as the word of a phrase that they miss."""
    known = every_word(language)
    for match in reversed(list(WORD.finditer(line.read))):
        meant = None if match[0] in known else nearest(match[0], language)
        if meant is not None:
            line = line.put(*match.span(), meant)
    return line


def parted(line: Line, language: str) -> Line:
    """Return a line in which "glascontainers" is read as two words, for its first part names the material."""
    known = every_word(language)
    for match in reversed(list(COMPOUND.finditer(line.read))):
        if match[0] not in known:
            line = line.parted(match.start("box"))
    return line


def nearest(word: str, language: str) -> str | None:
    """Return the word of our phrases that differs from a word by one slip, None if there is none."""
    first = [known for known in sorted(vocabulary(language)) if known[0] == word[0]]
    near = [known for known in first if one_slip(word, known)]
    return near[0] if near else None


def one_slip(word: str, known: str) -> bool:
    """Tell whether two words differ by one letter left out, added, changed, or swapped with the next."""
    if abs(len(word) - len(known)) > 1 or word == known:
        return False
    start = next(
        (i for i, pair in enumerate(zip(word, known, strict=False)) if pair[0] != pair[1]),
        min(len(word), len(known)),
    )
    rest, other = word[start:], known[start:]
    swapped = len(rest) > 1 and rest[:2] == other[:2][::-1] and rest[2:] == other[2:]
    return swapped or rest[1:] == other[1:] or rest[1:] == other or rest == other[1:]


@cache
def every_word(language: str) -> frozenset[str]:
    """Return all words of the phrases of a language and of the materials: what is one of them has no slip."""
    kinds = phrases_of(language).by_kind.values()
    phrases = {word for kind in kinds for phrase in kind for word in phrase.split()}
    names = {name for material in load_materials() for name in called(material)}
    return frozenset(phrases | {word.lower() for name in names for word in LETTERS.findall(name)})


def called(material: Material) -> Iterator[str]:
    """Yield every name and synonym of a material, in all languages."""
    yield from (material.name(language) for language in LANGUAGES)
    yield from (words for _language, words in material.synonyms)


@cache
def vocabulary(language: str) -> frozenset[str]:
    """Return the long words of the phrases of a language."""
    phrases = phrases_of(language)
    words = (word for kind in CORRECTED for word in phrases.by_kind[kind])
    return frozenset(word for word in words if len(word) >= SHORTEST and word.isalpha())
