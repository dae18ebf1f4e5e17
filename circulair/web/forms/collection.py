"""The form that asks once how an offer is collected now."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from circulair.language import _, _l, label, plain_number
from circulair.services.collection import Asked
from circulair.web.forms.base import (
    OPTIONAL,
    Between,
    CodeField,
    DayField,
    Form,
    LineField,
    NumberField,
    VersionField,
)
from circulair.web.forms.listings import MEDIUM, as_day, as_number
from flows.collection import CENT, MOST_EUROS, MOST_LETTERS, Collection, Per
from flows.dates import still_to_come
from flows.errors import FlowsError, OutOfRangeError
from flows.streams import Availability

FIELD_OF = {"money.cents": "cost", "dates.past": "until"}
"""Beside which field a refusal of the domain is said."""

DECIMAL = {"inputmode": "decimal", "autocomplete": "off"}


class EurosField(NumberField):
    """An amount of money, shown again with its cents."""

    def writer(self, value: object) -> str:
        """Return an amount with two decimals."""
        return plain_number(Decimal(str(value)).quantize(CENT))


class CollectionForm(Form):
    """Who collects an offer now, what that costs and until when the contract runs."""

    collector = LineField(_l("Name of the collector"), [OPTIONAL], most=MOST_LETTERS)
    cost = EurosField(
        _l("What does that cost, in euros?"),
        [OPTIONAL, Between(0, MOST_EUROS)],
        unit="eur",
        render_kw=DECIMAL,
    )
    per = CodeField(_l("Per what?"), Per, "per", empty=_l("Per what?"), validators=[OPTIONAL])
    until = DayField(_l("Until when does that contract run?"), [OPTIONAL], render_kw=MEDIUM)
    version = VersionField()

    def __init__(self, asked: Asked, today: date) -> None:
        super().__init__(data=told_of(asked))
        self.today = today

    def validate(self, extra_validators: dict[str, Sequence[object]] | None = None) -> bool:
        """Check each field, then what they say together."""
        super().validate(extra_validators)
        if self.cost.data is not None and not self.per.data:
            self.say("per", _("Choose per what."))
        if self.per.data and self.cost.data is None and not self.cost.errors:
            self.say("cost", _("Fill in the amount too, or leave both open."))
        return not self.errors

    def collection(self) -> Collection | None:
        """Return what was told; else None, with the fault beside its field."""
        try:
            return self.told()
        except OutOfRangeError:
            self.say("until", _("This is too far ahead: at most thirty years."))
        except FlowsError as error:
            self.fault(FIELD_OF.get(error.code, "collector"), error)
        return None

    def told(self) -> Collection:
        """Return what was filled in, the last day of the contract being still to come."""
        still_to_come(Availability(None, as_day(self.until.data)), self.today)
        per = Per(self.per.data) if self.per.data else None
        return Collection(
            self.collector.data or None, as_number(self.cost.data), per, as_day(self.until.data)
        )

    def tell_meanwhile(self, version: int) -> None:
        """Say that somebody answered since this page was opened; the next try knows that."""
        self.form_errors.append(label("changed_meanwhile"))
        self.version.data, self.version.raw_data = version, None


def told_of(asked: Asked) -> dict[str, object]:
    """Return what the form shows of an earlier answer."""
    version: dict[str, object] = {"version": asked.version}
    told = asked.told
    if told is None:
        return version
    return version | {"collector": told.collector, "cost": told.euros, "per": told.per, "until": told.until}
