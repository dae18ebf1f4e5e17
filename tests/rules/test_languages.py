"""Every page in every language says which language it is in and keeps what all pages promise."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from circulair.language import FIRST, LANGUAGES, WRITING
from setup.messages import TRANSLATED
from tests.rules.routes import ACTORS, Row, Site, as_in_the_beginning, stored_site, table

NO_PAGES = {
    *("documents.read", "hub.following", "hub.note_pdf", "imports.download", "imports.template"),
    *("public.alive", "public.ready", "static", "works.template"),
    *("map_parts.points", "map_parts.tile"),
    *("open_data.catalogue", "open_data.file"),
    *("ogc.api", "ogc.collection", "ogc.collections", "ogc.conformance"),
    *("ogc.item", "ogc.items", "ogc.landing"),
}
"""What is fetched but is not HTML."""

PAGES = [row for row in table() if row.method == "GET" and row.endpoint not in NO_PAGES]


@pytest.fixture(scope="module")
def site(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The site with its world, which is only looked at."""
    world = stored_site(sqlite_template, tmp_path_factory.mktemp("languages"))
    world.app.store.close()
    with as_in_the_beginning(world) as site:
        yield site


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("row", PAGES, ids=str)
def test_a_page_is_in_the_language_of_its_address(row: Row, language: str, site: Site) -> None:
    actor = "hub" if row.endpoint.startswith("hub.") else "member"
    prefix = "" if language == FIRST else f"/{language}"
    page = site.visitor(actor).get(prefix + site.path(row.endpoint), row.statuses[ACTORS.index(actor)])
    assert page.outline.language == language
    assert ("Skip to the content" in page.words) == (language == "en")


def test_every_language_has_a_catalogue_and_a_way_to_write_numbers_and_days() -> None:
    assert {"en", *TRANSLATED} == set(LANGUAGES) == set(WRITING)
