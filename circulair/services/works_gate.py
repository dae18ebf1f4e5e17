"""May an offer of planned works stand? Asked wherever one comes, or comes back, onto the market."""

from datetime import date

from circulair.services.claim_faults import WorksCancelledError
from circulair.store import works as store
from circulair.store.records import ListingRecord, ListingSource, WorksComponentRecord, WorksRecord
from flows.errors import FlowsError
from flows.works import (
    AsbestosOpenError,
    Expected,
    NothingFreedError,
    PlannedWorks,
    WorksOverError,
    WorksState,
    expected,
)


def expected_of(works: WorksRecord) -> tuple[Expected, ...]:
    """Return what works free: what was counted of them, else our estimate."""
    surveys = {one.material: one.survey for one in works.components}
    return expected(works.plan, {slug: told for slug, told in surveys.items() if told is not None})


def planned(listing: ListingRecord) -> WorksComponentRecord | None:
    """Return the component of planned works that a listing offers, None for every other listing."""
    return store.component_offered(listing.id) if listing.source is ListingSource.WORKS else None


def refusal(listing: ListingRecord, today: date) -> FlowsError | None:
    """Return why an offer of works may not stand now, None if it may, or comes from no works."""
    known = planned(listing)
    return None if known is None else refusal_of(known.works, known, today)


def refusal_of(works: WorksRecord, known: WorksComponentRecord, today: date) -> FlowsError | None:
    """Return why a component may not be offered now: cancelled, over, not freed, or asbestos not answered."""
    plan = works.plan
    if works.state is not WorksState.PLANNED:
        return WorksCancelledError()
    if last_day_of(plan, today) < today:
        return WorksOverError()
    surveys = {} if known.survey is None else {known.material: known.survey}
    one = next((one for one in expected(plan, surveys) if one.material == known.material), None)
    if one is None or one.quantity is None:
        return NothingFreedError(known.material)
    return AsbestosOpenError(known.material) if one.component.suspect and plan.asks_asbestos else None


def require(listing: ListingRecord, today: date) -> None:
    """Refuse to put an offer of works on the market that may not stand there."""
    why = refusal(listing, today)
    if why is not None:
        raise why


def last_day_of(plan: PlannedWorks, today: date) -> date:
    """Return the last day on which works free something."""
    return plan.window.end or today


def last_day(listing: ListingRecord, today: date) -> date | None:
    """Return the last day of the works from which an offer comes, None for every other listing."""
    known = planned(listing)
    return None if known is None else last_day_of(known.works.plan, today)


def built_year(listing: ListingRecord) -> int | None:
    """Return in which year the building of the works was built, None where no works say it."""
    known = planned(listing)
    return None if known is None else known.works.built_year


def keep_to_plan(listing: ListingRecord) -> None:
    """Give an offer of works that comes back the days that are planned now."""
    known = planned(listing)
    if known is not None:
        days = known.works.plan.window
        listing.start, listing.end = days.start, days.end
        listing.expires_on = days.end or listing.expires_on
