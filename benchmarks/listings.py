"""Made-up listings in files, as `circulair match` reads them: as many as one likes, a piece at a time."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet

from benchmarks.worlds import PROCESSES, TOWNS, Ground, a_side, some_processes, zipf
from flows.materials import load_materials
from flows.processes import Process

PIECE = 1_000_000
EPOCH = 719_163
"""The number of 1970-01-01, days counted from the year 1."""


def a_ground(seed: int = 1) -> tuple[np.random.Generator, Ground, list[str]]:
    """Return chance, where listings lie, and the materials from common to rare."""
    chance = np.random.default_rng(seed)
    tree = load_materials()
    leaves = [one.slug for one in tree if not tree.children(one.slug)]
    chance.shuffle(leaves)
    return chance, Ground(chance.uniform(3.5, 7.1, TOWNS), chance.uniform(50.8, 53.4, TOWNS)), leaves


def the_processes() -> list[Process]:
    """Return the 300 running processes of this world."""
    chance, ground, leaves = a_ground()
    made = some_processes(chance, ground, leaves)
    assert len(made) == PROCESSES
    return made


def write_listings(path: Path, side: str, number: int) -> Path:
    """Write so many offers ("o") or needs ("n"), CSV or Parquet by suffix, unless they are there."""
    if path.exists():
        return path
    path.parent.mkdir(parents=True, exist_ok=True)
    writer = None
    for begin in range(0, number, PIECE):
        table = piece(side, begin, min(PIECE, number - begin), number)
        if writer is None:
            kind = pa.csv.CSVWriter if path.suffix == ".csv" else pa.parquet.ParquetWriter
            writer = kind(path, table.schema)
        writer.write_table(table)
    assert writer is not None
    writer.close()
    return path


def piece(side: str, begin: int, length: int, number: int) -> pa.Table:
    """Return some listings of one side."""
    _same, ground, leaves = a_ground()
    chance = np.random.default_rng([begin, ord(side)])
    kind = zipf(chance, len(leaves), length)
    made = a_side(chance, ground, kind, length)
    numbers = pa.array(np.arange(begin, begin + length)).cast(pa.string())
    owners = pa.array(chance.integers(0, max(1, number // 3), length)).cast(pa.string())
    dirt = pc.binary_join_element_wise(
        '{"contamination_pct": ',
        pa.array(made.contamination, from_pandas=True).cast(pa.int64()).cast(pa.string()),
        "}",
        "",
    )
    reach = chance.choice([15.0, 30.0, 60.0, 120.0], length)
    return pa.table({
        "id": pc.binary_join_element_wise(side, pc.utf8_lpad(numbers, 9, "0"), ""),
        "material": pa.DictionaryArray.from_arrays(pa.array(kind), pa.array(leaves)).cast(pa.string()),
        "tonnes_likely": made.tonnes,
        "recurring": pa.array(chance.random(length) < 0.7),
        "from": pa.array((made.start - EPOCH).astype(np.int32), pa.date32()),
        "until": pa.array((made.end - EPOCH).astype(np.int32), pa.date32()),
        "lon": np.round(made.lon, 5),
        "lat": np.round(made.lat, 5),
        "quality_json": dirt,
        "organisation": pc.binary_join_element_wise("firm ", owners, ""),
        "max_km": pa.array(reach if side == "n" else np.full(length, np.nan), from_pandas=True),
    })  # fmt: skip
