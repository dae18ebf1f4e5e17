"""What of a plant is public elsewhere: the pages that are named, the notes of our own data, and how exact."""

import pytest

from circulair.services import plant_sources
from flows.process_data import load_known_processes

AT = (5.80123, 50.97123)


@pytest.mark.parametrize(
    ("told", "public"),
    [
        ("https://example.org/plants/1", "https://example.org/plants/1"),
        ("telephone call with Jan", ""),
        ("telephone call with Jan of example.org", ""),
        ("Jan, jan@example.org, see http://example.org/a", "http://example.org/a"),
        ("call with Jan; https://example.org/a; energiekaart.net", "https://example.org/a; energiekaart.net"),
        ("https:// of Jan", ""),
        ("https://", ""),
        ("", ""),
    ],
)
def test_only_pages_that_everybody_can_read_are_public_sources(told: str, public: str) -> None:
    assert plant_sources.public_source(told) == public


def test_the_plants_of_our_own_data_have_public_sources_and_notes() -> None:
    plants = [one for one in load_known_processes() if one.is_plant]
    assert len(plants) > 3
    assert [plant_sources.public_source(one.source) for one in plants] == [one.source for one in plants]
    assert [plant_sources.public_note(one.note) for one in plants] == [one.note for one in plants]


def test_what_the_hub_noted_is_not_public() -> None:
    assert plant_sources.public_note("permit ends") == ""


def test_a_place_is_exact_only_where_a_page_tells_of_it() -> None:
    assert plant_sources.public_place(AT, "https://example.org/a") == AT
    square = plant_sources.public_place(AT, "telephone call")
    assert square not in (AT, None)
    assert plant_sources.public_place(square, "telephone call") == square
    assert plant_sources.public_place(None, "https://example.org/a") is None
