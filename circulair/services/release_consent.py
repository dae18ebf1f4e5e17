"""What a release may tell by name: what all in it want seen, asked of the store and of nothing else."""

from collections.abc import Iterable, Mapping
from datetime import date

from circulair.services import release_gate
from circulair.store import exchanges, listings, organisations, processes
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
    return all(process.operator_consents or not process.operator for process in passed)


def all_of_it(consenting: Mapping[int, ExchangeRecord], as_of: date) -> release_gate.Shown:
    """Return what the gate lets through by name, asked of the store anew."""
    listed = [*listings.public(Side.OFFER), *listings.public(Side.NEED)]
    closed = exchanges.with_what_is_not_for_all()
    codes = {record.id: public_code(record.side.value, record.id, record.created_at) for record in listed}
    empty = organisations.vacant_with_consent()
    return release_gate.Shown(
        exchanges={public_code("flow", one.id, one.agreed_at): one.id for one in consenting.values()},
        tonnes={(key, year): float(tonnes) for key, year, tonnes in exchanges.yearly_flows(as_of)},
        consented={*codes.values(), *(public_code("premises", one.id, one.created_at) for one in empty)},
        open_listings={code for number, code in codes.items() if number not in closed},
        nameless={codes[record.id] for record in listed if record.organisation.hides_name},
        users=users_of(empty),
    )


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
