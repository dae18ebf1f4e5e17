"""Planned works for tests; call them inside an open unit of work."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from circulair.services import works
from circulair.services.actor import Actor
from circulair.services.works import Told
from circulair.services.works_offers import Wanted
from circulair.store import works as store
from circulair.store.records import ListingRecord, WorksRecord
from flows.dwelling_components import Dwelling, Work
from flows.law import YesNo
from flows.works import Exactness, PlannedWorks
from tests.worlds import Firm, a_firm

DOORS = "interior-doors"


def a_plan(**told: Any) -> PlannedWorks:  # whatever is planned
    """Make the demolition of ten terraced houses in the autumn, of which an inventory was made."""
    known: dict[str, Any] = {
        "name": "Verzonnenstraat",
        "dwelling": Dwelling.TERRACED,
        "dwellings": 10,
        "work": Work.DEMOLITION,
        "parts": "",
        "start": date(2027, 9, 1),
        "until": date(2027, 11, 30),
        "exactness": Exactness.MONTH,
        "asbestos_checked": YesNo.YES,
    }
    return PlannedWorks(**{**known, **told})


def an_association(name: str = "Woonstichting Verzonnen") -> Firm:
    """Make a housing association."""
    return a_firm(name, "housing", "lindenheuvel")


@dataclass(frozen=True)
class Planned:
    """Works of an association, of which the doors are offered."""

    owner: Firm
    works_id: int

    @property
    def works(self) -> WorksRecord:
        found = store.one(self.works_id)
        assert found is not None
        return found

    @property
    def version(self) -> int:
        return self.works.version

    @property
    def doors(self) -> ListingRecord:
        [found] = [one.listing for one in self.works.components if one.material == DOORS]
        assert found is not None
        return found


def planned(owner: Firm | None = None, *, public: bool = True, **told: Any) -> Planned:  # whatever is planned
    """Plan works and offer the doors of them, to be seen by everybody."""
    owner = owner or an_association()
    record = works.register(Told(a_plan(**told), owner.premises_id, "for the hub"), owner.member)
    made = Planned(owner, record.id)
    offered(made, DOORS, public=public)
    return made


def offered(made: Planned, *materials: str, public: bool = True, actor: Actor | None = None) -> int:
    """Offer some components of works and no others."""
    wanted = Wanted(frozenset(materials), public, "nl")
    return works.offer(made.works_id, made.version, wanted, actor or made.owner.member)
