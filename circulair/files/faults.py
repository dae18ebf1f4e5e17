"""A fault in a file: which file, row and column, and what is wrong there."""

from flows.errors import FlowsError


class FileFaultError(FlowsError):
    """A place in a file cannot be read; ``row`` counts the rows below the heading from 1; 0 is the file."""

    code = "file.fault"

    def __init__(self, file: str, row: int, column: str, why: str) -> None:
        super().__init__(file, row, column, why)
        self.file, self.row, self.column, self.why = file, row, column, why

    def __str__(self) -> str:
        row = f", row {self.row}" if self.row else ""
        column = f", column {self.column}" if self.column else ""
        return f"{self.file}{row}{column}: {self.why}"


class FileRefusedError(FlowsError):
    """A file holds faults, so nothing of it is used."""

    code = "file.refused"

    def __init__(self, *faults: FileFaultError) -> None:
        super().__init__(*faults)
        self.faults = faults

    def __str__(self) -> str:
        return "\n".join(str(fault) for fault in self.faults)
