"""One suggestion on the hub's desk: all its facts, and every step the team takes."""

import re
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest

from circulair.app import Application
from circulair.services import reviews
from circulair.services.law_answers import LawAnswers
from circulair.store import suggestions
from flows.exchanges import Party
from flows.law import LegalStatus
from flows.suggestions import Answer, Reason, Status
from tests.stories import WASTE, Story, agreed, answered, in_review, proposed
from tests.web.checked import CheckedClient, SignIn
from tests.web.desk import LAWFUL, law_fields, sheet, stored
from tests.worlds import NOW, a_firm, a_need_listing, an_offer_listing


class TestSheet:
    def test_a_typed_amount_is_told_where_how_much_of_it_goes_is_open(
        self, hub: CheckedClient, tell: Callable[..., Story]
    ) -> None:
        words = sheet(hub, tell(offered="70", needed=None)).words
        assert "has 70 tonnes a year. How much of it is given is not known yet." in words

    def test_all_facts_of_both_sides_are_on_it(self, hub: CheckedClient, tell: Callable[..., Story]) -> None:
        words = sheet(hub, tell()).words
        for fact in ("40 tonnes a year", "25 tonnes a year", "giver@example.org", "B: declared"):
            assert fact in words
        assert "That uses 62% of the offer and fills 100% of the need." in words
        assert "Match found" in words

    def test_what_people_typed_is_only_ever_text(self, app: Application, hub: CheckedClient) -> None:
        with app.store.unit_of_work():
            need = a_need_listing(a_firm("<b>Taker</b>"))
            an_offer_listing(a_firm("Giver"))
            need.title = "<img src=x onerror=alert(1)>${alert(1)}`</script>"
            [made] = suggestions.of_listing(need.id)
        page = hub.get(f"/en/hub/voorstel/{made.id}")
        assert "<img src=x onerror=alert(1)>${alert(1)}`</script>" in page.words
        assert "<img src=x" not in page.text

    def test_an_unknown_suggestion_is_not_found(self, hub: CheckedClient) -> None:
        hub.get("/hub/voorstel/4711", 404)
        hub.post("/hub/voorstel/4711/oppakken", {"version": 1}, 404)

    def test_members_may_not_see_it(self, as_role: SignIn, tell: Callable[..., Story]) -> None:
        story = tell(proposed)
        as_role("member", story.giver).get(f"/hub/voorstel/{story.suggestion_id}", 403)


