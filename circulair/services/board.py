"""The board: the hub's queue as the team works on it, row by row with what blocks and what comes next."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from circulair.services import law
from circulair.services.actor import TOWN, Actor, require_hub
from circulair.store import queue as store
from circulair.store.queue import Count, Moment, Search
from circulair.store.records import ListingRecord, SuggestionRecord
from flows import urgency
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

ENDED = "ended"
"""The tab of what nobody has to act on any more, where the last change comes first."""

PAGE = 25
"""Suggestions on one page of the queue."""

STEP = {
    Status.NEW: "review",
    Status.AGREED: "deliver",
    Status.MOVED: "confirm",
    Status.CONFIRMED: "confirmed",
}
"""What comes next in the statuses where nothing else matters."""

NOBODY = store.NOBODY
"""Stands for what nobody looks after yet, where a wish names a person."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants to see of the queue; an unknown tab is the first, page 1 the first page.

    ``party`` is in the name of one of both sides, ``reviewer`` the number of who looks after it.
    """

    tab: str = "open"
    page: int = 1
    material: str = ""
    words: str = ""
    party: str = ""
    reviewer: int | None = None
    overdue: bool = False


EVERYTHING = Wish()
"""The queue as it is narrowed to nothing."""


@dataclass(frozen=True, slots=True)
class Row:
    """One suggestion in the queue: tonnes that arrive, what blocks, what comes next, by when and by whom.

    ``waits_for`` are the organisations whose answer is wanted, ``waits_since`` is since when others than the
    hub are to act; None where the hub is. ``reviewer`` is who looks after it, "" where nobody does.
    """

    suggestion: SuggestionRecord
    offers: tuple[ListingRecord, ...]
    tonnes: Decimal | None
    yearly: bool | None
    distance_km: float | None
    open_law: tuple[Finding, ...]
    next_step: str
    due: date | None
    days_overdue: int
    reviewer: str = ""
    waits_for: tuple[str, ...] = ()
    waits_since: date | None = None

    @property
    def may_be_taken(self) -> bool:
        """Return whether nobody looks after it yet."""
        return self.suggestion.status is Status.NEW

    @property
    def may_be_swept(self) -> bool:
        """Return whether it may be declined together with others: nothing of it is promised."""
        return self.suggestion.status in OPEN


@dataclass(frozen=True, slots=True)
class Board:
    """One page of the queue with the number behind each tab.

    ``overdue`` and ``own`` are how many of the tab are late and how many the actor looks after; ``reviewers``
    is who looks after anything, by number.
    """

    wish: Wish
    rows: tuple[Row, ...]
    tabs: tuple[tuple[str, int], ...]
    total: int
    page: int
    overdue: int
    own: int
    reviewers: Mapping[int, str]
    today: date

    @property
    def first(self) -> int:
        """Return the place of the first row in the whole queue."""
        return PAGE * (self.page - 1) + 1

    @property
    def last(self) -> int:
        """Return the place of the last row in the whole queue."""
        return self.first + len(self.rows) - 1


def board(wish: Wish, actor: Actor) -> Board:
    """Return a page of the queue, the most urgent first, by a fixed number of queries.

    A page after the last is the last.
    """
    require_hub(actor)
    at, search = moment_of(actor), search_of(wish)
    found = store.counts(search, at, actor.person_id)
    shown = in_tab(wish.tab, found)
    number = min(wish.page, max(1, -(-shown.all // PAGE)))
    look = store.latest if wish.tab == ENDED else store.page
    reviewers = {one.id: one.called for one in store.reviewers()}
    return Board(
        wish=wish,
        rows=tuple(row_of(one, reviewers, actor) for one in look(search, at, PAGE, PAGE * (number - 1))),
        tabs=tuple((tab, in_tab(tab, found).all) for tab in TABS),
        total=shown.all,
        page=number,
        overdue=shown.overdue,
        own=shown.own,
        reviewers=reviewers,
        today=actor.today,
    )


def in_tab(tab: str, found: Mapping[Status, Count]) -> Count:
    """Return how many suggestions a tab holds, how many of them late and how many the actor's own."""
    shown = [found[status] for status in TABS[tab] if status in found]
    return Count(
        sum(one.all for one in shown), sum(one.overdue for one in shown), sum(one.own for one in shown)
    )


def search_of(wish: Wish) -> Search:
    """Return a wish as the store looks for it."""
    return Search(
        statuses=TABS[wish.tab],
        materials=tuple(load_materials().descendants(wish.material)) if wish.material else (),
        words=wish.words,
        party=wish.party,
        reviewer=wish.reviewer,
        overdue=wish.overdue,
    )


