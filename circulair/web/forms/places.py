"""The part of a form that asks where: an address, a pick on the map, or a neighbourhood."""

from collections.abc import Sequence

from flask import current_app
from wtforms import HiddenField

from circulair.language import _, _l
from circulair.services import positions
from circulair.services.positions import Place
from circulair.web.forms.base import OPTIONAL, ChoiceField, Form, ReadField
from flows.addresses import read_house_number, read_postcode
from flows.errors import FlowsError
from flows.positions import read_position
from maps.reading import neighbourhood_label_points


class PostcodeField(ReadField):
    """A Dutch postcode."""

    def reader(self, text: str) -> str:
        """Return the postcode as 6161 AB."""
        return read_postcode(text)


class HouseNumberField(ReadField):
    """A house number with what is added to it."""

    def reader(self, text: str) -> str:
        """Return the number and its addition."""
        return str(read_house_number(text))


class PlaceForm(Form):
    """Asks where something is; one of the three ways is enough."""

    postcode = PostcodeField(_l("Postcode"), [OPTIONAL], render_kw={"autocomplete": "postal-code"})
    house_number = HouseNumberField(_l("House number"), [OPTIONAL])
    neighbourhood = ChoiceField(_l("Neighbourhood"))
    lon = HiddenField(render_kw={"data-pick": "lon"})
    lat = HiddenField(render_kw={"data-pick": "lat"})
    place: Place | None = None

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        known = {code: name for code, name, _position in neighbourhood_label_points()}
        self.neighbourhood.choices = {"": _("Choose a neighbourhood")} | known

    def validate(self, extra_validators: dict[str, Sequence[object]] | None = None) -> bool:
        """Check each field, then find the place."""
        super().validate(extra_validators)
        if not any(self[name].errors for name in ("postcode", "house_number", "neighbourhood")):
            self.place = self.found()
        return not self.errors

    def found(self) -> Place | None:
        """Return the place that was told; else None, with the question beside its field."""
        try:
            return self.told()
        except FlowsError as error:
            self.fault("postcode", error)
            return None

    def told(self) -> Place | None:
        """Return the place by the most exact way that was used."""
        if bool(self.postcode.data) != bool(self.house_number.data):
            self.say(
                "house_number" if self.postcode.data else "postcode",
                _("Fill in this half of the address too."),
            )
            return None
        if self.postcode.data and self.house_number.data:
            return self.addressed(str(self.postcode.data), str(self.house_number.data))
        if self.lon.data and self.lat.data:
            return positions.picked(read_position(self.lon.data, self.lat.data))
        if self.neighbourhood.data:
            return positions.of_neighbourhood(self.neighbourhood.data)
        self.say("postcode", _("Say where it is: an address, a place on the map or a neighbourhood."))
        return None

    def addressed(self, postcode: str, house_number: str) -> Place:
        """Return the place of an address; where nobody knows it, what else was told stands in."""
        return positions.of_told_address(
            positions.Told(
                postcode,
                house_number,
                self.lon.data or "",
                self.lat.data or "",
                self.neighbourhood.data or "",
            ),
            current_app.addresses,  # type: ignore[attr-defined]  # our Application has an address service
        )
