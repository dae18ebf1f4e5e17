"""Queries on organisations and premises."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from circulair.store.records import OrganisationRecord, PremisesRecord
from circulair.store.session import current


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
    """Return every organisation in order of name."""
    return (
        current()
        .scalars(select(OrganisationRecord).order_by(OrganisationRecord.name, OrganisationRecord.id))
        .all()
    )


def count() -> int:
    """Return how many organisations there are."""
    return current().scalar(select(func.count(OrganisationRecord.id))) or 0


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


def vacant_with_consent() -> Sequence[PremisesRecord]:
    """Return the vacant premises whose owners want them seen, with their owners."""
    return (
        current()
        .scalars(
            select(PremisesRecord)
            .where(PremisesRecord.vacant, PremisesRecord.public)
            .options(joinedload(PremisesRecord.organisation))
            .order_by(PremisesRecord.name, PremisesRecord.id)
        )
        .all()
    )
