"""Guests: who places an offer or need before they have an account, and confirms it by a link from an e-mail.

Until then nothing of it is stored but what the link carries, which is forgotten with the link.
"""

import json
from dataclasses import replace
from decimal import Decimal

from cattrs.preconf.json import make_converter

from circulair.services import links, listings, organisations
from circulair.services.actor import Actor
from circulair.services.faults import PremisesMissingError
from circulair.services.listings import Draft
from circulair.store import accounts as store
from circulair.store import organisations as places
from circulair.store.records import LinkRecord, ListingRecord, OrganisationRecord

NO_PREMISES = 0
"""Where a draft lies whose owner has no premises yet."""

CONVERTER = make_converter()
CONVERTER.register_unstructure_hook(Decimal, str)
CONVERTER.register_structure_hook(Decimal, lambda text, _kind: Decimal(text))


def kept(draft: Draft) -> str:
    """Return a draft as text."""
    return CONVERTER.dumps(draft)


def draft_of(text: str) -> Draft:
    """Return the draft that was kept as a text of ours."""
    return CONVERTER.loads(text, Draft)


def carried(link: LinkRecord) -> Draft | None:
    """Return what a link places when it is followed, None where it only lets somebody in."""
    text = json.loads(link.carries).get("listing")
    return draft_of(text) if text else None


def cannot_place(link: LinkRecord) -> bool:
    """Return whether the account of a link is of no organisation, as those of the hub team."""
    person = store.person_by_email(link.email)
    return person is not None and person.organisation_id is None


def owner_of(link: LinkRecord) -> OrganisationRecord | None:
    """Return for which organisation a link places what it carries, None for who starts with it."""
    person = store.person_by_email(link.email)
    return None if person is None else places.with_premises(person.organisation_id or 0)


def place(draft: Draft, actor: Actor, premises_id: int = NO_PREMISES) -> ListingRecord:
    """Place a draft at the chosen premises of whoever acts, at the first where none of theirs is chosen."""
    own = organisations.own(actor).premises
    if not own:
        raise PremisesMissingError()
    chosen = next((one for one in own if one.id == premises_id), own[0])
    return listings.register(replace(draft, premises_id=chosen.id), actor)


def place_carried(token: str, actor: Actor, premises_id: int = NO_PREMISES) -> ListingRecord | None:
    """Place what a followed link of whoever acts carries, once: from then on the link leads to it."""
    link, person = store.link(links.digest(token)), store.person(actor.person_id or 0)
    if link is None or person is None or link.email != person.email or person.organisation_id is None:
        return None
    draft = carried(link)
    if draft is None:
        return None
    listing = place(draft, actor, premises_id)
    link.carries = json.dumps({"wanted": f"/mijn/{listing.id}"})
    return listing
