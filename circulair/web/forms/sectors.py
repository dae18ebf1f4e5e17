"""The question for an organisation's sector: typed in plain words, chosen where these leave it open."""

from collections.abc import Iterable

from wtforms.widgets import TextInput

from circulair.language import _, _l, alphabetical, language
from circulair.store.records import OrganisationRecord
from circulair.web.forms.base import OPTIONAL, Form, ReadField, Required, VersionField
from flows.sectors import Sector, SectorAmbiguousError, SectorUnknownError, load_sectors
from flows.texts import clean_line

MOST_LETTERS = 80

QUESTION = _l("What does your organisation do?")

TYPED = {"list": "sectors", "autocomplete": "off"}
"""A text box that proposes the names of the list while one types."""

MOST_TICKS = 8
"""More choices than this are easier to find in a list."""


class SectorField(ReadField):
    """A sector as people call it.

    Words that may mean several are asked: these are choices of the same name, the chosen one comes as a
    second value. For words that mean none, the whole list is the choice.
    """

    widget = TextInput()
    readings: tuple[Sector, ...] = ()

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed, as it was chosen where that says more."""
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            if not isinstance(error.__cause__, SectorAmbiguousError | SectorUnknownError):
                raise
            self.readings = meant(error.__cause__)
            self.data = next((code for code in valuelist[1:] if code in load_sectors()), None)
            if self.data is None:
                raise
            self.raw_data = [self.writer(self.data)]

    def reader(self, text: str) -> str:
        """Return the code of the sector that a text means."""
        return load_sectors().read(clean_line(text, MOST_LETTERS)).code

    def writer(self, value: object) -> str:
        """Return the name of a sector."""
        return load_sectors()[str(value)].name(language()) if value else ""

    @property
    def asks(self) -> bool:
        """Return whether what was typed has to be made clear by a choice."""
        return bool(self.readings) and self.data is None

    @property
    def few(self) -> bool:
        """Return whether the choices can all be in sight."""
        return len(self.readings) <= MOST_TICKS

    @property
    def names(self) -> list[str]:
        """Return what can be typed, in order."""
        return [one.name(language()) for one in by_name(load_sectors())]

    @property
    def choices_by_section(self) -> dict[str, list[tuple[str, str]]]:
        """Return the whole list as choices, a group for each section."""
        sectors = load_sectors()
        return {
            section.name(language()): [
                (one.code, one.name(language())) for one in by_name(sectors) if one.section == section.code
            ]
            for section in sectors.sections.values()
        }


class SectorForm(Form):
    """Only the question for the sector."""

    sector = SectorField(QUESTION, [Required(_l("Say what you do."))], render_kw=TYPED)
    version = VersionField()

    def __init__(self, organisation: OrganisationRecord) -> None:
        super().__init__(data={"version": organisation.version})

    def tell_meanwhile(self, organisation: OrganisationRecord) -> None:
        """Say that somebody changed the organisation since this page was opened; the next try knows that."""
        self.form_errors.append(_("Somebody changed this in the meantime. Check it and save it once more."))
        self.version.data, self.version.raw_data = organisation.version, None


def sector_field() -> SectorField:
    """Return the question for the sector where it may stay open."""
    return SectorField(QUESTION, [OPTIONAL], render_kw=TYPED)


def meant(error: SectorAmbiguousError | SectorUnknownError) -> tuple[Sector, ...]:
    """Return the sectors among which somebody has to choose, by name."""
    few = error.codes if isinstance(error, SectorAmbiguousError) else ()
    return tuple(by_name(one for one in load_sectors() if one.code in few or not few))


def by_name(sectors: Iterable[Sector]) -> list[Sector]:
    """Return sectors in the order of their names in the language of the page."""
    return sorted(sectors, key=lambda one: alphabetical(one.name(language())))
