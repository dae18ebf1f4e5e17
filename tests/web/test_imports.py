"""The pages of imports: sending a sheet, reading its faults, choosing, placing, following and taking back."""

import io
import secrets

import pytest
from werkzeug.test import TestResponse

from circulair.app import Application
from circulair.files.listing_sheets import read_sheet
from circulair.jobs import imports as job
from circulair.services.imports import SMALL
from circulair.store import imports, listings, organisations
from circulair.store.records import ImportState, ListingRecord, ListingState
from flows.law import YesNo
from flows.streams import Side
from tests.sheets import (
    CARDBOARD,
    PALLETS,
    UNCLEAR,
    WRONG,
    a_bomb,
    a_csv,
    a_workbook,
    an_old_workbook,
    billion_laughs,
    with_macros,
)
from tests.web.checked import CheckedClient, Page, SignIn
from tests.worlds import Firm, a_firm, an_offer_listing

MANY = [CARDBOARD.replace("schoon", f"nr{number}") for number in range(SMALL + 1)]


@pytest.fixture
def firm(app: Application) -> Firm:
    with app.store.unit_of_work():
        return a_firm()


@pytest.fixture
def member(as_role: SignIn, firm: Firm) -> CheckedClient:
    return as_role("member", firm)


def stored(app: Application) -> list[ListingRecord]:
    with app.store.unit_of_work(reading=True):
        return list(listings.everything())


def send(
    member: CheckedClient, content: bytes, name: str = "stromen.csv", status: int = 303, language: str = "/en"
) -> Page:
    page = member.get(f"{language}/mijn/invoeren")
    return member.submit(page, {"file": (io.BytesIO(content), name)}, status=status)


def sent(member: CheckedClient, *rows: str) -> Page:
    """Send a sheet and return the page that shows how it was understood."""
    return member.follow(send(member, a_csv(*rows)))


def test_a_good_sheet_is_looked_at_and_placed(app: Application, member: CheckedClient) -> None:
    page = sent(member, CARDBOARD, PALLETS)
    assert "All 2 rows are right" in page.words
    assert "Cardboard (understood from your words)" in page.words
    assert "Pallets (as in your file)" in page.words
    assert stored(app) == []

    page = member.follow(member.press(page, "/bevestigen"))

    assert "Your file has been imported" in page.words
    assert [one.title for one in stored(app)] == ["schoon karton", "houten pallets"]
    assert "From the file stromen.csv" in member.get("/en/mijn/1").words


def test_faults_stand_beside_their_rows_in_the_language_of_the_page(
    app: Application, member: CheckedClient
) -> None:
    page = sent(member, CARDBOARD, WRONG)
    for words in (
        "1 row is not right yet",
        "1.5 Do you mean 1.5 or 15?",
        "31-13-2027 Write a day that exists",
        "You have no place called 'Nergens'. You have: Bakkerij Korrel.",
    ):
        assert words in page.words
    assert "Place 1 listing" not in page.words
    dutch = member.get(page.response.request.path.removeprefix("/en"))
    assert "Schrijf een dag die bestaat" in dutch.words


def test_only_what_is_wrong_can_be_shown(member: CheckedClient) -> None:
    path = sent(member, CARDBOARD, WRONG).response.request.path
    page = member.get(f"{path}?toon=fouten")
    assert "bakstenen" in page.words
    assert "schoon karton" not in page.words


def test_an_unclear_row_is_chosen_with_one_click(app: Application, member: CheckedClient) -> None:
    page = sent(member, "aanbod;stalen stellingkasten;;12;stuks;eenmalig;31-1-2028;", CARDBOARD)
    assert "We are not sure what this is" in page.words
    answer = member.press(page, "/rij/2", {"material": "steel-scrap"})
    assert answer.location.endswith("#regel-2")
    page = member.follow(answer)
    assert "Chosen for 1 row." in page.words
    assert "All 2 rows are right" in page.words


def test_another_material_is_chosen_from_the_whole_list(member: CheckedClient) -> None:
    page = sent(member, UNCLEAR, UNCLEAR.replace(";3;", ";4;"))
    row = member.get(f"{page.response.request.path}/rij/2")
    refused = member.submit(row, {"other_material": ""}, status=422)
    assert "Choose the material." in refused.words
    refused = member.submit(row, {"other_material": "unobtainium"}, status=422)
    assert "Choose one from the list." in refused.words
    page = member.follow(member.submit(row, {"other_material": "clothing"}))
    assert "Chosen for 2 rows with the same words." in page.words


