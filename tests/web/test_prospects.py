"""Who might use an offer, on its page and in the hub's list: a guess that says so, and is the hub's alone."""

from circulair.app import Application
from circulair.services import organisations, releases
from tests.web.checked import CheckedClient, SignIn
from tests.worlds import Firm, a_firm, a_reviewer, an_offer_listing

NAME = "Kwekerij Kanariegeel"


def a_town(app: Application) -> tuple[Firm, Firm, int]:
    """Store a café with coffee grounds and a nursery that said nothing of them."""
    with app.store.unit_of_work():
        cafe, nursery = a_firm("Café"), a_firm(NAME)
        for firm, sector in ((cafe, "563"), (nursery, "013")):
            organisation = organisations.own(firm.member)
            organisations.choose_sector(organisation.version, sector, firm.member)
        offer = an_offer_listing(cafe, "coffee-grounds")
        return cafe, nursery, offer.id


def test_the_hub_reads_on_the_page_of_an_offer_who_could_use_it_and_that_it_is_a_guess(
    app: Application, as_role: SignIn
) -> None:
    _cafe, nursery, offer = a_town(app)
    page = as_role("hub").get(f"/en/mijn/{offer}")
    assert "Who could use this?" in page.words
    assert "Nobody named here has said that they want it." in page.words
    assert "Mushroom grower usual, in place of straw nobody yet" in page.words
    assert f"Plant nursery done in places, in place of fertiliser {NAME}" in page.words
    assert f"mailto:{nursery.email}" in page.outline.links


def test_it_reads_in_dutch_and_german_as_well(app: Application, as_role: SignIn) -> None:
    _cafe, _nursery, offer = a_town(app)
    hub = as_role("hub")
    assert "Paddenstoelenkweker gebruikelijk, in plaats van stro" in hub.get(f"/mijn/{offer}").words
    assert "Pilzzüchter Üblich; es ersetzt: Stroh" in hub.get(f"/de/mijn/{offer}").words


def test_the_owner_sees_nothing_of_it_on_the_same_page(app: Application, as_role: SignIn) -> None:
    cafe, nursery, offer = a_town(app)
    page = as_role("member", cafe).get(f"/en/mijn/{offer}")
    for trace in ("Who could use this?", NAME, nursery.email, "Mushroom grower"):
        assert trace not in page.text


def test_no_public_page_names_who_might_use_what(app: Application, client: CheckedClient) -> None:
    a_town(app)
    with app.store.unit_of_work():
        hub = a_reviewer("release@example.org")
        releases.make(hub.today, hub)
    for path in ("/", "/aanbod", "/vraag", "/kaart", "/leegstand"):
        assert NAME not in client.get(path).text


def test_the_list_of_offers_without_a_partner_leads_to_the_page_of_each(
    app: Application, as_role: SignIn
) -> None:
    _cafe, _nursery, offer = a_town(app)
    hub = as_role("hub")
    assert "/en/hub/zonder-partner" in hub.get("/en/hub").outline.links
    page = hub.get("/en/hub/zonder-partner")
    assert "Mushroom grower: usual, in place of straw" in page.words
    assert "1 registered organisation to ask" in page.words
    assert f"/en/mijn/{offer}#leads" in page.outline.links


def test_a_list_without_anything_says_so(as_role: SignIn) -> None:
    hub = as_role("hub")
    assert "Every offer has a suggestion, or has ended." in hub.get("/en/hub/zonder-partner").words
    hub.get("/en/hub/zonder-partner?pagina=99999999999")
    hub.get("/en/hub/zonder-partner?pagina=x")


def test_members_may_not_see_the_list(as_role: SignIn) -> None:
    as_role("member").get("/hub/zonder-partner", 403)
