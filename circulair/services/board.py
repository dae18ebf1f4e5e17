"""The board: the hub's queue as the team works on it, row by row with what blocks and what comes next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from circulair.services import law, reviews
from circulair.services.actor import TOWN, Actor, require_hub
from circulair.store import suggestions as store
from circulair.store.records import ListingRecord, SuggestionRecord
from flows.law import Finding
from flows.materials import load_materials
from flows.suggestions import OPEN, TO_DECIDE, Status

TABS: dict[str, tuple[Status, ...]] = {
    "open": OPEN,
    "new": (Status.NEW,),
    "review": (Status.IN_REVIEW,),
    "answers": (Status.PROPOSED,),
    "agreed": (Status.AGREED, Status.MOVED),
    "ended": (Status.CONFIRMED, Status.DECLINED, Status.LAPSED),
}
"""What the tabs of the queue show, in their order; the first is open by itself."""

LATE = timedelta(days=5)
"""A suggestion that waits longer than this is marked."""

STEP = {Status.NEW: "review", Status.AGREED: "deliver", Status.MOVED: "confirm"}
"""What comes next in the statuses where nothing else matters."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants to see of the queue; an unknown tab is the first, page 1 the first page."""

    tab: str = "open"
    page: int = 1
    material: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One suggestion in the queue: tonnes that arrive, what blocks, what comes next, how long it waits.

    ``waits_for`` are the organisations whose answer is wanted, ``waits_since`` is since when others than the
    hub are to act; None where the hub is.
    """

    suggestion: SuggestionRecord
    offers: tuple[ListingRecord, ...]
    tonnes: Decimal | None
    yearly: bool | None
    distance_km: float | None
    open_law: tuple[Finding, ...]
    next_step: str
    late_days: int | None
    waits_for: tuple[str, ...] = ()
    waits_since: date | None = None


@dataclass(frozen=True, slots=True)
class Board:
    """One page of the queue with the number behind each tab."""

    wish: Wish
    rows: tuple[Row, ...]
    tabs: tuple[tuple[str, int], ...]
    total: int

    @property
    def first(self) -> int:
        """Return the place of the first row in the whole queue."""
        return reviews.PAGE * (self.wish.page - 1) + 1

    @property
    def last(self) -> int:
        """Return the place of the last row in the whole queue."""
        return self.first + len(self.rows) - 1


def board(wish: Wish, actor: Actor) -> Board:
    """Return a page of the queue, most tonnes times score first, by a fixed number of queries."""
    statuses = TABS[wish.tab]
    materials = load_materials().descendants(wish.material) if wish.material else ()
    search = store.Search(materials, wish.words)
    found = reviews.queue(statuses, wish.page, actor, search)
    by_status = reviews.numbers(actor)
    return Board(
        wish=wish,
        rows=tuple(row_of(suggestion, actor) for suggestion in found),
        tabs=tuple((tab, sum(by_status.get(status, 0) for status in shown)) for tab, shown in TABS.items()),
        total=store.count(statuses, search),
    )


def row_of(suggestion: SuggestionRecord, actor: Actor) -> Row:
    """Return one row of the queue."""
    amounts = [line.tonnes_likely for line in suggestion.lines if line.tonnes_likely is not None]
    routes = [line.distance_km for line in suggestion.lines if line.distance_km is not None]
    return Row(
        suggestion=suggestion,
        offers=tuple(line.offer for line in suggestion.lines),
        tonnes=sum(amounts, Decimal(0)) if amounts else None,
        yearly=suggestion.lines[0].recurring,
        distance_km=max(routes, default=None),
        open_law=law.open_law(suggestion) if suggestion.status in OPEN else (),
        next_step=next_step(suggestion),
        late_days=late_days(suggestion, actor),
        waits_for=waits_for(suggestion),
        waits_since=waits_since(suggestion),
    )


def next_step(suggestion: SuggestionRecord) -> str:
    """Return the code of what comes next."""
    if suggestion.status is Status.IN_REVIEW:
        return "law" if law.open_law(suggestion) else "propose"
    if suggestion.status is Status.PROPOSED:
        return awaited(suggestion)
    return STEP.get(suggestion.status, "none")


def awaited(suggestion: SuggestionRecord) -> str:
    """Return whose answer is waited for."""
    answered = {answer.listing_id for answer in suggestion.answers}
    receiver = suggestion.need_id not in answered
    giver = any(line.offer_id not in answered for line in suggestion.lines)
    return "answer_both" if giver and receiver else "answer_giver" if giver else "answer_receiver"


def waits_for(suggestion: SuggestionRecord) -> tuple[str, ...]:
    """Return the organisations whose answer to a proposal is wanted."""
    if suggestion.status is not Status.PROPOSED:
        return ()
    answered = {answer.listing_id for answer in suggestion.answers}
    sides = [*(line.offer for line in suggestion.lines), suggestion.need]
    return tuple(dict.fromkeys(one.organisation.name for one in sides if one.id not in answered))


def waits_since(suggestion: SuggestionRecord) -> date | None:
    """Return the day since which a suggestion waits for others than the hub."""
    put, changed = suggestion.proposed_at, suggestion.changed_at
    since = {Status.PROPOSED: put, Status.AGREED: changed, Status.MOVED: changed}.get(suggestion.status)
    return None if since is None else since.astimezone(TOWN).date()


def late_days(suggestion: SuggestionRecord, actor: Actor) -> int | None:
    """Return for how many days a suggestion has waited, None while that is not long."""
    since = suggestion.created_at if suggestion.status in TO_DECIDE else suggestion.changed_at
    waiting = actor.now - since
    return waiting.days if suggestion.status in OPEN and waiting >= LATE else None


def next_after(suggestion_id: int, actor: Actor) -> int | None:
    """Return the suggestion that is to be decided after this one, from the top again after the last."""
    require_hub(actor)
    ids: Sequence[int] = store.queue_ids(TO_DECIDE)
    others = [number for number in ids if number != suggestion_id]
    if suggestion_id not in ids or not others:
        return others[0] if others else None
    return others[ids.index(suggestion_id) % len(others)]
