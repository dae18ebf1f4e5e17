"""Matches in files: a row each, in the order of the needs and their ranks."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import pyarrow
import pyarrow.parquet

from circulair.files.tables import Cell, write_rows
from flows.matching import Match
from flows.scoring import PARTS

BETWEEN = ";"
"""What stands between the processes of a chain and between the missing facts."""

DIGITS = 9
"""Decimals of a figure in a file: as many as rank matches."""

COLUMNS: tuple[tuple[str, pyarrow.DataType], ...] = (
    ("need", pyarrow.string()),
    ("offer", pyarrow.string()),
    ("processes", pyarrow.string()),
    ("rank", pyarrow.int64()),
    ("score", pyarrow.float64()),
    ("tonnes_likely", pyarrow.float64()),
    ("distance_km", pyarrow.float64()),
    ("strategy", pyarrow.string()),
    ("completeness", pyarrow.float64()),
    *((part, pyarrow.float64()) for part in PARTS),
    ("missing", pyarrow.string()),
)
"""The columns of product.md 7.1."""


def write_matches(path: Path, by_need: Iterable[Iterable[Match]]) -> None:
    """Write the matches of each need, ranked from 1."""
    write_rows(path, pyarrow.schema(COLUMNS), rows(by_need))


def join_matches(path: Path, parts: Iterable[Path]) -> None:
    """Write the matches of several Parquet files, one behind the other, as if they had been found at once."""
    write_rows(path, pyarrow.schema(COLUMNS), (row for part in parts for row in rows_in(part)))


def rows_in(part: Path) -> Iterator[list[Cell]]:
    """Yield the rows of a Parquet file as they were written."""
    with pyarrow.parquet.ParquetFile(part) as file:
        for batch in file.iter_batches():
            yield from map(list, zip(*(column.to_pylist() for column in batch.columns), strict=True))


def rows(by_need: Iterable[Iterable[Match]]) -> Iterator[list[Cell]]:
    """Yield a row per match."""
    for matches in by_need:
        for place, match in enumerate(matches, start=1):
            yield row(match, place)


def row(match: Match, place: int) -> list[Cell]:
    """Return the cells of a match, empty where a figure is unknown."""
    return [
        match.need,
        match.offer,
        BETWEEN.join(match.processes),
        place,
        rounded(match.score),
        None if match.tonnes is None else rounded(float(match.tonnes.likely)),
        rounded(match.distance_km),
        match.strategy.value,
        rounded(match.completeness),
        *(rounded(part.value) for part in match.parts),
        BETWEEN.join(match.missing),
    ]


def rounded(figure: float | None) -> float | None:
    """Return a figure with the decimals of a file."""
    return None if figure is None else round(figure, DIGITS)
