"""The stories: what the hub team and both sides made of a suggestion, step by step."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from circulair.demo.rows import Row, table
from circulair.demo.stage import Event, Stage
from circulair.services import exchanges, law, law_answers, reviews
from circulair.services.law_answers import LawAnswers, Seen, Told
from circulair.services.reviews import Refusal
from circulair.store import exchanges as exchange_store
from circulair.store import suggestions
from circulair.store.records import SuggestionRecord
from flows.exchanges import DeliveryStatus, Party
from flows.law import LegalStatus, YesNo
from flows.suggestions import Answer, Reason

LAW, WEIGHING, PROPOSAL, FIRST_ANSWER, SECOND_ANSWER, CONSENT = 0.2, 0.3, 0.5, 2.0, 4.0, 4.2
"""Days after the reviewer took a suggestion up."""

ANSWER_TO_DELIVERY = 0.9

SWING = tuple(Decimal(share) for share in ("1", "0.92", "1.06", "0.97", "1.05"))
"""How far one delivery's weight is off the usual one, in turn."""

OTHER = {Party.GIVER: Party.RECEIVER, Party.RECEIVER: Party.GIVER}


@dataclass(frozen=True, slots=True)
class Story:
    """One row of the table of stories and what each side and the reviewer can do in it."""

    row: Row

    def sides(self) -> dict[Party, str]:
        """Return the key of each side's listing."""
        return {Party.GIVER: self.row["offer"], Party.RECEIVER: self.row["need"]}

    @property
    def key(self) -> str:
        """Return what the story is known by: its pair of listings."""
        return f"{self.row['need']} {self.row['offer']}"

    def suggestion_id(self, stage: Stage) -> int:
        """Return the number of the suggestion that the matcher made of this pair."""
        if self.key not in stage.suggestions:
            need, offer = stage.listings[self.row["need"]], stage.listings[self.row["offer"]]
            found = [one.id for one in suggestions.of_listing(offer) if one.need_id == need]
            if not found:
                raise LookupError(f"the matcher does not join {self.key}")
            stage.suggestions[self.key] = found[0]
        return stage.suggestions[self.key]

    def suggestion(self, stage: Stage) -> SuggestionRecord:
        """Return that suggestion as it is now."""
        return reviews.seen_by(self.suggestion_id(stage), stage.reviewer(0))

    def exchange_id(self, stage: Stage) -> int:
        """Return the number of the exchange that came of it."""
        if self.key not in stage.exchanges:
            [made] = exchange_store.of_suggestion(self.suggestion_id(stage))
            stage.exchanges[self.key] = made.id
        return stage.exchanges[self.key]

    def answer(self, party: Party, said: Answer, days: float, stage: Stage) -> None:
        """Let one side answer the proposal, with a reason when it is no."""
        actor = stage.member(stage.owners[self.sides()[party]], int(self.row["ago"]) - days)
        refusal = self.refusal(party) if said is Answer.NO else None
        reviews.answer(self.suggestion_id(stage), party, said, refusal, actor)

    def refusal(self, by: str) -> Refusal:
        """Return why it was declined, on whose behalf."""
        return Refusal(Reason(self.row["reason"]), self.row["words"], by)


def events() -> Iterator[Event]:
    """Yield every step of every story."""
    for row in table("stories"):
        story, began = Story(row), int(row["ago"])
        steps = [(0.0, take), *after_review(story), *ENDINGS[row["outcome"]]]
        for days, step in steps:
            yield Event(began - days, partial(step, story))
        yield from deliveries(story)


def after_review(story: Story) -> list[tuple[float, "Step"]]:
    """Return that the law was answered, where it was."""
    if not story.row["law"]:
        return []
    open_still = story.row["outcome"] == "in_review_law"
    return [(LAW, answer_law)] if open_still else [(LAW, answer_law), (WEIGHING, weigh_law)]


def take(story: Story, stage: Stage) -> None:
    """Take the suggestion into review."""
    found = story.suggestion(stage)
    reviews.take(found.id, found.version, stage.reviewer(int(story.row["ago"])))


def answer_law(story: Story, stage: Stage) -> None:
    """Record what the law calls the stream, with the reason and the answers."""
    row = story.row
    answers = LawAnswers(
        LegalStatus(row["law"]),
        row["why"],
        row["eural"],
        YesNo(row["dangerous"]),
        YesNo(row["permitted"]),
        {told["question"]: Told(told["answer"], told["proof"]) for told in told_in(story)},
    )
    save(story, answers, stage, LAW)


def weigh_law(story: Story, stage: Stage) -> None:
    """Tick the warnings that the answers leave."""
    found = story.suggestion(stage)
    [line] = found.lines
    warned = [one.code for one in law.sheet_of(line, found, stage.reviewer(0).today).warnings]
    if warned:
        save(story, LawAnswers(line.legal_status, line.legal_reason, weighed=warned), stage, WEIGHING)


