"""Planned works of the example: an invented street, what it offers, what was counted, and an early claim."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from circulair.demo.stage import Event, Stage
from circulair.services import claims, works
from circulair.services.claims import Wish
from circulair.services.works import Told
from circulair.services.works_offers import Wanted
from circulair.store import works as store
from flows.dwelling_components import Dwelling, Part, Work
from flows.law import YesNo
from flows.works import Counted, Exactness, PlannedWorks

OWNER, SCHOOL = "woonstichting", "vakschool"
STREET = "Voorbeeldstraat"
PLANNED, OFFERED, COUNTED, CLAIMED = 45, 44, 20, 12
"""Days ago."""

BEGINS, ENDS = 150, 210
"""Days from today."""

OFFERS = frozenset({"interior-doors", "kitchens", "radiators", "toilets-basins"})
DOORS = "interior-doors"


def events() -> Iterator[Event]:
    """Yield how works are planned, offered, counted, and claimed by a school."""
    yield Event(PLANNED, plan)
    yield Event(OFFERED, offer)
    yield Event(COUNTED, count)
    yield Event(CLAIMED, claim)


def plan(stage: Stage) -> None:
    """Plan a renovation, of which the inventory of asbestos is there."""
    parts = (Part.INTERIOR, Part.KITCHEN, Part.BATHROOM, Part.HEATING)
    told = PlannedWorks(
        name=STREET,
        dwelling=Dwelling.TERRACED,
        dwellings=18,
        work=Work.RENOVATION,
        parts=" ".join(part.value for part in parts),
        start=stage.day(BEGINS) or date.max,
        until=stage.day(ENDS) or date.max,
        exactness=Exactness.MONTH,
        built_year=1974,
        asbestos_checked=YesNo.YES,
    )
    actor = stage.member(OWNER, PLANNED)
    works.register(Told(told, stage.premises[OWNER], "Voorbeeld, verzonnen: geen echte straat."), actor)


def number(stage: Stage) -> tuple[int, int]:
    """Return the number and the version of the works."""
    [planned] = store.everything(stage.organisations[OWNER])
    return planned.id, planned.version


def offer(stage: Stage) -> None:
    """Offer a part of it, for everybody to see."""
    wanted = Wanted(OFFERS, public=True, language="nl")
    works.offer(*number(stage), wanted, stage.member(OWNER, OFFERED))


def count(stage: Stage) -> None:
    """Let somebody of the association count the doors."""
    actor = stage.member(OWNER, COUNTED)
    works.survey(*number(stage), {DOORS: Counted(Decimal(131), actor.today, Decimal(18))}, actor)


def claim(stage: Stage) -> None:
    """Let a school say that it wants some of the doors."""
    actor = stage.member(SCHOOL, CLAIMED)
    doors = next(one for one in claims.futures(actor) if one.offer.material == DOORS)
    claims.claim(doors.offer.id, Wish(Decimal(24), stage.premises[SCHOOL]), actor)
