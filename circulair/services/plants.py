"""Plants: the hub's register of processes, what to ask their operators, and what a change of one moves."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from circulair.services import (
    finding,
    letters,
    matching,
    plant_sources,
    release_consent,
    release_withdrawal,
)
from circulair.services.actor import Actor, require_hub
from circulair.services.faults import NotFoundError, VersionError
from circulair.store import listings, organisations, suggestions, trail
from circulair.store import processes as store
from circulair.store.records import GivenRecord, ProcessRecord, SuggestionRecord, TakenRecord
from flows.distance import Position
from flows.errors import UnknownCodeError
from flows.eural import load_eural
from flows.materials import load_materials
from flows.processes import Output, Process, ProcessStatus
from flows.streams import Side
from flows.suggestions import OPEN, Lapse, Status

TO_ASK = (ProcessStatus.BUILDING, ProcessStatus.UNKNOWN)
"""Statuses that are a question to the operator; never a destination."""

UNDER_WAY = (Status.AGREED, Status.MOVED, Status.CONFIRMED)
"""Statuses of suggestions that others rely on: a plant that stops is told to the hub, not to them."""

MOST_AT_ONCE = 200
"""Offers that are matched anew at once; ``circulair rematch`` sees to the others."""

MOST_CODE = 60
"""Characters of a code made of a name, so that a number fits behind it."""


@dataclass(frozen=True, slots=True)
class Names:
    """What a process is called in each language; the Dutch name stands in for others."""

    nl: str
    en: str = ""
    de: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether a process runs, as of when, and who says so."""

    status: ProcessStatus
    as_of: date
    source: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of a process: names, operator, what it takes and gives, bounds, place and status."""

    names: Names
    operator: str
    organisation_id: int | None
    takes: tuple[str, ...]
    gives: tuple[Output, ...]
    standing: Standing
    eural: tuple[str, ...] = ()
    limits: str = ""
    minimum_tonnes: Decimal | None = None
    capacity_tonnes: Decimal | None = None
    position: Position | None = None


@dataclass(frozen=True, slots=True)
class Moved:
    """What a change of a process moved: suggestions that lapsed, and agreements that still rely on it."""

    record: ProcessRecord
    lapsed: int = 0
    relied_on: tuple[int, ...] = ()


def everything(actor: Actor) -> Sequence[ProcessRecord]:
    """Return all processes in order of their Dutch name, for the hub."""
    require_hub(actor)
    return sorted(store.everything(), key=lambda one: (one.name_nl.casefold(), one.id))


def one(process_id: int, actor: Actor) -> ProcessRecord:
    """Return one process, for the hub."""
    require_hub(actor)
    record = store.one(process_id)
    if record is None:
        raise NotFoundError("process")
    return record


def questions(record: ProcessRecord) -> tuple[str, ...]:
    """Return the codes of what its operator should be asked; none of one that is planned or has stopped."""
    if record.status not in (*TO_ASK, ProcessStatus.RUNNING):
        return ()
    shares = [given.yield_likely for given in record.gives]
    asked = {
        "running": record.status in TO_ASK,
        "yield": not shares or None in shares,
        "capacity": record.capacity_tonnes is None,
        "minimum": record.minimum_tonnes is None,
        "eural": not record.eural,
        "limits": not record.limits,
    }
    return tuple(code for code, open_still in asked.items() if open_still)


def register(told: Told, actor: Actor) -> Moved:
    """Add a process to the register, and look for what goes through it."""
    require_hub(actor)
    numbers = offers_for(told)
    matching.hold(numbers, suggestions.alive_with(numbers))
    record = ProcessRecord(code=free_code(told.names.nl), created_at=actor.now, takes=[], gives=[])
    write(record, told)
    store.add(record)
    note("process.registered", record, actor)
    match_all(numbers, actor)
    return Moved(record)


def change(process_id: int, version: int, told: Told, actor: Actor) -> Moved:
    """Change a process as it was seen in ``version``, and bring whatever goes through it up to date.

    What nobody agreed to yet lapses where the process takes nothing any more; agreements stay, and are told.
    """
    through = store.suggestions_through(one(process_id, actor).code, OPEN)
    numbers = sorted({*suggestions.listings_of(through), *offers_for(told)})
    matching.hold(numbers, suggestions.alive_with(numbers))
    record = store.held(process_id)
    if record is None:
        raise NotFoundError("process")
    if record.version != version:
        raise VersionError("process")
    record.operator = record.operator or name_of(record.organisation_id)
    before, ran = substance(record), (record.operator, record.organisation_id)
    public = release_consent.may_show(record)
    write(record, told)
    act = trail.Act("process.changed", "process", record.id, {"status": str(record.status)}, record.source)
    trail.append(act, actor.person_id, actor.now)
    if (record.operator, record.organisation_id) != ran:
        end_consent(record, actor)
    elif public and not release_consent.may_show(record):
        release_withdrawal.take_all_out(release_withdrawal.of_processes([record]), actor)
    if substance(record) == before:
        return Moved(record, relied_on=relied_on(record))
    lapsed = let_go(record, suggestions.all_locked(through), actor)
    match_all(numbers, actor)
    return Moved(record, lapsed, relied_on(record))


def hide(process_id: int, actor: Actor) -> int:
    """Note as the hub that the operator shows this no more; return out of how many releases it was taken."""
    require_hub(actor)
    record = store.held(process_id)
    if record is None:
        raise NotFoundError("process")
    note("process.hidden", record, actor)
    return end_consent(record, actor)


def is_published(process_id: int, actor: Actor) -> bool:
    """Return for the hub whether a public page tells of a process, which stays whatever its operator says."""
    return plant_sources.is_published(one(process_id, actor))


def end_consent(record: ProcessRecord, actor: Actor) -> int:
    """End that an operator shows a process; return out of how many releases it was taken."""
    record.operator_consents = False
    return release_withdrawal.take_all_out(release_withdrawal.of_processes([record]), actor)


def offers_for(told: Told) -> list[int]:
    """Return the open offers of what a running process takes, the oldest and not more than can wait."""
    if told.standing.status is not ProcessStatus.RUNNING:
        return []
    tree = load_materials()
    taken = {slug for one in told.takes if one in tree for slug in tree.descendants(one)}
    return [offer.id for offer in listings.matchable(Side.OFFER, sorted(taken))][:MOST_AT_ONCE]


def match_all(numbers: Sequence[int], actor: Actor) -> None:
    """Match listings anew, one after the other."""
    for number in numbers:
        matching.run(number, actor)


def substance(record: ProcessRecord) -> tuple[object, ...]:
    """Return what the matcher goes by: whatever differs makes other suggestions."""
    gives = [(one.material, one.yield_low, one.yield_likely, one.yield_high) for one in record.gives]
    place = (record.lon, record.lat)
    return (
        record.status,
        record.capacity_tonnes,
        record.minimum_tonnes,
        record.eural,
        place,
        sorted(one.material for one in record.takes),
        sorted(gives, key=str),
    )


def relied_on(record: ProcessRecord) -> tuple[int, ...]:
    """Return the suggestions that are agreed and go through a process that does not run."""
    if record.status is ProcessStatus.RUNNING:
        return ()
    return tuple(store.suggestions_through(record.code, UNDER_WAY))


def let_go(record: ProcessRecord, held: Sequence[SuggestionRecord], actor: Actor) -> int:
    """Let lapse what cannot go through a process any more; return how many did."""
    here = finding.ground(actor.today)
    for suggestion in held:
        if suggestion.status not in OPEN:
            continue
        if record.status is ProcessStatus.RUNNING:
            matching.let_go(suggestion, here, actor, changed=True)
        else:
            matching.lapse(suggestion, Lapse.PROCESS_IDLE, actor)
    return sum(suggestion.status is Status.LAPSED for suggestion in held)


def write(record: ProcessRecord, told: Told) -> None:
    """Put what was told on a record; refuse what no process can be."""
    names = told.names
    record.name_nl, record.name_en, record.name_de = names.nl, names.en or names.nl, names.de or names.nl
    registered = name_of(told.organisation_id)
    record.operator = told.operator or registered
    record.organisation_id = told.organisation_id
    record.status, record.status_as_of = told.standing.status, told.standing.as_of.isoformat()
    record.source, record.status_note = told.standing.source, told.standing.note
    record.eural = " ".join(code for code in told.eural if known_code(code))
    record.limits, record.minimum_tonnes = told.limits, told.minimum_tonnes
    record.capacity_tonnes = told.capacity_tonnes
    place = told.position
    record.lon, record.lat = (None, None) if place is None else (place.lon, place.lat)
    tree = load_materials()
    for slug in (*told.takes, *(output.material for output in told.gives)):
        if slug not in tree:
            raise UnknownCodeError("material", slug)
    Process(record.code, told.takes, told.gives, record.status, told.capacity_tonnes, place)
    write_parts(record, told)


def write_parts(record: ProcessRecord, told: Told) -> None:
    """Put what a process takes and gives on its record; what stays the same stays the same row."""
    takes = {one.material: one for one in record.takes}
    gives = {one.material: one for one in record.gives}
    record.takes = [takes.get(slug) or TakenRecord(material=slug) for slug in told.takes]
    record.gives = [written(gives.get(output.material), output) for output in told.gives]


def written(given: GivenRecord | None, output: Output) -> GivenRecord:
    """Return a row of what a process gives, its yield empty where nobody told it."""
    row, share = given or GivenRecord(material=output.material), output.share
    row.yield_low = share.low if share else None
    row.yield_likely = share.likely if share else None
    row.yield_high = share.high if share else None
    row.strategy = output.strategy
    return row


def name_of(organisation_id: int | None) -> str:
    """Return what the organisation is called that runs a process, "" for none; refuse one unknown."""
    if organisation_id is None:
        return ""
    found = organisations.with_premises(organisation_id)
    if found is None:
        raise NotFoundError("organisation")
    return found.name


def known_code(code: str) -> bool:
    """Return that a Eural code is in the list; refuse one that is not."""
    if code not in load_eural():
        raise UnknownCodeError("eural", code)
    return True


def free_code(name: str) -> str:
    """Return a code for a new process, made of its name, that no other has."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    stem = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:MOST_CODE] or "process"
    taken, number, code = store.codes(), 1, stem
    while code in taken:
        number += 1
        code = f"{stem}-{number}"
    return code


def ask_operator(process_id: int, address: tuple[str, str], actor: Actor) -> ProcessRecord:
    """Write to an operator, at an e-mail address and in a language, what the register does not know yet."""
    record = one(process_id, actor)
    asked = questions(record)
    if not asked:
        raise NotFoundError("question")
    names = {"nl": record.name_nl, "en": record.name_en, "de": record.name_de}
    facts = {"process": names.get(address[1], record.name_nl), "asked": list(asked), "path": "/"}
    letters.post(address, "operator", facts, actor)
    record.asked_at = actor.now
    note("process.asked", record, actor, {"asked": " ".join(asked)})
    return record


def note(code: str, record: ProcessRecord, actor: Actor, details: dict[str, str] | None = None) -> None:
    """Note in the trail what was done to a process."""
    trail.append(trail.Act(code, "process", record.id, details or {}), actor.person_id, actor.now)
