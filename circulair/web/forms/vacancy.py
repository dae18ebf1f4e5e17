"""The form of vacant premises: a few questions, and all that is known of the building folded away."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from wtforms import BooleanField, SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from circulair.language import _, _l, label
from circulair.services.organisations import Vacancy
from circulair.store.records import PremisesRecord, VacancyBasis
from circulair.web.forms.base import (
    OPTIONAL,
    Between,
    CodeField,
    CodeRadioField,
    DayField,
    Form,
    LineField,
    NumberField,
    Required,
    VersionField,
    choices_of,
)
from flows.buildings import (
    CATEGORIES,
    ENERGY_LABELS,
    LIMITS,
    MOST_EUR,
    ODD_HEIGHT_M,
    BagUse,
    Building,
    Feature,
    Loading,
    Truck,
    as_features,
    as_uses,
)
from flows.errors import FlowsError
from flows.law import YesNo
from flows.streams import Availability

LARGEST_M2 = 1_000_000
VACANT, IN_USE = "vacant", "in_use"
OWN_BASES = (VacancyBasis.OFFERED, VacancyBasis.OWNER_REPORT)
"""What an owner can say; inspections are the hub's to tell, and figures are about an area."""

UNKNOWN = _l("I do not know")

FIELD_OF = {
    "dates.order": "available_until",
    "premises.empty_first": "available_from",
    "premises.free_area": "area_free_m2",
    "premises.bag_id": "bag_id",
}
"""Beside which field a refusal of the domain is said."""

GROUPS: Mapping[str, tuple[str, ...]] = {
    "building": (
        *("area_free_m2", "clear_height_m", "floor_load_kg_m2", "built_year", "asbestos_checked"),
        *("energy_label", "bag_id", "bag_uses"),
    ),
    "loading": ("loading", "truck", "gate_width_m", "gate_height_m"),
    "features": ("power_kva", *(f"has_{one.value}" for one in Feature)),
    "rules": (
        *("temporary", "term_months", "rent_eur_m2_year", "service_eur_m2_year", "rent_on_request"),
        *("use_source", "category"),
    ),
}
"""Fields that are folded away, by the fold in which they stand."""

UNTOLD: tuple[object, ...] = (None, "", [], False, YesNo.UNKNOWN)


def measure(words: str, name: str) -> NumberField:
    """Return the field of a measure of the building."""
    unit = "kg" if name == "floor_load_kg_m2" else name.rpartition("_")[2]
    return NumberField(words, [OPTIONAL, Between(0, LIMITS[name], above=True)], unit=unit)


def price(words: str) -> NumberField:
    """Return the field of a price for a square metre and a year."""
    return NumberField(words, [OPTIONAL, Between(0, MOST_EUR)], unit="eur")


def choice(words: str, codes: Sequence[str], group: str) -> CodeField:
    """Return the field of a choice that may stay unknown."""
    return CodeField(words, codes, group, empty=UNKNOWN, validators=[OPTIONAL])


def yes_no(words: str) -> CodeField:
    """Return the field of a question that is answered with yes or no, or stays unknown."""
    return choice(words, (YesNo.YES, YesNo.NO), "yes_no")


