"""Forms with which the hub makes two organisations one: which other it is, and which one stays."""

from collections.abc import Sequence

from wtforms import BooleanField

from circulair.language import _, _l
from circulair.services.mergers import Choice, Pair
from circulair.store.records import OrganisationRecord
from circulair.web.forms.base import ChoiceField, CodeRadioField, Form, Required, VersionField
from circulair.web.forms.registers import PagedSearch


class OtherForm(PagedSearch):
    """With which other organisation one is compared."""

    other = ChoiceField(_l("With which organisation?"), name="ander")

    def __init__(self, told: dict[str, str], others: Sequence[OrganisationRecord]) -> None:
        super().__init__(told)
        self.other.choices = {"": _("Choose an organisation")} | {
            str(one.id): f"{one.name} ({one.id})" for one in others
        }


class MergeForm(Form):
    """Which of two organisations stays, and that they are really one."""

    staying = CodeRadioField(
        _l("Which one stays?"), (), "", validators=[Required(_l("Choose which of the two stays."))]
    )
    sure = BooleanField(_l("I checked that these two are the same organisation."), render_kw={"value": "ja"})
    first_version = VersionField()
    second_version = VersionField()

    def __init__(self, pair: Pair) -> None:
        first, second = (side.organisation for side in pair.sides)
        super().__init__(data={"first_version": first.version, "second_version": second.version})
        self.staying.choices = [(str(one.id), f"{one.name} ({one.id})") for one in (first, second)]
        self.pair = pair

    def validate(self, extra_validators: object = None) -> bool:
        """Check each field, and ask whether they are the same."""
        super().validate(extra_validators)
        if not self.sure.data:
            self.say("sure", _("Tick this once you have checked it."))
        return not self.errors

    def choice(self) -> Choice:
        """Return which one stays and which one goes."""
        first, second = (side.organisation.id for side in self.pair.sides)
        ways = Choice(first, self.first_version.data, second, self.second_version.data)
        if self.staying.data == str(first):
            return ways
        return Choice(second, self.second_version.data, first, self.first_version.data)

    def tell_meanwhile(self, pair: Pair) -> None:
        """Say that somebody changed one of the two since this page was opened; it shows how they are now."""
        self.form_errors.append(_("Somebody changed this in the meantime. Look at it as it is now."))
        first, second = (side.organisation for side in pair.sides)
        self.first_version.data, self.first_version.raw_data = first.version, None
        self.second_version.data, self.second_version.raw_data = second.version, None
        self.sure.data = False
