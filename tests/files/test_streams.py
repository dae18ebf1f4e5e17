"""Offers and needs in files: what is read, and how each fault is named."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from circulair.files.faults import FileRefusedError
from circulair.files.streams import COLUMNS, Listener, Streams, clearly_named, each_stream, read_streams
from flows.distance import Position
from flows.materials import load_materials
from flows.streams import Amount, Availability, Form, Grade, Offer, Quality, Range


def read(folder: Path, *lines: str) -> Streams[Offer]:
    path = folder / "offers.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return read_streams(path, Offer, load_materials())


def test_a_full_row_becomes_an_offer(tmp_path: Path) -> None:
    quality = '"{""form"": ""baled"", ""contamination_pct"": 2, ""classes"": [""B"", ""A""]}"'
    row = f"o1,ldpe-film,15 01 02,10,12.5,20,true,2026-01-01,2026-12-31,5.83,50.97,{quality},bakery,30,,"

    streams = read(tmp_path, ",".join(COLUMNS), row)

    assert streams.rows == (
        Offer(
            "o1",
            "ldpe-film",
            Amount(Range(Decimal(10), Decimal("12.5"), Decimal(20)), Grade.DECLARED, recurring=True),
            Availability(date(2026, 1, 1), date(2026, 12, 31)),
            Quality(Form.BALED, 2.0, None, ("A", "B")),
            Position(5.83, 50.97),
            30.0,
            "bakery",
        ),
    )


def test_an_id_and_a_material_are_enough(tmp_path: Path) -> None:
    assert read(tmp_path, "id,material", "o1,ldpe-film").rows == (Offer("o1", "ldpe-film"),)


def test_an_id_and_a_text_are_enough(tmp_path: Path) -> None:
    streams = read(tmp_path, "id,text,language", "o1,karton,nl", "o2,qwertyuiop,nl")

    assert [offer.id for offer in streams.rows] == ["o1"]
    assert streams.unrecognised == ("o2",)


def test_a_text_that_names_two_materials_is_an_offer_of_each(tmp_path: Path) -> None:
    streams = read(tmp_path, "id,text,language", "o1,karton en glas,nl")

    assert {(offer.id, offer.material) for offer in streams.rows} == {
        ("o1", "cardboard"),
        ("o1", "glass"),
    }


def test_an_amount_that_does_not_say_so_is_taken_as_a_year_and_marked_assumed(tmp_path: Path) -> None:
    [offer] = read(tmp_path, "id,material,tonnes_low,tonnes_high", "o1,pe,10,20").rows

    assert offer.amount == Amount(Range(Decimal(10), Decimal(15), Decimal(20)), Grade.ASSUMED, recurring=True)


@pytest.mark.parametrize(
    ("column", "cell", "words"),
    [
        ("material", "unobtainium", "not in the list of materials"),
        ("material", "", "no text"),
        ("eural", "999999", "not in the list"),
        ("tonnes_likely", "1,5", "is no number"),
        ("tonnes_likely", "nan", "is no number"),
        ("tonnes_likely", "inf", "is no number"),
        ("tonnes_likely", "1e999", "must be from 0"),
        ("tonnes_likely", "٣", "is no number"),
        ("tonnes_low", "5", "likely figure"),
        ("recurring", "maybe", "not true or false"),
        ("from", "2026-02-30", "is no date"),
        ("from", "1-3-2026", "is no date"),
        ("lon", "5.8", "other coordinate"),
        ("max_km", "0", "must be above 0"),
        ("quality_json", "{", "is no JSON"),
        ("quality_json", "[]", "is no JSON object"),
        ("quality_json", '{"colour": "red"}', "is none of"),
        ("quality_json", '{"form": "cube"}', "is none of"),
        ("quality_json", '{"moisture_pct": 101}', "from 0 to 100"),
        ("quality_json", '{"moisture_pct": NaN}', "is no JSON"),
        ("quality_json", '{"moisture_pct": true}', "is no number"),
        ("quality_json", '{"classes": "A"}', "list of names"),
        ("language", "fr", "is not nl, en or de"),
        ("organisation", "a\x1bb", "control character"),
    ],
)
def test_a_fault_names_file_row_and_column(tmp_path: Path, column: str, cell: str, words: str) -> None:
    cells = {"id": "o2", "material": "pe"} | {column: cell}
    quoted = ['"' + text.replace('"', '""') + '"' for text in cells.values()]

    with pytest.raises(FileRefusedError) as refusal:
        read(tmp_path, ",".join(cells), ",".join(["o1", "pe", *[""] * (len(cells) - 2)]), ",".join(quoted))

    fault = str(refusal.value.faults[-1])
    assert fault.startswith("offers.csv, row 2, column ")
    assert words in fault


@pytest.mark.parametrize(
    ("heading", "cells", "column"),
    [
        ("tonnes_low,tonnes_likely,tonnes_high", "3,2,1", "tonnes_low"),
        ("tonnes_low,tonnes_likely,tonnes_high", "-3,2,3", "tonnes_low"),
        ("from,until", "2026-03-02,2026-03-01", "until"),
        ("lon,lat", "181,50", "lon"),
        ("lon,lat", "5,-91", "lat"),
    ],
)
def test_figures_that_break_a_law_together_are_refused(
    tmp_path: Path, heading: str, cells: str, column: str
) -> None:
    with pytest.raises(FileRefusedError, match=f"offers.csv, row 1, column {column}: "):
        read(tmp_path, f"id,material,{heading}", f"o1,pe,{cells}")


def test_an_id_that_stands_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileRefusedError, match="row 2, column id: 'o1' stands in row 1 as well"):
        read(tmp_path, "id,material", "o1,pe", "o1,pp")


def test_a_double_behind_other_faults_is_named_among_them_in_the_order_of_the_rows(tmp_path: Path) -> None:
    with pytest.raises(FileRefusedError) as refusal:
        read(tmp_path, "id,material", ",pe", "o1,pe", "o1,x", "o2,pe", "o2,pe")

    assert [(fault.row, fault.column) for fault in refusal.value.faults] == [
        (1, "id"), (3, "material"), (3, "id"), (5, "id"),
    ]  # fmt: skip


def test_of_very_many_faults_the_first_are_named(tmp_path: Path) -> None:
    with pytest.raises(FileRefusedError) as refusal:
        read(tmp_path, "id,material", *["o1,pe"] * 200)

    assert [fault.row for fault in refusal.value.faults] == list(range(2, 52))


def test_a_stream_is_yielded_before_the_file_is_read_to_its_end(tmp_path: Path) -> None:
    (tmp_path / "offers.csv").write_text("id,material\no1,pe\no2,unobtainium\n", encoding="utf-8")
    listener = Listener(clearly_named, lambda _name: None)

    streams = each_stream(tmp_path / "offers.csv", Offer, load_materials(), listener)

    assert next(streams) == Offer("o1", "pe")
    with pytest.raises(FileRefusedError, match="row 2, column material"):
        next(streams)


def test_an_empty_id_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileRefusedError, match="row 1, column id: is empty"):
        read(tmp_path, "id,material", ",pe")


def test_all_faults_of_a_file_are_named_at_once(tmp_path: Path) -> None:
    with pytest.raises(FileRefusedError) as refusal:
        read(tmp_path, "id,material", "o1,x", "o2,pe", "o3,y")

    assert [fault.row for fault in refusal.value.faults] == [1, 3]


@pytest.mark.parametrize(
    ("heading", "column", "words"),
    [
        ("id,material,colour", "colour", "is no column"),
        ("id,material,id", "id", "stands twice"),
        ("material", "id", "is missing"),
    ],
)
def test_a_heading_that_is_not_this_tables_is_refused(
    tmp_path: Path, heading: str, column: str, words: str
) -> None:
    with pytest.raises(FileRefusedError, match=f"offers.csv, column {column}: {words}"):
        read(tmp_path, heading)


def test_a_row_of_another_length_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileRefusedError, match=r"offers\.csv, row 1: has 3 cells where the heading has 2"):
        read(tmp_path, "id,material", "o1,pe,5")


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "offers.csv"
    path.write_bytes("id,text\no1,büroabfälle\n".encode("latin-1"))

    with pytest.raises(FileRefusedError, match="is not UTF-8"):
        read_streams(path, Offer, load_materials())


def test_an_empty_file_lacks_its_columns(tmp_path: Path) -> None:
    with pytest.raises(FileRefusedError, match="column id: is missing"):
        read(tmp_path)
