"""Identities: an organisation that asks so stays unnamed to the other side until both have said yes.

Until then the other side is told what kind of organisation it is and in which neighbourhood. Free words stay,
without what names their writer; distances are told in whole kilometres.
"""

import math
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace

from circulair.services.actor import Actor
from circulair.services.explanations import Explanation, Measure, Sentence, Value
from circulair.store import accounts
from circulair.store.records import ListingRecord, SuggestionRecord
from flows.distance import Position
from flows.organisations import Kind
from flows.suggestions import Status
from maps.reading import neighbourhood_of

AGREED = (Status.AGREED, Status.MOVED, Status.CONFIRMED)
"""Statuses in which both sides may know each other."""

GAP = "…"
"""What stands where a name stood."""

TELLING = 4
"""Letters of the shortest word of a name that is taken out by itself: shorter ones are found in any text."""

FORMS = frozenset({"bv", "nv", "vof", "cv", "gmbh", "ltd", "b", "v", "n"})
"""Words of a name that many organisations share."""

REACHED = re.compile(
    r"\S+\s?(?:@|\(at\)|\[at\])\s?\S+|(?:https?://|www\.)\S+"
    r"|\b[\w-]{3,}(?:\.[\w-]+)*\.[a-z]{2,10}\b"
    r"|(?:\+|\b0)[\d ()/.-]{7,}\d|\b\d{8}\b"
)
"""Addresses of mail and pages, numbers of telephones and of the trade register."""

BETWEEN = r"[\W_]{0,2}"
"""What may stand between the letters of a name that somebody spells out."""


@dataclass(frozen=True, slots=True)
class Veiled:
    """A side that is not named yet: its kind, its neighbourhood ("" where unknown), and what names it."""

    kind: Kind
    neighbourhood: str
    names: tuple[str, ...]

    def unnamed(self, text: str) -> str:
        """Return words without what names their writer."""
        found = REACHED.sub(GAP, plain(text))
        for name in self.names:
            found = without(name, found)
        return found


def plain(text: str) -> str:
    """Return a text without signs that nobody sees, its letters each in one piece."""
    composed = unicodedata.normalize("NFKC", text)
    return "".join(sign for sign in composed if unicodedata.category(sign) != "Cf")


def folded(text: str) -> tuple[str, list[int]]:
    """Return a text in small letters without accents, and of which sign each of its letters comes."""
    letters = [
        (letter, place)
        for place, sign in enumerate(text)
        for letter in unicodedata.normalize("NFKD", sign).casefold()
        if not unicodedata.combining(letter)
    ]
    return "".join(letter for letter, _ in letters), [place for _, place in letters]


def without(name: str, text: str) -> str:
    """Return a text without a name, however it is written: accents, capitals, letters apart."""
    letters = re.sub(r"[\W_]", "", folded(plain(name))[0])
    if not letters:
        return text
    edge = r"\w*" if len(letters) >= TELLING else r"\b"
    spelt = BETWEEN.join(map(re.escape, letters)) if len(letters) >= TELLING else re.escape(letters)
    small, places = folded(text)
    for found in reversed(list(re.finditer(f"{edge}{spelt}{edge}", small))):
        first, last = places[found.start()], places[found.end() - 1]
        text = f"{text[:first]}{GAP}{text[last + 1 :]}"
    return text


Veils = dict[int, Veiled]
"""The sides that somebody may not know yet, by the number of their listing."""


def veils(suggestion: SuggestionRecord, actor: Actor) -> Veils:
    """Return the sides of a suggestion that the actor may not know yet; the hub knows all."""
    if actor.is_hub or suggestion.status in AGREED:
        return {}
    sides = (suggestion.need, *(line.offer for line in suggestion.lines))
    return {
        one.id: veil(one)
        for one in sides
        if one.organisation.hides_name and one.organisation_id != actor.organisation_id
    }


def veil(listing: ListingRecord) -> Veiled:
    """Return what is told of the organisation behind a listing instead of its name."""
    premises = listing.premises
    found = neighbourhood_of(Position(premises.lon, premises.lat))
    return Veiled(listing.organisation.kind, found[1] if found else "", tuple(names_of(listing)))


def names_of(listing: ListingRecord) -> list[str]:
    """Return what names the organisation behind a listing, the longest first."""
    premises, told = listing.premises, [listing.organisation.name]
    people = accounts.members_of(listing.organisation_id)
    told += [text for one in people for text in (one.name, one.address, one.telephone)]
    told += [f"{premises.street} {premises.house_number}", premises.street, premises.postcode]
    told.append(" ".join(one for one in listing.organisation.name.split() if one.lower() not in FORMS))
    told += [
        word for text in (listing.organisation.name, *(one.name for one in people)) for word in words(text)
    ]
    known = {text.strip() for text in told if len(text.strip()) > 1}
    return sorted(known, key=lambda text: (-len(text), text))


def words(text: str) -> Iterable[str]:
    """Return the words of a name that tell something by themselves."""
    return (word for word in re.findall(r"\w+", text) if len(word) >= TELLING)


def in_whole_km(found: Explanation) -> Explanation:
    """Return an explanation that tells no distance by which a place could be found."""
    parts = (
        replace(part, sentences=tuple(rounded(one) for one in part.sentences))
        if part.name == "distance"
        else part
        for part in found.parts
    )
    return replace(found, parts=tuple(parts))


def rounded(sentence: Sentence) -> Sentence:
    """Return a sentence with its distances in whole kilometres, rounded up."""
    values = ((name, whole_km(value)) for name, value in sentence.values)
    return replace(sentence, values=tuple(values))


def whole_km(value: Value) -> Value:
    """Return a distance in whole kilometres, rounded up; anything else as it is."""
    return replace(value, value=math.ceil(float(value.value))) if value.measure is Measure.KM else value
