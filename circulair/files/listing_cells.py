"""The cells of one row as values, each read as the form reads it in the language of the sheet."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from types import TracebackType

from circulair.files.sheet_faults import CellErrorError, CellFormulaError
from circulair.files.sheet_words import meaning, read_word
from circulair.files.workbooks import Cell, ErrorCell, Formula
from flows.dates import DateFormatError, existing, read_date
from flows.errors import FlowsError, OutOfRangeError
from flows.numbers import MOST_DECIMALS, NumberFormatError, read_number, within_digits
from flows.texts import TextEmptyError

FINEST = Decimal(1).scaleb(-MOST_DECIMALS)
EURAL_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in one column of a row."""

    column: str
    error: FlowsError


@dataclass(frozen=True, slots=True)
class Blaming:
    """Turns what the domain refuses inside it into a fault of one column, and goes on."""

    cells: "Cells"
    column: str

    def __enter__(self) -> None:
        """Begin to watch."""

    def __exit__(
        self, _kind: type[BaseException] | None, error: BaseException | None, _trace: TracebackType | None
    ) -> bool:
        """Note a broken law; let everything else pass."""
        if isinstance(error, FlowsError):
            self.cells.fault(self.column, error)
        return isinstance(error, FlowsError)


@dataclass(slots=True)
class Cells:
    """The cells of a row; what cannot be read is noted and counts as empty."""

    row: Mapping[str, Cell]
    language: str
    faults: list[Fault] = field(default_factory=list)

    def blaming(self, column: str) -> "Blaming":
        """Note a broken law of the domain as a fault of a column."""
        return Blaming(self, column)

    def fault(self, column: str, error: FlowsError) -> None:
        """Note what is wrong in a column."""
        self.faults.append(Fault(column, error))

    def wrong(self, *columns: str) -> bool:
        """Tell whether one of these columns has a fault."""
        return any(fault.column in columns for fault in self.faults)

    def value(self, column: str) -> str | Decimal | date | None:
        """Return what a cell holds; refuse errors of Excel and formulas without outcome."""
        cell = self.row.get(column)
        if isinstance(cell, ErrorCell):
            raise CellErrorError(cell.text)
        if isinstance(cell, Formula):
            raise CellFormulaError()
        return None if isinstance(cell, str) and not cell.strip() else cell

    def text(self, column: str) -> str:
        """Return a cell as text, empty where there is none or it cannot be read."""
        with self.blaming(column):
            value = self.value(column)
            if isinstance(value, Decimal):
                return f"{value:f}"
            return "" if value is None else str(value)
        return ""

    def needed(self, column: str) -> str:
        """Return a cell that every row must have as text."""
        text = self.text(column)
        if not text and not self.wrong(column):
            self.fault(column, TextEmptyError())
        return text

    def number(self, column: str, low: Decimal, high: Decimal, *, above: bool = False) -> Decimal | None:
        """Return a number from ``low`` (or above it) to ``high``, None where there is none."""
        with self.blaming(column):
            value = self.value(column)
            if value is None or self.is_unknown(value):
                return None
            number = self.read(value)
            if not (low < number if above else low <= number) or number > high:
                raise OutOfRangeError(column, number, f"from {low} to {high}")
            return number
        return None

    def read(self, value: str | Decimal | date) -> Decimal:
        """Return a number: of a number of Excel as it is, of a text as people write it."""
        if isinstance(value, Decimal):
            within_digits(f"{value:f}".partition(".")[0].lstrip("-"))  # more would be too much to round, too
            return Decimal(within_digits(f"{value.quantize(FINEST).normalize():f}"))
        if isinstance(value, date):
            raise NumberFormatError(str(value))
        return read_number(value, self.language)

    def is_unknown(self, value: str | Decimal | date) -> bool:
        """Tell whether a cell says that nobody knows yet."""
        return isinstance(value, str) and meaning("unknown", value) is not None

    def day(self, column: str) -> date | None:
        """Return a day, None where there is none."""
        with self.blaming(column):
            value = self.value(column)
            if value is None or self.is_unknown(value):
                return None
            if isinstance(value, Decimal):
                raise DateFormatError(f"{value:f}")
            if isinstance(value, date):
                return existing(str(value), value.year, value.month, value.day)
            return read_date(value, self.language)
        return None

    def word(self, column: str, kind: str) -> str:
        """Return the code that a cell means, empty where there is none."""
        text = self.text(column)
        with self.blaming(column):
            return read_word(kind, text, self.language) if text else ""
        return ""

    def code(self, column: str) -> str:
        """Return a code of the waste list as text: Excel drops the nought that a number begins with."""
        value = self.row.get(column)
        if isinstance(value, Decimal):
            return f"{value:f}".partition(".")[0].zfill(EURAL_DIGITS)
        return self.text(column)
