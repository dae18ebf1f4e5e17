"""Forms of space: the need for it, photos of premises, steps of a temporary use, figures of vacancy."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from werkzeug.datastructures import FileStorage
from wtforms import BooleanField, SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from circulair.files.sheet_guard import MOST_BYTES
from circulair.language import _, _l, label
from circulair.services.documents import Upload
from circulair.services.faults import PremisesMissingError
from circulair.services.listings import Draft
from circulair.services.premises_import import Sent
from circulair.services.vacancy_figures import Figure
from circulair.services.vacant_facts import Wanted
from circulair.store.records import (
    DocumentKind,
    PremisesRecord,
    SpaceNeedRecord,
    VacancyBasis,
    VacancyMeasure,
)
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
from circulair.web.forms.sheet_file import SheetFileForm
from circulair.web.forms.vacancy import OWN_BASES, as_day, in_cents
from flows.buildings import LIMITS, MOST_EUR, MOST_M2, Feature, Loading, Truck
from flows.dates import still_to_come
from flows.errors import FlowsError
from flows.premises import Purpose, SpaceNeed
from flows.streams import Availability, Side
from flows.temporary_use import ENDS, UseReason
from flows.units import Quantity

INDOORS = "indoor-space"
"""The material of which a need for space is a need."""

PDF = b"%PDF-"
PHOTOS = ".jpg,.jpeg,.png,.webp"

FIELD_OF = {
    "dates.order": "until",
    "dates.past": "until",
    "space.area_order": "most_m2",
    "premises.missing": "premises",
    "value.out_of_range": "until",
}
"""Beside which field a refusal of the domain is said."""

MORE = (
    *("height_m", "door_height_m", "floor_load_kg_m2", "loading", "truck", "features"),
    *("budget_eur_m2_year", "description"),
)


@dataclass(frozen=True, slots=True)
class Wish:
    """What the form of a need for space says: a need like any other, and what it asks of the building."""

    draft: Draft
    space: SpaceNeed


class SpaceForm(Form):
    """A need for space: what for, how much, when, and where one is."""

    purpose = CodeField(_l("What for?"), Purpose, "purpose", empty=_l("Choose"), validators=[Required()])
    least_m2 = NumberField(
        _l("At least how many m²?"), [Required(), Between(0, MOST_M2, above=True)], unit="m2"
    )
    most_m2 = NumberField(_l("At most how many m²?"), [OPTIONAL, Between(0, MOST_M2, above=True)], unit="m2")
    start = DayField(_l("From when?"), [OPTIONAL], first=True)
    until = DayField(_l("Until when?"), [OPTIONAL])
    premises = ChoiceField(_l("Near which of your places?"))
    height_m = NumberField(
        _l("Clear height, at least, in metres"),
        [OPTIONAL, Between(0, LIMITS["clear_height_m"], above=True)],
        unit="m",
    )
    door_height_m = NumberField(
        _l("Height of the door, at least, in metres"),
        [OPTIONAL, Between(0, LIMITS["gate_height_m"], above=True)],
        unit="m",
    )
    floor_load_kg_m2 = NumberField(
        _l("The floor must carry, in kg per m²"),
        [OPTIONAL, Between(0, LIMITS["floor_load_kg_m2"], above=True)],
        unit="kg",
    )
    loading = CodeField(
        _l("How must goods come in?"), Loading, "loading", empty=_l("Does not matter"), validators=[OPTIONAL]
    )
    truck = CodeField(
        _l("Largest vehicle that must come"),
        Truck,
        "truck",
        empty=_l("Does not matter"),
        validators=[OPTIONAL],
    )
    features = SelectMultipleField(
        _l("What must be there?"), [OPTIONAL], coerce=str, widget=ListWidget(), option_widget=CheckboxInput()
    )
    budget_eur_m2_year = NumberField(
        _l("At most in euros per m² per year, without VAT"), [OPTIONAL, Between(0, MOST_EUR)], unit="eur"
    )
    description = ParagraphField(_l("What is your plan?"), [OPTIONAL], most=2000)
    public = BooleanField(_l("Show this need to everybody"))
    version = VersionField()

    def __init__(
        self, places: Sequence[PremisesRecord], today: date, told: dict[str, object] | None = None
    ) -> None:
        super().__init__(data=told)
        self.today = today
        self.features.choices = choices_of(Feature, "feature", "")
        self.premises.choices = {str(one.id): one.name for one in places}
        self.premises.data = self.premises.data or next(iter(self.premises.choices), None)

    @property
    def more_open(self) -> bool:
        """Return whether one of the folded fields is filled in or wrong."""
        return any(self[name].errors or self[name].data not in (None, "", []) for name in MORE)

    def wish(self) -> Wish | None:
        """Return what was told; else None, with the fault beside its field."""
        try:
            return Wish(self.draft(), self.space())
        except FlowsError as error:
            self.fault(FIELD_OF.get(error.code, "purpose"), error)
            return None

    def draft(self) -> Draft:
        """Return the need as every listing tells it."""
        if not self.premises.data:
            raise PremisesMissingError()
        purpose = label(f"purpose.{self.purpose.data}")
        start = as_day(self.start.data) or (None if self.until.data else self.today)
        most = self.most_m2.data or self.least_m2.data
        return Draft(
            side=Side.NEED,
            title=_("Space for: %(purpose)s", purpose=purpose),
            material=INDOORS,
            premises_id=int(self.premises.data),
            quantity=Quantity(most, "m2", "once"),  # type: ignore[arg-type]  # a NumberField reads a number
            availability=still_to_come(Availability(start, as_day(self.until.data)), self.today),
            description=self.description.data or "",
            public=bool(self.public.data),
        )

    def space(self) -> SpaceNeed:
        """Return what is asked of the building."""
        return SpaceNeed(
            id=0,
            purpose=Purpose(self.purpose.data),
            least_m2=as_number(self.least_m2.data),
            most_m2=as_number(self.most_m2.data),
            height_m=as_number(self.height_m.data),
            door_height_m=as_number(self.door_height_m.data),
            floor_load_kg_m2=as_number(self.floor_load_kg_m2.data),
            loading=Loading(self.loading.data) if self.loading.data else None,
            truck=Truck(self.truck.data) if self.truck.data else None,
            features=tuple(one for one in Feature if one in (self.features.data or ())),
            budget_eur_m2_year=in_cents(self.budget_eur_m2_year.data),
        )

    def tell_meanwhile(self, version: int) -> None:
        """Say that somebody changed the need since this page was opened; the next try knows that."""
        self.form_errors.append(label("changed_meanwhile"))
        self.version.data, self.version.raw_data = version, None


def as_number(value: object) -> Decimal | None:
    """Return a number that was read."""
    return value if isinstance(value, Decimal) else None


def told_of(record: SpaceNeedRecord) -> dict[str, object]:
    """Return what the form shows of a need for space."""
    listing = record.listing
    return {
        **{name: getattr(record, name) for name in ("purpose", "least_m2", "most_m2", "height_m")},
        **{name: getattr(record, name) for name in ("door_height_m", "floor_load_kg_m2", "loading", "truck")},
        "features": record.features.split(),
        "budget_eur_m2_year": record.budget_eur_m2_year,
        "start": listing.start,
        "until": listing.end,
        "premises": str(listing.premises_id),
        "description": listing.description,
        "public": listing.public,
        "version": listing.version,
    }


class PhotoForm(Form):
    """One photo of premises."""

    file = FileField(_l("Which photo?"), render_kw={"accept": PHOTOS})
    words = LineField(_l("What is to be seen on it?"), [Required()], most=120)

    def upload(self) -> Upload | None:
        """Return what was sent; else None, with what is missing beside its field."""
        sent = self.file.data
        if not isinstance(sent, FileStorage) or not sent.filename:
            self.say("file", _("Choose a photo: JPEG, PNG or WebP."))
            return None
        content = sent.stream.read(MOST_BYTES + 1)
        if content.startswith(PDF):
            self.say("file", _("Choose a photo: JPEG, PNG or WebP."))
            return None
        return Upload(sent.filename, content, DocumentKind.PHOTO, self.words.data or "")


class PremisesFileForm(SheetFileForm):
    """A file with premises that stand empty."""

    file = FileField(_l("Which file?"), render_kw={"accept": ".xlsx,.csv,.gpkg"})
    basis = CodeRadioField(_l("What do you want with it?"), OWN_BASES, "own_basis", default=OWN_BASES[0])
    question = _l("Choose a file: a sheet as .xlsx or .csv, or a map layer as .gpkg.")

    def sent(self) -> Sent | None:
        """Return the file that was sent with what is wanted with it; else None."""
        sent = super().sent()
        return None if sent is None else replace(sent, basis=VacancyBasis(self.basis.data))


class InsideForm(Form):
    """Materials inside a vacant building that come free on a day: one line for each."""

    lines = ParagraphField(_l("What is inside? One line for each thing"), [Required()], most=2000)
    start = DayField(_l("From when can it be fetched?"), [Required()], first=True)
    until = DayField(_l("Until when?"), [OPTIONAL])
    public = BooleanField(_l("Show these offers to everybody"))

    def availability(self, today: date) -> Availability | None:
        """Return when the materials can be fetched; else None, with the fault beside its field."""
        try:
            return still_to_come(Availability(as_day(self.start.data), as_day(self.until.data)), today)
        except FlowsError as error:
            self.fault("until", error)
            return None


class BeginForm(Form):
    """On which day the user came in."""

    begin_day = DayField(_l("Since when is it in use?"), [Required()], back=True)
    version = VersionField()


class WhyForm(Form):
    """Why something was declined or ended."""

    reason = CodeField(_l("Why?"), (), "use_reason", empty=_l("Choose"), validators=[Required()])
    words = LineField(_l("In your own words"), [OPTIONAL], most=400)
    version = VersionField()
    ended = False

    def __init__(self, *args: Any, **told: Any) -> None:  # whatever WTForms takes
        super().__init__(*args, **told)
        fitting = [one for one in UseReason if one is UseReason.OTHER or (one in ENDS) is self.ended]
        self.reason.choices = choices_of(fitting, "use_reason", _("Choose"))

    @property
    def why(self) -> tuple[UseReason | None, str]:
        """Return the reason with its words."""
        return (UseReason(self.reason.data) if self.reason.data else None), self.words.data or ""


class EndForm(WhyForm):
    """On which day and why the user left."""

    end_day = DayField(_l("On which day did it end?"), [Required()], back=True)
    ended = True


class ConsentForm(Form):
    """Whether everybody may read who uses premises for a while."""

    public = BooleanField(_l("Everybody may read that we use these premises, and for what"))


class FigureForm(Form):
    """A figure of the vacancy of a street or centre, with what it rests on."""

    area = LineField(_l("Which street or centre?"), [Required()], most=80)
    measured = CodeField(
        _l("What does it count?"), VacancyMeasure, "vacancy_measure", validators=[Required()]
    )
    value = NumberField(_l("The figure"), [Required(), Between(0, MOST_M2)])
    basis = CodeField(
        _l("On what does it rest?"), VacancyBasis, "basis", empty=_l("Choose"), validators=[Required()]
    )
    as_of = DayField(_l("Of which day?"), [Required()], back=True)
    source = LineField(_l("From which source?"), [Required()], most=200)

    def figure(self, today: date) -> Figure | None:
        """Return the figure; else None, with the fault beside its field."""
        day, value = as_day(self.as_of.data), self.value.data
        if day is None or not isinstance(value, Decimal):
            return None
        if day > today:
            self.say("as_of", _("This day has not come yet."))
            return None
        measured = VacancyMeasure(self.measured.data)
        if measured is VacancyMeasure.SHARE and value > 100:
            self.say("value", _("A share is at most 100 per cent."))
            return None
        basis = VacancyBasis(self.basis.data)
        return Figure(self.area.data or "", measured, value, basis, day, self.source.data or "")


class VacantSearch(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """What a visitor looks for among the vacant premises; sent by GET, so that a search has an address."""

    class Meta:
        """Searching changes nothing and needs no token."""

        csrf = False

    least = NumberField(_l("From m²"), [OPTIONAL, Between(0, MOST_M2)], unit="m2", name="van")
    most = NumberField(_l("To m²"), [OPTIONAL, Between(0, MOST_M2)], unit="m2", name="tot")
    purpose = CodeField(
        _l("For"), Purpose, "purpose", empty=_l("Every use"), validators=[OPTIONAL], name="voor"
    )
    free = BooleanField(_l("Only what is free now"), name="vrij", render_kw={"value": "ja"})

    def wanted(self) -> Wanted:
        """Return what is looked for."""
        least, most = as_number(self.least.data), as_number(self.most.data)
        purpose = Purpose(self.purpose.data) if self.purpose.data else None
        return Wanted(least, most, purpose, free=bool(self.free.data))
