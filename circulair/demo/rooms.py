"""Rooms: what is known of the vacant premises, who looks for space, and one of them in temporary use."""

from collections.abc import Iterator
from decimal import Decimal
from functools import partial

from circulair.demo.rows import Row, table
from circulair.demo.stage import Event, Stage
from circulair.language import label, written_in
from circulair.services import organisations, rooms, temporary_uses
from circulair.services.listings import Draft
from circulair.services.organisations import Vacancy
from circulair.store.records import PremisesRecord, VacancyBasis
from flows.buildings import Building, Loading, Truck
from flows.law import YesNo
from flows.premises import Purpose, SpaceNeed
from flows.streams import Availability, Side
from flows.temporary_use import UseParty
from flows.units import Quantity

TOLD = 150
"""Days ago on which owners told more of their premises, or two days after they came."""

NEED, PLACE, OWNER, USER = "s-repair", "ws-buurthuis", "woonstichting", "repair"
"""The story of the temporary use."""

PROPOSED, AGREED, BEGUN = 130, 125, 120
INDOORS = "indoor-space"


def events() -> Iterator[Event]:
    """Yield what owners tell of their premises, the needs for space, and the temporary use."""
    joined = {row["key"]: int(row["joined"]) for row in table("organisations")}
    vacant = {row["key"]: row for row in table("premises")}
    for row in table("rooms"):
        told = vacant[row["premises"]]
        since = min(int(told["since"]), joined[told["organisation"]] - 2)
        yield Event(min(TOLD, since) - 0.5, partial(tell, row))
    for row in table("space"):
        yield Event(int(row["ago"]), partial(look_for, row))
    yield Event(PROPOSED, propose)
    yield Event(AGREED, agree)
    yield Event(BEGUN, begin)


def tell(row: Row, stage: Stage) -> None:
    """Tell what is known of a building beside its vacancy."""
    key = row["premises"]
    actor = stage.member(stage.owners[key], TOLD)
    premises = organisations.premises(stage.premises[key], actor)
    organisations.tell_vacancy(premises.id, premises.version, with_building(premises, row), actor)


def with_building(premises: PremisesRecord, row: Row) -> Vacancy:
    """Return a vacancy as it was told, with its building."""
    building = Building(
        clear_height_m=row.number("height"),
        loading=Loading(row["loading"]) if row["loading"] else None,
        truck=Truck(row["truck"]) if row["truck"] else None,
        gate_height_m=row.number("gate_height"),
        features=row["features"],
        rent_eur_m2_year=row.number("rent"),
        temporary=YesNo(row["temporary"] or YesNo.UNKNOWN),
        term_months=row.days("months"),
        built_year=row.days("built"),
    )
    return Vacancy(
        basis=premises.vacancy_basis or VacancyBasis.OFFERED,
        since=premises.vacant_since,
        available=Availability(premises.available_from, premises.available_until),
        area_m2=premises.area_m2,
        permitted_use=premises.permitted_use,
        public=premises.public,
        building=building,
    )


def look_for(row: Row, stage: Stage) -> None:
    """Place a need for space."""
    owner, purpose = row["organisation"], Purpose(row["purpose"])
    least, most = row.number("least"), row.number("most") or Decimal(0)
    with written_in("nl"):
        title = f"Ruimte voor: {label(f'purpose.{purpose}')}"
    draft = Draft(
        side=Side.NEED,
        title=title,
        material=INDOORS,
        premises_id=stage.premises[owner],
        quantity=Quantity(most, "m2", "once"),
        availability=Availability(stage.day(-int(row["ago"])), stage.day(row.days("until"))),
        public=row.yes("public"),
    )
    wish = SpaceNeed(0, purpose, least, most, budget_eur_m2_year=row.number("budget"))
    listing = rooms.register(draft, wish, stage.member(owner, int(row["ago"])))
    stage.listings[row["key"]], stage.owners[row["key"]] = listing.id, owner


def propose(stage: Stage) -> None:
    """Let the repair café ask for the empty community centre."""
    actor = stage.member(USER, PROPOSED)
    use = temporary_uses.propose(stage.premises[PLACE], stage.listings[NEED], actor)
    stage.uses[NEED] = use.id
    temporary_uses.consent(use.id, actor, public=True)


def agree(stage: Stage) -> None:
    """Let its owner say yes."""
    actor = stage.member(OWNER, AGREED)
    version = temporary_uses.sheet(stage.uses[NEED], actor).record.version
    temporary_uses.agree(stage.uses[NEED], UseParty.OWNER, version, actor)


def begin(stage: Stage) -> None:
    """Let the repair café come in."""
    actor = stage.member(OWNER, BEGUN)
    version = temporary_uses.sheet(stage.uses[NEED], actor).record.version
    temporary_uses.begin(stage.uses[NEED], version, actor.today, actor)
