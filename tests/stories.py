"""How far a suggestion can have come, each stage made through the services; call inside a unit of work."""

from dataclasses import dataclass, replace
from decimal import Decimal

from circulair.services import law_answers, listings, reviews
from circulair.services.actor import Actor
from circulair.services.law_answers import LawAnswers, Seen, Told
from circulair.store import exchanges, suggestions
from circulair.store.records import ExchangeRecord, SuggestionRecord
from flows.exchanges import Party
from flows.law import LegalStatus, YesNo
from flows.streams import Side
from flows.suggestions import Answer
from flows.units import Quantity
from tests.worlds import Firm, a_draft, a_firm, a_need_listing, a_reviewer, an_offer_listing

A_PRODUCT = LawAnswers(
    LegalStatus.PRODUCT,
    "made to be sold",
    "",
    YesNo.UNKNOWN,
    YesNo.UNKNOWN,
    answers={"product_never_discarded": Told("yes"), "product_made_on_purpose": Told("yes")},
)
"""Answers with which the law has no objection."""

LAWFUL_WASTE = {
    "transport_by": Told("carrier"),
    "transport_vihb": Told("123456VXXX"),
    "transport_letter": Told("letter"),
    "receiver_lists_code": Told("yes", "permit, page 3"),
    "receiver_lma": Told("no"),
    "route_leaves": Told("no"),
}
"""Answers with which waste may go, once its warnings are weighed."""

WASTE = LawAnswers(LegalStatus.WASTE, "", "150102", YesNo.UNKNOWN, YesNo.UNKNOWN, answers=LAWFUL_WASTE)
"""Packaging of plastic on its lawful way."""


@dataclass(frozen=True)
class Story:
    """A giver, a receiver, somebody of the hub, and the suggestion between them."""

    giver: Firm
    receiver: Firm
    hub: Actor
    suggestion_id: int

    @property
    def suggestion(self) -> SuggestionRecord:
        found = suggestions.one(self.suggestion_id)
        assert found is not None
        return found

    @property
    def version(self) -> int:
        return self.suggestion.version

    @property
    def exchange(self) -> ExchangeRecord:
        [made] = exchanges.of_suggestion(self.suggestion_id)
        return made


def a_story(offered: str | None = "40", needed: str | None = "25", material: str = "ldpe-film") -> Story:
    """Tell of a shop that offers and a maker that needs the same, which makes a new suggestion."""
    giver, receiver = a_firm("Giver"), a_firm("Receiver", "maker", "station")
    offer = an_offer_listing(giver, material, offered)
    a_need_listing(receiver, material, needed)
    [made] = suggestions.of_listing(offer.id)
    return Story(giver, receiver, a_reviewer(), made.id)


def a_weekly_story(material: str = "ldpe-film") -> Story:
    """Tell of half a tonne a week, which makes a new suggestion."""
    giver, receiver = a_firm(f"Giver {material}"), a_firm(f"Receiver {material}", "maker", "station")
    weekly = Quantity(Decimal("0.5"), "t", "week")
    offer = listings.register(replace(a_draft(Side.OFFER, giver, material), quantity=weekly), giver.member)
    listings.register(a_draft(Side.NEED, receiver, material), receiver.member)
    [made] = suggestions.of_listing(offer.id)
    return Story(giver, receiver, a_reviewer(f"{material}@example.org"), made.id)


def in_review(story: Story) -> Story:
    """Let the hub take the suggestion into review."""
    reviews.take(story.suggestion_id, story.version, story.hub)
    return story


def answered(story: Story, answers: LawAnswers = A_PRODUCT) -> Story:
    """Let the hub answer what the law asks."""
    [line] = story.suggestion.lines
    seen = Seen(story.version, line.offer.version)
    law_answers.answer_law(line.id, seen, story.suggestion_id, answers, story.hub)
    return story


def weighed(story: Story, *warnings: str) -> Story:
    """Let the hub tick warnings, all other answers as they were."""
    [line] = story.suggestion.lines
    return answered(story, LawAnswers(line.legal_status, line.legal_reason, weighed=warnings))


def proposed(story: Story) -> Story:
    """Let the hub put a suggestion to both sides, all before it done."""
    answered(in_review(story))
    reviews.propose(story.suggestion_id, story.version, story.hub)
    return story


def agreed(story: Story) -> Story:
    """Let both sides say yes, which makes the exchange."""
    proposed(story)
    reviews.answer(story.suggestion_id, Party.GIVER, Answer.YES, None, story.giver.member)
    reviews.answer(story.suggestion_id, Party.RECEIVER, Answer.YES, None, story.receiver.member)
    return story
