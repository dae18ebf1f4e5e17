"""The background of the map: pictures of one server, for the town only, kept, and nothing else."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from circulair import background
from circulair.app import Application
from circulair.background import FRESH_SECONDS, PAUSE_SECONDS, Background
from circulair.config import UnsafeSettingError, read
from tests.web.checked import CheckedClient
from tests.web.test_routing_service import Service, answering

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40
WEBP = b"RIFF\x00\x00\x00\x00WEBP" + b"0" * 40
TOWN = ("13", "4228", "2745")
"""A tile over Geleen."""


class Curious(Service):
    """Keeps the heads of what it is asked too."""

    def do_GET(self) -> None:  # noqa: N802  # its base class names it so
        self.asked.append("|".join(f"{name}: {value}" for name, value in self.headers.items()))
        super().do_GET()


@dataclass
class Clock:
    """A time that tests set."""

    now: float = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Kept:
    """A background that keeps its tiles in a folder of the test."""

    url: str
    folder: Path
    clock: Clock = field(default_factory=Clock)

    def __post_init__(self) -> None:
        self.tiles = Background(f"{self.url}/{{z}}/{{x}}/{{y}}.png", self.folder, self.clock)


def files(folder: Path) -> list[Path]:
    return [one for one in folder.rglob("*") if one.is_file()]


def test_a_tile_is_asked_once_and_then_kept(tmp_path: Path) -> None:
    with answering(PNG) as (url, asked):
        kept = Kept(url, tmp_path)
        kept.clock.now = 0.0  # before the file was written, so that it is fresh
        first, second = kept.tiles.picture(*TOWN), kept.tiles.picture(*TOWN)
    assert asked == ["/13/4228/2745.png"]
    assert first == second
    assert first is not None
    assert (first.content, first.media) == (PNG, "image/png")
    [file] = files(tmp_path)
    assert file.read_bytes() == PNG


def test_an_old_tile_is_asked_again_and_shown_still_where_nobody_answers(tmp_path: Path) -> None:
    with answering(PNG) as (url, asked):
        kept = Kept(url, tmp_path)
        kept.clock.now = 0.0
        kept.tiles.picture(*TOWN)
        kept.clock.now = files(tmp_path)[0].stat().st_mtime + FRESH_SECONDS + 1
        kept.tiles.picture(*TOWN)
        assert len(asked) == 2
        kept.clock.now += 2 * FRESH_SECONDS
    shown = kept.tiles.picture(*TOWN)
    assert shown is not None
    assert shown.content == PNG


def test_a_server_that_does_not_answer_is_left_alone_for_a_while(tmp_path: Path) -> None:
    with answering(PNG) as (url, _):
        pass
    kept = Kept(url, tmp_path)
    assert kept.tiles.picture(*TOWN) is None
    assert kept.tiles.silent_until == kept.clock.now + PAUSE_SECONDS
    assert kept.tiles.fetched((13, 4228, 2745)) is None


@pytest.mark.parametrize(
    "said",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"<!doctype html>",
        b"",
        b"\x89PNG" + b"0" * background.MOST_BYTES,
    ],
)
def test_what_is_no_picture_or_too_large_is_not_handed_out(said: bytes, tmp_path: Path) -> None:
    with answering(said) as (url, _):
        assert Kept(url, tmp_path).tiles.picture(*TOWN) is None
    assert files(tmp_path) == []


def test_a_picture_that_is_too_large_is_none(tmp_path: Path) -> None:
    with answering(PNG + b"0" * background.MOST_BYTES) as (url, _):
        assert Kept(url, tmp_path).tiles.picture(*TOWN) is None


@pytest.mark.parametrize("status", [302, 403, 404, 500])
def test_no_redirect_is_followed_and_no_refusal_kept(status: int, tmp_path: Path) -> None:
    with answering(PNG) as (elsewhere, asked), answering(PNG, status, f"{elsewhere}/x") as (url, _):
        assert Kept(url, tmp_path).tiles.picture(*TOWN) is None
    assert asked == []
    assert files(tmp_path) == []


@pytest.mark.parametrize(
    "tile",
    [
        ("9", "264", "171"),
        ("19", "270600", "175700"),
        ("13", "0", "0"),
        ("13", "4228", "2600"),
        ("13", "-1", "2745"),
        ("13", "٤٢٢٨", "2745"),
        ("13", "4228", "2745.png"),
        ("13", "99999999", "2745"),
        ("1e1", "4228", "2745"),
        ("..", "4228", "2745"),
    ],
)
def test_no_other_zoom_and_no_tile_of_elsewhere_is_asked(tile: tuple[str, str, str], tmp_path: Path) -> None:
    with answering(PNG) as (url, asked):
        assert Kept(url, tmp_path).tiles.picture(*tile) is None
    assert asked == []


def test_a_full_folder_takes_no_more(tmp_path: Path) -> None:
    with answering(WEBP) as (url, _):
        kept = Kept(url, tmp_path)
        kept.tiles.kept_bytes = background.MOST_KEPT_BYTES
        shown = kept.tiles.picture(*TOWN)
    assert shown is not None
    assert shown.media == "image/webp"
    assert files(tmp_path) == []


def test_a_tile_that_is_not_there_is_not_asked_for_again_at_once(tmp_path: Path) -> None:
    with answering(PNG, 404) as (url, asked):
        kept = Kept(url, tmp_path)
        assert [kept.tiles.picture(*TOWN) for _ in range(3)] == [None] * 3
        kept.clock.now += background.MISSING_SECONDS
        assert kept.tiles.picture(*TOWN) is None
    assert len(asked) == 2


def test_a_tile_that_takes_the_place_of_an_old_one_is_counted_once(tmp_path: Path) -> None:
    with answering(PNG) as (url, _):
        kept = Kept(url, tmp_path)
        for _ in range(3):
            kept.tiles.picture(*TOWN)
            kept.clock.now += 2 * FRESH_SECONDS
    assert kept.tiles.kept_bytes == len(PNG)


def test_where_nothing_can_be_kept_a_tile_is_handed_out_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "no folder").write_bytes(b"")
    with answering(PNG) as (url, _):
        assert Kept(url, tmp_path / "no folder").tiles.picture(*TOWN) is not None


def test_while_others_ask_one_goes_on_without_a_tile(tmp_path: Path) -> None:
    with answering(PNG) as (url, asked):
        kept = Kept(url, tmp_path)
        for _ in range(background.MOST_ASKED):
            kept.tiles.turns.acquire()
        assert kept.tiles.picture(*TOWN) is None
    assert asked == []


def test_another_server_never_shows_the_tiles_of_the_one_before(tmp_path: Path) -> None:
    tile = (13, 4228, 2745)
    paths = {Background(f"http://{host}/{{z}}/{{x}}/{{y}}", tmp_path).path_of(tile) for host in ("a", "b")}
    assert len(paths) == 2


@pytest.fixture
def curious() -> Iterator[tuple[str, list[str]]]:
    with answering(PNG, kind=Curious) as told:
        yield told


def test_the_page_hands_it_out_without_cookies_and_the_server_learns_nothing_of_the_visitor(
    app: Application, client: CheckedClient, curious: tuple[str, list[str]], tmp_path: Path
) -> None:
    url, asked = curious
    app.background = Kept(url, tmp_path / "tiles").tiles
    client.http.set_cookie("session", "a-secret-of-the-visitor")
    answer = client.http.get(
        "/kaart/tegel/13/4228/2745", headers={"Referer": "http://localhost/kaart?x=secret"}
    )
    assert (answer.status_code, answer.content_type, answer.data) == (200, "image/png", PNG)
    assert answer.headers["Cache-Control"].startswith("public, max-age=")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "Set-Cookie" not in answer.headers
    assert "secret" not in asked[0]
    assert "ookie" not in asked[0]


def test_without_a_setting_there_is_no_background(client: CheckedClient) -> None:
    assert client.http.get("/kaart/tegel/13/4228/2745").status_code == 404
    assert "tegel" not in client.get("/kaart").text


GOOD = "https://tiles.example.org/{z}/{x}/{y}.png"


@pytest.mark.parametrize(
    ("url", "attribution", "words"),
    [
        ("https://tiles.example.org/{z}/{x}.png", "Maker", "must have {y} once"),
        ("https://tiles.example.org/{z}/{x}/{y}/{y}.png", "Maker", "must have {y} once"),
        ("https://{s}.example.org/{z}/{x}/{y}.png", "Maker", "a part other than"),
        ("https://{z}.example.org/{x}/{y}.png", "Maker", "stand in the path"),
        ("ftp://tiles.example.org/{z}/{x}/{y}.png", "Maker", "must begin with https://"),
        ("//tiles.example.org/{z}/{x}/{y}.png", "Maker", "must begin with https://"),
        ("https:///{z}/{x}/{y}.png", "Maker", "must begin with https://"),
        ("https://me:secret@tiles.example.org/{z}/{x}/{y}.png", "Maker", "must begin with https://"),
        ("https://tiles.example.org:port/{z}/{x}/{y}.png", "Maker", "is no address"),
        ("https://tiles.example.org/a b/{z}/{x}/{y}.png", "Maker", "signs that an address cannot have"),
        ("https://tiles.example.org/{z}/{x}/{y}.png\r\nX: y", "Maker", "signs that an address cannot have"),
        (GOOD, "", "who made the tiles"),
        (GOOD, "   ", "who made the tiles"),
        (GOOD, "x" * 201, "who made the tiles"),
        ("", "Maker", "there is no tile_url"),
    ],
)
def test_a_setting_that_cannot_work_is_refused_with_what_is_wrong(
    url: str, attribution: str, words: str
) -> None:
    with pytest.raises(UnsafeSettingError, match="CIRCULAIR_TILE_") as told:
        read({"CIRCULAIR_TILE_URL": url, "CIRCULAIR_TILE_ATTRIBUTION": attribution})
    assert words in str(told.value)


def test_a_good_setting_is_taken() -> None:
    told = {"CIRCULAIR_TILE_URL": f"{GOOD}?key=1", "CIRCULAIR_TILE_ATTRIBUTION": "© Maker"}
    assert read(told).tile_url == f"{GOOD}?key=1"
