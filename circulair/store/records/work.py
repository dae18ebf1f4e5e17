"""What the worker tells of itself."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from circulair.store.records.base import Base


class WorkRound(StrEnum):
    """A round that the worker goes from time to time."""

    HOURLY = "hourly"


class WorkRoundRecord(Base):
    """When the worker last began a round, when it was through, and why it was not."""

    __tablename__ = "work_rounds"

    name: Mapped[WorkRound] = mapped_column(primary_key=True)
    began_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    failed: Mapped[str] = mapped_column(String(200), default="")
