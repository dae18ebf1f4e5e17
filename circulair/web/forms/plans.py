"""Forms of plans: what a plan is to be best at, and which of its lines are accepted."""

from wtforms import Field

from circulair.language import _l
from circulair.web.forms.base import CodeRadioField, Form, Required
from flows.plans import Aim


class AimForm(Form):
    """What a plan is to be best at."""

    aim = CodeRadioField(
        _l("What matters most?"),
        Aim,
        "aim",
        default=Aim.RUNG.value,
        validators=[Required(_l("Choose what matters most."))],
    )


class NumbersField(Field):
    """Numbers of lines that were ticked or pressed; what is no such number is left out."""

    data: list[int]

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the numbers."""
        texts = {text for text in valuelist if text.isascii() and text.isdigit() and len(text) < 8}
        self.data = sorted(int(text) for text in texts)


class LinesForm(Form):
    """Lines of a plan: those that were ticked, or the one beside whose button it was pressed."""

    line = NumbersField(_l("Lines"))
    only = NumbersField(_l("This line"))

    def numbers(self) -> list[int]:
        """Return the numbers of the lines that are meant."""
        return self.only.data or self.line.data or []
