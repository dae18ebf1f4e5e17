"""Figures of vacancy of a street or centre: noted with basis, day and source, never about one address."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from circulair.services.actor import Actor, require_hub
from circulair.services.faults import NotFoundError
from circulair.store import premises as store
from circulair.store import trail
from circulair.store.records import VacancyBasis, VacancyFigureRecord, VacancyMeasure


@dataclass(frozen=True, slots=True)
class Figure:
    """How much stands empty somewhere, on what that rests, of which day, and where it stands."""

    area: str
    measured: VacancyMeasure
    value: Decimal
    basis: VacancyBasis
    as_of: date
    source: str


def note(figure: Figure, actor: Actor) -> VacancyFigureRecord:
    """Note a figure for the next release."""
    require_hub(actor)
    record = store.add_figure(
        VacancyFigureRecord(
            area=figure.area,
            measured=figure.measured,
            value=figure.value,
            basis=figure.basis,
            as_of=figure.as_of,
            source=figure.source,
            person_id=actor.person_id,
            created_at=actor.now,
        )
    )
    trail.append(trail.Act("figure.noted", "figure", record.id), actor.person_id, actor.now)
    return record


def withdraw(figure_id: int, actor: Actor) -> None:
    """Take a figure back that is wrong; it is no longer shown."""
    require_hub(actor)
    record = store.figure(figure_id)
    if record is None or record.withdrawn_at is not None:
        raise NotFoundError("figure")
    record.withdrawn_at = actor.now
    trail.append(trail.Act("figure.withdrawn", "figure", record.id), actor.person_id, actor.now)


def everything(actor: Actor) -> Sequence[VacancyFigureRecord]:
    """Return the figures that hold, for the hub."""
    require_hub(actor)
    return store.figures()


def released(before: datetime | None) -> Sequence[VacancyFigureRecord]:
    """Return the figures that were there when a release was made; a release freezes what it shows."""
    return [] if before is None else [one for one in store.figures() if one.created_at <= before]