class BuildingForm(Form):
    """What is known of a building; everything may stay empty."""

    area_free_m2 = measure(_l("How much of it is free, in m²"), "area_free_m2")
    clear_height_m = measure(_l("Clear height, in metres"), "clear_height_m")
    height_right = BooleanField(_l("Yes, it is that high"))
    floor_load_kg_m2 = measure(_l("What the floor carries, in kg per m²"), "floor_load_kg_m2")
    built_year = NumberField(_l("Built in the year"), [OPTIONAL, Between(1000, 2200)])
    asbestos_checked = yes_no(_l("Is there an asbestos inventory?"))
    energy_label = CodeField(
        _l("Energy label"), ENERGY_LABELS, "energy", empty=UNKNOWN, validators=[OPTIONAL]
    )
    bag_id = LineField(_l("BAG number"), [OPTIONAL], most=24, render_kw={"inputmode": "numeric"})
    bag_uses = SelectMultipleField(
        _l("Purpose of use in the BAG"),
        [OPTIONAL],
        coerce=str,
        widget=ListWidget(),
        option_widget=CheckboxInput(),
    )
    loading = choice(_l("How do goods come in?"), tuple(Loading), "loading")
    truck = choice(_l("Largest vehicle that can come"), tuple(Truck), "truck")
    gate_width_m = measure(_l("Width of the door or gate, in metres"), "gate_width_m")
    gate_height_m = measure(_l("Height of the door or gate, in metres"), "gate_height_m")
    power_kva = measure(_l("Power connection, in kVA"), "power_kva")
    has_water = yes_no(_l("Water"))
    has_power = yes_no(_l("Electricity"))
    has_heating = yes_no(_l("Heating"))
    has_sewer = yes_no(_l("Sewer"))
    has_toilet = yes_no(_l("Toilet"))
    has_public_access = yes_no(_l("Visitors can simply walk in"))
    has_shop_front = yes_no(_l("Shop window at the street"))
    has_ventilation = yes_no(_l("Ventilation"))
    has_noise = yes_no(_l("Noise of machines is allowed"))
    has_hard_floor = yes_no(_l("Hard, washable floor"))
    has_drain = yes_no(_l("Drain in the floor"))
    has_storage = yes_no(_l("Separate storage room"))
    has_permit = yes_no(_l("Environmental permit or notice for waste"))
    temporary = yes_no(_l("May it be used for a while?"))
    term_months = NumberField(_l("At most how many months"), [OPTIONAL, Between(1, 600)], unit="month")
    rent_eur_m2_year = price(_l("Rent in euros per m² per year"))
    service_eur_m2_year = price(_l("Service costs in euros per m² per year"))
    rent_on_request = BooleanField(_l("Rent on request"))
    use_source = LineField(_l("Where does that stand?"), [OPTIONAL], most=200)
    category = choice(_l("Environmental category"), CATEGORIES, "category")

    def __init__(self, told: dict[str, object] | None = None) -> None:
        super().__init__(data=told)
        self.bag_uses.choices = choices_of(BagUse, "bag_use", "")

    def is_open(self, group: str) -> bool:
        """Return whether a fold has something filled in or wrong."""
        return any(self[name].errors or self[name].data not in UNTOLD for name in GROUPS[group])

    def features(self) -> list[object]:
        """Return the fields of what a building has, in order."""
        return [self[f"has_{one.value}"] for one in Feature]

    def check_building(self) -> None:
        """Ask about a height that few buildings have, and for whole years and months."""
        height = self.clear_height_m.data
        if isinstance(height, Decimal) and height > ODD_HEIGHT_M and not self.height_right.data:
            self.say("height_right", _("More than 20 metres: is that right?"))
        for name in ("built_year", "term_months"):
            value = self[name].data
            if isinstance(value, Decimal) and value != value.to_integral_value():
                self.say(name, _("Fill in a whole number."))

    def building(self) -> Building:
        """Return what was told of the building."""
        answers = {one: self[f"has_{one.value}"].data for one in Feature}
        told = {name: self[name].data for name in LIMITS}
        return Building(
            **{name: value if isinstance(value, Decimal) else None for name, value in told.items()},
            bag_id=(self.bag_id.data or "").replace(" ", ""),
            uses=as_uses(self.bag_uses.data or ()),
            loading=Loading(self.loading.data) if self.loading.data else None,
            truck=Truck(self.truck.data) if self.truck.data else None,
            features=as_features({one: said == YesNo.YES for one, said in answers.items() if said}),
            energy_label=self.energy_label.data or "",
            use_source=self.use_source.data or "",
            category=self.category.data or "",
            rent_eur_m2_year=in_cents(self.rent_eur_m2_year.data),
            service_eur_m2_year=in_cents(self.service_eur_m2_year.data),
            rent_on_request=bool(self.rent_on_request.data),
            temporary=YesNo(self.temporary.data or YesNo.UNKNOWN),
            term_months=whole(self.term_months.data),
            built_year=whole(self.built_year.data),
            asbestos_checked=YesNo(self.asbestos_checked.data or YesNo.UNKNOWN),
        )


