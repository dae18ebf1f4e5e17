"""Forms of the register of processes: what one takes and gives, and a letter to its operator."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from wtforms import SelectField

from circulair.language import LANGUAGES, _, _l, language
from circulair.services.plants import Names, Standing, Told
from circulair.services.positions import Place
from circulair.store.records import OrganisationRecord, ProcessRecord
from circulair.web.forms.account import email_field
from circulair.web.forms.base import (
    OPTIONAL,
    Between,
    ChoiceField,
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
from circulair.web.forms.materials import material_choices
from circulair.web.forms.places import PlaceForm
from flows.errors import FlowsError
from flows.eural import shown, typed_code
from flows.processes import Output, Process, ProcessStatus, Yield
from flows.strategies import Strategy
from flows.streams import MOST_TONNES
from flows.texts import clean_line

TAKES = tuple(f"takes_{number}" for number in range(1, 9))
GIVES = tuple(f"gives_{number}" for number in range(1, 5))
"""The rows of what a process takes and gives."""

USES = tuple(one for one in Strategy if one is not Strategy.NONE)

SHARES = ("low", "likely", "high")
MOST_PERCENT = 100


class EuralCodesField(ReadField):
    """Codes of the waste list, apart by commas or semicolons."""

    def reader(self, text: str) -> tuple[str, ...]:
        """Return the codes, each of six digits and once."""
        parts = [part for part in text.replace(";", ",").split(",") if part.strip()]
        return tuple(dict.fromkeys(typed_code(part) for part in parts))

    def writer(self, value: object) -> str:
        """Return codes as the list prints them."""
        return ", ".join(shown(code) for code in value) if isinstance(value, tuple) else ""


class PlantForm(PlaceForm):
    """One process; the rows of what it takes and gives are added below, all known at once."""

    name = LineField(_l("Name in Dutch"), [Required()])
    name_en = LineField(_l("Name in English"), [OPTIONAL])
    name_de = LineField(_l("Name in German"), [OPTIONAL])
    operator = LineField(_l("Who runs it?"), [OPTIONAL], most=160)
    organisation = ChoiceField(_l("Or a registered organisation"))
    eural = EuralCodesField(_l("Eural codes that it accepts"), [OPTIONAL])
    limits = ParagraphField(_l("What quality does it ask?"), [OPTIONAL], most=400)
    minimum = NumberField(
        _l("Smallest lot in tonnes"), [OPTIONAL, Between(0, int(MOST_TONNES), above=True)], unit="t"
    )
    capacity = NumberField(
        _l("Capacity in tonnes a year"), [OPTIONAL, Between(0, int(MOST_TONNES), above=True)], unit="t"
    )
    status = CodeField(_l("Does it run?"), ProcessStatus, "process")
    as_of = DayField(_l("Known on"), [Required()], back=True)
    source = LineField(_l("Who says so?"), [Required()], most=400)
    note = LineField(_l("Note"), [OPTIONAL], most=400)
    version = VersionField()

    def __init__(
        self, organisations: Sequence[OrganisationRecord], today: date, told: dict[str, object]
    ) -> None:
        super().__init__(data=told)
        self.today = today
        named = {str(one.id): one.name for one in organisations}
        self.organisation.choices = {"": _("Choose")} | named
        choices = {"": _("Choose")} | material_choices(language())
        for name in (*TAKES, *GIVES):
            self[name].choices = choices

    def told(self) -> Place | None:
        """Return the place; a process may be of a kind that has none."""
        named = (self.postcode, self.house_number, self.lon, self.lat, self.neighbourhood)
        return super().told() if any(field.data or field.errors for field in named) else None

    def validate(self, extra_validators: dict[str, Sequence[object]] | None = None) -> bool:
        """Check each field, then whether the parts make a process that creates no mass."""
        super().validate(extra_validators)
        as_of = self.as_of.data
        if isinstance(as_of, date) and as_of > self.today:
            self.say("as_of", _("This day has not come yet."))
        if not any(self[name].data for name in TAKES):
            self.say(TAKES[0], _("Choose at least one material that it takes."))
        if not any(self[name].data for name in GIVES):
            self.say(GIVES[0], _("Choose at least one material that it gives."))
        for row in GIVES:
            self.check_row(row)
        if not self.errors:
            self.check_mass()
        return not self.errors

    def check_row(self, row: str) -> None:
        """Say beside a row what is wrong with its yields: told in part, or without a material."""
        told = [self[f"{row}_{share}"] for share in SHARES]
        if any(field.errors for field in told):
            return
        filled = [field for field in told if field.data is not None]
        if filled and not self[row].data:
            self.say(row, _("Choose the material of this yield."))
        elif filled and len(filled) < len(told):
            self.say(f"{row}_likely", _("Fill in all three: the least, the likely and the most."))
        elif filled:
            try:
                self.share(row)
            except FlowsError as error:
                self.fault(f"{row}_likely", error)

    def check_mass(self) -> None:
        """Say beside the first yield if more would come out than goes in."""
        try:
            Process("new", self.takes(), self.gives(), ProcessStatus(self.status.data))
        except FlowsError:
            self.say(f"{GIVES[0]}_likely", _("More would come out than goes in. Lower one of the yields."))

    def share(self, row: str) -> Yield | None:
        """Return the yield of a row, None where nobody told it."""
        percents = [self[f"{row}_{share}"].data for share in SHARES]
        if None in percents:
            return None
        low, likely, high = (Decimal(str(percent)) / MOST_PERCENT for percent in percents)
        return Yield(low, likely, high)

    def takes(self) -> tuple[str, ...]:
        """Return what it takes, each once."""
        return tuple(dict.fromkeys(self[name].data for name in TAKES if self[name].data))

    def gives(self) -> tuple[Output, ...]:
        """Return what it gives, of each material the first row."""
        rows = {self[row].data: row for row in reversed(GIVES) if self[row].data}
        return tuple(
            Output(slug, self.share(rows[slug]), Strategy(self[f"{rows[slug]}_strategy"].data))
            for slug in sorted(rows)
        )

    def plant(self) -> Told:
        """Return what was told."""
        place, codes = self.place, self.eural.data
        chosen, as_of = str(self.organisation.data or ""), self.as_of.data
        return Told(
            names=Names(self.name.data or "", self.name_en.data or "", self.name_de.data or ""),
            operator=self.operator.data or "",
            organisation_id=int(chosen) if chosen else None,
            takes=self.takes(),
            gives=self.gives(),
            standing=Standing(
                ProcessStatus(self.status.data),
                as_of if isinstance(as_of, date) else self.today,
                self.source.data or "",
                self.note.data or "",
            ),
            eural=codes if isinstance(codes, tuple) else (),
            limits=self.limits.data or "",
            minimum_tonnes=number_in(self.minimum),
            capacity_tonnes=number_in(self.capacity),
            position=None if place is None else place.position,
        )

    def tell_meanwhile(self, version: int) -> None:
        """Say that somebody changed it since this page was opened; the next try knows that."""
        self.form_errors.append(
            _("Somebody changed this in the meantime. Below stands what you typed, and how it is now.")
        )
        self.version.data, self.version.raw_data = version, None


def number_in(field: NumberField) -> Decimal | None:
    """Return a number that was read."""
    return field.data if isinstance(field.data, Decimal) else None


def add_rows() -> None:
    """Give the form its rows: materials taken, and materials given with their yield and strategy."""
    for name in TAKES:
        setattr(PlantForm, name, ChoiceField(_l("It takes")))
    for row in GIVES:
        setattr(PlantForm, row, ChoiceField(_l("It gives")))
        labels = (_l("Least, in percent"), _l("Likely, in percent"), _l("Most, in percent"))
        for share, words in zip(SHARES, labels, strict=True):
            setattr(
                PlantForm,
                f"{row}_{share}",
                NumberField(words, [OPTIONAL, Between(0, MOST_PERCENT)], unit="%"),
            )
        setattr(PlantForm, f"{row}_strategy", CodeField(_l("What kind of use is it?"), USES, "strategy"))


add_rows()


def told_of(record: ProcessRecord) -> dict[str, object]:
    """Return what the form shows of a process."""
    shown_now: dict[str, object] = {
        "name": record.name_nl,
        "name_en": record.name_en,
        "name_de": record.name_de,
        "operator": record.operator,
        "organisation": str(record.organisation_id or ""),
        "eural": tuple(record.eural.split()),
        "limits": record.limits,
        "minimum": record.minimum_tonnes,
        "capacity": record.capacity_tonnes,
        "status": record.status,
        "as_of": day_of(record.status_as_of),
        "source": clean_line(record.source, 400) if record.source else "",
        "note": record.status_note,
        "lon": "" if record.lon is None else f"{record.lon:.5f}",
        "lat": "" if record.lat is None else f"{record.lat:.5f}",
        "version": record.version,
    }
    shown_now |= dict(zip(TAKES, (one.material for one in record.takes), strict=False))
    for row, given in zip(GIVES, record.gives, strict=False):
        shown_now |= {row: given.material, f"{row}_strategy": given.strategy}
        for share in SHARES:
            told: Decimal | None = getattr(given, f"yield_{share}")
            shown_now[f"{row}_{share}"] = None if told is None else told * MOST_PERCENT
    return shown_now


def day_of(text: str) -> date | None:
    """Return a kept day; a source that names only a month or a year leaves the question open."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


class OperatorForm(Form):
    """To whom the letter with questions goes."""

    email = email_field()
    letter_language = SelectField(_l("Language of the letter"), choices=LANGUAGES, coerce=str)

    def address(self) -> tuple[str, str]:
        """Return to whom, and in which language."""
        return str(self.email.data), str(self.letter_language.data)
