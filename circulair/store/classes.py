"""Queries on classes that weigh a stream, and on what they weighed."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, delete, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from circulair.store.listings import CONFIRMED
from circulair.store.organisations import ALONE
from circulair.store.records import (
    MATCHABLE,
    ClassWeighingRecord,
    ListingRecord,
    OrganisationRecord,
    TakenFigureRecord,
    WeighingClassRecord,
)
from circulair.store.session import current
from flows.class_weighing import ClassStage, Weighing
from flows.organisations import Kind
from flows.streams import Side

MOST_OFFERS = 500
"""As many offers as somebody can choose from."""


def full(chosen: Select[WeighingClassRecord]) -> Select[WeighingClassRecord]:
    """Return a question that reads classes with their school, offer and weighings."""
    parts = (
        joinedload(WeighingClassRecord.organisation),
        joinedload(WeighingClassRecord.listing).joinedload(ListingRecord.organisation),
        selectinload(WeighingClassRecord.weighings),
    )
    return chosen.options(*parts)


def add(record: WeighingClassRecord) -> WeighingClassRecord:
    """Store a new class."""
    current().add(record)
    current().flush()
    return record


def one(class_id: int) -> WeighingClassRecord | None:
    """Return a class with its school, offer and weighings."""
    return current().scalar(full(select(WeighingClassRecord).where(WeighingClassRecord.id == class_id)))


def held(class_id: int) -> WeighingClassRecord | None:
    """Return a class as it is now, held until this transaction ends: its changes come one by one."""
    current().get(WeighingClassRecord, class_id, with_for_update=True, populate_existing=True)
    return one(class_id)


def number_of(digest: str) -> int | None:
    """Return the number of the class whose link has a digest."""
    chosen = select(WeighingClassRecord.id).where(WeighingClassRecord.link_digest == digest)
    return current().scalar(chosen)


def of_organisation(organisation_id: int) -> Sequence[WeighingClassRecord]:
    """Return the classes of a school, and those that weigh what an organisation offers, newest first."""
    concerned = or_(
        WeighingClassRecord.organisation_id == organisation_id,
        ListingRecord.organisation_id == organisation_id,
    )
    chosen = select(WeighingClassRecord).join(WeighingClassRecord.listing).where(concerned)
    return current().scalars(full(chosen.order_by(WeighingClassRecord.id.desc()))).all()


def everything() -> Sequence[WeighingClassRecord]:
    """Return all classes, the newest first."""
    return current().scalars(full(select(WeighingClassRecord).order_by(WeighingClassRecord.id.desc()))).all()


def of_listing(listing_id: int) -> Sequence[WeighingClassRecord]:
    """Return the classes that weigh an offer, or wait to, the newest first."""
    chosen = select(WeighingClassRecord).where(WeighingClassRecord.listing_id == listing_id)
    return current().scalars(full(chosen.order_by(WeighingClassRecord.id.desc()))).all()


def waiting_for(organisation_id: int) -> Sequence[WeighingClassRecord]:
    """Return the classes that wait for an owner's yes, the oldest first."""
    asked = WeighingClassRecord.stage == ClassStage.ASKED
    chosen = select(WeighingClassRecord).join(WeighingClassRecord.listing)
    chosen = chosen.where(asked, ListingRecord.organisation_id == organisation_id)
    return current().scalars(full(chosen.order_by(WeighingClassRecord.id))).all()


def add_weighing(record: WeighingClassRecord, weighing: Weighing, now: datetime) -> ClassWeighingRecord:
    """Store what a class weighed."""
    made = ClassWeighingRecord(class_id=record.id, day=weighing.day, kg=weighing.kg, created_at=now)
    current().add(made)
    read_anew(record)
    return made


def remove_weighing(record: WeighingClassRecord, weighing: ClassWeighingRecord) -> None:
    """Forget one entry of a class."""
    current().delete(weighing)
    read_anew(record)


def read_anew(record: WeighingClassRecord) -> None:
    """Store what changed, and read the entries of a class anew when they are asked for next."""
    current().flush()
    current().expire(record, ["weighings"])


def taken_of(listing_id: int) -> Sequence[TakenFigureRecord]:
    """Return what forgotten classes left of an offer, the newest first."""
    return taken(select(TakenFigureRecord).where(TakenFigureRecord.listing_id == listing_id))


def taken_by(organisation_id: int) -> Sequence[TakenFigureRecord]:
    """Return what forgotten classes left of what an organisation offers, the newest first."""
    chosen = select(TakenFigureRecord).join(TakenFigureRecord.listing)
    return taken(chosen.where(ListingRecord.organisation_id == organisation_id))


def all_taken() -> Sequence[TakenFigureRecord]:
    """Return what forgotten classes left of any offer, the newest first."""
    return taken(select(TakenFigureRecord))


def taken(chosen: Select[TakenFigureRecord]) -> Sequence[TakenFigureRecord]:
    """Return what forgotten classes left, with the offers and whose they are, the newest first."""
    whole = joinedload(TakenFigureRecord.listing).joinedload(ListingRecord.organisation)
    return current().scalars(chosen.options(whole).order_by(TakenFigureRecord.id.desc())).all()


def drop_taken(record: TakenFigureRecord) -> None:
    """Forget what a forgotten class left."""
    current().delete(record)
    current().flush()


def forget(record: WeighingClassRecord, *, leads_back: bool) -> None:
    """Forget a class and all that it weighed; a way back that still leads somewhere stays for the owner."""
    if leads_back and record.taken_at is not None:
        left = {"listing_id": record.listing_id, "taken": record.taken, "taken_at": record.taken_at}
        current().add(TakenFigureRecord(**left))
    current().execute(delete(ClassWeighingRecord).where(ClassWeighingRecord.class_id == record.id))
    current().expire(record, ["weighings"])
    current().delete(record)
    current().flush()


def schools() -> Sequence[OrganisationRecord]:
    """Return the schools, by name."""
    chosen = select(OrganisationRecord).where(OrganisationRecord.kind == Kind.SCHOOL, ALONE)
    return current().scalars(chosen.order_by(OrganisationRecord.name, OrganisationRecord.id)).all()


def offers(organisation_id: int | None = None, *, public: bool = False) -> Sequence[ListingRecord]:
    """Return offers that stand open: of an organisation, only public ones, or all, by whose they are."""
    chosen = (
        select(ListingRecord)
        .join(ListingRecord.organisation)
        .options(contains_eager(ListingRecord.organisation))
        .where(ListingRecord.side == Side.OFFER, ListingRecord.state.in_(MATCHABLE), CONFIRMED)
        .order_by(OrganisationRecord.name, ListingRecord.id)
    )
    if organisation_id is not None:
        chosen = chosen.where(ListingRecord.organisation_id == organisation_id)
    if public:
        return current().scalars(chosen.where(ListingRecord.public)).all()
    return current().scalars(chosen.limit(MOST_OFFERS)).all()
