"""The form of a story's picture."""

from flask_wtf.file import FileField
from werkzeug.datastructures import FileStorage
from wtforms import BooleanField
from wtforms.validators import ValidationError

from circulair.files.sheet_guard import MOST_BYTES
from circulair.language import _, _l
from circulair.web.forms.base import Form, LineField, Required


class PictureForm(Form):
    """A picture, what it shows, and that whoever is on it agreed."""

    file = FileField(_l("Which picture?"), render_kw={"accept": ".jpg,.jpeg,.png,.webp"})
    words = LineField(_l("What does one see on it?"), [Required()], most=200)
    agreed = BooleanField(_l("Whoever took it and whoever is on it agreed that everybody sees it"))

    def validate_agreed(self, field: BooleanField) -> None:
        """Ask for the agreement: no picture is public without it."""
        if not field.data:
            raise ValidationError(_("Ask them first. Without their yes the picture cannot be public."))

    def content(self) -> bytes | None:
        """Return the picture that was sent; else None, with the question beside its field."""
        sent = self.file.data
        if not isinstance(sent, FileStorage) or not sent.filename:
            self.say("file", _("Choose a picture: JPEG, PNG or WebP."))
            return None
        return sent.stream.read(MOST_BYTES + 1)
