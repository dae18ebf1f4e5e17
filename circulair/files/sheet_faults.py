"""What can be wrong with a sheet that somebody uploads, each with a stable code of its own."""

from flows.errors import FlowsError


class SheetRefusedError(FlowsError):
    """A sheet holds faults that concern all of it, so that none of its rows is read."""

    code = "sheet.refused"

    def __init__(self, *faults: FlowsError) -> None:
        super().__init__(*faults)
        self.faults = faults

    def __str__(self) -> str:
        return "; ".join(str(fault) for fault in self.faults)


class SheetTooBigError(FlowsError):
    """A file is larger than we take."""

    code = "sheet.too_big"

    def __init__(self, most_mb: int) -> None:
        super().__init__(most_mb)
        self.most_mb = most_mb

    def __str__(self) -> str:
        return f"the file is larger than {self.most_mb} MB; split it"


class SheetUnpacksTooBigError(FlowsError):
    """A workbook is small on disk and huge once unpacked."""

    code = "sheet.unpacks_too_big"

    def __str__(self) -> str:
        return "the workbook becomes too large when it is unpacked; copy the rows into a new one"


class SheetBrokenError(FlowsError):
    """A workbook cannot be read as one."""

    code = "sheet.broken"

    def __str__(self) -> str:
        return "the file cannot be opened as a workbook; open it in Excel and save it anew as .xlsx"


class SheetOldError(FlowsError):
    """A workbook is of the time before .xlsx, whatever its name says."""

    code = "sheet.old"

    def __str__(self) -> str:
        return "this is an old Excel file (.xls); save it as .xlsx"


class SheetLockedError(FlowsError):
    """A workbook is locked with a password."""

    code = "sheet.locked"

    def __str__(self) -> str:
        return "the file is locked with a password; save it without one"


class SheetMacrosError(FlowsError):
    """A workbook carries macros."""

    code = "sheet.macros"

    def __str__(self) -> str:
        return "the file holds macros; save it as .xlsx, without macros"


class SheetKindError(FlowsError):
    """A file is neither a workbook of Excel nor CSV."""

    code = "sheet.kind"

    def __str__(self) -> str:
        return "the file is neither .xlsx nor CSV; save it as one of these"


class SheetEncodingError(FlowsError):
    """The letters of a CSV file cannot be read in any way that Excel writes them."""

    code = "sheet.encoding"

    def __str__(self) -> str:
        return "the letters cannot be read; save the file as 'CSV UTF-8'"


class SheetNulError(FlowsError):
    """A CSV file holds the NUL character, so it is no text."""

    code = "sheet.nul"

    def __str__(self) -> str:
        return "the file holds characters that no text has (NUL); save it anew as 'CSV UTF-8'"


class SheetQuotesError(FlowsError):
    """A CSV file has quotation marks that do not pair up."""

    code = "sheet.quotes"

    def __init__(self, row: int) -> None:
        super().__init__(row)
        self.row = row

    def __str__(self) -> str:
        return f"row {self.row} has quotation marks that do not pair up"


class TooManyRowsError(FlowsError):
    """A sheet has more rows than one import takes."""

    code = "sheet.too_many_rows"

    def __init__(self, most: int) -> None:
        super().__init__(most)
        self.most = most

    def __str__(self) -> str:
        return f"more than {self.most} rows; split the sheet"


class TooManyColumnsError(FlowsError):
    """A sheet is wider than any list of streams."""

    code = "sheet.too_many_columns"

    def __init__(self, row: int, most: int) -> None:
        super().__init__(row, most)
        self.row, self.most = row, most

    def __str__(self) -> str:
        return f"row {self.row} has more than {self.most} columns"


class TooMuchTextError(FlowsError):
    """All cells together hold more text than any list of streams."""

    code = "sheet.too_much_text"

    def __str__(self) -> str:
        return "there is too much text in this sheet; split it"


class SheetEmptyError(FlowsError):
    """A sheet has a heading and nothing under it, or nothing at all."""

    code = "sheet.empty"

    def __str__(self) -> str:
        return "there are no rows in this sheet"


class NoHeadingError(FlowsError):
    """No row of a sheet names our columns."""

    code = "sheet.no_heading"

    def __init__(self, wanted: tuple[str, ...]) -> None:
        super().__init__(wanted)
        self.wanted = wanted

    def __str__(self) -> str:
        return f"no row names the columns; the first row must hold at least: {', '.join(self.wanted)}"


class UnknownColumnError(FlowsError):
    """A heading is the name of no column that we know."""

    code = "sheet.unknown_column"

    def __init__(self, column: str) -> None:
        super().__init__(column)
        self.column = column

    def __str__(self) -> str:
        return f"column {self.column!r} is not known; remove it or give it a name of the template"


class UnnamedColumnError(FlowsError):
    """A column holds something but has no heading."""

    code = "sheet.unnamed_column"

    def __init__(self, column: str, row: int) -> None:
        super().__init__(column, row)
        self.column, self.row = column, row

    def __str__(self) -> str:
        return f"column {self.column} has no heading, but row {self.row} has something in it"


class DoubledColumnError(FlowsError):
    """Two headings name the same column."""

    code = "sheet.doubled_column"

    def __init__(self, column: str) -> None:
        super().__init__(column)
        self.column = column

    def __str__(self) -> str:
        return f"column {self.column!r} stands twice"


class MissingColumnError(FlowsError):
    """A column that every row needs is not there."""

    code = "sheet.missing_column"

    def __init__(self, column: str) -> None:
        super().__init__(column)
        self.column = column

    def __str__(self) -> str:
        return f"column {self.column!r} is missing"


class CellTooLongError(FlowsError):
    """A cell holds more text than any of our answers."""

    code = "cell.too_long"

    def __init__(self, row: int, most: int) -> None:
        super().__init__(row, most)
        self.row, self.most = row, most

    def __str__(self) -> str:
        return f"a cell in row {self.row} has more than {self.most} characters"


class CellErrorError(FlowsError):
    """A cell shows one of Excel's errors."""

    code = "cell.error"

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text

    def __str__(self) -> str:
        return f"the cell shows {self.text}; mend its formula or type the value"


class CellFormulaError(FlowsError):
    """A cell holds a formula whose outcome the file does not keep."""

    code = "cell.formula"

    def __str__(self) -> str:
        return "the cell holds a formula without its outcome; type the value"


class CellWordError(FlowsError):
    """A cell that takes one of a few words holds another."""

    code = "cell.word"

    def __init__(self, text: str, choices: tuple[str, ...]) -> None:
        super().__init__(text, choices)
        self.text, self.choices = text, choices

    def __str__(self) -> str:
        return f"{self.text!r} is not known here; choose for example {', '.join(self.choices)}"
