"""Tables in files: the same in CSV and Parquet, and never half written."""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pyarrow
import pyarrow.parquet
import pytest

from circulair.files.faults import FileRefusedError
from circulair.files.streams import read_streams
from circulair.files.tables import GROUP, Cell, as_text, read_rows, write_rows
from flows.materials import load_materials
from flows.streams import Offer

FIELDS: tuple[tuple[str, pyarrow.DataType], ...] = (("name", pyarrow.string()), ("tonnes", pyarrow.float64()))
SCHEMA = pyarrow.schema(FIELDS)


def test_parquet_and_csv_hold_the_same_offers(tmp_path: Path) -> None:
    columns: dict[str, list[object]] = {
        "id": ["o1", "o2"],
        "material": ["pe", "pp"],
        "tonnes_likely": [1.5, None],
        "recurring": [False, None],
        "from": [date(2026, 1, 1), None],
    }
    pyarrow.parquet.write_table(pyarrow.table(columns), tmp_path / "offers.parquet")
    (tmp_path / "offers.csv").write_text(
        "id,material,tonnes_likely,recurring,from\no1,pe,1.5,false,2026-01-01\no2,pp,,,\n", encoding="utf-8"
    )

    tree = load_materials()
    parquet, text = (read_streams(tmp_path / name, Offer, tree) for name in ("offers.parquet", "offers.csv"))

    assert parquet == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (True, "true"),
        (1, "1"),
        (1.5, "1.5"),
        (Decimal("1.50"), "1.50"),
        (datetime(2026, 1, 1), "2026-01-01"),  # noqa: DTZ001  Parquet holds times without a zone
    ],
)
def test_a_value_of_parquet_is_read_as_csv_holds_it(value: object, text: str) -> None:
    assert as_text(value) == text


def test_not_a_number_in_parquet_is_refused(tmp_path: Path) -> None:
    columns: dict[str, list[object]] = {"id": ["o1"], "material": ["pe"], "tonnes_likely": [float("nan")]}
    pyarrow.parquet.write_table(pyarrow.table(columns), tmp_path / "offers.parquet")

    with pytest.raises(FileRefusedError, match=r"offers\.parquet, row 1, column tonnes_likely"):
        read_streams(tmp_path / "offers.parquet", Offer, load_materials())


def test_a_file_that_is_no_parquet_is_refused(tmp_path: Path) -> None:
    (tmp_path / "offers.parquet").write_text("id,material\n", encoding="utf-8")

    with pytest.raises(FileRefusedError, match="is no Parquet file"):
        list(read_rows(tmp_path / "offers.parquet", ("id",), ("id",)))


def test_a_quote_left_open_is_refused(tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_text('id\n"o1\n', encoding="utf-8")

    with pytest.raises(FileRefusedError, match=r"rows\.csv, row 1: is no CSV"):
        list(read_rows(tmp_path / "rows.csv", ("id",), ("id",)))


def test_blank_lines_and_a_byte_order_mark_are_no_rows(tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_text("\ufeffid\n\no1\n\n", encoding="utf-8")

    [row] = read_rows(tmp_path / "rows.csv", ("id",), ("id",))

    assert (row.number, row["id"]) == (1, "o1")


@pytest.mark.parametrize("name", ["out.csv", "out.parquet"])
def test_the_same_rows_are_the_same_bytes(tmp_path: Path, name: str) -> None:
    rows: list[list[Cell]] = [["karton", 1.5], ["glas", None]]

    write_rows(tmp_path / name, SCHEMA, rows)
    first = (tmp_path / name).read_bytes()
    write_rows(tmp_path / name, SCHEMA, rows)

    assert (tmp_path / name).read_bytes() == first


@pytest.mark.parametrize("name", ["out.csv", "out.parquet"])
def test_a_write_that_breaks_off_leaves_the_old_file_and_nothing_else(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("old", encoding="utf-8")

    with pytest.raises(KeyboardInterrupt):
        write_rows(tmp_path / name, SCHEMA, interrupted())

    assert (tmp_path / name).read_text(encoding="utf-8") == "old"
    assert [path.name for path in tmp_path.iterdir()] == [name]


def interrupted() -> Iterator[list[Cell]]:
    yield ["karton", 1.5]
    raise KeyboardInterrupt


def test_no_rows_are_a_heading_alone(tmp_path: Path) -> None:
    write_rows(tmp_path / "out.csv", SCHEMA, [])
    write_rows(tmp_path / "out.parquet", SCHEMA, [])

    assert (tmp_path / "out.csv").read_text(encoding="utf-8") == "name,tonnes\n"
    assert pyarrow.parquet.read_table(tmp_path / "out.parquet").schema == SCHEMA


def test_a_long_parquet_file_is_written_in_groups_of_rows(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [["karton", float(at)] for at in range(GROUP + 1)]

    write_rows(tmp_path / "out.parquet", SCHEMA, rows)

    with pyarrow.parquet.ParquetFile(tmp_path / "out.parquet") as file:
        assert [file.metadata.row_group(at).num_rows for at in range(file.num_row_groups)] == [GROUP, 1]
    assert pyarrow.parquet.read_table(tmp_path / "out.parquet")["tonnes"].to_pylist() == [
        row[1] for row in rows
    ]
