"""Numbers and days are read as the page's language writes them; a form goes along to another language."""

from datetime import date
from decimal import Decimal
from io import BytesIO
from secrets import token_urlsafe

import pytest

from circulair.app import Application
from circulair.language import alphabetical, day, day_in_field, inside_sentence, label, plain_number
from circulair.security import REWORDED
from circulair.store import listings
from circulair.store.records import ListingRecord
from circulair.web.telling import share
from tests.web.checked import CheckedClient, SignIn, form_with
from tests.worlds import a_firm

CARDBOARD: dict[str, object] = {
    "title": "Schoon karton",
    "amount": "2",
    "unit": "t",
    "period": "year",
    "until": "31-12-2027",
}
END_OF_MARCH = date(2027, 3, 31)


KEYS = ("csrf_token", "idempotency_key")


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


@pytest.mark.parametrize("typed", ["31.3.2027", "31. März 2027", "31. Mrz. 2027", "31.3.27", "31 maart"])
def test_a_number_and_a_day_on_a_german_page_are_read_as_german(
    app: Application, member: CheckedClient, typed: str
) -> None:
    told = CARDBOARD | {"title": "saubere Kartons", "amount": "1.250,5", "until": typed}
    member.submit(member.get("/de/aanbod/nieuw"), told)
    [listing] = stored(app)
    assert (listing.tonnes_likely, listing.end) == (Decimal("1250.5"), END_OF_MARCH)
    form = form_with(member.get(f"/de/mijn/{listing.id}/wijzigen"), CARDBOARD)
    assert (form.values["amount"], form.values["until"]) == ("1250,5", "31.3.2027")
    words = member.get(f"/de/mijn/{listing.id}").words
    assert "1.250,5 t" in words
    assert "31. März 2027" in words


def test_a_line_on_a_german_page_is_read_as_german(member: CheckedClient) -> None:
    words = member.get("/de/aanbod/nieuw?zin=jede+Woche+1,5+Tonnen+Karton+bis+Ende+März").words
    assert "1,5 Tonnen" in words
    assert "pro Woche" in words
    assert "31. März" in words


def test_an_unclear_number_is_asked_in_german(member: CheckedClient) -> None:
    told = CARDBOARD | {"amount": "1.5", "until": "31.3.2027"}
    page = member.submit(member.get("/de/aanbod/nieuw"), told, 422)
    assert "Meinen Sie 1,5 oder 15?" in page.words


@pytest.mark.parametrize(
    ("language", "typed", "shown", "number", "form"),
    [
        ("nl", "31-3-2027", "31 mrt 2027", "1250,5", "in zakken"),
        ("en", "31 March 2027", "31 Mar 2027", "1250.5", "in bags"),
        ("de", "31.3.2027", "31. März 2027", "1250,5", "In Säcken"),
    ],
)
def test_a_language_is_written_as_its_readers_write(
    app: Application, language: str, typed: str, shown: str, number: str, form: str
) -> None:
    with app.test_request_context("/", environ_overrides={"circulair.language": language}):
        assert (day_in_field(END_OF_MARCH), day(END_OF_MARCH)) == (typed, shown)
        assert plain_number(Decimal("1250.5")) == number
        assert inside_sentence(label("form.bagged")) == form


@pytest.mark.parametrize(
    ("language", "words", "inside"),
    [
        ("nl", "Koffiedik", "koffiedik"),
        ("nl", "LDPE-folie", "LDPE-folie"),
        ("nl", "A-hout (onbehandeld)", "A-hout (onbehandeld)"),
        ("en", "PET bottles", "PET bottles"),
        ("en", "Which class is it?", "which class is it?"),
        ("de", "Kaffeesatz", "Kaffeesatz"),
        ("nl", "", ""),
    ],
)
def test_inside_a_sentence_a_name_begins_small_unless_it_is_an_abbreviation(
    app: Application, language: str, words: str, inside: str
) -> None:
    with app.test_request_context("/", environ_overrides={"circulair.language": language}):
        assert inside_sentence(words) == inside


@pytest.mark.parametrize(
    ("part", "shown"),
    [
        (0.0, "0%"),
        (0.004, "minder dan 1%"),
        (0.625, "62%"),
        (0.997, "99%"),
        (1.0, "100%"),
        (1 - 1e-12, "100%"),
    ],
)
def test_a_share_is_neither_nothing_nor_all_unless_it_is(app: Application, part: float, shown: str) -> None:
    with app.test_request_context("/"):
        assert share(part) == shown


def test_a_name_with_a_mark_stands_where_people_look_for_it() -> None:
    assert sorted(["Papier", "Öle", "Holz", "Äpfel", "boeken"], key=alphabetical) == [
        "Äpfel",
        "boeken",
        "Holz",
        "Öle",
        "Papier",
    ]


def test_the_language_of_a_page_of_an_error_is_changed_by_a_plain_link(member: CheckedClient) -> None:
    gone = member.post("/link/abcdef", {}, 410)
    assert not [form for form in gone.outline.forms if form.action.startswith("/en")]


def test_a_file_cannot_pass_for_the_button_of_a_language(app: Application, member: CheckedClient) -> None:
    file = (BytesIO(b"1"), "one.txt")
    member.post("/gegevens", {"name": "Mia", REWORDED: file}, 400)


def test_a_question_with_a_large_body_is_answered_all_the_same(member: CheckedClient) -> None:
    kind = "application/x-www-form-urlencoded"
    answer = member.http.get("/", data=b"x" * 300_000, content_type=kind)
    assert answer.status_code == 200


def test_in_another_language_a_form_holds_the_version_that_was_shown(
    app: Application, member: CheckedClient
) -> None:
    page = member.get("/organisatie/wijzigen")
    named = next(form for form in page.outline.forms if "version" in form and "name" in form)
    member.http.post("/organisatie/wijzigen", data={**named.values, "name": "First"})
    typed = {name: text for name, text in named.values.items() if name not in KEYS}
    late = member.post("/organisatie/wijzigen", {**typed, "name": "Second"}, 409)
    english = member.press(late, "/en/organisatie/wijzigen", {REWORDED: "1"}, 200)
    shown = form_with(english, {"version": "", "name": ""}).values
    assert (shown["name"], shown["version"]) == ("Second", str(int(named.values["version"]) + 1))


@pytest.mark.parametrize("name", [b"a%FF%FEb", b"a\xff\xfeb", b"a%ED%A0%80b"])
def test_a_form_in_another_encoding_is_refused_and_nothing_is_stored(
    member: CheckedClient, name: bytes
) -> None:
    keys = f"csrf_token={member.token()}&idempotency_key={token_urlsafe(24)}&name=".encode()
    kind = "application/x-www-form-urlencoded"
    assert member.http.post("/gegevens", data=keys + name, content_type=kind).status_code == 400
    assert member.http.post("/gegevens", data=keys + b"Ren%C3%A9e", content_type=kind).status_code == 303
    assert "Renée" in member.get("/gegevens").response.text
