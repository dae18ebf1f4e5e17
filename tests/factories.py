"""Offers, needs and processes for tests: one maker per domain object, at fixed spots in Geleen."""

from decimal import Decimal
from typing import TypedDict, Unpack

from flows.distance import Position
from flows.effects import Case, Factors, Input, factors_for
from flows.factors import load_factors
from flows.ledger import End, Entry, Ledger, Way
from flows.processes import Output, Process, ProcessStatus, Yield
from flows.strategies import Strategy
from flows.streams import Amount, Availability, Grade, Need, Offer, Quality, exactly

SPOTS = {
    "market": Position(5.8290, 50.9740),
    "station": Position(5.8236, 50.9680),
    "lindenheuvel": Position(5.8130, 50.9760),
    "lutterade": Position(5.8180, 50.9650),
    "chemelot": Position(5.7940, 50.9700),
    "sittard": Position(5.8690, 51.0000),
}
"""Where the examples are, roughly: no address of anybody."""


class Few(TypedDict, total=False):
    """What a test may say of a stream besides its material and tonnes."""

    id: str
    availability: Availability
    quality: Quality
    position: Position | None
    max_km: float | None
    organisation: str


def an_amount(tonnes: float | str = 40, grade: Grade = Grade.DECLARED, *, recurring: bool = True) -> Amount:
    """Make an amount known to the point, in tonnes a year unless it is a lot."""
    return Amount(exactly(Decimal(str(tonnes))), grade, recurring)


def an_offer(material: str = "ldpe-film", tonnes: float | None = 40, **few: Unpack[Few]) -> Offer:
    """Make an offer at the market of Geleen; None for tonnes that nobody told."""
    known: Few = {"id": "offer-1", "position": SPOTS["market"], "organisation": "giver", **few}
    return Offer(material=material, amount=None if tonnes is None else an_amount(tonnes), **known)


def a_need(material: str = "ldpe-film", tonnes: float | None = 40, **few: Unpack[Few]) -> Need:
    """Make a need at the station of Geleen; None for tonnes that nobody told."""
    known: Few = {"id": "need-1", "position": SPOTS["station"], "organisation": "taker", **few}
    return Need(material=material, amount=None if tonnes is None else an_amount(tonnes), **known)


def a_yield(likely: float | str, low: float | str | None = None, high: float | str | None = None) -> Yield:
    """Make a yield, its ends like its middle unless told."""
    middle = Decimal(str(likely))
    return Yield(
        middle if low is None else Decimal(str(low)), middle, middle if high is None else Decimal(str(high))
    )


def an_output(material: str, likely: float | str | None, strategy: Strategy = Strategy.R8_LOW) -> Output:
    """Make what a process gives, its yield unknown where None."""
    return Output(material, None if likely is None else a_yield(likely), strategy)


def a_process(
    takes: str = "ldpe-film",
    *gives: Output,
    code: str = "process-1",
    status: ProcessStatus = ProcessStatus.RUNNING,
    capacity: int | None = None,
) -> Process:
    """Make a running process at Chemelot that takes one material; by default it makes regranulate of film."""
    outputs = gives or (an_output("pe-regranulate", "0.8"),)
    return Process(
        code, (takes,), outputs, status, None if capacity is None else Decimal(capacity), SPOTS["chemelot"]
    )


def some_factors(material: str = "ldpe-film") -> Factors:
    """Return the rows of the shipped edition for a material that is made again."""
    found = factors_for((material, material), Strategy.R8_HIGH, load_factors(), "2025")
    assert found is not None
    return found


def a_case(
    tonnes: float = 10, kept: float = 0.8, q: float = 0.9, km: float = 25, material: str = "ldpe-film"
) -> Case:
    """Make the worked example of avoided emission: 10 t of film, 25 km, yield 0.8, substitution 0.9."""
    return Case(
        tonnes=Input("tonnes", tonnes, "t", Grade.MEASURED),
        kept=Input("yield", kept, "t/t", Grade.CONVERTED, at_most=1.0),
        substitution=Input("substitution", q, "t/t", Grade.ASSUMED, at_most=1.0),
        km=Input("km", km, "km", Grade.ASSUMED),
        factors=some_factors(material),
    )


def an_entry(
    tonnes: str = "10",
    key: str = "a",
    *,
    material: str = "ldpe-film",
    strategy: Strategy = Strategy.R8_HIGH,
    way: Way | None = None,
    euros: str | None = None,
) -> Entry:
    """Make a confirmed delivery from one shop to one maker in town, handed over as it is."""
    return Entry(
        key=key,
        ledger=Ledger.CONFIRMED,
        tonnes=exactly(Decimal(tonnes)),
        grade=Grade.MEASURED,
        way=way or Way(material, material, strategy, km=4.0),
        giver=End("1", "Giver", "4771", "Geleen-Centrum", inside=True),
        receiver=End("2", "Receiver", "", "Lindenheuvel", inside=True),
        offer=1,
        source=1,
        euros_a_tonne=None if euros is None else Decimal(euros),
    )
