"""The pages of releases, and the page on which an organisation sees what the public would see of it."""

import json
import re
from dataclasses import replace

import pytest

from circulair.app import Application
from circulair.services import releases
from circulair.services.release_cells import PublicCell
from circulair.services.release_notes import Change
from circulair.store import publication
from tests.stories import Story, a_story, agreed
from tests.vacancies import a_vacant_shop
from tests.web.checked import CheckedClient, SignIn
from tests.worlds import NOW, a_firm, a_plant

CENTRE, SOUTH = "BU18830501", "BU18830504"

CELLS = (
    PublicCell("2026-Q3", "plastics", "town", "", None, None, "too_few"),
    PublicCell("2026-Q3", "plastics", CENTRE, "", None, None, "too_few"),
    PublicCell("2026-Q1/Q3", "plastics", CENTRE, "", 10, 20, "step", 6),
    PublicCell("2026-Q1/Q3", "plastics", "town", "", 31.5, 31.5, "enough", 9),
    PublicCell("2026-Q1/Q3", "plastics", CENTRE, SOUTH, 10, 20, "step", 6, 5),
    PublicCell("2026-Q1/Q3", "wood", "town", "", None, None, "would_tell"),
    PublicCell("2026-Q1/Q3", "wood", SOUTH, CENTRE, None, None, "would_tell"),
    PublicCell("2025", "wood", SOUTH, CENTRE, 5, 5, "consent", 1, 1),
)


def published(app: Application) -> tuple[Story, int]:
    """Publish a story, and put cells into the release as if they had been decided."""
    with app.store.unit_of_work():
        story = agreed(a_story(offered="40", needed="25"))
        for listing in (story.suggestion.need, story.suggestion.lines[0].offer):
            listing.public = True
        record = releases.make(story.hub.today, story.hub)
        changes = (Change("offers", came=1), Change("cells", came=3, gone=2, period="2026-Q1/Q3"))
        told = replace(releases.parsed(record.content), cells=CELLS, changes=changes)
        record.content = releases.text(told)
        record.checksum = releases.checksum(record.content)
    return story, record.id


class TestPublications:
    def test_before_the_first_there_is_none(self, client: CheckedClient) -> None:
        assert "Er is nog niets gepubliceerd" in client.get("/publicaties").words
        client.get("/publicaties/1", 404)

    def test_the_list_says_what_changed(self, app: Application, client: CheckedClient) -> None:
        _, number = published(app)
        page = client.get("/publicaties")
        assert f"/publicaties/{number}" in page.outline.links
        assert "Aanbod: 1 nieuw" in page.words
        assert "januari tot en met september 2026: 3 cijfers getoond, 2 niet" in page.words

    @pytest.mark.parametrize(
        ("path", "words"),
        [
            ("", "Geleen-Centrum 10 t tot 20 t"),
            ("", "heel Sittard-Geleen 31,5 t"),
            ("?periode=2026-Q3", "Niet getoond: er staan te weinig"),
            ("?groep=wood", "samen met wat al"),
            ("?periode=2025", "Iedereen die dit hier heeft"),
        ],
    )
    def test_each_figure_has_its_reason(
        self, app: Application, client: CheckedClient, path: str, words: str
    ) -> None:
        _, number = published(app)
        assert words in client.get(f"/publicaties/{number}{path}").words

    def test_it_is_told_in_each_language(self, app: Application, client: CheckedClient) -> None:
        _, number = published(app)
        assert "January to September 2026" in client.get(f"/en/publicaties/{number}").words
        assert "6 givers, 5 receivers" in client.get(f"/en/publicaties/{number}").words
        assert "Januar bis September 2026" in client.get(f"/de/publicaties/{number}").words

    def test_lines_are_on_the_map_and_in_its_table(self, app: Application, client: CheckedClient) -> None:
        published(app)
        page = client.get("/kaart?soort=line")
        assert "Geleen-Centrum Geleen-Zuid Kunststof" in page.words
        assert re.search(r"Geleen-Centrum (→|\\u2192) Geleen-Zuid", page.text)
        assert "Geleen-Zuid Geleen-Centrum Hout" not in client.get("/kaart?soort=line&jaar=2026").words

    def test_figures_that_were_taken_out_are_told(self, app: Application, client: CheckedClient) -> None:
        _, number = published(app)
        with app.store.unit_of_work():
            record = publication.one(number)
            assert record is not None
            note = {"day": "2027-03-01", "kind": "cells", "before": "a" * 64}
            record.content = json.dumps({**json.loads(record.content), "redactions": [note]})
        assert "er stonden cijfers in die iemand hadden kunnen" in client.get(f"/publicaties/{number}").words

    @pytest.mark.parametrize("path", ["/kaart?soort=line&jaar=2026", "/publicaties/{}?groep=wood"])
    def test_a_line_that_says_nothing_is_nowhere(
        self, app: Application, client: CheckedClient, path: str
    ) -> None:
        _, number = published(app)
        assert "Geleen-Zuid Geleen-Centrum Hout" not in client.get(path.format(number)).words

    def test_an_old_release_can_still_be_read(self, app: Application, client: CheckedClient) -> None:
        story, first = published(app)
        with app.store.unit_of_work():
            record = publication.one(first)
            assert record is not None
            told = replace(releases.parsed(record.content), cells=(), changes=())
            record.content = releases.text(told)
            newer = releases.make(story.hub.today, story.hub).id
        assert {f"/publicaties/{number}" for number in (first, newer)} <= set(
            client.get("/publicaties").outline.links
        )
        assert "Dit is de eerste publicatie." in client.get(f"/publicaties/{first}").words
        assert "Er is niets veranderd" in client.get(f"/publicaties/{newer}").words


