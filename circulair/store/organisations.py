"""Queries on organisations and premises."""

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from circulair.store.records import (
    ExchangeRecord,
    ListingRecord,
    OrganisationRecord,
    PremisesRecord,
    TemporaryUseRecord,
)
from circulair.store.session import current

ALONE = OrganisationRecord.merged_into_id.is_(None)
"""What an organisation fulfils that was not merged into another."""


def add(organisation: OrganisationRecord) -> OrganisationRecord:
    """Store a new organisation and return it with its number."""
    current().add(organisation)
    current().flush()
    return organisation


def with_premises(organisation_id: int) -> OrganisationRecord | None:
    """Return one organisation with its premises."""
    return current().scalar(
        select(OrganisationRecord)
        .where(OrganisationRecord.id == organisation_id)
        .options(selectinload(OrganisationRecord.premises))
    )


def all_by_name() -> Sequence[OrganisationRecord]:
    """Return every organisation in order of name, without those that were merged into another."""
    chosen = select(OrganisationRecord).where(ALONE)
    return current().scalars(chosen.order_by(OrganisationRecord.name, OrganisationRecord.id)).all()


def count() -> int:
    """Return how many organisations there are."""
    return current().scalar(select(func.count(OrganisationRecord.id)).where(ALONE)) or 0


def add_premises(premises: PremisesRecord) -> PremisesRecord:
    """Store new premises and return them with their number."""
    current().add(premises)
    current().flush()
    return premises


def premises_of(organisation_id: int) -> Sequence[PremisesRecord]:
    """Return the premises of one organisation, oldest first."""
    return (
        current()
        .scalars(
            select(PremisesRecord)
            .where(PremisesRecord.organisation_id == organisation_id)
            .order_by(PremisesRecord.id)
        )
        .all()
    )


def premises(premises_id: int) -> PremisesRecord | None:
    """Return one building or plot with its organisation."""
    return current().scalar(
        select(PremisesRecord)
        .where(PremisesRecord.id == premises_id)
        .options(joinedload(PremisesRecord.organisation))
    )


def as_shown() -> tuple[ORMOption, ...]:
    """Return what is read with premises to show them: their owner, and who uses them for a while."""
    uses = selectinload(PremisesRecord.temporary_uses).joinedload(TemporaryUseRecord.listing)
    return joinedload(PremisesRecord.organisation), uses.joinedload(ListingRecord.organisation)


def vacant_with_consent() -> Sequence[PremisesRecord]:
    """Return the vacant premises whose owners want them seen, with their owners."""
    return (
        current()
        .scalars(
            select(PremisesRecord)
            .where(PremisesRecord.vacant, PremisesRecord.public)
            .options(*as_shown())
            .order_by(PremisesRecord.name, PremisesRecord.id)
        )
        .all()
    )


def vacant_of(organisation_id: int) -> Sequence[PremisesRecord]:
    """Return the vacant premises of one organisation as a release tells them, oldest first."""
    return (
        current()
        .scalars(
            select(PremisesRecord)
            .where(PremisesRecord.organisation_id == organisation_id, PremisesRecord.vacant)
            .options(*as_shown())
            .order_by(PremisesRecord.id)
        )
        .all()
    )


def held(organisation_id: int) -> OrganisationRecord | None:
    """Return one organisation as it is stored now, held until this transaction ends."""
    chosen = select(OrganisationRecord).where(OrganisationRecord.id == organisation_id)
    statement = chosen.with_for_update(key_share=True)
    return current().scalar(statement.execution_options(populate_existing=True))


def found(words: str, *, unverified: bool) -> list[ColumnElement[bool]]:
    """Return the conditions of a search by name, KVK number or town."""
    conditions: list[ColumnElement[bool]] = [ALONE]
    if words:
        places = select(PremisesRecord.organisation_id).where(
            func.lower(PremisesRecord.place).contains(words.lower(), autoescape=True)
        )
        conditions.append(
            or_(
                func.lower(OrganisationRecord.name).contains(words.lower(), autoescape=True),
                OrganisationRecord.kvk_number == words,
                OrganisationRecord.id.in_(places),
            )
        )
    return [*conditions, OrganisationRecord.verified_at.is_(None)] if unverified else conditions


def search(words: str, limit: int, after: int, *, unverified: bool) -> Sequence[OrganisationRecord]:
    """Return some organisations in order of name, with their premises."""
    chosen = select(OrganisationRecord).where(*found(words, unverified=unverified))
    in_order = chosen.order_by(OrganisationRecord.name, OrganisationRecord.id).limit(limit).offset(after)
    return current().scalars(in_order.options(selectinload(OrganisationRecord.premises))).all()


def now_in(record: OrganisationRecord) -> OrganisationRecord | None:
    """Return the organisation that has what a merged one had, None where it was never merged."""
    found = None
    while record.merged_into_id is not None:
        found = record = current().get_one(OrganisationRecord, record.merged_into_id)
    return found


def merged() -> dict[int, int]:
    """Return of each organisation that was merged the one that has now what it had."""
    chosen = select(OrganisationRecord.id, OrganisationRecord.merged_into_id)
    rows = current().execute(chosen.where(OrganisationRecord.merged_into_id.is_not(None)))
    into: dict[int, int] = {row[0]: row[1] for row in rows if row[1] is not None}
    found = dict(into)
    for number in into:
        while found[number] in into:
            found[number] = into[found[number]]
    return found


def merged_into(organisation_id: int) -> Sequence[OrganisationRecord]:
    """Return the organisations that were merged into one, in order of number."""
    chosen = select(OrganisationRecord).where(OrganisationRecord.merged_into_id == organisation_id)
    return current().scalars(chosen.order_by(OrganisationRecord.id)).all()


def names(organisation_ids: Collection[int]) -> dict[int, str]:
    """Return what organisations are called, all in one question."""
    chosen = select(OrganisationRecord.id, OrganisationRecord.name)
    rows = current().execute(chosen.where(OrganisationRecord.id.in_(organisation_ids)))
    return {row[0]: row[1] for row in rows}


def count_found(words: str, *, unverified: bool) -> int:
    """Return how many organisations a search finds."""
    return (
        current().scalar(
            select(func.count(OrganisationRecord.id)).where(*found(words, unverified=unverified))
        )
        or 0
    )


def count_listings(organisation_ids: Sequence[int]) -> dict[int, int]:
    """Return how many listings organisations ever made, none where there are none."""
    owner = ListingRecord.organisation_id
    chosen = select(owner, func.count()).where(owner.in_(organisation_ids)).group_by(owner)
    return {row[0]: row[1] for row in current().execute(chosen)}


def count_exchanges(organisation_ids: Sequence[int]) -> dict[int, int]:
    """Return in how many exchanges organisations take or took part, none where there are none."""
    owner = ListingRecord.organisation_id
    chosen = (
        select(owner, func.count(ExchangeRecord.id.distinct()))
        .join(ExchangeRecord, ListingRecord.id.in_([ExchangeRecord.offer_id, ExchangeRecord.need_id]))
        .where(owner.in_(organisation_ids))
        .group_by(owner)
    )
    return {row[0]: row[1] for row in current().execute(chosen)}
