"""Queries of merging: what organisations have in common, what stands between two, and whose is what."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, fields

from sqlalchemy import Select, SQLColumnExpression, and_, select, true, update
from sqlalchemy.orm import aliased

from circulair.store.organisations import ALONE
from circulair.store.records import (
    UNDER_WAY,
    DocumentRecord,
    ExchangeRecord,
    ImportRecord,
    ListingRecord,
    OrganisationRecord,
    PersonRecord,
    PremisesRecord,
    ProcessRecord,
    SuggestionLineRecord,
    SuggestionRecord,
    TemporaryUseRecord,
    WeighingClassRecord,
    WorksRecord,
)
from circulair.store.session import current
from flows.duplicates import Known
from flows.suggestions import ALIVE
from flows.temporary_use import ALIVE as USE_ALIVE

MOVING = (
    *(PremisesRecord, ListingRecord, PersonRecord, DocumentRecord, ImportRecord, ProcessRecord),
    *(WeighingClassRecord, WorksRecord),
)
"""What belongs to an organisation, each by its ``organisation_id``."""


def known(numbers: Collection[int] | None = None) -> Iterator[Known]:
    """Yield by what organisations can be told apart: all of them, or those told."""
    chosen = true() if numbers is None else OrganisationRecord.id.in_(numbers)
    firms = select(OrganisationRecord.id, OrganisationRecord.name, OrganisationRecord.kvk_number)
    towns = by_owner(PremisesRecord.organisation_id, PremisesRecord.place, true())
    emails = by_owner(PersonRecord.organisation_id, PersonRecord.email, PersonRecord.active)
    calls = and_(PersonRecord.active, PersonRecord.telephone != "")
    telephones = by_owner(PersonRecord.organisation_id, PersonRecord.telephone, calls)
    for number, name, kvk_number in current().execute(firms.where(ALONE, chosen)):
        yield Known(
            number,
            name,
            kvk_number,
            frozenset(towns.get(number, ())),
            frozenset(emails.get(number, ())),
            frozenset(telephones.get(number, ())),
        )


def by_owner(
    owner: SQLColumnExpression[int | None] | SQLColumnExpression[int],
    told: SQLColumnExpression[str],
    wanted: SQLColumnExpression[bool],
) -> dict[int, set[str]]:
    """Return texts by the organisation whose they are."""
    found: dict[int, set[str]] = {}
    for number, text in current().execute(select(owner, told).where(wanted)):
        if number is not None:
            found.setdefault(number, set()).add(text)
    return found


def locked(numbers: Sequence[int]) -> dict[int, OrganisationRecord]:
    """Return organisations, held so that nothing can become theirs until this transaction ends."""
    chosen = (
        select(OrganisationRecord).where(OrganisationRecord.id.in_(numbers)).order_by(OrganisationRecord.id)
    )
    held = current().scalars(chosen.with_for_update().execution_options(populate_existing=True))
    return {record.id: record for record in held}


def listings_of(numbers: Collection[int]) -> list[int]:
    """Return the numbers of all listings of organisations, also of those that nobody confirmed."""
    chosen = select(ListingRecord.id).where(ListingRecord.organisation_id.in_(numbers))
    return list(current().scalars(chosen.order_by(ListingRecord.id)))


def exchanges_between(numbers: Collection[int]) -> list[int]:
    """Return the exchanges, ended or not, of which both sides are among some organisations."""
    own = select(ListingRecord.id).where(ListingRecord.organisation_id.in_(numbers))
    chosen = select(ExchangeRecord.id).where(
        ExchangeRecord.offer_id.in_(own), ExchangeRecord.need_id.in_(own)
    )
    return list(current().scalars(chosen.order_by(ExchangeRecord.id)))


def open_suggestions_between(numbers: Collection[int]) -> list[int]:
    """Return the suggestions that can still change, of a need and an offer of some organisations."""
    own = select(ListingRecord.id).where(ListingRecord.organisation_id.in_(numbers))
    chosen = select(SuggestionRecord.id).where(
        SuggestionRecord.status.in_(ALIVE),
        SuggestionRecord.need_id.in_(own),
        SuggestionRecord.lines.any(SuggestionLineRecord.offer_id.in_(own)),
    )
    return list(current().scalars(chosen.order_by(SuggestionRecord.id)))


def temporary_uses_between(numbers: Collection[int]) -> list[int]:
    """Return the temporary uses that can still change of which both sides are among some organisations."""
    places = select(PremisesRecord.id).where(PremisesRecord.organisation_id.in_(numbers))
    needs = select(ListingRecord.id).where(ListingRecord.organisation_id.in_(numbers))
    chosen = select(TemporaryUseRecord.id).where(
        TemporaryUseRecord.status.in_(USE_ALIVE),
        TemporaryUseRecord.premises_id.in_(places),
        TemporaryUseRecord.listing_id.in_(needs),
    )
    return list(current().scalars(chosen.order_by(TemporaryUseRecord.id)))


def hold_premises(numbers: Collection[int]) -> None:
    """Hold the premises of organisations until this transaction ends, so that no use of them is proposed."""
    chosen = select(PremisesRecord.id).where(PremisesRecord.organisation_id.in_(numbers))
    current().scalars(chosen.order_by(PremisesRecord.id).with_for_update(key_share=True)).all()


def imports_under_way(numbers: Collection[int]) -> list[int]:
    """Return the imports of organisations with which the program is busy."""
    chosen = select(ImportRecord.id).where(
        ImportRecord.organisation_id.in_(numbers), ImportRecord.state.in_(UNDER_WAY)
    )
    return list(current().scalars(chosen.order_by(ImportRecord.id)))


def with_what_is_of_their_kind(numbers: Collection[int]) -> list[int]:
    """Return the organisations with planned works or classes: another kind could not come to these."""
    owners = (WorksRecord.organisation_id, WeighingClassRecord.organisation_id)
    found = (current().scalars(select(owner).where(owner.in_(numbers))) for owner in owners)
    return sorted({number for rows in found for number in rows})


@dataclass(frozen=True, slots=True)
class Consents:
    """To what an organisation consented to be seen: exchanges, by side, listings, premises and more of them.

    ``photos`` are premises of which it shows the photos, ``uses`` the temporary uses by it that name it,
    ``plants`` the processes that it runs and shows.
    """

    given: frozenset[int]
    received: frozenset[int]
    listings: frozenset[int]
    premises: frozenset[int]
    photos: frozenset[int]
    uses: frozenset[int]
    plants: frozenset[int]

    @property
    def exchanges(self) -> frozenset[int]:
        """Return the exchanges of either side."""
        return self.given | self.received

    def __len__(self) -> int:
        """Return how many they are."""
        return sum(len(getattr(self, one.name)) for one in fields(self))


def consents_of(number: int) -> Consents:
    """Return to what an organisation consented."""
    offer, need = aliased(ListingRecord), aliased(ListingRecord)
    given = select(ExchangeRecord.id).join(offer, offer.id == ExchangeRecord.offer_id)
    received = select(ExchangeRecord.id).join(need, need.id == ExchangeRecord.need_id)
    return Consents(
        numbers(given.where(offer.organisation_id == number, ExchangeRecord.giver_consents)),
        numbers(received.where(need.organisation_id == number, ExchangeRecord.receiver_consents)),
        numbers(
            select(ListingRecord.id).where(ListingRecord.organisation_id == number, ListingRecord.public)
        ),
        numbers(
            select(PremisesRecord.id).where(PremisesRecord.organisation_id == number, PremisesRecord.public)
        ),
        numbers(
            select(PremisesRecord.id).where(
                PremisesRecord.organisation_id == number, PremisesRecord.photos_public_at.is_not(None)
            )
        ),
        numbers(
            select(TemporaryUseRecord.id)
            .join(ListingRecord, ListingRecord.id == TemporaryUseRecord.listing_id)
            .where(ListingRecord.organisation_id == number, TemporaryUseRecord.user_consents)
        ),
        numbers(
            select(ProcessRecord.id).where(
                ProcessRecord.organisation_id == number, ProcessRecord.operator_consents
            )
        ),
    )


def uses(wanted: Collection[int]) -> Sequence[TemporaryUseRecord]:
    """Return temporary uses by their numbers."""
    chosen = select(TemporaryUseRecord).where(TemporaryUseRecord.id.in_(wanted))
    return current().scalars(chosen.order_by(TemporaryUseRecord.id)).all()


def numbers(chosen: Select[int]) -> frozenset[int]:
    """Return the numbers that are chosen."""
    return frozenset(current().scalars(chosen))


def end_consents(consents: Consents, changed: Collection[int]) -> None:
    """Let nothing of these be seen by all any more; ``changed`` are the exchanges among them."""
    held = select(ExchangeRecord).where(ExchangeRecord.id.in_(changed)).order_by(ExchangeRecord.id)
    for exchange in current().scalars(held.with_for_update().execution_options(populate_existing=True)):
        exchange.giver_consents = exchange.giver_consents and exchange.id not in consents.given
        exchange.receiver_consents = exchange.receiver_consents and exchange.id not in consents.received
    for record, wanted, no in (
        (ListingRecord, consents.listings, {"public": False}),
        (PremisesRecord, consents.premises, {"public": False}),
        (PremisesRecord, consents.premises | consents.photos, {"photos_public_at": None}),
        (TemporaryUseRecord, consents.uses, {"user_consents": False}),
        (ProcessRecord, consents.plants, {"operator_consents": False}),
    ):
        current().execute(update(record).where(record.id.in_(wanted)).values(no))


def move(leaving: int, staying: int) -> dict[str, list[int]]:
    """Give all that belongs to one organisation to another; return the numbers by table."""
    free_imports(leaving, staying)
    moved = {}
    for record in MOVING:
        own = select(record.id).where(record.organisation_id == leaving).order_by(record.id)
        moved[record.__tablename__] = list(current().scalars(own))
        change = update(record).where(record.organisation_id == leaving).values(organisation_id=staying)
        current().execute(change)
    current().flush()
    current().expire_all()  # whose each is was read before
    return moved


def free_imports(leaving: int, staying: int) -> None:
    """Let an import hold its content for the one that stays, unless that one has the same content."""
    held = select(ImportRecord.open_key).where(ImportRecord.organisation_id == staying)
    known = set(current().scalars(held))
    for record in current().scalars(select(ImportRecord).where(ImportRecord.organisation_id == leaving)):
        key = f"{staying}:{record.digest}"
        if record.open_key is not None and key not in known:
            record.open_key = key
    current().flush()
