"""Pages of figures: what the hub sees, what everybody sees, and how each figure is reckoned."""

from decimal import Decimal

import pytest

from circulair.app import Application
from circulair.services import exchanges, public_figures, releases
from circulair.web import figure_words
from circulair.web.figure_words import VALUES
from circulair.web.figures import FOR_EVERYBODY
from flows.effects import Spread
from flows.exchanges import DeliveryStatus, Party
from flows.indicators import Indicator
from flows.streams import Range
from tests.stories import Story, a_story, agreed
from tests.web.checked import CheckedClient, SignIn
from tests.worlds import NOW, a_firm, a_need_listing

EVERY_LANGUAGE = ("", "/en", "/de")


def moved(story: Story, tonnes: str = "4") -> Story:
    """Let 4 t be delivered and confirmed."""
    agreed(story)
    number = story.exchange.id
    made = exchanges.report_delivery(number, Party.GIVER, NOW.date(), Decimal(tonnes), story.giver.member)
    receiver = story.receiver.member
    exchanges.answer_delivery(made.id, number, Party.RECEIVER, DeliveryStatus.CONFIRMED, receiver)
    return story


def published(story: Story) -> Story:
    """Let both sides consent to show it, and make a release."""
    for party, firm in ((Party.GIVER, story.giver), (Party.RECEIVER, story.receiver)):
        exchanges.consent(story.exchange.id, party, firm.member, public=True)
    releases.make(NOW.date(), story.hub)
    return story


@pytest.mark.parametrize("language", EVERY_LANGUAGE)
def test_the_hub_sees_both_ledgers(app: Application, as_role: SignIn, language: str) -> None:
    with app.store.unit_of_work():
        story = moved(a_story())
        a_need_listing(a_firm("Another", "maker", "lutterade"))
    visitor = as_role("hub")
    for book in ("bevestigd", "mogelijk"):
        page = visitor.get(f"{language}/hub/cijfers?boek={book}")
        assert "Giver" in page.words
    assert story.suggestion_id


@pytest.mark.parametrize("indicator", Indicator)
@pytest.mark.parametrize("book", ["bevestigd", "mogelijk"])
def test_every_figure_opens_its_formula_and_its_inputs(
    app: Application, as_role: SignIn, indicator: Indicator, book: str
) -> None:
    with app.store.unit_of_work():
        moved(a_story())
    page = as_role("hub").get(f"/hub/cijfers/{book}/{indicator}")

    assert "Formule" in page.words
    assert ("Giver → Receiver" in page.words) == (book == "bevestigd")


def test_avoided_emission_names_its_factors_with_source_year_grade_and_range(
    app: Application, as_role: SignIn
) -> None:
    with app.store.unit_of_work():
        moved(a_story())
    page = as_role("hub").get("/hub/cijfers/bevestigd/co2e")

    for words in (
        "Plastics: LDPE and LLDPE (incl. forming): Closed-loop source",
        "1097,90131 kg CO2e/t",
        "DESNZ/Defra 2025",
    ):
        assert words in page.words
    assert "0,03736 kg CO2e/tkm" in page.words
    assert "713,088–1.690,376" in page.words
    assert "C: gepubliceerd gemiddelde" in page.words
    assert "https://www.gov.uk/government/publications/greenhouse-gas-reporting" in page.text


def test_what_is_chosen_narrows_both_ledgers(app: Application, as_role: SignIn) -> None:
    with app.store.unit_of_work():
        moved(a_story())
    visitor = as_role("hub")

    assert "4 t" in visitor.get("/hub/cijfers?groep=plastics&jaar=2027").words
    assert "Giver" not in visitor.get("/hub/cijfers?groep=metals").words
    assert "Giver" not in visitor.get("/hub/cijfers?jaar=2026").words


@pytest.mark.parametrize(
    "asked", ["jaar=0000", "jaar=9999", "jaar=0001", "groep='--", "branche=%00", "boek=x"]
)
def test_what_makes_no_sense_is_left_aside(app: Application, as_role: SignIn, asked: str) -> None:
    with app.store.unit_of_work():
        moved(a_story())
    as_role("hub").get(f"/hub/cijfers?{asked}")