def test_the_same_file_twice_adds_nothing_and_says_so(app: Application, member: CheckedClient) -> None:
    member.press(sent(member, CARDBOARD), "/bevestigen")
    page = sent(member, CARDBOARD)
    assert "This file was imported before. Nothing was added." in page.words
    assert len(stored(app)) == 1


def test_a_doubled_row_is_told_and_counts_once(app: Application, member: CheckedClient) -> None:
    page = sent(member, CARDBOARD, PALLETS, CARDBOARD)
    assert "1 row says exactly the same as an earlier one; it counts once." in page.words
    assert "The same as row 2." in page.words
    member.press(page, "/bevestigen")
    assert len(stored(app)) == 2


def test_rows_that_are_listed_already_are_shown_and_left_out(app: Application, member: CheckedClient) -> None:
    member.press(sent(member, CARDBOARD), "/bevestigen")
    page = sent(member, CARDBOARD, PALLETS)
    assert "1 row is among your listings already; we leave it out." in page.words
    member.press(page, "/bevestigen")
    assert len(stored(app)) == 2


def test_a_sheet_that_is_thrown_away_leaves_nothing(app: Application, member: CheckedClient) -> None:
    page = member.follow(member.press(sent(member, CARDBOARD), "/weggooien"))
    assert "Nothing of this file was imported" in page.words
    assert stored(app) == []


def test_an_import_is_taken_back_whole_after_asking_once(app: Application, member: CheckedClient) -> None:
    page = member.follow(member.press(sent(member, CARDBOARD, PALLETS), "/bevestigen"))
    asked = member.get(f"{page.response.request.path}/intrekken")
    assert "2 listings are withdrawn" in asked.words
    page = member.follow(member.submit(asked, {}))
    assert "This import was taken back" in page.words
    assert {one.state for one in stored(app)} == {ListingState.WITHDRAWN}


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "leeg.csv", "There are no filled-in rows"),
        (a_csv(), "kop.csv", "There are no filled-in rows"),
        (b"Wat;Kleur;Eenheid\nx;y;kg\n", "x.csv", "We do not know the column 'Kleur'."),
        (b"Wat;Kleur;Eenheid\nx;y;kg\n", "x.csv", "The column 'Aanbod of vraag' is missing."),
        (b"Soort;Wat\naanbod;a\x00\n", "nul.csv", "characters in this file that no text has"),
        (an_old_workbook(), "x.xlsx", "an old kind of Excel file (.xls)"),
        (an_old_workbook(locked=True), "x.xlsx", "locked with a password"),
        (with_macros(), "x.xlsm", "There are macros in this file."),
        (a_bomb(), "x.xlsx", "far too large when it is opened"),
        (billion_laughs(), "x.xlsx", "This file cannot be opened."),
        (a_workbook([["a", "b"], [1, 2]]), "x.xlsx", "We cannot find the names of the columns."),
    ],
)
def test_a_bad_file_is_refused_beside_the_field_and_stores_nothing(
    app: Application, member: CheckedClient, content: bytes, name: str, words: str
) -> None:
    page = send(member, content, name, status=422)
    assert words in page.words
    with app.store.unit_of_work(reading=True):
        assert imports.of_organisation(1, 10) == []


def test_no_file_is_asked_for(member: CheckedClient) -> None:
    page = member.post("/en/mijn/invoeren", status=422)
    assert "Choose a file: your filled-in sheet" in page.words


def send_large(visitor: CheckedClient, content: bytes, name: str = "stromen.csv") -> TestResponse:
    """Send a large file as a browser does; the client for tests would leave a file of its own open."""
    keys = {"csrf_token": visitor.token(), "idempotency_key": secrets.token_urlsafe(24)}
    fields = "".join(
        f'--limit\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'
        for key, value in keys.items()
    )
    head = f'--limit\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    body = (fields + head).encode() + content + b"\r\n--limit--\r\n"
    kind = "multipart/form-data; boundary=limit"
    return visitor.http.post("/en/mijn/invoeren", data=body, content_type=kind)


