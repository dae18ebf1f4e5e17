"""What a reviewer records of the law: answers with proofs, ticks and waivers, kept on both databases."""

import json
from dataclasses import replace

import pytest

from circulair.services import law, law_answers, listings, reviews
from circulair.services.faults import VersionError
from circulair.services.law_answers import LawAnswers, NotWaivableError, Seen, Told
from circulair.store import trail
from circulair.store.records import SuggestionLineRecord
from circulair.store.session import HUB_VIHB, current
from flows.errors import UnknownCodeError
from flows.exchanges import Party
from flows.law import Decision, LawOpenError, LegalStatus
from flows.law_questions import AnswerUnfitError
from flows.streams import Side
from flows.suggestions import Answer, Status
from tests.stories import (
    A_PRODUCT,
    LAWFUL_WASTE,
    WASTE,
    Story,
    a_story,
    answered,
    in_review,
    weighed,
)
from tests.worlds import a_draft, a_reviewer

pytestmark = [pytest.mark.usefixtures("unit"), pytest.mark.both_databases]


def line_of(story: Story) -> SuggestionLineRecord:
    current().flush()
    current().expire_all()
    [line] = story.suggestion.lines
    return line


def open_codes(story: Story) -> list[str]:
    return [finding.code for finding in law.open_law(story.suggestion, story.hub.today)]


def acts(story: Story) -> list[tuple[str, str | None]]:
    rows = trail.of_subject("suggestion", story.suggestion_id)
    return [(row.act, words) for row, words in rows if row.act.startswith("law.")]


def changed(story: Story, **parts: object) -> Story:
    """Save other answers, all else as it was."""
    line = line_of(story)
    return answered(story, replace(LawAnswers(line.legal_status, line.legal_reason), **parts))  # type: ignore[arg-type]  # fields of the answers


def lawful() -> Story:
    return weighed(answered(in_review(a_story()), WASTE), "law.no_standard")


def test_an_answer_is_kept_with_its_proof_who_gave_it_and_when() -> None:
    story = answered(in_review(a_story()), WASTE)
    [row] = [one for one in line_of(story).law_answers if one.question == "receiver_lists_code"]
    assert (row.answer, row.proof) == ("yes", "permit, page 3")
    assert (row.person_id, row.at) == (story.hub.person_id, story.hub.now)


def test_the_trail_seals_no_words_of_an_answer() -> None:
    vihb = LAWFUL_WASTE["transport_vihb"].answer
    story = answered(in_review(a_story()), replace(WASTE, status=LegalStatus.WASTE, reason="as they told us"))
    rows = trail.of_subject("suggestion", story.suggestion_id)
    [(row, words)] = [(row, words) for row, words in rows if row.act == "law.answered"]
    told = json.loads(row.details)
    assert (told["transport_by"], told["transport_vihb"]) == ("carrier", "told")
    assert (words, vihb in row.details) == (f"as they told us\n{vihb}", False)
    story = changed(story, answers={"transport_vihb": Told("")})
    row, _words = trail.of_subject("suggestion", story.suggestion_id)[-1]
    assert json.loads(row.details)["transport_vihb"] == ""


def test_an_answer_that_is_emptied_opens_its_question_again() -> None:
    story = changed(lawful(), answers={"transport_vihb": Told("")})
    assert open_codes(story) == ["law.vihb_missing"]


def test_what_follows_from_what_is_known_is_not_kept_as_an_answer() -> None:
    story = answered(in_review(a_story()), replace(WASTE, answers={"transport_others": Told("no")}))
    assert line_of(story).law_answers == []


def test_an_answer_to_a_question_that_is_no_longer_asked_is_dropped() -> None:
    story = answered(lawful(), A_PRODUCT)
    assert {row.question for row in line_of(story).law_answers} == set(A_PRODUCT.answers)
    assert line_of(story).law_decisions == []