def test_a_figure_that_there_is_not_is_not_found(as_role: SignIn, client: CheckedClient) -> None:
    as_role("hub").get("/hub/cijfers/bevestigd/happiness", 404)
    as_role("hub").get("/hub/cijfers/ander/tonnes", 404)
    client.get("/cijfers/euros", 404)


def test_before_the_first_release_the_public_sees_no_figure(client: CheckedClient) -> None:
    assert "Nog geen cijfers" in client.get("/cijfers").words


@pytest.mark.parametrize("language", EVERY_LANGUAGE)
def test_the_public_sees_what_a_release_says(app: Application, client: CheckedClient, language: str) -> None:
    with app.store.unit_of_work():
        published(moved(a_story()))
    page = client.get(f"{language}/cijfers")

    assert "Giver" in page.words
    assert page.text.count('<svg class="picture"') == 3
    for indicator in (*FOR_EVERYBODY, Indicator.BY_RUNG, Indicator.CYCLICITY):
        assert "Giver → Receiver" in client.get(f"{language}/cijfers/{indicator}").words


def test_what_is_not_in_the_release_is_in_no_public_figure(app: Application, client: CheckedClient) -> None:
    with app.store.unit_of_work():
        story = moved(a_story())
        releases.make(NOW.date(), story.hub)
    page = client.get("/cijfers")

    assert "Giver" not in page.words
    assert "4 t" not in page.words


def test_what_is_only_possible_is_never_public(app: Application, client: CheckedClient) -> None:
    with app.store.unit_of_work():
        story = a_story()
        releases.make(NOW.date(), story.hub)
    page = client.get("/cijfers")

    assert "Giver" not in page.words
    assert "Mogelijk" not in page.words


def test_public_figures_follow_from_the_release_alone(app: Application) -> None:
    with app.store.unit_of_work():
        story = published(moved(a_story()))
        before = public_figures.shown()
        moved_again = exchanges.report_delivery(
            story.exchange.id, Party.GIVER, NOW.date(), Decimal(3), story.giver.member
        )
        exchanges.answer_delivery(
            moved_again.id, story.exchange.id, Party.RECEIVER, DeliveryStatus.CONFIRMED, story.receiver.member
        )
        assert public_figures.shown() == before
        assert before is not None
        assert before.whole.tonnes.likely == 4


def test_a_release_of_before_is_read_still(app: Application) -> None:
    with app.store.unit_of_work():
        published(moved(a_story()))
        release = releases.shown()
        assert release is not None
        [flow] = release.flows
        old = releases.PublicFlow(
            *(flow.giver, flow.receiver, flow.material, flow.group, flow.year, flow.tonnes),
            start=flow.start,
            end=flow.end,
        )
        found = public_figures.of_release(releases.Release(release.as_of, (old,)))

    assert found.whole.tonnes.likely == 4
    assert found.whole.effect.spread is None


def test_an_emission_has_two_digits_and_its_range() -> None:
    assert figure_words.two_digits(12550.6) == 13000
    assert figure_words.two_digits(-0.0123) == Decimal("-0.012")
    assert figure_words.two_digits(0.0) == 0


def test_an_emission_is_written_with_its_range(app: Application) -> None:
    clear, unclear = Spread(8123, 12551, 17001, 12550), Spread(-180_000, 300_000, 820_000, 460_000)
    with app.test_request_context():
        assert figure_words.emission(clear) == "ongeveer 13 t CO₂e"
        assert figure_words.emission_range(clear) == "8,1 tot 17 t CO₂e"
        assert figure_words.emission(unclear) == "geen duidelijk effect"
        assert figure_words.emission_range(unclear) == "−180 tot 820 t CO₂e"
        assert figure_words.emission(None) == "–"
        assert figure_words.emission(Spread(78, 500, 1300, 500)) == "ongeveer 0,5 t CO₂e"
        assert figure_words.emission_range(Spread(78, 500, 900, 500)) == "78 tot 900 kg CO₂e"


def test_a_weight_is_written_with_its_range_where_it_has_one(app: Application) -> None:
    with app.test_request_context():
        assert figure_words.tonnes_range(Range(Decimal(3), Decimal(4), Decimal(6))) == "4 t (3 t tot 6 t)"
        assert figure_words.tonnes_range(Range(Decimal(4), Decimal(4), Decimal(4))) == "4 t"


def test_every_figure_of_a_ledger_is_written() -> None:
    assert set(VALUES) < set(Indicator)
