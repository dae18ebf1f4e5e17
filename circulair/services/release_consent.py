"""What a release may tell by name: what all in it want seen, asked of the store and of nothing else."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date

from circulair.services import plant_sources, release_gate, vacant_facts
from circulair.store import documents, exchanges, listings, organisations, processes
from circulair.store.records import ExchangeRecord, PremisesRecord, ProcessRecord
from flows.codes import public_code
from flows.streams import Side
from flows.temporary_use import UseStatus


def exchanges_named() -> dict[int, ExchangeRecord]:
    """Return the exchanges whose every party wants them seen, by number."""
    operators = {record.code: record for record in processes.everything()}
    return {one.id: one for one in exchanges.consented() if all_consent(one, operators)}


def all_consent(exchange: ExchangeRecord, known: dict[str, ProcessRecord]) -> bool:
    """Return whether the operators of the processes on the way consent as well."""
    passed = [known[code] for code in exchange.processes.split() if code in known]
    return all(process.operator_consents or not plant_sources.runs(process) for process in passed)


def through(codes: Collection[str]) -> list[ExchangeRecord]:
    """Return the exchanges that both sides want seen and whose way leads through some processes."""
    return [one for one in exchanges.consented() if set(one.processes.split()) & set(codes)]


def closed_listings() -> frozenset[int]:
    """Return the listings of which some exchange is not for everybody to see."""
    named = exchanges_named()
    return frozenset(
        listing
        for exchange, offer, need in exchanges.pairs()
        if exchange not in named
        for listing in (offer, need)
    )


def may_show(record: ProcessRecord) -> bool:
    """Return whether a process is public: a public page tells of it, or its operator consents."""
    return record.operator_consents or plant_sources.is_published(record)


def all_of_it(consenting: Mapping[int, ExchangeRecord], as_of: date) -> release_gate.Shown:
    """Return what the gate lets through by name, asked of the store anew."""
    listed = [*listings.public(Side.OFFER), *listings.public(Side.NEED)]
    closed = closed_listings()
    codes = {record.id: public_code(record.side.value, record.id, record.created_at) for record in listed}
    empty = organisations.vacant_with_consent()
    return release_gate.Shown(
        exchanges={public_code("flow", one.id, one.agreed_at): one.id for one in consenting.values()},
        tonnes={(key, year): float(tonnes) for key, year, tonnes in exchanges.yearly_flows(as_of)},
        consented={*codes.values(), *(public_code("premises", one.id, one.created_at) for one in empty)},
        open_listings={code for number, code in codes.items() if number not in closed},
        nameless={codes[record.id] for record in listed if record.organisation.hides_name},
        users=users_of(empty),
        photos=photos_of(empty),
        plants={public_code("process", one.code) for one in processes.everything() if may_show(one)},
    )


def photos_of(premises: Iterable[PremisesRecord]) -> dict[str, frozenset[tuple[str, str]]]:
    """Return the photos of premises, by their codes, that their owner shows: code and words of each."""
    shown = [one for one in premises if one.photos_public_at is not None]
    found: dict[int, set[tuple[str, str]]] = {one.id: set() for one in shown}
    for photo in documents.photos_of(list(found)):
        found[photo.premises_id or 0].add((vacant_facts.photo_code(photo), photo.words))
    return {public_code("premises", one.id, one.created_at): frozenset(found[one.id]) for one in shown}


def users_of(premises: Iterable[PremisesRecord]) -> dict[str, tuple[str, str]]:
    """Return who uses premises for a while, and for what, by their codes, as far as the users tell it."""
    found = {}
    for one in premises:
        for use in one.temporary_uses:
            if use.user_consents and use.status is UseStatus.IN_USE:
                need = use.listing
                code = public_code("premises", one.id, one.created_at)
                found[code] = need.organisation.name, need.title if need.public else ""
    return found
