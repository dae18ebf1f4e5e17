"""Who somebody is and how to reach them is for their own, the hub and, once both agreed, the other side."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from circulair.services import accounts, releases
from circulair.services.actor import Actor, Role
from circulair.store import accounts as people
from circulair.store import listings, organisations
from flows.codes import public_code
from tests.rules.routes import Site, as_in_the_beginning, stored_site, table
from tests.worlds import NOW, a_reviewer

CANARY = accounts.Contact("Kanarie Zeldenrust", "046 999 88 77")
STREET = "Kanariestraat"
TRACES = ("Zeldenrust", "046 999 88 77", "+31469998877", STREET)

READING = [row.endpoint for row in table() if row.method == "GET"]


@pytest.fixture(scope="module")
def world(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The site, in which the giver told a name and a telephone and has a street, and all is published."""
    site = stored_site(sqlite_template, tmp_path_factory.mktemp("contacts"))
    with site.app.store.unit_of_work():
        offer = listings.one(site.numbers["listing_id"])
        assert offer is not None
        [giver] = people.members_of(offer.organisation_id)
        accounts.tell_contact(CANARY, Actor(NOW, Role.MEMBER, giver.id, offer.organisation_id))
        for place in organisations.premises_of(offer.organisation_id):
            place.street, place.house_number = STREET, "7"
        offer.public = True
        site.words["code"] = public_code("offer", offer.id, offer.created_at)
        hub = a_reviewer("publisher@example.org")
        releases.make(hub.today, hub)
    site.app.store.close()
    return site


@pytest.fixture
def site(world: Site) -> Iterator[Site]:
    """The site as it was in the beginning."""
    with as_in_the_beginning(world) as site:
        yield site


def traces(site: Site, actor: str, endpoint: str) -> list[str]:
    with site.visitor(actor).http.get(site.path(endpoint)) as answer:
        text = answer.get_data().decode("utf-8", "replace")
    return [trace for trace in TRACES if trace in text]


@pytest.mark.parametrize("actor", ["public", "other"])
@pytest.mark.parametrize("endpoint", READING)
def test_neither_the_public_nor_another_organisation_is_shown_them(
    site: Site, actor: str, endpoint: str
) -> None:
    assert traces(site, actor, endpoint) == []


def test_the_public_is_shown_the_offer_itself(site: Site) -> None:
    with site.visitor("public").http.get(site.path("public.thing")) as answer:
        assert answer.status_code == 200


@pytest.mark.parametrize("endpoint", sorted(set(READING) - {"exchanges.show"}))
def test_the_other_side_is_shown_them_on_the_exchange_only(site: Site, endpoint: str) -> None:
    assert traces(site, "partner", endpoint) == []


@pytest.mark.parametrize("actor", ["member", "partner", "hub"])
def test_both_sides_and_the_hub_read_on_the_exchange_whom_to_call_and_where(site: Site, actor: str) -> None:
    assert traces(site, actor, "exchanges.show") == list(TRACES)
