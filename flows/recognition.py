"""Recognition: which materials a typed text names, by their names and everyday words."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from flows.errors import OutOfRangeError
from flows.materials import LANGUAGES, Material, load_materials

LONGEST_TEXT = 2000
"""Letters that are read; what follows in a longer text is left unread."""

LONGEST_WORD = 60
"""Letters of the longest word that is looked into for parts."""

COMPOUNDING = frozenset({"nl", "de"})
SHORTEST_TAIL, SHORTEST_HEAD, SHORTEST_REST = 4, 5, 3
"""Letters that a known word must have at the end or the start of a compound, and what must be left of it."""

HEAD_WEIGHT = 0.8
"""A compound is what its last part says: boekenkast is a kind of kast, so its first part counts less."""

OTHER_LANGUAGE_WEIGHT = 0.9
FAINT_WEIGHT = 0.2

FAINT = frozenset(
    """
    afval afvallen waste abfall abfalle refuse mull bedrijfsafval restafval residu sloop groen transport
    pallet pallets palette paletten bigbag bigbags ibc vat vaten fass fasser drum drums doos dozen box
    boxes kartons krat kratten crate crates kist kisten zak zakken sack sacke bag bags emmer emmers
    bucket buckets fles flessen flasche flaschen bottle bottles balen ballen bales verpakking
    verpakkingen verpackung packaging
    """.split()  # noqa: SIM905 - words are read more easily as words
)
"""Words that say that a thing is discarded or how it is packed: they count where nothing else is said."""

JOINING = frozenset(
    """
    de het een en of van voor met in op uit bij per door te ter ten om aan die dat the and or for with
    from on by to der das ein eine einen und oder von fur mit aus bei im am zu
    """.split()  # noqa: SIM905 - words are read more easily as words
)
UNCOUNTED = frozenset(
    """
    a an t m gisteren vandaag morgen wij we ons onze zoeken hebben elke elk iedere week weken maand
    maanden jaar dag kwartaal ton tonnen kg kilo liter kuub stuks stuk ca circa ongeveer incl
    rolcontainer rolcontainers container containers afkomstig los diverse div overige schoon schone oud
    oude gebruikt gebruikte nieuw nieuwe aanvoer afvoer our need have looking every month year day
    tonnes pieces about clean old used new wir suchen haben unser jede jeden woche monat jahr tag stuck
    sauber saubere alt alte gebraucht gebrauchte neu neue gestern heute today yesterday
    """.split()  # noqa: SIM905 - words are read more easily as words
)
"""Words that name no material on their own and are not counted as part of what is said."""

NEGATIONS = frozenset(
    {"niet", "geen", "zonder", "nicht", "kein", "keine", "ohne", "not", "non", "no", "without"}
)

TAILS = (
    *("afvallen", "afval", "restanten", "resten", "stromen", "soorten", "houdende", "houdend"),
    *("abfaelle", "abfalle", "abfall", "reste", "haltige", "haltig"),
)
"""Ends of compounds that say nothing of the material."""

WORD = re.compile(r"[^\W_]+")
MARKS = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
PARENTHESIS = re.compile(r"\([^)]*\)")
DOUBLE_VOWEL = re.compile(r"([aeou])\1")
DOUBLE_END = re.compile(r"([bdfgklmnprst])\1$")
SOFT_END = {"z": "s", "v": "f", "y": "i"}


@dataclass(frozen=True, slots=True)
class Recognised:
    """A material that a text seems to name, the share of the text that says so, and the words that do."""

    material: str
    share: float
    words: str

    def __post_init__(self) -> None:
        if not 0 < self.share <= 1:
            raise OutOfRangeError("share", self.share, "above 0 and at most 1")


class Word(NamedTuple):
    """A word of the text: as typed, plain (small letters, no accents), and its stem."""

    typed: str
    plain: str
    stem: str


class Entry(NamedTuple):
    """One name or synonym of a material, as plain words."""

    language: str
    slug: str
    plain: str


class Find(NamedTuple):
    """Words of the text that name materials, and how many letters they weigh."""

    slugs: tuple[str, ...]
    letters: float
    first: int  # the place of its first word in the text
    words: str
    faint: bool = False


def recognise(text: str, language: str | None = None, limit: int = 5) -> tuple[Recognised, ...]:
    """Return the materials that a text in nl, en or de names, the greatest share of its letters first."""
    words = words_of(text)
    total = sum(len(word.plain) for word in words if _counts(word))
    finds = sorted(_finds(words, language), key=lambda find: find.first)
    all_faint = all(find.faint for find in finds)
    letters: defaultdict[str, float] = defaultdict(float)
    said: defaultdict[str, list[str]] = defaultdict(list)
    for find in finds:
        for slug in find.slugs:
            letters[slug] += find.letters * (FAINT_WEIGHT if find.faint and not all_faint else 1)
            said[slug].append(find.words)
    found = [
        Recognised(slug, min(1.0, round(score / total, 6)), " ".join(said[slug]))
        for slug, score in _with_ancestors(letters).items()
    ]
    return tuple(sorted(found, key=lambda item: (-item.share, item.material))[:limit])


def words_of(text: str) -> list[Word]:
    """Return the words of a text that say something, invisible characters removed."""
    typed = WORD.findall(MARKS.sub("", text[:LONGEST_TEXT]))
    words = [Word(word, plain := plain_of(word), stem(plain)) for word in typed]
    return [word for word in words if word.plain not in JOINING]


def plain_of(word: str) -> str:
    """Return a word in small letters without accents, full-width and raised signs as plain ones."""
    apart = unicodedata.normalize("NFKD", word).casefold()
    return "".join(letter for letter in apart if not unicodedata.combining(letter)) or word


def stem(plain: str) -> str:
    """Return what the singular and plural of a word have in common in Dutch, German and English.

    It is no word: both "glazen" and "glas" become "gla", "dozen" and "doos" become "dos".
    """
    rest = DOUBLE_VOWEL.sub(r"\1", plain)
    if len(rest) > 4 and not rest.endswith("ein"):
        rest = rest.removesuffix("n") if rest.endswith(("en", "an", "in", "on", "un")) else rest
        rest = rest.removesuffix("e")
    rest = DOUBLE_END.sub(r"\1", rest)
    rest = rest[:-1] + SOFT_END.get(rest[-1], rest[-1])
    if len(rest) > 3 and rest.endswith("s"):
        rest = rest[:-1].removesuffix("e") if len(rest) > 4 else rest[:-1]
    return rest


def _counts(word: Word) -> bool:
    return not word.plain[0].isdigit() and word.plain not in UNCOUNTED and word.plain not in NEGATIONS


def _finds(words: Sequence[Word], language: str | None) -> Iterator[Find]:
    """Find the longest phrases first, then look into the words that are left."""
    denied = {place for place in range(1, len(words)) if words[place - 1].plain in NEGATIONS}
    free = set(range(len(words)))
    for length in range(min(_longest(), len(words)), 0, -1):
        for first in sorted(set(range(len(words) - length + 1)) - denied):
            span = range(first, first + length)
            find = _phrase(words, span, language) if free.issuperset(span) else None
            if find is not None:
                free.difference_update(span)
                yield find
    for place in sorted(free - denied):
        if _counts(words[place]) and len(words[place].plain) <= LONGEST_WORD:
            yield from _compound(words[place], place, language)


def _phrase(words: Sequence[Word], span: range, language: str | None) -> Find | None:
    picked = words[span.start : span.stop]
    letters = sum(len(word.plain) for word in picked if _counts(word))
    if not letters:
        return None
    entries = _index().get(tuple(word.stem for word in picked), ())
    if not entries and len(picked) == 2:
        entries = _index().get((stem(picked[0].plain + picked[1].plain),), ())
    slugs, weight = _chosen(entries, " ".join(word.plain for word in picked), language)
    if not slugs:
        return None
    faint = len(picked) == 1 and picked[0].plain in FAINT
    return Find(slugs, letters * weight, span.start, " ".join(word.typed for word in picked), faint)


def _chosen(entries: Iterable[Entry], plain: str, language: str | None) -> tuple[tuple[str, ...], float]:
    """Return the materials in the given language, or those of another that has the very word."""
    own = [entry for entry in entries if language in {None, entry.language}]
    exact = [entry for entry in own or entries if entry.plain == plain]
    slugs = {entry.slug for entry in exact or own}
    return tuple(sorted(slugs)), 1.0 if own else OTHER_LANGUAGE_WEIGHT


def _compound(word: Word, place: int, language: str | None) -> Iterator[Find]:
    """Find the longest known word at the end, then the longest one at the start of what is left."""
    plain = next((word.plain.removesuffix(tail) for tail in TAILS if word.plain.endswith(tail)), word.plain)
    starts = [0, *range(SHORTEST_REST, len(plain) - SHORTEST_TAIL + 1)]
    cut = next((start for start in starts if _part(plain[start:], language)), len(plain))
    if cut < len(plain):
        yield Find(_part(plain[cut:], language), float(len(plain) - cut), place, word.typed)
    ends = range(min(cut, len(plain) - SHORTEST_REST), SHORTEST_HEAD - 1, -1)
    end = next((end for end in ends if _part(plain[:end], language)), 0)
    if end:
        yield Find(_part(plain[:end], language), HEAD_WEIGHT * end, place, word.typed)


def _part(part: str, language: str | None) -> tuple[str, ...]:
    """Return the materials of a part of a compound, which English does not have; no half words."""
    spoken = COMPOUNDING if language is None else COMPOUNDING & {language}
    entries = _index().get((stem(part),), ()) if part and part not in FAINT else ()
    return tuple(
        sorted(
            {entry.slug for entry in entries if entry.language in spoken and len(entry.plain) <= len(part)}
        )
    )


def _with_ancestors(letters: Mapping[str, float]) -> dict[str, float]:
    """Add to each material what was said of those above it: wood and pallets are wooden pallets."""
    lines = {slug: load_materials().line(slug) for slug in sorted(letters)}
    return {slug: sum(letters[above] for above in line if above in letters) for slug, line in lines.items()}


@cache
def _index() -> dict[tuple[str, ...], tuple[Entry, ...]]:
    gathered: defaultdict[tuple[str, ...], set[Entry]] = defaultdict(set)
    for material in load_materials():
        for language, phrase in _spoken(material):
            words = words_of(phrase)
            plains = [word.plain for word in words]
            gathered[tuple(word.stem for word in words)].add(Entry(language, material.slug, " ".join(plains)))
            if len(words) == 2 and language in COMPOUNDING:
                gathered[(stem("".join(plains)),)].add(Entry(language, material.slug, "".join(plains)))
    return {stems: tuple(sorted(entries)) for stems, entries in gathered.items() if stems}


@cache
def _longest() -> int:
    return max(len(stems) for stems in _index())


def _spoken(material: Material) -> Iterator[tuple[str, str]]:
    for language in LANGUAGES:
        yield language, material.name(language)
        yield language, PARENTHESIS.sub("", material.name(language))
    yield from material.synonyms
