"""Materials: what a thing is, as a tree of groups, families and materials, with names and Eural codes."""

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from flows.errors import FlowsError, UnknownCodeError

DATA = Path(__file__).parent / "data" / "materials.csv"
LANGUAGES = ("nl", "en", "de")
MOST_LEVELS = 3


class Nature(StrEnum):
    """What kind of thing a material is; it says which units and laws apply."""

    MATTER = "matter"
    OBJECT = "object"
    FOOD = "food"
    ENERGY = "energy"
    WATER = "water"
    SPACE = "space"
    CAPACITY = "capacity"


class MaterialTreeError(FlowsError):
    """The list of materials breaks one of the laws of the tree; ``law`` says which."""

    code = "material.tree"

    def __init__(self, slug: str, law: str) -> None:
        super().__init__(slug, law)
        self.slug, self.law = slug, law

    def __str__(self) -> str:
        return f"material {self.slug!r}: {self.law}"


@dataclass(frozen=True, slots=True)
class Material:
    """One kind of thing, which has Eural codes or a stated reason for having none."""

    slug: str
    parent: str | None
    name_nl: str
    name_en: str
    name_de: str
    nature: Nature
    eural: tuple[str, ...] = ()  # by origin, the most likely one first
    no_code_reason: str = ""
    synonyms: tuple[tuple[str, str], ...] = ()  # language and word

    def __post_init__(self) -> None:
        if bool(self.eural) == bool(self.no_code_reason):
            raise MaterialTreeError(self.slug, "needs Eural codes or a reason for having none, not both")

    def name(self, language: str) -> str:
        """Return the name in nl, en or de; another language is answered in English."""
        return {"nl": self.name_nl, "de": self.name_de}.get(language, self.name_en)


class MaterialTree:
    """All materials by slug, at most three levels deep: group, family, material."""

    def __init__(self, materials: Iterable[Material]) -> None:
        self._by_slug: dict[str, Material] = {}
        for material in materials:
            if material.slug in self._by_slug:
                raise MaterialTreeError(material.slug, "is listed twice")
            self._by_slug[material.slug] = material
        self._lines = {slug: self._climb(slug) for slug in sorted(self._by_slug)}
        below: defaultdict[str, list[str]] = defaultdict(list)
        for slug, line in self._lines.items():
            for ancestor in line:
                below[ancestor].append(slug)
        self._below = {slug: tuple(found) for slug, found in below.items()}

    def _climb(self, slug: str) -> tuple[str, ...]:
        line = [slug]
        while (parent := self._by_slug[line[-1]].parent) is not None:
            if parent not in self._by_slug:
                raise MaterialTreeError(line[-1], f"has an unknown parent {parent!r}")
            line.append(parent)
            if len(line) > MOST_LEVELS:
                raise MaterialTreeError(slug, f"lies deeper than {MOST_LEVELS} levels")
        return tuple(line)

    def __getitem__(self, slug: str) -> Material:
        if slug not in self._by_slug:
            raise UnknownCodeError("material", slug)
        return self._by_slug[slug]

    def __contains__(self, slug: object) -> bool:
        return slug in self._by_slug

    def __iter__(self) -> Iterator[Material]:
        return (self._by_slug[slug] for slug in self._lines)

    def __len__(self) -> int:
        return len(self._by_slug)

    def line(self, slug: str) -> tuple[str, ...]:
        """Return the slug itself and its ancestors, nearest first."""
        return self._lines[self[slug].slug]

    def descendants(self, slug: str) -> tuple[str, ...]:
        """Return the slug itself and all slugs below it, sorted."""
        return self._below[self[slug].slug]

    def related(self, slug: str) -> frozenset[str]:
        """Return every slug that lies on a line with this one: between these, ``steps`` is not None."""
        return frozenset((*self.line(slug), *self.descendants(slug)))

    def children(self, slug: str | None) -> tuple[Material, ...]:
        """Return the materials directly below a slug, or the groups below none, sorted by slug."""
        parent = None if slug is None else self[slug].slug
        return tuple(material for material in self if material.parent == parent)

    def steps(self, offered: str, wanted: str) -> int | None:
        """Return how many levels the offered material lies below the wanted one.

        Nought is the same material, a negative number an offer more general than what is wanted,
        and None says that neither lies on the other's line.
        """
        up, down = self.line(offered), self.line(wanted)
        if wanted in up:
            return up.index(wanted)
        return -down.index(offered) if offered in down else None

    def of_code(self, code: str) -> tuple[Material, ...]:
        """Return the materials with this Eural code, most likely first, then by slug."""
        found = (material for material in self if code in material.eural)
        return tuple(sorted(found, key=lambda material: (material.eural.index(code), material.slug)))


@cache
def load_materials() -> MaterialTree:
    """Return the tree that ships with CirculAIR, read once."""
    with DATA.open(encoding="utf-8", newline="") as file:
        return MaterialTree([_material(row) for row in csv.DictReader(file)])


def _material(row: Mapping[str, str]) -> Material:
    synonyms = [(language, word) for language in LANGUAGES for word in _parts(row[f"synonyms_{language}"])]
    return Material(
        slug=row["slug"],
        parent=row["parent"] or None,
        name_nl=row["name_nl"],
        name_en=row["name_en"],
        name_de=row["name_de"],
        nature=Nature(row["nature"]),
        eural=_parts(row["eural"]),
        no_code_reason=row["no_code_reason"],
        synonyms=tuple(synonyms),
    )


def _parts(cell: str) -> tuple[str, ...]:
    return tuple(part for part in cell.split(";") if part)
