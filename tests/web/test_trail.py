"""The trail on screen: its lines, its search, its check, and how many questions it asks."""

from collections.abc import Callable

from circulair.app import Application
from circulair.store import trail
from circulair.store.records import TrailRecord
from circulair.store.session import current
from tests.statements import counted
from tests.stories import Story, agreed, proposed
from tests.web.checked import CheckedClient
from tests.worlds import NOW, a_firm


def test_lines_say_who_did_what_to_what(
    app: Application, hub: CheckedClient, tell: Callable[..., Story]
) -> None:
    story = tell(agreed)
    page = hub.get("/en/hub/spoor?soort=suggestion")
    assert "Put to both sides" in page.words
    assert f"Suggestion {story.suggestion_id}" in page.words
    with app.store.unit_of_work():
        trail.append(trail.Act("listing.given_up", "listing", 8, {"reason": "none"}), None, NOW)
    assert "Something else" in hub.get("/en/hub/spoor?soort=listing&nummer=8").words
    assert "Nobody did anything that fits" in hub.get("/en/hub/spoor?soort=vehicle&nummer=1").words


def test_a_day_that_is_none_is_told(hub: CheckedClient) -> None:
    assert hub.get("/en/hub/spoor?van=nonsense&nummer=x", 422).words


def test_the_check_says_that_it_is_right_or_what_is_not(app: Application, hub: CheckedClient) -> None:
    with app.store.unit_of_work():
        trail.append(trail.Act("plan.asked", "plan", 1), None, NOW)
    hub.press(hub.get("/en/hub/spoor"), "/spoor/controle")
    assert "right." in hub.get("/en/hub/spoor").words
    with app.store.unit_of_work():
        forged = TrailRecord(at=NOW, act="plan.asked", subject="plan", subject_id=1, chained="0" * 64)
        current().add(forged)
        current().flush()
        number = forged.id
    hub.press(hub.get("/en/hub/spoor"), "/spoor/controle")
    assert f"do not fit: the end, {number}." in hub.get("/en/hub/spoor").words


def test_the_number_of_questions_does_not_grow(
    app: Application, hub: CheckedClient, tell: Callable[..., Story]
) -> None:
    tell(proposed)
    hub.get("/en/hub/spoor")
    with counted(app.store.engine) as few:
        hub.get("/en/hub/spoor")
    with app.store.unit_of_work():
        for number in range(30):
            firm = a_firm(f"Other {number}")
            act = trail.Act("organisation.changed", "organisation", firm.organisation_id)
            trail.append(act, firm.member.person_id, NOW)
    with counted(app.store.engine) as many:
        hub.get("/en/hub/spoor")
    assert len(many) == len(few)
