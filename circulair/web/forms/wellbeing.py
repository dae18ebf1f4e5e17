"""Forms of wellbeing: a file of CBS, and what an experiment aims at."""

from collections.abc import Sequence

from flask_wtf.file import FileField
from werkzeug.datastructures import FileStorage
from wtforms import SelectMultipleField
from wtforms.widgets import CheckboxInput

from circulair.files.wellbeing_tables import MOST_MEGABYTES, Place, WellbeingRefusedError
from circulair.language import _, _l, label, language
from circulair.services.wellbeing import Told
from circulair.store.records import IndicatorRecord
from circulair.web.forms.base import OPTIONAL, ChoiceField, CodeRadioField, Form, LineField

ASKED = "asked"
FIGURES, SET = "figures", "set"
HOLDS = (FIGURES, SET)
STATUSES = (ASKED, "final", "provisional")
MOST_BYTES = MOST_MEGABYTES * 1_000_000


class WellbeingForm(Form):
    """One file: figures of CBS with their edition and source, or a set of indicators that names its own."""

    file = FileField(_l("Which file?"), render_kw={"accept": ".csv,.json"})
    holds = CodeRadioField(_l("What is in it?"), HOLDS, "file_holds")
    edition = ChoiceField(_l("Of which edition?"))
    status = CodeRadioField(
        _l("And if the file does not say whether a figure is final?"), STATUSES, "file_status"
    )
    source = LineField(_l("Where does the file come from?"), [OPTIONAL], most=400)

    def __init__(self, editions: Sequence[str]) -> None:
        super().__init__(data={"status": ASKED, "holds": FIGURES})
        self.edition.choices = [(one, one) for one in editions]

    @property
    def is_set(self) -> bool:
        """Return whether the file holds a set of indicators."""
        return bool(self.holds.data == SET)

    def validate(self, extra_validators: object = None) -> bool:
        """Check the fields, and ask where figures come from."""
        right = bool(super().validate(extra_validators))
        if not (self.is_set or self.source.data or self.source.errors):
            self.say("source", _("Fill this in: %(question)s", question=self.source.label.text))
        return right and not self.errors

    def upload(self) -> tuple[bytes, Told] | None:
        """Return the file with what was told of it; else None, with the question beside its field."""
        sent = self.file.data
        if not isinstance(sent, FileStorage) or not sent.filename:
            self.say("file", _("Choose a file of CBS: CSV or JSON."))
            return None
        provisional = None if self.status.data == ASKED else self.status.data == "provisional"
        told = Told(str(self.edition.data), provisional, self.source.data or "")
        return sent.stream.read(MOST_BYTES + 1), told

    def refuse(self, error: WellbeingRefusedError) -> None:
        """Say beside the file everything that is wrong with it."""
        for place in error.places:
            self.say("file", in_words(place))


def in_words(place: Place) -> str:
    """Return what is wrong where, in the language of the page."""
    where = [_("row %(row)s", row=place.row)] if place.row else []
    where += [_("column %(column)s", column=place.column)] if place.column else []
    said = label(f"wellbeing_wrong.{place.wrong}")
    said = f"“{place.text}”: {said}" if place.text else said
    return f"{', '.join(where)} – {said}" if where else said


class AimsForm(Form):
    """The indicators that an experiment aims at."""

    indicators = SelectMultipleField(
        _l("What does it aim at?"), coerce=str, option_widget=CheckboxInput(), validate_choice=True
    )

    def __init__(self, themes: Sequence[tuple[str, Sequence[IndicatorRecord]]], known: list[str]) -> None:
        super().__init__(data={"indicators": known})
        english = language() == "en"
        self.indicators.choices = [
            (str(one.id), f"{theme}: {one.name_en if english and one.name_en else one.name_nl}")
            for theme, some in themes
            for one in some
        ]

    def chosen(self) -> list[int]:
        """Return the numbers of the indicators."""
        return [int(one) for one in self.indicators.data or ()]
