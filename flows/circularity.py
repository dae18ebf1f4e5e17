"""Circularity of a product, a firm or a country: MCI, content after ISO 59020, CTI and use rate.

Only ``share_of`` is in use, for the shares of ``flows.indicators``. The others stand ready, each with its
worked values as tests, for data that the town does not hold yet: ``material_circularity`` for the recycled
content, life and end of life of products; ``recycled_outflow``, ``circular_outflow`` and ``mass_weighted``
for all that goes into and out of a firm; ``circular_material_use_rate`` for the material use of a country.
"""

from dataclasses import dataclass, fields
from decimal import Decimal

from flows.errors import FlowsError, OutOfRangeError
from flows.streams import MOST_TONNES

UTILITY = 0.9
"""The constant of F(X) = 0.9 / X: all virgin and all lost gives an MCI of 0.1, not 0."""


class MoreThanAllError(FlowsError):
    """Parts of a whole come to more than the whole."""

    code = "indicator.more_than_all"

    def __init__(self, whole: str) -> None:
        super().__init__(whole)
        self.whole = whole

    def __str__(self) -> str:
        return f"the parts of {self.whole} come to more than all of it"


@dataclass(frozen=True, slots=True)
class Content:
    """Shares of the mass of a product that are recycled, reused and sustainably grown; the rest is virgin."""

    recycled: float = 0.0
    reused: float = 0.0
    grown: float = 0.0

    def __post_init__(self) -> None:
        check_shares(self, "inflow")


@dataclass(frozen=True, slots=True)
class Fate:
    """Shares of the mass of a product collected at its end: for recycling, reuse, composting and energy.

    Energy counts only under the method's conditions for bio-based material: leave it at nought.
    """

    recycled: float = 0.0
    reused: float = 0.0
    composted: float = 0.0
    energy: float = 0.0

    def __post_init__(self) -> None:
        check_shares(self, "outflow")


def check_shares(shares: Content | Fate, whole: str) -> None:
    """Refuse shares outside 0 to 1, or that together are more than the whole."""
    values = {one.name: float(getattr(shares, one.name)) for one in fields(shares)}
    for name, value in values.items():
        if not 0 <= value <= 1:
            raise OutOfRangeError(f"{whole}.{name}", value, "from 0 to 1")
    if sum(values.values()) > 1 + 1e-12:
        raise MoreThanAllError(whole)


@dataclass(frozen=True, slots=True)
class Recycling:
    """Efficiency, as mass out per mass in, of making the recycled input and of recycling afterwards."""

    before: float = 1.0
    after: float = 1.0

    def __post_init__(self) -> None:
        for name in ("before", "after"):
            value = getattr(self, name)
            if not 0 < value <= 1:
                raise OutOfRangeError(f"efficiency.{name}", value, "above 0 and at most 1")


@dataclass(frozen=True, slots=True)
class Circularity:
    """What the MCI is made of: virgin input and waste in tonnes, linear flow index and MCI as numbers."""

    virgin: float
    waste: float
    linear_flow_index: float
    mci: float


def material_circularity(
    tonnes: float, content: Content, fate: Fate, recycling: Recycling, utility: float
) -> Circularity:
    """Return the Material Circularity Indicator of a product or batch of so many tonnes.

    ``utility`` is X = (L / L average) (U / U average), how long and how much it is used against the average.
    Source: Ellen MacArthur Foundation and Granta, Circularity Indicators; the full form, in which
    LFI = (V + W) / (2 M + (WF − WC) / 2). Raises OutOfRangeError.
    """
    if not 0 < tonnes <= MOST_TONNES:
        raise OutOfRangeError("tonnes", tonnes, f"above 0 and at most {MOST_TONNES}")
    if not 0 < utility < float("inf"):
        raise OutOfRangeError("utility", utility, "above 0")
    virgin = tonnes * max(0.0, 1 - content.recycled - content.reused - content.grown)
    lost = tonnes * max(0.0, 1 - fate.recycled - fate.reused - fate.composted - fate.energy)
    before = tonnes * content.recycled * (1 - recycling.before) / recycling.before
    after = tonnes * fate.recycled * (1 - recycling.after)
    waste = lost + (before + after) / 2
    index = (virgin + waste) / (2 * tonnes + (before - after) / 2)
    return Circularity(virgin, waste, index, max(0.0, 1 - index * UTILITY / utility))


