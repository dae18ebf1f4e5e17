"""Pages of figures in a real browser: they fit a phone, their pictures speak, and nothing is refused."""

from decimal import Decimal
from pathlib import Path

from playwright.sync_api import Browser, expect

from circulair.app import Application
from circulair.services import exchanges, labs, releases
from flows.exchanges import DeliveryStatus, Party
from tests.browser import width_of
from tests.persons import Person, at_a_browser
from tests.stories import a_story, agreed
from tests.web.checked import SignIn
from tests.worlds import NOW

PAGES = (("town", "/cijfers"), ("labs", "/labs"), ("lab", "/labs/geleen-circulair"))
PAPER = 688
"""As wide as A4 within our margins, in CSS pixels."""


def looks_on_paper(person: Person) -> None:
    """Look at the pages as they print: nothing wider than the sheet, and nothing folded away."""
    person.page.emulate_media(media="print")
    person.page.set_viewport_size({"width": PAPER, "height": 900})
    for name, path in PAGES:
        person.opens(path)
        assert width_of(person.page) == PAPER
        person.pictures(f"{name}-print")
    person.opens("/cijfers")
    expect(person.page.get_by_role("table", name="Het netwerk in cijfers")).to_be_visible()
    person.page.emulate_media(media="screen")


def fills_the_page(person: Person) -> None:
    """Look at the Sankey on a desk: it is as wide as its frame."""
    person.page.set_viewport_size({"width": 1280, "height": 900})
    person.opens("/cijfers")
    frame = person.page.get_by_role("region", name="Van materiaal tot gebruik")
    free = frame.evaluate(
        "(one) => one.clientWidth - parseFloat(getComputedStyle(one).paddingLeft) * 2"
        " - one.querySelector('svg').getBoundingClientRect().width"
    )
    assert abs(free) < 1


def test_figures_fit_a_phone_and_open_what_is_behind_them(
    app: Application, served: str, browser: Browser, as_role: SignIn
) -> None:
    with app.store.unit_of_work():
        story = agreed(a_story())
        labs.register_known(story.hub)
        number = story.exchange.id
        made = exchanges.report_delivery(number, Party.GIVER, NOW.date(), Decimal(4), story.giver.member)
        receiver = story.receiver.member
        exchanges.answer_delivery(made.id, number, Party.RECEIVER, DeliveryStatus.CONFIRMED, receiver)
        for party, actor in ((Party.GIVER, story.giver.member), (Party.RECEIVER, receiver)):
            exchanges.consent(number, party, actor, public=True)
        releases.make(NOW.date(), story.hub)

    with at_a_browser(browser, served, as_role("hub")) as reviewer:
        reviewer.folder = Path("var/pictures/figures")
        for width in (1280, 390):
            reviewer.page.set_viewport_size({"width": width, "height": 900})
            for name, path in (*PAGES, ("hub", "/hub/cijfers"), ("behind", "/cijfers/co2e")):
                reviewer.opens(path)
                assert width_of(reviewer.page) == width
                reviewer.pictures(f"{name}-{width}")
        looks_on_paper(reviewer)
        fills_the_page(reviewer)
        expect(reviewer.page.get_by_role("img", name="Van materiaal tot gebruik")).to_be_visible()
        reviewer.page.get_by_text("Hetzelfde als tabel").first.click()
        expect(reviewer.page.get_by_role("table", name="Van materiaal tot gebruik")).to_be_visible()
        reviewer.page.get_by_role("link", name="Zo tellen we dit").first.click()
        expect(reviewer.page.get_by_role("heading", level=1)).to_have_text("Ton")
