"""The base of all forms, and fields that read as people write in the language of the page."""

import secrets
from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from flask import g, request
from flask_wtf import FlaskForm
from wtforms import (
    Field,
    FileField,
    HiddenField,
    PasswordField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Optional, StopValidation, ValidationError
from wtforms.widgets import HiddenInput, TextInput

from circulair.errors import sentence
from circulair.language import _, _l, day_in_field, label, language, number, plain_number
from circulair.permissions import actor
from circulair.security import REWORDED, refuse_fields_beyond
from flows.day_words import typed_day
from flows.errors import FlowsError
from flows.numbers import AmbiguousNumberError, read_number, without_unit
from flows.texts import clean_line, clean_text
from flows.vihb import tidied


class Form(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """A form with a token against forgery and a key that makes it count once."""

    idempotency_key = HiddenField(default=lambda: secrets.token_urlsafe(24))

    @property
    def http_status(self) -> int:
        """Return the status of the page that shows this form: 422 for a fault in it, 409 if it came late."""
        if self.form_errors:
            return 409
        return 422 if self.errors else 200

    @property
    def known_names(self) -> frozenset[str]:
        """Return what this form's fields are called on the page."""
        return frozenset(field.name for field in self)

    def validate_on_submit(self, extra_validators: object = None) -> bool:
        """Return whether the form was sent to be taken and is right; a field beyond its own is refused."""
        if self.is_submitted():
            refuse_fields_beyond(self.known_names | (frozenset() if request.files else {REWORDED}))
            g.form, g.reworded = self, REWORDED in request.form
        return bool(super().validate_on_submit(extra_validators)) and not g.get("reworded", False)

    def filled_in(self) -> list[tuple[str, str]]:
        """Return what was typed, for the form in another language; nothing if a secret or a file is in it."""
        if any(isinstance(field, FileField | PasswordField) for field in self):
            return []
        now = {field.name: field.data for field in self if isinstance(field, VersionField)}
        typed = ((name, text) for name, text in request.form.items(multi=True) if name != REWORDED)
        return [(name, str(now.get(name, text))) for name, text in typed]

    def fault(self, field: str, error: FlowsError) -> None:
        """Put what the domain refused beside the field that it concerns."""
        self.say(field, sentence(error))

    def say(self, field: str, text: str) -> None:
        """Put what is wrong beside a field."""
        self[field].errors = [*self[field].errors, text]


class Required(InputRequired):
    """Asks for an answer in plain words."""

    def __init__(self, message: str = "") -> None:
        super().__init__(message)

    def __call__(self, form: object, field: Field) -> None:
        """Stop with the field's own question if it was left empty."""
        if not field.raw_data or not str(field.raw_data[0]).strip():
            field.errors = []
            raise StopValidation(self.message or _("Fill this in: %(question)s", question=field.label.text))


class Between:
    """Asks for a number from ``low`` to ``high``, or above ``low`` where that itself is too little."""

    def __init__(self, low: Decimal | int, high: Decimal | int, *, above: bool = False) -> None:
        self.low, self.high, self.above = Decimal(low), Decimal(high), above

    def __call__(self, form: object, field: Field) -> None:
        """Stop with the limits if the number lies outside them."""
        value = field.data
        if value is None:
            return
        too_little = value <= self.low if self.above else value < self.low
        if too_little or value > self.high:
            text = _("Fill in a number above %(low)s, at most %(high)s.")
            text = text if self.above else _("Fill in a number from %(low)s to %(high)s.")
            raise ValidationError(text % {"low": number(self.low), "high": number(self.high)})


class ReadField(Field):
    """A text box whose text is read into a value; what was typed stays when it cannot be read."""

    widget: TextInput | HiddenInput = TextInput()
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
    """A number as written in the language of the page; the ``unit`` of its label may stand with it.

    One that can be read in several ways is asked: its readings are choices of the same name, the chosen
    one comes as a second value.
    """

    readings: tuple[Decimal, ...] = ()

    def __init__(
        self,
        label: str = "",
        validators: Iterable[object] = (),
        *,
        unit: str = "",
        **rest: Any,  # whatever else WTForms takes
    ) -> None:
        super().__init__(label, list(validators), **rest)
        self.unit = unit

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed, as it was meant where it stays unclear."""
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            if not isinstance(error.__cause__, AmbiguousNumberError):
                raise
            self.readings = error.__cause__.readings
            self.data = next((one for one in self.readings if str(one) in valuelist[1:]), None)
            if self.data is None:
                raise

    def reader(self, text: str) -> Decimal:
        """Return the number of a text."""
        return read_number(without_unit(text, self.unit) if self.unit else text, language())

    def writer(self, value: object) -> str:
        """Return a number without thousands marks, so that it is read as the same number again."""
        text = plain_number(Decimal(str(value)))
        return text + "0" if text[-4:-3] in (",", ".") else text  # three decimals might be thousands


class DayField(ReadField):
    """A day as written in the language of the page; without its year the next one, or ``back`` the last.

    Of a part of a month it is the last day, or the ``first``.
    """

    def __init__(
        self,
        label: str = "",
        validators: Iterable[object] = (),
        *,
        back: bool = False,
        first: bool = False,
        **rest: Any,  # whatever else WTForms takes
    ) -> None:
        super().__init__(label, list(validators), **rest)
        self.back, self.first = back, first

    def reader(self, text: str) -> date:
        """Return the day of a text."""
        return typed_day(text, language(), actor().today, back=self.back, first=self.first)

    def writer(self, value: object) -> str:
        """Return a day as it is typed in the language of the page."""
        return day_in_field(value) if isinstance(value, date) else str(value)


class VihbField(ReadField):
    """A number on the VIHB list; another form than those that were seen is taken as well."""

    most = 40

    def reader(self, text: str) -> str:
        """Return the number in capitals without spaces."""
        return clean_line(tidied(text), self.most)


class VersionField(ReadField):
    """The version of a record that a page showed; 0 where it is missing or no number."""

    widget = HiddenInput()
    data: int

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the version."""
        text = valuelist[0] if valuelist else ""
        self.data = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


class LineField(StringField):
    """One line of text, cleaned."""

    most = 120
    cleaner: Callable[[str, int], str] = staticmethod(clean_line)

    def __init__(
        self,
        label: str = "",
        validators: Iterable[object] = (),
        most: int = 120,
        **rest: Any,  # whatever else WTForms takes
    ) -> None:
        super().__init__(label, list(validators), **rest)
        self.most = most

    def process_formdata(self, valuelist: list[str]) -> None:
        """Clean what was typed, or say beside the field why it cannot be kept."""
        self.data = valuelist[0] if valuelist and valuelist[0].strip() else ""
        if self.data:
            try:
                self.data = self.cleaner(self.data, self.most)
            except FlowsError as error:
                raise ValueError(sentence(error)) from error


class ParagraphField(LineField, TextAreaField):
    """Several lines of text, cleaned."""

    cleaner = staticmethod(clean_text)


OPTIONAL = Optional(strip_whitespace=True)
"""For fields that may stay empty."""

UNLISTED = _l("Choose one from the list.")


class ChoiceField(SelectField):
    """A choice that may be left open, from a list that the form fills when it is made."""

    def __init__(
        self,
        label: str = "",
        **rest: Any,  # whatever else WTForms takes
    ) -> None:
        super().__init__(label, [OPTIONAL], coerce=str, **rest)
        self.invalid_choice_message = UNLISTED


class CodeField(SelectField):
    """A choice among the codes of an enumeration, with its words."""

    def __init__(
        self,
        label: str,
        codes: Iterable[str],
        group: str,
        empty: str = "",
        **rest: Any,  # whatever else WTForms takes
    ) -> None:
        super().__init__(label, coerce=str, **rest)
        self.invalid_choice_message = UNLISTED
        self.choices = choices_of(codes, group, empty)


class CodeRadioField(RadioField):
    """A choice among few codes, all in sight."""

    def __init__(
        self,
        label: str,
        codes: Iterable[str],
        group: str,
        **rest: Any,  # whatever else WTForms takes
    ) -> None:
        super().__init__(label, coerce=str, **rest)
        self.invalid_choice_message = UNLISTED
        self.choices = choices_of(codes, group, "")


def choices_of(codes: Iterable[str], group: str, empty: str) -> dict[str, str]:
    """Return codes with their words, an empty choice first where one is wanted."""
    first = {"": str(empty)} if empty else {}
    return first | {str(code): label(f"{group}.{code}") for code in codes}
