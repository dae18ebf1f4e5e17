"""The worker takes imports further, each step by itself; one that breaks stops no other."""

import pytest

from circulair.app import Application
from circulair.jobs import imports as job
from circulair.services import imports
from circulair.services.imports import Upload
from circulair.services.positions import Place
from circulair.store import imports as store
from circulair.store import listings
from circulair.store.records import ImportRecord, ImportState
from tests.sheets import CARDBOARD, PALLETS, a_csv
from tests.worlds import Firm, a_firm

pytestmark = pytest.mark.both_databases


class Broken:
    """A service that does what no service should."""

    def find(self, postcode: str, house_number: str) -> Place | None:
        raise ZeroDivisionError


@pytest.fixture
def firm(app: Application) -> Firm:
    with app.store.unit_of_work():
        return a_firm()


def sent(app: Application, firm: Firm, content: bytes, name: str = "x.csv") -> int:
    with app.store.unit_of_work():
        return imports.stage(Upload(name, content, "nl"), firm.organisation_id, firm.member).id


def record(app: Application, import_id: int) -> ImportRecord:
    with app.store.unit_of_work(reading=True):
        found = store.one(import_id)
    assert found is not None
    return found


def test_a_sheet_is_read_and_then_waits_for_its_owner(app: Application, firm: Firm) -> None:
    import_id = sent(app, firm, a_csv(CARDBOARD, PALLETS))
    assert job.go_on(app) == 1
    assert (record(app, import_id).state, record(app, import_id).done) == (ImportState.CHECKED, 2)
    assert job.go_on(app) == 0


def test_a_confirmed_sheet_is_made_and_matched(app: Application, firm: Firm) -> None:
    import_id = sent(app, firm, a_csv(CARDBOARD, PALLETS))
    job.go_on(app)
    with app.store.unit_of_work():
        imports.confirm(import_id, firm.member)
    assert job.go_on(app) == 2
    assert record(app, import_id).state is ImportState.DONE
    with app.store.unit_of_work(reading=True):
        assert len(listings.everything()) == 2


def test_a_long_sheet_is_read_some_rows_at_a_time(app: Application, firm: Firm) -> None:
    rows = [CARDBOARD.replace("schoon", f"nr{number}") for number in range(450)]
    import_id = sent(app, firm, a_csv(*rows))
    assert job.one_step(app, print)
    assert (record(app, import_id).state, record(app, import_id).done) == (ImportState.READING, 200)
    assert job.go_on(app) == 2
    assert record(app, import_id).state is ImportState.CHECKED


def test_no_time_left_means_no_step(app: Application, firm: Firm) -> None:
    sent(app, firm, a_csv(CARDBOARD))
    assert job.go_on(app, seconds=0) == 0


def test_an_import_that_breaks_is_told_and_left_alone_for_a_while(app: Application, firm: Firm) -> None:
    bad = sent(app, firm, a_csv("aanbod;karton;6162 CD;3", heading="Soort;Wat;Postcode;Huisnummer"))
    good = sent(app, firm, a_csv(CARDBOARD), "other.csv")
    told: list[str] = []
    app.addresses = Broken()
    job.go_on(app, told.append)
    assert told == [f"import {bad}: ZeroDivisionError"]
    assert record(app, bad).failed == "ZeroDivisionError"
    assert record(app, good).state is ImportState.CHECKED
