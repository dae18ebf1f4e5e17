"""Forms of the hub for somebody who calls or comes by: which organisation, and who it is if it is new."""

from collections.abc import Sequence

from circulair.language import LANGUAGES, _, _l
from circulair.services.accounts import SignUp
from circulair.services.positions import Place
from circulair.store.records import OrganisationRecord, Said
from circulair.web.forms.account import email_field, telephone_field
from circulair.web.forms.base import (
    ChoiceField,
    CodeField,
    CodeRadioField,
    Form,
    LineField,
    ParagraphField,
    Required,
)
from circulair.web.forms.places import PlaceForm
from circulair.web.forms.reviews import MOST_WORDS
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
    email = email_field(required=False)
    telephone = telephone_field()
    language = ChoiceField(_l("In which language do we write?"))
    side = CodeField(_l("What is it about?"), Side, "side")

    def __init__(self) -> None:
        super().__init__()
        self.language.choices = LANGUAGES

    def wish(self, place: Place) -> SignUp:
        """Return who calls, at a place that was found."""
        who = (str(self.email.data or ""), str(self.organisation.data), Kind(self.kind.data), place)
        return SignUp(*who, telephone=str(self.telephone.data or ""))

    def validate(self, extra_validators: dict[str, Sequence[object]] | None = None) -> bool:
        """Ask for a way to reach the caller: an e-mail address, else a telephone number."""
        valid = bool(super().validate(extra_validators))
        if not (self.email.data or self.telephone.data or self.email.errors or self.telephone.errors):
            self.say("email", _("Fill in an e-mail address, or below it a telephone number."))
            return False
        return valid


class CallForm(Form):
    """What an owner without an e-mail address said on the telephone of what the hub noted for them."""

    said = CodeRadioField(
        _l("Is it right?"), (Said.YES, Said.NO), "yes_no", validators=[Required(_l("Choose what they said."))]
    )
    words = ParagraphField(
        _l("With whom did you speak, and what did they say?"), [Required()], most=MOST_WORDS
    )

    def answer(self) -> tuple[Said, str]:
        """Return what was said, and the words of whoever noted it."""
        return Said(self.said.data), str(self.words.data)
