"""Open data: what an older release still tells, and that the same release is always the same files."""

import hashlib
from dataclasses import replace

import pytest

from circulair.files.open_tables import Cell
from circulair.services import open_data
from circulair.services.faults import NotFoundError
from circulair.services.open_data import Edition
from circulair.services.releases import Release
from tests.releases import a_flow, a_public_listing, a_public_process, a_release, record_of

TERMS = open_data.terms_of("", "")

pytestmark = pytest.mark.usefixtures("unit")


def older(old: Release, new: Release) -> Edition:
    """Return a release as it is handed out once a newer one is there."""
    number = record_of(old).id
    record_of(new)
    return open_data.edition(TERMS, number)


def rows(chosen: Edition, name: str) -> list[dict[str, Cell]]:
    [table] = [one for one in chosen.tables if one.name == name]
    return [table.properties(number) for number in range(len(table.rows))]


def test_before_the_first_release_there_is_nothing_to_hand_out() -> None:
    with pytest.raises(NotFoundError):
        open_data.edition(TERMS)


def test_a_release_that_never_was_is_not_there() -> None:
    number = record_of(a_release()).id
    with pytest.raises(NotFoundError):
        open_data.edition(TERMS, number + 1)


def test_the_newest_is_whole_and_says_so() -> None:
    number = record_of(a_release()).id
    for chosen in (open_data.edition(TERMS), open_data.edition(TERMS, number)):
        assert (chosen.newest, chosen.as_of) == (True, "2027-03-01")
        assert [len(table.rows) for table in chosen.tables[:5]] == [3, 2, 1, 2, 1]


def test_what_is_no_longer_shown_is_in_no_older_file() -> None:
    left = older(a_release(), a_release(offers=(), premises=(), flows=(a_flow(2026, 1.5), a_flow())))
    assert not left.newest
    assert [len(table.rows) for table in left.tables[:5]] == [2, 0, 1, 2, 0]
    for name in (*open_data.names(left), open_data.SUMS):
        assert b"S-BBBBBB" not in open_data.file(left, name).content


def test_figures_stay_as_they_were_and_names_are_those_of_today() -> None:
    old = a_release(
        offers=(a_public_listing(tonnes=7.5, left=2.5),),
        flows=(a_flow(2026, 1.5),),
        processes=(a_public_process(status="stopped", as_of="2025"),),
    )
    hidden = a_public_listing(organisation="", title="…", at=(5.8, 50.9), precision="square", place="Kluis")
    new = a_release(offers=(replace(hidden, tonnes=8.5),), flows=(a_flow(giver="Korrel BV"),))
    told = older(old, new)
    [offer], [flow], [process] = (rows(told, name) for name in ("offers", "flows", "processes"))
    assert (offer["tonnes"], offer["left"], offer["organisation"], offer["title"]) == (7.5, None, "", "…")
    assert (flow["year"], flow["tonnes"], flow["giver"]) == (2026, 1.5, "Korrel BV")
    assert (process["status"], process["as_of"]) == ("stopped", "2025")
    assert told.tables[1].paths == (((5.8, 50.9),),)


def test_rows_of_before_there_were_codes_are_not_handed_out_later() -> None:
    uncoded = (a_public_listing(""),)
    told = older(a_release(offers=uncoded), a_release(offers=uncoded))
    assert rows(told, "offers") == []


def test_the_same_release_gives_the_same_files_whoever_asks() -> None:
    record_of(a_release())
    first = {
        name: open_data.file(open_data.edition(TERMS), name)
        for name in open_data.names(open_data.edition(TERMS))
    }
    open_data.made.cache_clear()
    again = {name: open_data.file(open_data.edition(TERMS), name) for name in first}
    assert first == again


def test_the_digests_are_those_of_the_files() -> None:
    record_of(a_release())
    chosen = open_data.edition(TERMS)
    lines = open_data.file(chosen, open_data.SUMS).content.decode().splitlines()
    told = {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
    assert told == {
        name: hashlib.sha256(open_data.file(chosen, name).content).hexdigest()
        for name in open_data.names(chosen)
    }


def test_other_terms_are_other_files() -> None:
    record_of(a_release())
    other = open_data.terms_of("Stadslab", "CC0")
    assert (TERMS.licence.chosen, other.licence.chosen) == (False, True)
    told = open_data.file(open_data.edition(other), open_data.DICTIONARY_JSON).content
    assert b"CC0 1.0" in told
    assert b"Stadslab" in told
    assert told != open_data.file(open_data.edition(TERMS), open_data.DICTIONARY_JSON).content


def test_the_files_of_an_invented_world_say_so() -> None:
    record_of(a_release())
    chosen = open_data.edition(open_data.terms_of("", "", invented=True))
    assert chosen.stem == "circulair-voorbeeld-2027-03-01"
    for name in ("flows.geojson", "flows.parquet", open_data.GEOPACKAGE, open_data.DICTIONARY_JSON):
        assert b"example data" in open_data.file(chosen, name).content


@pytest.mark.parametrize("name", ["", "flows.xlsx", "../flows.csv", "figures.csv", "flows", "FLOWS.csv"])
def test_a_file_that_a_release_has_not_is_not_there(name: str) -> None:
    record_of(a_release())
    with pytest.raises(NotFoundError):
        open_data.file(open_data.edition(TERMS), name)