@pytest.mark.parametrize(
    ("answers", "error"),
    [
        ({"transport_by": Told("a friend")}, AnswerUnfitError),
        ({"border_kg": Told("heavy")}, AnswerUnfitError),
        ({"no_such_question": Told("yes")}, UnknownCodeError),
    ],
)
def test_an_answer_that_its_question_does_not_have_is_refused(
    answers: dict[str, Told], error: type[Exception]
) -> None:
    story = in_review(a_story())
    with pytest.raises(error):
        answered(story, replace(WASTE, answers=answers))
    assert line_of(story).legal_status is LegalStatus.UNKNOWN


def test_a_warning_is_ticked_before_anything_is_put_to_both_sides() -> None:
    story = answered(in_review(a_story()), WASTE)
    with pytest.raises(LawOpenError, match=r"L15 law\.no_standard"):
        reviews.propose(story.suggestion_id, story.version, story.hub)
    weighed(story, "law.no_standard")
    assert acts(story)[-1] == ("law.weighed", None)
    reviews.propose(story.suggestion_id, story.version, story.hub)
    assert story.suggestion.status is Status.PROPOSED


def test_a_tick_is_taken_back() -> None:
    story = weighed(lawful())
    assert open_codes(story) == ["law.no_standard"]
    assert acts(story)[-1] == ("law.decision_dropped", None)


def test_a_tick_does_not_outlive_the_answer_on_which_it_rests() -> None:
    strange = {**LAWFUL_WASTE, "transport_vihb": Told("as they told us")}
    story = answered(in_review(a_story()), replace(WASTE, answers=strange))
    weighed(story, "law.no_standard", "law.vihb_unusual")
    assert open_codes(story) == []
    both = ("law.no_standard", "law.vihb_unusual")
    changed(story, answers={"transport_vihb": Told("as others told us")}, weighed=both)
    assert open_codes(story) == ["law.vihb_unusual"]


def test_a_tick_that_is_set_together_with_another_code_stands() -> None:
    story = answered(in_review(a_story()), replace(WASTE, eural=""))
    answered(story, replace(WASTE, eural="150102", weighed=("law.no_standard",)))
    assert open_codes(story) == []
    assert acts(story)[-1] == ("law.weighed", None)


def test_a_tick_from_before_falls_with_another_code_and_is_told() -> None:
    story = lawful()
    line = line_of(story)
    seen = Seen(story.version, line.offer.version)
    again = replace(WASTE, eural="200139", weighed=("law.no_standard",))
    fallen = law_answers.answer_law(line.id, seen, story.suggestion_id, again, story.hub)
    assert fallen == ("law.no_standard",)
    assert "law.no_standard" in open_codes(story)
    assert weighed(story, "law.no_standard").suggestion.status is Status.IN_REVIEW
    assert "law.no_standard" not in open_codes(story)


def test_a_waiver_needs_a_reason_is_noted_and_stays_in_sight() -> None:
    story = changed(lawful(), answers={"transport_letter": Told("")})
    changed(story, waivers={"law.letter_open": "   "})
    assert open_codes(story) == ["law.letter_open"]
    changed(story, waivers={"law.letter_open": "The municipality moves it itself, asked on Monday"})
    assert open_codes(story) == []
    assert acts(story)[-1] == ("law.waived", "The municipality moves it itself, asked on Monday")
    [(finding, row)] = law.sheet_of(line_of(story), story.suggestion, story.hub.today).waived
    assert (finding.code, row.decision, row.person_id) == (
        "law.letter_open",
        Decision.WAIVED,
        story.hub.person_id,
    )


def test_a_waiver_is_taken_back_by_emptying_its_reason() -> None:
    story = changed(lawful(), answers={"transport_letter": Told("")})
    changed(story, waivers={"law.letter_open": "asked on Monday"})
    changed(story, waivers={"law.letter_open": ""})
    assert open_codes(story) == ["law.letter_open"]


