"""Forms of classes: a class that begins, the owner's yes, and what a class weighs."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from wtforms import HiddenField
from wtforms.validators import ValidationError

from circulair.language import _, _l, label, material, number
from circulair.permissions import actor
from circulair.services.classes import MOST_LABEL, MOST_NAME, Told
from circulair.store.records import ListingRecord, OrganisationRecord, WeighingClassRecord
from circulair.web.forms.base import (
    OPTIONAL,
    Between,
    ChoiceField,
    DayField,
    Form,
    LineField,
    NumberField,
    Required,
    VersionField,
)
from flows.class_weighing import FEWEST_WEEKS, MOST_KG, MOST_WEEKS, USUAL_WEEKS, Weighing
from flows.errors import FlowsError

FIELD_OF = {
    "value.out_of_range": "first_day",
    "class.not_weighable": "stream",
    "class.already": "stream",
    "class.offer_unknown": "code",
    "not_found": "stream",
}
"""Beside which field a refusal is said."""

WHOLE = 10
"""From so many kilograms on nobody says parts of one."""

MEDIUM = {"class": "input-medium", "autocomplete": "off"}


class ClassForm(Form):
    """A class of a school that adopts a stream to weigh."""

    school = ChoiceField(_l("Which school?"))
    label = LineField(_l("What does the class call itself?"), [Required()], most=MOST_LABEL, render_kw=MEDIUM)
    stream = ChoiceField(_l("What does the class weigh?"))
    code = LineField(_l("Or the code of a public offer of somebody else"), [OPTIONAL], most=20)
    stream_name = LineField(
        _l("What does the class read of it?"), [Required()], most=MOST_NAME, render_kw={"autocomplete": "off"}
    )
    first_day = DayField(_l("In which week do you begin?"), [Required()], render_kw=MEDIUM)
    weeks = NumberField(
        _l("For how many weeks?"), [Required(), Between(FEWEST_WEEKS, MOST_WEEKS)], render_kw=MEDIUM
    )

    def __init__(
        self, schools: Sequence[OrganisationRecord], offers: Sequence[ListingRecord], chosen: int | None
    ) -> None:
        stream = str(chosen) if chosen in {one.id for one in offers} else ""
        known: dict[str, object] = {
            "first_day": actor().today,
            "weeks": Decimal(USUAL_WEEKS),
            "stream": stream,
        }
        if len(schools) == 1:
            known["school"] = str(schools[0].id)
        super().__init__(data=known)
        first = {"": _("Choose")} if len(schools) != 1 else {}
        self.school.choices = first | {str(one.id): one.name for one in schools}
        told = {str(one.id): told_in_list(one) for one in offers}
        self.stream.choices = {"": _("Choose, or fill in a code below")} | told

    @property
    def has_offers(self) -> bool:
        """Return whether there is an offer to choose."""
        return len(self.stream.choices or ()) > 1

    def validate_weeks(self, field: NumberField) -> None:
        """Ask for whole weeks."""
        if isinstance(field.data, Decimal) and field.data != field.data.to_integral_value():
            raise ValidationError(_("Fill in whole weeks."))

    def validate(self, extra_validators: object = None) -> bool:
        """Check each field, and that one stream was chosen."""
        super().validate(extra_validators)
        if not self.school.data and not self.school.errors:
            self.say("school", _("Choose a school."))
        if not self.stream.data and not self.code.data and not self.stream.errors:
            where = "stream" if self.has_offers else "code"
            self.say(where, _("Choose what the class weighs, or fill in a code below."))
        if self.stream.data and self.code.data:
            self.say("code", _("You chose an offer and also filled in a code. Empty one of the two."))
        return not self.errors

    def told(self) -> Told:
        """Return what was filled in."""
        first_day, weeks = self.first_day.data, self.weeks.data
        assert isinstance(first_day, date)
        assert isinstance(weeks, Decimal)
        return Told(str(self.label.data), str(self.stream_name.data), first_day, int(weeks))

    def take_refusal(self, error: FlowsError) -> None:
        """Put what was refused beside its field; raise what concerns none of them."""
        if error.code not in FIELD_OF:
            raise error
        if error.code == "value.out_of_range":
            self.say("first_day", _("Choose a day in this week or later, within a year."))
        elif error.code == "not_found":
            self.say("stream", _("This offer is not there any more. Choose another."))
        else:
            self.fault("code" if self.code.data else FIELD_OF[error.code], error)


def told_in_list(listing: ListingRecord) -> str:
    """Return how an offer stands in a list to choose from: for the hub with whose it is."""
    told = f"{listing.title} ({material(listing.material)})"
    return f"{listing.organisation.name}: {told}" if actor().is_hub else told


class ConsentForm(Form):
    """The owner's yes: what the class reads of their offer."""

    stream_name = LineField(_l("What may the class read of it?"), [Required()], most=MOST_NAME)

    def __init__(self, record: WeighingClassRecord) -> None:
        super().__init__(data={"stream_name": record.stream_name})


class WeighingForm(Form):
    """What a class weighed on a day."""

    kg = NumberField(
        _l("How many kilograms is it?"),
        [Required(), Between(0, MOST_KG)],
        render_kw={"class": "input-kg", "inputmode": "decimal", "autocomplete": "off"},
    )
    day = DayField(_l("On which day did you weigh?"), [Required()], back=True, render_kw=MEDIUM)
    version = VersionField()
    of_class = VersionField()
    sure = HiddenField()

    def __init__(
        self,
        record: WeighingClassRecord | None = None,
        weighing: Weighing | None = None,
        *,
        fresh: bool = False,
    ) -> None:
        known: dict[str, object] = {"day": weighing.day if weighing else actor().today}
        known |= {"version": record.changes, "of_class": record.id} if record else {}
        sent = {"formdata": None} if fresh else {}
        super().__init__(data=known | {"kg": weighing.kg if weighing else None}, **sent)

    def weighing(self) -> Weighing:
        """Return what was weighed, to the gram."""
        kg, day = self.kg.data, self.day.data
        assert isinstance(kg, Decimal)
        assert isinstance(day, date)
        return Weighing(day, kg.quantize(Decimal("0.001")))

    def is_sure(self) -> bool:
        """Return whether somebody said already that just this weight is right."""
        return str(self.sure.data) == str(self.kg.data)

    def ask_whether_sure(self) -> None:
        """Ask whether a weight is right; the next try with the same weight says so."""
        self.sure.data = str(self.kg.data)
        told = _("That is more than ten times as much as in a usual week. Is it right? Then save once more.")
        self.say("kg", told)

    def take_refusal(self, error: FlowsError) -> None:
        """Say beside the day why something cannot be entered for it."""
        self.fault("day", error)

    def tell_meanwhile(self, changes: int) -> None:
        """Say that somebody entered something since this page was opened; the next try knows that."""
        self.form_errors.append(label("class.meanwhile"))
        self.version.data, self.version.raw_data = changes, None


def kilograms(kg: Decimal) -> str:
    """Return kilograms as a scale tells them."""
    return f"{number(kg, 3)} kg"


def about_kilograms(kg: Decimal) -> str:
    """Return kilograms as one says them: whole ones from ten on."""
    return f"{number(kg, 0 if kg >= WHOLE else 1)} kg"
