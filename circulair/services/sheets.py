"""Sheets: all facts of one suggestion or one exchange, together for one page."""

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal

from circulair.services import (
    board,
    claims,
    collection,
    delivery_periods,
    disputes,
    documents,
    exchanges,
    identities,
    promises,
    reviews,
    solved,
    totals,
)
from circulair.services.actor import Actor
from circulair.services.claims import Origin
from circulair.services.collection import Collected
from circulair.services.delivery_periods import Line
from circulair.services.explanations import Explanation, explain
from circulair.services.identities import AGREED, Veils
from circulair.services.law import INVENTED_VIHB, LawSheet, hub_vihb, sheet_of
from circulair.services.totals import Total
from circulair.store import accounts, trail
from circulair.store import exchanges as exchange_store
from circulair.store.records import (
    ClaimRecord,
    DeliveryRecord,
    DocumentRecord,
    ExchangeRecord,
    ListingRecord,
    OrganisationRecord,
    PersonRecord,
    SuggestionLineRecord,
    SuggestionRecord,
)
from flows.eural import has_mirror
from flows.exchanges import Delivery, DeliveryStatus, Party, confirmed_tonnes
from flows.materials import load_materials

Contacts = dict[int, Sequence[PersonRecord]]
"""The people of an organisation, by its number."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One act in the history: its number, when, who ("" for the program), which, its details and words."""

    id: int
    at: datetime
    who: str
    act: str
    details: dict[str, str]
    words: str


