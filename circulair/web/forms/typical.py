"""The form on which one ticks what is typical of a sector, each with an amount if one knows it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from wtforms import BooleanField

from circulair.language import _, _l, label, material
from circulair.services import listings
from circulair.services.listings import MOST_AMOUNT, PERIODS, Draft
from circulair.services.sectors import Reminder
from circulair.store.records import PremisesRecord
from circulair.web.forms.base import OPTIONAL, Between, ChoiceField, Form, NumberField, choices_of
from circulair.web.forms.listings import as_number
from flows.errors import FlowsError, OutOfRangeError
from flows.materials import Nature, load_materials
from flows.sector_streams import TypicalStream
from flows.streams import Availability
from flows.units import UNIT_CODES, Dimension, Quantity

MATTER = (Dimension.MASS, Dimension.VOLUME, Dimension.COUNT)
COUNTED_IN: dict[Nature, tuple[Dimension, ...]] = {
    Nature.ENERGY: (Dimension.ENERGY,),
    Nature.SPACE: (Dimension.AREA, Dimension.TIME),
    Nature.CAPACITY: (Dimension.TIME, Dimension.COUNT, Dimension.MASS),
}
"""What something is counted in that is no matter."""

PARTS = ("amount", "unit", "period")
"""What is asked of each row beside its tick."""

AMOUNTS = [OPTIONAL, Between(0, MOST_AMOUNT, above=True)]


class TypicalForm(Form):
    """What somebody ticks of the streams of a sector, and where all of it is."""

    premises = ChoiceField(_l("Where?"))
    streams: tuple[TypicalStream, ...] = ()
    placed: tuple[TypicalStream, ...] = ()

    def __init__(self, premises: Sequence[PremisesRecord], today: date) -> None:
        super().__init__()
        self.today = today
        self.premises.choices = {str(one.id): one.name for one in premises}
        self.premises.data = self.premises.data or next(iter(self.premises.choices), None)
        for stream in self.streams:
            self[f"{name_of(stream)}-unit"].choices = units_for(stream.material)
            self[f"{name_of(stream)}-period"].choices = choices_of(PERIODS, "period", _("How often"))

    def validate(self, extra_validators: dict[str, Sequence[object]] | None = None) -> bool:
        """Check each field, then what each row says together."""
        super().validate(extra_validators)
        if not self.premises.data:
            self.say("premises", label("premises.missing"))
        for stream in self.streams:
            self.check_row(name_of(stream))
        if self.streams and not self.ticked and not self.errors:
            self.say(name_of(self.streams[0]), _("Tick at least one. Or go back if nothing fits."))
        return not self.errors

    @property
    def known_names(self) -> frozenset[str]:
        """Return the names of the fields, with those of a row that got its listing meanwhile."""
        rows = (name_of(stream) for stream in self.placed)
        gone = {name for row in rows for name in (row, *(f"{row}-{part}" for part in PARTS))}
        return super().known_names | gone

    def check_row(self, name: str) -> None:
        """Ask for the tick of an amount, and for its unit and period."""
        if self[f"{name}-amount"].data is None:
            return
        if not self[name].data:
            self.say(name, _("You filled in an amount. Tick this too, or empty the amount."))
        for part, text in (("unit", _("Choose a unit.")), ("period", _("Choose how often, or once."))):
            if not self[f"{name}-{part}"].data:
                self.say(f"{name}-{part}", text)

    @property
    def ticked(self) -> tuple[TypicalStream, ...]:
        """Return the streams that were ticked."""
        return tuple(stream for stream in self.streams if self[name_of(stream)].data)

    def drafts(self) -> list[Draft] | None:
        """Return what was ticked as drafts that can be weighed; else None, with faults beside the fields."""
        drafts = [draft for stream in self.ticked if (draft := self.draft(stream)) is not None]
        return None if self.errors else drafts

    def draft(self, stream: TypicalStream) -> Draft | None:
        """Return what was told of one stream: here from today on, its weight asked later where unknown."""
        name = name_of(stream)
        draft = Draft(
            side=stream.side,
            title=material(stream.material),
            material=stream.material,
            premises_id=int(self.premises.data),
            availability=Availability(self.today),
            weight_unknown=True,
        )
        try:
            draft = replace(draft, quantity=self.quantity(name))
            listings.weighed(draft)
        except OutOfRangeError:
            self.say(f"{name}-amount", _("This amount cannot be right. Check it."))
        except FlowsError as error:
            self.fault(f"{name}-amount", error)
        else:
            return draft
        return None

    def quantity(self, name: str) -> Quantity | None:
        """Return how much was told of one stream, None while nobody knows."""
        amount = as_number(self[f"{name}-amount"].data)
        if amount is None:
            return None
        return Quantity(amount, self[f"{name}-unit"].data, self[f"{name}-period"].data)


def name_of(stream: TypicalStream) -> str:
    """Return what the field of a stream is called."""
    return f"{stream.side}-{stream.material}"


def units_for(slug: str) -> dict[str, object]:
    """Return the units in which a material is counted, as choices in groups."""
    dimensions = COUNTED_IN.get(load_materials()[slug].nature, MATTER)
    groups = {label(f"dimension.{kind}"): choices_of(UNIT_CODES[kind], "unit", "") for kind in dimensions}
    return {"": _("Unit"), **groups}


def typical_form(
    reminders: Sequence[Reminder], premises: Sequence[PremisesRecord], today: date
) -> TypicalForm:
    """Return a form with a row of fields for each stream that has no listing yet."""
    streams = tuple(one.stream for one in reminders if one.listing is None)
    placed = tuple(one.stream for one in reminders if one.listing is not None)
    fields: dict[str, object] = {"streams": streams, "placed": placed}
    for stream in streams:
        name = name_of(stream)
        fields |= {
            name: BooleanField(material(stream.material)),
            f"{name}-amount": NumberField(_l("About how much is it?"), AMOUNTS),
            f"{name}-unit": ChoiceField(_l("Unit")),
            f"{name}-period": ChoiceField(_l("How often")),
        }
    kind: type[TypicalForm] = type("TypicalFormOfSector", (TypicalForm,), fields)
    return kind(premises, today)
