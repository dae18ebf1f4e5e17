"""Avoided emission of one exchange by substitution, in kg CO2e, part by part, and why none is told."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from flows.errors import OutOfRangeError
from flows.factors import Factor, FactorBook, Pair
from flows.ledger import Way
from flows.materials import Nature, load_materials
from flows.strategies import Strategy
from flows.streams import MOST_TONNES, Grade

SEED = 20_250_527
"""Where the draws begin: always the same, so that the same figures give the same range."""

DRAWS = 2000

BASIS: dict[Strategy, str] = {
    Strategy.R3: "re-used",
    Strategy.R8_HIGH: "closed-loop",
    Strategy.R8_LOW: "closed-loop",
}
"""How a material is made again on a rung; the other rungs have no published effort that we know."""

SUBSTITUTION: dict[Strategy, float] = {Strategy.R3: 0.5, Strategy.R8_HIGH: 1.0, Strategy.R8_LOW: 0.5}
"""Tonnes of new material that a tonne really takes the place of: an assumption (grade D, domain.md 4.1)."""

WEIGHED = (Nature.MATTER, Nature.OBJECT)
"""Natures for which buying less is a fair assumption; food is only counted if it really is bought less."""


class NoEffect(StrEnum):
    """Why no avoided emission is told."""

    ENERGY = "energy"
    FOOD = "food"
    RUNG = "rung"
    NO_FACTOR = "no_factor"
    NO_YIELD = "no_yield"
    NO_DISTANCE = "no_distance"


@dataclass(frozen=True, slots=True)
class Input:
    """One figure that goes in, with its unit; ``grade`` is None where it is known without doubt.

    Inputs of one name are one and the same: they are drawn together. ``at_most`` is what none can exceed.
    """

    name: str
    value: float
    unit: str
    grade: Grade | None = None
    at_most: float | None = None

    def __post_init__(self) -> None:
        most = MOST_TONNES if self.at_most is None else self.at_most
        if not 0 <= self.value <= most:
            raise OutOfRangeError(self.name, self.value, f"from 0 to {most}")


@dataclass(frozen=True, slots=True)
class Factors:
    """The rows of one edition that an exchange needs."""

    pair: Pair
    reference: Factor
    residue: Factor
    tank_to_wheel: Factor
    well_to_tank: Factor

    def __iter__(self) -> Iterator[Factor]:
        """Yield them in the order of the formula, each once."""
        rows = (
            *(self.pair.primary, self.pair.secondary, self.reference, self.residue),
            *(self.tank_to_wheel, self.well_to_tank),
        )
        yield from dict.fromkeys(rows)


@dataclass(frozen=True, slots=True)
class Case:
    """What the avoided emission of an exchange follows from: tonnes in, yield, substitution, km, factors."""

    tonnes: Input
    kept: Input
    substitution: Input
    km: Input
    factors: Factors

    def inputs(self) -> tuple[Input, ...]:
        """Return every figure that goes in, in the order of ``Parts.of``."""
        rows = self.factors
        factors = (rows.pair.primary, rows.pair.secondary, rows.reference, rows.residue)
        return (
            *(self.tonnes, self.kept, self.substitution, self.km),
            *(input_of(factor) for factor in (*factors, rows.tank_to_wheel, rows.well_to_tank)),
        )


@dataclass(frozen=True, slots=True)
class Parts:
    """Avoided emission in kg CO2e by where it comes from; what is emitted more is negative."""

    material: float
    reference: float
    residue: float
    transport: float

    @property
    def total(self) -> float:
        """Return all parts together, in kg CO2e; below nought more is emitted than avoided."""
        return self.material + self.reference + self.residue + self.transport


def avoided(case: Case) -> Parts:
    """Return what an exchange avoids, in kg CO2e: m·y·(q·EF₁ − EF₂) + m·EF₃ − m·(1 − y)·EF₄ − m·d·EF₅.

    m tonnes in, y the yield, q the substitution, d km by road; EF₁ making it new, EF₂ making it again, EF₃
    what would have happened to it, EF₄ treating what is left over, EF₅ a t·km from well to wheel. The usual
    substitution logic; our own proposal (domain.md 4.1).
    """
    m, y, q, d, new, again, otherwise, rest, tank, well = (one.value for one in case.inputs())
    return Parts(
        material=m * y * (q * new - again),
        reference=m * otherwise,
        residue=-m * (1 - y) * rest,
        transport=-m * d * (tank + well),
    )


def input_of(factor: Factor) -> Input:
    """Return a factor as an input; the same row is the same input wherever it is used."""
    return Input(f"{factor.id} {factor.edition}", factor.value, factor.unit, factor.grade)


def factors_for(
    materials: tuple[str, str], strategy: Strategy, book: FactorBook, edition: str
) -> Factors | None:
    """Return the rows for what is given and what arrives, None where none fits.

    What arrives takes the place of something new, so its row counts; where it has none and the quality is
    kept, what was given comes back, and its row counts.
    """
    given, arriving = materials
    basis = BASIS[strategy]
    pair = book.pair(arriving, basis, edition)
    if pair is None and strategy is Strategy.R8_HIGH:
        pair = book.pair(given, basis, edition)
    if pair is None:
        return None
    treatment = book.treatment(edition)
    return Factors(pair, treatment, treatment, *book.transport(edition))


def why_none(given: str, strategy: Strategy) -> NoEffect | None:
    """Return why nothing can be told of a material on a rung before any figure is looked at."""
    if strategy in (Strategy.R9, Strategy.NONE):
        return NoEffect.ENERGY
    nature = load_materials()[given].nature
    if nature is Nature.FOOD:
        return NoEffect.FOOD
    return NoEffect.RUNG if strategy not in BASIS or nature not in WEIGHED else None


def case_of(name: str, tonnes: Input, way: Way, book: FactorBook, edition: str) -> Case | NoEffect:
    """Return what the avoided emission of tonnes on a way follows from, or why it is not told.

    ``name`` tells the distance apart from others'. A yield and a rung's substitution are the same for all.
    """
    reason = why_none(way.given, way.strategy)
    if reason is not None:
        return reason
    if way.kept is None:
        return NoEffect.NO_YIELD
    if way.km is None:
        return NoEffect.NO_DISTANCE
    factors = factors_for((way.given, way.arriving), way.strategy, book, edition)
    if factors is None:
        return NoEffect.NO_FACTOR
    passed = " ".join(process for process, _share in way.through)
    sure = Grade.CONVERTED if passed else None
    return Case(
        tonnes=tonnes,
        kept=Input(f"yield {passed}", float(way.kept), "t/t", sure, at_most=1.0),
        substitution=Input(
            f"substitution {way.strategy}", SUBSTITUTION[way.strategy], "t/t", Grade.ASSUMED, at_most=1.0
        ),
        km=Input(f"km {name}", way.km, "km", Grade.ASSUMED),
        factors=factors,
    )


@dataclass(frozen=True, slots=True)
class Spread:
    """Avoided emission in kg CO2e: 5th, 50th and 95th percentile of the draws, and the formula's figure."""

    low: float
    middle: float
    high: float
    likely: float

    @property
    def is_clear(self) -> bool:
        """Tell whether there is an effect at all: its range does not hold nought."""
        return self.low > 0 or self.high < 0
