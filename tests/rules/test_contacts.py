"""Who somebody is and how to reach them is for their own, the hub and, once both agreed, the other side."""

import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from circulair.app import create_app
from circulair.config import Settings
from circulair.services import accounts, releases
from circulair.services.actor import Actor, Role
from circulair.store import accounts as people
from circulair.store import listings, organisations
from circulair.store.session import Store
from tests.rules.routes import Site, a_site, table
from tests.web.checked import QUICK
from tests.worlds import NOW, a_reviewer

CANARY = accounts.Contact("Kanarie Zeldenrust", "046 999 88 77")
STREET = "Kanariestraat"
TRACES = ("Zeldenrust", "046 999 88 77", "0469998877", STREET)

READING = [row.endpoint for row in table() if row.method == "GET"]


@pytest.fixture(scope="module")
def world(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The site, in which the giver told a name and a telephone and has a street, and all is published."""
    folder = tmp_path_factory.mktemp("contacts")
    database = f"sqlite:///{shutil.copy(sqlite_template, folder / 'world.db')}"
    app = create_app(Settings(data_dir=str(folder), database_url=database), QUICK)
    app.clock = lambda: NOW
    site = a_site(app)
    with app.store.unit_of_work():
        offer = listings.one(site.numbers["listing_id"])
        assert offer is not None
        [giver] = people.members_of(offer.organisation_id)
        accounts.tell_contact(CANARY, Actor(NOW, Role.MEMBER, giver.id, offer.organisation_id))
        for place in organisations.premises_of(offer.organisation_id):
            place.street, place.house_number = STREET, "7"
        offer.public = True
        hub = a_reviewer("publisher@example.org")
        releases.make(hub.today, hub)
    app.store.close()
    return site


@pytest.fixture
def site(world: Site, tmp_path: Path) -> Iterator[Site]:
    """The site as it was in the beginning."""
    kept = Path(world.app.settings.data_dir) / "world.db"
    with closing(Store(f"sqlite:///{shutil.copy(kept, tmp_path / 'world.db')}")) as world.app.store:
        yield world


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


@pytest.mark.parametrize("endpoint", sorted(set(READING) - {"exchanges.show"}))
def test_the_other_side_is_shown_them_on_the_exchange_only(site: Site, endpoint: str) -> None:
    assert traces(site, "partner", endpoint) == []


@pytest.mark.parametrize("actor", ["member", "partner", "hub"])
def test_both_sides_and_the_hub_read_on_the_exchange_whom_to_call_and_where(site: Site, actor: str) -> None:
    assert traces(site, actor, "exchanges.show") == list(TRACES)
