"""Forms of collection rounds: what is to be collected, and the hub's vehicles."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from flask_wtf import FlaskForm
from wtforms.validators import ValidationError

from circulair.language import _, _l, by_name, material
from circulair.services.rounds import Wish
from circulair.services.vehicles import Told
from circulair.store.records import VehicleRecord
from circulair.web.forms.base import (
    OPTIONAL,
    Between,
    ChoiceField,
    CodeField,
    DayField,
    LineField,
    NumberField,
    ReadField,
    Required,
    VersionField,
)
from circulair.web.forms.places import PlaceForm
from flows.clock import TimeWindow, clock, read_clock
from flows.distance import Precision
from flows.errors import FlowsError
from flows.loads import OFTEN
from flows.rounds import MOST_KG, MOST_M3, STOP_MINUTES

LONGEST_STOP = 240
"""Minutes at one address; whoever needs longer makes a trip of it."""

FARTHEST_DAYS = 366


class ClockField(ReadField):
    """A time of the day as people write it."""

    def reader(self, text: str) -> int:
        """Return the minutes after midnight."""
        return read_clock(text)

    def writer(self, value: object) -> str:
        """Return a time as 8:30."""
        return clock(int(str(value)))


class RoundForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """What is to be collected; sent by GET, so that a round has an address."""

    class Meta:
        """Planning changes nothing and needs no token."""

        csrf = False

    material = ChoiceField(_l("What do you want to collect?"), name="materiaal")
    vehicle = ChoiceField(_l("With which vehicle?"), name="wagen")
    day = DayField(_l("On which day?"), [Required()], name="dag")
    every = CodeField(_l("How often does the round come by?"), OFTEN, "often", name="hoevaak")
    minutes = NumberField(
        _l("Minutes to load at each address"),
        [Required(), Between(0, LONGEST_STOP)],
        unit="min",
        name="minuten",
    )

    def __init__(
        self,
        told: object,
        materials: Mapping[str, int],
        vehicles: Sequence[VehicleRecord],
        today: date,
    ) -> None:
        defaults = {"day": today + timedelta(days=1), "every": "month", "minutes": Decimal(STOP_MINUTES)}
        super().__init__(told, data=defaults)
        self.today = today
        counted = {slug: f"{material(slug)} ({materials[slug]})" for slug in by_name(materials)}
        self.material.choices = {"": _("Choose a material")} | counted
        every = {"": _("All vehicles")} if len(vehicles) > 1 else {}
        self.vehicle.choices = every | {str(one.id): one.name for one in vehicles}

    def validate(self, extra_validators: object = None) -> bool:
        """Check each field, and ask for a material."""
        valid = bool(super().validate(extra_validators))
        if not self.material.data and not self.material.errors:
            self.material.errors = [_("Choose a material.")]
        return valid and bool(self.material.data)

    def validate_day(self, field: DayField) -> None:
        """Refuse a day that has passed or is more than a year away."""
        if isinstance(field.data, date) and not 0 <= (field.data - self.today).days <= FARTHEST_DAYS:
            raise ValidationError(_("Choose a day from today on, within a year."))

    def validate_minutes(self, field: NumberField) -> None:
        """Refuse parts of a minute."""
        if isinstance(field.data, Decimal) and field.data % 1:
            raise ValidationError(_("Write whole minutes."))

    def wish(self) -> Wish:
        """Return what was chosen."""
        assert isinstance(self.day.data, date)
        chosen = self.vehicle.data
        return Wish(
            material=self.material.data or "",
            day=self.day.data,
            every=self.every.data,
            minutes=int(str(self.minutes.data)),
            vehicle_id=int(chosen) if chosen else None,
        )


class VehicleForm(PlaceForm):
    """One vehicle: what it may carry, when it drives, where its depot is."""

    name = LineField(_l("What do you call this vehicle?"), [Required()])
    kg = NumberField(
        _l("How many kg may it carry?"), [Required(), Between(0, MOST_KG, above=True)], unit="kg"
    )
    m3 = NumberField(_l("How many m³ fit in?"), [OPTIONAL, Between(0, MOST_M3, above=True)], unit="m3")
    opens = ClockField(_l("Drives from"), [Required()])
    closes = ClockField(_l("Drives until"), [Required()])
    max_hours = NumberField(
        _l("At most how many hours a day?"), [OPTIONAL, Between(0, 24, above=True)], unit="h"
    )
    version = VersionField()

    def __init__(
        self, record: VehicleRecord | None = None, **rest: Any
    ) -> None:  # whatever else WTForms takes
        super().__init__(data=told_of(record) if record else {"opens": 8 * 60, "closes": 17 * 60}, **rest)

    def validate(self, extra_validators: dict[str, Sequence[object]] | None = None) -> bool:
        """Check each field, then the hours and the place."""
        super().validate(extra_validators)
        if isinstance(self.opens.data, int) and isinstance(self.closes.data, int):
            try:
                self.window()
            except FlowsError as error:
                self.fault("closes", error)
        return not self.errors

    def window(self) -> TimeWindow:
        """Return when it drives."""
        return TimeWindow(int(str(self.opens.data)), int(str(self.closes.data)))

    def vehicle(self) -> Told:
        """Return what was filled in."""
        assert self.place is not None
        return Told(
            name=self.name.data or "",
            kg=Decimal(str(self.kg.data)),
            m3=as_number(self.m3.data),
            window=self.window(),
            max_hours=as_number(self.max_hours.data),
            place=self.place,
        )

    def tell_meanwhile(self, version: int) -> None:
        """Say that somebody changed it since this page was opened; the next try knows that."""
        self.form_errors.append(_("Somebody changed this in the meantime. Check it and save it once more."))
        self.version.data, self.version.raw_data = version, None


def as_number(value: object) -> Decimal | None:
    """Return a number that was read."""
    return value if isinstance(value, Decimal) else None


def told_of(record: VehicleRecord) -> dict[str, object]:
    """Return what the form shows of a vehicle: its depot by address, else by the place on the map."""
    addressed = record.precision is Precision.ADDRESS
    place = {"lon": "", "lat": ""} if addressed else {"lon": f"{record.lon:.5f}", "lat": f"{record.lat:.5f}"}
    return {
        "name": record.name,
        "kg": record.kg,
        "m3": record.m3,
        "opens": record.opens,
        "closes": record.closes,
        "max_hours": record.max_hours,
        "postcode": record.postcode if addressed else "",
        "house_number": record.house_number if addressed else "",
        "version": record.version,
        **place,
    }
