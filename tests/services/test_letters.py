"""Letters: who is written to when, in which words, and what of the other side they may name."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from circulair.app import Application
from circulair.jobs import outbox
from circulair.services import accounts, exchanges, expiry, listings, reviews
from circulair.services.actor import Role
from circulair.services.letters import UNDO
from circulair.services.reviews import Refusal
from circulair.store import accounts as people
from circulair.store import outbox as store
from circulair.store import suggestions
from flows.exchanges import DeliveryStatus, Party
from flows.streams import Side
from flows.suggestions import Answer, Lapse, Reason
from tests.letters import Letters, link_in
from tests.stories import Story, a_story, agreed, proposed
from tests.worlds import NOBODY, NOW, Firm, a_draft, a_firm, a_need_listing, a_person

LATER = NOW + timedelta(days=500)
"""A moment at which every letter is due that these tests make."""


class Post:
    """An application whose letters are read as they arrive."""

    def __init__(self, app: Application, letters: Letters) -> None:
        self.app, self.letters = app, letters
        app.clock = lambda: LATER

    def sent(self, act: Callable[[], object] = lambda: None) -> dict[str, str]:
        """Return the letters that an act makes, by recipient: subject and words."""
        with self.app.store.unit_of_work():
            act()
        self.letters.clear()
        outbox.send_due(self.app)
        return {one["To"]: f"{one['Subject']}\n{one.get_content()}" for one in self.letters}

    def asked(self, **told: str) -> Story:
        """Tell a story in which both sides read the question."""
        with self.app.store.unit_of_work():
            story = proposed(a_story(**told))
        self.sent()
        return story

    def agreed(self) -> Story:
        """Tell a story in which both sides said yes and read so."""
        with self.app.store.unit_of_work():
            story = agreed(a_story())
        self.sent()
        return story


@pytest.fixture
def post(app: Application, letters: Letters) -> Post:
    return Post(app, letters)


def say(story: Story, party: Party, said: Answer, reason: Reason | None = None) -> None:
    firm = story.giver if party is Party.GIVER else story.receiver
    reviews.answer(story.suggestion_id, party, said, Refusal(reason), firm.member)


def both_say_yes(story: Story) -> None:
    say(story, Party.GIVER, Answer.YES)
    say(story, Party.RECEIVER, Answer.YES)


def report(story: Story, party: Party = Party.GIVER, tonnes: str = "1.85") -> int:
    firm = story.giver if party is Party.GIVER else story.receiver
    made = exchanges.report_delivery(story.exchange.id, party, NOBODY.today, Decimal(tonnes), firm.member)
    return made.id


def answer(story: Story, delivery: int, said: DeliveryStatus) -> None:
    exchanges.answer_delivery(delivery, story.exchange.id, Party.RECEIVER, said, story.receiver.member)


def offer_id(story: Story) -> int:
    return story.suggestion.lines[0].offer_id


def test_no_letter_names_the_other_side_before_both_agreed(post: Post) -> None:
    def asked() -> None:
        proposed(a_story())

    words = "\n".join(post.sent(asked).values()).replace("of giver@", "").replace("of receiver@", "")
    assert "A suggestion" not in words
    assert not {"Giver", "Receiver", "giver@example.org", "receiver@example.org"} & set(words.split())


def test_a_letter_greets_by_name_says_who_writes_and_closes(post: Post) -> None:
    story = post.asked()

    def named() -> None:
        accounts.tell_contact(accounts.Contact("Mia Korrel", "046 477 12 34"), story.giver.member)
        both_say_yes(story)

    told = post.sent(named)
    assert "Contact: Mia Korrel, giver@example.org, 046 477 12 34" in told[story.receiver.email]
    words = told[story.giver.email]
    assert "Beste Mia Korrel," in words
    assert "Met vriendelijke groet,\nhet hubteam van CirculAIR in Geleen" in words
    assert "CirculAIR brengt bij elkaar wie iets overheeft en wie het kan gebruiken." in words


def test_both_sides_read_what_they_agreed_to_and_with_whom(post: Post) -> None:
    story = post.asked()
    told = post.sent(lambda: both_say_yes(story))
    assert set(told) == {story.giver.email, story.receiver.email}
    assert "U geeft aan Receiver:" in told[story.giver.email]
    assert "Contact: receiver@example.org" in told[story.giver.email]
    assert "U ontvangt van Giver:" in told[story.receiver.email]
    assert "Hoeveel: 25 t per jaar" in told[story.receiver.email]
    assert "Wanneer: tot en met 31 dec 2027" in told[story.receiver.email]
    assert {link_in(one) for one in post.letters} == {"/uitwisseling/1"}


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (date(2027, 4, 1), date(2027, 6, 30), "Wanneer: van 1 apr 2027 tot en met 30 jun 2027"),
        (date(2027, 4, 1), None, "Wanneer: van 1 apr 2027 tot en met 31 dec 2027"),
        (date(2028, 4, 1), None, "Wanneer: spreek dat met elkaar af"),
    ],
)
def test_days_are_told_that_are_still_to_come_and_suit_both(
    post: Post, start: date, end: date | None, words: str
) -> None:
    story = post.asked()

    def on_those_days() -> None:
        offer = story.suggestion.lines[0].offer
        offer.start, offer.end = start, end
        both_say_yes(story)

    assert words in post.sent(on_those_days)[story.giver.email]


def test_a_letter_is_in_the_language_of_each_reader(post: Post) -> None:
    story = post.asked()

    def english() -> None:
        reader = people.person(story.giver.person_id)
        assert reader is not None
        reader.language = "en"
        both_say_yes(story)

    told = post.sent(english)
    assert "Kind regards," in told[story.giver.email]
    assert "Met vriendelijke groet," in told[story.receiver.email]


def test_a_delivery_is_put_to_the_other_side(post: Post) -> None:
    story = post.agreed()
    told = post.sent(lambda: report(story))
    assert list(told) == [story.receiver.email]
    assert "Klopt dit? Een levering van 1,85 t" in told[story.receiver.email]
    assert "Giver meldde een levering" in told[story.receiver.email]


def take_delivery_back(story: Story, delivery: int) -> None:
    exchanges.withdraw_delivery(delivery, story.exchange.id, Party.GIVER, story.giver.member)


def test_a_delivery_that_was_taken_back_is_told_to_the_other_side(post: Post) -> None:
    story = post.agreed()
    with post.app.store.unit_of_work():
        delivery = report(story)
    post.sent()
    told = post.sent(lambda: take_delivery_back(story, delivery))
    assert set(told) == {"receiver@example.org"}
    assert "U hoeft niets te doen" in told["receiver@example.org"]


def test_of_a_delivery_that_was_taken_back_before_anybody_read_of_it_nothing_is_said(post: Post) -> None:
    story = post.agreed()
    assert post.sent(lambda: take_delivery_back(story, report(story))) == {}


def test_only_the_question_about_what_was_taken_back_is_dropped(post: Post) -> None:
    story = post.agreed()

    def reported_twice() -> None:
        report(story)
        take_delivery_back(story, report(story, tonnes="2"))

    told = post.sent(reported_twice)
    assert list(told) == [story.receiver.email]
    assert "Klopt dit? Een levering van 1,85 t" in told[story.receiver.email]


def test_a_question_that_may_be_on_its_way_is_followed_by_a_word_that_nothing_is_asked(post: Post) -> None:
    story = post.agreed()
    with post.app.store.unit_of_work():
        delivery = report(story)
    with post.app.store.unit_of_work():
        assert store.claim(LATER)
    told = post.sent(lambda: take_delivery_back(story, delivery))
    assert "U hoeft niets te doen" in told[story.receiver.email]


def test_what_the_hub_reports_for_a_side_is_said_so(post: Post) -> None:
    story = post.agreed()
    told = post.sent(
        lambda: exchanges.report_delivery(story.exchange.id, Party.GIVER, NOBODY.today, Decimal(2), story.hub)
    )
    assert "Het hubteam meldde namens Giver" in told[story.receiver.email]


@pytest.mark.parametrize(
    ("said", "words"),
    [(DeliveryStatus.CONFIRMED, "is bevestigd"), (DeliveryStatus.DISPUTED, "niet klopt")],
)
def test_who_reported_reads_what_the_other_said(post: Post, said: DeliveryStatus, words: str) -> None:
    story = post.agreed()
    with post.app.store.unit_of_work():
        delivery = report(story)
    post.sent()
    told = post.sent(lambda: answer(story, delivery, said))
    assert list(told) == [story.giver.email]
    assert words in told[story.giver.email]


def test_an_exchange_that_is_stopped_is_told_with_its_reason_to_the_other_side(post: Post) -> None:
    story = post.agreed()
    refusal = Refusal(Reason.PRICE, "far too dear", "giver")
    told = post.sent(lambda: reviews.stop(story.exchange.id, refusal, story.giver.member))
    assert list(told) == [story.receiver.email]
    assert "Gestopt door: Gever\n- Reden: De prijs past niet" in told[story.receiver.email]
    assert "far too dear" not in told[story.receiver.email]


def test_a_no_is_told_to_the_side_that_had_said_yes(post: Post) -> None:
    story = post.asked()
    with post.app.store.unit_of_work():
        say(story, Party.RECEIVER, Answer.YES)
    told = post.sent(lambda: say(story, Party.GIVER, Answer.NO, Reason.TIMING))
    assert list(told) == [story.receiver.email]
    assert "U had ja gezegd" in told[story.receiver.email]
    assert "Reden: De tijd past niet" in told[story.receiver.email]


def test_who_was_not_asked_yet_hears_nothing_of_a_suggestion_that_lapses(
    post: Post, app: Application
) -> None:
    app.clock = lambda: NOW + UNDO - timedelta(minutes=1)
    story = post.asked()
    assert post.sent(lambda: listings.withdraw(offer_id(story), story.giver.member)) == {}
    with app.store.unit_of_work():
        assert store.unsent() == []


def rival_of(story: Story) -> Story:
    """Put the same offer to another receiver as well."""
    other = a_firm("Zeldzame Naam", "maker")
    need = a_need_listing(other, tonnes="40")
    [made] = suggestions.of_listing(need.id)
    return proposed(Story(story.giver, other, story.hub, made.id))


def withdrawn(story: Story) -> None:
    listings.withdraw(offer_id(story), story.giver.member)


def changed(story: Story) -> None:
    draft = replace(a_draft(Side.OFFER, story.giver), material="stretch-film")
    listings.change(offer_id(story), story.suggestion.lines[0].offer.version, draft, story.giver.member)


def expired(_story: Story) -> None:
    expiry.end_what_is_over(replace(NOBODY, now=NOW + timedelta(days=400)))


@pytest.mark.parametrize(
    ("end", "why", "words"),
    [
        (withdrawn, Lapse.WITHDRAWN, "is ingetrokken"),
        (changed, Lapse.CHANGED, "is veranderd"),
        (expired, Lapse.EXPIRED, "laatste dag"),
    ],
)
def test_a_suggestion_that_lapses_says_truly_why(
    post: Post, end: Callable[[Story], None], why: Lapse, words: str
) -> None:
    story = post.asked()
    told = post.sent(lambda: end(story))
    assert words in told[story.receiver.email]
    with post.app.store.unit_of_work(reading=True):
        assert story.suggestion.lapsed_for is why


def test_who_gave_to_another_is_said_to_have_agreed_something_else_without_a_name(post: Post) -> None:
    story = post.asked(offered="40", needed="40")
    with post.app.store.unit_of_work():
        rival = rival_of(story)
        say(story, Party.RECEIVER, Answer.YES)
    post.sent()
    told = post.sent(lambda: both_say_yes(rival))
    words = told[story.receiver.email]
    assert "heeft intussen iets anders afgesproken" in words
    assert "Zeldzame" not in words
    with post.app.store.unit_of_work(reading=True):
        assert story.suggestion.lapsed_for is Lapse.AGREED_ELSEWHERE


def test_every_colleague_reads_it_but_not_who_did_it(post: Post) -> None:
    story = post.agreed()

    def with_colleague(firm: Firm) -> None:
        a_person(Role.MEMBER, firm.organisation_id, "colleague@example.org")
        reviews.stop(story.exchange.id, Refusal(Reason.PRICE, "", "giver"), firm.member)

    told = post.sent(lambda: with_colleague(story.giver))
    assert set(told) == {"colleague@example.org", story.receiver.email}


def test_somebody_forgotten_is_written_to_no_more_and_named_in_no_letter(post: Post) -> None:
    story = post.asked()

    def then_forget() -> None:
        both_say_yes(story)
        accounts.forget(story.receiver.email, NOBODY)

    told = post.sent(then_forget)
    assert list(told) == [story.giver.email]
    assert "- Contact: receiver@example.org" not in told[story.giver.email]
    with post.app.store.unit_of_work(reading=True):
        assert store.to(story.receiver.email) == []
