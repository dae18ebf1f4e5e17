"""Planned works for tests; call them inside an open unit of work."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from circulair.services import claims, law_answers, reviews, works
from circulair.services.actor import Actor
from circulair.services.claims import Wish
from circulair.services.works import Told
from circulair.services.works_offers import Wanted
from circulair.store import works as store
from circulair.store.records import ClaimRecord, ListingRecord, ListingState, SuggestionRecord, WorksRecord
from flows.dwelling_components import Dwelling, Work
from flows.exchanges import Party
from flows.law import YesNo
from flows.suggestions import Answer
from flows.works import Counted, Exactness, PlannedWorks
from tests.stories import A_PRODUCT, Story, answered, in_review
from tests.worlds import Firm, a_firm, a_reviewer

DOORS = "interior-doors"

TODAY = date(2027, 3, 1)


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
        return self.offer_of(DOORS)

    def offer_of(self, material: str) -> ListingRecord:
        """Return what became of a component that was offered."""
        [found] = [one.listing for one in self.works.components if one.material == material]
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


def a_school(name: str = "Basisschool Verzonnen") -> Firm:
    return a_firm(name, "school", "station")


def claimed(made: Planned, school: Firm, amount: int = 30) -> ClaimRecord:
    return claims.claim(made.doors.id, Wish(Decimal(amount), school.premises_id), school.member)


def suggestion_of(claim: ClaimRecord) -> SuggestionRecord:
    """Return the suggestion that stands for a claim."""
    found = claims.suggestion_of(claim.need_id, claim.offer_id)
    assert found is not None
    return found


def reviewed(claim: ClaimRecord, made: Planned, school: Firm) -> Story:
    """Let the hub review a claim and answer what the law asks of parts of a building."""
    hub = a_reviewer(f"hub{claim.id}@example.org")
    story = Story(made.owner, school, hub, suggestion_of(claim).id)
    lawful = replace(A_PRODUCT, answers={**A_PRODUCT.answers, "building_from": law_answers.Told("from_1994")})
    return answered(in_review(story), lawful)


def agreed(claim: ClaimRecord, made: Planned, school: Firm) -> None:
    """Let the hub and both sides say yes to a claim."""
    story = reviewed(claim, made, school)
    reviews.propose(story.suggestion_id, story.version, story.hub)
    for party in Party:
        reviews.answer(story.suggestion_id, party, Answer.YES, None, story.hub)


def changed(made: Planned, **told: object) -> None:
    works.change(made.works_id, made.version, Told(a_plan(**told), made.owner.premises_id), made.owner.member)


def counted(made: Planned, number: int, kg: int | None = None) -> None:
    told = Counted(Decimal(number), TODAY, None if kg is None else Decimal(kg))
    works.survey(made.works_id, made.version, {DOORS: told}, made.owner.member)


def state_of(made: Planned) -> ListingState:
    return made.doors.state
