"""Queries on plans, their lines, and what they are beside: the queue, and what is agreed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from sqlalchemy import delete, func, insert, or_, select, update
from sqlalchemy.orm import joinedload, selectinload

from circulair.store import queue
from circulair.store.listings import CONFIRMED
from circulair.store.queue import Moment
from circulair.store.records import (
    MATCHABLE,
    ExchangeRecord,
    ListingRecord,
    PlanLineRecord,
    PlanRecord,
    PlanState,
    SuggestionLineRecord,
    SuggestionRecord,
)
from circulair.store.session import current
from flows.plans import Aim
from flows.strategies import Strategy
from flows.suggestions import ALIVE, OPEN, Status

LEASE = timedelta(minutes=5)
"""How long a plan that somebody works on is left alone before another may begin it anew."""

AT_ONCE = 500
"""Lines that are stored in one statement."""

WITH_SIDES = (
    joinedload(PlanLineRecord.offer).options(
        joinedload(ListingRecord.organisation), joinedload(ListingRecord.premises)
    ),
    joinedload(PlanLineRecord.need).options(
        joinedload(ListingRecord.organisation), joinedload(ListingRecord.premises)
    ),
    joinedload(PlanLineRecord.suggestion),
)

Pair = tuple[int, int]
"""The numbers of a need and an offer."""


def add(plan: PlanRecord) -> PlanRecord:
    """Store a new plan and return it with its number."""
    current().add(plan)
    current().flush()
    return plan


def one(plan_id: int) -> PlanRecord | None:
    """Return one plan with who asked for it."""
    return current().scalar(
        select(PlanRecord).where(PlanRecord.id == plan_id).options(selectinload(PlanRecord.person))
    )


def locked(plan_id: int) -> PlanRecord | None:
    """Return one plan, held until this transaction ends."""
    return current().get(PlanRecord, plan_id, with_for_update=True, populate_existing=True)


def latest(most: int) -> Sequence[PlanRecord]:
    """Return the newest plans with who asked for them."""
    newest = select(PlanRecord).order_by(PlanRecord.id.desc()).limit(most)
    return current().scalars(newest.options(selectinload(PlanRecord.person))).all()


def waiting(aim: Aim) -> PlanRecord | None:
    """Return the plan with an aim that is asked for and not made yet."""
    chosen = select(PlanRecord).where(PlanRecord.aim == aim, PlanRecord.state == PlanState.WAITING)
    return current().scalar(chosen.order_by(PlanRecord.id).limit(1))


def claim(now: datetime) -> int | None:
    """Claim a plan that waits to be made, and count that; two workers never get the same."""
    free = or_(PlanRecord.leased_until.is_(None), PlanRecord.leased_until <= now)
    found = current().scalar(
        select(PlanRecord.id)
        .where(PlanRecord.state == PlanState.WAITING, free)
        .order_by(PlanRecord.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    if found is not None:
        change(found, leased_until=now + LEASE, failed="", tries=PlanRecord.tries + 1)
    return found


def lease(plan_id: int, until: datetime | None, failed: str = "") -> None:
    """Leave a plan to one worker until a moment, or give it back."""
    change(plan_id, leased_until=until, failed=failed)


def tell(plan_id: int, done: int, length: int, now: datetime) -> None:
    """Note how far a plan is: who tells that works on it, so nobody else may begin it for a while."""
    change(plan_id, done=done, length=length, leased_until=now + LEASE)


def change(plan_id: int, **values: object) -> None:
    """Change columns of one plan."""
    current().execute(
        update(PlanRecord)
        .where(PlanRecord.id == plan_id)
        .values(**values)
        .execution_options(synchronize_session="fetch")
    )


def add_lines(rows: Iterable[dict[str, object]]) -> int:
    """Store the lines of a plan, many at once; return how many there are."""
    told = list(rows)
    for start in range(0, len(told), AT_ONCE):
        current().execute(insert(PlanLineRecord), told[start : start + AT_ONCE])
    return len(told)


def lines(plan_id: int, most: int, after: int = 0) -> Sequence[PlanLineRecord]:
    """Return a page of the lines of a plan, the most tonnes first, with both sides."""
    chosen = select(PlanLineRecord).where(PlanLineRecord.plan_id == plan_id).options(*WITH_SIDES)
    return current().scalars(chosen.order_by(PlanLineRecord.number).offset(after).limit(most)).all()


def numbered(plan_id: int, numbers: Sequence[int]) -> Sequence[PlanLineRecord]:
    """Return some lines of a plan, in order of number, with both sides as they are now."""
    chosen = select(PlanLineRecord).where(
        PlanLineRecord.plan_id == plan_id, PlanLineRecord.number.in_(numbers)
    )
    ordered = chosen.options(*WITH_SIDES).order_by(PlanLineRecord.number)
    return current().scalars(ordered.execution_options(populate_existing=True)).all()


def count_accepted(plan_id: int) -> int:
    """Return how many lines of a plan the hub accepted."""
    chosen = select(func.count()).where(
        PlanLineRecord.plan_id == plan_id, PlanLineRecord.suggestion_id.is_not(None)
    )
    return current().scalar(chosen) or 0


def forget(before: datetime) -> None:
    """Forget plans that were asked for long ago."""
    old = select(PlanRecord.id).where(PlanRecord.asked_at < before)
    current().execute(delete(PlanLineRecord).where(PlanLineRecord.plan_id.in_(old)))
    current().execute(delete(PlanRecord).where(PlanRecord.asked_at < before))


def matchable() -> Sequence[ListingRecord]:
    """Return all listings that can be matched now and are confirmed, with their places."""
    chosen = select(ListingRecord).where(ListingRecord.state.in_(MATCHABLE), CONFIRMED)
    ordered = chosen.options(joinedload(ListingRecord.premises)).order_by(ListingRecord.id)
    return current().scalars(ordered).all()


def count_matchable() -> int:
    """Return how many listings can be matched now."""
    chosen = select(func.count(ListingRecord.id)).where(ListingRecord.state.in_(MATCHABLE), CONFIRMED)
    return current().scalar(chosen) or 0


def queued(at: Moment) -> Sequence[Pair]:
    """Return the need and offer of every open suggestion, in the order of the queue."""
    rows = current().execute(
        select(SuggestionRecord.need_id, SuggestionLineRecord.offer_id)
        .join(SuggestionRecord.lines)
        .where(SuggestionRecord.status.in_(OPEN))
        .order_by(*queue.order(at), SuggestionLineRecord.id)
    )
    return [(need, offer) for need, offer in rows]


def settled() -> frozenset[Pair]:
    """Return the pairs of need and offer that somebody declined or that agreed once."""
    declined = (
        select(SuggestionRecord.need_id, SuggestionLineRecord.offer_id)
        .join(SuggestionRecord.lines)
        .where(SuggestionRecord.status == Status.DECLINED)
    )
    agreed = select(ExchangeRecord.need_id, ExchangeRecord.offer_id)
    rows = (*current().execute(declined), *current().execute(agreed))
    return frozenset((need, offer) for need, offer in rows)


def alive(pairs: Sequence[Pair]) -> dict[Pair, int]:
    """Return the number of the living suggestion of each of these pairs that has one."""
    keys = [f"{need}:{offer}" for need, offer in pairs]
    rows = current().execute(
        select(SuggestionRecord.need_id, SuggestionLineRecord.offer_id, SuggestionRecord.id)
        .join(SuggestionRecord.lines)
        .where(SuggestionLineRecord.open_key.in_(keys), SuggestionRecord.status.in_(ALIVE))
    )
    return {(need, offer): number for need, offer, number in rows}


@dataclass(frozen=True, slots=True)
class Agreed:
    """One exchange that has not ended: what leaves and arrives, its rung, and its way by road."""

    leaving: Decimal | None
    arriving: Decimal | None
    strategy: Strategy
    distance_km: float | None


def agreed() -> Sequence[Agreed]:
    """Return the exchanges that have not ended."""
    rows = current().execute(
        select(
            ExchangeRecord.tonnes_agreed,
            ExchangeRecord.tonnes_arriving,
            ExchangeRecord.strategy,
            SuggestionLineRecord.distance_km,
        )
        .join(
            SuggestionLineRecord,
            (SuggestionLineRecord.suggestion_id == ExchangeRecord.suggestion_id)
            & (SuggestionLineRecord.offer_id == ExchangeRecord.offer_id),
        )
        .where(ExchangeRecord.ended_on.is_(None))
        .order_by(ExchangeRecord.id)
    )
    return [Agreed(*row) for row in rows]
