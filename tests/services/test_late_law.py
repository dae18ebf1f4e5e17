"""What the hub notes of waste after the agreement: numbers and papers, never what decided."""

import json
import re
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from circulair.services import documents, exchanges, late_law, law, listings, receipts, reviews
from circulair.services.faults import NotAllowedError, NotFoundError, VersionError
from circulair.services.late_law import StreamNumberError
from circulair.services.law_answers import LawAnswers, Told
from circulair.store import trail
from circulair.store.session import current
from flows.exchanges import DeliveryStatus, Party
from flows.law import LegalStatus, YesNo
from flows.law_questions import AnswerUnfitError
from flows.law_transport import is_stream_number
from flows.streams import Side
from flows.suggestions import Answer
from tests.stories import LAWFUL_WASTE, Story, a_story, agreed, answered, in_review
from tests.worlds import a_draft, a_firm

pytestmark = pytest.mark.both_databases

NUMBER, METHOD = "receiver_stream_number", "receiver_method"
COLLECTED = {"transport_by": Told("collector"), "transport_vihb": Told("123456XIXX")}


def agreed_waste(**told: Told) -> Story:
    story = in_review(a_story())
    law_told = {**LAWFUL_WASTE, **told}
    answers = LawAnswers(LegalStatus.WASTE, "", "150102", answers=law_told, weighed=("law.no_standard",))
    answered(answered(story, answers), answers)
    reviews.propose(story.suggestion_id, story.version, story.hub)
    reviews.answer(story.suggestion_id, Party.GIVER, Answer.YES, None, story.giver.member)
    reviews.answer(story.suggestion_id, Party.RECEIVER, Answer.YES, None, story.receiver.member)
    return story


def note(story: Story, told: dict[str, Told], version: int | None = None) -> None:
    line = story.suggestion.lines[0].id
    seen = story.version if version is None else version
    late_law.note(line, seen, story.suggestion_id, told, story.hub)
    current().flush()
    current().expire_all()


def kept(story: Story) -> dict[str, str]:
    return {row.question: row.answer for row in story.suggestion.lines[0].law_answers}


@pytest.mark.usefixtures("unit")
class TestNoting:
    def test_numbers_are_added_and_corrected_and_the_rest_stays(self) -> None:
        story = agreed_waste(**COLLECTED)
        before = kept(story)
        noted = {
            NUMBER: "12345ABC0001",
            METHOD: "C02",
            "transport_letter_number": "NL-0017",
            "transport_route": "yes",
            "transport_scheme": "no",
        }
        note(story, {code: Told(answer) for code, answer in noted.items()})
        assert kept(story) == before | noted
        assert law.open_law(story.suggestion, story.hub.today) == ()
        note(story, {NUMBER: Told("12345ABC0002"), METHOD: Told("")})
        assert kept(story) == before | noted | {NUMBER: "12345ABC0002"}

    def test_the_trail_says_what_became_other_and_numbers_can_be_erased(self) -> None:
        story = agreed_waste()
        note(story, {NUMBER: Told("12345ABC0001"), METHOD: Told("C02")})
        rows = trail.of_subject("suggestion", story.suggestion_id)
        [(row, words)] = [(row, words) for row, words in rows if row.act == "law.documented"]
        line = str(story.suggestion.lines[0].id)
        assert json.loads(row.details) == {"line": line, NUMBER: "told", METHOD: "C02"}
        assert (row.actor_id, words) == (story.hub.person_id, "12345ABC0001")
        trail.erase_words(row.actor_id or 0)
        rows = trail.of_subject("suggestion", story.suggestion_id)
        sealed = json.dumps([(row.details, words) for row, words in rows])
        assert "12345ABC0001" not in sealed
        assert LAWFUL_WASTE["transport_vihb"].answer not in sealed
        assert trail.broken_seals() == []

    def test_what_was_agreed_stays_what_it_was_whatever_becomes_of_the_listing(self) -> None:
        story = agreed_waste()
        [line] = story.suggestion.lines
        draft = replace(a_draft(Side.OFFER, story.giver), eural="200119", contains_dangerous=YesNo.YES)
        listings.change(line.offer_id, line.offer.version, draft, story.giver.member)
        current().flush()
        [line] = story.suggestion.lines
        facts = law.facts_of(line, story.suggestion, story.hub.today)
        assert (line.offer.eural, facts.eural, facts.contains_dangerous) == (
            "200119",
            "150102",
            YesNo.UNKNOWN,
        )
        assert law.open_law(story.suggestion, story.hub.today) == ()
        today = story.hub.today
        number, giver, receiver = story.exchange.id, story.giver.member, story.receiver.member
        made = exchanges.report_delivery(number, Party.GIVER, today, Decimal(1), giver)
        exchanges.answer_delivery(made.id, number, Party.RECEIVER, DeliveryStatus.CONFIRMED, receiver)
        [receipt] = receipts.of_month(today.replace(day=1), story.hub)
        assert receipt.stream.eural == "150102"

    @pytest.mark.parametrize(
        "code", ["receiver_lists_code", "receiver_lma", "transport_by", "transport_route"]
    )
    def test_what_decided_or_does_not_apply_is_refused(self, code: str) -> None:
        story = agreed_waste()
        before = kept(story)
        with pytest.raises(NotFoundError):
            note(story, {code: Told("no")})
        assert kept(story) == before

    def test_a_number_or_method_of_another_form_is_refused_and_nothing_is_kept(self) -> None:
        story = agreed_waste()
        before = kept(story)
        with pytest.raises(StreamNumberError, match="1234ABC"):
            note(story, {METHOD: Told("C02"), NUMBER: Told("1234ABC")})
        with pytest.raises(AnswerUnfitError):
            note(story, {NUMBER: Told("12345ABC0001"), METHOD: Told("Z99")})
        assert kept(story) == before

    def test_of_two_reviewers_the_second_is_told(self) -> None:
        story = agreed_waste()
        shown = story.version
        note(story, {NUMBER: Told("12345ABC0001")}, shown)
        with pytest.raises(VersionError):
            note(story, {NUMBER: Told("12345ABC0002")}, shown)
        assert kept(story)[NUMBER] == "12345ABC0001"

    def test_before_the_agreement_the_law_panel_is_the_place(self) -> None:
        with pytest.raises(VersionError):
            note(in_review(a_story()), {METHOD: Told("C02")})

    def test_of_what_is_no_waste_there_is_nothing_to_note(self) -> None:
        with pytest.raises(NotFoundError):
            note(agreed(a_story()), {METHOD: Told("C02")})

    def test_only_the_hub_may(self) -> None:
        story = agreed_waste()
        line = story.suggestion.lines[0].id
        for actor in (story.giver.member, a_firm("Other").member):
            with pytest.raises(NotAllowedError):
                late_law.note(line, story.version, story.suggestion_id, {}, actor)
            with pytest.raises(NotAllowedError):
                late_law.sheet(story.suggestion_id, line, actor)

    def test_a_document_that_the_suggestion_does_not_have_proves_nothing(self) -> None:
        story = agreed_waste()
        with pytest.raises(NotFoundError):
            note(story, {METHOD: Told("C02", "", 9999)})
        assert documents.of_suggestion(story.suggestion) == []


@given(st.text("0123456789ABCZabcz- é٣", max_size=14))
def test_a_number_has_five_digits_and_seven_digits_or_capitals(text: str) -> None:
    assert is_stream_number(text) == (re.fullmatch("[0-9]{5}[0-9A-Z]{7}", text) is not None)
