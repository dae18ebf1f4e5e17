"""Identities: an organisation that asks so stays unnamed to the other side until both have said yes.

Until then the other side is told what kind of organisation it is and in which neighbourhood. Free words stay,
without what names their writer; distances are told in whole kilometres.
"""

import math
import re
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

REACHED = re.compile(
    r"\S+@\S+|(?:https?://|www\.)\S+"
    r"|\b[\w-]+(?:\.[\w-]+)*\.(?:nl|com|eu|be|de|org|net|info)\b"
    r"|(?:\+|\b0)[\d ()/-]{7,}\d"
)
"""Addresses of mail and pages, and numbers of telephones."""


@dataclass(frozen=True, slots=True)
class Veiled:
    """A side that is not named yet: its kind, its neighbourhood ("" where unknown), and what names it."""

    kind: Kind
    neighbourhood: str
    names: tuple[str, ...]

    def unnamed(self, text: str) -> str:
        """Return words without what names their writer."""
        found = REACHED.sub(GAP, text)
        for name in self.names:
            found = re.sub(rf"\w*{re.escape(name)}\w*", GAP, found, flags=re.IGNORECASE)
        return found


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
    told += [text for one in people for text in (one.name, one.email, one.telephone)]
    told += [f"{premises.street} {premises.house_number}", premises.street, premises.postcode]
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
