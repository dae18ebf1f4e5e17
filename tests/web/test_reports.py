"""The hub's report of a month, on screen and as a sheet."""

import io
from collections.abc import Callable
from decimal import Decimal
from email.message import EmailMessage
from pathlib import Path

import pytest
from pypdf import PdfReader

from circulair.app import Application
from circulair.jobs.outbox import send_due
from circulair.services import exchanges, reports, reviews
from circulair.services.faults import NotAllowedError
from circulair.services.letters import UNDO
from circulair.services.reviews import Refusal
from circulair.words import TEXTS
from flows.exchanges import DeliveryStatus, Party
from flows.suggestions import Answer, Reason, Status
from tests.stories import Story, a_story, agreed, proposed
from tests.web.checked import SignIn
from tests.worlds import NOW


def moved(story: Story, tonnes: str = "4") -> Story:
    """Let the giver report a delivery and the receiver confirm it."""
    agreed(story)
    number = story.exchange.id
    made = exchanges.report_delivery(number, Party.GIVER, NOW.date(), Decimal(tonnes), story.giver.member)
    receiver = story.receiver.member
    exchanges.answer_delivery(made.id, number, Party.RECEIVER, DeliveryStatus.CONFIRMED, receiver)
    return story


def refused(story: Story) -> Story:
    """Let the giver say no because of the price."""
    proposed(story)
    refusal = Refusal(Reason.PRICE, "", Party.GIVER)
    reviews.answer(story.suggestion_id, Party.GIVER, Answer.NO, refusal, story.giver.member)
    return story


def told(app: Application, stage: Callable[[Story], Story]) -> Story:
    with app.store.unit_of_work():
        return stage(a_story())


def test_every_step_is_counted_once(app: Application) -> None:
    story = told(app, moved)
    with app.store.unit_of_work(reading=True):
        report = reports.of_month(NOW.date(), story.hub)
    assert {one.step: one.number for one in report.passages} == {
        Status.NEW: 1, Status.IN_REVIEW: 1, Status.PROPOSED: 1,
        Status.AGREED: 1, Status.MOVED: 1, Status.CONFIRMED: 1,
    }  # fmt: skip
    assert (report.offers, report.needs, report.deliveries, report.tonnes) == (1, 1, 1, Decimal(4))
    assert report.refusals.number == 0


def test_a_refusal_is_counted_by_reason_material_and_kind(app: Application) -> None:
    story = told(app, refused)
    with app.store.unit_of_work(reading=True):
        refusals = reports.of_month(NOW.date(), story.hub).refusals
    assert refusals.reasons == ((Reason.PRICE, (("giver", 1),)),)
    assert refusals.materials == (("plastics", 1),)
    assert refusals.kinds == (("shop", 1),)


def test_another_month_has_none_of_it(app: Application) -> None:
    story = told(app, moved)
    with app.store.unit_of_work(reading=True):
        report = reports.of_month(reports.months(NOW.date())[1], story.hub)
    assert {one.number for one in report.passages} == {0}
    assert (report.offers, report.deliveries, report.tonnes) == (0, 0, Decimal(0))


def test_only_the_hub_has_it(app: Application) -> None:
    story = told(app, moved)
    with app.store.unit_of_work(reading=True), pytest.raises(NotAllowedError):
        reports.of_month(NOW.date(), story.giver.member)


def test_the_page_tells_it(app: Application, as_role: SignIn) -> None:
    told(app, moved)
    hub = as_role("hub")
    page = hub.get("/en/hub/verslag?maand=2027-03")
    assert "Report of March 2027" in page.words
    assert "Report of February 2027" in hub.get("/en/hub/verslag").words
    assert "February 2027" in hub.get("/en/hub/lma").words
    assert "Moved and confirmed by both sides. Deliveries: 1" in page.words
    assert "Nothing was declined" in page.words
    assert "Report of February 2027" in hub.get("/en/hub/verslag?maand=2027-02").words


@pytest.mark.parametrize("month", ["2027-13", "1999-01", "2027-04", "x", "2027-3"])
def test_a_month_that_we_do_not_tell_is_not_found(as_role: SignIn, month: str) -> None:
    as_role("hub").get(f"/hub/verslag?maand={month}", 404)