@dataclass(frozen=True, slots=True)
class LineSheet:
    """One offer of a suggestion: why it was matched, what the law asks, which codes its material may have.

    ``total`` is what a yearly amount comes to until its last day, ``who`` the names of those who answered.
    ``km`` is the distance by road, in whole kilometres while a side is unnamed.
    """

    line: SuggestionLineRecord
    explanation: Explanation
    law: LawSheet
    codes: tuple[str, ...]
    may_have_mirror: bool
    total: Total | None = None
    km: float | None = None
    who: Mapping[int | None, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sheet:
    """All facts of one suggestion that the actor may see; ``veils`` are the sides that stay unnamed."""

    suggestion: SuggestionRecord
    lines: tuple[LineSheet, ...]
    contacts: Contacts
    history: tuple[Entry, ...]
    exchanges: Sequence[ExchangeRecord]
    own: tuple[tuple[Party, ListingRecord], ...]
    reviewer: str
    reason_words: str
    collected: tuple[Collected, ...] = ()
    documents: Sequence[DocumentRecord] = ()
    left: Mapping[int, Decimal] = field(default_factory=dict)
    veils: Veils = field(default_factory=dict)
    origins: Mapping[int, Origin] = field(default_factory=dict)
    claims: Mapping[int, ClaimRecord] = field(default_factory=dict)

    @property
    def hub_vihb(self) -> str:
        """Return the hub's number on the VIHB list, "" where none is set."""
        return hub_vihb()

    @property
    def hub_is_invented(self) -> bool:
        """Return whether that number is the invented one of the example world."""
        return self.hub_vihb == INVENTED_VIHB

    @property
    def lawful(self) -> bool:
        """Return whether no row of the law table stops it."""
        return not any(line.law.open for line in self.lines)

    @property
    def unconfirmed(self) -> tuple[ListingRecord, ...]:
        """Return the listings that wait for their owner, for whom the hub put them in."""
        return board.unconfirmed(self.suggestion)

    @property
    def by_telephone(self) -> tuple[OrganisationRecord, ...]:
        """Return the sides that answer by telephone, since nobody of them has an e-mail address."""
        sides = (self.suggestion.need, *(one.line.offer for one in self.lines))
        each = {one.organisation_id: one.organisation for one in sides if one.id not in self.answered}
        known = {number: self.contacts.get(number, ()) for number in each}
        return tuple(each[number] for number, people in known.items() if is_called(people))

    @property
    def answered(self) -> frozenset[int]:
        """Return the numbers of the listings for which somebody said yes."""
        return frozenset(answer.listing_id for answer in self.suggestion.answers)

    @property
    def waits_for(self) -> tuple[Party, ...]:
        """Return the sides whose answer is still wanted."""
        offers = [line.line.offer_id for line in self.lines]
        sides = ((Party.GIVER, offers), (Party.RECEIVER, [self.suggestion.need_id]))
        return tuple(side for side, ids in sides if not set(ids) <= self.answered)

    @property
    def unverified(self) -> Sequence[OrganisationRecord]:
        """Return the organisations that the hub must verify before this can be agreed."""
        return reviews.unverified(self.suggestion)


@dataclass(frozen=True, slots=True)
class ExchangeSheet:
    """All facts of one exchange that the actor may see.

    ``parties`` are the sides for which the actor may act, ``own`` those on which they stand themselves.
    ``undoable`` are the deliveries of which the actor's side said just now that they are not right,
    ``answered_for`` those that the hub confirmed for it and to which it may still object, ``solved`` those
    that were disputed and have been reported anew since.
    """

    exchange: ExchangeRecord
    parties: tuple[Party, ...]
    own: tuple[Party, ...]
    confirmed: Decimal
    by_year: tuple[tuple[int, Decimal], ...]
    waiting: Decimal
    contacts: Contacts
    history: tuple[Entry, ...]
    periods: tuple[Line, ...] = ()
    undoable: frozenset[int] = frozenset()
    answered_for: tuple[DeliveryRecord, ...] = ()
    solved: frozenset[int] = frozenset()

    @property
    def to_call(self) -> ListingRecord | None:
        """Return the other side, while a side has to make an appointment with it for the first delivery."""
        moved = any(row.status is not DeliveryStatus.WITHDRAWN for row in self.exchange.deliveries)
        if len(self.parties) == len(Party) or moved or self.exchange.ended_on is not None:
            return None
        return self.exchange.need if Party.GIVER in self.parties else self.exchange.offer

    @property
    def for_hub(self) -> bool:
        """Return whether the hub team sees it, which may act for both sides."""
        return len(self.parties) == len(Party)

    def speaks_for(self, party: Party) -> bool:
        """Return whether the actor is of the hub and speaks for a side that is not its own."""
        return self.for_hub and party not in self.own

    @property
    def end_words(self) -> str:
        """Return with which words it was ended; those of the hub are for the hub alone."""
        hidden = self.exchange.ended_by == "hub" and not self.for_hub
        return "" if hidden else self.exchange.end_words

    @property
    def consents(self) -> dict[Party, bool]:
        """Return which sides want the public to see it."""
        exchange = self.exchange
        return {Party.GIVER: exchange.giver_consents, Party.RECEIVER: exchange.receiver_consents}

    @property
    def asked(self) -> tuple[DeliveryRecord, ...]:
        """Return the deliveries that the actor may confirm or dispute, also of what moved before the end."""
        return tuple(row for row in self.exchange.deliveries if self.may_answer(row))

    def may_answer(self, row: DeliveryRecord) -> bool:
        """Return whether the actor speaks for the side that is asked, and did not report it for the other."""
        speaks_for = self.own if row.reported_for else self.parties
        return row.status is DeliveryStatus.REPORTED and row.asked_party in speaks_for

    def may_answer_quiet(self, line: Line) -> bool:
        """Return whether the actor speaks for the side that is asked whether nothing moved."""
        return line.asked in (self.own if line.told_for else self.parties)

    def may_withdraw(self, row: DeliveryRecord) -> bool:
        """Return whether the actor reported it and may take it back."""
        speaks_for = self.parties if row.reported_for else self.own
        return row.status is DeliveryStatus.REPORTED and row.reported_by in speaks_for

    def reporter(self, delivery_id: int) -> Party:
        """Return the side that reported a delivery, as far as the actor may know it."""
        found = [row.reported_by for row in self.exchange.deliveries if row.id == delivery_id]
        return found[0] if found else self.parties[0]

    def answerer(self, delivery_id: int) -> Party:
        """Return the side for which the actor answers a delivery: the own one; for the hub, who was asked."""
        delivery = exchanges.delivery_of(self.exchange, delivery_id)
        return delivery.asked_party if self.for_hub else self.parties[0]


def of_suggestion(suggestion_id: int, actor: Actor) -> Sheet:
    """Return the sheet of a suggestion: people and history for the hub, people for both once agreed.

    With which words the hub declined is for the hub alone; the sides read the reason.
    """
    suggestion = reviews.seen_by(suggestion_id, actor)
    own = reviews.parties_of(suggestion, actor)
    lines = [line for line in suggestion.lines if actor.is_hub or may_see(line, own)]
    veils = identities.veils(suggestion, actor)
    sheets = (line_sheet(line, suggestion, actor.today, veiled=bool(veils)) for line in lines)
    listings = [suggestion.need, *(line.offer for line in lines)]
    agreed = suggestion.status in AGREED
    return Sheet(
        suggestion=suggestion,
        lines=tuple(replace(one, who=answerers(one.line)) if actor.is_hub else one for one in sheets),
        contacts=people_of(listings) if actor.is_hub or agreed else {},
        history=history("suggestion", suggestion.id) if actor.is_hub else (),
        exchanges=exchanges_of(suggestion, lines) if agreed else (),
        own=tuple(own),
        reviewer=accounts.name_of(suggestion.reviewer_id) if actor.is_hub else "",
        reason_words=reason_words(suggestion, veils, actor),
        collected=collection.for_hub([line.offer for line in lines], actor) if actor.is_hub else (),
        documents=documents.of_suggestion(suggestion) if actor.is_hub else (),
        left=left_of(listings, actor.today),
        veils=veils,
        origins=claims.origins(listings),
        claims=claims.of_need(suggestion.need_id, listings),
    )


def reason_words(suggestion: SuggestionRecord, veils: Veils, actor: Actor) -> str:
    """Return with which words it was declined, without what names a side that stays unnamed."""
    told = suggestion.reason_words if actor.is_hub or suggestion.declined_by != "hub" else ""
    for veiled in veils.values():
        told = veiled.unnamed(told)
    return told


def left_of(listings: Sequence[ListingRecord], today: date) -> dict[int, Decimal]:
    """Return what nobody was promised yet of those listings of which something was."""
    book = promises.book(today, [listing.id for listing in listings])
    left = {listing.id: book.still_free(listing) for listing in listings}
    return {number: tonnes for number, tonnes in left.items() if tonnes is not None}


def may_see(line: SuggestionLineRecord, own: Sequence[tuple[Party, ListingRecord]]) -> bool:
    """Return whether a side may see one offer: the receiver all of them, a giver the own ones."""
    return any(party is Party.RECEIVER or listing.id == line.offer_id for party, listing in own)


def exchanges_of(
    suggestion: SuggestionRecord, lines: Iterable[SuggestionLineRecord]
) -> Sequence[ExchangeRecord]:
    """Return the exchanges that came of these lines of a suggestion."""
    offers = {line.offer_id for line in lines}
    return [made for made in exchange_store.of_suggestion(suggestion.id) if made.offer_id in offers]


def line_sheet(
    line: SuggestionLineRecord, suggestion: SuggestionRecord, today: date, *, veiled: bool = False
) -> LineSheet:
    """Return what a page shows of one offer in a suggestion."""
    codes = load_materials()[line.material].eural
    asked = {*codes, line.eural} - {""}
    mirror, in_all = any(map(has_mirror, asked)), totals.of_line(line, suggestion.need, today)
    told, km = explain(line), line.distance_km
    if veiled:
        told, km = identities.in_whole_km(told), None if km is None else math.ceil(km)
    return LineSheet(line, told, sheet_of(line, suggestion, today), codes, mirror, in_all, km)


def answerers(line: SuggestionLineRecord) -> dict[int | None, str]:
    """Return the names of those who answered or decided anything on the law of an offer."""
    people = {row.person_id for row in line.law_answers} | {row.person_id for row in line.law_decisions}
    names = accounts.names({person for person in people if person is not None})
    return {person: names.get(person or 0, "") for person in people}


def is_called(people: Sequence[PersonRecord]) -> bool:
    """Return whether there is somebody, and no letter reaches any of them."""
    return bool(people) and not any(one.address for one in people)


def of_exchange(exchange_id: int, actor: Actor) -> ExchangeSheet:
    """Return the sheet of an exchange for the hub or one of its sides."""
    exchange = exchanges.seen_by(exchange_id, actor)
    own = tuple(exchanges.parties_of(exchange, actor))
    told = [exchanges.value_of(row) for row in exchange.deliveries]
    return ExchangeSheet(
        exchange=exchange,
        parties=tuple(Party) if actor.is_hub else own,
        own=own,
        confirmed=confirmed_tonnes(told),
        by_year=by_year(told),
        waiting=sum((row.tonnes for row in told if row.status is DeliveryStatus.REPORTED), Decimal(0)),
        contacts=people_of([exchange.offer, exchange.need]),
        history=history("exchange", exchange.id) if actor.is_hub else (),
        periods=delivery_periods.of_exchange(exchange, actor.today),
        undoable=frozenset(
            row.id
            for row in exchange.deliveries
            if disputes.may_take_back(row, exchange, actor) and own and row.reported_by not in own
        ),
        solved=frozenset(row.id for row in solved.of_exchange(exchange)),
        answered_for=tuple(
            row
            for row in exchange.deliveries
            if exchanges.may_object(row, actor) and set(own) - {row.reported_by}
        ),
    )


def by_year(deliveries: Iterable[Delivery]) -> tuple[tuple[int, Decimal], ...]:
    """Return the confirmed tonnes of each year in which something moved, the newest first."""
    told = [delivery for delivery in deliveries if delivery.status is DeliveryStatus.CONFIRMED]
    years = sorted({delivery.day.year for delivery in told}, reverse=True)
    return tuple((year, confirmed_tonnes(one for one in told if one.day.year == year)) for year in years)


def people_of(listings: Iterable[ListingRecord]) -> Contacts:
    """Return the people of the organisations behind listings."""
    ids = dict.fromkeys(listing.organisation_id for listing in listings)
    return {organisation_id: accounts.members_of(organisation_id) for organisation_id in ids}


def history(subject: str, subject_id: int) -> tuple[Entry, ...]:
    """Return who did what to a thing, oldest first."""
    rows = trail.of_subject(subject, subject_id)
    names = accounts.names({row.actor_id for row, _ in rows if row.actor_id is not None})
    return tuple(
        Entry(
            row.id,
            row.at,
            names.get(row.actor_id or 0, ""),
            row.act,
            json.loads(row.details or "{}"),
            words or "",
        )
        for row, words in rows
    )
