"""One open question answered on its listing's own page: only that changes, the rest stands."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from werkzeug.datastructures import MultiDict

from circulair.app import Application
from circulair.services import listings as services
from circulair.services.listings import Draft
from circulair.web.forms.listings import told_of
from circulair.web.forms.one_question import ANSWERED_BY, OneQuestion
from circulair.words import TEXTS
from flows.law import YesNo
from flows.streams import Availability, Form, Quality, Side
from flows.units import Quantity
from tests.web.checked import SignIn
from tests.worlds import Firm, a_draft, a_firm

ANSWERS: Mapping[str, dict[str, object]] = {
    "quantity": {"amount": "3,5", "unit": "t", "period": "year"},
    "weight": {"weight_kg": "12"},
    "timing": {"until": "31-12-2028"},
    "offer.exact_material": {"other_material": "pallets"},
    "offer.quality": {"contamination_pct": "3"},
    "offer.moisture": {"moisture_pct": "7,5"},
    "offer.form": {"form": "baled"},
    "offer.class": {"classes": ["A", "B"]},
}

MEANS: Mapping[str, set[str]] = {
    "quantity": {"amount", "unit", "period", "weight_unknown"},
    "weight": {"weight_kg", "weight_unknown"},
    "timing": {"until"},
    "offer.exact_material": {"material"},
    "offer.quality": {"contamination_pct"},
    "offer.moisture": {"moisture_pct"},
    "offer.form": {"form"},
    "offer.class": {"classes"},
}
"""What each answer changes of a listing."""


@pytest.fixture
def firm(app: Application) -> Firm:
    with app.store.unit_of_work():
        return a_firm()


def told_at_length(firm: Firm) -> Draft:
    """Return a draft that says whatever can be said."""
    return replace(
        a_draft(Side.OFFER, firm, "wood"),
        title="Planken & balken, 1.250 stuks",
        quantity=Quantity(Decimal("1250.5"), "load", "month"),
        availability=Availability(date(2027, 4, 1), date(2028, 6, 30)),
        quality=Quality(form=Form.LOOSE, contamination_pct=1.5, moisture_pct=12.0, classes=("A",)),
        weight_unknown=True,
        description='Op pallets.\nNiet "buiten" gestaan.',
        contains_dangerous=YesNo.NO,
        max_km=12.5,
        public=True,
    )


def as_told(app: Application, number: int, firm: Firm) -> dict[str, object]:
    with app.test_request_context("/mijn"), app.store.unit_of_work(reading=True):
        return told_of(services.own(number, firm.member))


def test_every_question_has_fields() -> None:
    asked = {code.removeprefix("question.") for code in TEXTS if code.startswith("question.")}
    assert asked == set(ANSWERED_BY)


@pytest.mark.parametrize("question", ANSWERS)
def test_an_answer_leaves_everything_else_as_it_was(
    app: Application, as_role: SignIn, firm: Firm, question: str
) -> None:
    with app.store.unit_of_work():
        number = services.register(told_at_length(firm), firm.member).id
    before = as_told(app, number, firm)
    with app.test_request_context("/mijn"), app.store.unit_of_work(reading=True):
        asks = OneQuestion(services.own(number, firm.member), question, firm.member)
        rest: MultiDict[str, object] = MultiDict(list(asks.rest()))
    client = as_role("member", firm)
    client.post(f"/mijn/{number}/wijzigen", dict(rest) | ANSWERS[question])

    after = as_told(app, number, firm)
    assert {name for name in before if before[name] != after[name]} - {"version"} == MEANS[question]
    client.post(f"/mijn/{number}/wijzigen", dict(rest) | ANSWERS[question], status=409)  # somebody was first


def test_nobody_else_is_asked(app: Application, as_role: SignIn, firm: Firm) -> None:
    with app.store.unit_of_work():
        number = services.register(a_draft(Side.OFFER, firm, tonnes=None), firm.member).id
    own, hub = (as_role(*who).get(f"/en/mijn/{number}") for who in (("member", firm), ("hub",)))
    assert "Save the answer" in own.words
    assert "Save the answer" not in hub.words
    assert "A question to its owner" in hub.words
