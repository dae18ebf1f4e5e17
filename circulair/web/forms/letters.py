"""The form with which the hub adds its own words to a kind of letter."""

from circulair.language import _l, label
from circulair.services.letter_notes import MOST
from circulair.store.records import LetterNoteRecord
from circulair.web.forms.base import OPTIONAL, Form, ParagraphField, VersionField


class NoteForm(Form):
    """Own sentences in letters of one kind and language."""

    words = ParagraphField(_l("Your own words in this letter"), [OPTIONAL], most=MOST)
    version = VersionField()

    def __init__(self, note: LetterNoteRecord | None, *, sent: bool = True) -> None:
        """Take what was typed, or where this form was not ``sent`` what stands there."""
        kept = {} if note is None else {"words": note.words, "version": note.version}
        super().__init__(**({} if sent else {"formdata": None}), data={"version": 0, **kept})

    def tell_meanwhile(self, version: int) -> None:
        """Say that somebody changed it since this page was opened; the next try knows that."""
        self.form_errors.append(label("changed_meanwhile"))
        self.version.data, self.version.raw_data = version, None
