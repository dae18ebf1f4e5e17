"""Wellbeing: indicators by edition, their figures for regions, and which ones an experiment aims at."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from circulair.store.records.base import Base
from circulair.store.records.types import Id, Scaled
from flows.wellbeing import Better


class IndicatorRecord(Base):
    """One indicator of an edition of a set; ``unit`` is empty until a source names it."""

    __tablename__ = "wellbeing_indicators"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    edition: Mapped[str] = mapped_column(String(20))
    code: Mapped[str] = mapped_column(String(120))
    part: Mapped[str] = mapped_column(String(60), default="")
    theme: Mapped[str] = mapped_column(String(120), default="")
    name_nl: Mapped[str] = mapped_column(String(200))
    name_en: Mapped[str] = mapped_column(String(200), default="")
    unit: Mapped[str] = mapped_column(String(60), default="")
    better: Mapped[Better]
    better_basis: Mapped[str] = mapped_column(String(120), default="")
    source: Mapped[str] = mapped_column(String(600))
    created_at: Mapped[datetime]

    figures: Mapped[list["IndicatorFigureRecord"]] = relationship(
        lazy="raise", order_by="IndicatorFigureRecord.year.desc()"
    )

    __table_args__ = (UniqueConstraint("edition", "code", name="uq_wellbeing_indicators_edition_code"),)


class IndicatorFigureRecord(Base):
    """What a source says of an indicator in a region and a year: ``provisional`` or final."""

    __tablename__ = "wellbeing_figures"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    indicator_id: Mapped[int] = mapped_column(ForeignKey("wellbeing_indicators.id"), index=True)
    region: Mapped[str] = mapped_column(String(8))
    year: Mapped[int]
    value: Mapped[Decimal] = mapped_column(Scaled)
    unit: Mapped[str] = mapped_column(String(60))
    provisional: Mapped[bool]
    source: Mapped[str] = mapped_column(String(400))
    loaded_at: Mapped[datetime]

    __table_args__ = (
        UniqueConstraint(
            "indicator_id", "region", "year", name="uq_wellbeing_figures_indicator_id_region_year"
        ),
    )


class ExperimentAimRecord(Base):
    """An indicator that an experiment aims at; not one that it changed."""

    __tablename__ = "experiment_aims"

    experiment_id: Mapped[int] = mapped_column(ForeignKey("experiments.id"), primary_key=True)
    indicator_id: Mapped[int] = mapped_column(
        ForeignKey("wellbeing_indicators.id"), primary_key=True, index=True
    )
