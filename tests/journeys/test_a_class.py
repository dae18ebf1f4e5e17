"""A class in a real browser: its school begins, a phone weighs, and a guess becomes a measured figure."""

import re
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from io import BytesIO

from playwright.sync_api import Browser, Page, ViewportSize, expect
from pypdf import PdfReader

from circulair.app import Application
from circulair.services import class_weighings, classes, listings
from circulair.services.actor import Role
from flows.class_weighing import Weighing
from flows.streams import Grade, Side
from flows.units import Quantity
from tests.browser import width_of
from tests.persons import Person, at_a_browser
from tests.web.checked import SignIn
from tests.worlds import NOBODY, NOW, a_draft, a_firm

PHONE: ViewportSize = {"width": 390, "height": 844}


def test_a_class_weighs_and_the_guess_of_a_firm_becomes_a_measurement(
    app: Application, served: str, browser: Browser, as_role: SignIn
) -> None:
    with app.store.unit_of_work():
        school = a_firm("Basisschool De Proef", "school", "station")
        guess = replace(
            a_draft(Side.OFFER, school, "cardboard"),
            quantity=Quantity(Decimal(1), "container_240", "school_week"),
        )
        offer = listings.register(replace(guess, title="Karton uit de school"), school.member)
        assert offer.grade is Grade.CONVERTED
        number = offer.id
    with (
        at_a_browser(browser, served, as_role("member", school)) as teacher,
        at_a_browser(browser, served) as pupils,
    ):
        link = begins(teacher, number)
        pupils.page.set_viewport_size(PHONE)
        weighs(pupils, link, served)
        class_id = int(re.findall(r"/klassen/(\d+)/", teacher.page.url)[0])
        further_weeks(app, class_id)
        takes_over(teacher, class_id)
    with app.store.unit_of_work():
        after = listings.own(number, school.member)
        assert after.grade is Grade.DECLARED
        assert after.typed == Quantity(Decimal("2.45"), "kg", "school_week")


def begins(teacher: Person, number: int) -> str:
    """Let a class begin from the page of the offer; return the link on its sheet."""
    teacher.opens(f"/mijn/{number}")
    teacher.page.get_by_role("link", name="Laat een klas dit wegen").click()
    expect(teacher.page.locator("#stream")).to_have_value(str(number))
    teacher.fills(label="groep 7", stream_name="karton van school")
    teacher.pictures("class-new")
    teacher.sends()
    teacher.page.get_by_role("button", name="Maak de link").click()
    expect(teacher.page.locator(".lesson-code svg")).to_be_visible()
    teacher.pictures("class-sheet")
    assert len(PdfReader(BytesIO(teacher.page.pdf(prefer_css_page_size=True))).pages) == 1
    [link] = re.findall(r"/klas/[\w-]{43}", teacher.page.locator(".lesson-address").inner_text())
    return str(link)


def weighs(pupils: Person, link: str, served: str) -> None:
    """Open the link on a phone, weigh with a slip, take that back, and open the link a second time."""
    page = pupils.page
    pupils.opens(link)
    expect(page).to_have_url(f"http://{served}/klas")
    pupils.pictures("class-empty-phone")
    saves(page, "24")
    expect(page.locator(".class-last")).to_contain_text("24 kg")
    page.get_by_role("button", name="Neem dit terug").click()
    expect(page.locator("main")).to_contain_text("Teruggenomen: 24 kg")
    saves(page, "2,4")
    expect(page.locator(".class-bar")).to_have_count(1)
    assert width_of(page) == PHONE["width"]
    pupils.opens(link)
    expect(page.locator(".class-last")).to_contain_text("2,4 kg")


def saves(page: Page, kg: str) -> None:
    page.locator("#kg").fill(kg)
    page.get_by_role("button", name="Opslaan").click()


def further_weeks(app: Application, class_id: int) -> None:
    """Let the class weigh three weeks more, one without lesson between them."""
    for week, kg in ((1, "2.6"), (2, None), (3, "2.3"), (4, "2.5")):
        who = replace(NOBODY, now=NOW + timedelta(weeks=week))
        with app.store.unit_of_work():
            record = classes.seen_by(class_id, replace(who, role=Role.HUB))
            told = Weighing(who.today, None if kg is None else Decimal(kg))
            class_weighings.weigh(str(record.link_digest), record.changes, told, who)
    app.clock = lambda: NOW + timedelta(weeks=5)


def takes_over(teacher: Person, class_id: int) -> None:
    """Look at before and after, on a phone too, and take it over."""
    teacher.opens(f"/klassen/{class_id}")
    expect(teacher.page.locator(".class-bar")).to_have_count(4)
    teacher.pictures("class-before-after")
    teacher.page.set_viewport_size(PHONE)
    assert width_of(teacher.page) == PHONE["width"]
    teacher.pictures("class-before-after-phone")
    teacher.page.get_by_role("button", name="Neem over wat is gemeten").click()
    expect(teacher.page.locator("main")).to_contain_text("2,45 kg per schoolweek")
