"""The question answered by our own engine."""

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from flows.engine import topk
from flows.engine.columns import Side, Ways, measure_of
from flows.matching import Settings

Rows = dict[str, np.ndarray]
MOST = 20


def bare(column: pa.ChunkedArray) -> np.ndarray:
    """Return a column of figures, NaN where it is empty, without pandas, which Arrow would load for that."""
    if pa.types.is_boolean(column.type):
        return bare(column.cast(pa.uint8())).astype(bool)
    if column.null_count == len(column):
        return np.full(len(column), np.nan)
    return np.concatenate(
        [with_gaps(chunk) if chunk.null_count else np.from_dlpack(chunk) for chunk in column.chunks]
    )


def with_gaps(chunk: pa.Array) -> np.ndarray:
    """Return floats, NaN where there is none."""
    known = bare(pa.chunked_array([chunk.is_valid()]))
    stored = np.frombuffer(chunk.buffers()[1], np.float64, len(chunk), chunk.offset * 8)
    return np.where(known, stored, np.nan)


def read_world(folder: Path) -> topk.World:
    """Return the world in a folder as the engine reads it."""
    pa.set_memory_pool(pa.system_memory_pool())

    def columns(name: str) -> dict[str, np.ndarray]:
        with pq.ParquetFile(folder / f"{name}.parquet") as file:
            return {key: bare(file.read([key]).column(0)) for key in file.schema_arrow.names}

    def side(name: str) -> Side:
        read = columns(name)
        read["end"] = read.pop("finish")
        floats = ("tonnes", "contamination", "moisture", "lon", "lat", "max_km", "taken_once")
        return Side(
            **{
                key: read[key].astype(float, copy=False) if key in floats else read[key]
                for key in Side._fields
            }
        )

    ways = columns("w")
    ways["order"] = ways.pop("ord")
    whole = ("offered", "wanted", "order", "steps")
    kept = {key: ways[key] if key in whole else ways[key].astype(float, copy=False) for key in Ways._fields}
    materials = json.loads((folder / "world.json").read_text(encoding="utf-8"))["materials"]
    return topk.World(side("o"), side("n"), Ways(**kept), measure_of(Settings()), materials)


def ours(folder: Path) -> Callable[[], Rows]:
    """Return the engine, its listings standing ready."""
    world = read_world(folder)
    ready = topk.standing(world, seeks_offers=True)

    def answer() -> Rows:
        found = list(topk.best(ready, world.needs, MOST))
        return {
            name: np.concatenate([getattr(one, name) for one in found])
            for name in ("need", "offer", "way", "score")
        }

    return answer
