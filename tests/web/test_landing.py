"""Where one arrives after signing in, and how one says how to be called and reached."""

import pytest

from circulair.app import Application
from circulair.store import accounts
from circulair.store.records import PersonRecord
from tests.letters import Letters, delivered, link_in
from tests.web.checked import CheckedClient, SignIn
from tests.worlds import Firm, a_firm, a_reviewer

HUB = "hub@example.org"


@pytest.fixture
def firm(app: Application) -> Firm:
    with app.store.unit_of_work():
        a_reviewer(HUB)
        return a_firm()


def person(app: Application, firm: Firm) -> PersonRecord:
    with app.store.unit_of_work(reading=True):
        found = accounts.person(firm.person_id)
    assert found is not None
    return found


def arrival(app: Application, letters: Letters, email: str, wanted: str = "") -> str:
    """Return where somebody arrives who signs in by a link, asked for on the way to a page."""
    client = CheckedClient(app)
    client.post("/inloggen" + (f"?next={wanted}" if wanted else ""), {"email": email})
    return client.submit(client.get(link_in(delivered(app, letters)[-1])), {}).location


def test_a_link_leads_a_member_to_the_own_listings_and_the_hub_to_its_queue(
    app: Application, letters: Letters, firm: Firm
) -> None:
    assert arrival(app, letters, firm.email) == "/mijn"
    assert arrival(app, letters, HUB) == "/hub"


def test_a_password_leads_the_hub_to_its_queue(app: Application, letters: Letters, firm: Firm) -> None:
    client = CheckedClient(app)
    client.post("/inloggen", {"email": HUB})
    client.submit(client.get(link_in(delivered(app, letters)[-1])), {})
    client.submit(client.get("/wachtwoord"), {"password": "paard batterij nietje"})
    client.post("/uitloggen")
    assert client.post("/inloggen", {"email": HUB, "password": "paard batterij nietje"}).location == "/hub"


def test_a_link_leads_on_to_the_page_for_which_it_was_asked(
    app: Application, letters: Letters, firm: Firm
) -> None:
    assert arrival(app, letters, firm.email, "/voorstel/12") == "/voorstel/12"
    assert arrival(app, letters, HUB, "/en/uitwisseling/3") == "/en/uitwisseling/3"


@pytest.mark.parametrize(
    "wanted", ["https://example.org", "//example.org", "/\\example.org", "/" + 300 * "a"]
)
def test_a_link_leads_to_no_other_site(app: Application, letters: Letters, firm: Firm, wanted: str) -> None:
    assert arrival(app, letters, firm.email, wanted) == "/mijn"


def test_a_name_and_a_telephone_are_told_and_forgotten(app: Application, as_role: SignIn, firm: Firm) -> None:
    member = as_role("member", firm)
    member.submit(member.get("/gegevens"), {"name": "Mia Korrel", "telephone": " +31 (0)46 477 12 34"})
    assert person(app, firm).telephone == "+31 (0)46 477 12 34"
    page = member.get("/en/organisatie")
    assert "Mia Korrel" in page.words
    assert "tel:+31464771234" in page.outline.links
    member.submit(member.get("/gegevens"), {"name": "", "telephone": ""})
    assert (person(app, firm).name, person(app, firm).telephone) == ("", "")


def test_a_telephone_that_cannot_be_dialled_is_asked_again_and_kept(as_role: SignIn, firm: Firm) -> None:
    member = as_role("member", firm)
    page = member.post("/en/gegevens", {"telephone": "bel maar"}, 422)
    assert "Write a telephone number like 046 477 12 34" in page.words
    assert page.outline.forms[-1].values["telephone"] == "bel maar"
