"""Whatever people do in whatever order, the laws of the domain hold after each act."""

from collections.abc import Callable
from decimal import Decimal
from functools import partial

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from circulair.services import checks, exchanges, law_answers, listings, reviews, sweeps, undo
from circulair.services.actor import Actor
from circulair.services.faults import NotFoundError
from circulair.services.law import INVENTED_VIHB
from circulair.services.law_answers import LawAnswers, Seen
from circulair.services.reviews import Refusal
from circulair.store import exchanges as store_of_exchanges
from circulair.store import suggestions
from circulair.store.records import (
    DeliveryRecord,
    ExchangeRecord,
    ListingRecord,
    SuggestionRecord,
)
from circulair.store.session import Store, current
from flows.errors import FlowsError
from flows.exchanges import DeliveryStatus, Party
from flows.law import LegalStatus, YesNo
from flows.streams import Side
from flows.suggestions import OPEN, Answer, Reason, Status, UndoOverError
from tests.databases import Maker
from tests.laws import wrong_deliveries, wrong_exchanges, wrong_lives, wrong_pairs
from tests.stories import A_PRODUCT
from tests.worlds import NOBODY, Firm, a_draft, a_firm, a_reviewer

MATERIALS = st.sampled_from(["ldpe-film", "plastic-film", "flat-glass"])
TONNES = st.none() | st.integers(1, 30).map(str)
WHICH = st.integers(0, 3)
LAW = st.sampled_from([A_PRODUCT, LawAnswers(LegalStatus.WASTE, "", "", YesNo.UNKNOWN, YesNo.UNKNOWN)])
FIRST_LISTINGS = (
    (Side.OFFER, 0, "20"),
    (Side.OFFER, 1, None),
    (Side.NEED, 2, "15"),
    (Side.NEED, 3, "15"),
)
"""Two offers and two needs that all fit: the first has too little for both."""


WHO = st.sampled_from(["own", "own", "hub", "other"])
"""Who acts for a side: its own member, the hub, or the other side's member, who may not."""

PARTY = st.sampled_from(Party)
ANSWERS = st.sampled_from(
    [DeliveryStatus.CONFIRMED, DeliveryStatus.CONFIRMED, DeliveryStatus.DISPUTED, DeliveryStatus.WITHDRAWN]
)

MOST_LISTINGS = 5
"""Registered besides the first ones, so that most acts are about what comes after."""