class TestWhatThePublicSees:
    def test_a_member_looks_shows_and_withdraws(
        self, app: Application, as_role: SignIn, client: CheckedClient
    ) -> None:
        story, number = published(app)
        owner = as_role("member", story.giver)
        page = owner.get("/organisatie/openbaar")
        assert "/organisatie/openbaar" in owner.get("/organisatie").outline.links
        assert "Iedereen mag dit zien." in page.words
        actions = [form.action for form in page.outline.forms]
        assert "/organisatie/openbaar/listings/intrekken" in actions
        assert "/organisatie/openbaar/flows/tonen" in actions

        after = owner.press(page, "/listings/intrekken")

        assert "Het is uit 1 publicatie gehaald." in owner.get(after.location).words
        words = client.get(f"/publicaties/{number}").words
        assert "een eigenaar heeft iets ingetrokken. Weggehaald: Aanbod en vragen." in words

    def test_of_an_empty_shop_one_sees_what_would_be_public(self, app: Application, as_role: SignIn) -> None:
        with app.store.unit_of_work():
            firm = a_firm("Winkel")
            a_vacant_shop(firm, public=False)
        assert "120 m²" in as_role("member", firm).get("/organisatie/openbaar").words

    def test_an_operator_sees_all_that_is_told_of_a_plant(self, app: Application, as_role: SignIn) -> None:
        with app.store.unit_of_work():
            firm = a_firm("Plant")
            plant = a_plant("ldpe-film", "pe-regranulate", capacity="1234")
            plant.operator, plant.organisation_id, plant.invented = "Plant", firm.organisation_id, False
            plant.status_as_of, plant.status_note = "2026", "permit ends"
            plant.lon, plant.lat = 5.80001, 50.97001
            plant.source, plant.operator_consents = "call with Jan; https://example.org/plants", True
            [row] = releases.parsed(releases.make(NOW.date(), firm.member).content).processes
        words = as_role("member", firm).get("/en/organisatie/openbaar").words
        for told in (
            "plant, Plant",
            "1,234",
            "2026",
            "https://example.org/plants",
            "50.97001, 5.80001",
            "exact address",
        ):
            assert told in words
        assert "permit ends" not in words
        assert "Jan" not in words
        assert (row.source, row.note, row.at) == ("https://example.org/plants", "", (5.80001, 50.97001))

    def test_it_is_told_in_english_and_german(self, app: Application, as_role: SignIn) -> None:
        story, _ = published(app)
        owner = as_role("member", story.giver)
        assert "Below is exactly what everybody would see." in owner.get("/en/organisatie/openbaar").words
        assert "Was alle von Ihnen sehen" in owner.get("/de/organisatie/openbaar").words
