"""Open data: each release as files for anybody, made of what the public may see and of nothing else."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from functools import lru_cache
from typing import Any

from circulair.config import DATA_LICENCES
from circulair.files import open_files
from circulair.files.open_files import About
from circulair.files.open_tables import Table
from circulair.services import datasets, releases
from circulair.services.datasets import Same
from circulair.services.faults import NotFoundError
from circulair.services.releases import RELEASES_KEPT, Release
from circulair.store import publication
from circulair.store.records import ReleaseRecord

OUR_NAME = "CirculAIR"
EXAMPLE = "voorbeeldgegevens, example data, Beispieldaten"
GEOPACKAGE, DICTIONARY, DICTIONARY_JSON = "circulair.gpkg", "dictionary.csv", "dictionary.json"
SUMS = "sha256sums.txt"

MEDIA = {
    "csv": "text/csv",
    "geojson": "application/geo+json",
    "parquet": "application/vnd.apache.parquet",
    "gpkg": "application/geopackage+sqlite3",
    "json": "application/json",
    "txt": "text/plain",
}

AS_IT_WAS = frozenset(
    {
        *("year", "tonnes", "capacity_tonnes", "area_m2"),
        *("status", "as_of", "source", "until", "since", "available_from", "available_until"),
    }
)
"""What an older release goes on telling as it was; everything else is told as it is now."""

Row = Any  # a dataclass of a release; which one, its tuple says

FILES_KEPT = 64
"""Files that a process keeps once they are made: those of a few releases."""


@dataclass(frozen=True, slots=True)
class Licence:
    """On what terms the data may be used again, and whether the operator chose it."""

    code: str
    name: str
    url: str
    chosen: bool

    @property
    def authority(self) -> str:
        """Return its address in the European list of licences."""
        return f"http://publications.europa.eu/resource/authority/licence/{self.code}"


LICENCES = {
    "CC_BY_4_0": ("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"),
    "CC0": ("CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
    "CC_BYSA_4_0": ("CC BY-SA 4.0", "https://creativecommons.org/licenses/by-sa/4.0/"),
}


@dataclass(frozen=True, slots=True)
class Terms:
    """Who publishes, and on which licence."""

    publisher: str
    licence: Licence
    invented: bool = False


def terms_of(publisher: str, code: str, *, invented: bool = False) -> Terms:
    """Return the terms that the settings name; the first licence where none was chosen.

    Where the world is invented the publisher's name says so, and with it every file.
    """
    chosen, name = code or DATA_LICENCES[0], publisher or OUR_NAME
    licence = Licence(chosen, *LICENCES[chosen], chosen=bool(code))
    return Terms(f"{name} ({EXAMPLE})" if invented else name, licence, invented)


@dataclass(frozen=True, slots=True)
class Edition:
    """A release as it is handed out: two are alike where number, content and terms are."""

    number: int
    as_of: str
    newest: bool
    terms: Terms
    mark: str
    tables: tuple[Table, ...] = field(compare=False, repr=False)

    @property
    def stem(self) -> str:
        """Return how the names of its files begin when they are kept."""
        return f"circulair-{'voorbeeld-' if self.terms.invented else ''}{self.as_of}"

    @property
    def about(self) -> About:
        """Return what each of its files says of itself."""
        licence = self.terms.licence
        return About(self.as_of, self.terms.publisher, licence.name, licence.url)


@dataclass(frozen=True, slots=True)
class File:
    """A file and its digest."""

    content: bytes
    sha256: str


def history() -> Sequence[ReleaseRecord]:
    """Return all releases, the one made last first."""
    return publication.history()


def edition(terms: Terms, number: int | None = None) -> Edition:
    """Return a release to hand out, by default the one that the public sees now.

    An older one tells only what the public may still see: whose consent ended is gone from it too.
    """
    newest, shown = publication.newest(), releases.shown()
    if newest is None or shown is None:
        raise NotFoundError("release")
    if number in (None, newest.id):
        return edition_of(newest.id, shown, terms, newest=True)
    record = publication.one(number or 0)
    if record is None:
        raise NotFoundError("release")
    left = left_of(Same(releases.parsed(record.content)), Same(shown))
    return edition_of(record.id, left, terms, newest=False)


def edition_of(number: int, release: Release, terms: Terms, *, newest: bool) -> Edition:
    """Return a release with its tables and the mark of what it holds."""
    mark = mark_of(Same(release))
    return Edition(number, release.as_of, newest, terms, mark, datasets.tables(release))


@lru_cache(maxsize=RELEASES_KEPT)
def mark_of(same: Same) -> str:
    """Return the digest of what a release holds."""
    content = json.dumps(asdict(same.release), sort_keys=True, default=str)
    return hashlib.sha256(content.encode()).hexdigest()


@lru_cache(maxsize=RELEASES_KEPT)
def left_of(old: Same, shown: Same) -> Release:
    """Return of an older release what the public may still see, found out once as long as it is asked for."""
    return still_public(old.release, shown.release)


def still_public(old: Release, shown: Release) -> Release:
    """Return of an older release what the public may still see, by the codes that the newest one has.

    How much it was and when stays as it was then; who and where is told as it is now, so that a name or an
    address that is kept back today is in no older file either. Rows that carry no code by their kind are
    about nobody: figures of many, which stay.
    """
    left: dict[str, Any] = {
        name: tuple(as_now(one, known[one.code]) for one in getattr(old, name) if one.code in known)
        for name in datasets.kinds()
        if (known := by_code(shown, name)) is not None
    }
    return replace(old, **left)


def as_now(old: Row, now: Row) -> Row:
    """Return a row with the figures and days of then, and all else as it is told now."""
    return replace(now, **{one.name: getattr(old, one.name) for one in fields(old) if one.name in AS_IT_WAS})


def by_code(release: Release, name: str) -> dict[str, Row] | None:
    """Return a tuple of a release by the codes of its rows, None where they carry none by their kind."""
    if "code" not in {one.name for one in fields(datasets.kinds()[name])}:
        return None
    return {one.code: one for one in getattr(release, name) if one.code}


def names(chosen: Edition) -> list[str]:
    """Return the names of the files of a release."""
    kinds = {
        table.name: ("csv", "geojson", "parquet") if table.shape else ("csv", "parquet")
        for table in chosen.tables
    }
    tables = [f"{name}.{kind}" for name, suffixes in kinds.items() for kind in suffixes]
    return [*tables, GEOPACKAGE, DICTIONARY, DICTIONARY_JSON]


def file(chosen: Edition, name: str) -> File:
    """Return a file of a release, or say that there is none of that name."""
    if name not in (*names(chosen), SUMS):
        raise NotFoundError("file")
    return made(chosen, name)


@lru_cache(maxsize=FILES_KEPT)
def made(chosen: Edition, name: str) -> File:
    """Return a file, made once a process; everywhere it has the same bytes."""
    content = sums(chosen) if name == SUMS else content_of(chosen, name)
    return File(content, hashlib.sha256(content).hexdigest())


def content_of(chosen: Edition, name: str) -> bytes:
    """Return the bytes of a file of a release."""
    tables, about = chosen.tables, chosen.about
    if name == GEOPACKAGE:
        return open_files.as_geopackage(tables, about)
    if name == DICTIONARY:
        return open_files.dictionary_csv(tables)
    if name == DICTIONARY_JSON:
        return open_files.dictionary_json(tables, about)
    stem, _dot, kind = name.partition(".")
    [table] = [one for one in tables if one.name == stem]
    if kind == "csv":
        return open_files.as_csv(table)
    return open_files.as_geojson(table, about) if kind == "geojson" else open_files.as_parquet(table, about)


def sums(chosen: Edition) -> bytes:
    """Return the digests of all files as sha256sum writes and checks them."""
    return "".join(f"{made(chosen, name).sha256}  {name}\n" for name in names(chosen)).encode()


def media_of(name: str) -> str:
    """Return the media type of a file by its name."""
    return MEDIA[name.rpartition(".")[2]]
