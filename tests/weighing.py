"""A class that weighs: a school, a shop with a guess, and what is entered week by week."""

from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal

from circulair.services import (
    class_figures,
    class_weighings,
    classes,
    listings,
)
from circulair.services.actor import Actor
from circulair.store.records import ListingRecord, WeighingClassRecord
from flows.class_weighing import Weighing
from flows.streams import Side
from flows.units import Quantity
from tests.worlds import FROM_TODAY, NOBODY, NOW, Firm, a_draft, a_firm, a_reviewer

TODAY = NOW.date()
TOLD = classes.Told("groep 7", "karton uit de winkel", TODAY, 8)


@dataclass
class Town:
    """A school, a shop with a guess in containers, and the hub."""

    school: Firm
    shop: Firm
    offer: ListingRecord
    hub: Actor


def a_town() -> Town:
    """Return a town with a school, a shop and the hub."""
    school, shop = a_firm("Basisschool De Proef", "school", "station"), a_firm("Winkel De Doos")
    return Town(school, shop, an_offer(shop), a_reviewer())


def an_offer(firm: Firm, quantity: Quantity | None = None, *, public: bool = False) -> ListingRecord:
    guess = quantity or Quantity(Decimal(2), "container_240", "week")
    draft = replace(a_draft(Side.OFFER, firm, "cardboard"), quantity=guess, public=public)
    return listings.register(replace(draft, availability=FROM_TODAY), firm.member)


def later(actor: Actor, weeks: float) -> Actor:
    return replace(actor, now=NOW + timedelta(weeks=weeks))


def running(town: Town) -> tuple[WeighingClassRecord, str]:
    """Let a class weigh what the shop offers; return it and by what its link is known."""
    record = classes.begin(TOLD, town.school.organisation_id, town.offer.id, town.hub)
    classes.agree(record.id, "doosjes", town.shop.member)
    return record, class_weighings.enter(classes.make_link(record.id, town.school.member), NOBODY)


def weigh(digest: str, week: int, kg: str | None) -> None:
    """Enter on the Monday of a week, the first being 0."""
    who = later(NOBODY, week)
    seen = class_weighings.by_link(digest, who).changes
    told = None if kg is None else Decimal(kg)
    class_weighings.weigh(digest, seen, Weighing(who.today, told), who)


def measured(town: Town, *kg: str | None) -> WeighingClassRecord:
    record, digest = running(town)
    for week, one in enumerate(kg):
        weigh(digest, week, one)
    return classes.seen_by(record.id, town.hub)


def take_over(town: Town, record: WeighingClassRecord, weeks: float) -> ListingRecord:
    """Let the owner take over what stands there after so many weeks."""
    owner = later(town.shop.member, weeks)
    return class_figures.take_over(record.id, (town.offer.version, record.changes), owner)
