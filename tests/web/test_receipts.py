"""Receipts of waste for the LMA: one row per number and month, confirmed deliveries once, read back."""

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import openpyxl
import pytest

from circulair.app import Application
from circulair.files.listing_sheets import SheetRow, read_sheet
from circulair.files.receipts import HEADINGS
from circulair.services import exchanges, receipts, reviews
from circulair.services.faults import NotAllowedError
from circulair.services.law_answers import LawAnswers, Told
from circulair.services.receipts import Lack, Receipt
from flows.exchanges import DeliveryStatus, Party
from flows.law import LegalStatus
from flows.suggestions import Answer
from tests.stories import LAWFUL_WASTE, Story, agreed, answered, in_review
from tests.web.checked import CheckedClient
from tests.worlds import NOW

pytestmark = pytest.mark.both_databases

MARCH = NOW.date().replace(day=1)
NUMBERED = {
    "receiver_lma": Told("yes"),
    "receiver_stream_number": Told("12345ABC0001"),
    "receiver_method": Told("C02"),
}


def as_waste(story: Story, **told: Told) -> Story:
    """Let the two sides agree on packaging of plastic, its receiver known to the LMA unless told."""
    law = {**LAWFUL_WASTE, **NUMBERED, **told}
    answers = LawAnswers(LegalStatus.WASTE, "", "150102", answers=law, weighed=("law.no_standard",))
    answered(answered(in_review(story), answers), answers)
    reviews.propose(story.suggestion_id, story.version, story.hub)
    reviews.answer(story.suggestion_id, Party.GIVER, Answer.YES, None, story.giver.member)
    reviews.answer(story.suggestion_id, Party.RECEIVER, Answer.YES, None, story.receiver.member)
    return story


def deliver(story: Story, tonnes: str, answer: DeliveryStatus | None = DeliveryStatus.CONFIRMED) -> None:
    """Report a delivery of today and let the other side answer it."""
    number, giver = story.exchange.id, story.giver.member
    made = exchanges.report_delivery(number, Party.GIVER, NOW.date(), Decimal(tonnes), giver)
    if answer is not None:
        exchanges.answer_delivery(made.id, number, Party.RECEIVER, answer, story.receiver.member)


def moved(story: Story) -> Story:
    """Let two deliveries be confirmed, one disputed, and one wait."""
    as_waste(story)
    deliver(story, "1.25")
    deliver(story, "0.5")
    deliver(story, "3", DeliveryStatus.DISPUTED)
    deliver(story, "4", None)
    return story


def of_march(app: Application, story: Story) -> tuple[Receipt, ...]:
    with app.store.unit_of_work(reading=True):
        return receipts.of_month(MARCH, story.hub)


def read_back(content: bytes) -> tuple[SheetRow, ...]:
    return read_sheet(content, "nl").rows


def test_only_what_both_sides_confirmed_counts_and_once(app: Application, tell: Callable[..., Story]) -> None:
    [one] = of_march(app, tell(moved))
    assert (one.kilograms, one.loads, one.first) == (Decimal(1750), 2, True)
    assert (one.stream.number, one.processor, one.stream.method) == ("12345ABC0001", "12345", "C02")
    assert one.lacks == (Lack.ORIGIN,)


def test_what_is_no_waste_is_not_there_nor_another_month(
    app: Application, tell: Callable[..., Story]
) -> None:
    story = tell(agreed)
    with app.store.unit_of_work():
        deliver(story, "2")
    assert of_march(app, story) == ()
    with app.store.unit_of_work(reading=True):
        assert receipts.of_month(MARCH - timedelta(days=28), story.hub) == ()


def test_what_a_receipt_lacks_is_named(app: Application, tell: Callable[..., Story]) -> None:
    story = tell(
        lambda one: as_waste(
            one, receiver_lma=Told("no"), transport_by=Told("collector"), transport_vihb=Told("123456XIXX")
        )
    )
    with app.store.unit_of_work():
        deliver(story, "2")
    [one] = of_march(app, story)
    assert one.lacks == (Lack.NUMBER, Lack.METHOD, Lack.ORIGIN, Lack.ROUTE)
    assert (one.reports, one.processor) == ("no", "")


