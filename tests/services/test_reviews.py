"""What the hub and the two sides do with a suggestion, and what the law makes them wait for."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from circulair.services import board, law_answers, listings, reviews
from circulair.services.faults import AlreadyAnsweredError, NotAllowedError, NotFoundError, VersionError
from circulair.services.law_answers import LawAnswers, Seen, Told
from circulair.services.reviews import Refusal
from circulair.store import outbox, suggestions, trail
from circulair.store.records import ListingState
from flows.exchanges import Party
from flows.law import LawOpenError, LegalStatus, YesNo
from flows.suggestions import ENDINGS, Answer, Reason, ReasonMissingError, Status, StepNotAllowedError
from tests.stories import (
    A_PRODUCT,
    LAWFUL_WASTE,
    WASTE,
    Story,
    a_story,
    agreed,
    answered,
    in_review,
    proposed,
    weighed,
)
from tests.worlds import NOBODY, a_firm, a_need_listing, a_reviewer, an_offer_listing

pytestmark = pytest.mark.usefixtures("unit")

TOO_DEAR = Refusal(Reason.PRICE)
OUT_OF_NEW_HOUSE = {
    **LAWFUL_WASTE,
    "building_from": Told("from_1994"),
    "building_notice_due": Told("no"),
}
HAZARDOUS = replace(
    WASTE, eural="170204", contains_dangerous=YesNo.YES, receiver_permitted=YesNo.NO, answers=OUT_OF_NEW_HOUSE
)
"""Wood that holds dangerous substances: the hazardous half of a mirror pair with 17 02 01."""


def says(story: Story, party: Party, answer: Answer = Answer.YES, refusal: Refusal | None = None) -> None:
    firm = story.giver if party is Party.GIVER else story.receiver
    reviews.answer(story.suggestion_id, party, answer, refusal, firm.member)


def acts(story: Story) -> list[str]:
    return [row.act for row, _words in trail.of_subject("suggestion", story.suggestion_id)]


def test_the_whole_way_from_new_to_agreed() -> None:
    story = a_story()
    seen = [story.suggestion.status]
    seen.append(in_review(story).suggestion.status)
    answered(story)
    reviews.propose(story.suggestion_id, story.version, story.hub)
    seen.append(story.suggestion.status)
    says(story, Party.GIVER)
    seen.append(story.suggestion.status)
    says(story, Party.RECEIVER)
    seen.append(story.suggestion.status)
    assert seen == [Status.NEW, Status.IN_REVIEW, Status.PROPOSED, Status.PROPOSED, Status.AGREED]
    assert story.suggestion.reviewer_id == story.hub.person_id


def test_every_step_is_in_the_trail() -> None:
    assert acts(agreed(a_story())) == [
        "suggestion.made",
        "suggestion.in_review",
        "law.answered",
        "suggestion.proposed",
        "suggestion.answered_yes",
        "suggestion.answered_yes",
        "suggestion.agreed",
    ]
    assert trail.broken_seals() == []


def test_agreement_makes_one_exchange_of_the_smaller_tonnes() -> None:
    story = agreed(a_story(offered="40", needed="25"))
    assert story.exchange.tonnes_agreed == 25
    assert story.exchange.recurring
    assert not story.exchange.giver_consents


def test_an_offer_with_something_left_stays_open_and_one_without_is_reserved() -> None:
    assert agreed(a_story(offered="40", needed="25")).exchange.offer.state is ListingState.OPEN


def test_an_offer_that_is_promised_whole_is_reserved() -> None:
    assert agreed(a_story(offered="25", needed="25")).exchange.offer.state is ListingState.RESERVED


def test_what_nobody_weighed_is_agreed_without_tonnes() -> None:
    story = agreed(a_story(offered=None))
    assert story.exchange.tonnes_agreed is None
    assert story.exchange.offer.state is ListingState.RESERVED


@pytest.mark.parametrize(
    ("answers", "rows"),
    [
        (replace(A_PRODUCT, status=LegalStatus.UNKNOWN), ["1.2"]),
        (replace(WASTE, eural=""), ["L1", "L15"]),
        (replace(HAZARDOUS, contains_dangerous=YesNo.UNKNOWN), ["L2", "L3", "L14", "L15"]),
        (
            replace(HAZARDOUS, eural="170201", receiver_permitted=YesNo.YES),
            ["L2", "L14", "L15"],
        ),
        (HAZARDOUS, ["L3", "L14", "L15"]),
    ],
)
def test_nothing_is_proposed_while_the_law_asks(answers: LawAnswers, rows: list[str]) -> None:
    story = answered(in_review(a_story()), answers)
    with pytest.raises(LawOpenError) as refused:
        reviews.propose(story.suggestion_id, story.version, story.hub)
    assert [finding.row for finding in refused.value.findings] == rows
    assert story.suggestion.status is Status.IN_REVIEW


@pytest.mark.parametrize(
    ("answers", "warnings"),
    [
        (A_PRODUCT, []),
        (WASTE, ["law.no_standard"]),
        (replace(HAZARDOUS, receiver_permitted=YesNo.YES), ["law.no_standard", "law.adr"]),
    ],
)
def test_what_the_law_has_no_objection_to_is_proposed(answers: LawAnswers, warnings: list[str]) -> None:
    story = weighed(answered(in_review(a_story()), answers), *warnings)
    reviews.propose(story.suggestion_id, story.version, story.hub)
    assert story.suggestion.status is Status.PROPOSED


def test_the_last_yes_is_refused_where_the_law_asks_again_by_then() -> None:
    story = proposed(a_story())
    says(story, Party.GIVER)
    answered(story, replace(WASTE, eural=""))
    with pytest.raises(LawOpenError):
        says(story, Party.RECEIVER)
    assert story.suggestion.status is Status.PROPOSED
    assert len(story.suggestion.answers) == 1


def test_a_proposal_is_written_to_both_sides_after_ten_minutes() -> None:
    story = proposed(a_story())
    letters = [letter for firm in (story.giver, story.receiver) for letter in outbox.to(firm.email)]
    assert [(letter.kind, (letter.due_at - letter.created_at).seconds) for letter in letters] == [
        ("proposal", 600),
        ("proposal", 600),
    ]


@pytest.mark.parametrize("refusal", [Refusal(None), Refusal(Reason.OTHER), Refusal(Reason.OTHER, "  ")])
def test_the_hub_declines_only_with_a_reason(refusal: Refusal) -> None:
    story = a_story()
    with pytest.raises(ReasonMissingError):
        reviews.decline(story.suggestion_id, story.version, refusal, story.hub)
    assert story.suggestion.status is Status.NEW


def test_a_side_says_no_only_with_a_reason() -> None:
    story = proposed(a_story())
    with pytest.raises(ReasonMissingError):
        says(story, Party.GIVER, Answer.NO)
    says(story, Party.GIVER, Answer.NO, Refusal(Reason.OTHER, "We moved"))
    assert (story.suggestion.status, story.suggestion.declined_by) == (Status.DECLINED, "giver")


def test_the_words_of_a_refusal_can_be_erased_from_the_trail() -> None:
    story = proposed(a_story())
    says(story, Party.GIVER, Answer.NO, Refusal(Reason.OTHER, "We moved"))
    assert trail.erase_words(story.giver.person_id) == [("suggestion.declined", story.suggestion_id)]
    assert trail.broken_seals() == []
    assert all(words != "We moved" for _row, words in trail.of_subject("suggestion", story.suggestion_id))


def test_a_declined_pair_is_not_suggested_again() -> None:
    story = a_story()
    reviews.decline(story.suggestion_id, story.version, TOO_DEAR, story.hub)
    offer = story.suggestion.lines[0].offer
    listings.extend(offer.id, story.giver.member)
    assert [one.status for one in suggestions.of_listing(offer.id)] == [Status.DECLINED]


def test_of_two_reviewers_the_second_is_told() -> None:
    story, other = a_story(), a_reviewer("second@example.org")
    seen = story.version
    reviews.take(story.suggestion_id, seen, story.hub)
    suggestions.of_listing(story.suggestion.need_id)
    with pytest.raises(VersionError):
        reviews.decline(story.suggestion_id, seen, TOO_DEAR, other)
    assert story.suggestion.status is Status.IN_REVIEW


def test_law_answers_on_one_offer_are_not_overwritten_from_another_of_its_suggestions() -> None:
    story = in_review(a_story())
    other = a_need_listing(a_firm("Other", "maker"), tonnes="25")
    [second] = suggestions.of_listing(other.id)
    [line] = second.lines
    seen = Seen(second.version, line.offer.version)
    answered(story, WASTE)
    suggestions.of_listing(other.id)
    with pytest.raises(VersionError):
        law_answers.answer_law(line.id, seen, second.id, replace(WASTE, eural="200139"), story.hub)
    assert (line.offer.eural, second.status) == ("150102", Status.NEW)


def test_a_step_that_the_table_does_not_know_is_refused() -> None:
    story = a_story()
    with pytest.raises(LawOpenError):
        reviews.propose(story.suggestion_id, story.version, story.hub)
    with pytest.raises(NotFoundError):
        says(story, Party.GIVER)
    agreed(story)
    with pytest.raises(StepNotAllowedError):
        reviews.take(story.suggestion_id, story.version, story.hub)


def test_a_side_answers_once() -> None:
    story = proposed(a_story())
    says(story, Party.GIVER)
    with pytest.raises(AlreadyAnsweredError):
        says(story, Party.GIVER)
    says(story, Party.RECEIVER)
    with pytest.raises((AlreadyAnsweredError, StepNotAllowedError)):
        says(story, Party.RECEIVER)


def test_the_hub_records_what_a_side_said_by_telephone() -> None:
    story = proposed(a_story())
    reviews.answer(story.suggestion_id, Party.GIVER, Answer.YES, None, story.hub)
    says(story, Party.RECEIVER)
    assert story.suggestion.status is Status.AGREED
    assert [given.recorded_by_id for given in story.suggestion.answers] == [
        story.hub.person_id,
        story.receiver.person_id,
    ]


def test_the_words_of_a_yes_by_telephone_are_kept_once_in_the_history() -> None:
    story = proposed(a_story())
    told = Refusal(None, "wants it before Easter", Party.GIVER)
    reviews.answer(story.suggestion_id, Party.GIVER, Answer.YES, told, story.hub)
    says(story, Party.RECEIVER)
    yes = [words for row, words in trail.of_subject("suggestion", story.suggestion_id) if "yes" in row.act]
    assert yes == ["wants it before Easter", None]


def test_a_no_by_telephone_does_not_override_a_yes() -> None:
    story = proposed(a_story())
    says(story, Party.GIVER)
    with pytest.raises(AlreadyAnsweredError):
        reviews.answer(story.suggestion_id, Party.GIVER, Answer.NO, TOO_DEAR, story.hub)
    reviews.answer(story.suggestion_id, Party.GIVER, Answer.NO, TOO_DEAR, story.giver.member)
    assert story.suggestion.declined_by == Party.GIVER


def test_the_two_sides_see_a_suggestion_from_the_proposal_on() -> None:
    story = in_review(a_story())
    with pytest.raises(NotFoundError):
        reviews.seen_by(story.suggestion_id, story.giver.member)
    answered(story)
    reviews.propose(story.suggestion_id, story.version, story.hub)
    assert reviews.seen_by(story.suggestion_id, story.giver.member).id == story.suggestion_id
    assert reviews.seen_by(story.suggestion_id, story.receiver.member).id == story.suggestion_id


def ended_by_the_hub(story: Story) -> None:
    reviews.decline(story.suggestion_id, story.version, TOO_DEAR, story.hub)


def lapsed(story: Story) -> None:
    listings.withdraw(story.suggestion.need_id, story.receiver.member)


@pytest.mark.parametrize("before", [a_story, lambda: in_review(a_story())])
@pytest.mark.parametrize("end", [ended_by_the_hub, lapsed])
def test_what_ended_before_it_was_proposed_stays_unknown_to_the_sides(
    before: Callable[[], Story], end: Callable[[Story], None]
) -> None:
    story = before()
    end(story)
    for party, firm in ((Party.GIVER, story.giver), (Party.RECEIVER, story.receiver)):
        with pytest.raises(NotFoundError):
            reviews.seen_by(story.suggestion_id, firm.member)
        for said in Answer:
            with pytest.raises(NotFoundError):
                reviews.answer(story.suggestion_id, party, said, TOO_DEAR, firm.member)
    assert reviews.seen_by(story.suggestion_id, story.hub).status in ENDINGS


@pytest.mark.parametrize("end", [ended_by_the_hub, lapsed])
def test_what_ended_after_it_was_proposed_can_be_looked_up(end: Callable[[Story], None]) -> None:
    story = proposed(a_story())
    end(story)
    assert reviews.seen_by(story.suggestion_id, story.giver.member).status in ENDINGS


@pytest.mark.parametrize("before", [a_story, lambda: in_review(a_story()), lambda: agreed(a_story())])
@pytest.mark.parametrize("said", list(Answer))
def test_by_telephone_only_a_proposal_is_answered(before: Callable[[], Story], said: Answer) -> None:
    story = before()
    status = story.suggestion.status
    with pytest.raises(StepNotAllowedError):
        reviews.answer(story.suggestion_id, Party.GIVER, said, TOO_DEAR, story.hub)
    assert (story.suggestion.status, story.suggestion.declined_by) == (status, "")


def test_nobody_else_learns_that_a_suggestion_exists() -> None:
    story, other = proposed(a_story()), a_firm("Other")
    for actor in (other.member, NOBODY):
        with pytest.raises(NotFoundError):
            reviews.seen_by(story.suggestion_id, actor)
        with pytest.raises(NotFoundError):
            reviews.answer(story.suggestion_id, Party.GIVER, Answer.YES, None, actor)


def test_only_the_hub_has_a_queue() -> None:
    story = a_story()
    shown = board.board(board.Wish("new"), story.hub)
    assert [row.suggestion.id for row in shown.rows] == [story.suggestion_id]
    with pytest.raises(NotAllowedError):
        board.board(board.Wish(), story.giver.member)


def test_only_the_hub_reviews() -> None:
    story = a_story()
    with pytest.raises(NotAllowedError):
        reviews.take(story.suggestion_id, story.version, story.giver.member)
    with pytest.raises(NotAllowedError):
        reviews.decline(story.suggestion_id, story.version, TOO_DEAR, story.receiver.member)


def test_a_suggestion_that_never_was_is_not_found() -> None:
    hub = a_reviewer()
    with pytest.raises(NotFoundError):
        reviews.take(999, 1, hub)
    with pytest.raises(NotFoundError):
        reviews.seen_by(999, hub)


def test_two_needs_never_get_more_of_an_offer_than_there_is() -> None:
    giver, hub = a_firm("Giver"), a_reviewer()
    offer = an_offer_listing(giver, tonnes="30")
    stories = []
    for name in ("First", "Second"):
        receiver = a_firm(name, "maker")
        need = a_need_listing(receiver, tonnes="20")
        [made] = suggestions.of_listing(need.id)
        stories.append(agreed(Story(giver, receiver, hub, made.id)))
    assert [story.exchange.tonnes_agreed for story in stories] == [20, 10]
    assert offer.state is ListingState.RESERVED
