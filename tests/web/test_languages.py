"""A form that is filled in goes along to another language, and nothing is stored on the way."""

from decimal import Decimal

import pytest

from circulair.app import Application
from circulair.security import REWORDED
from circulair.store import listings
from circulair.store.records import ListingRecord
from tests.web.checked import CheckedClient, SignIn, form_with
from tests.worlds import a_firm

CARDBOARD: dict[str, object] = {
    "title": "Schoon karton",
    "amount": "2",
    "unit": "t",
    "period": "year",
    "until": "31-12-2027",
}


@pytest.fixture
def member(app: Application, as_role: SignIn) -> CheckedClient:
    with app.store.unit_of_work():
        firm = a_firm()
    return as_role("member", firm)


def stored(app: Application) -> list[ListingRecord]:
    with app.store.unit_of_work(reading=True):
        return list(listings.everything())


def test_a_form_with_a_fault_goes_to_another_language_with_all_that_was_typed(
    app: Application, member: CheckedClient
) -> None:
    faulty = member.submit(member.get("/aanbod/nieuw"), CARDBOARD | {"amount": "veel"}, 422)
    english = member.press(faulty, "/en/aanbod/nieuw", {REWORDED: "1"}, 422)
    assert english.outline.language == "en"
    assert "Something is not right yet" in english.words
    assert form_with(english, CARDBOARD).values["title"] == "Schoon karton"
    assert form_with(english, CARDBOARD).values["amount"] == "veel"
    assert stored(app) == []


def test_changing_the_language_stores_nothing_even_where_all_is_right(
    app: Application, member: CheckedClient
) -> None:
    told = CARDBOARD | {"until": "31 december 2027", "amount": "1,5"}
    faulty = member.submit(member.get("/en/aanbod/nieuw"), told, 422)
    dutch = member.press(faulty, "/aanbod/nieuw", {REWORDED: "1"}, 200)
    assert form_with(dutch, CARDBOARD).values["amount"] == "1,5"
    assert stored(app) == []
    member.submit(dutch, {"until": "31-12-2027"})
    assert stored(app)[0].tonnes_likely == Decimal("1.5")
