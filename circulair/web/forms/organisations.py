"""Forms about one's own organisation: its name, its places, and what of them stands empty."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from wtforms import BooleanField

from circulair.language import _, _l
from circulair.services.organisations import Profile, Vacancy
from circulair.store.records import OrganisationRecord, PremisesRecord, VacancyBasis
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
    VihbField,
    choices_of,
)
from circulair.web.forms.places import PlaceForm
from circulair.web.forms.sectors import sector_field
from flows.errors import FlowsError
from flows.organisations import Kind
from flows.streams import Availability

LARGEST_M2 = 1_000_000
VACANT, IN_USE = "vacant", "in_use"
OWN_BASES = (VacancyBasis.OFFERED, VacancyBasis.OWNER_REPORT)
"""What an owner can say; figures and inspections are others' to tell."""


class OrganisationForm(Form):
    """Name, kind and sector of an organisation."""

    name = LineField(
        _l("Name of your organisation"), [Required()], render_kw={"autocomplete": "organization"}
    )
    kind = CodeField(_l("What are you?"), [kind for kind in Kind if kind is not Kind.HUB], "kind")
    sector = sector_field()
    vihb_number = VihbField(_l("Our number on the VIHB list"), [OPTIONAL])
    hides_name = BooleanField(_l("Keep our name back until both sides have said yes"))
    version = VersionField()

    def __init__(self, organisation: OrganisationRecord) -> None:
        super().__init__(obj=organisation)
        if organisation.kind is Kind.HUB:
            self.kind.choices = choices_of([Kind.HUB], "kind", "")

    def tell_meanwhile(self, organisation: OrganisationRecord) -> None:
        """Say that somebody changed it since this page was opened, and how it is now."""
        self.form_errors.append(
            _("Somebody changed this in the meantime to: %(name)s.", name=organisation.name)
        )
        self.version.data, self.version.raw_data = organisation.version, None

    def profile(self) -> Profile:
        """Return who the organisation is, as filled in."""
        kind, sector = Kind(self.kind.data), str(self.sector.data or "")
        number = str(self.vihb_number.data or "")
        return Profile(self.name.data or "", kind, sector, bool(self.hides_name.data), number)


class PremisesForm(PlaceForm):
    """A new building or plot."""

    name = LineField(
        _l("What do you call this place?"), [Required(_l("Give this place a name, such as: shop."))]
    )


class VacancyForm(Form):
    """Whether premises stand empty, and what they offer."""

    state = CodeRadioField(_l("Is it in use?"), (IN_USE, VACANT), "place", validators=[Required()])
    basis = CodeRadioField(_l("What do you want with it?"), OWN_BASES, "own_basis", validators=[OPTIONAL])
    since = DayField(_l("Vacant since"), [OPTIONAL], back=True)
    available_from = DayField(_l("Can be used from"), [OPTIONAL], first=True)
    available_until = DayField(_l("Can be used until"), [OPTIONAL])
    area_m2 = NumberField(_l("Area in m²"), [OPTIONAL, Between(0, LARGEST_M2, above=True)])
    permitted_use = LineField(_l("What may it be used for?"), [OPTIONAL])
    public = BooleanField(_l("Show these premises to everybody"))
    version = VersionField()

    def __init__(self, today: date, told: dict[str, object] | None = None) -> None:
        super().__init__(data=told)
        self.today = today

    def validate(self, extra_validators: dict[str, Sequence[object]] | None = None) -> bool:
        """Check each field, then the days."""
        super().validate(extra_validators)
        if isinstance(self.since.data, date) and self.since.data > self.today:
            self.say("since", _("This day has not come yet. When did it become empty?"))
        until = self.available_until.data
        if isinstance(until, date) and until < self.today:
            self.say("available_until", _("This day has passed. Choose a day from today on."))
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
        )

    def consistent(self) -> bool:
        """Tell whether the days can be one vacancy; else say beside the last day why not."""
        try:
            self.vacancy()
        except FlowsError as error:
            self.fault("available_until", error)
            return False
        return True

    def tell_meanwhile(self, version: int) -> None:
        """Say that somebody changed it since this page was opened; the next try knows that."""
        self.form_errors.append(_("Somebody changed this in the meantime. Check it and save it once more."))
        self.version.data, self.version.raw_data = version, None


def as_day(value: object) -> date | None:
    """Return a day that was read."""
    return value if isinstance(value, date) else None


def told_of(premises: PremisesRecord) -> dict[str, object]:
    """Return what the form shows of premises."""
    return {
        "state": VACANT if premises.vacant else IN_USE,
        "basis": premises.vacancy_basis or VacancyBasis.OFFERED,
        "since": premises.vacant_since,
        "available_from": premises.available_from,
        "available_until": premises.available_until,
        "area_m2": premises.area_m2,
        "permitted_use": premises.permitted_use,
        "public": premises.public,
        "version": premises.version,
    }
