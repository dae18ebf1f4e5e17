"""The main job in a real browser: register, match, review, agree, confirm, publish, and see it on the map."""

from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser, expect

from circulair.app import Application
from circulair.commands import circulair
from circulair.jobs.outbox import send_due
from tests.letters import Letters
from tests.persons import at_a_browser
from tests.web.checked import SignIn
from tests.worlds import a_firm

pytestmark = pytest.mark.both_databases


@pytest.fixture
def now(app: Application) -> datetime:
    """Let the application live today, as the release command does."""
    app.clock = lambda: datetime.now(UTC)
    return app.clock()


def test_from_an_offer_to_a_public_flow(  # noqa: PLR0915  # one whole story, told in its order
    app: Application,
    served: str,
    browser: Browser,
    as_role: SignIn,
    letters: Letters,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with app.store.unit_of_work():
        shop = a_firm("Fietsenwinkel De Denkbeeldige", "shop", "market")
        maker = a_firm("Kunststofmakerij Verzonnen", "maker", "sittard")
    yesterday = (now - timedelta(days=1)).date()

    with (
        at_a_browser(browser, served, as_role("member", shop)) as giver,
        at_a_browser(browser, served, as_role("member", maker)) as receiver,
        at_a_browser(browser, served, as_role("hub")) as reviewer,
        at_a_browser(browser, served) as visitor,
    ):
        giver.opens("/aanbod/nieuw")
        giver.page.locator("main details.more > summary").first.click()
        giver.fills(title="LDPE-folie, schoon", amount="1,5")
        giver.chooses(unit="t", period="year")
        giver.ticks("[name=no_end]")
        giver.pictures("1-offer")
        giver.sends()
        expect(giver.page.locator("h1")).to_contain_text("LDPE-folie")

        receiver.opens("/vraag/nieuw")
        receiver.page.locator("main details.more > summary").first.click()
        receiver.fills(title="LDPE-folie", amount="10")
        receiver.chooses(unit="t", period="year")
        receiver.ticks("[name=no_end]")
        receiver.sends()
        expect(receiver.page.locator("h1")).to_contain_text("LDPE-folie")

        reviewer.opens("/hub")
        reviewer.pictures("2-queue")
        reviewer.page.locator("main a[href*='/hub/voorstel/']").first.click()
        reviewer.sends("/oppakken")
        reviewer.opens("/hub/voorstel/1")
        reviewer.answers_the_law("status=waste", eural="15 01 02")
        duties = ("transport_by=carrier", "transport_letter=letter", "receiver_lma=no", "route_leaves=no")
        reviewer.answers_the_law(*duties, "receiver_lists_code=no", transport_vihb="000000VXXX")
        expect(reviewer.page.locator("#decide")).to_contain_text("Kan niet")
        expect(reviewer.button("/voorleggen")).to_have_count(0)
        reviewer.page.locator("#decide a", has_text="Kan niet").click()
        expect(reviewer.page.locator(".law-ask:target")).to_contain_text("vergunning of melding")
        reviewer.pictures("3-blocked")
        reviewer.answers_the_law("receiver_lists_code=yes")
        reviewer.answers_the_law("weighed=law.no_standard")
        reviewer.pictures("3-suggestion")
        reviewer.sends("/voorleggen")
        reviewer.opens("/hub/voorstel/1")
        assert reviewer.page.locator("main").get_by_text("15 01 02").count() > 0

        app.clock = lambda: datetime.now(UTC) + timedelta(minutes=15)
        assert send_due(app) == 2
        for side in (giver, receiver):
            side.opens("/voorstel/1")
            side.pictures("4-proposal")
            side.sends("/voorstel/1/ja")
        assert {letter["To"] for letter in letters} == {shop.email, maker.email}
        app.clock = lambda: datetime.now(UTC)

        giver.opens("/uitwisseling/1")
        giver.page.locator("[name$=day]").fill(f"{yesterday.day}-{yesterday.month}-{yesterday.year}")
        giver.page.locator("[name$=weight]").fill("850")
        giver.page.locator("[name$=unit]").select_option("kg")
        giver.sends("/levering")
        receiver.opens("/uitwisseling/1")
        receiver.page.locator("form[action$='/klopt'] button").click()
        for side, party in ((giver, "giver"), (receiver, "receiver")):
            side.opens("/uitwisseling/1")
            side.page.locator(f"form[action$='/openbaar/{party}'] [name$=public]").check()
            side.sends(f"/openbaar/{party}")
        giver.pictures("5-exchange")

        visitor.opens("/kaart")
        assert visitor.page.locator("path.ca-flow").count() == 0
        monkeypatch.setenv("CIRCULAIR_DATABASE_URL", app.settings.database_url)
        monkeypatch.setenv("CIRCULAIR_DATA_DIR", app.settings.data_dir)
        told = CliRunner().invoke(circulair, ["release"], catch_exceptions=False)
        assert "1 flows" in told.output
        visitor.opens("/kaart?tabel=flow")
        expect(visitor.page.locator("path.ca-flow")).to_have_count(1)
        row = visitor.page.locator("table tr", has_text="Fietsenwinkel De Denkbeeldige")
        expect(row.first).to_contain_text("850 kg")
        visitor.pictures("6-map")
