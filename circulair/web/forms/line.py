"""The form of one line that says everything, and how its reading fills in the questions of a listing."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from flask_wtf import FlaskForm

from circulair.language import _, _l, language
from circulair.services import understanding
from circulair.web.forms.base import LineField, Required
from circulair.web.forms.listings import LONGEST_LINE, per_cent
from flows.choices import Choices
from flows.meaning import Understood
from flows.phrases import spoken_in
from flows.readings import Assumption, Doubt
from flows.streams import Side

NUMBER = re.compile(r"[0-9]{1,12}(\.[0-9]{1,6})?")

FIELD_OF_DOUBT: dict[Doubt, str] = {
    Doubt.AMOUNT: "amount",
    Doubt.AMOUNTS: "amount",
    Doubt.NUMBER: "amount",
    Doubt.UNIT: "unit",
    Doubt.CONTAINER: "unit",
    Doubt.PALLET: "unit",
    Doubt.INTERVAL: "period",
    Doubt.IRREGULAR: "period",
    Doubt.DATE: "until",
    Doubt.VAGUE: "until",
    Doubt.PAST: "until",
    Doubt.ORDER: "until",
    Doubt.MATERIAL: "material",
    Doubt.MATERIALS: "material",
    Doubt.DENSITY: "weight_kg",
    Doubt.PIECE_WEIGHT: "weight_kg",
    Doubt.LOAD_WEIGHT: "weight_kg",
    Doubt.HEAVY: "amount",
    Doubt.ODD_DENSITY: "amount",
    Doubt.TOO_MUCH: "amount",
    Doubt.SIDE: "zin",
}
"""The field in which a doubt is settled."""

FIELD_OF_ASSUMPTION: dict[Assumption, str] = {
    Assumption.RANGE: "amount_low",
    Assumption.COUNT: "amount",
    Assumption.CONTAINER_SIZE: "unit",
    Assumption.EMPTY_PALLETS: "unit",
    Assumption.FULL: "fill_pct",
    Assumption.ONCE: "period",
    Assumption.HOURS: "amount",
    Assumption.NO_END: "until",
    Assumption.UNTIL: "until",
    Assumption.EXCEPT: "description",
}
"""The field in which an assumption is changed; the side is changed by going to the other page."""


class LineForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """One line that says what, how much, how often and until when. It is read, nothing is stored."""

    zin = LineField(
        _l("Tell it in one sentence"),
        [Required(_l("Write in one sentence what it is."))],
        most=LONGEST_LINE,
        render_kw={"class": "input-line", "autocomplete": "off", "enterkeyhint": "go"},
    )

    class Meta:
        """Nothing is stored by it, so it carries no token."""

        csrf = False

    def __init__(self, asked: Mapping[str, object], side: Side) -> None:
        super().__init__(asked)
        self.sent = "zin" in asked
        if side is Side.NEED:
            self.zin.label.text = _("Tell in one sentence what you look for")

    @property
    def http_status(self) -> int:
        """Return the status of the page that shows this form."""
        return 422 if self.errors else 200

    def told(self, today: date, answers: Mapping[str, str]) -> Understood | None:
        """Return what the line says, with what was answered since; None before a line was sent."""
        if not self.sent or not self.validate():
            return None
        text = self.zin.data or ""
        return understanding.understood_line(text, spoken_in(text, language()), today, choices(answers))


def choices(answers: Mapping[str, str]) -> Choices:
    """Return what was answered with one click: numbers with a decimal point, and codes."""
    value, fill = (answers.get(name, "") for name in ("getal", "vol"))
    return Choices(
        value=Decimal(value) if NUMBER.fullmatch(value) else None,
        unit=answers.get("maat") or None,
        period=answers.get("keer") or None,
        fill=Decimal(fill) if NUMBER.fullmatch(fill) else None,
    )


def filled_in(told: Understood) -> dict[str, object]:
    """Return what the questions of a listing show of an understood line."""
    reading, quantity, spread = told.reading, told.quantity, told.spread
    when, amount, doubts = reading.availability, reading.amount, frozenset(told.doubts)
    period = quantity.period if quantity else reading.period if reading.rhythm else None
    asked_days = doubts & {Doubt.DATE, Doubt.VAGUE, Doubt.PAST, Doubt.ORDER}
    start, end = (when.start, when.end) if when and not asked_days else (None, None)
    value = quantity.value if quantity else amount.value if amount and not amount.readings else None
    return {
        "line": reading.text,
        "description": reading.text,
        "title": titled(reading.rest),
        "amount": value,
        "amount_low": spread.low if spread else None,
        "amount_high": spread.high if spread else None,
        "unit": quantity.unit if quantity else amount.unit if amount else None,
        "period": None if doubts & {Doubt.INTERVAL, Doubt.IRREGULAR} else period,
        "fill_pct": per_cent(reading.fill) if reading.fill and reading.fill < 1 else None,
        "weight_kg": each_kg(told),
        "start": start,
        "until": end,
        "no_end": end is None and not asked_days,
    }


def each_kg(told: Understood) -> Decimal | None:
    """Return what the form asks of the weight: kilograms of one, or of one m³ of what is in a container."""
    weight = told.weight
    known = None if weight is None else weight.piece or weight.load or weight.density
    return None if known is None else known.likely.quantize(Decimal("0.001")).normalize() + 0


def titled(rest: str) -> str:
    """Return the words for the material as a title."""
    return rest[:1].upper() + rest[1:]


def open_questions(told: Understood | None) -> frozenset[str]:
    """Return the fields that the person has to look at, because the line leaves them open."""
    return frozenset() if told is None else frozenset(FIELD_OF_DOUBT[doubt] for doubt in told.doubts)
