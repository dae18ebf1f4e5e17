"""Forms of the labs: the lab itself, a member, a milestone, a figure, and the words of the lessons."""

from datetime import date
from decimal import Decimal

from flask_wtf.file import FileField
from werkzeug.datastructures import FileStorage
from wtforms import BooleanField, SelectMultipleField
from wtforms.validators import ValidationError
from wtforms.widgets import CheckboxInput

from circulair.files.wellbeing_tables import MOST_MEGABYTES, WellbeingRefusedError
from circulair.language import _, _l
from circulair.permissions import actor
from circulair.services.labs import Figure, Member, Step, Told, read_links, read_period
from circulair.store.records import LabRecord, MilestoneRecord
from circulair.web.forms.base import (
    OPTIONAL,
    Between,
    CodeField,
    DayField,
    Form,
    LineField,
    NumberField,
    ParagraphField,
    ReadField,
    Required,
    VersionField,
)
from circulair.web.forms.wellbeing import in_words
from flows.experiments import TeamRole
from flows.labs import LESSONS, Measured
from flows.organisations import StakeholderGroup
from maps.reading import neighbourhood_label_points

MOST_TEXT = 1500
MOST_LINKS = 40
LARGEST = 10**12

MEANWHILE = _l("Somebody changed this in the meantime. Look at it as it is now, and send yours once more.")


class LinksField(ReadField):
    """Public codes of listings, premises and exchanges, apart by commas or blanks."""

    def reader(self, text: str) -> tuple[str, ...]:
        """Return the codes."""
        codes = read_links(text)
        if len(codes) > MOST_LINKS:
            raise ValueError(_("Name at most %(most)s codes.", most=MOST_LINKS))
        return codes

    def writer(self, value: object) -> str:
        """Return codes as one types them."""
        return ", ".join(value) if isinstance(value, tuple) else str(value)


class PeriodField(ReadField):
    """A year, a month or a day."""

    def reader(self, text: str) -> str:
        """Return the period."""
        return read_period(text)


class ChangingForm(Form):
    """A form of something that others may change meanwhile."""

    version = VersionField()

    def tell_meanwhile(self, version: int) -> None:
        """Say that somebody was quicker; the next try knows how it is now."""
        self.form_errors.append(str(MEANWHILE))
        self.version.data, self.version.raw_data = version, None


class LabForm(ChangingForm):
    """A lab: where it starts, where it wants to be and who carries it."""

    name = LineField(_l("Name of the lab"), [Required()])
    start_point = ParagraphField(_l("Where does it start?"), [OPTIONAL], most=MOST_TEXT)
    destination = ParagraphField(_l("Where does it want to be?"), [OPTIONAL], most=MOST_TEXT)
    vehicle = ParagraphField(_l("Who carries it?"), [OPTIONAL], most=MOST_TEXT)
    links = LinksField(_l("Codes of what belongs to it"), [OPTIONAL])
    neighbourhoods = SelectMultipleField(
        _l("In which neighbourhoods?"), coerce=str, option_widget=CheckboxInput()
    )

    def __init__(self, record: LabRecord) -> None:
        told = {name: getattr(record, name) for name in ("name", "start_point", "destination", "vehicle")}
        told |= {"links": tuple(record.links.split()), "neighbourhoods": record.neighbourhoods.split()}
        super().__init__(data=told | {"version": record.version})
        self.neighbourhoods.choices = [(code, name) for code, name, _place in neighbourhood_label_points()]

    def told(self) -> Told:
        """Return what was told."""
        links = self.links.data if isinstance(self.links.data, tuple) else ()
        return Told(
            self.name.data or "",
            tuple(sorted(self.neighbourhoods.data or ())),
            self.start_point.data or "",
            self.destination.data or "",
            self.vehicle.data or "",
            links,
        )


class MemberForm(Form):
    """Somebody who makes the town with a lab."""

    name = LineField(_l("Name of the person or organisation"), [Required()])
    group = CodeField(_l("Which group?"), StakeholderGroup, "stakeholders", empty=_l("Choose"))
    role = CodeField(_l("Which role?"), TeamRole, "team_role", empty=_l("Choose"))
    shows_name = BooleanField(_l("The public may read this name: they said so"))

    def told(self) -> Member:
        """Return what was told."""
        return Member(
            self.name.data or "",
            StakeholderGroup(self.group.data),
            TeamRole(self.role.data),
            bool(self.shows_name.data),
        )

    def validate_group(self, field: CodeField) -> None:
        """Ask for a group."""
        needs_choice(field)

    def validate_role(self, field: CodeField) -> None:
        """Ask for a role."""
        needs_choice(field)


