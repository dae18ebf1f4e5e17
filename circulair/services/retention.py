"""Retention: what is kept for a while only, and forgotten once that is over."""

from datetime import timedelta

from circulair.services import class_taken, documents
from circulair.services.actor import Actor
from circulair.store import accounts, asks, collection, housekeeping, imports, outbox, plans, workshops
from circulair.store.records import STAGED

TRIES_LIVE = timedelta(hours=1)
LINKS_LIVE = timedelta(days=1)
"""After a link was used or has expired; until then it counts for the most letters an hour."""

KEYS_LIVE = timedelta(days=7)
RECIPIENTS_LIVE = timedelta(days=30)
CONTRACTS_LIVE = timedelta(days=365)
"""After its listing ended: who collected something and what that cost."""

PLANS_LIVE = timedelta(days=90)
"""How long a plan can be looked at: by then the market is another."""

SHEETS_LIVE = timedelta(days=30)
"""How long a sheet is kept that nobody confirms."""


def forget_what_is_over(actor: Actor) -> None:
    """Forget whatever is kept for a while only and whose time is over."""
    accounts.forget_tries(actor.now - TRIES_LIVE)
    accounts.forget_links(actor.now - LINKS_LIVE)
    asks.forget(actor.now)
    housekeeping.forget_forms(actor.now - KEYS_LIVE)
    outbox.forget_recipients(actor.now - RECIPIENTS_LIVE)
    collection.forget_of_ended(actor.now - CONTRACTS_LIVE)
    documents.forget_withdrawn(actor)
    class_taken.forget_what_is_over(actor.now)
    plans.forget(actor.now - PLANS_LIVE)
    workshops.forget_people(actor.now)
    for import_id in imports.older(STAGED, actor.now - SHEETS_LIVE):
        imports.forget(import_id)
