"""Typed lines in files: one text a row, read into what it says; and lines whose right reading is known."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from circulair.files.faults import FileFaultError, FileRefusedError
from circulair.files.tables import MOST_FAULTS, Cell, Row, read_rows
from flows.materials import load_materials
from flows.meaning import Understood
from flows.phrases import LANGUAGES
from flows.proofreading import FIELDS, Expected, plain
from flows.typed import LONGEST

COLUMNS = (
    "row", "side", "material", "eural", "value", "low", "high", "unit", "period", "tonnes_per_year",
    "one_off_tonnes", "from", "until", "grade", "problems",
)  # fmt: skip
"""The columns of product.md 7."""

BETWEEN = ";"
"""What stands between the problems of a row."""


@dataclass(frozen=True, slots=True)
class TypedText:
    """A text of a file: the number of its row from 1, and its language, empty where nobody said it."""

    row: int
    text: str
    language: str


def read_texts(path: Path) -> tuple[TypedText, ...]:
    """Return the texts of a file, refusing it when a row has a fault; other columns are left unread."""
    found: list[TypedText] = []
    faults: list[FileFaultError] = []
    for row in read_rows(path, None, required=("text",)):
        wrong = list(faults_of(row))
        faults.extend(wrong)
        if len(faults) >= MOST_FAULTS:
            break
        found.extend([] if wrong else [TypedText(row.number, row["text"], row["language"])])
    if faults:
        raise FileRefusedError(*faults)
    return tuple(found)


def faults_of(row: Row) -> Iterator[FileFaultError]:
    """Yield what is wrong with a row."""
    if not row["text"]:
        yield row.fault("text", "is empty")
    if len(row["text"]) > LONGEST:
        yield row.fault("text", f"has {len(row['text'])} characters; at most {LONGEST} are read")
    if row["language"] not in ("", *LANGUAGES):
        yield row.fault("language", f"{row['language']!r} is not nl, en or de")


def cells(number: int, understood: Understood) -> list[Cell]:
    """Return a row of what was understood, empty where a figure is unknown."""
    reading, quantity, amount = understood.reading, understood.quantity, understood.amount
    measured = reading.amount
    value = quantity.value if quantity else (measured.value if measured and not measured.readings else None)
    spread = understood.spread
    codes = load_materials()[understood.material].eural if understood.material else ()
    tonnes = plain(amount.tonnes.likely) if amount else ""
    return [
        number,
        reading.side,
        understood.material,
        codes[0] if codes else None,
        plain(value),
        plain(spread.low if spread else value),
        plain(spread.high if spread else value),
        quantity.unit if quantity else (measured.unit if measured else None),
        quantity.period if quantity else (reading.period if measured or reading.rhythm else None),
        tonnes if amount and amount.recurring else None,
        tonnes if amount and not amount.recurring else None,
        reading.timing.start.isoformat() if reading.timing.start else None,
        reading.timing.end.isoformat() if reading.timing.end else None,
        understood.grade,
        BETWEEN.join(understood.doubts),
    ]


def read_expected(path: Path) -> tuple[Expected, ...]:
    """Return the lines of a file whose right reading is known."""
    columns = ("id", "batch", "language", "text", *FIELDS)
    rows = read_rows(path, columns, required=columns)
    return tuple(
        Expected(row["id"], row["batch"], row["language"], row["text"], {name: row[name] for name in FIELDS})
        for row in rows
    )