def test_a_waiver_falls_with_another_answer_and_can_be_given_a_new_reason() -> None:
    story = changed(lawful(), answers={"transport_letter": Told("unknown")})
    changed(story, waivers={"law.letter_open": "asked on Monday"})
    same = {"law.letter_open": "asked on Monday"}
    changed(story, answers={"transport_letter": Told("")}, waivers=same)
    assert open_codes(story) == ["law.letter_open"]
    changed(story, waivers=same)
    changed(story, answers={"transport_letter": Told("unknown")}, waivers={"law.letter_open": "asked anew"})
    assert open_codes(story) == []


@pytest.mark.parametrize(
    "finding",
    [
        "law.code_not_permitted",
        "law.permit_open",
        "law.status_unanswered",
        "law.hub_vihb_missing",
        "law.no_standard",
    ],
)
def test_a_block_and_what_a_stream_is_cannot_be_waived(finding: str) -> None:
    with pytest.raises(NotWaivableError):
        changed(lawful(), waivers={finding: "because"})


def test_a_finding_that_no_table_has_is_refused() -> None:
    story = lawful()
    for part in ({"waivers": {"law.nonsense": "because"}}, {"weighed": ["law.nonsense"]}):
        with pytest.raises(UnknownCodeError):
            changed(story, **part)


def test_a_changed_listing_opens_the_questions_again() -> None:
    story = lawful()
    line = line_of(story)
    draft = replace(a_draft(Side.OFFER, story.giver), eural="200139")
    listings.change(line.offer_id, line.offer.version, draft, story.giver.member)
    line = line_of(story)
    assert (line.legal_status, line.law_answers, line.law_decisions) == (LegalStatus.UNKNOWN, [], [])


def test_of_two_reviewers_one_wins() -> None:
    story, other = lawful(), a_reviewer("second@example.org")
    line = line_of(story)
    seen = Seen(story.version, line.offer.version)
    law_answers.answer_law(
        line.id, seen, story.suggestion_id, replace(WASTE, weighed=["law.no_standard"]), story.hub
    )
    with pytest.raises(VersionError):
        law_answers.answer_law(line.id, seen, story.suggestion_id, A_PRODUCT, other)
    assert line_of(story).legal_status is LegalStatus.WASTE


def test_the_last_yes_waits_while_a_requirement_is_open() -> None:
    story = lawful()
    reviews.propose(story.suggestion_id, story.version, story.hub)
    reviews.answer(story.suggestion_id, Party.GIVER, Answer.YES, None, story.giver.member)
    changed(story, answers={"receiver_lists_code": Told("no")})
    with pytest.raises(LawOpenError, match=r"L16"):
        reviews.answer(story.suggestion_id, Party.RECEIVER, Answer.YES, None, story.receiver.member)
    assert story.suggestion.status is Status.PROPOSED


def test_waste_waits_for_the_number_of_the_hub_and_a_product_does_not() -> None:
    current().info[HUB_VIHB] = ""
    story = lawful()
    assert open_codes(story) == ["law.hub_vihb_missing"]
    assert open_codes(answered(story, A_PRODUCT)) == []


def test_a_dutch_postcode_at_both_ends_answers_whether_it_leaves_the_country() -> None:
    story = answered(in_review(a_story()), replace(WASTE, answers={}))
    assert "law.route_open" in open_codes(story)
    for premises in (story.suggestion.need.premises, line_of(story).offer.premises):
        premises.postcode = "6161 AB"
    assert "law.route_open" not in open_codes(story)


@pytest.mark.parametrize("material", ["meeting-room", "surplus-power"])
def test_what_is_no_substance_is_no_waste_before_anybody_says_so(material: str) -> None:
    story = in_review(a_story(offered=None, needed=None, material=material))
    assert open_codes(story) == []
    assert line_of(story).status_in_law is LegalStatus.PRODUCT