def share_of(part: Decimal, whole: Decimal) -> Decimal | None:
    """Return a mass as a share of a whole, None where there is no whole; both in the same unit.

    So are reckoned, after ISO 59020:2024: reused, recycled and renewable content (of what came in), and
    reused, recycled and biologically recirculated material (of what went out). Raises OutOfRangeError and
    MoreThanAllError.
    """
    for name, value in (("part", part), ("whole", whole)):
        if not (value.is_finite() and value >= 0):
            raise OutOfRangeError(name, value, "0 or above")
    if part > whole:
        raise MoreThanAllError("mass")
    return part / whole if whole else None


def recycled_outflow(sent: Decimal, process_yield: Decimal, out: Decimal) -> Decimal | None:
    """Return the share of all tonnes out that is really recycled: what is sent to it times the yield.

    After ISO 59020:2024, which counts what comes out of the process, not what goes in.
    """
    if not 0 <= process_yield <= 1:
        raise OutOfRangeError("yield", process_yield, "from 0 to 1")
    return share_of(sent * process_yield, out)


@dataclass(frozen=True, slots=True)
class CircularMass:
    """A mass in tonnes and which share of it, 0 to 1, is circular."""

    tonnes: Decimal
    share: Decimal

    def __post_init__(self) -> None:
        if not (self.tonnes.is_finite() and 0 <= self.tonnes <= MOST_TONNES):
            raise OutOfRangeError("tonnes", self.tonnes, f"from 0 to {MOST_TONNES}")
        if not 0 <= self.share <= 1:
            raise OutOfRangeError("share", self.share, "from 0 to 1")


def circular_outflow(tonnes: Decimal, potential: Decimal, actual: Decimal) -> CircularMass:
    """Return an outflow in tonnes, circular as far as it can be and really is recovered (WBCSD, CTI 4.0)."""
    for name, value in (("potential", potential), ("actual", actual)):
        if not 0 <= value <= 1:
            raise OutOfRangeError(name, value, "from 0 to 1")
    return CircularMass(tonnes, potential * actual)


def mass_weighted(inflow: CircularMass, outflow: CircularMass) -> Decimal | None:
    """Return the material circularity, 0 to 1: in- and outflow weighted by mass; None without any mass.

    Source: WBCSD, Circular Transition Indicators 4.0, % material circularity.
    """
    mass = inflow.tonnes + outflow.tonnes
    circular = inflow.tonnes * inflow.share + outflow.tonnes * outflow.share
    return circular / mass if mass else None


@dataclass(frozen=True, slots=True)
class NationalUse:
    """Tonnes of a country in a year: recycled in its plants (R2–R11), waste traded for it, material used."""

    recycled: Decimal
    imported: Decimal
    exported: Decimal
    material_use: Decimal

    def __post_init__(self) -> None:
        for name in ("recycled", "imported", "exported", "material_use"):
            value = getattr(self, name)
            if not (value.is_finite() and value >= 0):
                raise OutOfRangeError(name, value, "0 or above")
        if self.imported > self.recycled + self.exported:
            raise MoreThanAllError("imported waste")

    @property
    def collected(self) -> Decimal:
        """Return U, the tonnes collected in the country for recycling: recycled − imported + exported."""
        return self.recycled - self.imported + self.exported


def circular_material_use_rate(use: NationalUse) -> Decimal | None:
    """Return CMU = U / (DMC + U), 0 to 1, of a country; None where nothing is used. Source: Eurostat.

    It is a national figure that credits who collects. A town has no DMC, so none of its figures is called so.
    """
    mass = use.material_use + use.collected
    return use.collected / mass if mass else None
