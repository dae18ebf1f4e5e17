"""Queries on vacant premises: needs for space, temporary uses, photos and figures of vacancy."""

from collections.abc import Sequence

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import joinedload, selectinload

from circulair.store.records import (
    MATCHABLE,
    ListingRecord,
    PremisesRecord,
    SpaceNeedRecord,
    TemporaryUseRecord,
    VacancyFigureRecord,
)
from circulair.store.session import current


def held(premises_id: int) -> PremisesRecord | None:
    """Return premises as they are stored now, held until this transaction ends."""
    chosen = select(PremisesRecord).where(PremisesRecord.id == premises_id)
    statement = chosen.with_for_update(key_share=True)
    return current().scalar(statement.execution_options(populate_existing=True))


def full(premises_id: int) -> PremisesRecord | None:
    """Return premises with their organisation and their temporary uses, the newest use first."""
    return current().scalar(_full().where(PremisesRecord.id == premises_id))


def vacant() -> Sequence[PremisesRecord]:
    """Return all vacant premises with their owners and temporary uses, by name."""
    chosen = _full().where(PremisesRecord.vacant)
    return current().scalars(chosen.order_by(PremisesRecord.name, PremisesRecord.id)).all()


def _full() -> Select[PremisesRecord]:
    uses = selectinload(PremisesRecord.temporary_uses).joinedload(TemporaryUseRecord.listing)
    return select(PremisesRecord).options(
        joinedload(PremisesRecord.organisation), uses.joinedload(ListingRecord.organisation)
    )


def running(premises_id: int) -> int | None:
    """Return the number of the temporary use that has premises now, None where none has."""
    chosen = select(TemporaryUseRecord.id).where(TemporaryUseRecord.running_key == premises_id)
    return current().scalar(chosen)


def add_need(need: SpaceNeedRecord) -> None:
    """Store what a need for space asks."""
    current().add(need)
    current().flush()


def need(listing_id: int) -> SpaceNeedRecord | None:
    """Return what a need for space asks, with its listing; None where a listing is no such need."""
    return current().scalar(_needs().where(SpaceNeedRecord.listing_id == listing_id))


def open_needs() -> Sequence[SpaceNeedRecord]:
    """Return the needs for space that are open and confirmed, oldest first."""
    chosen = (
        _needs()
        .join(ListingRecord, ListingRecord.id == SpaceNeedRecord.listing_id)
        .where(ListingRecord.state.in_(MATCHABLE), ListingRecord.confirm_by.is_(None))
    )
    return current().scalars(chosen.order_by(SpaceNeedRecord.listing_id)).all()


def _needs() -> Select[SpaceNeedRecord]:
    listing = joinedload(SpaceNeedRecord.listing)
    return select(SpaceNeedRecord).options(
        listing.joinedload(ListingRecord.organisation), listing.joinedload(ListingRecord.premises)
    )


def add_use(use: TemporaryUseRecord) -> TemporaryUseRecord:
    """Store a new temporary use and return it with its number."""
    current().add(use)
    current().flush()
    return use


def locked_use(use_id: int) -> TemporaryUseRecord | None:
    """Return one temporary use as it is stored now, held until this transaction ends."""
    chosen = select(TemporaryUseRecord).where(TemporaryUseRecord.id == use_id).with_for_update()
    return current().scalar(chosen.execution_options(populate_existing=True))


def use(use_id: int) -> TemporaryUseRecord | None:
    """Return one temporary use with both sides."""
    return current().scalar(_uses().where(TemporaryUseRecord.id == use_id))


def uses_of(listing_id: int) -> Sequence[TemporaryUseRecord]:
    """Return the temporary uses that were proposed to a need for space, the newest first."""
    chosen = _uses().where(TemporaryUseRecord.listing_id == listing_id)
    return current().scalars(chosen.order_by(TemporaryUseRecord.id.desc())).all()


def uses_in(premises_id: int) -> Sequence[TemporaryUseRecord]:
    """Return all temporary uses of premises, oldest first."""
    chosen = _uses().where(TemporaryUseRecord.premises_id == premises_id)
    return current().scalars(chosen.order_by(TemporaryUseRecord.id)).all()


def needs_of(organisation_id: int) -> Sequence[SpaceNeedRecord]:
    """Return the needs for space of an organisation, ended ones too, oldest first."""
    chosen = _needs().join(ListingRecord, ListingRecord.id == SpaceNeedRecord.listing_id)
    own = chosen.where(ListingRecord.organisation_id == organisation_id)
    return current().scalars(own.order_by(SpaceNeedRecord.listing_id)).all()


def uses_by_or_of(organisation_id: int) -> Sequence[TemporaryUseRecord]:
    """Return the temporary uses by an organisation or of its premises, oldest first."""
    chosen = (
        _uses()
        .where(
            or_(
                TemporaryUseRecord.premises_id.in_(
                    select(PremisesRecord.id).where(PremisesRecord.organisation_id == organisation_id)
                ),
                TemporaryUseRecord.listing_id.in_(
                    select(ListingRecord.id).where(ListingRecord.organisation_id == organisation_id)
                ),
            )
        )
        .order_by(TemporaryUseRecord.id)
    )
    return current().scalars(chosen).all()


def all_uses() -> Sequence[TemporaryUseRecord]:
    """Return all temporary uses, the one that changed last first."""
    chosen = _uses().order_by(TemporaryUseRecord.step_at.desc(), TemporaryUseRecord.id.desc())
    return current().scalars(chosen).all()


def _uses() -> Select[TemporaryUseRecord]:
    listing = joinedload(TemporaryUseRecord.listing)
    premises = joinedload(TemporaryUseRecord.premises)
    return select(TemporaryUseRecord).options(
        premises.joinedload(PremisesRecord.organisation),
        listing.joinedload(ListingRecord.organisation),
        listing.joinedload(ListingRecord.premises),
    )


def add_figure(figure: VacancyFigureRecord) -> VacancyFigureRecord:
    """Store a figure of vacancy and return it with its number."""
    current().add(figure)
    current().flush()
    return figure


def figure(figure_id: int) -> VacancyFigureRecord | None:
    """Return one figure of vacancy."""
    return current().get(VacancyFigureRecord, figure_id)


def figures() -> Sequence[VacancyFigureRecord]:
    """Return the figures of vacancy that hold, by area, the newest first."""
    chosen = select(VacancyFigureRecord).where(VacancyFigureRecord.withdrawn_at.is_(None))
    in_order = chosen.order_by(
        VacancyFigureRecord.area, VacancyFigureRecord.as_of.desc(), VacancyFigureRecord.id
    )
    return current().scalars(in_order).all()
