"""People who sign in, their roles and the links sent to them."""

from datetime import datetime

from flask_security import AsaList, RoleMixin, UserMixin
from sqlalchemy import Column, ForeignKey, String, Table, Text
from sqlalchemy.ext.mutable import MutableList
from sqlalchemy.orm import Mapped, mapped_column, relationship

from circulair.store.records.base import Base
from circulair.store.records.organisations import OrganisationRecord
from circulair.store.records.types import Id

NOBODY_THERE = "nobody.invalid"
"""Where no letter arrives: such names are reserved for that (RFC 2606)."""

roles_of_people = Table(
    "roles_of_people",
    Base.metadata,
    Column("person_id", ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("role_id", ForeignKey("roles.id"), primary_key=True),
)


class RoleRecord(Base, RoleMixin):
    """A named set of rights: member, hub or admin."""

    __tablename__ = "roles"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    name: Mapped[str] = mapped_column(String(32), unique=True)
    description: Mapped[str] = mapped_column(String(200), default="")
    permissions: Mapped[list[str] | None] = mapped_column(MutableList.as_mutable(AsaList()), nullable=True)


class PersonRecord(Base, UserMixin):
    """Somebody who can sign in; only here are names, telephones and e-mail addresses (in small letters).

    Whoever has no e-mail address, or is forgotten, has one in its place at which nobody is.
    """

    __tablename__ = "people"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(120), default="")
    telephone: Mapped[str] = mapped_column(String(24), default="")
    password: Mapped[str | None] = mapped_column(String(255))
    active: Mapped[bool] = mapped_column(default=True)
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True)
    confirmed_at: Mapped[datetime | None]
    language: Mapped[str] = mapped_column(String(5), default="nl")
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"), index=True)
    created_at: Mapped[datetime]

    roles: Mapped[list[RoleRecord]] = relationship(  # type: ignore[assignment]  # their class knows no record
        secondary=roles_of_people, lazy="joined", order_by=RoleRecord.name
    )
    organisation: Mapped[OrganisationRecord | None] = relationship(lazy="raise")

    @property
    def address(self) -> str:
        """Return the e-mail address, "" where there is none."""
        return "" if self.email.endswith(f"@{NOBODY_THERE}") else self.email

    @property
    def called(self) -> str:
        """Return what to call somebody: the name, else how they are reached, else what stands for them."""
        return self.name or self.address or self.telephone or self.email


class LinkRecord(Base):
    """A link sent by e-mail: works once, until it expires; only a digest of it is kept.

    ``used_with`` is the key of the form that used it up.
    """

    __tablename__ = "links"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    purpose: Mapped[str] = mapped_column(String(32))
    email: Mapped[str] = mapped_column(String(254), index=True)
    carries: Mapped[str] = mapped_column(Text, default="{}")
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    used_with: Mapped[str] = mapped_column(String(64), default="")


class WrongTryRecord(Base):
    """A password that was wrong for an address, known or not, kept for a while to slow guessing down."""

    __tablename__ = "wrong_tries"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    address: Mapped[str] = mapped_column(String(64), index=True)
    at: Mapped[datetime]
