"""The plan of 10,000 open listings of a database made by seed: python -m benchmarks planning."""

import statistics
import sys
import tempfile
import time
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import numpy as np

from circulair.services import planning, plans, wide_search
from circulair.services.actor import Actor, Role
from circulair.store import listings, organisations, schema
from circulair.store import plans as store
from circulair.store.records import (
    ListingRecord,
    ListingSource,
    ListingState,
    OrganisationRecord,
    PlanRecord,
    PlanState,
    PremisesRecord,
)
from circulair.store.session import Store
from flows.distance import Position, Precision
from flows.materials import Nature, load_materials
from flows.organisations import Kind, StakeholderGroup
from flows.plans import Aim
from flows.streams import Availability, Grade, Range, Side
from flows.units import Quantity

NOW = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
HUB = Actor(NOW, Role.HUB)
FIRMS = 1_000


@dataclass(frozen=True)
class Times:
    """Seconds that each part of one plan took, and what came of it."""

    gathering: float
    making: float
    keeping: float
    considered: int
    lines: int
    gap: float

    @property
    def whole(self) -> float:
        """Return the seconds in all."""
        return self.gathering + self.making + self.keeping


def fill(number: int, seed: int = 1) -> None:
    """Put organisations, premises and open listings, half of them offers, into an empty database."""
    chance = np.random.default_rng(seed)
    tree = load_materials()
    leaves = sorted(one.slug for one in tree if not tree.children(one.slug) and one.nature is Nature.MATTER)
    firms = [
        organisations.add(
            OrganisationRecord(
                name=f"Firm {at}",
                kind=Kind.INDUSTRY,
                stakeholder_group=StakeholderGroup.ENTREPRENEURS,
                created_at=NOW,
            )
        )
        for at in range(FIRMS)
    ]
    places = [
        organisations.add_premises(
            PremisesRecord(
                organisation_id=firm.id, name=firm.name, created_at=NOW, precision=Precision.PICKED,
                position=Position(float(chance.uniform(5.75, 5.95)), float(chance.uniform(50.9, 51.1))),
            )
        )
        for firm in firms
    ]  # fmt: skip
    share = 1 / np.arange(1, len(leaves) + 1) ** 0.6
    kinds = chance.choice(len(leaves), number, p=share / share.sum())
    listings.add_all(
        [
            a_listing(at, leaves[kind], places[int(chance.integers(FIRMS))], chance)
            for at, kind in enumerate(kinds.tolist())
        ]
    )


def a_listing(at: int, material: str, place: PremisesRecord, chance: np.random.Generator) -> ListingRecord:
    """Return one open listing of some tonnes a year."""
    likely = Decimal(str(round(float(np.exp(chance.normal(2, 1.5))), 3))) + Decimal("0.001")
    return ListingRecord(
        organisation_id=place.organisation_id, premises_id=place.id, side=Side.NEED if at % 2 else Side.OFFER,
        state=ListingState.OPEN, source=ListingSource.OWNER, title=f"Listing {at}", material=material,
        typed=Quantity(likely, "t", "year"), recurring=True, grade=Grade.DECLARED,
        tonnes=Range(likely, likely, likely),
        availability=Availability(date(2027, 3, 1), date(2027, 3, 1) + timedelta(days=int(chance.integers(60, 700)))),
        created_at=NOW, changed_at=NOW,
    )  # fmt: skip


def planned(database: Store, aim: Aim) -> Times:
    """Make one plan as the worker does."""
    began = time.perf_counter()
    with database.unit_of_work(reading=True):
        market = planning.gather(HUB)
    gathered = time.perf_counter()
    made = planning.make(market, aim, search=wide_search.fitting(market))
    found = time.perf_counter()
    with database.unit_of_work():
        record = store.add(PlanRecord(aim=aim, state=PlanState.WAITING, asked_at=NOW))
        plans.keep(record.id, made, NOW)
    kept = time.perf_counter()
    return Times(
        gathered - began,
        found - gathered,
        kept - found,
        made.considered,
        len(made.plan.shares),
        made.plan.gap,
    )


def spread(values: list[float]) -> str:
    """Return median, least and most."""
    return f"{statistics.median(values):.3g} ({min(values):.3g}–{max(values):.3g})"


def section(small: bool) -> str:
    """Measure and return the part of the page."""
    number, rounds = (1_000, 2) if small else (10_000, 5)
    told = ["| Aim | Rounds | Seconds in all | reading | matching and solving | keeping | Matches | Lines | Gap |",
            "|---|---|---|---|---|---|---|---|---|"]  # fmt: skip
    with (
        tempfile.TemporaryDirectory() as folder,
        closing(Store(f"sqlite:///{Path(folder) / 'plan.db'}")) as database,
    ):
        schema.migrate(database)
        with database.unit_of_work():
            fill(number)
        planned(database, Aim.TONNES)  # compiles what is not compiled yet
        for aim in (Aim.RUNG, Aim.TONNES, Aim.KM):
            runs = [planned(database, aim) for _ in range(rounds)]
            cells = [
                spread([getattr(one, part) for one in runs])
                for part in ("whole", "gathering", "making", "keeping")
            ]
            told.append(
                f"| {aim} | {rounds} | {' | '.join(cells)} | {runs[0].considered:,} | {runs[0].lines:,} | {runs[0].gap:.1e} |"
            )
    return f"""## The plan of a whole database

Seconds by the clock, {number:,} open listings in SQLite.

{chr(10).join(told)}
"""


if __name__ == "__main__":
    print(section("--small" in sys.argv[1:]))
