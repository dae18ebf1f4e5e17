"""Offers of planned works: placed when they are chosen, brought along when a plan or a survey changes."""

from dataclasses import dataclass, replace

from circulair.services import listings, promises, works_gate
from circulair.services.actor import Actor
from circulair.services.faults import PromisedError
from circulair.services.listings import Draft
from circulair.services.works_gate import expected_of
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
from flows.works import Expected, check_offered

MOST_TITLE = 120


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which components are to be offered, whether all may see them, and the language of their titles."""

    materials: frozenset[str]
    public: bool
    language: str


def choose(works: WorksRecord, wanted: Wanted, actor: Actor) -> list[str]:
    """Offer the chosen components of works and take the others back; return what is offered now."""
    found, known = expected_of(works), {one.material: one for one in works.components}
    listed = {slug: one.listing for slug, one in known.items() if one.listing is not None}
    check_offered(
        works.plan, found, {one for one in wanted.materials if not is_all_promised(listed.get(one))}
    )
    for one in found:
        listing = listed.get(one.material)
        if one.material in wanted.materials:
            put(works, one, wanted, actor)
        elif listing is not None and listing.state in MATCHABLE:
            listings.withdraw(listing.id, actor)
    return [one.material for one in found if one.material in wanted.materials]


def is_all_promised(listing: ListingRecord | None) -> bool:
    """Return whether all of an offer was promised to others, so that it is not put on the market."""
    return listing is not None and listing.state in (ListingState.RESERVED, ListingState.FULFILLED)


def put(works: WorksRecord, one: Expected, wanted: Wanted, actor: Actor) -> None:
    """Place an expected component as an offer, or bring its one offer back and up to date.

    An offer that ended comes back with what is promised of it, so that no tonne is offered twice.
    """
    known = store.component_of(works, one.material)
    listing, draft = known.listing, draft_of(works, one, public=wanted.public)
    if listing is not None and listing.state is ListingState.WITHDRAWN:
        listings.reopen(listing.id, actor)
    elif listing is not None and listing.state is ListingState.EXPIRED:
        listings.extend(listing.id, actor)
    if listing is None:
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
        if listing is None or listing.state not in (*MATCHABLE, ListingState.EXPIRED):
            continue
        stands = works_gate.refusal_of(works, known, actor.today) is None
        if listing.state is ListingState.EXPIRED:
            if not stands:
                continue
            listings.extend(listing.id, actor)
        one = now.get(known.material)
        if one is None or not stands:
            listings.withdraw(listing.id, actor)
            continue
        if listing.state in MATCHABLE:
            title = renamed(listing.title, former_name, works.name)
            renew(listing, draft_of(works, one, public=listing.public, title=title), actor)


def renamed(title: str, former: str, name: str) -> str:
    """Return the title of an offer of works that are called otherwise now; one of its owner's own stays."""
    ending = f", {former}"
    return f"{title.removesuffix(ending)}, {name}"[:MOST_TITLE] if title.endswith(ending) else title


def keep_promised(works: WorksRecord, actor: Actor) -> None:
    """Refuse a plan or a count of works that frees less than others were promised, whatever ended since."""
    offered = {one.material: one.listing for one in works.components if one.listing is not None}
    book = promises.book(actor.today, [listing.id for listing in offered.values()])
    now = {one.material: one for one in expected_of(works)}
    for material, listing in offered.items():
        promised = book.taken(listing).once
        if not promised and listing.id not in book.bound:
            continue
        one = now.get(material)
        amount = None if one is None else listings.weighed(draft_of(works, one, public=listing.public))
        if amount is None or amount.tonnes.likely < promised:
            raise PromisedError(promised)
