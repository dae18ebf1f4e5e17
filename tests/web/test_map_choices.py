"""What one can choose on the map: a neighbourhood as an address to share, and only what the release has."""

import json
import re
from typing import Any  # what is kept is of several kinds
from urllib.parse import quote

import pytest

from circulair.app import Application
from circulair.services import overview
from circulair.services.keeping import Kept
from circulair.services.overview import Wish, view_of
from circulair.services.release_cells import PublicCell
from circulair.web import town
from flows.distance import Position
from maps.reading import neighbourhood_label_points, neighbourhood_of
from tests.releases import (
    CHEMELOT,
    STATION,
    a_flow,
    a_public_listing,
    a_public_process,
    a_release,
    public_premises,
    publish,
)
from tests.web.checked import CheckedClient

OUTSIDE = (6.2, 50.9)


def at(place: tuple[float, float]) -> str:
    """Return the code of the neighbourhood of a place."""
    found = neighbourhood_of(Position(*place))
    assert found is not None
    return found[0]


def name_at(place: tuple[float, float]) -> str:
    """Return the name of the neighbourhood of a place."""
    found = neighbourhood_of(Position(*place))
    assert found is not None
    return found[1]


CHEMELOT_AREA, STATION_AREA = at(CHEMELOT), at(STATION)


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    """Forget what earlier tests kept."""
    for kept in (overview.view_kept, overview.whole_kept, town.drawing_kept, town.points_kept):
        kept.cache_clear()


def test_a_neighbourhood_chooses_what_begins_ends_or_lies_in_it() -> None:
    release = a_release(
        flows=(a_flow(), a_flow(code="S-BBBBBB", end=CHEMELOT), a_flow(code="S-CCCCCC", start=CHEMELOT)),
        offers=(a_public_listing(), a_public_listing("A-BBBBBB", at=CHEMELOT)),
        processes=(a_public_process(), a_public_process("P-BBBBBB", at=CHEMELOT)),
    )
    view = view_of(release, Wish(area=CHEMELOT_AREA))
    assert [one.code for one in view.release.flows] == ["S-BBBBBB", "S-CCCCCC"]
    assert [one.code for one in view.release.offers] == ["A-BBBBBB"]
    assert [one.code for one in view.release.processes] == ["P-BBBBBB"]
    assert (view.release.needs, view.release.premises) == ((), ())
    assert {CHEMELOT_AREA} <= {one.start.area for one in view.between} | {
        one.end.area for one in view.between
    }


def test_who_stays_unnamed_is_found_by_the_neighbourhood_that_is_told_and_no_other() -> None:
    unnamed = a_public_listing(organisation="", place=name_at(STATION), at=CHEMELOT, precision="square")
    release = a_release(offers=(unnamed,))
    assert view_of(release, Wish(area=STATION_AREA)).release.offers == (unnamed,)
    assert view_of(release, Wish(area=CHEMELOT_AREA)).release.offers == ()


def test_premises_are_found_by_the_neighbourhood_that_they_name() -> None:
    shop = public_premises(told={"neighbourhood": name_at(CHEMELOT)})
    release = a_release(premises=(shop, public_premises("L-BBBBBB")))
    assert view_of(release, Wish(area=CHEMELOT_AREA)).release.premises == (shop,)
    assert [one.code for one in view_of(release, Wish(area=STATION_AREA)).release.premises] == ["L-BBBBBB"]


def test_a_neighbourhood_shows_rows_that_stand_in_the_whole_and_adds_up_none() -> None:
    line = PublicCell("2027", "food-and-organic", STATION_AREA, CHEMELOT_AREA, 10.0, 20.0, "step", 6, 6)
    flows = (a_flow(2026, 1.5), a_flow(2027, 2.0), a_flow(2027, 4.0, code="S-BBBBBB", end=OUTSIDE))
    release = a_release(flows=flows, cells=(line,))
    whole = view_of(release, Wish())
    for code, _name, _at in neighbourhood_label_points():
        view = view_of(release, Wish(area=code))
        assert set(view.between) <= set(whole.between)
        assert set(view.release.flows) <= set(release.flows)
        assert (view.total, view.rest) == (None, None)
    assert whole.total is not None


