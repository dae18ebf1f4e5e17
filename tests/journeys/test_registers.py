"""The hub's registers in a real browser: a check of who takes part makes of two yeses an agreement."""

from pathlib import Path

from playwright.sync_api import Browser, expect

from circulair.app import Application
from circulair.services import reviews
from circulair.store import organisations, suggestions
from flows.exchanges import Party
from flows.suggestions import Answer, Status
from tests.persons import at_a_browser
from tests.stories import a_story, proposed
from tests.web.checked import SignIn


def test_two_yeses_are_agreed_once_the_hub_has_checked_who_takes_part(
    app: Application, served: str, browser: Browser, as_role: SignIn
) -> None:
    with app.store.unit_of_work():
        story = proposed(a_story())
        receiver = organisations.held(story.receiver.organisation_id)
        assert receiver is not None
        receiver.verified_at = None
        reviews.answer(story.suggestion_id, Party.GIVER, Answer.YES, None, story.giver.member)

    with (
        at_a_browser(browser, served, as_role("member", story.receiver)) as maker,
        at_a_browser(browser, served, as_role("hub")) as reviewer,
    ):
        maker.folder = reviewer.folder = Path("var/pictures/registers")
        maker.opens(f"/voorstel/{story.suggestion_id}")
        maker.sends("/ja")
        expect(maker.page.locator("main")).to_contain_text("De hub gaat na wie er meedoet")
        maker.pictures("1-said-yes")

        reviewer.opens("/hub")
        reviewer.page.get_by_role("link", name="Beheer", exact=True).click()
        reviewer.page.locator("main").get_by_role("link", name="Receiver").click()
        reviewer.pictures("2-to-check")
        reviewer.page.get_by_label("Gebeld").check()
        reviewer.page.get_by_role("button", name="Deze organisatie is gecontroleerd").click()
        expect(reviewer.page.locator("main")).to_contain_text("1 voorstel is nu afgesproken")
        reviewer.pictures("3-checked")

    with app.store.unit_of_work(reading=True):
        found = suggestions.one(story.suggestion_id)
        assert found is not None
        assert found.status is Status.AGREED
