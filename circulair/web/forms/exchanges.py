"""Forms of an exchange: reporting a delivery and consenting to show it."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TypeVar

from flask_wtf.form import _Auto
from wtforms import BooleanField

from circulair.language import _, _l
from circulair.permissions import actor
from circulair.services.actor import Actor
from circulair.services.delivery_periods import Line
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
from flows.suggestions import Means

F = TypeVar("F", bound=Form)

TONNES_IN = {"kg": Decimal("0.001"), "t": Decimal(1)}
"""Tonnes in one of the units in which a delivery is weighed."""

LEAST_TONNES = Decimal("0.000001")
"""One gram: the finest that is stored."""


class MeansForm(Form):
    """How a side told the hub what this fills in for it."""

    means = CodeRadioField(_l("How did they tell you?"), Means, "means", validators=[OPTIONAL])
    own: Collection[Party] = ()

    def validate(self, extra_validators: object = None) -> bool:
        """Ask how a side told it, unless it is the hub's own side."""
        super().validate(extra_validators)
        if self.is_for_others() and not self.means.data and not self.means.errors:
            self.say("means", _("Choose how they told you."))
        return not self.errors

    def is_for_others(self) -> bool:
        """Return whether the hub fills it in for a side that is not its own."""
        return "means" in self and not ("party" in self and self.party.data in self.own)

    def speaker(self) -> Actor:
        """Return who acts, and for the hub how the side told it."""
        return replace(actor(), means=Means(self.means.data)) if self.is_for_others() else actor()


class QuietForm(MeansForm):
    """Which side told the hub that nothing moved, and how."""

    party = CodeRadioField(_l("Who says so?"), Party, "party", validators=[Required(_l("Choose a side."))])

    @classmethod
    def of(cls, sheet: ExchangeSheet, first: str, formdata: object = _Auto) -> "QuietForm":
        """Return the form of one period by its first day."""
        form = cls(formdata, prefix=f"{QUIET}{first}-")
        form.own = sheet.own
        return form


class DeliveryForm(MeansForm):
    """What was delivered, when, by which side it is reported, and how that told the hub."""

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
            del form.party, form.means
        form.own = sheet.own
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


class DisputeForm(MeansForm):
    """What is not right about a delivery, what it was, and how the side told the hub."""

    kind = CodeRadioField(
        _l("What is not right?"), Dispute, "dispute", validators=[Required(_l("Choose what is not right."))]
    )
    weight = NumberField(_l("How much was it?"), [OPTIONAL], render_kw={"inputmode": "decimal"})
    unit = CodeField(_l("Unit"), TONNES_IN, "unit")
    day = DayField(_l("On which day was it?"), [OPTIONAL], back=True)
    words = LineField(_l("In your own words"), [OPTIONAL])

    @classmethod
    def of(
        cls, delivery_id: int | None = None, formdata: object = _Auto, *, hub: bool = False
    ) -> "DisputeForm":
        """Return the form of one delivery, or of the only one there is; the hub is asked how it knows."""
        form = cls(formdata, prefix=DISPUTE if delivery_id is None else f"{DISPUTE}{delivery_id}-")
        if not hub:
            del form.means
        return form

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
        self.disputes = {
            one.id: sent_or(typed, DisputeForm.of(one.id, None, hub=sheet.speaks_for(one.asked_party)))
            for one in (*sheet.asked, *sheet.answered_for)
        }
        self.yes = {one.id: sent_or(typed, MeansForm(None, prefix=f"{YES}{one.id}-")) for one in sheet.asked}
        self.quiet = {
            line.period.first: sent_or(typed, quiet_form(sheet, line, None))
            for line in sheet.periods
            if sheet.for_hub
        }
        self.consent = {party: consent_form(sheet, party) for party in sheet.own}


def sent_or(typed: Form | None, fresh: F) -> F:
    """Return the form that was sent, as it was typed, where it is this one, else the fresh one."""
    sent = isinstance(typed, type(fresh)) and typed._prefix == fresh._prefix  # WTForms has no other name
    return typed if sent else fresh  # type: ignore[return-value]  # it is one


def quiet_form(sheet: ExchangeSheet, line: Line, formdata: object = _Auto) -> MeansForm:
    """Return what the hub fills in of a period without deliveries: who says so, or how it was answered."""
    first = line.period.first.isoformat()
    return (
        MeansForm(formdata, prefix=f"{QUIET}{first}-") if line.asked else QuietForm.of(sheet, first, formdata)
    )


DISPUTE, YES, QUIET = "not-", "yes-", "quiet-"
"""Prefixes of answers, before the number of a delivery or the first day of a period."""


def consent_form(sheet: ExchangeSheet, party: Party) -> ConsentForm:
    """Return the consent of one side as it stands."""
    given = sheet.consents[party]
    return ConsentForm(None, prefix=f"{party}-", data={"public": given})
