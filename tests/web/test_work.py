"""The page of what the program does by itself: its lists, and one more try of a letter."""

from datetime import timedelta

from circulair.app import Application
from circulair.commands.serving import tidy
from circulair.services import accounts
from circulair.services.actor import Role
from circulair.store import outbox, plans
from circulair.store.records import LetterRecord, PlanRecord, PlanState
from flows.plans import Aim
from tests.web.checked import CheckedClient
from tests.worlds import NOBODY, NOW, a_person


def a_failed_letter(app: Application, number: int = 1) -> int:
    """Put a letter in the outbox that failed and is due in an hour."""
    with app.store.unit_of_work() as session:
        letter = LetterRecord(
            message_id=f"<{number}>",
            recipient=f"jan{number}@example.org",
            language="nl",
            kind="sign_in",
            facts="{}",
            due_at=NOW + timedelta(hours=1),
            attempts=4,
            failed="SMTPRecipientsRefused",
            created_at=NOW,
        )
        outbox.add(letter)
        session.flush()
        return letter.id


def test_the_row_of_links_leads_to_it_and_it_says_when_the_round_never_ran(
    hub: CheckedClient, app: Application
) -> None:
    assert "Work of the program" in hub.get("/en/hub").words
    page = hub.get("/en/hub/werk")
    assert "The hourly round never ran here." in page.words
    tidy(app)
    assert "The hourly round never ran here." not in hub.get("/en/hub/werk").words


def test_a_failed_letter_is_told_with_its_reason_and_tried_once_more(
    hub: CheckedClient, app: Application
) -> None:
    number = a_failed_letter(app)
    page, later = hub.get("/en/hub/werk"), hub.get("/en/hub/werk")
    assert "The mail server does not take this address." in page.words
    done = hub.press(page, f"/brief/{number}")
    assert "The letter is tried again within a few seconds." in hub.follow(done).words
    with app.store.unit_of_work():
        assert list(outbox.claim(NOW)) == [number]
    assert "is being sent" in hub.get("/en/hub/werk").words
    assert hub.press(page, f"/brief/{number}").location == done.location
    late = hub.press(later, f"/brief/{number}", status=409)
    assert "This letter is being sent right now." in late.words


def test_many_letters_come_in_pages(hub: CheckedClient, app: Application) -> None:
    for number in range(51):
        a_failed_letter(app, number)
    first = hub.get("/en/hub/werk?lijst=retried")
    assert "1–50 of 51" in first.words
    assert "51–51 of 51" in hub.get("/en/hub/werk?lijst=retried&pagina=2").words
    for strange in ("?lijst=x&pagina=zz", "?lijst=bestanden", "?lijst=plannen&pagina=9", "?lijst=held"):
        assert "Nothing here" in hub.get(f"/en/hub/werk{strange}").words


def test_a_plan_of_who_is_forgotten_shows_no_made_up_address(hub: CheckedClient, app: Application) -> None:
    with app.store.unit_of_work():
        person = a_person(Role.HUB, None, "gone@example.org")
        plans.add(PlanRecord(aim=Aim.KM, state=PlanState.WAITING, asked_at=NOW, person_id=person.id))
        accounts.forget("gone@example.org", NOBODY)
    page = hub.get("/en/hub/werk?lijst=plannen")
    assert "a removed account" in page.words
    assert "nobody.invalid" not in page.text
