"""How offers are collected now, in confidence: read by their own organisation and the hub only."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, composite, mapped_column

from circulair.store.records.base import Base
from circulair.store.records.types import Euros
from flows.collection import MOST_LETTERS, Collection, Per


class CollectionRecord(Base):
    """What was answered for one offer; without anything told its owner rather does not say."""

    __tablename__ = "collections"

    listing_id: Mapped[int] = mapped_column(ForeignKey("listings.id", ondelete="CASCADE"), primary_key=True)
    collector: Mapped[str | None] = mapped_column(String(MOST_LETTERS))
    euros: Mapped[Decimal | None] = mapped_column(Euros)
    per: Mapped[Per | None]
    until: Mapped[date | None]
    changed_at: Mapped[datetime]
    version: Mapped[int] = mapped_column()

    told: Mapped[Collection | None] = composite("collector", "euros", "per", "until")

    __mapper_args__ = {"version_id_col": version}
