"""A form with one file that is read whole or not at all, and what its pages do with it."""

from collections.abc import Callable
from typing import TypeVar

from flask_wtf.file import FileField
from werkzeug.datastructures import FileStorage

from circulair.files.sheet_faults import SheetRefusedError
from circulair.files.sheet_guard import MOST_BYTES
from circulair.language import _l, language
from circulair.services.premises_import import RowFault, RowsRefusedError, Sent
from circulair.web.forms.base import Form
from flows.errors import FlowsError

Kept = TypeVar("Kept")


class SheetFileForm(Form):
    """A file with a row for each thing; what kinds it takes and what it asks is the form's own."""

    file = FileField(_l("Which file?"), render_kw={"accept": ".xlsx,.csv"})
    question = _l("Choose a file: a sheet as .xlsx or .csv.")

    def sent(self) -> Sent | None:
        """Return the file that was sent; else None, with the question beside its field."""
        sent = self.file.data
        if not isinstance(sent, FileStorage) or not sent.filename:
            self.say("file", str(self.question))
            return None
        return Sent(sent.stream.read(MOST_BYTES + 1), language())

    def refuse(self, error: FlowsError) -> None:
        """Say beside the file everything that is wrong with it as a whole."""
        for fault in error.faults if isinstance(error, SheetRefusedError) else (error,):
            self.fault("file", fault)


def taken(form: SheetFileForm, keep: Callable[[Sent], Kept]) -> tuple[Kept | None, tuple[RowFault, ...]]:
    """Return what became of the file that was sent; else None, with what is wrong on the form and by row."""
    sent = form.sent() if form.validate_on_submit() else None
    try:
        return (None if sent is None else keep(sent)), ()
    except RowsRefusedError as error:
        form.fault("file", error)
        return None, error.faults
    except FlowsError as error:
        form.refuse(error)
        return None, ()
