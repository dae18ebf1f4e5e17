"""Vacant premises and needs for space for tests; call them inside an open unit of work."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from circulair.services import organisations, rooms, temporary_uses
from circulair.services.listings import Draft
from circulair.services.organisations import Vacancy
from circulair.store import trail
from circulair.store.records import ListingRecord, PremisesRecord, TemporaryUseRecord, VacancyBasis
from flows.buildings import Building, Feature, as_features
from flows.premises import Purpose, SpaceNeed
from flows.streams import Availability, Side
from flows.temporary_use import UseParty
from flows.units import Quantity
from tests.worlds import FROM_TODAY, NOW, Firm, a_reviewer

FOR_VISITORS = as_features({Feature.PUBLIC_ACCESS: True, Feature.TOILET: True, Feature.POWER: True})


def a_vacancy_told(**few: Any) -> Vacancy:  # whatever is told of a vacancy
    """Make what the form knows of an empty shop of 120 m² that everybody may see."""
    told = Vacancy(
        basis=VacancyBasis.OFFERED,
        since=date(2027, 1, 15),
        available=Availability(date(2027, 3, 1), date(2027, 12, 31)),
        area_m2=Decimal(120),
        permitted_use="winkel",
        public=True,
        building=Building(features=FOR_VISITORS, rent_eur_m2_year=Decimal(60)),
    )
    return replace(told, **few)


def a_vacant_shop(firm: Firm, **few: Any) -> PremisesRecord:  # whatever is told of a vacancy
    """Let a firm's premises stand empty."""
    premises = organisations.premises(firm.premises_id, firm.member)
    return organisations.tell_vacancy(premises.id, premises.version, a_vacancy_told(**few), firm.member)


def a_space_need(
    firm: Firm, purpose: Purpose = Purpose.REPAIR_CAFE, *, public: bool = True, **few: Any
) -> ListingRecord:  # whatever is asked of a building
    """Let a firm look for 50 to 200 m² until the end of the year."""
    wish = SpaceNeed(0, purpose, Decimal(50), Decimal(200))
    draft = Draft(
        side=Side.NEED,
        title=f"space for {purpose}",
        material="indoor-space",
        premises_id=firm.premises_id,
        quantity=Quantity(Decimal(200), "m2", "once"),
        availability=FROM_TODAY,
        public=public,
    )
    return rooms.register(draft, replace(wish, **few), firm.member)


def a_running_use(owner: Firm, seeker: Firm, *, public: bool = True) -> TemporaryUseRecord:
    """Let a firm use a shop, and want everybody to read that; its need may not be public."""
    premises, need = a_vacant_shop(owner), a_space_need(seeker, public=public)
    use = temporary_uses.propose(premises.id, need.id, a_reviewer("broker@example.org"))
    trail.newest()
    for party, firm in ((UseParty.OWNER, owner), (UseParty.USER, seeker)):
        temporary_uses.agree(use.id, party, use.version, firm.member)
        trail.newest()
    temporary_uses.begin(use.id, use.version, NOW.date(), owner.member)
    temporary_uses.consent(use.id, seeker.member, public=True)
    trail.newest()
    return use