class VacancyForm(BuildingForm):
    """Whether premises stand empty, and what they offer."""

    state = CodeRadioField(_l("Is it in use?"), (IN_USE, VACANT), "place", validators=[Required()])
    basis = CodeRadioField(_l("What do you want with it?"), OWN_BASES, "own_basis", validators=[OPTIONAL])
    since = DayField(_l("Vacant since"), [OPTIONAL], back=True)
    available_from = DayField(_l("Can be used from"), [OPTIONAL], first=True)
    available_until = DayField(_l("Can be used until"), [OPTIONAL])
    area_m2 = NumberField(_l("Area in m²"), [OPTIONAL, Between(0, LARGEST_M2, above=True)], unit="m2")
    permitted_use = LineField(_l("What may it be used for?"), [OPTIONAL])
    public = BooleanField(_l("Show these premises to everybody"))
    photos = BooleanField(_l("Show the photos to everybody too"))
    version = VersionField()

    def __init__(self, today: date, told: dict[str, object] | None = None) -> None:
        super().__init__(told)
        self.today = today
        if self.basis.data == VacancyBasis.INSPECTION:
            self.basis.choices = choices_of((*OWN_BASES, VacancyBasis.INSPECTION), "own_basis", "")

    def validate(self, extra_validators: dict[str, Sequence[object]] | None = None) -> bool:
        """Check each field, then the days."""
        super().validate(extra_validators)
        if isinstance(self.since.data, date) and self.since.data > self.today:
            self.say("since", _("This day has not come yet. When did it become empty?"))
        until = self.available_until.data
        if isinstance(until, date) and until < self.today:
            self.say("available_until", _("This day has passed. Choose a day from today on."))
        if self.photos.data and not self.public.data:
            self.say("photos", _("Photos can only be shown together with the premises."))
        self.check_building()
        return not self.errors

    def vacancy(self) -> Vacancy | None:
        """Return what was told of the vacancy; None where the premises are in use."""
        if self.state.data != VACANT:
            return None
        return Vacancy(
            basis=VacancyBasis(self.basis.data or VacancyBasis.OFFERED),
            since=as_day(self.since.data),
            available=Availability(as_day(self.available_from.data), as_day(self.available_until.data)),
            area_m2=self.area_m2.data if isinstance(self.area_m2.data, Decimal) else None,
            permitted_use=self.permitted_use.data or "",
            public=self.public.data,
            building=self.building(),
            photos=bool(self.photos.data),
        )

    def consistent(self) -> bool:
        """Tell whether all that was told can be one vacancy; else say beside its field why not."""
        try:
            self.vacancy()
        except FlowsError as error:
            self.fault(FIELD_OF.get(error.code, "state"), error)
            return False
        return True

    def tell_meanwhile(self, version: int) -> None:
        """Say that somebody changed it since this page was opened; the next try knows that."""
        self.form_errors.append(_("Somebody changed this in the meantime. Check it and save it once more."))
        self.version.data, self.version.raw_data = version, None

    def take_refusal(self, error: FlowsError) -> None:
        """Say beside the state why it cannot change now."""
        self.say("state", label(error.code))


def as_day(value: object) -> date | None:
    """Return a day that was read."""
    return value if isinstance(value, date) else None


def whole(value: object) -> int | None:
    """Return a whole number that was read."""
    return int(value) if isinstance(value, Decimal) else None


def in_cents(value: object) -> Decimal | None:
    """Return an amount that was read, in whole cents."""
    return value.quantize(Decimal("0.01")) if isinstance(value, Decimal) else None


def told_of(premises: PremisesRecord) -> dict[str, object]:
    """Return what the form shows of premises."""
    building = premises.building
    answers = building.answers()
    return {
        "state": VACANT if premises.vacant else IN_USE,
        "basis": premises.vacancy_basis or VacancyBasis.OFFERED,
        "since": premises.vacant_since,
        "available_from": premises.available_from,
        "available_until": premises.available_until,
        "area_m2": premises.area_m2,
        "permitted_use": premises.permitted_use,
        "public": premises.public,
        "photos": premises.photos_public_at is not None,
        "version": premises.version,
        "height_right": building.clear_height_m is not None and building.clear_height_m > ODD_HEIGHT_M,
        "bag_uses": building.uses.split(),
        **{f"has_{one.value}": (YesNo.YES if there else YesNo.NO) for one, there in answers.items()},
        **{name: getattr(building, name) for name in TAKEN},
    }


TAKEN = (
    *LIMITS,
    *("bag_id", "loading", "truck", "energy_label", "use_source", "category", "rent_eur_m2_year"),
    *("service_eur_m2_year", "rent_on_request", "temporary", "term_months", "built_year", "asbestos_checked"),
)
"""What the form shows as the building keeps it."""
