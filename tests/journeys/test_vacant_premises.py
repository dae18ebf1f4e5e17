"""The story of an empty shop: registered, found by a repair café with reasons, used, published."""

import re
from datetime import UTC, datetime

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser, expect

from circulair.app import Application
from circulair.commands import circulair
from tests.persons import at_a_browser
from tests.web.checked import SignIn
from tests.worlds import a_firm

pytestmark = pytest.mark.both_databases


def test_an_empty_shop_is_found_used_for_a_while_and_shown_so(  # one whole story
    app: Application, as_role: SignIn, browser: Browser, served: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    app.clock = lambda: datetime.now(UTC)
    today = datetime.now(UTC).date()
    with app.store.unit_of_work():
        estate = a_firm("Vastgoed Verzonnen", "other")
        cafe = a_firm("Repair Café De Denkbeeldige", "culture", "station")
    with (
        at_a_browser(browser, served, as_role("member", estate)) as owner,
        at_a_browser(browser, served, as_role("member", cafe)) as seeker,
        at_a_browser(browser, served) as visitor,
    ):
        owner.opens("/organisatie")
        owner.page.locator("main .card a", has_text="Vastgoed Verzonnen").first.click()
        owner.page.locator("main a[href$='/leegstand']").first.click()
        owner.ticks("[name=state][value=vacant]", "[name=public]")
        owner.fills(area_m2="120", permitted_use="winkel, ook voor bijeenkomsten")
        owner.page.locator("details.more > summary", has_text="Wat er is").click()
        owner.chooses(has_toilet="yes", has_power="yes", has_public_access="yes")
        owner.sends()
        expect(owner.page.locator("main")).to_contain_text("120 m²")
        owner.pictures("v1-premises")

        seeker.opens("/vraag/ruimte")
        seeker.chooses(purpose="repair_cafe")
        seeker.fills(least_m2="80", most_m2="150")
        seeker.ticks("[name=public]")
        seeker.sends()
        found = seeker.page.locator("main .card", has_text="Vastgoed Verzonnen").first
        expect(found).to_contain_text("Vrij: 120 m²")
        expect(found).to_contain_text("De eigenaar kan nog vertellen: wat is de huur?")
        seeker.pictures("v2-finds")
        found.locator("form[action*='/voor/'] button").click()
        expect(seeker.page.locator("h1")).to_contain_text("Tijdelijk gebruik van Vastgoed Verzonnen")

        owner.opens("/organisatie/locaties/1")
        owner.page.locator("main a[href$='/gebruik/1']").first.click()
        owner.page.locator("form[action$='/ja/owner'] button").click()
        expect(owner.page.locator(".step-current")).to_contain_text("Afgesproken")
        owner.page.locator("[name=begin-begin_day]").fill(f"{today.day}-{today.month}-{today.year}")
        owner.sends("/begin")
        expect(owner.page.locator(".step-current")).to_contain_text("Tijdelijk in gebruik")
        owner.pictures("v3-use")

        visitor.opens("/leegstand")
        expect(visitor.page.locator("main")).not_to_contain_text("Vastgoed Verzonnen")
        monkeypatch.setenv("CIRCULAIR_DATABASE_URL", app.settings.database_url)
        monkeypatch.setenv("CIRCULAIR_DATA_DIR", app.settings.data_dir)
        CliRunner().invoke(circulair, ["release"], catch_exceptions=False)
        visitor.opens("/leegstand")
        row = visitor.page.locator("table tr", has_text="Vastgoed Verzonnen").first
        expect(row).to_contain_text("tijdelijk in gebruik")
        visitor.pictures("v4-public")
        row.locator("a").first.click()
        expect(visitor.page.locator("main")).to_contain_text(re.compile("Tijdelijk in gebruik.*sinds", re.S))
        expect(visitor.page.locator("main")).not_to_contain_text("Denkbeeldige")