def save(story: Story, answers: LawAnswers, stage: Stage, days: float) -> None:
    """Let the reviewer save answers so many days after the suggestion was taken up."""
    found = story.suggestion(stage)
    [line] = found.lines
    seen = Seen(found.version, line.offer.version)
    law_answers.answer_law(line.id, seen, found.id, answers, stage.reviewer(int(story.row["ago"]) - days))


def told_in(story: Story) -> list[Row]:
    """Return the answers to the questions of the law in a story."""
    return [row for row in table("law") if row["story"] == story.key]


def propose(story: Story, stage: Stage) -> None:
    """Put it to both sides."""
    found = story.suggestion(stage)
    reviews.propose(found.id, found.version, stage.reviewer(int(story.row["ago"]) - PROPOSAL))


def decline_for_hub(story: Story, stage: Stage) -> None:
    """Decline it before anybody else saw it."""
    found = story.suggestion(stage)
    reviews.decline(
        found.id, found.version, story.refusal("hub"), stage.reviewer(int(story.row["ago"]) - PROPOSAL)
    )


def giver_yes(story: Story, stage: Stage) -> None:
    """Let the giver say yes."""
    story.answer(Party.GIVER, Answer.YES, FIRST_ANSWER, stage)


def receiver_yes(story: Story, stage: Stage) -> None:
    """Let the receiver say yes."""
    story.answer(Party.RECEIVER, Answer.YES, SECOND_ANSWER, stage)


def giver_no(story: Story, stage: Stage) -> None:
    """Let the giver say no."""
    story.answer(Party.GIVER, Answer.NO, FIRST_ANSWER, stage)


def receiver_no(story: Story, stage: Stage) -> None:
    """Let the receiver say no."""
    story.answer(Party.RECEIVER, Answer.NO, SECOND_ANSWER, stage)


def consent(story: Story, stage: Stage) -> None:
    """Let those sides consent that want the public to see it."""
    for party, listing in story.sides().items():
        if story.row["consents"] in ("both", party):
            actor = stage.member(stage.owners[listing], int(story.row["ago"]) - CONSENT)
            exchanges.consent(story.exchange_id(stage), party, actor, public=True)


Step = Callable[[Story, Stage], None]

AGREEMENT: list[tuple[float, Step]] = [
    (PROPOSAL, propose),
    (FIRST_ANSWER, giver_yes),
    (SECOND_ANSWER, receiver_yes),
    (CONSENT, consent),
]

ENDINGS: dict[str, list[tuple[float, Step]]] = {
    "in_review": [],
    "in_review_law": [],
    "proposed": AGREEMENT[:1],
    "proposed_giver": AGREEMENT[:2],
    "proposed_receiver": [AGREEMENT[0], AGREEMENT[2]],
    "declined_hub": [(PROPOSAL, decline_for_hub)],
    "declined_giver": [AGREEMENT[0], (FIRST_ANSWER, giver_no)],
    "declined_receiver": [AGREEMENT[0], AGREEMENT[1], (SECOND_ANSWER, receiver_no)],
    "agreed": AGREEMENT,
    "moved": AGREEMENT,
    "disputed": AGREEMENT,
    "confirmed": AGREEMENT,
}
"""How each outcome comes about after the reviewer took the suggestion up."""


def deliveries(story: Story) -> Iterator[Event]:
    """Yield the deliveries of a story: one side reports, the other confirms all but the last open ones."""
    row = story.row
    if not row["first"]:
        return
    times, closed = int(row["times"]), int(row["times"]) - int(row["open"])
    for number in range(times):
        ago = int(row["first"]) - number * int(row["every"])
        tonnes = (Decimal(row["tonnes"]) * SWING[number % len(SWING)]).quantize(Decimal("0.001"))
        yield Event(ago, partial(report, story, ago, tonnes))
        if number < closed:
            yield Event(ago - ANSWER_TO_DELIVERY, partial(answer_report, story, ago - ANSWER_TO_DELIVERY))


def report(story: Story, ago: float, tonnes: Decimal, stage: Stage) -> None:
    """Report a delivery of that day."""
    party = Party(story.row["reporter"])
    actor = stage.member(stage.owners[story.sides()[party]], ago)
    told = exchanges.Told(actor.today, tonnes, another=True, more=True)
    stage.waiting[story.key] = exchanges.report(story.exchange_id(stage), party, told, actor).id


def answer_report(story: Story, ago: float, stage: Stage) -> None:
    """Let the other side answer the delivery that waits for it."""
    party = OTHER[Party(story.row["reporter"])]
    actor = stage.member(stage.owners[story.sides()[party]], ago)
    wanted = DeliveryStatus.DISPUTED if story.row["outcome"] == "disputed" else DeliveryStatus.CONFIRMED
    exchanges.answer_delivery(stage.waiting.pop(story.key), story.exchange_id(stage), party, wanted, actor)