def test_a_file_above_the_limit_is_refused_and_one_below_is_read(member: CheckedClient) -> None:
    rows = [f"aanbod;karton {number};;;;;;{'x' * 1000}" for number in range(9000)]
    below = a_csv(*rows)
    assert 9_000_000 < len(below) < 10_000_000
    assert send_large(member, below).status_code == 303
    assert "larger than 10 MB" in send_large(member, b"x" * (10 * 1024 * 1024 + 1)).text
    too_large = send_large(member, b"x" * (11 * 1024 * 1024))
    assert (too_large.status_code, "This file is too big" in too_large.text) == (413, True)


def test_a_file_name_as_long_as_a_book_is_refused(member: CheckedClient) -> None:
    assert send_large(member, a_csv(CARDBOARD), "x" * 10_000_000).status_code in (400, 413)


def test_nobody_sends_a_large_file_without_signing_in(client: CheckedClient) -> None:
    assert send_large(client, b"x" * 400_000).status_code == 413


def test_a_large_form_elsewhere_is_still_refused(member: CheckedClient) -> None:
    assert member.http.post("/aanbod/nieuw", data={"title": "x" * 400_000}).status_code == 413


def test_the_same_key_with_another_file_is_refused(member: CheckedClient) -> None:
    page = member.get("/mijn/invoeren")
    first = member.submit(page, {"file": (io.BytesIO(a_csv(CARDBOARD)), "x.csv")})
    again = member.submit(page, {"file": (io.BytesIO(a_csv(CARDBOARD)), "x.csv")})
    assert again.location == first.location
    member.submit(page, {"file": (io.BytesIO(a_csv(PALLETS)), "x.csv")}, status=422)


def test_what_a_sheet_says_is_shown_as_text(member: CheckedClient) -> None:
    nasty = "<script>alert(1)</script>"
    page = member.follow(send(member, a_csv(f"{nasty};{nasty};{nasty};{nasty};;;;{nasty}"), f"{nasty}.csv"))
    assert nasty not in page.text
    assert nasty in page.words


def test_a_long_sheet_is_left_to_the_worker_and_its_page_renews_itself(
    app: Application, member: CheckedClient
) -> None:
    page = sent(member, *MANY)
    assert "We are reading your file" in page.words
    assert page.response.headers["Refresh"] == "5"
    path = page.response.request.path
    still = member.get(f"{path}?stil=1")
    assert "Refresh" not in still.response.headers

    job.go_on(app)
    page = member.get(path)
    assert f"All {len(MANY)} rows are right" in page.words
    assert "page 1 of 2" in page.words
    assert "nr60" in member.get(f"{path}?blad=2").words

    page = member.follow(member.press(page, "/bevestigen"))
    assert "We are placing your listings" in page.words
    assert stored(app) == []
    job.go_on(app)
    assert "Your file has been imported" in member.get(path).words
    assert len(stored(app)) == len(MANY)


def test_a_step_that_failed_is_told(app: Application, member: CheckedClient) -> None:
    page = sent(member, *MANY)
    with app.store.unit_of_work():
        imports.lease(1, app.clock(), "ZeroDivisionError")
    page = member.get(page.response.request.path)
    assert "We try again in a few minutes." in page.words


def test_the_list_of_files_shows_where_each_stands(member: CheckedClient) -> None:
    member.press(sent(member, CARDBOARD), "/bevestigen")
    send(member, a_csv(WRONG), "fout.csv")
    page = member.get("/en/mijn/invoeren")
    assert "stromen.csv Imported" in page.words
    assert "fout.csv Waits for you" in page.words


