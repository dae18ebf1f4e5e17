"""The map that is ready before anybody asks: kept beside its release, for as long as that is what it was."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, NoReturn

import pytest

from circulair import warming
from circulair.app import Application, create_app
from circulair.commands import publication as commands
from circulair.language import LANGUAGES
from circulair.services import overview, release_maps, releases
from circulair.store import publication
from circulair.web import town
from circulair.web.compiled import compiled_in
from tests.releases import a_flow, a_release, publish
from tests.web.checked import CheckedClient

NO_TILES = ("", "")


@pytest.fixture(autouse=True)
def nothing_kept() -> Iterator[None]:
    """Forget what this process kept, before a test and after it."""
    forget()
    yield
    forget()


def forget() -> None:
    """Begin as a process that has just started."""
    for kept in (overview.view_kept, overview.whole_kept, town.drawing_kept, releases.kept):
        kept.cache_clear()


def kept_maps(app: Application) -> list[str]:
    """Return in which languages the map of the newest release is kept as it would be drawn."""
    with app.store.unit_of_work(reading=True):
        mark = overview.mark()
        assert mark is not None
        return [
            language
            for language in LANGUAGES
            if release_maps.stored(mark, language, town.look(language, NO_TILES)) is not None
        ]


def test_a_kept_map_is_read_and_not_drawn_and_a_choice_is_drawn(
    app: Application, client: CheckedClient
) -> None:
    [number] = publish(app, a_release())
    assert kept_maps(app) == []
    warming.keep_maps(app)
    assert kept_maps(app) == list(LANGUAGES)
    forget()
    with app.store.unit_of_work():
        for language in LANGUAGES:
            record = publication.map_of(number, language)
            assert record is not None
            record.content = record.content.replace("geo_json_town_line", f"kept_{language}")
    for language in LANGUAGES:
        page = client.get(f"{warming.prefix(language)}/kaart").text
        assert f"kept_{language}" in page
        assert "geo_json_town_line" not in page
    assert '"Van buurt naar buurt" : kept_nl' in client.get("/kaart").text
    assert "geo_json_town_line" in client.get("/kaart?jaar=2027").text


def test_links_in_a_kept_map_are_of_its_language(app: Application, client: CheckedClient) -> None:
    publish(app, a_release())
    warming.keep_maps(app)
    forget()
    assert "/en/aanbod/A-AAAAAA" in client.get("/en/kaart").text


def test_of_a_newer_release_the_older_map_is_not_shown(app: Application, client: CheckedClient) -> None:
    publish(app, a_release())
    warming.keep_maps(app)
    publish(app, a_release(flows=(a_flow(2027, 77.0),), cells=()))
    assert kept_maps(app) == []
    assert "77" in client.get("/kaart").text
    warming.keep_maps(app)
    assert kept_maps(app) == list(LANGUAGES)


def test_another_background_or_other_software_draws_anew(app: Application) -> None:
    publish(app, a_release())
    warming.keep_maps(app)
    with app.store.unit_of_work(reading=True):
        mark = overview.mark()
        assert mark is not None
        tiles = ("http://127.0.0.1:9/{z}/{x}/{y}.png", "Tiles")
        assert release_maps.stored(mark, "nl", town.look("nl", tiles)) is None
        assert release_maps.stored((mark[0], "another"), "nl", town.look("nl", NO_TILES)) is None


def test_a_map_of_what_is_not_the_newest_any_more_is_not_kept(app: Application) -> None:
    publish(app, a_release())
    told = {"circulair.language": "nl"}
    with app.test_request_context("/kaart", environ_overrides=told):
        with app.store.unit_of_work(reading=True):
            keep = town.to_keep("nl")
        publish(app, a_release("2027-04-01"))
        assert keep is not None
        with app.store.unit_of_work():
            assert keep() is False
    assert kept_maps(app) == []


def test_what_is_taken_out_of_a_release_is_in_no_kept_map(app: Application) -> None:
    publish(app, a_release())
    warming.keep_maps(app)
    with app.store.unit_of_work():
        mark = overview.mark()
        assert mark is not None
        publication.forget_maps([mark[0]])
    assert kept_maps(app) == []


def test_a_process_makes_the_map_ready_and_each_new_release(app: Application) -> None:
    stop = threading.Event()
    ready = threading.Thread(target=warming.keep_ready, args=(app, stop, 0.05))
    publish(app, a_release())
    ready.start()
    try:
        assert waited(lambda: kept_maps(app) == list(LANGUAGES))
        publish(app, a_release("2027-04-01"))
        assert waited(lambda: kept_maps(app) == list(LANGUAGES))
    finally:
        stop.set()
        ready.join(30)
    assert not ready.is_alive()


def waited(done: object) -> bool:
    """Wait until something is so, at most half a minute."""
    assert callable(done)
    return any(done() or threading.Event().wait(0.1) for _ in range(300))


def test_without_a_release_or_a_database_nothing_breaks(app: Application, tmp_path: Path) -> None:
    stop = threading.Event()
    broken = create_app(replace(app.settings, database_url=f"sqlite:///{tmp_path}/no/such.db"))
    for one in (app, broken):
        ready = threading.Thread(target=warming.keep_ready, args=(one, stop, 0.01))
        ready.start()
        stop.wait(0.2)
        assert ready.is_alive()
        stop.set()
        ready.join(30)
        stop.clear()
    broken.store.close()


class Faulty(Application):
    """An application of which whatever is asked goes wrong as nobody foresaw."""

    def __init__(self, stop: threading.Event) -> None:
        super().__init__("faulty")
        self.asked, self.stop = 0, stop

    def test_request_context(self, *_told: Any, **_more: Any) -> NoReturn:  # as Flask's, whatever it takes
        self.fail()

    @property
    def store(self) -> NoReturn:  # type: ignore[override]  # to ask for it is what goes wrong
        self.fail()

    def fail(self) -> NoReturn:
        """Fail; after three times tell whoever waits to stop."""
        self.asked += 1
        (self.stop.clear, self.stop.set)[self.asked == 3]()
        raise RuntimeError("nobody foresaw this")


def test_what_makes_the_map_ready_lives_on_when_its_first_look_goes_wrong() -> None:
    stop = threading.Event()
    faulty = Faulty(stop)
    warming.keep_ready(faulty, stop, 0.01)
    assert faulty.asked == 3


def test_a_release_is_made_although_its_map_cannot_be_drawn(capsys: pytest.CaptureFixture[str]) -> None:
    commands.keep_maps(Faulty(threading.Event()))
    assert "the release is made, but its map could not be drawn yet" in capsys.readouterr().err


def test_a_drawing_depends_on_maps_materials_and_words_and_on_what_writes_its_page() -> None:
    names = {file.name for file in town.drawn_with("nl")}
    assert {"materials.csv", "materials.py", "page.py", "town.py", "messages.mo"} <= names
    assert set(town.DRAWS) >= {"folium"}


def test_compiled_templates_are_kept_for_the_next_process(app: Application, tmp_path: Path) -> None:
    own = create_app(replace(app.settings, data_dir=str(tmp_path / "own")))
    own.store = app.store
    assert own.test_client().get("/kaart").status_code == 200
    folder = tmp_path / "own" / "templates"
    kept = {one.name: one.stat().st_mtime_ns for one in folder.rglob("*") if one.is_file()}
    assert len(kept) > 3
    assert [one.stat().st_mode & 0o077 for one in folder.iterdir()] == [0]
    later = create_app(own.settings)
    later.store = app.store
    assert later.test_client().get("/kaart").status_code == 200
    assert {one.name: one.stat().st_mtime_ns for one in folder.rglob("*") if one.is_file()} == kept


def test_a_folder_that_cannot_be_written_is_done_without(tmp_path: Path) -> None:
    (tmp_path / "templates").write_text("in the way", encoding="utf-8")
    assert compiled_in(tmp_path) is None
