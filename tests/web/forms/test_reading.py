"""Every field of our forms, held against the file of bad input: read, asked or refused, never changed."""

import shutil
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from flask import request

from circulair.app import Application, create_app
from circulair.config import Settings
from circulair.language import LANGUAGES
from circulair.services.collection import Asked
from circulair.services.sectors import Reminder
from circulair.store.records import ListingRecord, OrganisationRecord, PremisesRecord
from circulair.web.forms import listings
from circulair.web.forms.account import SignUpForm
from circulair.web.forms.base import Form
from circulair.web.forms.collection import CollectionForm
from circulair.web.forms.organisations import OrganisationForm, PremisesForm
from circulair.web.forms.typical import typical_form
from circulair.web.forms.vacancy import VacancyForm
from flows.distance import Precision
from flows.organisations import Kind
from flows.sector_streams import streams_of
from flows.streams import Side
from tests.bad_inputs import BadInput, row_id, rows
from tests.web.checked import QUICK
from tests.worlds import NOW

TODAY = date(2027, 3, 1)


@pytest.fixture(scope="module")
def app(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Application:
    """Return one application for all fields: reading them stores nothing."""
    folder = tmp_path_factory.mktemp("reading")
    shutil.copy(sqlite_template, folder / "read.db")
    made = create_app(Settings(data_dir=str(folder), database_url=f"sqlite:///{folder}/read.db"), QUICK)
    made.clock = lambda: NOW
    return made


def a_listing_form() -> Form:
    place = PremisesRecord(
        id=1, organisation_id=1, name="Winkel", lon=5.8, lat=51, precision=Precision.PICKED
    )
    return listings.ListingForm(listings.Asked(Side.OFFER, [place], TODAY))


def a_vacancy_form() -> Form:
    return VacancyForm(TODAY)


def an_organisation_form() -> Form:
    return OrganisationForm(OrganisationRecord(id=1, name="Korrel", kind=Kind.SHOP, version=1))


def a_collection_form() -> Form:
    offer = ListingRecord(id=1, organisation_id=1, side=Side.OFFER, material="cardboard")
    return CollectionForm(Asked(offer, None, asks=True), TODAY)


def a_typical_form() -> Form:
    place = PremisesRecord(
        id=1, organisation_id=1, name="Winkel", lon=5.8, lat=51, precision=Precision.PICKED
    )
    bread = Reminder(streams_of("1071")[0], None)
    return typical_form([bread], [place], TODAY)


Maker = Callable[[], Form]

NUMBERS = (
    (a_listing_form, "amount"),
    (a_listing_form, "weight_kg"),
    (a_listing_form, "contamination_pct"),
    (a_listing_form, "moisture_pct"),
    (a_listing_form, "max_km"),
    (a_vacancy_form, "area_m2"),
    (a_typical_form, "offer-bread-amount"),
    (a_collection_form, "cost"),
)
DAYS = (
    (a_listing_form, "until"),
    (a_listing_form, "start"),
    (a_vacancy_form, "since"),
    (a_vacancy_form, "available_from"),
    (a_vacancy_form, "available_until"),
    (a_collection_form, "until"),
)
LINES = (
    (a_listing_form, "title"),
    (a_vacancy_form, "permitted_use"),
    (an_organisation_form, "name"),
    (PremisesForm, "name"),
    (SignUpForm, "organisation"),
    (a_collection_form, "collector"),
    (SignUpForm, "sector"),
)
CHOICES = (
    (a_listing_form, "unit"),
    (a_listing_form, "period"),
    (a_listing_form, "premises"),
    (a_listing_form, "form"),
    (a_listing_form, "other_material"),
    (a_listing_form, "contains_dangerous"),
    (a_vacancy_form, "state"),
    (a_vacancy_form, "basis"),
    (a_typical_form, "offer-bread-unit"),
    (a_typical_form, "offer-bread-period"),
    (a_typical_form, "premises"),
    (a_collection_form, "per"),
    (an_organisation_form, "kind"),
    (an_organisation_form, "sector"),
    (PremisesForm, "neighbourhood"),
    (SignUpForm, "kind"),
    (SignUpForm, "sector"),
)

OWN_UNIT = {("weight_kg", "B020"), ("contamination_pct", "B027"), ("moisture_pct", "B027")}
"""Kilograms in a box of kilograms, per cent in one of per cent: the number is meant."""

LEFT_OPEN = {"B032", "B033"}
"""Nothing at all: allowed wherever a field may stay empty."""

NOUGHT_IS_FINE = {"B034", "B037"}
"""Nought per cent is an answer, and minus nought is nought."""

SENDABLE = {"B238"}
"""Half a character, which no browser can send."""

LONG_NAMES = {"B257"}
"""255 characters; our names have at most 120."""


def wrong_numbers() -> list[BadInput]:
    return [row for row in rows("tonnage", "ask", "reject") if row.id not in LEFT_OPEN | NOUGHT_IS_FINE]


def answered(app: Application, maker: Maker, field: str, typed: str) -> tuple[list[str], object, str]:
    """Return the errors beside a field, what was read, and what the page would show again."""
    with app.test_request_context("/", method="POST", data={field: typed}):
        request.max_content_length = request.max_form_memory_size = 10**8  # forms guard themselves as well
        form = maker()
        form.validate()
        shown = form[field]._value() if hasattr(form[field], "_value") else form[field].data
        return list(form[field].errors), form[field].data, str(shown)


@pytest.mark.parametrize(("maker", "field"), NUMBERS)
@pytest.mark.parametrize("row", wrong_numbers(), ids=row_id)
def test_a_number_that_is_none_is_asked_again_and_kept(
    app: Application, maker: Maker, field: str, row: BadInput
) -> None:
    errors, _value, shown = answered(app, maker, field, row.typed)
    assert bool(errors) is ((field, row.id) not in OWN_UNIT)
    assert shown == row.typed


@pytest.mark.parametrize(
    ("maker", "field", "typed", "meant"),
    [
        (a_listing_form, "weight_kg", "12,5 kg", "12.5"),
        (a_listing_form, "moisture_pct", "5%", "5"),
        (a_listing_form, "max_km", "30 kilometer", "30"),
        (a_vacancy_form, "area_m2", "1 500 m\u00b2", "1500"),
        (a_vacancy_form, "area_m2", "80M2", "80"),
        (a_vacancy_form, "clear_height_m", "3,2 m", "3.2"),
        (a_collection_form, "cost", "\u20ac 45,50", "45.5"),
        (a_collection_form, "cost", "45 euro", "45"),
    ],
)
def test_the_unit_that_a_box_asks_for_may_stand_with_its_number(
    app: Application, maker: Maker, field: str, typed: str, meant: str
) -> None:
    errors, value, _shown = answered(app, maker, field, typed)
    assert (errors, value) == ([], Decimal(meant))


@pytest.mark.parametrize(
    ("maker", "field", "typed"),
    [
        (a_listing_form, "weight_kg", "3 ton"),
        (a_listing_form, "amount", "3 kg"),
        (a_listing_form, "max_km", "km"),
        (a_vacancy_form, "area_m2", "80 m"),
        (a_collection_form, "cost", "\u20ac 45 euro"),
    ],
)
def test_another_unit_is_never_taken_for_that_of_the_box(
    app: Application, maker: Maker, field: str, typed: str
) -> None:
    assert answered(app, maker, field, typed)[0]


@pytest.mark.parametrize("row", rows("tonnage", "accept"), ids=row_id)
def test_a_number_is_read_as_it_is_written_in_dutch(app: Application, row: BadInput) -> None:
    errors, value, _shown = answered(app, a_listing_form, "weight_kg", row.typed)
    assert (errors, value) == ([], Decimal(row.accepted_as))


@pytest.mark.parametrize(("maker", "field"), DAYS)
@pytest.mark.parametrize("row", rows("date", "reject"), ids=row_id)
def test_a_day_that_does_not_exist_is_asked_again_and_kept(
    app: Application, maker: Maker, field: str, row: BadInput
) -> None:
    errors, _value, shown = answered(app, maker, field, row.typed)
    assert errors
    assert shown == row.typed


@pytest.mark.parametrize("row", rows("date", "accept"), ids=row_id)
def test_a_day_is_read_in_all_the_ways_people_write_it(app: Application, row: BadInput) -> None:
    errors, value, _shown = answered(app, a_listing_form, "start", row.typed)
    assert (errors, value) == ([], date.fromisoformat(row.accepted_as))


@pytest.mark.parametrize(("maker", "field"), LINES)
@pytest.mark.parametrize(
    "row", [row for row in rows("name/title", "reject") if row.id not in SENDABLE], ids=row_id
)
def test_a_line_with_too_much_or_nothing_visible_is_refused_and_kept(
    app: Application, maker: Maker, field: str, row: BadInput
) -> None:
    errors, _value, shown = answered(app, maker, field, row.typed)
    assert errors
    assert shown == row.typed


@pytest.mark.parametrize(
    "row", [row for row in rows("name/title", "text") if row.id not in LONG_NAMES], ids=row_id
)
def test_a_strange_name_is_still_a_name(app: Application, row: BadInput) -> None:
    errors, value, _shown = answered(app, PremisesForm, "name", row.typed)
    assert errors == []
    assert value


@pytest.mark.parametrize(("maker", "field"), CHOICES)
@pytest.mark.parametrize("row", rows("unit", "reject"), ids=row_id)
def test_what_is_not_in_a_list_cannot_be_chosen(
    app: Application, maker: Maker, field: str, row: BadInput
) -> None:
    errors, _value, _shown = answered(app, maker, field, row.typed)
    assert errors


@pytest.mark.parametrize("row", rows("eural", "reject"), ids=row_id)
def test_a_code_that_the_waste_list_does_not_have_is_refused(app: Application, row: BadInput) -> None:
    errors, _value, shown = answered(app, a_listing_form, "eural", row.typed)
    assert errors
    assert shown == row.typed


@pytest.mark.parametrize("row", rows("eural", "accept"), ids=row_id)
def test_a_code_of_the_waste_list_is_read_however_it_is_spaced(app: Application, row: BadInput) -> None:
    errors, value, _shown = answered(app, a_listing_form, "eural", row.typed)
    assert (errors, value) == ([], row.accepted_as.rstrip("*"))


@pytest.mark.parametrize("row", rows("postcode", "reject"), ids=row_id)
def test_a_postcode_that_is_none_is_refused(app: Application, row: BadInput) -> None:
    errors, _value, shown = answered(app, PremisesForm, "postcode", row.typed)
    assert errors
    assert shown == row.typed


@pytest.mark.parametrize("row", rows("postcode", "accept"), ids=row_id)
def test_a_postcode_is_read_however_it_is_spaced(app: Application, row: BadInput) -> None:
    _errors, value, _shown = answered(app, PremisesForm, "postcode", row.typed)
    assert value == row.accepted_as


@pytest.mark.parametrize("row", rows("free text", "text"), ids=row_id)
def test_a_description_may_say_anything(app: Application, row: BadInput) -> None:
    errors, value, _shown = answered(app, a_listing_form, "description", row.typed)
    assert errors == []
    assert value


def test_an_ambiguous_number_offers_its_readings(app: Application) -> None:
    with app.test_request_context("/", method="POST", data={"amount": "1.5"}):
        form = a_listing_form()
        assert form["amount"].readings == (Decimal("1.5"), Decimal(15))


def test_the_reading_that_was_ticked_is_the_number(app: Application) -> None:
    with app.test_request_context("/", method="POST", data={"amount": ["1.5", "15"]}):
        assert a_listing_form()["amount"].data == Decimal(15)


def test_a_reading_that_the_number_does_not_have_is_asked_again(app: Application) -> None:
    with app.test_request_context("/", method="POST", data={"amount": ["1.5", "99"]}):
        assert a_listing_form()["amount"].data is None


@pytest.mark.parametrize("value", ["1.125", "0.5", "1500", "12.3456"])
@pytest.mark.parametrize("path", ["/", "/en/", "/de/"])
def test_a_number_that_is_shown_again_is_read_as_the_same_number(
    app: Application, value: str, path: str
) -> None:
    with app.test_request_context(path, environ_overrides={"circulair.language": path.strip("/") or "nl"}):
        field = a_listing_form()["amount"]
        assert field.reader(field.writer(Decimal(value))) == Decimal(value)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_day_that_is_shown_again_is_read_as_the_same_day(app: Application, language: str) -> None:
    with app.test_request_context("/", environ_overrides={"circulair.language": language}):
        field = a_listing_form()["until"]
        assert field.reader(field.writer(date(2027, 5, 3))) == date(2027, 5, 3)
