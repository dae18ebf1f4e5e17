"""Forms about one's own organisation: its name and its places."""

from wtforms import BooleanField

from circulair.language import _, _l
from circulair.services.organisations import Profile
from circulair.store.records import OrganisationRecord
from circulair.web.forms.base import (
    OPTIONAL,
    CodeField,
    Form,
    LineField,
    Required,
    VersionField,
    VihbField,
    choices_of,
)
from circulair.web.forms.places import PlaceForm
from circulair.web.forms.sectors import sector_field
from flows.organisations import Kind


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
