"""What can be wrong with a row of a sheet, beside what the domain itself refuses."""

from flows.errors import FlowsError


class MaterialOpenError(FlowsError):
    """A row does not say clearly which material it is."""

    code = "import.material_open"

    def __str__(self) -> str:
        return "it is not clear which material this is; name one of the list"


class MaterialUnknownError(FlowsError):
    """A row names a material that is not in the list."""

    code = "import.material_unknown"

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text

    def __str__(self) -> str:
        return f"{self.text!r} is not in the list of materials; name one of the list"


class UnitMissingError(FlowsError):
    """A row gives an amount without its unit."""

    code = "import.unit_missing"

    def __str__(self) -> str:
        return "say in which unit, for example kg"


class PeriodMissingError(FlowsError):
    """A row gives an amount and does not say how often."""

    code = "import.period_missing"

    def __str__(self) -> str:
        return "say how often, or that it is once"


class PlaceUnknownError(FlowsError):
    """A row names a place that the organisation does not have."""

    code = "import.place_unknown"

    def __init__(self, text: str, known: tuple[str, ...]) -> None:
        super().__init__(text, known)
        self.text, self.known = text, known

    def __str__(self) -> str:
        return f"there is no place {self.text!r}; known are {', '.join(self.known) or 'none'}"


class PlaceOpenError(FlowsError):
    """A row does not say where, and the organisation has no place or several."""

    code = "import.place_open"

    def __str__(self) -> str:
        return "say where: the name of a place, or postcode and house number"


class AddressHalfError(FlowsError):
    """A row gives only one half of an address."""

    code = "import.address_half"

    def __str__(self) -> str:
        return "give postcode and house number together"


class ImportNotReadyError(FlowsError):
    """A sheet with faults was to be imported: it is all of it or nothing."""

    code = "import.not_ready"

    def __str__(self) -> str:
        return "some rows are not right yet; nothing was imported"
