"""How amounts are written: room without a period, nothing left, and the container that is weighed."""

from dataclasses import replace
from decimal import Decimal

import pytest

from circulair.app import Application
from circulair.services import listings
from circulair.services.explanations import Measure, Value
from circulair.web import telling
from circulair.web.forms.listings import weight_question
from flows.streams import Side, exactly
from flows.units import Quantity
from flows.weighing import Conversion, told
from tests.stories import a_story, proposed
from tests.web.checked import SignIn
from tests.worlds import a_draft, a_firm


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (("60", "m2", "once"), "60 m²"),
        (("60", "m2", "month"), "60 m² per maand"),
        (("60", "kg", "once"), "60 kg eenmalig"),
    ],
)
def test_room_that_is_there_once_is_just_that_much_room(
    app: Application, typed: tuple[str, str, str], words: str
) -> None:
    with app.test_request_context():
        assert telling.typed(Quantity(Decimal(typed[0]), *typed[1:])) == words


def test_a_weight_that_was_reckoned_is_rounded_as_the_one_that_is_stored(app: Application) -> None:
    reckoned = 6 * 0.825
    assert reckoned < Decimal("4.95")
    with app.test_request_context():
        assert (
            telling.written(Value(Measure.TONNES, reckoned))
            == telling.span(exactly(Decimal("4.95")))
            == "5 t"
        )


@pytest.mark.parametrize(
    ("left", "side", "words"),
    [
        ("0", "offer", "niets meer beschikbaar"),
        ("0.0000004", "need", "niets meer gezocht"),
        ("0.4", "offer", "nog 400 kg van 2 t per jaar beschikbaar"),
    ],
)
def test_nothing_left_is_said_in_words(app: Application, left: str, side: str, words: str) -> None:
    with app.test_request_context():
        assert telling.still(Decimal(left), (Decimal(2), True), side).replace("2,0 t", "2 t") == words


def test_the_weight_of_a_container_is_asked_with_its_word(app: Application) -> None:
    with app.test_request_context():
        assert weight_question("load_kg", "crate") == "Hoeveel kilo zit er in één krat?"
        assert weight_question("piece_kg", "piece") == "Hoeveel kilo weegt er één?"


def test_a_weight_that_the_owner_gave_is_no_average(app: Application, as_role: SignIn) -> None:
    with app.store.unit_of_work():
        firm = a_firm()
        doors = Quantity(Decimal(60), "piece", "once")
        draft = replace(a_draft(Side.OFFER, firm), quantity=doors, weight=Conversion(piece=told(Decimal(18))))
        number = listings.register(draft, firm.member).id
    for path in ("/mijn", f"/mijn/{number}"):
        words = as_role("member", firm).get(path).words
        assert "omgerekend met het gewicht dat u opgaf" in words
        assert "C: omgerekend" not in words


def test_members_read_in_words_what_the_hub_reads_with_its_letter(app: Application, as_role: SignIn) -> None:
    with app.store.unit_of_work():
        story = proposed(a_story())
    words = as_role("member", story.giver).get(f"/voorstel/{story.suggestion_id}").words
    assert "zoals opgegeven" in words
    assert "B: " not in words
    assert "B: opgegeven" in as_role("hub").get(f"/hub/voorstel/{story.suggestion_id}").words


def test_a_yearly_amount_says_what_it_comes_to_until_its_last_day(app: Application, as_role: SignIn) -> None:
    with app.store.unit_of_work():
        story = proposed(a_story(offered="36.5", needed="36.5"))
        number = story.suggestion.lines[0].offer_id
    visitor = as_role("member", story.giver)
    for path in (f"/en/mijn/{number}", f"/en/voorstel/{story.suggestion_id}"):
        assert "until 31 Dec 2027 about 30.6 t in all" in visitor.get(path).words