@pytest.mark.parametrize("address", ["?blad=0", "?blad=-1", "?blad=9999", "?blad=x", "?toon=x"])
def test_strange_pages_of_rows_are_answered(member: CheckedClient, address: str) -> None:
    page = sent(member, CARDBOARD)
    assert member.get(page.response.request.path + address).status == 200


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_template_comes_in_three_languages(member: CheckedClient, kind: str) -> None:
    for address, name in (("", "Aanbod"), ("?taal=de", "Angebot"), ("?taal=xx", "Aanbod")):
        answer = member.get(f"/mijn/invoeren/sjabloon/{kind}{address}").response
        assert f"circulair-sjabloon.{kind}" in answer.headers["Content-Disposition"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert kind == "xlsx" or name in answer.get_data(as_text=True)
    assert member.get("/mijn/invoeren/sjabloon/exe", status=404).status == 404


def everything(firm: Firm) -> None:
    """Register a listing that says all that one can say, and one that says little."""
    full = an_offer_listing(firm, "wood", "1.125")
    full.title, full.description = "=HYPERLINK(x)", "@regel één\n-regel twee"
    full.classes, full.contamination_pct, full.max_km = "A B", 2.5, 12.5
    full.contains_dangerous, full.public, full.eural = YesNo.NO, True, "170201"
    little = an_offer_listing(firm, "cardboard", None)
    little.start = little.end = None


def told(listing: ListingRecord) -> tuple[object, ...]:
    """Return all that an owner says of a listing."""
    answers = (
        listing.side,
        listing.title,
        listing.material,
        listing.eural,
        listing.description,
        listing.typed,
    )
    when = (listing.start, listing.end, listing.state, listing.tonnes, listing.weight_note)
    quality = (listing.form, listing.contamination_pct, listing.moisture_pct, listing.classes)
    return (*answers, *when, *quality, listing.max_km, listing.contains_dangerous, listing.public)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("language", ["", "/en", "/de"])
def test_a_download_is_imported_again_unchanged(
    app: Application, as_role: SignIn, firm: Firm, member: CheckedClient, kind: str, language: str
) -> None:
    with app.store.unit_of_work():
        everything(firm)
        other = a_firm("Other")
        for place in organisations.premises_of(other.organisation_id):
            place.name = "Bakkerij Korrel"
    content = member.get(f"{language}/mijn/downloaden/{kind}").response.get_data()
    assert b"=HYPERLINK(x)" not in content.replace(b"'=HYPERLINK(x)", b"")

    taker = as_role("member", other)
    page = taker.follow(send(taker, content, f"x.{kind}", language=language))
    taker.press(page, "/bevestigen")

    with app.store.unit_of_work(reading=True):
        gave, took = (
            sorted(listings.of_organisation(one.organisation_id), key=lambda it: it.id)
            for one in (firm, other)
        )
    assert [told(one) for one in took] == [told(one) for one in gave]
    again = member.follow(send(member, content, f"x.{kind}"))
    assert "Everything in this file is among your listings already." in again.words


def test_a_download_holds_what_lives_and_no_more(app: Application, firm: Firm, member: CheckedClient) -> None:
    with app.store.unit_of_work():
        an_offer_listing(firm, "cardboard")
        an_offer_listing(firm, "pallets").state = ListingState.WITHDRAWN
        an_offer_listing(a_firm("Other"), "bricks")
    rows = read_sheet(member.get("/mijn/downloaden/csv").response.get_data(), "nl").rows
    assert [row.cells["material"] for row in rows] == ["Karton"]


def test_the_ways_in_are_on_ones_own_page(app: Application, firm: Firm, member: CheckedClient) -> None:
    with app.store.unit_of_work():
        an_offer_listing(firm)
    links = member.get("/mijn").outline.links
    assert {"/mijn/invoeren", "/mijn/downloaden/xlsx", "/mijn/downloaden/csv"} <= set(links)


def test_a_workbook_with_typed_cells_is_placed(app: Application, member: CheckedClient) -> None:
    rows: list[list[object]] = [
        ["Soort", "Wat", "Hoeveelheid", "Eenheid", "Hoe vaak"],
        ["vraag", "karton", 2.5, "ton", "per jaar"],
    ]
    page = member.follow(send(member, a_workbook(rows, "Uitleg"), "x.xlsx"))
    member.press(page, "/bevestigen")
    [made] = stored(app)
    assert (made.side, str(made.typed_value)) == (Side.NEED, "2.5")


def test_a_sheet_whose_rows_changed_meanwhile_is_not_placed(app: Application, member: CheckedClient) -> None:
    page = sent(member, CARDBOARD, UNCLEAR)
    answer = member.post(f"{page.response.request.path}/bevestigen", status=409)
    assert "Nothing was imported." in answer.words
    with app.store.unit_of_work(reading=True):
        found = imports.one(1)
    assert found is not None
    assert found.state is ImportState.CHECKED
