"""Forms of documents: the file, what it proves, until when, and for the hub whose it is."""

from datetime import date

from flask_wtf.file import FileField
from werkzeug.datastructures import FileStorage
from wtforms import RadioField

from circulair.files.document_faults import DocumentRefusedError
from circulair.files.sheet_guard import MOST_BYTES
from circulair.language import _, _l, label
from circulair.permissions import actor
from circulair.services.documents import DocumentsFullError, NoRoomError, Upload, parties_of
from circulair.store.records import DocumentKind, SuggestionRecord
from circulair.web.forms.base import OPTIONAL, CodeField, DayField, Form, LineField, Required
from flows.errors import FlowsError

TAKEN = ".pdf,.jpg,.jpeg,.png,.webp"
MOST_WORDS = 200
OF_SUGGESTION = "0"
"""The choice that a document belongs to a suggestion alone."""


class DocumentForm(Form):
    """One proof file."""

    file = FileField(_l("Which file?"), render_kw={"accept": TAKEN})
    kind = CodeField(
        _l("What is it?"), DocumentKind, "document_kind", empty=_l("Choose"), validators=[Required()]
    )
    valid_until = DayField(_l("Valid until"), [OPTIONAL])
    words = LineField(_l("What should one know about it?"), [OPTIONAL], most=MOST_WORDS)

    def upload(self) -> Upload | None:
        """Return what was sent; else None, with what is missing beside its field."""
        sent, until = self.file.data, self.valid_until.data
        if not isinstance(sent, FileStorage) or not sent.filename:
            self.say("file", _("Choose a file: a PDF, or a photo as JPEG, PNG or WebP."))
            return None
        if isinstance(until, date) and until < actor().today:
            self.say("valid_until", label("dates.past"))
            return None
        content = sent.stream.read(MOST_BYTES + 1)
        kind = DocumentKind(self.kind.data)
        return Upload(sent.filename, content, kind, self.words.data or "", until or None)  # type: ignore[arg-type]  # a DayField reads a day

    def refuse(self, error: FlowsError) -> None:
        """Say beside the file what is wrong with it."""
        self.fault("file", error)


class ReviewDocumentForm(DocumentForm):
    """One proof file that the hub adds while it reviews a suggestion."""

    owner = RadioField(
        _l("Whose document is it?"),
        [Required(_l("Choose whose it is."))],
        coerce=str,
        default=OF_SUGGESTION,
    )

    def __init__(self, suggestion: SuggestionRecord) -> None:
        super().__init__()
        self.owner.choices = {
            OF_SUGGESTION: _("Of this suggestion alone: only the hub team sees it"),
            **{str(number): name for number, name in parties_of(suggestion).items()},
        }

    @property
    def owner_id(self) -> int | None:
        """Return the organisation whose it is, None where it belongs to the suggestion alone."""
        return None if self.owner.data == OF_SUGGESTION else int(self.owner.data)


REFUSED = (DocumentRefusedError, DocumentsFullError, NoRoomError)
"""What is said beside the file."""
