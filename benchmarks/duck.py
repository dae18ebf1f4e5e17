"""The question as DuckDB answers it."""

from collections.abc import Callable
from pathlib import Path

import duckdb
import numpy as np

from benchmarks.question import SQL


def in_duckdb(folder: Path) -> Callable[[], dict[str, np.ndarray]]:
    """Return DuckDB, its tables in memory."""
    base = duckdb.connect()
    base.execute("set threads = 2")
    for name in ("o", "n", "w"):
        base.execute(f"create table {name} as select * from '{folder / name}.parquet'")
    return lambda: base.execute(SQL).fetchnumpy()
