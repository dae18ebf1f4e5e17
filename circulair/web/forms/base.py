"""The base of all forms, and fields that read as people write in the language of the page."""

import secrets
from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar

from flask_wtf import FlaskForm
from wtforms import Field, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Optional, StopValidation
from wtforms.widgets import TextInput

from circulair.errors import sentence
from circulair.language import _, label, language
from flows.dates import read_date
from flows.errors import FlowsError
from flows.numbers import read_number
from flows.texts import clean_line, clean_text


class Form(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """A form with a token against forgery and a key that makes it count once."""

    idempotency_key = HiddenField(default=lambda: secrets.token_urlsafe(24))

    def fault(self, field: str, error: FlowsError) -> None:
        """Put what the domain refused beside the field that it concerns."""
        self[field].errors = [*self[field].errors, sentence(error)]


class Required(InputRequired):
    """Asks for an answer in plain words."""

    field_flags: ClassVar[dict[str, bool]] = {"required": True}

    def __init__(self, message: str = "") -> None:
        super().__init__(message)

    def __call__(self, form: object, field: Field) -> None:
        """Stop with the field's own question if it was left empty."""
        if not field.raw_data or not str(field.raw_data[0]).strip():
            field.errors = []
            raise StopValidation(self.message or _("Fill this in."))


class ReadField(Field):
    """A text box whose text is read into a value; what was typed stays when it cannot be read."""

    widget = TextInput()
    data: object

    def reader(self, text: str) -> object:
        """Return the value of a text; raise a FlowsError that says what is wrong."""
        raise NotImplementedError

    def writer(self, value: object) -> str:
        """Return the text of a value."""
        return str(value)

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else self.writer(self.data)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed, or say beside the field why it cannot be read."""
        self.data = None
        if valuelist and valuelist[0].strip():
            try:
                self.data = self.reader(valuelist[0])
            except FlowsError as error:
                raise ValueError(sentence(error)) from error


class NumberField(ReadField):
    """A number as written in the language of the page."""

    def reader(self, text: str) -> Decimal:
        """Return the number of a text."""
        return read_number(text, language())

    def writer(self, value: object) -> str:
        """Return a number without thousands marks."""
        return str(value) if language() == "en" else str(value).replace(".", ",")


class DayField(ReadField):
    """A day as written in the language of the page."""

    def reader(self, text: str) -> date:
        """Return the day of a text."""
        return read_date(text, language())

    def writer(self, value: object) -> str:
        """Return a day as 31-3-2027."""
        return f"{value.day}-{value.month}-{value.year}" if isinstance(value, date) else str(value)


class LineField(StringField):
    """One line of text, cleaned."""

    most = 120
    cleaner: Callable[[str, int], str] = staticmethod(clean_line)

    def __init__(
        self, label: str = "", validators: Iterable[object] = (), most: int = 120, **rest: object
    ) -> None:
        super().__init__(label, list(validators), **rest)
        self.most = most

    def process_formdata(self, valuelist: list[str]) -> None:
        """Clean what was typed, or say beside the field why it cannot be kept."""
        self.data = valuelist[0] if valuelist else ""
        if self.data.strip():
            try:
                self.data = self.cleaner(self.data, self.most)
            except FlowsError as error:
                raise ValueError(sentence(error)) from error


class ParagraphField(LineField, TextAreaField):
    """Several lines of text, cleaned."""

    cleaner = staticmethod(clean_text)


class CodeField(SelectField):
    """A choice among the codes of an enumeration, with its words."""

    def __init__(
        self,
        label: str,
        codes: type[StrEnum] | Iterable[StrEnum],
        group: str,
        empty: str = "",
        **rest: object,
    ) -> None:
        self.codes, self.group, self.empty = tuple(codes), group, empty
        super().__init__(label, coerce=str, **rest)
        self.choices = choices_of(self.codes, group, empty)


class CodeRadioField(RadioField):
    """A choice among few codes, all in sight."""

    def __init__(self, label: str, codes: Iterable[StrEnum], group: str, **rest: object) -> None:
        super().__init__(label, coerce=str, **rest)
        self.choices = choices_of(tuple(codes), group, "")


def choices_of(codes: Iterable[StrEnum], group: str, empty: str) -> list[tuple[str, str]]:
    """Return codes with their words, an empty choice first where one is wanted."""
    first = [("", empty)] if empty else []
    return first + [(code.value, label(f"{group}.{code.value}")) for code in codes]


OPTIONAL = Optional(strip_whitespace=True)
"""For fields that may stay empty."""
