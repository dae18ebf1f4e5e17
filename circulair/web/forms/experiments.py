"""Forms of experiments: what is told of one, and who takes part in it."""

from collections.abc import Sequence
from datetime import date

from circulair.language import _, _l
from circulair.permissions import actor
from circulair.services.experiments import TEXTS, Told
from circulair.store.records import ExperimentRecord, LabMemberRecord
from circulair.web.forms.base import (
    OPTIONAL,
    ChoiceField,
    CodeField,
    DayField,
    Form,
    LineField,
    ParagraphField,
    Required,
)
from circulair.web.forms.labs import MOST_TEXT, ChangingForm, LinksField, needs_choice
from flows.experiments import Finding, TeamRole


class ExperimentForm(ChangingForm):
    """One experiment, from what one expects to what it taught."""

    title = LineField(_l("What is it called?"), [Required()])
    summary = ParagraphField(_l("What do you do?"), [OPTIONAL], most=MOST_TEXT)
    hypothesis = ParagraphField(_l("What do you expect?"), [OPTIONAL], most=MOST_TEXT)
    measure = ParagraphField(_l("By what do you measure it?"), [OPTIONAL], most=MOST_TEXT)
    baseline = ParagraphField(_l("How is it before you begin?"), [OPTIONAL], most=MOST_TEXT)
    begins = DayField(_l("Begins on"), [OPTIONAL], first=True)
    ends = DayField(_l("Ends on"), [OPTIONAL])
    result = ParagraphField(_l("What was measured?"), [OPTIONAL], most=MOST_TEXT)
    finding = CodeField(_l("Did it come true?"), Finding, "finding", empty=_l("Not known yet"))
    lesson = ParagraphField(_l("What did it teach?"), [OPTIONAL], most=MOST_TEXT)
    story = ParagraphField(_l("The story in plain words"), [OPTIONAL], most=2 * MOST_TEXT)
    links = LinksField(_l("Codes of what belongs to it"), [OPTIONAL])

    def __init__(self, record: ExperimentRecord | None = None, *, fresh: bool = False) -> None:
        sent = {"formdata": None} if fresh else {}
        super().__init__(data=None if record is None else known(record), **sent)

    def validate(self, extra_validators: object = None) -> bool:
        """Check the fields, and that it does not end before it begins."""
        right = bool(super().validate(extra_validators))
        begins, ends = self.begins.data, self.ends.data
        if isinstance(begins, date) and isinstance(ends, date) and ends < begins:
            self.say("ends", _("The last day lies before the first day. Change one of the two."))
            right = False
        return right

    def told(self) -> Told:
        """Return what was told."""
        begins, ends, links = self.begins.data, self.ends.data, self.links.data
        return Told(
            **{name: self[name].data or "" for name in TEXTS},
            begins=begins if isinstance(begins, date) else None,
            ends=ends if isinstance(ends, date) else None,
            finding=Finding(self.finding.data) if self.finding.data else None,
            links=links if isinstance(links, tuple) else (),
        )


def known(record: ExperimentRecord) -> dict[str, object]:
    """Return what the form shows of an experiment."""
    told: dict[str, object] = {name: getattr(record, name) for name in (*TEXTS, "begins", "ends", "version")}
    return told | {"finding": record.finding or "", "links": tuple(record.links.split())}


class PartnerForm(Form):
    """Somebody who takes part in an experiment."""

    member = ChoiceField(_l("Who?"))
    role = CodeField(_l("Which role?"), TeamRole, "team_role", empty=_l("Choose"))
    agreed_on = DayField(_l("Agreed to the story on"), [OPTIONAL], back=True)

    def offer(self, members: Sequence[LabMemberRecord]) -> None:
        """Offer the members of the lab."""
        self.member.choices = {"": _("Choose")} | {str(one.id): one.name for one in members}

    def validate(self, extra_validators: object = None) -> bool:
        """Check the fields, and ask who it is."""
        right = bool(super().validate(extra_validators))
        if not self.member.data and not self.member.errors:
            self.say("member", _("Choose one from the list."))
        agreed = self.agreed_on.data
        if isinstance(agreed, date) and agreed > actor().today:
            self.say("agreed_on", _("This day has not come yet."))
        return right and not self.errors

    def validate_role(self, field: CodeField) -> None:
        """Ask for a role."""
        needs_choice(field)

    def told(self) -> tuple[int, TeamRole, date | None]:
        """Return who it is, in which role, and when they agreed to the story."""
        agreed = self.agreed_on.data
        return (
            int(str(self.member.data)),
            TeamRole(self.role.data),
            agreed if isinstance(agreed, date) else None,
        )