def needs_choice(field: CodeField) -> None:
    """Refuse an open choice."""
    if not field.data:
        raise ValidationError(_("Choose one from the list."))


class MilestoneForm(ChangingForm):
    """A step on the road map."""

    title = LineField(_l("What will be reached?"), [Required()])
    due = DayField(_l("Until when?"), [Required()])
    reached_on = DayField(_l("Reached on"), [OPTIONAL], back=True)
    evidence = ParagraphField(_l("How does one see that?"), [OPTIONAL], most=MOST_TEXT)
    public = BooleanField(_l("The public may see this milestone"))

    def __init__(self, record: MilestoneRecord | None = None) -> None:
        super().__init__(data=None if record is None else known(record))

    def validate_reached_on(self, field: DayField) -> None:
        """Refuse a day to come, and one without evidence."""
        if isinstance(field.data, date) and field.data > actor().today:
            raise ValidationError(_("This day has not come yet."))

    def validate(self, extra_validators: object = None) -> bool:
        """Check the fields, and ask for evidence of what was reached."""
        right = bool(super().validate(extra_validators))
        if self.reached_on.data and not (self.evidence.data or self.evidence.errors):
            self.say("evidence", _("Say how one sees that it was reached."))
        return right and not self.errors

    def told(self) -> Step:
        """Return what was told."""
        due, reached = self.due.data, self.reached_on.data
        assert isinstance(due, date)
        return Step(
            self.title.data or "",
            due,
            reached if isinstance(reached, date) else None,
            self.evidence.data or "",
            bool(self.public.data),
        )


def known(record: MilestoneRecord) -> dict[str, object]:
    """Return what the form shows of a milestone."""
    names = ("title", "due", "reached_on", "evidence", "version")
    return {name: getattr(record, name) for name in names} | {"public": record.published_at is not None}


class FigureForm(Form):
    """A figure of a source outside."""

    kind = CodeField(_l("What is measured?"), Measured, "measured")
    period = PeriodField(_l("Of which year, month or day?"), [Required()])
    value = NumberField(_l("How many?"), [Required(), Between(0, LARGEST)])
    unit = LineField(_l("Of what, in which unit?"), [Required()], most=60)
    source = LineField(_l("Who says so?"), [Required()], most=400)

    def told(self) -> Figure:
        """Return what was told."""
        value = self.value.data
        assert isinstance(value, Decimal)
        return Figure(
            Measured(self.kind.data),
            str(self.period.data),
            value,
            self.unit.data or "",
            self.source.data or "",
        )


class FiguresFileForm(Form):
    """A file of figures."""

    file = FileField(_l("Which file?"), render_kw={"accept": ".csv"})

    def content(self) -> bytes | None:
        """Return the file that was sent; else None, with the question beside its field."""
        sent = self.file.data
        if not isinstance(sent, FileStorage) or not sent.filename:
            self.say("file", _("Choose a file: CSV."))
            return None
        return sent.stream.read(MOST_MEGABYTES * 1_000_000 + 1)

    def refuse(self, error: WellbeingRefusedError) -> None:
        """Say beside the file everything that is wrong with it."""
        for place in error.places:
            self.say("file", in_words(place))


class LessonsForm(Form):
    """How the town words its six lessons; the six fields are added below."""

    source = LineField(_l("Where does the town say so?"), [OPTIONAL], most=400)

    def validate(self, extra_validators: object = None) -> bool:
        """Check the fields, and ask where the words come from."""
        right = bool(super().validate(extra_validators))
        if any(self.words().values()) and not (self.source.data or self.source.errors):
            self.say("source", _("Say where the town says so."))
        return right and not self.errors

    def words(self) -> dict[int, str]:
        """Return the words by the number of the lesson."""
        return {number: self[f"lesson_{number}"].data or "" for number in LESSONS}


class AnswersForm(Form):
    """What an experiment answers to the six lessons; the six fields are added below."""

    def answers(self) -> dict[int, str]:
        """Return the answers by the number of the lesson."""
        return {number: self[f"lesson_{number}"].data or "" for number in LESSONS}


def add_lessons() -> None:
    """Give both forms a field for each lesson."""
    for number in LESSONS:
        setattr(LessonsForm, f"lesson_{number}", LineField(f"{number}", [OPTIONAL], most=400))
        setattr(AnswersForm, f"lesson_{number}", ParagraphField(f"{number}", [OPTIONAL], most=MOST_TEXT))


add_lessons()
