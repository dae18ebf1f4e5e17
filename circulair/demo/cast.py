"""The cast: invented organisations with their people, premises and plants."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from circulair.demo.rows import Row, place_of, position_of, table
from circulair.demo.stage import HUB, Event, Stage
from circulair.services import accounts, organisations, passwords, processes
from circulair.services.actor import Role
from circulair.services.organisations import Vacancy
from circulair.store.records import PersonRecord, VacancyBasis, Verification
from flows.organisations import Kind
from flows.process_data import KnownProcess, load_known_processes
from flows.processes import Output, Process, ProcessStatus
from flows.strategies import Strategy
from flows.streams import Availability

DOMAIN = "voorbeeld.example"
PASSWORD = "voorbeeld"  # noqa: S105  # published with the example world and used nowhere else
ADMIN = "beheer"

SIGNING_IN = {HUB: "hub", ADMIN: "admin", "bakkerij": "shop", "vraagstuk": "school", "kunststof": "industry"}
"""Who has a password, and as what; all others sign in by a link, as people do."""

SETTLING = 1
"""Days between an organisation's first visit and its further premises."""


def events() -> Iterator[Event]:
    """Yield how everybody and everything comes on stage."""
    for row in table("organisations"):
        yield Event(int(row["joined"]), partial(join, row))
    joined = {row["key"]: int(row["joined"]) for row in table("organisations")}
    for row in table("premises"):
        yield Event(joined[row["organisation"]] - SETTLING, partial(settle, row))
        if row["basis"]:
            empty_since = min(int(row["since"]), joined[row["organisation"]] - 2 * SETTLING)
            yield Event(empty_since, partial(leave_empty, row))
    for row in table("plants"):
        yield Event(joined[row["operator"]], partial(build, row, joined[row["operator"]]))


def join(row: Row, stage: Stage) -> None:
    """Found an organisation with its first premises and its first member."""
    key, ago = row["key"], int(row["joined"])
    founded = organisations.found(row["name"], Kind(row["kind"]), stage.nobody(ago), row["sector"])
    founded.verified_at, founded.verified_how = stage.nobody(ago).now, Verification.EXAMPLE
    stage.organisations[key] = founded.id
    premises = organisations.add_premises(row["name"], place_of(row), stage.member(key, ago))
    stage.premises[key], stage.owners[key] = premises.id, key
    enrol(key, key, Role.HUB if key == HUB else Role.MEMBER, stage, ago)
    if key == HUB:
        enrol(ADMIN, key, Role.ADMIN, stage, ago)


def enrol(name: str, organisation: str, role: Role, stage: Stage, ago: float) -> None:
    """Give an organisation a person."""
    person = PersonRecord(email=f"{name}@{DOMAIN}", organisation_id=stage.organisations[organisation])
    person.language = "nl"
    stage.people[name] = accounts.add_person(person, role, stage.nobody(ago)).id


def hand_out_passwords(stage: Stage) -> None:
    """Give the people whose sign-ins are printed the password of the example world."""
    for name in SIGNING_IN:
        passwords.choose(stage.people[name], PASSWORD, stage.nobody(1))


def settle(row: Row, stage: Stage) -> None:
    """Give an organisation further premises."""
    owner = row["organisation"]
    joined = next(int(one["joined"]) for one in table("organisations") if one["key"] == owner)
    place = place_of(row, row["street"])
    made = organisations.add_premises(row["name"], place, stage.member(owner, joined - SETTLING))
    stage.premises[row["key"]], stage.owners[row["key"]] = made.id, owner


def leave_empty(row: Row, stage: Stage) -> None:
    """Say that premises stand empty and on what that rests."""
    inspected = row["basis"] == VacancyBasis.INSPECTION
    vacancy = Vacancy(
        basis=VacancyBasis(row["basis"]),
        since=stage.day(-int(row["since"])),
        available=Availability(stage.day(row.days("from")), stage.day(row.days("until"))),
        area_m2=row.number("area"),
        permitted_use=row["use"],
        public=row.yes("public"),
    )
    told = int(row["since"])
    actor = stage.reviewer(told) if inspected else stage.member(row["organisation"], told)
    premises = organisations.premises(stage.premises[row["key"]], actor)
    organisations.tell_vacancy(premises.id, premises.version, vacancy, actor)


def build(row: Row, ago: float, stage: Stage) -> None:
    """Register an invented plant that runs, with the yields that sources give for its kind."""
    processes.register_invented(
        plant_of(row), position_of(row), stage.nobody(ago), consents=row.yes("consents")
    )


def plant_of(row: Row) -> KnownProcess:
    """Return an invented plant: what its kind takes and gives, running, with a name that says so."""
    kinds = {known.process.code: known for known in load_known_processes()}
    kind = kinds.get(row["based_on"])
    takes, gives = (kind.process.takes, kind.process.gives) if kind else own_conversion(row)
    operator = next(one["name"] for one in table("organisations") if one["key"] == row["operator"])
    plant = Process(row["code"], takes, gives, ProcessStatus.RUNNING, row.number("capacity_tonnes"))
    words = {"name_nl": row["name_nl"], "name_en": row["name_en"], "name_de": row["name_de"]}
    unsourced = KnownProcess(plant, **words, operator=operator, note="", source="", as_of="")
    return replace(unsourced, source=kind.source, note=kind.note) if kind else unsourced


def own_conversion(row: Row) -> tuple[tuple[str, ...], tuple[Output, ...]]:
    """Return what a plant takes and gives that has no kind in the sources, so no yield either."""
    return tuple(row["takes"].split()), (Output(row["gives"], None, Strategy(row["strategy"])),)
