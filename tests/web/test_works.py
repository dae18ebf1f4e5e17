"""Pages of planned works: a late tab, a wrong answer beside its field, and where their offers are changed."""

import pytest

from circulair.app import Application
from tests.planned import DOORS, Planned, planned
from tests.web.checked import CheckedClient, SignIn


@pytest.fixture
def made(app: Application) -> Planned:
    with app.store.unit_of_work():
        return planned()


@pytest.fixture
def planner(as_role: SignIn, made: Planned) -> CheckedClient:
    return as_role("member", made.owner)


def test_an_offer_of_works_is_changed_in_their_plan(planner: CheckedClient, made: Planned) -> None:
    answer = planner.http.get("/en/mijn/1/wijzigen")
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/en/werken/{made.works_id}")
    page = planner.get("/en/mijn/1")
    assert "Demolition: Verzonnenstraat" in page.words
    assert "Our estimate, not surveyed yet" in page.words


def test_a_late_tab_is_told_so_and_changes_nothing(planner: CheckedClient, made: Planned) -> None:
    late = planner.post(
        f"/en/werken/{made.works_id}/aanbieden", {"materials": ["kitchens"], "version": "1"}, status=409
    )
    assert "Somebody changed this while you were looking" in late.words
    assert "1 offer" in planner.get("/en/werken").words


def test_a_count_that_is_no_whole_number_is_asked_beside_it(planner: CheckedClient, made: Planned) -> None:
    told = {"day": "1 March 2027", f"{DOORS}-count": "7.5", "version": "2"}
    page = planner.post(f"/en/werken/{made.works_id}/opname", told, status=422)
    assert "Fill in a whole number." in page.words
