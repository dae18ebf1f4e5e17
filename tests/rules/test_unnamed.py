"""Who asked to stay unnamed is named to nobody but the hub before both sides have said yes."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from circulair.app import Application
from circulair.jobs import outbox
from circulair.services import accounts, exports, organisations, releases, reviews
from circulair.services.letters import UNDO
from circulair.services.organisations import Profile
from circulair.store import accounts as people
from circulair.store import organisations as organisation_store
from circulair.store import suggestions
from flows.codes import public_code
from flows.exchanges import Party
from flows.streams import Side
from flows.suggestions import Answer, Reason
from tests.letters import Letters, link_in
from tests.rules.routes import Site, as_in_the_beginning, stored_site, table
from tests.stories import Story, answered, in_review
from tests.web.checked import CheckedClient
from tests.worlds import NOW, Firm, a_firm, a_listing, a_reviewer

NAME, PERSON, TELEPHONE, STREET = "Kanariegeel Meubels", "Zeldenrust", "046 999 88 77", "Vinkenslag"
TRACE = re.compile(r"kanariegeel|zeldenrust|046 999 88 77|\+31469998877|vinkenslag|6161 zz", re.IGNORECASE)

READING = [row.endpoint for row in table() if row.method == "GET"]
LANGUAGES = ("", "/en", "/de")


@pytest.fixture(scope="module")
def world(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The site, in which an unnamed firm offers what the partner needs, and both are asked about it."""
    site = stored_site(sqlite_template, tmp_path_factory.mktemp("unnamed"))
    with site.app.store.unit_of_work():
        partner = firm_of(site, "partner")
        hidden, offer_id = an_unnamed_offer()
        a_listing(Side.NEED, partner, "coffee-grounds")
        [made] = suggestions.of_listing(offer_id)
        story = Story(hidden, partner, a_reviewer("proposer@example.org"), made.id)
        story = answered(in_review(story))
        reviews.propose(story.suggestion_id, story.version, story.hub)
        offer = story.suggestion.lines[0].offer
        site.words["code"] = public_code("offer", offer.id, offer.created_at)
        releases.make(story.hub.today, story.hub)
        site.numbers["suggestion_id"] = made.id
        site.numbers["listing_id"] = made.need_id
        person = people.person(hidden.person_id)
        assert person is not None
        site.keys["unnamed"] = person.fs_uniquifier
    site.app.store.close()
    return site


def firm_of(site: Site, actor: str) -> Firm:
    """Return the firm of an actor: the one that gives in the suggestion, or the partner that receives."""
    story = suggestions.one(site.numbers["suggestion_id"])
    assert story is not None
    listing = story.need if actor == "partner" else story.lines[0].offer
    [person] = people.members_of(listing.organisation_id)
    return Firm(listing.organisation_id, listing.premises_id, person.id, person.email)


def an_unnamed_offer() -> tuple[Firm, int]:
    """Make a firm that asks to stay unnamed, and an offer that names it wherever words can stand."""
    firm = a_firm(NAME)
    own = organisations.own(firm.member)
    organisations.change(own.version, Profile(own.name, own.kind, own.sector, hides_name=True), firm.member)
    accounts.tell_contact(accounts.Contact(f"Kanarie {PERSON}", TELEPHONE), firm.member)
    [premises] = organisation_store.premises_of(firm.organisation_id)
    premises.street, premises.house_number, premises.postcode = STREET, "7", "6161 ZZ"
    offer = a_listing(Side.OFFER, firm, "coffee-grounds")
    offer.title = f"Grounds of {NAME}, {STREET} 7"
    offer.description = f"Call {PERSON}, {TELEPHONE}, or write to {firm.email}. kanariegeel.nl"
    offer.public = True
    return firm, offer.id


@pytest.fixture
def site(world: Site) -> Iterator[Site]:
    """The site as it was in the beginning."""
    with as_in_the_beginning(world) as site:
        yield site


def traces(text: str) -> list[str]:
    """Return what of the unnamed firm stands in a text, without repeats."""
    return sorted({found.lower() for found in TRACE.findall(text)})


