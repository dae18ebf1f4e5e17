"""Offers of planned works: placed when they are chosen, brought along when a plan or a survey changes."""

from dataclasses import dataclass, replace

from circulair.services import listings, promises
from circulair.services.actor import Actor
from circulair.services.listings import Draft
from circulair.store import works as store
from circulair.store.records import (
    MATCHABLE,
    ListingRecord,
    ListingSource,
    ListingState,
    WorksRecord,
)
from flows.materials import load_materials
from flows.streams import Form, Grade, Quality, Side
from flows.works import Expected, check_offered, expected

MOST_TITLE = 120


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which components are to be offered, whether all may see them, and the language of their titles."""

    materials: frozenset[str]
    public: bool
    language: str


def expected_of(works: WorksRecord) -> tuple[Expected, ...]:
    """Return what works free: what was counted of them, else our estimate."""
    surveys = {one.material: one.survey for one in works.components}
    return expected(works.plan, {slug: told for slug, told in surveys.items() if told is not None})


def choose(works: WorksRecord, wanted: Wanted, actor: Actor) -> list[str]:
    """Offer the chosen components of works and take the others back; return what is offered now."""
    found, known = expected_of(works), {one.material: one for one in works.components}
    listed = {slug: one.listing for slug, one in known.items() if one.listing is not None}
    check_offered(
        works.plan, found, {one for one in wanted.materials if not is_promised(listed.get(one), actor)}
    )
    for one in found:
        listing = listed.get(one.material)
        if one.material in wanted.materials:
            put(works, one, wanted, actor)
        elif listing is not None and listing.state in MATCHABLE:
            listings.withdraw(listing.id, actor)
    return [one.material for one in found if one.material in wanted.materials]


def is_promised(listing: ListingRecord | None, actor: Actor) -> bool:
    """Return whether something of an offer was promised to others."""
    return listing is not None and listing.id in promises.book(actor.today, [listing.id]).bound


def put(works: WorksRecord, one: Expected, wanted: Wanted, actor: Actor) -> None:
    """Place an expected component as an offer, or bring its offer up to date."""
    known = store.component_of(works, one.material)
    listing, draft = known.listing, draft_of(works, one, public=wanted.public)
    if listing is not None and listings.reopens(listing, actor.today):
        listings.reopen(listing.id, actor)
    if listing is None or listing.state in (ListingState.WITHDRAWN, ListingState.EXPIRED):
        known.listing = listings.register(replace(draft, title=title_of(one, works, wanted)), actor)
        known.listing_id = known.listing.id
    elif listing.state in MATCHABLE:
        renew(listing, replace(draft, title=listing.title), actor)


def title_of(one: Expected, works: WorksRecord, wanted: Wanted) -> str:
    """Return what the offer of a component is called."""
    return f"{load_materials()[one.material].name(wanted.language)}, {works.name}"[:MOST_TITLE]


def draft_of(works: WorksRecord, one: Expected, *, public: bool, title: str = "") -> Draft:
    """Return the offer of an expected component."""
    return Draft(
        side=Side.OFFER,
        title=title,
        material=one.material,
        premises_id=works.premises_id,
        quantity=one.quantity,
        availability=works.plan.window,
        quality=Quality(Form.PIECE if one.component.unit == "piece" else Form.LOOSE),
        weight=one.weight,
        spread=one.spread,
        weight_unknown=True,
        public=public,
        source=ListingSource.WORKS,
        at_best=one.grade,
    )


def renew(listing: ListingRecord, draft: Draft, actor: Actor) -> None:
    """Change an offer if that says anything else than it did."""
    now = (listing.title, listing.premises_id, listing.typed, listing.weight_note, listing.public)
    then = (draft.title, draft.premises_id, draft.quantity, listings.note_of(draft))
    same_days = (listing.start, listing.end) == (draft.availability.start, draft.availability.end)
    if (*then, draft.public) != now or not same_days or grade_of(draft) is not listing.grade:
        listings.change(listing.id, listing.version, draft, actor)


def grade_of(draft: Draft) -> Grade | None:
    """Return how far the tonnes of a draft can be trusted."""
    amount = listings.weighed(draft)
    return None if amount is None else amount.grade


def bring_along(works: WorksRecord, actor: Actor, former_name: str = "") -> None:
    """Bring the open offers of works up to date; withdraw what comes free no more.

    What is promised in full stays as both sides agreed it.
    """
    now = {one.material: one for one in expected_of(works)}
    for known in works.components:
        listing = known.listing
        if listing is None or listing.state not in MATCHABLE:
            continue
        one = now.get(known.material)
        if one is None or one.quantity is None or (one.component.suspect and works.plan.asks_asbestos):
            listings.withdraw(listing.id, actor)
            continue
        title = listing.title.replace(former_name, works.name)[:MOST_TITLE] if former_name else listing.title
        renew(listing, draft_of(works, one, public=listing.public, title=title), actor)
