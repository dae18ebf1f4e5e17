"""Queries on wellbeing: indicators by edition, their figures, and what experiments aim at."""

from collections.abc import Collection, Sequence

from sqlalchemy import delete, select
from sqlalchemy.orm import selectinload

from circulair.store.records import ExperimentAimRecord, IndicatorFigureRecord, IndicatorRecord
from circulair.store.session import current


def add(records: Collection[IndicatorRecord | IndicatorFigureRecord | ExperimentAimRecord]) -> None:
    """Store new indicators, figures or aims."""
    current().add_all(records)
    current().flush()


def editions() -> Sequence[str]:
    """Return the editions of the set, the newest first."""
    chosen = select(IndicatorRecord.edition).distinct().order_by(IndicatorRecord.edition.desc())
    return current().scalars(chosen).all()


def indicators(edition: str) -> Sequence[IndicatorRecord]:
    """Return the indicators of an edition with their figures, in the order of the set."""
    chosen = (
        select(IndicatorRecord)
        .where(IndicatorRecord.edition == edition)
        .options(selectinload(IndicatorRecord.figures))
        .order_by(IndicatorRecord.id)
        .execution_options(populate_existing=True)
    )
    return current().scalars(chosen).all()


def figures(indicator_ids: Collection[int]) -> dict[tuple[int, str, int], IndicatorFigureRecord]:
    """Return the figures of indicators by indicator, region and year, held until this transaction ends."""
    known = IndicatorFigureRecord
    chosen = select(known).where(known.indicator_id.in_(indicator_ids)).order_by(known.id).with_for_update()
    return {(one.indicator_id, one.region, one.year): one for one in current().scalars(chosen)}


def aims(experiment_id: int) -> Sequence[IndicatorRecord]:
    """Return what an experiment aims at."""
    chosen = (
        select(IndicatorRecord)
        .join(ExperimentAimRecord, ExperimentAimRecord.indicator_id == IndicatorRecord.id)
        .where(ExperimentAimRecord.experiment_id == experiment_id)
        .order_by(IndicatorRecord.edition.desc(), IndicatorRecord.id)
    )
    return current().scalars(chosen).all()


def aim(experiment_id: int, indicator_ids: Collection[int]) -> None:
    """Store what an experiment aims at, in place of before."""
    known = ExperimentAimRecord
    current().execute(delete(known).where(known.experiment_id == experiment_id))
    add([known(experiment_id=experiment_id, indicator_id=one) for one in sorted(set(indicator_ids))])
