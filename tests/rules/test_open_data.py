"""Attacks on open data: no file of a release tells a number, a word or a place that the release does not."""

import csv
import io
import json
import math
import re
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any

import geopandas
import pyarrow
import pyarrow.parquet
import pytest
import shapely

from circulair.app import Application, create_app
from circulair.config import Settings
from circulair.services import accounts, exchanges, open_data, organisations, releases
from circulair.services.organisations import Profile
from circulair.store import organisations as organisation_store
from circulair.store import publication
from circulair.store.records import VacancyBasis
from flows.exchanges import DeliveryStatus, Party
from flows.streams import Side
from tests.stories import Story, a_story, agreed
from tests.web.checked import QUICK, CheckedClient
from tests.worlds import NOW, Firm, a_firm, a_listing, a_plant

CANARIES = ("Zeldenrust", "046 999 88 77", "kanariegeel", "6161 ZZ", "geheime afspraak", "giver@example.org")
TRACE = re.compile(
    "|".join(map(re.escape, CANARIES)) + r"|receiver@example|hub@example|31469998877", re.IGNORECASE
)
TERMS = open_data.terms_of("", "")

Cells = Iterator[Any]  # numbers, texts and nothing


@pytest.fixture(scope="module")
def attacked(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Application]:
    """A site with two releases of rows of every kind; canaries stand wherever people can write."""
    folder = tmp_path_factory.mktemp("attacked")
    database = f"sqlite:///{shutil.copy(sqlite_template, folder / 'attacked.db')}"
    app = create_app(Settings(data_dir=str(folder), database_url=database), QUICK)
    app.clock = lambda: NOW
    with app.store.unit_of_work():
        story = told(a_story(offered="41.75", needed="25"))
        first = releases.make(story.hub.today, story.hub)
        before = first.content
        leaves(story)
        releases.make(story.hub.today, story.hub)
        first.content = before  # as one of before what is withdrawn was taken out of releases
    yield app
    app.store.close()


def told(story: Story) -> Story:
    """Let everybody tell more than the public may know, and agree to show some of it."""
    agreed(story)
    for party, firm in ((Party.GIVER, story.giver), (Party.RECEIVER, story.receiver)):
        exchanges.consent(story.exchange.id, party, firm.member, public=True)
        accounts.tell_contact(accounts.Contact("Kanarie Zeldenrust", "046 999 88 77"), firm.member)
    delivery = exchanges.report_delivery(
        story.exchange.id, Party.GIVER, story.hub.today, Decimal("3.375"), story.giver.member
    )
    exchanges.answer_delivery(
        delivery.id, story.exchange.id, Party.RECEIVER, DeliveryStatus.CONFIRMED, story.receiver.member
    )
    for listing in (story.suggestion.need, story.suggestion.lines[0].offer):
        listing.public, listing.title = True, f"Folie, {listing.side}"
        listing.description = "geheime afspraak, bel Zeldenrust"
    a_plant("ldpe-film", "pe-regranulate", capacity="1234.5").operator_consents = True
    [premises] = organisation_store.premises_of(story.receiver.organisation_id)
    premises.vacant, premises.public, premises.area_m2 = True, True, Decimal("61.25")
    premises.vacancy_basis = VacancyBasis.OFFERED
    wish = a_listing(Side.NEED, story.receiver, "bread", "12.625")
    wish.public, wish.title = True, "Brood"
    an_unnamed_offer()
    return story


def an_unnamed_offer() -> Firm:
    """Let a firm that stays unnamed offer something, and keep another offer to itself."""
    firm = a_firm("Kanariegeel Meubels", spot="lindenheuvel")
    own = organisations.own(firm.member)
    organisations.change(own.version, Profile(own.name, own.kind, own.sector, hides_name=True), firm.member)
    [premises] = organisation_store.premises_of(firm.organisation_id)
    premises.street, premises.house_number, premises.postcode = "Vinkenslag", "7", "6161 ZZ"
    shown, _kept = (a_listing(Side.OFFER, firm, "office-chair", tonnes) for tonnes in ("17.125", "987.654"))
    shown.title, shown.public = "Stoelen van Kanariegeel", True
    return firm


def leaves(story: Story) -> None:
    """Let the giver want nothing shown any more."""
    exchanges.consent(story.exchange.id, Party.GIVER, story.giver.member, public=False)
    story.suggestion.lines[0].offer.public = False


def in_csv(content: bytes) -> Cells:
    """Yield what stands in the cells of a CSV file, numbers as such."""
    for row in csv.DictReader(io.StringIO(content.decode(), newline="")):
        yield from (number_or_text(cell) for cell in row.values())


def number_or_text(cell: str) -> float | str:
    try:
        return float(cell)
    except ValueError:
        return cell


