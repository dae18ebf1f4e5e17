"""Errors: each is a page in our own words, with its status, and stores nothing."""

from collections.abc import Callable

import pytest
from flask import flash, get_flashed_messages
from sqlalchemy.orm.exc import StaleDataError

from circulair import errors
from circulair.app import Application
from circulair.permissions import actor, member, public
from circulair.services.faults import NotFoundError
from circulair.store import housekeeping, organisations
from circulair.store.records import RoleRecord, WorldRecord
from circulair.store.session import ConflictError, Store, current
from circulair.words import TEXTS
from flows.errors import FlowsError, OutOfRangeError
from flows.suggestions import Status, StepNotAllowedError
from tests.web.checked import CheckedClient, SignIn
from tests.worlds import a_firm

Break = Callable[[], str]


def breaking(app: Application, view: Break) -> CheckedClient:
    """Return a visitor of an application with one page more, at /breaks."""
    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.add_url_rule("/breaks", "breaks", public(view), methods=["GET", "POST"])
    return CheckedClient(app)


def test_every_status_of_the_table_belongs_to_an_error_with_words() -> None:
    assert errors.STATUS.keys() <= TEXTS.keys()


def test_a_page_that_is_not_there_says_so_in_dutch_and_in_english(client: CheckedClient) -> None:
    assert client.get("/bestaat-niet", 404).outline.language == "nl"
    assert "This page does not exist" in client.get("/en/bestaat-niet", 404).words


def test_a_method_that_does_not_fit_says_which_does(client: CheckedClient) -> None:
    allowed = client.get("/uitloggen", 405).response.headers["Allow"]
    assert set(allowed.split(", ")) == {"POST", "OPTIONS"}


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (NotFoundError("listing"), 404),
        (StepNotAllowedError(Status.DECLINED, Status.AGREED), 409),
        (OutOfRangeError("tonnes", 0, "above 0"), 400),
        (ConflictError("twin"), 409),
    ],
)
def test_a_refusal_is_a_page_with_its_own_status(app: Application, error: Exception, status: int) -> None:
    def view() -> str:
        raise error

    page = breaking(app, view).get("/en/breaks", status)
    assert page.outline.heads


def test_a_refusal_says_the_parts_of_its_error(app: Application) -> None:
    def view() -> str:
        raise StepNotAllowedError(Status.DECLINED, Status.AGREED)

    assert "Declined" in breaking(app, view).get("/en/breaks", 409).words


def test_what_breaks_on_our_side_shows_nothing_of_its_cause(app: Application) -> None:
    def view() -> str:
        raise ZeroDivisionError("secret cause")

    page = breaking(app, view).get("/en/breaks", 500)
    assert "Something went wrong on our side" in page.words
    assert "secret cause" not in page.text


def test_what_breaks_leaves_nothing_stored(app: Application) -> None:
    def view() -> str:
        a_firm()
        raise ZeroDivisionError

    breaking(app, view).post("/breaks", status=500)
    with app.store.unit_of_work(reading=True):
        assert organisations.count() == 0


def test_what_is_refused_leaves_nothing_stored(app: Application) -> None:
    def view() -> str:
        a_firm()
        raise FlowsError

    breaking(app, view).post("/breaks", status=400)
    with app.store.unit_of_work(reading=True):
        assert organisations.count() == 0


@pytest.mark.parametrize(("conflicts", "status"), [(1, 200), (2, 409)])
def test_who_met_a_conflict_is_tried_once_more(app: Application, conflicts: int, status: int) -> None:
    quicker = iter(range(conflicts))

    def view() -> str:
        for _ in quicker:
            raise StaleDataError("somebody was quicker")
        return "<!doctype html><html lang=nl><title>Done</title><h1>Done</h1></html>"

    breaking(app, view).get("/breaks", status)


def test_what_the_first_try_flashed_and_read_is_forgotten(app: Application, as_role: SignIn) -> None:
    flashed = iter(["first try", "second try"])
    quicker = iter([1])

    def view() -> str:
        flash(next(flashed))
        said = [str(words) for words in get_flashed_messages()]
        a_firm("Twin")
        for _ in quicker:
            raise StaleDataError("somebody was quicker")
        name = actor().role
        return f"<!doctype html><html lang=nl><title>Done</title><h1>{name}: {', '.join(said)}</h1></html>"

    breaking(app, view)
    app.view_functions["breaks"] = member(view)
    assert as_role("member").post("/breaks", status=200).words.endswith("member: second try")


def test_a_member_whose_last_try_fails_too_gets_a_page(app: Application, as_role: SignIn) -> None:
    def view() -> str:
        unit = current()
        unit.add_all([WorldRecord(id=1, demo=True), RoleRecord(name=actor().role)])
        unit.flush()
        return ""

    breaking(app, view)
    app.view_functions["breaks"] = member(view)
    as_role("member").post("/breaks", status=409)


def test_a_database_that_is_away_is_said_to_come_back(app: Application) -> None:
    app.store = Store("sqlite:////nowhere/at/all/circulair.db")
    page = CheckedClient(app).get("/", 503)
    assert page.response.headers["Retry-After"] == "5"
    app.store.close()


def test_the_process_answers_without_its_database(app: Application) -> None:
    app.store = Store("sqlite:////nowhere/at/all/circulair.db")
    client = CheckedClient(app)
    assert client.http.get("/health/live").json == {"status": "ok"}
    assert client.http.get("/health/ready").status_code == 503
    app.store.close()


def test_a_database_without_our_tables_is_not_ready(app: Application, tmp_path: object) -> None:
    app.store = Store(f"sqlite:///{tmp_path}/empty.db")
    assert CheckedClient(app).http.get("/health/ready").status_code == 503
    app.store.close()


def test_a_world_of_examples_says_so_on_every_page(app: Application) -> None:
    with app.store.unit_of_work():
        housekeeping.set_world(demo=True)
    client = CheckedClient(app)
    assert "every organisation here is invented" in client.get("/en/").words
    assert "every organisation here is invented" in client.get("/en/nowhere", 404).words