class TestSteps:
    def test_taking_it_names_who_looks_after_it(
        self, app: Application, hub: CheckedClient, tell: Callable[..., Story]
    ) -> None:
        story = tell()
        page = hub.follow(hub.press(sheet(hub, story), "/oppakken"))
        assert "Looked after by hub1@example.org" in page.words
        assert stored(app, story).status is Status.IN_REVIEW

    def test_law_answers_are_kept_and_take_it_into_review(
        self, app: Application, hub: CheckedClient, tell: Callable[..., Story]
    ) -> None:
        story = tell()
        page = hub.follow(hub.submit(sheet(hub, story), law_fields(app, story)))
        page = hub.follow(hub.submit(page, law_fields(app, story, **LAWFUL)))
        assert "Look out. No minimum standard for its treatment is recorded." in page.words
        page = hub.follow(hub.submit(page, law_fields(app, story, weighed="law.no_standard")))
        assert "Nothing stops it" in page.words
        assert "Weighed hub1@example.org" in page.words
        assert "15 01 02" in page.words
        assert stored(app, story).status is Status.IN_REVIEW

    def test_one_set_of_questions_is_open_and_what_is_answered_is_folded(
        self, app: Application, hub: CheckedClient, tell: Callable[..., Story]
    ) -> None:
        story = tell()
        page = hub.follow(hub.submit(sheet(hub, story), law_fields(app, story)))
        sets = re.findall(r'<details class="more"( open)?>\s*<summary>([^<]*: [^<]*)</summary>', page.text)
        assert [title for opened, title in sets if opened] == ["Transport: 3 answers are open"]
        assert "What it is: answered" in [title for _opened, title in sets]
        assert page.words.count("No minimum standard for its treatment is recorded.") == 2
        assert page.words.index("What to look out for") < page.words.index("What is it in law?")
        assert "The law panel still asks: " in page.words

    @pytest.mark.parametrize(
        ("answers", "still_asked"),
        [
            (LawAnswers(LegalStatus.BY_PRODUCT, "cut off"), ["What it is: 5 answers are open"]),
            (
                replace(WASTE, answers={}),
                [
                    "Transport: 3 answers are open",
                    "Receiver: 2 answers are open",
                    "Border: 1 answer is open",
                    "What to look out for",
                ],
            ),
            (WASTE, ["What to look out for"]),
        ],
    )
    def test_what_is_to_do_counts_as_the_panel_does(
        self, hub: CheckedClient, tell: Callable[..., Story], answers: LawAnswers, still_asked: list[str]
    ) -> None:
        page = sheet(hub, tell(in_review, partial(answered, answers=answers)))
        aside, panel = (
            page.text.partition(begin)[2].partition(end)[0]
            for begin, end in (('id="decide"', "</aside>"), ('<section class="stack law"', "</section>"))
        )
        assert re.findall(r"<li><a [^>]*>([^<]+)</a></li>", aside) == still_asked
        assert all(words in panel for words in still_asked)

    def test_a_tick_that_falls_with_another_code_is_told(
        self, app: Application, hub: CheckedClient, tell: Callable[..., Story]
    ) -> None:
        story = tell()
        page = hub.follow(hub.submit(sheet(hub, story), law_fields(app, story, eural="")))
        page = hub.follow(hub.submit(page, law_fields(app, story, weighed="law.no_standard")))
        assert "Weighed hub1@example.org" in page.words
        page = hub.follow(
            hub.submit(page, law_fields(app, story, eural="20 01 39", weighed="law.no_standard"))
        )
        assert "Weigh it once more: No minimum standard" in page.words

    @pytest.mark.parametrize(
        ("told", "question"),
        [
            ({"eural": ""}, "Needed first. Waste needs a Eural code of six digits."),
            ({"eural": "17 02 01"}, "Needed first. This code has a hazardous twin."),
            ({"eural": "16 01 07*"}, "Blocked. Hazardous waste may only go to a receiver"),
        ],
    )
    def test_what_the_law_still_asks_is_listed_and_stops_the_proposal(
        self,
        app: Application,
        hub: CheckedClient,
        tell: Callable[..., Story],
        told: dict[str, str],
        question: str,
    ) -> None:
        story = tell()
        page = hub.follow(hub.submit(sheet(hub, story), law_fields(app, story, **told)))
        assert question in page.words
        assert "Put it to both sides" not in page.words
        again = {"version": stored(app, story).version}
        refused = hub.post(f"/en/hub/voorstel/{story.suggestion_id}/voorleggen", again, 409)
        assert "the law panel still asks for an answer" in refused.words
        assert stored(app, story).status is Status.IN_REVIEW

    def test_a_lawful_one_goes_to_both_sides_and_the_next_comes_by_itself(
        self, app: Application, hub: CheckedClient, tell: Callable[..., Story]
    ) -> None:
        story = tell(in_review, answered)
        with app.store.unit_of_work():
            other = an_offer_listing(a_firm("Other giver"), tonnes="1")
            [waiting] = suggestions.of_listing(other.id)
        page = sheet(hub, story)
        assert "Both sides get an e-mail within a quarter of an hour and decide." in page.words
        answer = hub.press(page, "/voorleggen")
        assert answer.location == f"/en/hub/voorstel/{waiting.id}"
        page = hub.follow(answer)
        assert f"Suggestion {story.suggestion_id} was put to both sides. This is the next one." in page.words
        assert f"/en/hub/voorstel/{story.suggestion_id}" in page.outline.links
        assert stored(app, story).status is Status.PROPOSED

    def test_declining_counts_the_reason_and_leads_to_the_queue_after_the_last(
        self, app: Application, hub: CheckedClient, tell: Callable[..., Story]
    ) -> None:
        story = tell()
        answer = hub.submit(sheet(hub, story), {"no-reason": "distance", "no-words": "Too far for a bike"})
        assert answer.location == "/en/hub"
        seen = stored(app, story)
        assert (seen.status, seen.reason, seen.declined_by) == (Status.DECLINED, Reason.DISTANCE, "hub")
        assert "Too far for a bike" in sheet(hub, story).words

    def test_what_was_agreed_can_still_be_declined_which_ends_the_exchange(
        self, app: Application, hub: CheckedClient, tell: Callable[..., Story]
    ) -> None:
        story = tell(agreed)
        hub.submit(sheet(hub, story), {"no-reason": "trust"})
        with app.store.unit_of_work(reading=True):
            assert story.exchange.ended_on == NOW.date()

    def test_an_answer_by_telephone_is_recorded_for_a_side(
        self, app: Application, hub: CheckedClient, tell: Callable[..., Story]
    ) -> None:
        story = tell(proposed)
        told = {"said-party": "giver", "said-said": "yes", "said-words": "Ring before ten"}
        hub.submit(sheet(hub, story), told)
        words = sheet(hub, story).words
        assert "Still to answer: Receiver." in words
        assert "Giver “Ring before ten”" in words
        assert "With a yes only the hub team reads these words." in words
        page = hub.follow(
            hub.submit(
                sheet(hub, story), {"said-party": "receiver", "said-said": "no", "said-reason": "price"}
            )
        )
        assert "Receiver: The price does not fit." in page.words
        assert stored(app, story).declined_by == "receiver"

    def test_the_words_of_a_yes_by_telephone_are_for_the_hub_alone(
        self, hub: CheckedClient, as_role: SignIn, tell: Callable[..., Story]
    ) -> None:
        story = tell(proposed)
        told = {"said-party": "giver", "said-said": "yes", "said-words": "Ring before ten"}
        hub.submit(sheet(hub, story), told)
        for firm in (story.giver, story.receiver):
            assert (
                "Ring before ten" not in as_role("member", firm).get(f"/voorstel/{story.suggestion_id}").text
            )

    def test_only_sides_that_have_still_to_answer_are_offered(
        self, app: Application, hub: CheckedClient, tell: Callable[..., Story]
    ) -> None:
        story = tell(proposed)
        with app.store.unit_of_work():
            reviews.answer(story.suggestion_id, Party.GIVER, Answer.YES, None, story.giver.member)
        page = sheet(hub, story)
        assert 'name="said-party" type="radio" value="giver"' not in page.text
        told = {"said-said": "no", "said-reason": "price"}
        assert hub.submit(page, told).status == 303
        assert stored(app, story).declined_by == "receiver"
        assert "said-party" not in sheet(hub, story).text

    def test_the_history_names_who_did_what(self, hub: CheckedClient, tell: Callable[..., Story]) -> None:
        words = sheet(hub, tell(proposed)).words
        assert "Put to both sides hub@example.org" in words
        assert "“made to be sold”" in words


