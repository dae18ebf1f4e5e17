"""Forms of the register of organisations: a search, and how one was checked."""

from collections.abc import Mapping, Sequence

from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField

from circulair.language import _, _l
from circulair.services.verification import Check
from circulair.store.records import OrganisationRecord, Verification
from circulair.web.forms.base import (
    OPTIONAL,
    CodeRadioField,
    Form,
    LineField,
    ReadField,
    Required,
    VersionField,
)
from flows.addresses import read_kvk

WAYS = (Verification.KVK, Verification.TELEPHONE, Verification.KNOWN)
"""What somebody of the hub can have done; the others are for the program to say."""

MOST_PAGES = 9
"""Digits of the number of a page."""


class KvkField(ReadField):
    """A KVK number."""

    def reader(self, text: str) -> str:
        """Return the eight digits."""
        return read_kvk(text)


class OrganisationSearch(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """What to look for; sent by GET, so that a search has an address."""

    class Meta:
        """Searching changes nothing and needs no token."""

        csrf = False

    words = LineField(_l("Name, KVK number or town"), [OPTIONAL], name="zoek")
    unverified = BooleanField(_l("Only those not checked yet"), name="controle", render_kw={"value": "ja"})
    page = HiddenField(name="pagina")

    def __init__(self, told: Mapping[str, str]) -> None:
        super().__init__(told)

    @property
    def page_number(self) -> int:
        """Return the page that was asked for, the first where it cannot be read."""
        text = str(self.page.data or "")
        readable = text.isascii() and text.isdigit() and len(text) < MOST_PAGES
        return max(1, int(text)) if readable else 1


class VerifyForm(Form):
    """How the hub knows that an organisation is what it says it is."""

    how = CodeRadioField(
        _l("How do you know?"), WAYS, "verification", validators=[Required(_l("Choose how you checked it."))]
    )
    kvk_number = KvkField(_l("KVK number"), [OPTIONAL])
    note = LineField(_l("Note for the hub"), [OPTIONAL], most=200)
    version = VersionField()

    def __init__(self, organisation: OrganisationRecord) -> None:
        known = {"kvk_number": organisation.kvk_number or None, "version": organisation.version}
        super().__init__(data=known)

    def validate(self, extra_validators: dict[str, Sequence[object]] | None = None) -> bool:
        """Check each field, and ask for the number that was looked up."""
        super().validate(extra_validators)
        if self.how.data == Verification.KVK and not self.kvk_number.data and not self.kvk_number.errors:
            self.say("kvk_number", _("Fill in the number that you looked up."))
        return not self.errors

    def check(self) -> Check:
        """Return how it was checked."""
        return Check(Verification(self.how.data), str(self.kvk_number.data or ""), self.note.data or "")

    def tell_meanwhile(self, organisation: OrganisationRecord) -> None:
        """Say that somebody changed it since this page was opened; the page shows how it is now."""
        self.form_errors.append(_("Somebody changed this in the meantime. Look at it as it is now."))
        self.version.data, self.version.raw_data = organisation.version, None