def moment_of(actor: Actor) -> Moment:
    """Return when an actor looks at the queue, and before when whatever has not moved since is overdue."""
    return Moment(
        now=actor.now,
        today_began=beginning_of(actor.today),
        late_before={
            status: beginning_of(actor.today - timedelta(days=days))
            for status, days in urgency.DAYS_ALLOWED.items()
        },
        too_short=actor.today + timedelta(days=urgency.DAYS_TO_ARRANGE),
        today=actor.today,
    )


def beginning_of(day: date) -> datetime:
    """Return the first moment of a day in the town."""
    return datetime.combine(day, time(), TOWN)


def row_of(suggestion: SuggestionRecord, reviewers: Mapping[int, str], actor: Actor) -> Row:
    """Return one row of the queue."""
    amounts = [line.tonnes_likely for line in suggestion.lines if line.tonnes_likely is not None]
    routes = [line.distance_km for line in suggestion.lines if line.distance_km is not None]
    due = deadline(suggestion)
    return Row(
        suggestion=suggestion,
        offers=tuple(line.offer for line in suggestion.lines),
        tonnes=sum(amounts, Decimal(0)) if amounts else None,
        yearly=suggestion.lines[0].recurring,
        distance_km=max(routes, default=None),
        open_law=law.open_law(suggestion, actor.today) if suggestion.status in OPEN else (),
        next_step=next_step(suggestion, actor.today),
        due=due,
        days_overdue=urgency.days_overdue(due, actor.today),
        reviewer=reviewers.get(suggestion.reviewer_id or NOBODY, ""),
        waits_for=waits_for(suggestion),
        waits_since=waits_since(suggestion),
    )


def deadline(suggestion: SuggestionRecord) -> date | None:
    """Return the day by which the next step should be taken: the one planned by hand, if there is one."""
    if suggestion.next_on is not None and suggestion.status in urgency.DAYS_ALLOWED:
        return suggestion.next_on
    if suggestion.status not in OPEN and not is_weighed(suggestion):
        return None
    began = {
        Status.NEW: suggestion.created_at,
        Status.IN_REVIEW: suggestion.created_at,
        Status.PROPOSED: suggestion.proposed_at,
    }.get(suggestion.status)
    listings = (suggestion.need, *(line.offer for line in suggestion.lines))
    ends = [listing.end for listing in listings if listing.end is not None]
    since = (began or suggestion.changed_at).astimezone(TOWN).date()
    return urgency.deadline(suggestion.status, since, min(ends, default=None))


def next_step(suggestion: SuggestionRecord, today: date) -> str:
    """Return the code of what comes next."""
    if suggestion.status in TO_DECIDE and unconfirmed(suggestion):
        return "unconfirmed"
    if suggestion.status is Status.IN_REVIEW:
        return "law" if law.open_law(suggestion, today) else "propose"
    if suggestion.status is Status.PROPOSED:
        return awaited(suggestion)
    step = STEP.get(suggestion.status, "none")
    return "unweighed" if step == "deliver" and not is_weighed(suggestion) else step


def is_weighed(suggestion: SuggestionRecord) -> bool:
    """Return whether what moves has a weight to report."""
    return all(line.offer.is_weighed for line in suggestion.lines)


def unconfirmed(suggestion: SuggestionRecord) -> tuple[ListingRecord, ...]:
    """Return the listings that the hub put in for somebody who did not confirm them yet."""
    sides = (suggestion.need, *(line.offer for line in suggestion.lines))
    return tuple(one for one in sides if one.confirm_by is not None)


def awaited(suggestion: SuggestionRecord) -> str:
    """Return whose answer is waited for."""
    answered = {answer.listing_id for answer in suggestion.answers}
    receiver = suggestion.need_id not in answered
    giver = any(line.offer_id not in answered for line in suggestion.lines)
    if not giver and not receiver:
        return "verify"
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
    if suggestion.status not in OPEN and not is_weighed(suggestion):
        return None
    return None if since is None else since.astimezone(TOWN).date()


def next_after(suggestion_id: int, actor: Actor, wish: Wish = EVERYTHING) -> int | None:
    """Return what is to be decided after a suggestion in the queue as somebody narrowed it.

    After the last it is the first again; None where there is no other.
    """
    require_hub(actor)
    return store.following(one_by_one(wish), moment_of(actor), suggestion_id)


def one_by_one(wish: Wish) -> Search:
    """Return what is gone through one by one: of a tab what is to be decided, else all of it."""
    search = search_of(wish)
    decided = tuple(status for status in search.statuses if status in TO_DECIDE)
    return replace(search, statuses=decided or (TO_DECIDE if wish.tab == ENDED else search.statuses))
