"""The plan: 10,000 open listings of a database made by seed, and interior point beside the simplex on one model.

python -m benchmarks.planning [--small] prints both as lines of Markdown; the simplex takes minutes at 100,000
matches, so that part has one round there.
"""

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
from flows.engine.allocation import question
from flows.engine.programme import room_of, solved
from flows.materials import Nature, load_materials
from flows.organisations import Kind, StakeholderGroup
from flows.plans import Aim, Candidate, Effort, Room
from flows.strategies import Strategy
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


def a_market(number: int, seed: int = 1) -> tuple[list[Candidate], Room]:
    """Return a random graph: ten matches per need, a third through one of few processes with a yield."""
    chance = np.random.default_rng(seed)
    needs = max(10, number // 10)
    tonnes = chance.random((2, needs)) * 50
    rungs = list(Strategy)
    lines = []
    for at in range(number):
        through = chance.random() < 0.3
        uses = ((f"p{chance.integers(max(1, needs // 50))}", 1.0),) if through else ()
        lines.append(
            Candidate(f"o{chance.integers(needs)}", f"n{at % needs}", uses, float(chance.random()) if through else 1.0,
                      rungs[int(chance.integers(len(rungs)))], float(chance.random() * 50))
        )  # fmt: skip
    room = Room(
        {f"o{at}": float(tonnes[0, at]) for at in range(needs)},
        {f"n{at}": float(tonnes[1, at]) for at in range(needs)},
        {f"p{at}": 100.0 for at in range(max(1, needs // 50))},
    )
    return lines, room


def side_by_side(number: int, rounds: int) -> tuple[list[float], float]:
    """Solve one model by both methods in turn; return the ratios of their times, and the gap of the quicker."""
    lines, room = a_market(number)
    asked = question(lines, room, Aim.RUNG, Effort())
    assert np.isfinite(room_of(asked.programme)).all()
    ratios, gap = [], 0.0
    for _ in range(rounds):
        seconds, worth, bound = {}, {}, {}
        for method in ("simplex", "ipm"):
            began = time.perf_counter()
            found = solved(asked.programme, -asked.gain, method=method)
            seconds[method] = time.perf_counter() - began
            worth[method], bound[method] = float(asked.gain @ found.tonnes), -found.bound
        ratios.append(seconds["simplex"] / seconds["ipm"])
        gap = max(gap, (bound["ipm"] - worth["ipm"]) / bound["ipm"])
        assert abs(worth["simplex"] - worth["ipm"]) <= 1e-6 * worth["simplex"]
        print(
            f"<!-- {number:,}: simplex {seconds['simplex']:.1f} s, interior point {seconds['ipm']:.1f} s -->"
        )
    return ratios, gap


def spread(values: list[float]) -> str:
    """Return median, least and most."""
    return f"{statistics.median(values):.3g} ({min(values):.3g}–{max(values):.3g})"


def report(small: bool) -> str:
    """Measure and return lines of Markdown."""
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
    told += [
        "",
        f"{number:,} open listings in SQLite.",
        "",
        "| Matches | Rounds | Simplex / interior point | Gap |",
        "|---|---|---|---|",
    ]
    for size, times in ((1_000, 5), (10_000, 3)) if small else ((1_000, 5), (10_000, 5), (100_000, 1)):
        ratios, gap = side_by_side(size, times)
        told.append(f"| {size:,} | {times} | {spread(ratios)} | {gap:.1e} |")
    return "\n".join(told)


if __name__ == "__main__":
    print(report("--small" in sys.argv[1:]))
