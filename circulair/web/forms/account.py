"""Forms to sign up and in."""

from collections.abc import Sequence

from wtforms import BooleanField, PasswordField, StringField
from wtforms.validators import Email, Length, Regexp, ValidationError

from circulair.errors import sentence
from circulair.language import _l
from circulair.services.accounts import Contact, SignUp
from circulair.services.passwords import require_guarding
from circulair.services.positions import Place
from circulair.store.records import PremisesRecord
from circulair.web.forms.base import OPTIONAL, ChoiceField, CodeField, Form, LineField, Required
from circulair.web.forms.kept import KeptListingField
from circulair.web.forms.places import PlaceForm
from circulair.web.forms.sectors import sector_field
from flows.errors import FlowsError
from flows.organisations import Kind
from flows.telephones import MOST, read_telephone

SHORTEST, LONGEST = 8, 128
"""Characters of a password; longer than the longest is a burden on the server, not a safety."""


LIKE_THIS = _l("Write an e-mail address like name@example.com.")


def email_field(*, required: bool = True) -> StringField:
    """Return a field for an e-mail address, kept in small letters."""
    return StringField(
        _l("E-mail address"),
        [
            Required() if required else OPTIONAL,
            Length(max=254, message=_l("This is too long for an e-mail address.")),
            Email(message=LIKE_THIS),
            Regexp(r"[!-~]*\Z", message=LIKE_THIS),  # a letter of another script may look like one of ours
        ],
        filters=[lambda text: text.strip().lower() if text else text],
        render_kw={"autocomplete": "email", "inputmode": "email"},
    )


class SignInForm(Form):
    """Sign in: with a password, or without one by a link."""

    email = email_field()
    password = PasswordField(
        _l("Password"),
        [OPTIONAL, Length(max=LONGEST, message=_l("This password is too long."))],
        render_kw={"autocomplete": "current-password"},
    )


class SignUpForm(PlaceForm):
    """Start as a new organisation."""

    organisation = LineField(
        _l("Name of your organisation"), [Required()], render_kw={"autocomplete": "organization"}
    )
    kind = CodeField(
        _l("What are you?"),
        [kind for kind in Kind if kind is not Kind.HUB],
        "kind",
        empty=_l("Choose"),
        validators=[Required(_l("Choose what fits you best."))],
    )
    sector = sector_field()
    email = email_field()
    registered = BooleanField(_l("I have an account already; my e-mail address is enough"))
    listing = KeptListingField()

    def validate(self, extra_validators: dict[str, Sequence[object]] | None = None) -> bool:
        """Check each field; who has an account already is asked for the e-mail address alone."""
        super().validate(extra_validators)
        if self.registered.data:
            for field in self:
                field.errors = field.errors if field.name in ("email", "csrf_token") else []
        return not self.errors

    def wish(self, place: Place) -> SignUp:
        """Return who wants to start, at a place that was found."""
        kind, sector = Kind(self.kind.data), str(self.sector.data or "")
        return SignUp(str(self.email.data), str(self.organisation.data), kind, place, sector)


class TelephoneField(LineField):
    """A telephone number as people write it."""

    cleaner = staticmethod(lambda text, _most: read_telephone(text))


def telephone_field() -> TelephoneField:
    """Return a field for a telephone number, which may stay empty."""
    keys = {"autocomplete": "tel", "inputmode": "tel"}
    return TelephoneField(_l("Telephone number"), [OPTIONAL], most=MOST, render_kw=keys)


class ContactForm(Form):
    """How one is called and reached."""

    name = LineField(_l("Your name"), [OPTIONAL], render_kw={"autocomplete": "name"})
    telephone = telephone_field()

    def contact(self) -> Contact:
        """Return what was told; a field that was emptied is forgotten."""
        return Contact((self.name.data or "").strip(), (self.telephone.data or "").strip())


class PasswordForm(Form):
    """Choose a password, with the current one where that is asked."""

    current = PasswordField(
        _l("Current password"),
        [Required(), Length(max=LONGEST, message=_l("This password is too long."))],
        render_kw={"autocomplete": "current-password"},
    )
    password = PasswordField(
        _l("New password"),
        [
            Required(),
            Length(
                min=SHORTEST,
                max=LONGEST,
                message=_l("Use at least 8 characters. A few words in a row are strong."),
            ),
        ],
        render_kw={"autocomplete": "new-password"},
    )

    def __init__(self, *, asked: bool) -> None:
        super().__init__()
        if not asked:
            del self.current

    def validate_password(self, field: PasswordField) -> None:
        """Say beside the field why a password does not guard an account."""
        try:
            require_guarding(field.data or "")
        except FlowsError as error:
            raise ValidationError(sentence(error)) from error


class LinkForm(Form):
    """Follow a link; where it places something, also at which of one's places."""

    premises = ChoiceField(_l("Where?"), validate_choice=False)

    def choose_from(self, places: Sequence[PremisesRecord]) -> None:
        """Offer places to choose from."""
        self.premises.choices = {str(one.id): one.name for one in places}

    @property
    def premises_id(self) -> int:
        """Return the place that was chosen, nought where none was."""
        told = str(self.premises.data or "")
        return int(told) if told.isascii() and told.isdigit() and len(told) < 10 else 0


class OneButtonForm(Form):
    """A form of one button."""
