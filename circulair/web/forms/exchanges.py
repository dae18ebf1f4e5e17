"""Forms of an exchange: reporting a delivery and consenting to show it."""

from datetime import date
from decimal import Decimal

from flask_wtf.form import _Auto
from wtforms import BooleanField

from circulair.language import _, _l
from circulair.permissions import actor
from circulair.services.disputes import Objection
from circulair.services.exchanges import Told
from circulair.services.sheets import ExchangeSheet
from circulair.web.forms.base import (
    OPTIONAL,
    CodeField,
    CodeRadioField,
    DayField,
    Form,
    LineField,
    NumberField,
    Required,
)
from circulair.web.forms.reviews import REFUSAL, RefusalForm
from flows.exchanges import Dispute, Party
from flows.streams import MOST_TONNES

TONNES_IN = {"kg": Decimal("0.001"), "t": Decimal(1)}
"""Tonnes in one of the units in which a delivery is weighed."""

LEAST_TONNES = Decimal("0.000001")
"""One gram: the finest that is stored."""


class DeliveryForm(Form):
    """What was delivered, when and by which side it is reported."""

    party = CodeRadioField(
        _l("For which side do you report?"), Party, "party", validators=[Required(_l("Choose a side."))]
    )
    day = DayField(_l("On which day?"), [Required(_l("Fill in the day of the delivery."))], back=True)
    weight = NumberField(_l("How much?"), [Required()], render_kw={"inputmode": "decimal"})
    unit = CodeField(_l("Unit"), TONNES_IN, "unit")
    another = BooleanField(_l("No, this is another delivery"))
    more = BooleanField(_l("Yes, more moved than we agreed"))

    @classmethod
    def of(cls, sheet: ExchangeSheet, formdata: object = _Auto) -> "DeliveryForm":
        """Return the form for whoever sees a sheet: only the hub is asked for which side it reports."""
        form = cls(formdata, unit="kg")
        if len(sheet.parties) == 1:
            del form.party
        return form

    def side(self, sheet: ExchangeSheet) -> Party:
        """Return the side that reports: the own one, or the one that the hub chose."""
        return sheet.parties[0] if len(sheet.parties) == 1 else Party(self.party.data)

    @property
    def delivered_on(self) -> date:
        """Return the day of the delivery, of a form that is valid."""
        return date.fromisoformat(str(self.day.data))

    @property
    def tonnes(self) -> Decimal:
        """Return the weight in tonnes."""
        return Decimal(str(self.weight.data)) * TONNES_IN[self.unit.data]

    @property
    def told(self) -> Told:
        """Return what is told of the delivery, of a form that is valid."""
        return Told(self.delivered_on, self.tonnes, bool(self.another.data), bool(self.more.data))

    def fits(self, today: date) -> bool:
        """Return whether day and weight can be; put beside the field why not."""
        if not isinstance(self.day.data, date) or self.day.data > today:
            self.day.errors = [_("This day has not come yet. Report a delivery once it has taken place.")]
        if not LEAST_TONNES <= self.tonnes <= MOST_TONNES:
            self.weight.errors = [_("Fill in the weight: more than nothing, and not more than can be.")]
        return not self.errors


class DisputeForm(Form):
    """What is not right about a delivery, and what it was."""

    kind = CodeRadioField(
        _l("What is not right?"), Dispute, "dispute", validators=[Required(_l("Choose what is not right."))]
    )
    weight = NumberField(_l("How much was it?"), [OPTIONAL], render_kw={"inputmode": "decimal"})
    unit = CodeField(_l("Unit"), TONNES_IN, "unit")
    day = DayField(_l("On which day was it?"), [OPTIONAL], back=True)
    words = LineField(_l("In your own words"), [OPTIONAL])

    def validate(self, extra_validators: object = None) -> bool:
        """Ask for what it was, where something else is said to be right."""
        if not super().validate(extra_validators):
            return False
        asked = {Dispute.WEIGHT: "weight", Dispute.DAY: "day", Dispute.OTHER: "words"}.get(self.kind.data)
        if asked and not self[asked].data:
            self.say(asked, _("Fill this in: %(question)s", question=self[asked].label.text))
        if self.tonnes is not None and not LEAST_TONNES <= self.tonnes <= MOST_TONNES:
            self.say("weight", _("Fill in the weight: more than nothing, and not more than can be."))
        if isinstance(self.day.data, date) and self.day.data > actor().today:
            self.say("day", _("This day has not come yet. Report a delivery once it has taken place."))
        return not self.errors

    @property
    def tonnes(self) -> Decimal | None:
        """Return the weight in tonnes, None where none was told."""
        told = self.weight.data
        return told * TONNES_IN[self.unit.data] if isinstance(told, Decimal) else None

    def objection(self) -> Objection:
        """Return the objection as told."""
        day = self.day.data if isinstance(self.day.data, date) else None
        return Objection(Dispute(self.kind.data), self.tonnes, day, self.words.data or "")


class ConsentForm(Form):
    """Whether the public may see an exchange."""

    public = BooleanField(_l("Yes, the public may see this exchange"))


class ExchangeForms:
    """The forms on the page of an exchange: the one that was sent as typed, the others fresh."""

    def __init__(self, sheet: ExchangeSheet, typed: Form | None = None, day: str = "") -> None:
        self.delivery = typed if isinstance(typed, DeliveryForm) else DeliveryForm.of(sheet, None)
        if typed is None and day in {line.period.last.isoformat() for line in sheet.periods}:
            self.delivery.day.data = date.fromisoformat(day)
        self.refusal = typed if isinstance(typed, RefusalForm) else RefusalForm(None, prefix=REFUSAL)
        self.disputes = {one.id: dispute_form(one.id, typed) for one in (*sheet.asked, *sheet.answered_for)}
        self.consent = {party: consent_form(sheet, party) for party in sheet.own}


def dispute_form(delivery_id: int, typed: Form | None) -> DisputeForm:
    """Return the form of what is not right about a delivery: as it was typed, or fresh."""
    prefix = f"{DISPUTE}{delivery_id}-"
    sent = isinstance(typed, DisputeForm) and typed._prefix == prefix  # WTForms has no other name
    return typed if sent else DisputeForm(None, prefix=prefix)  # type: ignore[return-value]  # it is one


DISPUTE = "not-"
"""Prefix of what is not right, before the number of its delivery."""


def consent_form(sheet: ExchangeSheet, party: Party) -> ConsentForm:
    """Return the consent of one side as it stands."""
    given = sheet.consents[party]
    return ConsentForm(None, prefix=f"{party}-", data={"public": given})
