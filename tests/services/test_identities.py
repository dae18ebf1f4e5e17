"""Identities: who asks so stays unnamed to the other side until both have said yes."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from circulair.services import accounts, organisations, releases, reviews, sheets
from circulair.services.actor import Actor
from circulair.services.identities import Veiled
from circulair.services.organisations import Profile
from circulair.services.reviews import Refusal
from circulair.store import listings as store
from flows.exchanges import Party
from flows.organisations import Kind
from flows.suggestions import Answer, Reason
from tests.stories import Story, a_story, agreed, proposed
from tests.worlds import Firm

both = pytest.mark.both_databases
stored = pytest.mark.usefixtures("unit")


def unnamed(firm: Firm) -> None:
    """Let a firm ask to stay unnamed."""
    own = organisations.own(firm.member)
    organisations.change(own.version, Profile(own.name, own.kind, own.sector, True), firm.member)


def veils(story: Story, actor: Actor) -> set[int]:
    return set(sheets.of_suggestion(story.suggestion_id, actor).veils)


@both
@stored
class TestWhoKnowsWhom:
    def test_without_asking_everybody_is_named(self) -> None:
        story = proposed(a_story())
        assert veils(story, story.receiver.member) == set()

    def test_the_other_side_knows_kind_and_neighbourhood_only(self) -> None:
        story = proposed(a_story())
        unnamed(story.giver)
        [veiled] = sheets.of_suggestion(story.suggestion_id, story.receiver.member).veils.values()
        assert (veiled.kind, veiled.neighbourhood) == (Kind.SHOP, "Geleen-Noord")

    def test_the_hub_and_the_own_side_see_all(self) -> None:
        story = proposed(a_story())
        unnamed(story.giver)
        assert veils(story, story.hub) == veils(story, story.giver.member) == set()

    def test_who_hides_still_sees_who_does_not(self) -> None:
        story = proposed(a_story())
        unnamed(story.giver)
        offer = story.suggestion.lines[0].offer_id
        assert (veils(story, story.receiver.member), veils(story, story.giver.member)) == ({offer}, set())

    def test_one_yes_is_not_enough_and_two_are(self) -> None:
        story = proposed(a_story())
        unnamed(story.giver)
        reviews.answer(story.suggestion_id, Party.RECEIVER, Answer.YES, None, story.receiver.member)
        assert veils(story, story.receiver.member)
        reviews.answer(story.suggestion_id, Party.GIVER, Answer.YES, None, story.giver.member)
        assert veils(story, story.receiver.member) == set()

    def test_a_no_names_nobody_not_even_in_its_words(self) -> None:
        story = proposed(a_story())
        unnamed(story.giver)
        no = Refusal(Reason.OTHER, "Giver does not want this", Party.GIVER)
        reviews.answer(story.suggestion_id, Party.GIVER, Answer.NO, no, story.giver.member)
        assert veils(story, story.receiver.member)
        told = sheets.of_suggestion(story.suggestion_id, story.receiver.member).reason_words
        assert told == "… does not want this"

    def test_distances_are_told_in_whole_kilometres(self) -> None:
        story = proposed(a_story())
        exact = story.suggestion.lines[0].distance_km
        assert exact is not None
        assert 0 < exact < 2
        unnamed(story.giver)
        [line] = sheets.of_suggestion(story.suggestion_id, story.receiver.member).lines
        [part] = [one for one in line.explanation.parts if one.name == "distance"]
        told = [value.value for sentence in part.sentences for _name, value in sentence.values]
        assert told == [line.km] == [math.ceil(exact)]

    def test_choosing_a_sector_keeps_the_wish(self) -> None:
        story = a_story()
        unnamed(story.giver)
        own = organisations.own(story.giver.member)
        organisations.choose_sector(own.version, "1071", story.giver.member)
        assert organisations.own(story.giver.member).hides_name


@both
@stored
def test_a_release_shows_the_listing_without_its_owner() -> None:
    story = agreed(a_story())
    unnamed(story.giver)
    person = accounts.Contact("Kanarie Zeldenrust", "046 999 88 77")
    accounts.tell_contact(person, story.giver.member)
    offer = store.one(story.exchange.offer_id)
    assert offer is not None
    offer.title, offer.public = "Film of Giver, ask Zeldenrust on 046 999 88 77", True
    releases.make(story.hub.today, story.hub)
    shown = releases.shown()
    assert shown is not None
    [row] = shown.offers
    assert (row.organisation, row.title, row.place) == ("", "Film of …, ask … on …", "Geleen-Noord")
    assert row.precision == "square"


NAMED = Veiled(Kind.SHOP, "", ("Bakkerij Korrel", "bakker@korrel.example", "Bakkerij", "Korrel"))


class TestWhatNamesSomebody:
    @pytest.mark.parametrize(
        ("text", "told"),
        [
            ("4 bedden van Bakkerij Korrel", "4 bedden van …"),
            ("BAKKERIJ KORREL geeft", "… geeft"),
            ("Korrels broodkratten", "… broodkratten"),
            ("mail bakker@korrel.example of bel 046 123 45 67", "mail … of bel …"),
            ("zie www.iets.example/x en iets.nl", "zie … en …"),
            ("elke week 2 rolcontainers van 1.100 liter", "elke week 2 rolcontainers van 1.100 liter"),
        ],
    )
    def test_it_is_taken_out_and_the_rest_stays(self, text: str, told: str) -> None:
        assert NAMED.unnamed(text) == told

    @given(before=st.text(max_size=20), after=st.text(max_size=20), name=st.sampled_from(NAMED.names))
    def test_no_name_survives_whatever_stands_around_it(self, before: str, after: str, name: str) -> None:
        assert name.lower() not in NAMED.unnamed(f"{before}{name}{after}").lower()


@pytest.mark.parametrize(
    "written",
    [
        "Cafe\u0301 Zuid",
        "C\u00adaf\u00e9 zuid",
        "CAFE ZUID",
        "Ca\u200bf\u00e9Zuid",
        "c.a.f.e z.u.i.d",
        "kom naar cafezuid.shop",
        "bel 12345678",
        "info (at) zuid",
        "Hoofd straat 3",
    ],
)
def test_a_name_is_taken_out_however_it_is_written(written: str) -> None:
    veiled = Veiled(Kind("shop"), "Centrum", ("Hoofdstraat 3", "Café Zuid BV", "Café Zuid", "Café", "Zuid"))
    found = veiled.unnamed(f"karton van {written} op maandag")
    assert found.startswith("karton van ")
    assert found.endswith(" op maandag")
    assert not {"cafe", "café", "zuid", "hoofd", "12345678", "info"} & set(found.lower().split())


def test_a_short_name_is_taken_out_as_a_word_and_leaves_other_words() -> None:
    veiled = Veiled(Kind("shop"), "", ("IJs",))
    assert veiled.unnamed("IJs geeft dozen tegen een goede prijs") == "… geeft dozen tegen een goede prijs"
