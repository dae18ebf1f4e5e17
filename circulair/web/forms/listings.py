"""The form of an offer or need: three questions, and more where somebody wants to tell it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from wtforms import BooleanField, SelectMultipleField
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from circulair.language import _, _l, label
from circulair.services import listings, understanding
from circulair.services.faults import PremisesMissingError
from circulair.services.listings import FARTHEST_KM, MOST_AMOUNT, PERIODS, WOOD_CLASSES, Draft
from circulair.store.records import ListingRecord, PremisesRecord
from circulair.web.forms.base import (
    OPTIONAL,
    Between,
    ChoiceField,
    CodeField,
    CodeRadioField,
    DayField,
    LineField,
    NumberField,
    ParagraphField,
    ReadField,
    VersionField,
    choices_of,
)
from circulair.web.forms.materials import MaterialForm
from flows.dates import still_to_come
from flows.errors import FlowsError, OutOfRangeError
from flows.eural import shown, typed_code
from flows.law import YesNo
from flows.streams import Availability, Form, Quality, Side
from flows.units import DIMENSION_OF, UNIT_CODES, Quantity, weighs
from flows.weighing import BOXES, LOADS, MOST_KG, NeedsWeightError, Spread

FIELD_OF = {
    "dates.order": "until",
    "dates.past": "until",
    "premises.missing": "premises",
    "listing.promised": "amount",
    "listing.material_promised": "other_material",
    "listing.place_promised": "premises",
}
"""Beside which field a refusal of the domain is said."""

LONGEST_LINE = 300
"""Characters of the one line that says everything."""

MEDIUM = {"class": "input-medium"}

MORE = (
    "description",
    "start",
    "form",
    "contamination_pct",
    "moisture_pct",
    "classes",
    "max_km",
    "eural",
    "contains_dangerous",
)
"""Fields that are folded away until somebody wants them or one of them is wrong."""


UNTOLD: tuple[object, ...] = (None, "", [], False, YesNo.UNKNOWN)
"""What a folded field holds that nobody filled in."""


@dataclass(frozen=True, slots=True)
class Asked:
    """For whom and when a listing is asked: side, places to choose from, and the day it is."""

    side: Side
    premises: Sequence[PremisesRecord]
    today: date


class EuralField(ReadField):
    """A code of the waste list, its asterisk included."""

    def reader(self, text: str) -> str:
        """Return the six digits of a code."""
        return typed_code(text)

    def writer(self, value: object) -> str:
        """Return the code as the list prints it."""
        return shown(str(value)) if value else ""


class ListingForm(MaterialForm):
    """One offer or need."""

    amount = NumberField(_l("About how much is it?"), [OPTIONAL, Between(0, MOST_AMOUNT, above=True)])
    unit = ChoiceField(_l("Unit"))
    period = ChoiceField(_l("How often"))
    amount_low = NumberField(_l("At least"), [OPTIONAL, Between(0, MOST_AMOUNT)])
    amount_high = NumberField(_l("At most"), [OPTIONAL, Between(0, MOST_AMOUNT, above=True)])
    fill_pct = NumberField(
        _l("How full is one, in per cent?"), [OPTIONAL, Between(0, 100, above=True)], unit="%"
    )
    amount_right = BooleanField(_l("Yes, this is right"))
    amount_unknown = BooleanField(_l("I do not know how much yet"))
    weight_kg = NumberField(
        _l("How many kilograms does one weigh?"), [OPTIONAL, Between(0, MOST_KG, above=True)], unit="kg"
    )
    weight_unknown = BooleanField(_l("I do not know the weight yet"))
    until = DayField(_l("Until when?"), [OPTIONAL], render_kw=MEDIUM)
    no_end = BooleanField(_l("There is no last day"))
    premises = ChoiceField(_l("Where?"))
    description = ParagraphField(_l("Anything else one should know"), [OPTIONAL], most=2000)
    start = DayField(_l("From when?"), [OPTIONAL], first=True, render_kw=MEDIUM)
    form = CodeField(_l("In what form?"), Form, "form", empty=_l("Choose"), validators=[OPTIONAL])
    contamination_pct = NumberField(
        _l("Other matter in it, in per cent"), [OPTIONAL, Between(0, 100)], unit="%"
    )
    moisture_pct = NumberField(_l("Moisture, in per cent"), [OPTIONAL, Between(0, 100)], unit="%")
    classes = SelectMultipleField(
        _l("Class of wood"), [OPTIONAL], coerce=str, widget=ListWidget(), option_widget=CheckboxInput()
    )
    max_km = NumberField(
        _l("At most how far away, in km"), [OPTIONAL, Between(0, FARTHEST_KM, above=True)], unit="km"
    )
    eural = EuralField(_l("Eural code"), [OPTIONAL])
    contains_dangerous = CodeRadioField(
        _l("Does it contain dangerous substances?"), YesNo, "yes_no", validators=[OPTIONAL]
    )
    public = BooleanField(_l("Show this listing to everybody"))
    line = LineField(widget=HiddenInput(), validators=[OPTIONAL], most=LONGEST_LINE)
    version = VersionField()

    def __init__(self, asked: Asked, told: dict[str, object] | None = None) -> None:
        super().__init__(data=told)
        self.asked = asked
        self.open_questions: frozenset[str] = frozenset()
        self.unit.choices = {"": _("Unit")} | {
            label(f"dimension.{kind}"): choices_of(codes, "unit", "") for kind, codes in UNIT_CODES.items()
        }
        self.period.choices = choices_of(PERIODS, "period", _("How often"))
        self.premises.choices = {str(one.id): one.name for one in asked.premises}
        self.premises.data = self.premises.data or next(iter(self.premises.choices), None)
        self.classes.choices = {code: _("Class %(code)s", code=code) for code in WOOD_CLASSES}
        self.offer_materials()
        self.name_fields()

    def name_fields(self) -> None:
        """Put each question in the words of its side and of the unit that was chosen."""
        if self.asked.side is Side.NEED:
            self.title.label.text = _("What do you look for?")
            self.contamination_pct.label.text = _("Other matter in it, at most, in per cent")
            self.moisture_pct.label.text = _("Moisture, at most, in per cent")
            self.classes.label.text = _("Classes of wood that you can use")
        unit = self.unit.data or ""
        self.weight_kg.label.text = weight_question(weight_asked(unit), unit)

    @property
    def asks_weight(self) -> bool:
        """Return whether the question for the weight is to be shown."""
        return bool(
            self.weight_kg.raw_data
            or self.weight_kg.data
            or self.weight_kg.errors
            or self.weight_unknown.data
            or "weight_kg" in self.open_questions
        )

    @property
    def asks_range(self) -> bool:
        """Return whether the least and the most are to be shown: where somebody told them."""
        fields = (self.amount_low, self.amount_high)
        return any(field.data is not None or field.raw_data or field.errors for field in fields)

    @property
    def asks_fill(self) -> bool:
        """Return whether it is asked how full a container is."""
        return self.unit.data in BOXES or self.fill_pct.data is not None or bool(self.fill_pct.errors)

    @property
    def asks_material(self) -> bool:
        """Return whether the question for the material is to be shown."""
        return super().asks_material or "material" in self.open_questions

    @property
    def asks_classes(self) -> bool:
        """Return whether the material is sorted by class."""
        return bool(self.slug) and understanding.has_classes(self.slug)

    @property
    def asks_hazard(self) -> bool:
        """Return whether the waste has a hazardous and a harmless code."""
        return bool(self.slug) and understanding.may_be_hazardous(self.slug, str(self.eural.data or ""))

    @property
    def more_open(self) -> bool:
        """Return whether one of the folded fields is filled in or wrong."""
        folded = [name for name in (*MORE, "public") if not self.repeats_line(name)]
        return any(self[name].errors or self[name].data not in UNTOLD for name in folded)

    def repeats_line(self, name: str) -> bool:
        """Return whether a field only holds the typed line, or a day read from it, shown above already."""
        told = self.line.data and name in ("description", "start") and not self[name].errors
        return bool(told and (name == "start" or self.description.data == self.line.data))

    def validate(self, extra_validators: dict[str, Sequence[object]] | None = None) -> bool:
        """Check each field, then what they say together."""
        super().validate(extra_validators)
        self.check_material()
        self.check_pair(
            "amount", "amount_unknown", _("Fill in about how much, or tick that you do not know.")
        )
        self.check_pair("until", "no_end", _("Fill in the last day, or tick that there is none."))
        if self.amount.data is not None and not self.amount_unknown.data:
            for name, text in (("unit", _("Choose a unit.")), ("period", _("Choose how often, or once."))):
                if not self[name].data:
                    self.say(name, text)
        self.check_range()
        return not self.errors

    def check_range(self) -> None:
        """Ask for a range around the amount."""
        low, amount, high = (as_number(self[name].data) for name in ("amount_low", "amount", "amount_high"))
        if amount is not None and low is not None and low > amount:
            self.say("amount_low", _("This is more than the amount itself. Change one of the two."))
        if amount is not None and high is not None and high < amount:
            self.say("amount_high", _("This is less than the amount itself. Change one of the two."))

    def check_pair(self, told: str, open_box: str, question: str) -> None:
        """Ask for one of two: an answer, or the tick that leaves it open."""
        typed = any(text.strip() for text in self[told].raw_data or ())
        if typed and self[open_box].data:
            self.say(told, _("You filled this in and also ticked the box. Empty one of the two."))
        if not typed and not self[open_box].data:
            self.say(told, question)

    def draft(self) -> Draft | None:
        """Return what was told as a draft that can be weighed; else None, with the fault beside its field."""
        try:
            draft = self.told()
            listings.weighed(draft)
        except NeedsWeightError as error:
            self.weight_kg.label.text = weight_question(str(error.missing), error.unit)
            self.fault("weight_kg", error)
        except OutOfRangeError as error:
            late = error.field == "end"
            text = _("This is too far ahead: at most thirty years.")
            self.say(
                "until" if late else "amount", text if late else _("This amount cannot be right. Check it.")
            )
        except FlowsError as error:
            self.fault(FIELD_OF.get(error.code, "title"), error)
        else:
            return draft if self.is_plausible(draft) else None
        return None

    def is_plausible(self, draft: Draft) -> bool:
        """Return whether an amount weighs what one expects or is right all the same; ask where not."""
        odd = "" if self.amount_right.data else listings.oddity(draft)
        if odd:
            self.say("amount_right", label(odd))
        return not odd

    def take_refusal(self, error: FlowsError) -> None:
        """Put what was refused of a change beside its field; raise what concerns none of them."""
        if error.code not in FIELD_OF:
            raise error
        self.fault(FIELD_OF[error.code], error)

    def tell_meanwhile(self, version: int) -> None:
        """Say that somebody changed the listing since this page was opened; the next try knows that."""
        self.form_errors.append(label("changed_meanwhile"))
        self.version.data, self.version.raw_data = version, None

    def told(self) -> Draft:
        """Return the draft of what was filled in."""
        if not self.premises.data:
            raise PremisesMissingError()
        return Draft(
            side=self.asked.side,
            title=self.title.data or "",
            material=self.slug,
            premises_id=int(self.premises.data),
            quantity=self.quantity(),
            availability=self.availability(),
            quality=self.quality(),
            weight=understanding.weight_told(
                self.unit.data or "", as_number(self.weight_kg.data), self.fill()
            ),
            spread=self.spread(),
            weight_unknown=self.weight_unknown.data,
            description=self.description.data or "",
            eural=str(self.eural.data or ""),
            contains_dangerous=YesNo(self.contains_dangerous.data or YesNo.UNKNOWN),
            max_km=as_float(self.max_km.data),
            public=self.public.data,
        )

    def quantity(self) -> Quantity | None:
        """Return how much, None while nobody knows."""
        if self.amount_unknown.data or not isinstance(self.amount.data, Decimal):
            return None
        return Quantity(self.amount.data, self.unit.data or "", self.period.data or "")

    def spread(self) -> Spread | None:
        """Return the least and the most, None where neither was told."""
        amount, low, high = (as_number(self[name].data) for name in ("amount", "amount_low", "amount_high"))
        if self.amount_unknown.data or amount is None or (low is None and high is None):
            return None
        return Spread(amount if low is None else low, amount if high is None else high)

    def fill(self) -> Decimal | None:
        """Return how full a container is, as a share."""
        percent = as_number(self.fill_pct.data)
        return None if percent is None else percent / 100

    def availability(self) -> Availability:
        """Return when it can be had or is wanted; without a last day it begins today at the latest."""
        start, end = as_day(self.start.data), as_day(self.until.data)
        begin = start or self.asked.today if self.no_end.data else start
        return still_to_come(Availability(begin, end), self.asked.today)

    def quality(self) -> Quality:
        """Return form, purity and classes as far as they were told."""
        return Quality(
            form=Form(self.form.data) if self.form.data else None,
            contamination_pct=as_float(self.contamination_pct.data),
            moisture_pct=as_float(self.moisture_pct.data),
            classes=tuple(self.classes.data or ()) if self.asks_classes else (),
        )


def as_number(value: object) -> Decimal | None:
    """Return a number that was read."""
    return value if isinstance(value, Decimal) else None


def per_cent(share: Decimal) -> Decimal:
    """Return a share in per cent, without noughts behind it."""
    return (100 * share).normalize() + 0


def as_float(value: object) -> float | None:
    """Return a number that was read as the matcher's kind of number."""
    return float(value) if isinstance(value, Decimal) else None


