"""The story of works that a housing association plans: estimated, offered, claimed by a school, counted."""

from playwright.sync_api import Browser, expect

from circulair.app import Application
from tests.browser import width_of
from tests.persons import Person, at_a_browser
from tests.planned import an_association
from tests.web.checked import SignIn
from tests.worlds import a_firm

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}


def looked_at(person: Person, name: str) -> None:
    """Look at a page on a desk and on a phone: nothing sticks out."""
    for kind, size in (("desk", DESK), ("phone", PHONE)):
        person.page.set_viewport_size(size)  # type: ignore[arg-type]  # a plain dict is one
        assert width_of(person.page) <= size["width"]
        person.pictures(f"{name}-{kind}")
    person.page.set_viewport_size(DESK)  # type: ignore[arg-type]  # as above


def was_refused(person: Person) -> None:
    """Forget that the browser noted the status of a form that was sent back, and nothing else."""
    person.seen.errors[:] = [error for error in person.seen.errors if "422" not in error]


def plans(planner: Person) -> None:
    """Plan works, with a house number first, and offer the doors."""
    planner.opens("/organisatie")
    planner.page.locator("main a[href$='/werken']").click()
    looked_at(planner, "w1-empty")
    planner.opens("/werken/invoeren")
    looked_at(planner, "w0-file")
    planner.opens("/werken/nieuw")
    planner.fills(name="Verzonnenstraat 12", dwellings="10", start="september 2027")
    planner.fills(until="november 2027")
    planner.chooses(dwelling="terraced", asbestos_checked="yes")
    planner.ticks("[name=work][value=demolition]")
    planner.sends()
    expect(planner.page.locator("#name-error")).to_contain_text("huisnummer")
    looked_at(planner, "w2-form")
    was_refused(planner)
    planner.page.locator("#name").fill("Verzonnenstraat")
    planner.sends()
    expect(planner.page.locator("main")).to_contain_text("80 stuks, tussen 60 en 100")
    expect(planner.page.locator("main")).to_contain_text("nog niet geteld")
    for box in planner.page.locator("[name=materials]").all():
        box.uncheck()
    planner.ticks("[name=materials][value=interior-doors]", "[name=public]")
    looked_at(planner, "w3-expected")
    planner.sends("/aanbieden")
    expect(planner.page.locator(".messages")).to_contain_text("1 aanbod")


def claims(caretaker: Person) -> None:
    """Ask for more doors than there are, then for some."""
    caretaker.opens("/mijn")
    caretaker.page.locator("main a[href$='/komt-vrij']").click()
    expect(caretaker.page.locator("main .card")).to_contain_text("komt vrij vanaf 1 sep 2027")
    looked_at(caretaker, "w4-futures")
    caretaker.page.locator("main .card a", has_text="Binnendeuren").click()
    caretaker.fills(amount="81")
    caretaker.sends()
    expect(caretaker.page.locator("#amount-error")).to_contain_text("80")
    looked_at(caretaker, "w5-claim")
    was_refused(caretaker)
    caretaker.page.locator("#amount").fill("24")
    caretaker.sends()
    expect(caretaker.page.locator("main")).to_contain_text("24 stuks")
    looked_at(caretaker, "w6-claimed")


def counts(planner: Person) -> None:
    """See who asked, and fill in what was counted."""
    planner.opens("/werken/1")
    expect(planner.page.locator("main")).to_contain_text("Basisschool Verzonnen wil 24 stuks")
    planner.opens("/werken/1/opname")
    planner.fills(day="1-3-2027", **{"interior-doors-count": "74", "interior-doors-kg": "18"})
    looked_at(planner, "w7-survey")
    planner.sends()
    expect(planner.page.locator("main")).to_contain_text("Geteld bij een opname")
    looked_at(planner, "w8-counted")


def finds_it(hub: Person) -> None:
    """Find the claim in the queue, with where the doors come from."""
    hub.opens("/hub")
    hub.page.locator("main a[href$='/hub/voorstel/1']").first.click()
    expect(hub.page.locator("main")).to_contain_text("Sloop: Verzonnenstraat")
    expect(hub.page.locator("main")).to_contain_text("Vroeg gevraagd")
    looked_at(hub, "w9-hub")


def cancels_and_undoes(planner: Person, caretaker: Person) -> None:
    """Cancel the works, and take that back: the claim stands as before."""
    planner.opens("/werken/1/afzeggen")
    planner.ticks("[name=reason][value=permit]")
    looked_at(planner, "w10-cancel")
    planner.sends()
    expect(planner.page.locator("main")).to_contain_text("Afgezegd: Geen vergunning")
    caretaker.opens("/komt-vrij")
    expect(caretaker.page.locator("main")).to_contain_text("Er is nu niets aangekondigd")
    planner.page.locator("form[action$='/terugzetten'] button").click()
    expect(planner.page.locator(".messages")).to_contain_text("weer gepland")
    caretaker.opens("/komt-vrij")
    expect(caretaker.page.locator("main .card")).to_contain_text("gevraagd")


def test_a_school_claims_doors_that_come_free_of_planned_works(
    app: Application, as_role: SignIn, browser: Browser, served: str
) -> None:
    with app.store.unit_of_work():
        owner, school = an_association(), a_firm("Basisschool Verzonnen", "school", "station")
    with (
        at_a_browser(browser, served, as_role("member", owner)) as planner,
        at_a_browser(browser, served, as_role("member", school)) as caretaker,
        at_a_browser(browser, served, as_role("hub")) as hub,
    ):
        plans(planner)
        claims(caretaker)
        counts(planner)
        finds_it(hub)
        cancels_and_undoes(planner, caretaker)
