"""An experiment in a real browser, from what one expects to what it taught, and its story on a poster."""

import re

import pytest
from playwright.sync_api import Browser, Dialog, Page, expect

from circulair.app import Application
from circulair.services import labs
from circulair.services.actor import Actor
from tests.browser import watched, width_of
from tests.serving import lend_session
from tests.web.checked import SignIn
from tests.worlds import NOW

pytestmark = pytest.mark.both_databases

PHONE, DESK = 390, 1280
LESSON = "Een kast heeft een gezicht nodig"


@pytest.fixture(autouse=True)
def known(app: Application) -> None:
    with app.store.unit_of_work():
        labs.register_known(Actor(NOW))


def save(page: Page, **told: str) -> None:
    """Fill in fields of the experiment and save it."""
    for name, text in told.items():
        page.locator(f"#{name}").fill(text)
    page.get_by_role("button", name="Opslaan", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("Opgeslagen")


def add_member(page: Page, name: str, group: str, role: str) -> None:
    """Add somebody who makes the town to the lab that is shown."""
    page.get_by_role("link", name="Iemand toevoegen").click()
    page.locator("#name").fill(name)
    page.locator("#group").select_option(group)
    page.locator("#role").select_option(role)
    page.locator("#shows_name").check()
    page.get_by_role("button", name="Opslaan").click()
    expect(page.get_by_role("rowheader", name=name)).to_be_visible()


def take_part(page: Page, name: str, role: str) -> None:
    """Let a member take part in the experiment that is shown, who agreed to its story."""
    page.locator("#member").select_option(label=name)
    page.locator("#role").select_option(role)
    page.locator("#agreed_on").fill("1 maart 2027")
    page.get_by_role("button", name="Toevoegen").click()
    expect(page.locator(".partner-row", has_text=name)).to_be_visible()


def test_from_what_one_expects_to_what_it_taught_and_a_poster(
    served: str, browser: Browser, as_role: SignIn
) -> None:
    context = browser.new_context(viewport={"width": DESK, "height": 900}, locale="nl-NL")
    lend_session(as_role("hub"), context, served)
    hub = context.new_page()
    strangers = browser.new_context(viewport={"width": PHONE, "height": 800}, locale="nl-NL")
    visitor = strangers.new_page()
    seen = [watched(hub, served), watched(visitor, served)]

    hub.goto(f"http://{served}/hub/labs")
    hub.get_by_role("link", name="Geleen Circulair").click()
    add_member(hub, "Bakkerij Verzonnen", "entrepreneurs", "co_creator")
    add_member(hub, "Stadmaker Verzonnen", "residents", "expert")
    hub.get_by_role("link", name="Een experiment toevoegen").click()
    hub.locator("#title").fill("Ruilkast op het plein")
    hub.get_by_role("button", name="Bewaren als concept").click()
    expect(hub.get_by_text("Nog in te vullen:").first).to_be_visible()
    save(hub, hypothesis="Tien keer ruilen per week", measure="De buurt telt", baseline="Geen kast")
    hub.locator("#begins").fill("1 maart 2027")
    hub.get_by_role("button", name="Het experiment begint").click()
    expect(hub.locator(".chip").first).to_contain_text("Loopt")
    hub.locator("#finding").select_option("refuted")
    save(
        hub,
        result="Twee keer per week",
        lesson="Een kast heeft een gezicht nodig",
        story="Er stond een kast.",
    )
    hub.get_by_role("button", name="Het is gemeten").click()
    hub.get_by_role("button", name="Stoppen, met wat het leerde").click()
    expect(hub.locator(".chip").first).to_contain_text("Gestopt")

    visitor.goto(f"http://{served}/labs/geleen-circulair")
    expect(visitor.get_by_text("Er is nog geen experiment openbaar.")).to_be_visible()
    take_part(hub, "Bakkerij Verzonnen", "co_creator")
    take_part(hub, "Stadmaker Verzonnen", "expert")
    hub.get_by_role("button", name="Openbaar maken").click()
    expect(hub.get_by_role("link", name="Het openbare verhaal, met zijn poster")).to_be_visible()
    assert width_of(hub) == DESK

    visitor.reload()
    visitor.get_by_role("link", name="Ruilkast op het plein").click()
    expect(visitor.get_by_text("Het lukte niet. Dit hebben we ervan geleerd:")).to_be_visible()
    expect(visitor.get_by_text(LESSON)).to_have_count(1)
    assert width_of(visitor) == PHONE
    visitor.get_by_role("link", name="Lees het verhaal").click()
    expect(visitor.get_by_text("Er stond een kast.")).to_be_visible()
    visitor.get_by_role("link", name="Poster voor de etalage").click()
    expect(visitor.locator(".poster svg.qr")).to_be_visible()
    assert width_of(visitor) == PHONE
    assert pages_of(visitor.pdf()) == 1
    assert [one.troubles() for one in seen] == [[], []]
    context.close()
    strangers.close()


def test_what_was_typed_is_not_lost_by_another_button(served: str, browser: Browser, as_role: SignIn) -> None:
    context = browser.new_context(viewport={"width": DESK, "height": 900}, locale="nl-NL")
    lend_session(as_role("hub"), context, served)
    hub = context.new_page()
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    hub.on("dialog", stay)
    hub.goto(f"http://{served}/hub/labs")
    hub.get_by_role("link", name="Geleen Circulair").click()
    hub.get_by_role("link", name="Een experiment toevoegen").click()
    hub.locator("#title").fill("Ruilkast op het plein")
    hub.get_by_role("button", name="Bewaren als concept").click()
    hub.locator("#hypothesis").fill("Tien keer ruilen per week")
    hub.get_by_role("button", name="Openbaar maken").click(no_wait_after=True)
    hub.wait_for_timeout(500)
    assert asked == ["beforeunload"]
    expect(hub.locator("#hypothesis")).to_have_value("Tien keer ruilen per week")
    save(hub)
    expect(hub.locator("#hypothesis")).to_have_value("Tien keer ruilen per week")
    hub.get_by_role("button", name="Openbaar maken").click()
    expect(hub.get_by_role("link", name="De openbare pagina")).to_be_visible()
    assert asked == ["beforeunload"]
    context.close()


def pages_of(pdf: bytes) -> int:
    """Return on how many sheets a page prints."""
    return len(re.findall(rb"/Type\s*/Page\b", pdf))