class TestLaw:
    def test_an_ordinary_product_sees_none_of_the_questions_on_waste(
        self, hub: CheckedClient, tell: Callable[..., Story]
    ) -> None:
        words = sheet(hub, tell(in_review, answered)).words
        assert "Was it made on purpose?" in words
        for question in ("Who takes the waste along?", "Eural code", "Does it leave the Netherlands?"):
            assert question not in words

    def test_what_is_open_leads_to_its_question(
        self, app: Application, hub: CheckedClient, tell: Callable[..., Story]
    ) -> None:
        story = tell()
        page = hub.follow(hub.submit(sheet(hub, story), law_fields(app, story)))
        line = stored(app, story).lines[0].id
        for question in ("transport_by", "receiver_lma", "route_leaves"):
            assert f"#ask{line}-{question}" in page.outline.links
            assert f'id="ask{line}-{question}"' in page.text
        assert f"#weigh{line}" in page.outline.links

    def test_a_question_says_why_it_is_asked_and_where_that_was_read(
        self, app: Application, hub: CheckedClient, tell: Callable[..., Story]
    ) -> None:
        story = tell()
        page = hub.follow(hub.submit(sheet(hub, story), law_fields(app, story)))
        assert "Nearly all transport of waste needs an accompanying letter." in page.words
        assert "https://www.lma.nl/faq/melden-afval/formulieren/gebruik" in page.outline.links
        assert "only an excerpt was read" in page.words

    def test_a_waiver_stays_on_the_page_and_on_the_note(
        self, app: Application, hub: CheckedClient, tell: Callable[..., Story]
    ) -> None:
        story = tell()
        page = hub.follow(hub.submit(sheet(hub, story), law_fields(app, story)))
        reason = "The town moves it itself, asked on Monday"
        lawful = {**LAWFUL, "transport_letter": "unknown", "waive_letter_open": reason}
        page = hub.follow(hub.submit(page, law_fields(app, story, **lawful)))
        assert f"Waived “{reason}” hub1@example.org" in page.words
        note = hub.get(f"/en/hub/voorstel/{story.suggestion_id}/notitie").words
        needed = "Transport of waste needs an accompanying letter or an exemption."
        assert f"Waived, with the reason {needed} “{reason}”" in note
        assert "Requirement waived" in sheet(hub, story).words

    def test_the_note_tells_facts_answers_proofs_and_sources_and_rules_nothing(
        self, app: Application, hub: CheckedClient, tell: Callable[..., Story]
    ) -> None:
        story = tell()
        page = hub.follow(hub.submit(sheet(hub, story), law_fields(app, story)))
        hub.submit(page, law_fields(app, story, **LAWFUL))
        words = hub.get(f"/en/hub/voorstel/{story.suggestion_id}/notitie").words
        for told in (
            "This is no ruling. The software asks and records, a person decides.",
            "Receiver",
            "15 01 02",
            "123456VXXX",
            "Permit, page 3",
            "follows from what is known",
            "LMA: gebruik van de begeleidingsbrief",
            "000000XXXB invented, for the example only",
        ):
            assert told in words

    def test_a_weight_that_can_be_read_in_two_ways_is_asked(
        self, app: Application, hub: CheckedClient, tell: Callable[..., Story]
    ) -> None:
        story = tell()
        page = hub.follow(hub.submit(sheet(hub, story), law_fields(app, story)))
        page = hub.follow(hub.submit(page, law_fields(app, story, route_leaves="DE")))
        asked = hub.submit(page, law_fields(app, story, border_kg="1.500"), 422)
        assert "Which number do you mean?" in asked.words