def test_no_page_of_a_neighbourhood_tells_a_sum(app: Application, client: CheckedClient) -> None:
    flows = (a_flow(2027, 2.0), a_flow(2027, 4.0, code="S-BBBBBB", start=CHEMELOT))
    publish(app, a_release(flows=flows, cells=()))
    whole, chosen = client.get("/kaart"), client.get(f"/kaart?buurt={STATION_AREA}")
    assert "2 minstens 6 t" in whole.words
    assert "6 t" not in chosen.words
    assert "minstens 2 t" in chosen.words
    assert "minstens 4 t" in chosen.words


def test_a_neighbourhood_is_an_address_to_share_on_page_tables_print_and_places(
    app: Application, client: CheckedClient
) -> None:
    publish(app, a_release())
    page = client.get(f"/kaart?buurt={CHEMELOT_AREA}")
    name = name_at(CHEMELOT)
    assert f"U ziet wat in {name} begint, eindigt of ligt." in page.words
    assert re.search(rf'<option value="{CHEMELOT_AREA}" selected>{re.escape(name)}</option>', page.text)
    assert f"Keuze {name}" in page.words
    tabs = [one for one in page.outline.links if "tabel=" in one]
    assert all(f"buurt={CHEMELOT_AREA}" in one for one in tabs)
    assert f"kaart?buurt={CHEMELOT_AREA}" in page.words.partition("Afgedrukt van")[2]
    told = json.loads(client.http.get(f"/kaart/punten?buurt={CHEMELOT_AREA}").data)
    assert [kind for kind, layer in told.items() if layer["features"]] == ["process"]
    small = client.http.get(f"/kaart/inbed?buurt={CHEMELOT_AREA}")
    assert f'href="/kaart?buurt={CHEMELOT_AREA}"' in small.get_data(as_text=True)


def test_each_neighbourhood_has_its_own_seal(app: Application, client: CheckedClient) -> None:
    publish(app, a_release())
    one, other = (
        client.http.get(f"/kaart/punten?buurt={area}").headers["ETag"]
        for area in (CHEMELOT_AREA, STATION_AREA)
    )
    assert one != other


NOT_THERE = (
    "jaar=2999",
    "jaar=0001",
    "jaar=٢٠٢٧",
    "groep=rubber",
    "groep=coffee-grounds",
    "groep=nothing",
    "buurt=BU99999999",
    "buurt=%00",
    "buurt=" + quote("'; drop table"),
    "soort=everything",
    "jaar=2999&groep=nothing&buurt=x&soort=y",
)
"""What no release of these tests has, whatever is typed."""


@pytest.mark.parametrize("told", NOT_THERE)
def test_what_the_release_does_not_have_is_left_aside_and_that_is_said(
    app: Application, client: CheckedClient, told: str
) -> None:
    publish(app, a_release())
    page, whole = client.get(f"/kaart?{told}"), client.get("/kaart")
    said = "Dit adres vraagt iets wat deze publicatie niet heeft."
    assert said in page.words
    assert said not in whole.words
    assert "Keuze Alles" in page.words
    seals = [client.http.get(f"/kaart/punten?{one}").headers["ETag"] for one in (told, "")]
    assert seals[0] == seals[1]


def test_senseless_addresses_make_nothing_to_keep(app: Application, client: CheckedClient) -> None:
    publish(app, a_release())
    client.get("/kaart")
    client.http.get("/kaart/punten")
    kept: tuple[Kept[..., Any], ...] = (overview.view_kept, town.drawing_kept, town.points_kept)
    before = [len(one.found) for one in kept]
    for year in range(2030, 2060):
        client.http.get(f"/kaart?jaar={year}&groep=rubber")
        client.http.get(f"/kaart/inbed?jaar={year}&jaar=2027")
        client.http.get(f"/kaart/punten?jaar={year}&buurt=BU{year}")
    assert [len(one.found) for one in kept] == before
    assert all(one.most <= 32 for one in kept)


def test_of_a_choice_that_is_told_twice_the_first_counts(app: Application, client: CheckedClient) -> None:
    publish(app, a_release())
    page = client.get("/kaart?jaar=2027&jaar=2026")
    assert "Keuze 2027" in page.words
    assert "vraagt iets wat deze publicatie niet heeft" in page.words
    client.http.get("/kaart?jaar=2027")
    assert len(town.drawing_kept.found) == 1


def test_before_the_first_release_there_is_nothing_to_choose(client: CheckedClient) -> None:
    page = client.get("/kaart?jaar=2027&groep=wood")
    assert "Keuze Alles" in page.words
