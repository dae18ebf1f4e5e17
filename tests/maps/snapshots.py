"""Layers kept as files: a changed file is looked at before it is kept (make snapshots)."""

import json
import os
from pathlib import Path

from maps.geojson import Json

FOLDER = Path(__file__).parents[1] / "snapshots"


def assert_as_kept(name: str, layer: Json) -> None:
    """Compare a layer with its file; with CIRCULAIR_SNAPSHOTS=1 write the file first."""
    file = FOLDER / f"{name}.geojson"
    text = json.dumps(layer, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
    if os.environ.get("CIRCULAIR_SNAPSHOTS") == "1":
        file.write_text(text, encoding="utf-8")
    assert text == file.read_text(encoding="utf-8")
