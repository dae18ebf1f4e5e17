"""Forms of imports: the file, and which material a row of it is."""

from flask_wtf.file import FileField
from werkzeug.datastructures import FileStorage
from wtforms import RadioField, SelectField

from circulair.errors import sentence
from circulair.files.sheet_faults import SheetRefusedError
from circulair.files.sheet_guard import MOST_BYTES
from circulair.language import _, _l, language
from circulair.language import material as material_name
from circulair.services.imports import PreviewRow, Upload
from circulair.web.forms.base import OPTIONAL, UNLISTED, Form
from circulair.web.forms.materials import material_choices
from flows.materials import load_materials


class UploadForm(Form):
    """One sheet."""

    file = FileField(_l("Which file?"), render_kw={"accept": ".xlsx,.csv"})

    def upload(self) -> Upload | None:
        """Return the file that was sent; else None, with the question beside its field."""
        sent = self.file.data
        if not isinstance(sent, FileStorage) or not sent.filename:
            self.say("file", _("Choose a file: your filled-in sheet, .xlsx or .csv."))
            return None
        return Upload(sent.filename, sent.stream.read(MOST_BYTES + 1), language())

    def refuse(self, error: SheetRefusedError) -> None:
        """Say beside the file everything that is wrong with it."""
        for fault in error.faults:
            self.say("file", sentence(fault))


class RowForm(Form):
    """Which material a row is: one of the likeliest, or any of the list."""

    material = RadioField(_l("Which of these is it?"), [OPTIONAL], coerce=str, validate_choice=False)
    other_material = SelectField(
        _l("Something else? Choose from the whole list"), [OPTIONAL], coerce=str, validate_choice=False
    )

    def __init__(self, row: PreviewRow) -> None:
        super().__init__()
        self.material.choices = {slug: material_name(slug) for slug in row.candidates}
        self.other_material.choices = {"": _("Choose")} | material_choices(language())
        if not row.candidates:
            self.other_material.label.text = _("Which material is it?")

    def chosen(self) -> str | None:
        """Return the material that was chosen; else None, with the question beside its field."""
        slug = str(self.other_material.data or self.material.data or "")
        if slug in load_materials():
            return slug
        text = str(UNLISTED) if slug else _("Choose the material.")
        self.say("material" if self.material.choices else "other_material", text)
        return None
