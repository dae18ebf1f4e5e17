"""Suggestions: one need, one or several offers, and what each side said."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import Float, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, composite, mapped_column, relationship

from circulair.store.records.base import Base
from circulair.store.records.documents import DocumentRecord
from circulair.store.records.listings import ListingRecord
from circulair.store.records.types import Id, Tonnes
from flows.exchanges import Party
from flows.law import Decision, LegalStatus, YesNo
from flows.law_status import status_at_first
from flows.strategies import Strategy
from flows.streams import Range
from flows.suggestions import Answer, Lapse, Means, Reason, Status


class SuggestionRecord(Base):
    """A match put before the hub team; ``proposed_at`` is when the team put it to the two sides, if ever.

    ``lapsed_for`` is why it lapsed, None also where it lapsed before that was kept. ``next_on`` is when the
    hub meant to go on with it, and ``next_words`` what it meant to do then.
    """

    __tablename__ = "suggestions"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    need_id: Mapped[int] = mapped_column(ForeignKey("listings.id"), index=True)
    status: Mapped[Status]
    score: Mapped[float] = mapped_column(Float)
    completeness: Mapped[float] = mapped_column(Float)
    reviewer_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    declined_by: Mapped[str] = mapped_column(String(16), default="")
    reason: Mapped[Reason | None]
    reason_words: Mapped[str] = mapped_column(Text, default="")
    lapsed_for: Mapped[Lapse | None]
    next_on: Mapped[date | None]
    next_words: Mapped[str] = mapped_column(String(120), default="")
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    proposed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()

    need: Mapped[ListingRecord] = relationship(lazy="raise")
    lines: Mapped[list["SuggestionLineRecord"]] = relationship(
        lazy="raise", order_by="SuggestionLineRecord.id", back_populates="suggestion"
    )
    answers: Mapped[list["AnswerRecord"]] = relationship(lazy="raise", order_by="AnswerRecord.id")

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (Index("ix_suggestions_status_score", "status", "score"),)


class SuggestionLineRecord(Base):
    """One offer in a suggestion: its way, its tonnes, its score part by part and its law answers.

    ``tonnes`` is what the receiver gets, ``taken_tonnes`` what leaves the giver for it, counted from the
    day ``found_on``; ``planned_tonnes`` is what of it an accepted plan set aside for the receiver.
    ``open_key`` is need and offer while the suggestion lives and null afterwards, so that a
    pair is never suggested twice at once. ``agreed_on`` is the day on which all had agreed to it; since then
    ``eural``, ``contains_dangerous`` and ``material`` are those of that day, whatever the listing says.
    """

    __tablename__ = "suggestion_lines"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    suggestion_id: Mapped[int] = mapped_column(ForeignKey("suggestions.id"), index=True)
    offer_id: Mapped[int] = mapped_column(ForeignKey("listings.id"), index=True)
    open_key: Mapped[str | None] = mapped_column(String(48), unique=True)
    processes: Mapped[str] = mapped_column(String(200), default="")
    score: Mapped[float] = mapped_column(Float)
    completeness: Mapped[float] = mapped_column(Float)
    strategy: Mapped[Strategy]
    distance_km: Mapped[float | None] = mapped_column(Float)
    recurring: Mapped[bool | None]
    tonnes_low: Mapped[Decimal | None] = mapped_column(Tonnes)
    tonnes_likely: Mapped[Decimal | None] = mapped_column(Tonnes)
    tonnes_high: Mapped[Decimal | None] = mapped_column(Tonnes)
    taken_tonnes: Mapped[Decimal | None] = mapped_column(Tonnes)
    planned_tonnes: Mapped[Decimal | None] = mapped_column(Tonnes)
    parts: Mapped[str] = mapped_column(Text)
    found_on: Mapped[date]
    legal_status: Mapped[LegalStatus] = mapped_column(default=LegalStatus.UNKNOWN)
    legal_reason: Mapped[str] = mapped_column(Text, default="")
    receiver_permitted: Mapped[YesNo] = mapped_column(default=YesNo.UNKNOWN)

    agreed_on: Mapped[date | None]
    agreed_eural: Mapped[str | None] = mapped_column(String(6))
    agreed_dangerous: Mapped[YesNo | None]
    agreed_material: Mapped[str | None] = mapped_column(String(64))
    agreed_built_year: Mapped[int | None]

    tonnes: Mapped[Range | None] = composite("tonnes_low", "tonnes_likely", "tonnes_high")
    suggestion: Mapped[SuggestionRecord] = relationship(lazy="raise", back_populates="lines")
    offer: Mapped[ListingRecord] = relationship(lazy="raise")
    law_answers: Mapped[list["LawAnswerRecord"]] = relationship(
        lazy="raise", order_by="LawAnswerRecord.id", cascade="all, delete-orphan"
    )
    law_decisions: Mapped[list["LawDecisionRecord"]] = relationship(
        lazy="raise", order_by="LawDecisionRecord.id", cascade="all, delete-orphan"
    )

    @property
    def eural(self) -> str:
        """Return the code of the waste list: as agreed, before that as the listing says."""
        return self.offer.eural if self.agreed_eural is None else self.agreed_eural

    @property
    def contains_dangerous(self) -> YesNo:
        """Return whether it contains dangerous substances: as agreed, before that as the listing says."""
        return self.offer.contains_dangerous if self.agreed_dangerous is None else self.agreed_dangerous

    @property
    def status_in_law(self) -> LegalStatus:
        """Return what it is in law: what is no substance is no waste, before anybody says so."""
        told = self.legal_status is not LegalStatus.UNKNOWN
        return self.legal_status if told else status_at_first(self.material)

    @property
    def material(self) -> str:
        """Return what it is: as agreed, before that as the listing says."""
        return self.offer.material if self.agreed_material is None else self.agreed_material

    def freeze(self, day: date, built_year: int | None = None) -> None:
        """Keep what the law was decided on as it is on the day of the agreement.

        ``built_year`` is that of the building of planned works, as their plan said it on that day.
        """
        self.agreed_built_year = built_year
        self.agreed_on, self.agreed_eural = day, self.offer.eural
        self.agreed_dangerous, self.agreed_material = self.offer.contains_dangerous, self.offer.material


class ContactRecord(Base):
    """Somebody of the hub spoke with a side of a suggestion: how, and what is to be done when.

    What was said stands in the trail. One that was taken back counts no more.
    """

    __tablename__ = "contacts"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    suggestion_id: Mapped[int] = mapped_column(ForeignKey("suggestions.id"), index=True)
    party: Mapped[Party]
    means: Mapped[Means]
    next_on: Mapped[date | None]
    next_words: Mapped[str] = mapped_column(String(120), default="")
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime]
    taken_back_at: Mapped[datetime | None]


class LawAnswerRecord(Base):
    """What somebody answered to one question of the law about one offer, and where the proof of it is.

    The proof is told in words, or is a document, or both.
    """

    __tablename__ = "law_answers"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    line_id: Mapped[int] = mapped_column(ForeignKey("suggestion_lines.id", ondelete="CASCADE"), index=True)
    question: Mapped[str] = mapped_column(String(40))
    answer: Mapped[str] = mapped_column(String(80))
    proof: Mapped[str] = mapped_column(Text, default="")
    document_id: Mapped[int | None] = mapped_column(ForeignKey("documents.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime]

    document: Mapped[DocumentRecord | None] = relationship(lazy="raise")

    __table_args__ = (UniqueConstraint("line_id", "question"),)

    def is_proved(self, today: date) -> bool:
        """Return whether it says where its proof is, or has a document that proves something on a day."""
        return bool(self.proof) or self.proving(today) is not None

    def proving(self, today: date) -> DocumentRecord | None:
        """Return its document, unless somebody withdrew it or its last valid day has passed."""
        document = self.document
        holds = document is not None and document.withdrawn_at is None and not document.is_over(today)
        return document if holds else None


class LawDecisionRecord(Base):
    """A warning of the law that somebody weighed, or a requirement that was waived with a reason."""

    __tablename__ = "law_decisions"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    line_id: Mapped[int] = mapped_column(ForeignKey("suggestion_lines.id", ondelete="CASCADE"), index=True)
    finding: Mapped[str] = mapped_column(String(48))
    decision: Mapped[Decision]
    reason: Mapped[str] = mapped_column(Text, default="")
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("line_id", "finding"),)


class AnswerRecord(Base):
    """What one side said to a proposal about one of its listings."""

    __tablename__ = "answers"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    suggestion_id: Mapped[int] = mapped_column(ForeignKey("suggestions.id"), index=True)
    listing_id: Mapped[int] = mapped_column(ForeignKey("listings.id"), index=True)
    party: Mapped[Party]
    answer: Mapped[Answer]
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("suggestion_id", "listing_id"),)
