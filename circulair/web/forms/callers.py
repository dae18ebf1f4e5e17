"""Forms of the hub for somebody who calls or comes by: which organisation, and who it is if it is new."""

from collections.abc import Sequence

from circulair.language import LANGUAGES, _, _l
from circulair.services.accounts import SignUp
from circulair.services.positions import Place
from circulair.store.records import OrganisationRecord
from circulair.web.forms.account import email_field
from circulair.web.forms.base import ChoiceField, CodeField, Form, LineField, Required
from circulair.web.forms.places import PlaceForm
from flows.organisations import Kind
from flows.streams import Side


class KnownForm(Form):
    """For which known organisation something is put in, and on which side."""

    organisation = ChoiceField(_l("Which organisation?"))
    side = CodeField(_l("What is it about?"), Side, "side")

    def __init__(self, organisations: Sequence[OrganisationRecord]) -> None:
        super().__init__()
        self.organisation.choices = {"": _("Choose")} | {str(one.id): one.name for one in organisations}

    def validate(self, extra_validators: object = None) -> bool:
        """Ask for an organisation."""
        super().validate(extra_validators)
        if not self.organisation.data and not self.organisation.errors:
            self.say("organisation", _("Choose an organisation."))
        return not self.errors


class NewForm(PlaceForm):
    """Who calls, of an organisation that is not known yet."""

    organisation = LineField(_l("Name of the organisation"), [Required()])
    kind = CodeField(
        _l("What are they?"),
        [kind for kind in Kind if kind is not Kind.HUB],
        "kind",
        empty=_l("Choose"),
        validators=[Required(_l("Choose what fits them best."))],
    )
    email = email_field()
    language = ChoiceField(_l("In which language do we write?"))
    side = CodeField(_l("What is it about?"), Side, "side")

    def __init__(self) -> None:
        super().__init__()
        self.language.choices = LANGUAGES

    def wish(self, place: Place) -> SignUp:
        """Return who calls, at a place that was found."""
        return SignUp(str(self.email.data), str(self.organisation.data), Kind(self.kind.data), place)