def test_only_the_hub_has_them(app: Application, tell: Callable[..., Story]) -> None:
    story = tell(moved)
    with app.store.unit_of_work(reading=True), pytest.raises(NotAllowedError):
        receipts.of_month(MARCH, replace(story.giver.member))


def test_the_sheet_has_the_fields_of_the_lma_and_is_read_back(
    hub: CheckedClient, tell: Callable[..., Story]
) -> None:
    tell(moved)
    content = hub.http.get("/en/hub/lma/bestand/xlsx?maand=2027-03").get_data()
    rows = list(openpyxl.load_workbook(io.BytesIO(content))["LMA"].values)
    assert rows[0] == HEADINGS
    told = dict(zip(*rows, strict=True))
    assert (told["Afvalstroomnummer"], told["Gewicht_KG"], told["Aantal_vrachten"]) == (
        "12345ABC0001",
        1750,
        2,
    )
    assert (told["Euralcode"], told["VerwerkingsMethode Omschrijving"]) == ("150102", "Shredderen / knippen")
    assert (told["MeldPeriodeJAAR"], told["MeldPeriodeMAAND"]) == (2027, 3)
    for kind in ("xlsx", "csv"):
        kept = hub.http.get(f"/hub/lma/bestand/{kind}?maand=2027-03").get_data()
        [row] = read_back(kept)
        assert row.cells["amount"] == Decimal(1750)
        assert (row.cells["unit"], row.cells["eural"]) == ("kg", "150102")
    hub.get("/hub/lma/bestand/ods", 404)


@pytest.mark.parametrize("name", ['=HYPERLINK("x")', "+1", "-1", "@x", "＝1"])
def test_a_name_like_a_formula_leaves_harmless_and_comes_back(
    app: Application, hub: CheckedClient, tell: Callable[..., Story], name: str
) -> None:
    story = tell(moved)
    with app.store.unit_of_work():
        story.exchange.offer.title = name
    kept = hub.http.get("/hub/lma/bestand/csv?maand=2027-03").get_data()
    assert f"'{name[:2]}" in kept.decode("utf-8-sig")
    assert read_back(kept)[0].cells["title"] == name


def test_the_page_shows_each_row_and_where_to_look(hub: CheckedClient, tell: Callable[..., Story]) -> None:
    story = tell(moved)
    page = hub.get("/en/hub/lma?maand=2027-03")
    for words in ("12345ABC0001", "1,750", "no postcode and house number of the origin", "First receipt"):
        assert words in page.words
    assert f"/en/hub/voorstel/{story.suggestion_id}" in page.outline.links
    assert "Nothing to report" in hub.get("/en/hub/lma?maand=2027-02").words


def late_address(app: Application, story: Story) -> str:
    with app.store.unit_of_work(reading=True):
        line = story.suggestion.lines[0].id
    return f"/en/hub/lma/voorstel/{story.suggestion_id}/{line}?maand=2027-03"


def test_what_is_missing_is_filled_in_from_the_row_and_leads_back(
    app: Application, hub: CheckedClient, tell: Callable[..., Story]
) -> None:
    story = tell(lambda one: as_waste(one, receiver_lma=Told("no")))
    with app.store.unit_of_work():
        deliver(story, "2")
        version = story.version
    address = late_address(app, story)
    assert address in hub.get("/en/hub/lma?maand=2027-03").outline.links
    page = hub.get(address)
    assert "Does the receiver's permit or notification list this code?" in page.words
    told: dict[str, object] = {"receiver_method_proof": "", "receiver_stream_number_proof": ""}
    wrong = {**told, "version": version, "receiver_stream_number": "123"}
    assert "“123” is no waste stream number" in hub.post(address, wrong, 422).words
    right = {**wrong, "receiver_stream_number": "12345 abc 0001", "receiver_method": "C02"}
    hub.post(address, right, 303)
    assert of_march(app, story)[0].lacks == (Lack.ORIGIN,)
    late = hub.post(address, {**right, "receiver_method": "C03"}, 409)
    assert "12345ABC0001" in late.text
    assert of_march(app, story)[0].stream.method == "C02"
    hub.post(address, {**right, "status": "product"}, 400)
