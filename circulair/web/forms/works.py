"""Forms of planned works: the plan, what of it is offered, a survey, an end, and a claim on an offer."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from wtforms import BooleanField, SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from circulair.language import _, _l, label, language, material
from circulair.permissions import actor
from circulair.services.claims import Future, Wish
from circulair.services.faults import PremisesMissingError
from circulair.services.works import Sheet, Told
from circulair.services.works_offers import Wanted
from circulair.store.records import WorksRecord
from circulair.web.forms.base import (
    OPTIONAL,
    Between,
    ChoiceField,
    CodeField,
    CodeRadioField,
    DayField,
    Form,
    LineField,
    NumberField,
    ParagraphField,
    Required,
    VersionField,
    choices_of,
)
from circulair.web.forms.vacancy import UNKNOWN, as_day
from flows.day_words import some_time
from flows.dwelling_components import RENOVATED, Dwelling, Part, Work
from flows.errors import FlowsError
from flows.law import YesNo
from flows.works import (
    MOST_COUNTED,
    MOST_DWELLINGS,
    MOST_KG,
    CancelReason,
    Counted,
    Exactness,
    PlannedWorks,
)

FIELD_OF = {
    "works.house_number": "name",
    "works.no_parts": "parts",
    "dates.order": "until",
    "dates.past": "until",
    "premises.missing": "premises",
    "value.out_of_range": "until",
}
"""Beside which field a refusal of the domain is said."""

MOST_NAME = 60


class SomeTimeField(DayField):
    """A day, or the first or last one of a month, quarter, season or year: plans know no more."""

    def reader(self, text: str) -> date:
        """Return the day of a text."""
        return some_time(text, language(), actor().today, first=self.first)


class WorksForm(Form):
    """What is planned, in a few questions."""

    name = LineField(_l("Which street or block?"), [Required()], most=MOST_NAME)
    dwelling = CodeField(
        _l("Type of dwelling"), Dwelling, "dwelling", empty=_l("Choose"), validators=[Required()]
    )
    dwellings = NumberField(_l("How many dwellings?"), [Required(), Between(1, MOST_DWELLINGS)])
    work = CodeRadioField(_l("What happens?"), Work, "works_kind", validators=[Required()])
    parts = SelectMultipleField(
        _l("What does the renovation take out?"),
        [OPTIONAL],
        coerce=str,
        widget=ListWidget(),
        option_widget=CheckboxInput(),
    )
    start = SomeTimeField(_l("From when?"), [Required()], first=True)
    until = SomeTimeField(_l("Until when?"), [Required()])
    exactness = CodeRadioField(
        _l("How exact are these days?"), Exactness, "exactness", default=Exactness.MONTH.value
    )
    premises = ChoiceField(_l("From where can it be fetched?"))
    built_year = NumberField(_l("Built in the year"), [OPTIONAL, Between(1000, 2200)])
    asbestos_checked = CodeField(
        _l("Is there an asbestos inventory?"),
        (YesNo.YES, YesNo.NO),
        "yes_no",
        empty=UNKNOWN,
        validators=[OPTIONAL],
    )
    note = ParagraphField(_l("Note"), [OPTIONAL], most=1000)
    version = VersionField()

    def __init__(self, places: Mapping[int, str], told: dict[str, object] | None = None) -> None:
        super().__init__(data=told)
        self.parts.choices = choices_of(RENOVATED, "works_part", "")
        self.premises.choices = {str(number): name for number, name in places.items()}
        self.premises.data = self.premises.data or next(iter(self.premises.choices), None)

    def told(self) -> Told | None:
        """Return what was told; else None, with the fault beside its field."""
        for name in ("dwellings", "built_year"):
            value = self[name].data
            if value is not None and value != value.to_integral_value():
                self.say(name, _("Fill in a whole number."))
                return None
        try:
            if not self.premises.data:
                raise PremisesMissingError()
            return Told(self.plan(), int(self.premises.data), self.note.data or "")
        except FlowsError as error:
            self.fault(FIELD_OF.get(error.code, "name"), error)
            return None

    def plan(self) -> PlannedWorks:
        """Return what is planned."""
        work, start, until = Work(self.work.data), as_day(self.start.data), as_day(self.until.data)
        parts = self.parts.data or [] if work is Work.RENOVATION else []
        return PlannedWorks(
            name=self.name.data or "",
            dwelling=Dwelling(self.dwelling.data),
            dwellings=int(self.dwellings.data),  # type: ignore[call-overload]  # a NumberField reads a number
            work=work,
            parts=" ".join(one.value for one in Part if one in parts),
            start=start or date.min,
            until=until or date.min,
            exactness=Exactness(self.exactness.data),
            built_year=None if self.built_year.data is None else int(self.built_year.data),  # type: ignore[call-overload]  # as above
            asbestos_checked=YesNo(self.asbestos_checked.data or YesNo.UNKNOWN),
        )

    def take_refusal(self, error: FlowsError) -> None:
        """Say beside a field what the domain refused."""
        self.fault(FIELD_OF.get(error.code, "name"), error)

    def tell_meanwhile(self, version: int) -> None:
        """Say that somebody changed the works since this page was opened; the next try knows that."""
        tell_meanwhile(self, version)


def tell_meanwhile(form: Form, version: int) -> None:
    """Say on a form that somebody was quicker; the next try knows that."""
    form.form_errors.append(label("changed_meanwhile"))
    form.version.data, form.version.raw_data = version, None


def told_of(works: WorksRecord) -> dict[str, object]:
    """Return what the form shows of works."""
    plan = works.plan
    return {
        **{name: getattr(plan, name) for name in ("name", "dwelling", "work", "exactness")},
        **{name: getattr(plan, name) for name in ("start", "until", "built_year")},
        "dwellings": plan.dwellings,
        "parts": plan.parts.split(),
        "asbestos_checked": "" if plan.asbestos_checked is YesNo.UNKNOWN else plan.asbestos_checked,
        "premises": str(works.premises_id),
        "note": works.note,
        "version": works.version,
    }


class OfferForm(Form):
    """Which of the expected components are offered."""

    materials = SelectMultipleField(
        _l("What do you want to offer?"), [OPTIONAL], coerce=str, option_widget=CheckboxInput()
    )
    public = BooleanField(_l("Show these offers to everybody, so that others can ask for them now"))
    version = VersionField()

    def __init__(self, sheet: Sheet) -> None:
        ticked = [line.expected.material for line in sheet.lines if line.ticked]
        shown = [line.listing.public for line in sheet.lines if line.listing and line.offered]
        told = {"materials": ticked, "public": any(shown), "version": sheet.works.version}
        super().__init__(data=told)
        found = [line.expected.material for line in sheet.lines if line.expected.likely]
        self.materials.choices = {slug: material(slug) for slug in found}

    def wanted(self) -> Wanted:
        """Return what was chosen."""
        return Wanted(frozenset(self.materials.data or ()), bool(self.public.data), language())


class SurveyForm(Form):
    """What was counted, a row for each component; what is left empty stays as it is."""

    day = DayField(_l("On which day was it counted?"), [Required()], back=True)
    version = VersionField()
    lines: Sequence[str] = ()
    pieces: frozenset[str] = frozenset()

    def counted(self, today: date) -> dict[str, Counted] | None:
        """Return what was counted by material; else None, with faults beside the fields."""
        day = as_day(self.day.data)
        if day is None or day > today:
            self.say("day", _("This day has not come yet."))
            return None
        found = {slug: self.row(slug, day) for slug in self.lines if self[f"{slug}-count"].data is not None}
        if not found and not self.errors:
            self.say("day", _("Fill in at least one number below."))
        return None if self.errors else {slug: one for slug, one in found.items() if one is not None}

    def row(self, slug: str, day: date) -> Counted | None:
        """Return what was counted of one component."""
        count, kg = self[f"{slug}-count"].data, self[f"{slug}-kg"].data if slug in self.pieces else None
        if slug in self.pieces and count != count.to_integral_value():
            self.say(f"{slug}-count", _("Fill in a whole number."))
            return None
        return Counted(count, day, kg)


def survey_form(sheet: Sheet) -> SurveyForm:
    """Return the form of a survey with a row for each expected component, filled in with what is known."""
    lines = [line.expected for line in sheet.lines]
    told: dict[str, object] = {"version": sheet.works.version}
    fields: dict[str, object] = {
        "lines": [one.material for one in lines],
        "pieces": frozenset(one.material for one in lines if one.component.unit == "piece"),
    }
    for one in lines:
        unit = label(f"unit.{one.component.unit}")
        name = _("%(what)s, in %(unit)s", what=material(one.material), unit=unit)
        fields[f"{one.material}-count"] = NumberField(name, [OPTIONAL, Between(0, MOST_COUNTED)])
        if one.component.unit == "piece":
            weight = _("%(what)s: what does one weigh, in kg?", what=material(one.material))
            fields[f"{one.material}-kg"] = NumberField(weight, [OPTIONAL, Between(0, MOST_KG, above=True)])
        if one.surveyed_on is not None:
            told |= {f"{one.material}-count": one.likely, f"{one.material}-kg": one.kg_each}
    kind: type[SurveyForm] = type("SurveyFormOfWorks", (SurveyForm,), fields)
    return kind(data=told)


class CancelForm(Form):
    """Why works do not go on."""

    reason = CodeRadioField(_l("Why do they not go on?"), CancelReason, "works_cancelled")
    words = LineField(_l("In your own words"), [OPTIONAL], most=400)
    version = VersionField()

    @property
    def why(self) -> tuple[CancelReason | None, str]:
        """Return the reason with its words."""
        return (CancelReason(self.reason.data) if self.reason.data else None), self.words.data or ""


class ClaimForm(Form):
    """How much of an offer is wanted and where, or which own need it is for."""

    need = ChoiceField(_l("What is it for?"))
    amount = NumberField(_l("How many do you want?"), [OPTIONAL, Between(0, MOST_COUNTED, above=True)])
    premises = ChoiceField(_l("Where do you need it?"))

    def __init__(self, future: Future) -> None:
        super().__init__()
        new = _("Something new")
        self.need.choices = {"": new} | {str(one.id): one.title for one in future.needs}
        self.premises.choices = {str(one.id): one.name for one in future.places}
        self.premises.data = self.premises.data or next(iter(self.premises.choices), None)
        self.whole = future.offer.typed_unit == "piece"

    def wish(self) -> Wish | None:
        """Return what is wanted; else None, with the question beside its field."""
        if self.need.data:
            return Wish(None, need_id=int(self.need.data))
        amount = self.amount.data
        if not isinstance(amount, Decimal):
            self.say("amount", _("Fill this in: %(question)s", question=self.amount.label.text))
        elif self.whole and amount != amount.to_integral_value():
            self.say("amount", _("Fill in a whole number."))
        elif not self.premises.data:
            self.fault("premises", PremisesMissingError())
        else:
            return Wish(amount, int(self.premises.data))
        return None
