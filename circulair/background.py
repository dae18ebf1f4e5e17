"""The background of the map: tiles of the operator's server, asked by our own and kept for a while.

Browsers ask us only, so that no other host learns who looks at what. We ask the one host that is configured,
without cookies, following no redirect, for tiles of the town only, and hand out nothing but pictures.
"""

import hashlib
import math
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path

from circulair.routing_service import asked
from flows.distance import Position
from maps.clusters import LEAST_ZOOM, MOST_ZOOM, Box, mercator
from maps.reading import municipality

TIMEOUT_SECONDS = 4
MOST_BYTES = 512 * 1024
"""A tile that is larger is none."""

MOST_KEPT_BYTES = 500 * 1024 * 1024
"""Of all tiles in the data folder together; what comes then is handed out and not kept."""

FRESH_SECONDS = 30 * 24 * 3600
"""How long a kept tile is not asked for again."""

MISSING_SECONDS = 600
MOST_MISSING = 10_000
"""How long a tile that the server does not have is not asked for again, and how many of those are known."""

MOST_ASKED, PATIENCE_SECONDS = 4, 0.5
"""How many tiles are asked for at once, and how long others wait for their turn: pages go on meanwhile."""

PAUSE_SECONDS = 10
"""How long a tile server that did not answer is left alone."""

MARGIN_DEGREES = 0.05
"""How far around the town there are tiles."""

PICTURES = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}
"""How pictures begin, and what they are; a WebP begins with RIFF and has WEBP after its length."""

Tile = tuple[int, int, int]
"""Zoom, then column and row from the north-west."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A tile as it is handed out."""

    content: bytes
    media: str


@dataclass
class Background:
    """The tiles of one server: ``url`` has {z}, {x} and {y}; ``folder`` is where they are kept."""

    url: str
    folder: Path
    clock: Callable[[], float] = time.time
    kept_bytes: int | None = None
    silent_until: float = field(default=0.0)
    missing: dict[Tile, float] = field(default_factory=dict)
    turns: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(MOST_ASKED))

    def picture(self, zoom: str, across: str, down: str) -> Picture | None:
        """Return a tile, None where it is none of the town or nobody has it."""
        tile = tile_of(zoom, across, down)
        if not self.url or tile is None or not near_town(tile):
            return None
        path = self.path_of(tile)
        if path.is_file() and self.clock() - path.stat().st_mtime < FRESH_SECONDS:
            return pictured(path.read_bytes())
        found = self.fetched(tile)
        if found is None:
            return pictured(path.read_bytes()) if path.is_file() else None
        self.keep(path, found.content)
        return found

    def path_of(self, tile: Tile) -> Path:
        """Return where a tile is kept: another address of the server has another folder."""
        server = hashlib.sha256(self.url.encode()).hexdigest()[:16]
        return self.folder.joinpath(server, *map(str, tile))

    def fetched(self, tile: Tile) -> Picture | None:
        """Ask the server for a tile, unless it did not answer or did not have it just now."""
        if self.clock() < max(self.silent_until, self.missing.get(tile, 0.0)):
            return None
        if not self.turns.acquire(timeout=PATIENCE_SECONDS):
            return None
        try:
            found = self.asked_for(tile)
        except (OSError, HTTPException, ValueError):
            self.silent_until = self.clock() + PAUSE_SECONDS
            return None
        finally:
            self.turns.release()
        if found is None:
            self.missing = self.missing if len(self.missing) < MOST_MISSING else {}
            self.missing[tile] = self.clock() + MISSING_SECONDS
        return found

    def asked_for(self, tile: Tile) -> Picture | None:
        """Return what the server answers for a tile, None where that is no picture."""
        parts = zip(("{z}", "{x}", "{y}"), tile, strict=True)
        address = self.url
        for part, number in parts:
            address = address.replace(part, str(number))
        said = asked(address, TIMEOUT_SECONDS, MOST_BYTES, "image/*")
        return None if said is None else pictured(said)

    def keep(self, path: Path, content: bytes) -> None:
        """Put a tile into the folder, whole or not at all, as long as there is room."""
        if self.kept_bytes is None:
            self.kept_bytes = sum(one.stat().st_size for one in self.folder.rglob("*") if one.is_file())
        more = len(content) - (path.stat().st_size if path.is_file() else 0)
        if self.kept_bytes + more > MOST_KEPT_BYTES:
            return
        with suppress(OSError):  # a full disk keeps nothing, and the tile is handed out all the same
            path.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as half:
                half.write(content)
            Path(half.name).replace(path)
            self.kept_bytes += more


def pictured(content: bytes) -> Picture | None:
    """Return bytes as a picture, None where they are none."""
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return Picture(content, "image/webp")
    return next(
        (Picture(content, media) for begin, media in PICTURES.items() if content.startswith(begin)), None
    )


def tile_of(*parts: str) -> Tile | None:
    """Return the tile of three whole numbers, None where they are none or the map has no such zoom."""
    if not all(part.isascii() and part.isdigit() and len(part) < 8 for part in parts):
        return None
    zoom, across, down = map(int, parts)
    return (zoom, across, down) if LEAST_ZOOM <= zoom <= MOST_ZOOM else None


def near_town(tile: Tile) -> bool:
    """Tell whether a tile shows something of the town or of what lies around it."""
    zoom, across, down = tile
    west, south, east, north = town_box()
    (left, bottom), (right, top) = (mercator(Position(*corner)) for corner in ((west, south), (east, north)))
    size = 1 << zoom
    return math.floor(left * size) <= across <= math.floor(right * size) and math.floor(
        top * size
    ) <= down <= math.floor(bottom * size)


def town_box() -> Box:
    """Return the box around the town, with its margin."""
    west, south, east, north = (float(side) for side in municipality().total_bounds)
    return west - MARGIN_DEGREES, south - MARGIN_DEGREES, east + MARGIN_DEGREES, north + MARGIN_DEGREES
