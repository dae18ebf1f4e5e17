"""Duplicates: organisations that stand in the register twice, and by what one can tell."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from flows.telephones import rung


class Alike(StrEnum):
    """What two organisations have in common, the strongest sign first."""

    KVK = "kvk"
    NAME = "name"
    TELEPHONE = "telephone"
    MAIL = "mail"


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of one organisation: its name, KVK number, towns, and how its people are reached."""

    number: int
    name: str
    kvk_number: str = ""
    towns: frozenset[str] = frozenset()
    emails: frozenset[str] = frozenset()
    telephones: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, order=True)
class Likely:
    """Two organisations that are likely one, the older number first, and what they have in common."""

    first: int
    second: int
    alike: tuple[Alike, ...]


LEGAL_FORMS = frozenset({"bv", "nv", "vof", "cv", "gmbh", "ltd", "ug", "ag", "bvba", "srl", "stichting"})
"""Words of a name that say how a firm is organised, and not which firm it is."""

SHARED = re.compile(
    r"(?:gmail|googlemail|hotmail|outlook|live|msn|icloud|me|yahoo|protonmail)\.(?:com|nl|de|be)|proton\.me"
    r"|(?:ziggo|home|kpnmail|planet|hetnet|xs4all|casema|upcmail|online|solcon|telfort|zonnet|chello)\.nl"
    r"|(?:gmx|web|t-online|freenet)\.de|gmx\.(?:net|com)|(?:telenet|skynet|proximus)\.be"
)
"""Domains at which anybody can have an address (general knowledge): they tell nothing of a firm."""

RESERVED = re.compile(r"(?:^|\.)(?:example(?:\.(?:com|net|org))?|invalid|test|localhost)$")
"""Domains that nobody can own (RFC 2606)."""


def folded(name: str) -> str:
    """Return what stays of a name without capitals, accents, signs, spaces and legal form.

    A name of which nothing else would stay keeps its legal form.
    """
    plain = unicodedata.normalize("NFKD", name).casefold()
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    plain = re.sub(r"\b([a-z])\.(?=[a-z]\b)", r"\1", plain)  # "B.V." is "bv."
    words = re.findall(r"[^\W_]+", plain)
    kept = [word for word in words if word not in LEGAL_FORMS]
    return "".join(kept or words)


def own_domain(email: str) -> str:
    """Return the domain of an address, "" where it tells nothing of a firm."""
    domain = email.rpartition("@")[2].strip().casefold()
    return "" if SHARED.fullmatch(domain) or RESERVED.search(domain) else domain


def signs(known: Known) -> Iterator[tuple[Alike, str]]:
    """Yield by what an organisation could be the same as another."""
    if known.kvk_number:
        yield Alike.KVK, known.kvk_number
    if name := folded(known.name):
        yield Alike.NAME, name
    for telephone in sorted({rung(written) for written in known.telephones} - {""}):
        yield Alike.TELEPHONE, telephone
    domains = {own_domain(email) for email in known.emails} - {""}
    for domain in sorted(domains):
        for town in sorted({town.strip().casefold() for town in known.towns} - {""}):
            yield Alike.MAIL, f"{domain} {town}"


def likely(everybody: Iterable[Known]) -> list[Likely]:
    """Return which organisations are likely one, the strongest signs first.

    Each is told beside the oldest that is like it. Two with different KVK numbers are two: the register of
    the Chamber of Commerce gives each firm its own.
    """
    known = sorted(everybody, key=lambda one: one.number)
    by_sign = defaultdict[tuple[Alike, str], list[Known]](list)
    found = defaultdict[tuple[int, int], set[Alike]](set)
    for one in known:
        for sign in signs(one):
            other = next((two for two in by_sign[sign] if may_be_one(one, two)), None)
            if other is not None:
                found[other.number, one.number].add(sign[0])
            else:
                by_sign[sign].append(one)
    pairs = (Likely(first, second, in_order(alike)) for (first, second), alike in found.items())
    return sorted(pairs, key=lambda pair: ([*Alike].index(pair.alike[0]), pair.first, pair.second))


def may_be_one(one: Known, other: Known) -> bool:
    """Return whether nothing says that two organisations are two."""
    return not (one.kvk_number and other.kvk_number and one.kvk_number != other.kvk_number)


def in_order(alike: Iterable[Alike]) -> tuple[Alike, ...]:
    """Return signs, the strongest first."""
    given = set(alike)
    return tuple(one for one in Alike if one in given)