def test_it_can_be_kept_as_a_sheet(app: Application, as_role: SignIn) -> None:
    told(app, refused)
    hub = as_role("hub")
    kept = hub.http.get("/en/hub/verslag/bestand/csv?maand=2027-03").get_data().decode("utf-8-sig")
    assert '"Declined, by reason",The price does not fit (Giver),1,' in kept
    assert hub.http.get("/en/hub/verslag/bestand/xlsx").get_data()[:2] == b"PK"


def test_a_month_that_still_runs_says_so_on_screen_in_the_sheet_and_on_paper(as_role: SignIn) -> None:
    hub, said = as_role("hub"), "This month still runs. These are the figures up to 1 Mar 2027."
    assert said in hub.get("/en/hub/verslag?maand=2027-03").words
    assert "This month still runs" not in hub.get("/en/hub/verslag?maand=2027-02").words
    kept = hub.http.get("/en/hub/verslag/bestand/csv?maand=2027-03").get_data().decode("utf-8-sig")
    assert f"Period,{said},," in kept
    reader = PdfReader(io.BytesIO(hub.http.get("/en/hub/verslag.pdf?maand=2027-03").get_data()))
    assert said in " ".join(" ".join(page.extract_text() for page in reader.pages).split())


@pytest.mark.parametrize(
    ("tonnes", "written"), [("4.326", "4,326"), ("0.0855", "0,0855"), ("4.50", "4,5"), ("20", "20")]
)
def test_its_sheet_tells_tonnes_as_a_dutch_page_does(
    app: Application, as_role: SignIn, tonnes: str, written: str
) -> None:
    told(app, lambda story: moved(story, tonnes))
    kept = as_role("hub").http.get("/hub/verslag/bestand/csv?maand=2027-03").get_data().decode("utf-8-sig")
    assert f"Ton;{written};" in kept


def test_what_moved_is_told_by_material_and_rung_and_sums_up(app: Application) -> None:
    story = told(app, moved)
    with app.store.unit_of_work(reading=True):
        report = reports.of_month(NOW.date(), story.hub)
    assert report.materials == (("ldpe-film", Decimal(4)),)
    assert [tonnes for _rung, tonnes in report.rungs] == [Decimal(4)]


def test_it_can_be_kept_as_a_pdf_of_the_same_words(app: Application, as_role: SignIn) -> None:
    told(app, moved)
    hub = as_role("hub")
    page = hub.get("/en/hub/verslag?maand=2027-03")
    assert {"/en/hub/verslag?maand=2027-02", "/en/hub/verslag.pdf?maand=2027-03"} <= set(page.outline.links)
    answer = hub.http.get("/en/hub/verslag.pdf?maand=2027-03")
    assert answer.headers["Content-Type"] == "application/pdf"
    reader = PdfReader(io.BytesIO(answer.get_data()))
    words = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    for said in ("Report of March 2027", "Tonnes by material", "LDPE film 4", "Deliveries 1"):
        assert said in words
    german = PdfReader(io.BytesIO(hub.http.get("/de/hub/verslag.pdf").get_data()))
    assert str(german.root_object["/Lang"]) == "de"


class Away:
    """A post office that is away."""

    def send(self, message: EmailMessage) -> None:
        raise ConnectionRefusedError("closed")


def test_the_hub_sees_which_letters_do_not_leave_and_why(app: Application, as_role: SignIn) -> None:
    story = told(app, proposed)
    app.clock, office, app.post_office = lambda: NOW + UNDO, app.post_office, Away()
    send_due(app)
    hub = as_role("hub")
    page = hub.get("/en/hub/post")
    assert "Letters that did not leave yet: 2." in page.words
    assert "ConnectionRefusedError" in page.words
    assert story.giver.email in page.words
    app.clock, app.post_office = lambda: NOW + 2 * UNDO, office
    send_due(app)
    page = hub.get("/en/hub/post")
    assert "All letters have left" in page.words
    assert "Question about a suggestion 2" in page.words


def test_every_kind_of_letter_has_words() -> None:
    kinds = {path.stem for path in Path("templates/mail").glob("*.txt")} - {"letter"}
    assert {f"letter.{kind}" for kind in kinds} - TEXTS.keys() == set()