def as_day(value: object) -> date | None:
    """Return a day that was read."""
    return value if isinstance(value, date) else None


def weight_asked(unit: str) -> str:
    """Return the code of the question for the weight behind a unit."""
    if unit in LOADS:
        return "load_kg"
    return "piece_kg" if unit in ("", *UNIT_CODES[DIMENSION_OF["piece"]]) else "density"


def weight_question(asked: str, unit: str) -> str:
    """Return the question for a weight, in the word for the container that is asked about."""
    return label(f"weight.{asked}", unit=label(f"one.{unit}") if unit in LOADS else "")


def told_of(listing: ListingRecord) -> dict[str, object]:
    """Return what a form shows of a listing, as it was typed."""
    basis, notes = understanding.basis_of(listing), understanding.notes_of(listing)
    weighable = listing.typed_unit is not None and weighs(listing.typed_unit)
    return {
        "title": listing.title,
        "material": listing.material,
        "amount": listing.typed_value,
        "unit": listing.typed_unit,
        "period": listing.typed_period,
        "amount_low": notes.get("least"),
        "amount_high": notes.get("most"),
        "fill_pct": per_cent(notes["fill"]) if "fill" in notes else None,
        "amount_unknown": listing.typed_value is None,
        "weight_kg": basis.told_kg if basis else None,
        "weight_unknown": weighable and listing.tonnes_likely is None,
        "until": listing.end,
        "no_end": listing.end is None and listing.start is not None,
        "premises": str(listing.premises_id),
        "description": listing.description,
        "start": listing.start,
        "form": listing.form,
        "contamination_pct": listing.contamination_pct,
        "moisture_pct": listing.moisture_pct,
        "classes": listing.classes.split(),
        "max_km": listing.max_km,
        "eural": listing.eural,
        "contains_dangerous": listing.contains_dangerous,
        "public": listing.public,
        "version": listing.version,
    }
