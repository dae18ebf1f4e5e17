"""Forms of the register of organisations: a search, and how one was checked."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import cast

from flask_wtf import FlaskForm
from flask_wtf.form import _Auto
from wtforms import BooleanField, HiddenField

from circulair.language import _, _l
from circulair.services.history import SUBJECTS
from circulair.services.reports import at_midnight
from circulair.services.verification import Check
from circulair.store.records import OrganisationRecord, Verification
from circulair.store.trail import Wanted
from circulair.web.forms.base import (
    OPTIONAL,
    CodeField,
    CodeRadioField,
    DayField,
    Form,
    LineField,
    ReadField,
    Required,
    VersionField,
    VihbField,
)
from flows.addresses import read_kvk
from flows.numbers import NumberFormatError

WAYS = (Verification.KVK, Verification.TELEPHONE, Verification.KNOWN)
"""What somebody of the hub can have done; the others are for the program to say."""

MOST_DIGITS = 15
"""Digits of the number of a thing."""

MOST_PAGES = 9
"""Digits of the number of a page."""


class KvkField(ReadField):
    """A KVK number."""

    def reader(self, text: str) -> str:
        """Return the eight digits."""
        return read_kvk(text)


class PagedSearch(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """What to look for; sent by GET, so that a search has an address."""

    class Meta:
        """Searching changes nothing and needs no token."""

        csrf = False

    page = HiddenField(name="pagina")

    def __init__(self, told: Mapping[str, str]) -> None:
        super().__init__(told)

    @property
    def page_number(self) -> int:
        """Return the page that was asked for, the first where it cannot be read."""
        text = str(self.page.data or "")
        readable = text.isascii() and text.isdigit() and len(text) < MOST_PAGES
        return max(1, int(text)) if readable else 1


class OrganisationSearch(PagedSearch):
    """Which organisations to look for."""

    words = LineField(_l("Name, KVK number or town"), [OPTIONAL], name="zoek")
    unverified = BooleanField(_l("Only those not checked yet"), name="controle", render_kw={"value": "ja"})


class ActNumberField(ReadField):
    """The number of a thing."""

    data: int | None

    def reader(self, text: str) -> int:
        """Return the number; raise NumberFormatError where there is none."""
        clean = text.strip()
        if not (clean.isascii() and clean.isdigit() and len(clean) <= MOST_DIGITS):
            raise NumberFormatError(clean)
        return int(clean)


class TrailSearch(PagedSearch):
    """Which acts to look for."""

    subject = CodeField(
        _l("About"), SUBJECTS, "trail_subject", _l("Everything"), validators=[OPTIONAL], name="soort"
    )
    number = ActNumberField(_l("Its number"), [OPTIONAL], name="nummer")
    who = LineField(_l("Who"), [OPTIONAL], name="wie")
    begin = DayField(_l("From"), [OPTIONAL], back=True, first=True, name="van")
    end = DayField(_l("Until"), [OPTIONAL], back=True, name="tot")

    def wanted(self) -> Wanted:
        """Return what is looked for; the last day counts whole."""
        begin, end = cast(date | None, self.begin.data), cast(date | None, self.end.data)
        return Wanted(
            self.subject.data or "",
            self.number.data,
            self.who.data or "",
            at_midnight(begin) if begin else None,
            at_midnight(end + timedelta(days=1)) if end else None,
        )

    def address(self) -> dict[str, str | None]:
        """Return the parts of the address of this search."""
        fields = (self.subject, self.number, self.who, self.begin, self.end)
        return {field.name: (field.raw_data or [""])[0] or None for field in fields}


class VihbForm(Form):
    """The VIHB number of an organisation, and whether the hub looked it up."""

    vihb_number = VihbField(_l("Number on the VIHB list"), [OPTIONAL])
    vihb_checked = BooleanField(
        _l("I found it on the list of NIWO, for this organisation."), render_kw={"value": "ja"}
    )
    vihb_version = VersionField()

    def __init__(self, organisation: OrganisationRecord, formdata: object = _Auto) -> None:
        checked = organisation.vihb_checked_at is not None
        known = {"vihb_number": organisation.vihb_number or None, "vihb_checked": checked}
        super().__init__(formdata, data={**known, "vihb_version": organisation.version})

    def validate(self, extra_validators: dict[str, Sequence[object]] | None = None) -> bool:
        """Check each field, and ask for the number that was looked up."""
        super().validate(extra_validators)
        if self.vihb_checked.data and not self.vihb_number.data and not self.vihb_number.errors:
            self.say("vihb_number", _("Fill in the number that you looked up."))
        return not self.errors

    def tell_meanwhile(self, organisation: OrganisationRecord) -> None:
        """Say that somebody changed it since this page was opened; the page shows how it is now."""
        self.form_errors.append(_("Somebody changed this in the meantime. Look at it as it is now."))
        self.vihb_version.data, self.vihb_version.raw_data = organisation.version, None


class VerifyForm(Form):
    """How the hub knows that an organisation is what it says it is."""

    how = CodeRadioField(
        _l("How do you know?"), WAYS, "verification", validators=[Required(_l("Choose how you checked it."))]
    )
    kvk_number = KvkField(_l("KVK number"), [OPTIONAL])
    note = LineField(_l("Note for the hub"), [OPTIONAL], most=200)
    version = VersionField()

    def __init__(self, organisation: OrganisationRecord, formdata: object = _Auto) -> None:
        known = {"kvk_number": organisation.kvk_number or None, "version": organisation.version}
        super().__init__(formdata, data=known)

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
