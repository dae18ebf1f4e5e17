"""Random listings and processes by seed, dense enough that gates, ties and limits all come up."""

from datetime import date, timedelta
from decimal import Decimal
from random import Random

from flows.distance import Position
from flows.materials import load_materials
from flows.processes import Output, Process, ProcessStatus, Yield
from flows.strategies import Strategy
from flows.streams import Amount, Availability, Form, Grade, Need, Offer, Quality, Range

TREE = load_materials()
MATERIALS = ("plastics", "plastic-film", "ldpe-film", "stretch-film", "pe", "gravel", "concrete-rubble")
FIRST_DAY = date(2026, 1, 1)
World = tuple[list[Offer], list[Need], list[Process]]


class Chance:
    """Random listings and processes, dense enough that gates, ties and limits all come up."""

    def __init__(self, seed: int, spread: float = 0.4) -> None:
        self.random = Random(seed)
        self.spread = spread

    def place(self) -> Position | None:
        if self.random.random() < 0.1:
            return None
        east, north = (self.random.uniform(-self.spread, self.spread) for _ in range(2))
        return Position(5.85 + east, 50.98 + north)

    def amount(self) -> Amount | None:
        if self.random.random() < 0.1:
            return None
        low, likely, high = sorted(Decimal(self.random.randint(0, 4000)) / 100 for _ in range(3))
        taken = Decimal(self.random.randint(0, 500)) / 100 if self.random.random() < 0.2 else Decimal(0)
        return Amount(Range(low, likely, high), Grade.DECLARED, self.random.random() < 0.6, taken)

    def days(self) -> Availability:
        first, last = sorted(FIRST_DAY + timedelta(days=self.random.randint(0, 500)) for _ in range(2))
        start = None if self.random.random() < 0.2 else first
        return Availability(start, None if self.random.random() < 0.2 else last)

    def quality(self) -> Quality:
        def maybe(value: float) -> float | None:
            return value if self.random.random() < 0.5 else None

        form = self.random.choice([None, Form.BALED, Form.LOOSE])
        classes = self.random.choice([(), (), ("A",), ("A", "B"), ("C",)])
        return Quality(form, maybe(self.random.randint(0, 20)), maybe(self.random.randint(0, 20)), classes)

    def listing(self, kind: type[Offer | Need], name: str) -> Offer | Need:
        return kind(
            id=name,
            material=self.random.choice(MATERIALS),
            amount=self.amount(),
            availability=self.days(),
            quality=self.quality(),
            position=self.place(),
            max_km=self.random.choice([None, 5.0, 20.0, 60.0]),
            organisation=self.random.choice(["", "bakery", "school", "plant"]),
        )

    def process(self, name: str) -> Process:
        low, likely, high = sorted(Decimal(self.random.randint(10, 100)) / 100 for _ in range(3))
        share = None if self.random.random() < 0.2 else Yield(low, likely, high)
        taken, given = self.random.sample(MATERIALS, 2)
        capacity = None if self.random.random() < 0.5 else Decimal(self.random.randint(1, 60))
        return Process(
            name,
            (taken,),
            (Output(given, share, self.random.choice(list(Strategy))),),
            ProcessStatus.RUNNING,
            capacity,
            self.place(),
            Decimal(0) if capacity is None else capacity / self.random.randint(1, 4),
        )

    def world(self, offers: int, needs: int, processes: int) -> World:
        return (
            [self.listing(Offer, f"o{self.random.randint(0, 4 * offers)}") for _ in range(offers)],  # type: ignore[misc]
            [self.listing(Need, f"n{self.random.randint(0, 4 * needs)}") for _ in range(needs)],  # type: ignore[misc]
            [self.process(f"p{place}") for place in range(processes)],
        )


def without_doubles(world: World) -> World:
    """Keep one row of each id and material, as files and tables have it."""
    offers, needs, processes = world
    return (
        list({(one.id, one.material): one for one in offers}.values()),
        list({(one.id, one.material): one for one in needs}.values()),
        processes,
    )