def told(client: CheckedClient, path: str) -> str:
    """Return an answer in every language, heads too."""
    said = []
    for language in LANGUAGES:
        with client.http.get(language + path) as answer:
            said += [f"{name}: {value}" for name, value in answer.headers]
            said.append(answer.get_data().decode("utf-8", "replace"))
    return "\n".join(said)


@pytest.mark.parametrize("actor", ["public", "other", "partner"])
@pytest.mark.parametrize("endpoint", READING)
def test_no_page_names_it_to_anybody_else(site: Site, actor: str, endpoint: str) -> None:
    for number in (site.numbers["listing_id"], site.numbers["listing_id"] - 1):
        path = site.path(endpoint, {"listing_id": number})
        assert traces(told(site.visitor(actor), path)) == []


def test_the_other_side_reads_the_suggestion_all_the_same(site: Site) -> None:
    page = told(site.visitor("partner"), site.path("suggestions.show"))
    assert "Zonder naam (Winkel, Geleen-Noord)" in page
    assert "Grounds of …" in page


@pytest.mark.parametrize("actor", ["unnamed", "hub"])
def test_its_own_people_and_the_hub_read_its_name(site: Site, actor: str) -> None:
    endpoint = "hub.suggestion" if actor == "hub" else "suggestions.show"
    assert "kanariegeel" in traces(told(site.visitor(actor), site.path(endpoint)))


def sent(app: Application) -> Letters:
    app.post_office = letters = Letters()
    app.clock = lambda: NOW + UNDO
    outbox.send_due(app)
    return letters


def of_partner(site: Site, letters: Letters) -> Letters:
    """Return the letters to the other side, those about what was agreed with somebody else left out."""
    return Letters(one for one in letters if one["To"] == "receiver@example.org")


def test_neither_letters_nor_their_pages_name_it(site: Site) -> None:
    letters = of_partner(site, sent(site.app))
    assert letters
    assert traces("\n".join(one.as_string() + one.get_content() for one in letters)) == []
    asking = [one for one in letters if "/antwoord/" in one.get_content()]
    assert asking
    for letter in asking:
        assert traces(told(site.visitor("public"), link_in(letter))) == []


def test_the_export_of_the_other_side_goes_without_until_both_agree(site: Site) -> None:
    with site.app.store.unit_of_work():
        partner = firm_of(site, "partner")
        files = exports.everything(partner.organisation_id, partner.member, "nl")
        assert traces("\n".join(content.decode() for content in files.values())) == []
        hidden = firm_of(site, "unnamed")
        for party, firm in ((Party.GIVER, hidden), (Party.RECEIVER, partner)):
            reviews.answer(site.numbers["suggestion_id"], party, Answer.YES, None, firm.member)
        files = exports.everything(partner.organisation_id, partner.member, "nl")
        assert "kanariegeel" in traces("\n".join(content.decode() for content in files.values()))


def test_a_no_of_the_other_side_brings_no_name(site: Site) -> None:
    with site.app.store.unit_of_work():
        hidden = firm_of(site, "unnamed")
        no = reviews.Refusal(Reason.OTHER, f"{NAME} wants it back, {PERSON}", Party.GIVER)
        reviews.answer(site.numbers["suggestion_id"], Party.GIVER, Answer.NO, no, hidden.member)
    assert traces(told(site.visitor("partner"), site.path("suggestions.show"))) == []
    assert traces("\n".join(one.as_string() for one in of_partner(site, sent(site.app)))) == []


def test_once_both_have_said_yes_it_is_named(site: Site) -> None:
    with site.app.store.unit_of_work():
        for party, actor in ((Party.GIVER, "unnamed"), (Party.RECEIVER, "partner")):
            member = firm_of(site, actor).member
            reviews.answer(site.numbers["suggestion_id"], party, Answer.YES, None, member)
    page = told(site.visitor("partner"), site.path("suggestions.show"))
    assert {"kanariegeel", "zeldenrust"} <= set(traces(page))
