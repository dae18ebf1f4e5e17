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
from circulair.store.records import LinkRecord, ListingRecord

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


def place(draft: Draft, actor: Actor) -> ListingRecord:
    """Place a draft at the first premises of whoever acts."""
    premises = organisations.own(actor).premises
    if not premises:
        raise PremisesMissingError()
    return listings.register(replace(draft, premises_id=premises[0].id), actor)


def place_carried(token: str, actor: Actor) -> ListingRecord | None:
    """Place what a link that was just followed carries, once: from then on the link leads to it."""
    link = store.link(links.digest(token))
    draft = None if link is None or actor.organisation_id is None else carried(link)
    if link is None or draft is None:
        return None
    listing = place(draft, actor)
    link.carries = json.dumps({"wanted": f"/mijn/{listing.id}"})
    return listing
