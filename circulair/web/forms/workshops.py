"""Forms of workshops: the session, a card, one click on a card, and whose it is."""

from collections.abc import Sequence
from datetime import date

from wtforms import HiddenField, StringField
from wtforms.validators import Email, Length, Regexp, ValidationError

from circulair.language import _, _l, language
from circulair.services.cards import Answers
from circulair.services.workshops import Typed
from circulair.store.records import OrganisationRecord, WorkshopCardRecord
from circulair.web.forms.account import LIKE_THIS
from circulair.web.forms.base import (
    OPTIONAL,
    ChoiceField,
    DayField,
    Form,
    LineField,
    Required,
    VersionField,
)
from circulair.web.forms.line import choices
from circulair.web.forms.listings import LONGEST_LINE
from flows.phrases import spoken_in
from flows.streams import Side

OF_CHOICES = ("getal", "maat", "keer", "vol")
"""The fields of a click that the page of a new listing has in its address."""


class WorkshopForm(Form):
    """A session: what it is called, when and where."""

    name = LineField(_l("What do you call this workshop?"), [Required()])
    day = DayField(_l("On which day?"), [Required()])
    place = LineField(_l("Where?"), [OPTIONAL])

    def told(self) -> tuple[str, date, str]:
        """Return name, day and place."""
        assert isinstance(self.day.data, date)
        return self.name.data or "", self.day.data, self.place.data or ""


class CardForm(Form):
    """One card: what somebody says, in one line, and who it is."""

    line = LineField(
        _l("What do they have, or look for?"),
        [Required(_l("Write in one line what it is."))],
        most=LONGEST_LINE,
        render_kw={
            "class": "input-line",
            "autocomplete": "off",
            "autofocus": True,
            "enterkeyhint": "go",
        },
    )
    who = LineField(_l("Organisation or table"), [OPTIONAL], render_kw={"autocomplete": "off"})
    email = StringField(
        _l("E-mail address"),
        [
            OPTIONAL,
            Length(max=254, message=_l("This is too long for an e-mail address.")),
            Email(message=LIKE_THIS),
            Regexp(r"[!-~]*\Z", message=LIKE_THIS),
        ],
        filters=[lambda text: text.strip().lower() if text else text],
        render_kw={"autocomplete": "off", "inputmode": "email"},
    )
    version = VersionField()

    def typed(self) -> Typed:
        """Return what was typed."""
        line = self.line.data or ""
        spoken = spoken_in(line, language())
        return Typed(line, spoken, self.who.data or "", self.email.data or "")


def known(card: WorkshopCardRecord) -> CardForm:
    """Return the form of a card as it is."""
    told = {"line": card.line, "who": card.who, "email": card.email, "version": card.version}
    return CardForm(data=told)


class ClickForm(Form):
    """One click that settles what a line leaves open."""

    getal = HiddenField()
    maat = HiddenField()
    keer = HiddenField()
    vol = HiddenField()
    materiaal = HiddenField()
    kant = HiddenField()

    def validate_kant(self, field: HiddenField) -> None:
        """Refuse a side that is none."""
        if field.data and field.data not in list(Side):
            raise ValidationError(_("Choose one from the list."))

    def answers(self) -> Answers:
        """Return what was settled."""
        told = {name: str(self[name].data or "") for name in OF_CHOICES}
        side = Side(self.kant.data) if self.kant.data else None
        return Answers(choices(told), self.materiaal.data or None, side)


class AttachForm(Form):
    """Whose card it is: an organisation that the hub knows."""

    organisation = ChoiceField(_l("Whose is it?"))

    def offer(self, known: Sequence[OrganisationRecord]) -> None:
        """Offer organisations by name."""
        self.organisation.choices = {"": _("Choose an organisation")} | {
            str(one.id): one.name for one in known
        }

    def validate(self, extra_validators: object = None) -> bool:
        """Check the choice, and ask for one."""
        valid = bool(super().validate(extra_validators))
        if not self.organisation.data and not self.organisation.errors:
            self.organisation.errors = [_("Choose one from the list.")]
        return valid and bool(self.organisation.data)

    @property
    def organisation_id(self) -> int:
        """Return the number of the organisation that was chosen."""
        return int(str(self.organisation.data))
