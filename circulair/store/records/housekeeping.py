"""What the program remembers of itself: answered forms, addresses, kind of world."""

from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from circulair.store.records.base import Base
from circulair.store.records.types import Id


class AnsweredFormRecord(Base):
    """A form that was taken once, by its key, with the answer that a repeat gets again."""

    __tablename__ = "answered_forms"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(64))
    status: Mapped[int]
    location: Mapped[str] = mapped_column(String(500), default="")
    at: Mapped[datetime] = mapped_column(index=True)


class AddressRecord(Base):
    """One address of the imported table, with its position."""

    __tablename__ = "addresses"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    postcode: Mapped[str] = mapped_column(String(8))
    house_number: Mapped[str] = mapped_column(String(12))
    street: Mapped[str] = mapped_column(String(120))
    place: Mapped[str] = mapped_column(String(80))
    lon: Mapped[float]
    lat: Mapped[float]
    source: Mapped[str] = mapped_column(String(120), default="")

    __table_args__ = (Index("uq_addresses_postcode_house_number", "postcode", "house_number", unique=True),)


class WorldRecord(Base):
    """Which world the database holds: the invented example or a real town."""

    __tablename__ = "world"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    demo: Mapped[bool]