def inside(value: Any) -> Cells:
    """Yield every plain value in a JSON value."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from inside(one)
    else:
        yield value


def in_geojson(content: bytes) -> Cells:
    """Yield what stands in the properties and geometries of features."""
    for one in json.loads(content)["features"]:
        yield from inside(one["properties"])
        yield from inside((one["geometry"] or {}).get("coordinates", []))


def in_parquet(content: bytes) -> Cells:
    """Yield what stands in the columns of a Parquet file, its shapes taken apart."""
    for row in pyarrow.parquet.read_table(pyarrow.BufferReader(content)).to_pylist():
        shape = row.pop("geometry", None)
        yield from row.values()
        yield from shapely.get_coordinates(shapely.from_wkb(shape)).ravel().tolist() if shape else ()


def in_geopackage(content: bytes) -> Cells:
    """Yield what stands in the layers of a GeoPackage, as SQLite and as its shapes tell it."""
    with closing(sqlite3.connect(":memory:")) as file:
        file.deserialize(content)
        layers = [name for (name,) in file.execute("SELECT table_name FROM gpkg_contents")]
        for layer in layers:
            found = file.execute(f"SELECT * FROM {layer}")
            names = [column[0] for column in found.description]
            for row in found:
                yield from (
                    cell for name, cell in zip(names, row, strict=True) if name not in ("fid", "geometry")
                )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "release.gpkg"
        path.write_bytes(content)
        for layer in layers:
            frame = geopandas.read_file(path, layer=layer)
            if isinstance(frame, geopandas.GeoDataFrame):
                yield from frame.geometry.get_coordinates().to_numpy().ravel().tolist()


READERS: dict[str, Callable[[bytes], Cells]] = {
    "csv": in_csv,
    "geojson": in_geojson,
    "parquet": in_parquet,
    "gpkg": in_geopackage,
}


def files(attacked: Application, number: int) -> dict[str, bytes]:
    """Return every file of a release as everybody gets it."""
    visitor = CheckedClient(attacked)
    with attacked.store.unit_of_work(reading=True):
        names = [*open_data.names(open_data.edition(TERMS, number)), open_data.SUMS]
    return {name: visitor.http.get(f"/open-data/{number}/{name}").data for name in names}


def stored(attacked: Application) -> dict[int, Any]:
    """Return the content of every release as it is stored, by number."""
    with attacked.store.unit_of_work(reading=True):
        return {one.id: json.loads(one.content) for one in publication.history()}


def known(content: Any) -> tuple[set[float], set[str]]:
    """Return the numbers and texts of a release, its lists also as one text."""
    values = list(inside(content))
    numbers = {float(one) for one in values if isinstance(one, int | float)}
    texts = {one for one in values if isinstance(one, str)}
    lists = [
        row[name]
        for rows in content.values()
        if isinstance(rows, list)
        for row in rows
        for name in LISTS & set(row)
    ]
    facts = {json.dumps(one["told"], ensure_ascii=False) for one in content["premises"]}
    return numbers, texts | facts | {"; ".join(one) for one in lists} | {"true", "false", ""}


LISTS = {"takes", "gives", "processes"}


def cells_of(files: dict[str, bytes]) -> Iterator[tuple[str, Any]]:
    """Yield every cell of the files that hold rows, with the name of its file."""
    for name, content in files.items():
        if name not in (open_data.DICTIONARY, open_data.DICTIONARY_JSON, open_data.SUMS):
            for cell in READERS[name.rpartition(".")[2]](content):
                yield name, cell


def test_every_number_and_word_of_every_file_is_in_the_release(attacked: Application) -> None:
    contents = stored(attacked)
    now_numbers, now_texts = known(contents[max(contents)])
    for number, content in contents.items():
        numbers, texts = known(content)
        cells = list(cells_of(files(attacked, number)))
        assert len(cells) > 100
        assert not [one for one in cells if not allowed(one[1], numbers | now_numbers, texts | now_texts)]


def allowed(cell: Any, numbers: set[float], texts: set[str]) -> bool:
    """Tell whether a release has a cell: nothing, a number of it, or a text of it."""
    if cell is None or isinstance(cell, bool):
        return True
    if isinstance(cell, int | float):
        return math.isnan(cell) or float(cell) in numbers or str(cell) in texts or f"{cell:g}" in texts
    return str(cell) in texts or str(cell).removeprefix("'") in texts


@pytest.mark.parametrize("foreign", [987.654, 41.76, "geheime afspraak", "6161 ZZ"])
def test_the_attack_finds_what_is_not_in_the_release(attacked: Application, foreign: float | str) -> None:
    numbers, texts = known(stored(attacked)[max(stored(attacked))])
    told = json.dumps({"features": [{"properties": {"x": [foreign]}, "geometry": None}]}).encode()
    assert [cell for cell in in_geojson(told) if not allowed(cell, numbers, texts)] == [foreign]


def test_rows_of_every_kind_were_attacked(attacked: Application) -> None:
    first = stored(attacked)[min(stored(attacked))]
    assert [name for name in ("flows", "offers", "needs", "processes", "premises") if not first[name]] == []
    assert {17.125, 41.75, 12.625, 3.375, 1234.5, 61.25} <= known(first)[0]


def test_no_file_page_or_service_holds_anything_personal(attacked: Application) -> None:
    visitor = CheckedClient(attacked)
    told = ["/open-data", "/kaart/inbed", "/open-data/catalogus", "/open-data/catalogus?f=turtle", "/ogc/api"]
    told += [
        f"/ogc/collections/{name}/items" for name in ("flows", "offers", "needs", "processes", "premises")
    ]
    for number in stored(attacked):
        told.append(f"/open-data/{number}")
        for name, content in files(attacked, number).items():
            assert not TRACE.findall(content.decode("utf-8", "replace")), name
    for path in told:
        for prefix in ("", "/en", "/de"):
            answer = visitor.http.get(prefix + path)
            assert answer.status_code == 200
            assert not TRACE.findall(f"{answer.headers}{answer.text}"), path


def test_who_leaves_is_gone_from_the_files_of_every_release(attacked: Application) -> None:
    contents = stored(attacked)
    code = contents[min(contents)]["flows"][0]["code"]
    assert not contents[max(contents)]["flows"]
    for number in contents:
        for name, content in files(attacked, number).items():
            assert code.encode() not in content, (number, name)
            assert b"41.75" not in content, (number, name)
