"""What is known of a building that can be used: its sizes, what is there, and the answers that are open."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from flows.errors import FlowsError, OutOfRangeError, UnknownCodeError
from flows.law import YesNo

MOST_M2 = Decimal(1_000_000)
"""More than any building has; a larger figure is a slip of the unit."""

MOST_HEIGHT_M = Decimal(100)
ODD_HEIGHT_M = Decimal(20)
"""Above this a clear height is asked once more (domain.md 8.2)."""

ASBESTOS_BEFORE = 1994
"""A building from before this year is asked for its asbestos inventory (domain.md 8.2)."""

BAG_DIGITS = 16

CATEGORIES = ("1", "2", "3.1", "3.2", "4.1", "4.2", "5.1", "5.2", "5.3", "6")
"""Environmental categories of the VNG planning list: general knowledge, a hint and no permit."""

ENERGY_LABELS = ("A+++++", "A++++", "A+++", "A++", "A+", "A", "B", "C", "D", "E", "F", "G", "none", "exempt")


class BagUse(StrEnum):
    """Purposes of use in the register of addresses and buildings (general knowledge)."""

    WOON = "woon"
    BIJEENKOMST = "bijeenkomst"
    CEL = "cel"
    GEZONDHEIDSZORG = "gezondheidszorg"
    INDUSTRIE = "industrie"
    KANTOOR = "kantoor"
    LOGIES = "logies"
    ONDERWIJS = "onderwijs"
    SPORT = "sport"
    WINKEL = "winkel"
    OVERIG = "overig"


class Loading(StrEnum):
    """How goods come in."""

    NONE = "none"
    DOOR = "door"
    DOCK = "dock"
    BOTH = "both"


class Truck(StrEnum):
    """The largest vehicle that can come to the door."""

    NONE = "none"
    VAN = "van"
    RIGID = "rigid"
    ARTICULATED = "articulated"


class Feature(StrEnum):
    """What a building can have."""

    WATER = "water"
    POWER = "power"
    HEATING = "heating"
    SEWER = "sewer"
    TOILET = "toilet"
    PUBLIC_ACCESS = "public_access"
    SHOP_FRONT = "shop_front"
    VENTILATION = "ventilation"
    NOISE = "noise"
    HARD_FLOOR = "hard_floor"
    DRAIN = "drain"
    STORAGE = "storage"
    PERMIT = "permit"


class BagIdError(FlowsError):
    """A number of the register of buildings is not sixteen digits."""

    code = "premises.bag_id"

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text

    def __str__(self) -> str:
        return f"{self.text!r} is no BAG number; it has {BAG_DIGITS} digits, noughts in front included"


class FreeAreaError(FlowsError):
    """More of a building is free than it has."""

    code = "premises.free_area"

    def __init__(self, free: Decimal, whole: Decimal) -> None:
        super().__init__(free, whole)
        self.free, self.whole = free, whole

    def __str__(self) -> str:
        return f"{self.free} m² cannot be free of {self.whole} m²"


class VacancyOrderError(FlowsError):
    """A building could be used before it became empty."""

    code = "premises.empty_first"

    def __init__(self, since: date, start: date) -> None:
        super().__init__(since, start)
        self.since, self.start = since, start

    def __str__(self) -> str:
        return f"it can be used from {self.start}, yet it became empty only on {self.since}"


class VacancyBasisError(FlowsError):
    """A figure about an area was given as what is known of one address."""

    code = "premises.basis"

    def __str__(self) -> str:
        return "a figure of Statistics Netherlands is about an area and says nothing of one address"


LIMITS: Mapping[str, Decimal] = {
    "area_free_m2": MOST_M2,
    "clear_height_m": MOST_HEIGHT_M,
    "floor_load_kg_m2": Decimal(100_000),
    "gate_width_m": MOST_HEIGHT_M,
    "gate_height_m": MOST_HEIGHT_M,
    "power_kva": Decimal(100_000),
}
"""Measures above nought, with the most that is believed."""

PRICES = ("rent_eur_m2_year", "service_eur_m2_year")
MOST_EUR = Decimal(100_000)


@dataclass(frozen=True, slots=True)
class Building:
    """What is known of a building; None, an empty text or unknown where nobody told.

    Prices are in euros for a square metre and a year, without VAT. ``uses`` are codes of ``BagUse`` and
    ``features`` answers such as ``water:yes toilet:no``, both separated by blanks.
    """

    bag_id: str = ""
    uses: str = ""
    area_free_m2: Decimal | None = None
    clear_height_m: Decimal | None = None
    floor_load_kg_m2: Decimal | None = None
    loading: Loading | None = None
    gate_width_m: Decimal | None = None
    gate_height_m: Decimal | None = None
    truck: Truck | None = None
    power_kva: Decimal | None = None
    features: str = ""
    energy_label: str = ""
    use_source: str = ""
    category: str = ""
    rent_eur_m2_year: Decimal | None = None
    service_eur_m2_year: Decimal | None = None
    rent_on_request: bool = False
    temporary: YesNo = YesNo.UNKNOWN
    term_months: int | None = None
    built_year: int | None = None
    asbestos_checked: YesNo = YesNo.UNKNOWN

    def __post_init__(self) -> None:
        check_bag_id(self.bag_id)
        for name, most in LIMITS.items():
            _within(name, getattr(self, name), most, above=True)
        for name in PRICES:
            _within(name, getattr(self, name), MOST_EUR)
        _whole("term_months", self.term_months, 1, 600)
        _whole("built_year", self.built_year, 1000, 2200)
        for name, code, known in (
            *(("uses", one, tuple(BagUse)) for one in self.uses.split()),
            ("energy_label", self.energy_label, ("", *ENERGY_LABELS)),
            ("category", self.category, ("", *CATEGORIES)),
        ):
            if code not in known:
                raise UnknownCodeError(name, code)
        self.answers()

    def answers(self) -> dict[Feature, bool]:
        """Return what is there and what is not; what nobody told is left out."""
        found: dict[Feature, bool] = {}
        for one in self.features.split():
            name, _colon, answer = one.partition(":")
            if name not in list(Feature) or answer not in (YesNo.YES, YesNo.NO):
                raise UnknownCodeError("features", one)
            found[Feature(name)] = answer == YesNo.YES
        return found

    @property
    def asks_asbestos(self) -> bool:
        """Return whether an asbestos inventory is asked for: an old building of which nobody made one."""
        old = self.built_year is not None and self.built_year < ASBESTOS_BEFORE
        return old and self.asbestos_checked is not YesNo.YES


def as_features(answers: Mapping[Feature, bool]) -> str:
    """Return answers as a building keeps them, in the order of the list."""
    said = {True: YesNo.YES, False: YesNo.NO}
    return " ".join(f"{one.value}:{said[answers[one]].value}" for one in Feature if one in answers)


def as_uses(uses: Iterable[str]) -> str:
    """Return purposes of use as a building keeps them, in the order of the list."""
    wanted = set(uses)
    unknown = sorted(wanted - set(BagUse))
    if unknown:
        raise UnknownCodeError("uses", unknown[0])
    return " ".join(one.value for one in BagUse if one in wanted)


def check_bag_id(text: str) -> None:
    """Refuse a BAG number that is not sixteen digits; an empty one is none."""
    if text and not (len(text) == BAG_DIGITS and text.isascii() and text.isdigit()):
        raise BagIdError(text)


def check_areas(free: Decimal | None, whole: Decimal | None) -> None:
    """Refuse more free square metres than there are."""
    if free is not None and whole is not None and free > whole:
        raise FreeAreaError(free, whole)


def check_order(since: date | None, start: date | None) -> None:
    """Refuse a first day of use before the building became empty."""
    if since is not None and start is not None and start < since:
        raise VacancyOrderError(since, start)


def _within(name: str, value: Decimal | None, most: Decimal, *, above: bool = False) -> None:
    if value is None:
        return
    if not value.is_finite() or value > most or value < 0 or (above and value == 0):
        raise OutOfRangeError(name, value, f"{'above' if above else 'from'} 0, at most {most}")


def _whole(name: str, value: int | None, low: int, high: int) -> None:
    if value is not None and not low <= value <= high:
        raise OutOfRangeError(name, value, f"from {low} to {high}")