class Town(RuleBasedStateMachine):
    """Four firms and a reviewer who try everything; what is refused changes nothing.

    ``reached`` and ``delivered`` are the statuses of suggestions and deliveries that came up on the way,
    ``returned`` those to which a step was taken back.
    """

    reached: set[Status]
    returned: set[Status]
    delivered: set[DeliveryStatus]

    def __init__(self, database: str) -> None:
        super().__init__()
        self.store = Store(database, INVENTED_VIHB)
        self.registered = 0

    @initialize(stages=st.lists(st.tuples(st.integers(0, 7), ANSWERS), min_size=4, max_size=4))
    def settle(self, stages: list[tuple[int, DeliveryStatus]]) -> None:
        """Begin with four suggestions, each somewhere on its way."""
        with self.store.unit_of_work():
            self.hub = a_reviewer()
            self.firms = [a_firm(f"Firm {number}") for number in range(4)]
            for side, number, tonnes in FIRST_LISTINGS:
                firm = self.firms[number]
                listings.register(a_draft(side, firm, tonnes=tonnes), firm.member)
        for which, (times, said) in enumerate(stages):
            self.go_on(which, times, said)

    def attempt(self, use: Callable[[], object]) -> None:
        """Do something in a transaction of its own; a refusal undoes it."""
        try:
            with self.store.unit_of_work():
                use()
        except FlowsError:
            pass

    def nth(
        self, kind: type[SuggestionRecord | ExchangeRecord | ListingRecord | DeliveryRecord], which: int
    ) -> int:
        """Return the number of one of the newest things of a kind."""
        ids = current().scalars(select(kind.id).order_by(kind.id.desc()).limit(6)).all()
        return ids[which % len(ids)] if ids else 0

    def version(self, suggestion_id: int) -> int:
        found = suggestions.one(suggestion_id)
        return found.version if found else 0

    @precondition(lambda self: self.registered < MOST_LISTINGS)
    @rule(side=st.sampled_from(Side), firm=WHICH, material=MATERIALS, tonnes=TONNES)
    def register(self, side: Side, firm: int, material: str, tonnes: str | None) -> None:
        chosen = self.firms[firm % 4]
        self.registered += 1
        self.attempt(lambda: listings.register(a_draft(side, chosen, material, tonnes), chosen.member))

    @rule(which=WHICH, material=MATERIALS, tonnes=TONNES)
    def change(self, which: int, material: str, tonnes: str | None) -> None:
        def use() -> None:
            listing = listings.own(self.nth(ListingRecord, which), self.hub)
            owner = self.owner(listing)
            draft = a_draft(listing.side, owner, material, tonnes)
            listings.change(listing.id, listing.version, draft, owner.member)

        self.attempt(use)

    def owner(self, listing: ListingRecord) -> Firm:
        return next(firm for firm in self.firms if firm.organisation_id == listing.organisation_id)

    def acting(self, who: str, party: Party, pair: SuggestionRecord | ExchangeRecord) -> Actor:
        """Return who acts as one side of a suggestion or exchange."""
        offer = pair.offer if isinstance(pair, ExchangeRecord) else pair.lines[0].offer
        sides = {Party.GIVER: offer, Party.RECEIVER: pair.need}
        own = sides.pop(party)
        [other] = sides.values()
        return self.hub if who == "hub" else self.owner(own if who == "own" else other).member

    def suggestion(self, which: int) -> SuggestionRecord:
        found = suggestions.one(self.nth(SuggestionRecord, which))
        assert found is not None
        return found

    def exchange(self, which: int) -> ExchangeRecord:
        found = store_of_exchanges.one(self.nth(ExchangeRecord, which))
        if found is None:
            raise NotFoundError("exchange")
        return found

    @rule(
        which=WHICH,
        act=st.sampled_from([listings.withdraw, listings.reopen, listings.extend]),
        by_hub=st.booleans(),
    )
    def withdraw_reopen_or_extend(self, which: int, act: Callable[..., object], *, by_hub: bool) -> None:
        def use() -> None:
            listing = listings.own(self.nth(ListingRecord, which), self.hub)
            act(listing.id, self.hub if by_hub else self.owner(listing).member)

        self.attempt(use)

    @rule(which=WHICH, said=ANSWERS)
    def one_step_on(self, which: int, said: DeliveryStatus) -> None:
        self.go_on(which, 1, said)

    def go_on(self, which: int, times: int, said: DeliveryStatus) -> None:
        """Take a suggestion on along its way: law, proposal, both answers, a delivery and its answer."""
        for _ in range(times):
            with self.store.unit_of_work(reading=True):
                chosen = self.nth(SuggestionRecord, which)
            self.attempt(partial(self.there_and_back, chosen))
            self.attempt(partial(self.next_step, chosen, said))
            self.laws_hold()

    def there_and_back(self, chosen: int) -> None:
        """Let the hub take a step and take it back at once."""
        suggestion = suggestions.one(chosen)
        assert suggestion is not None
        before = suggestion.status
        if before is Status.NEW:
            reviews.take(chosen, suggestion.version, self.hub)
        else:
            reviews.decline(chosen, suggestion.version, Refusal(Reason.PRICE), self.hub)
        self.take_last_step_back()
        assert suggestion.status is before

    def next_step(self, chosen: int, said: DeliveryStatus) -> None:
        """Let whoever's turn it is do what comes next."""
        suggestion = suggestions.one(chosen)
        assert suggestion is not None
        line = suggestion.lines[0]
        giver, receiver = self.owner(line.offer).member, self.owner(suggestion.need).member
        if suggestion.status is Status.NEW:
            reviews.take(chosen, suggestion.version, self.hub)
        elif suggestion.status is Status.IN_REVIEW:
            seen = Seen(suggestion.version, line.offer.version)
            law_answers.answer_law(line.id, seen, chosen, A_PRODUCT, self.hub)
            reviews.propose(chosen, self.version(chosen), self.hub)
        elif suggestion.status is Status.PROPOSED:
            turn = (Party.RECEIVER, receiver) if suggestion.answers else (Party.GIVER, giver)
            reviews.answer(chosen, turn[0], Answer.YES, None, turn[1])
        elif suggestion.status in (Status.AGREED, Status.MOVED):
            [made] = store_of_exchanges.of_suggestion(chosen)
            waiting = [one.id for one in made.deliveries if one.status is DeliveryStatus.REPORTED]
            if waiting and said is DeliveryStatus.WITHDRAWN:
                exchanges.withdraw_delivery(waiting[0], made.id, Party.GIVER, giver)
            elif waiting:
                exchanges.answer_delivery(waiting[0], made.id, Party.RECEIVER, said, receiver)
            else:
                exchanges.report_delivery(made.id, Party.GIVER, NOBODY.today, Decimal(1), giver)

    @rule(which=WHICH)
    def take(self, which: int) -> None:
        def use() -> None:
            chosen = self.nth(SuggestionRecord, which)
            reviews.take(chosen, self.version(chosen), self.hub)

        self.attempt(use)

    @rule(which=WHICH, answers=LAW)
    def answer_law_and_propose(self, which: int, answers: LawAnswers) -> None:
        def use() -> None:
            chosen = self.nth(SuggestionRecord, which)
            found = suggestions.one(chosen)
            for line in found.lines if found else ():
                seen = Seen(self.version(chosen), line.offer.version)
                law_answers.answer_law(line.id, seen, chosen, answers, self.hub)
            reviews.propose(chosen, self.version(chosen), self.hub)

        self.attempt(use)

    @rule(which=WHICH)
    def decline(self, which: int) -> None:
        def use() -> None:
            chosen = self.nth(SuggestionRecord, which)
            reviews.decline(chosen, self.version(chosen), Refusal(Reason.PRICE), self.hub)

        self.attempt(use)

    @rule(which=st.lists(WHICH, min_size=1, max_size=4))
    def sweep(self, which: list[int]) -> None:
        def use() -> None:
            chosen = {number: self.version(number) for one in which if (number := self.newest(one))}
            sweeps.decline_all(chosen, Refusal(Reason.DISTANCE), self.hub)

        self.attempt(use)

    def newest(self, which: int) -> int:
        return self.nth(SuggestionRecord, which)

    @rule(which=WHICH, act=st.sampled_from(["take", "decline", "sweep", "none"]))
    def undo(self, which: int, act: str) -> None:
        """Take the last step back, often straight after a step."""
        if act == "take":
            self.take(which)
        elif act == "decline":
            self.decline(which)
        elif act == "sweep":
            self.sweep([which, which + 1])
        self.attempt(self.take_last_step_back)

    def take_last_step_back(self) -> None:
        step = undo.last_step(self.hub)
        if step is None:
            raise UndoOverError()
        back = undo.undo(step.id, self.hub).back
        self.returned |= {one.status for number in back if (one := suggestions.one(number))}

    @rule(which=WHICH, who=WHO, party=PARTY, said=st.sampled_from([Answer.YES, Answer.YES, Answer.NO]))
    def say(self, which: int, who: str, party: Party, said: Answer) -> None:
        def use() -> None:
            suggestion = self.suggestion(which)
            actor = self.acting(who, party, suggestion)
            reviews.answer(suggestion.id, party, said, Refusal(Reason.TIMING), actor)

        self.attempt(use)

    @rule(which=WHICH, who=WHO, party=PARTY, by=st.sampled_from(["hub", *Party]))
    def stop(self, which: int, who: str, party: Party, by: str) -> None:
        def use() -> None:
            exchange = self.exchange(which)
            refusal = Refusal(Reason.QUALITY, "", by)
            reviews.stop(exchange.id, refusal, self.acting(who, party, exchange))

        self.attempt(use)

    @rule(which=WHICH, who=WHO, party=PARTY, tonnes=st.integers(1, 9).map(Decimal))
    def report(self, which: int, who: str, party: Party, tonnes: Decimal) -> None:
        def use() -> None:
            exchange = self.exchange(which)
            actor = self.acting(who, party, exchange)
            exchanges.report_delivery(exchange.id, party, NOBODY.today, tonnes, actor)

        self.attempt(use)

    @rule(which=WHICH, who=WHO, party=PARTY, wanted=st.sampled_from(DeliveryStatus))
    def answer_delivery(self, which: int, who: str, party: Party, wanted: DeliveryStatus) -> None:
        def use() -> None:
            delivery = current().get(DeliveryRecord, self.nth(DeliveryRecord, which))
            exchange = delivery and store_of_exchanges.one(delivery.exchange_id)
            if delivery and exchange:
                actor = self.acting(who, party, exchange)
                exchanges.answer_delivery(delivery.id, exchange.id, party, wanted, actor)

        self.attempt(use)

    @rule(which=WHICH, who=WHO, party=PARTY)
    def take_back(self, which: int, who: str, party: Party) -> None:
        def use() -> None:
            delivery = current().get(DeliveryRecord, self.nth(DeliveryRecord, which))
            exchange = delivery and store_of_exchanges.one(delivery.exchange_id)
            if delivery and exchange:
                actor = self.acting(who, party, exchange)
                exchanges.withdraw_delivery(delivery.id, exchange.id, party, actor)

        self.attempt(use)

    @rule(which=WHICH, who=WHO, party=PARTY, public=st.booleans())
    def consent(self, which: int, who: str, party: Party, *, public: bool) -> None:
        def use() -> None:
            exchange = self.exchange(which)
            exchanges.consent(exchange.id, party, self.acting(who, party, exchange), public=public)

        self.attempt(use)

    @invariant()
    def laws_hold(self) -> None:
        with self.store.unit_of_work(reading=True) as session:
            assert list(checks.broken_laws(NOBODY.today)) == []
            assert wrong_lives(session) == []
            assert wrong_pairs(session) == []
            assert wrong_exchanges(session) == []
            assert wrong_deliveries(session) == []
            self.reached |= set(session.scalars(select(SuggestionRecord.status)))
            self.delivered |= set(session.scalars(select(DeliveryRecord.status)))

    def teardown(self) -> None:
        self.store.close()


def test_the_laws_hold_after_any_sequence_of_acts_and_every_status_is_reached(fresh_sqlite: Maker) -> None:
    class FreshTown(Town):
        reached: set[Status] = set()
        returned: set[Status] = set()
        delivered: set[DeliveryStatus] = set()

        def __init__(self) -> None:
            super().__init__(fresh_sqlite())

    run_state_machine_as_test(
        FreshTown,
        settings=settings(
            max_examples=10,
            stateful_step_count=30,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert FreshTown.reached == set(Status)
    assert FreshTown.returned == set(OPEN)
    assert FreshTown.delivered == set(DeliveryStatus)
