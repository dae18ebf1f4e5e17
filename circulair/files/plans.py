"""Plans in files: matches read back as candidates for the best set, and what of them the plan takes."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow

from circulair.files import matches, processes, streams
from circulair.files.cells import blaming, degrees
from circulair.files.faults import FileFaultError, FileRefusedError
from circulair.files.tables import MOST_FAULTS, Cell, Row, read_rows, write_rows
from flows.errors import OutOfRangeError
from flows.matching import Route, Routes
from flows.plans import Candidate, Holder, Place, Share
from flows.strategies import Strategy
from flows.streams import MOST_TONNES, Need, Offer, Stream

COLUMNS: tuple[tuple[str, pyarrow.DataType], ...] = (
    ("offer", pyarrow.string()),
    ("need", pyarrow.string()),
    ("processes", pyarrow.string()),
    ("tonnes_leaving", pyarrow.float64()),
    ("tonnes_arriving", pyarrow.float64()),
    ("strategy", pyarrow.string()),
    ("distance_km", pyarrow.float64()),
)

LOT = "minimum_lot"
"""The least tonnes that an offer gives, a need gets, a process takes or a match moves, if any at all."""

READ = (*(name for name, _ in matches.COLUMNS), LOT)

WITH_LOTS = {Holder.OFFER: streams.READ, Holder.NEED: streams.READ, Holder.PROCESS: processes.READ}
"""The columns of the files of what can have a lot."""


@dataclass(frozen=True, slots=True)
class Listed:
    """What the files of a plan hold: the streams by their ids, and the routes between materials."""

    offers: Mapping[str, Sequence[Offer]]
    needs: Mapping[str, Sequence[Need]]
    routes: Routes


@dataclass(frozen=True, slots=True)
class Found:
    """The matches of a file that can be planned, and how many cannot, for want of tonnes or of a yield."""

    candidates: tuple[Candidate, ...]
    unknown: int


def read_candidates(path: Path, listed: Listed) -> Found:
    """Return the matches of a file as candidates, refusing all of it when a row has a fault."""
    found: list[Candidate] = []
    faults: list[FileFaultError] = []
    unknown = 0
    for row in read_rows(path, READ, required=("need", "offer", "processes", "strategy")):
        try:
            candidate = candidate_of(row, listed)
        except FileFaultError as fault:
            faults.append(fault)
            if len(faults) == MOST_FAULTS:
                break
        else:
            found += [candidate] if candidate else []
            unknown += candidate is None
    if faults:
        raise FileRefusedError(*faults)
    return Found(tuple(found), unknown)


def read_lots(path: Path, holder: Holder) -> dict[Place, float]:
    """Return the lots that a file tells of its offers, needs or processes."""
    rows = read_rows(path, WITH_LOTS[holder], required=("id",))
    try:
        return {(holder, row["id"]): lot for row in rows if (lot := lot_of(row)) > 0}
    except FileFaultError as fault:
        raise FileRefusedError(fault) from fault


def lot_of(row: Row) -> float:
    """Return the lot of a row in tonnes, nought where there is none."""
    lot = degrees(row, LOT) or 0.0
    with blaming(row, LOT):
        if not 0 <= lot <= MOST_TONNES:
            raise OutOfRangeError(LOT, lot, f"from 0 to {MOST_TONNES}")
    return lot


def candidate_of(row: Row, listed: Listed) -> Candidate | None:
    """Return the candidate of a row, None where tonnes or a yield are unknown."""
    offers, needs = known(row, "offer", listed.offers), known(row, "need", listed.needs)
    strategy = strategy_of(row)
    route = route_of(row, strategy, routes_between(offers, needs, listed.routes))
    if route.passing.share is None or any(one.amount is None for one in (*offers, *needs)):
        return None
    enters, carried = [], 1.0
    for step in route.chain:
        enters.append((step.process.code, carried))
        carried *= float(step.output.share.likely) if step.output.share else 0.0
    return Candidate(
        row["offer"],
        row["need"],
        tuple(enters),
        carried,
        strategy,
        degrees(row, "distance_km"),
        lot=lot_of(row),
    )


def known(row: Row, column: str, streams: Mapping[str, Sequence[Stream]]) -> Sequence[Stream]:
    """Return the streams that a row names, refusing an id that no file has."""
    found = streams.get(row[column])
    if not found:
        raise row.fault(column, f"{row[column]!r} is not in the file of {column}s")
    return found


def strategy_of(row: Row) -> Strategy:
    """Return the strategy of a row."""
    if row["strategy"] not in set(Strategy):
        raise row.fault("strategy", f"{row['strategy']!r} is no strategy")
    return Strategy(row["strategy"])


def routes_between(offers: Iterable[Stream], needs: Iterable[Stream], routes: Routes) -> Iterator[Route]:
    """Yield the routes from any material of an offer to any of a need."""
    for offer in offers:
        for need in needs:
            yield from routes.between(offer.material, need.material)


def route_of(row: Row, strategy: Strategy, routes: Iterable[Route]) -> Route:
    """Return the route that a row tells of: its processes and its strategy, of several the closest."""
    codes = tuple(code for code in row["processes"].split(matches.BETWEEN) if code)
    fitting = [
        route
        for route in routes
        if tuple(step.process.code for step in route.chain) == codes and route.strategy is strategy
    ]
    if not fitting:
        way = matches.BETWEEN.join(codes) or "no process"
        raise row.fault("processes", f"no route by {way} and {strategy} leads from the offer to the need")
    return min(fitting, key=lambda route: (-(route.material.value or 0), names_of(route)))


def names_of(route: Route) -> tuple[tuple[str, str], ...]:
    """Return what is taken and given along a route, by which equal ones are told apart."""
    return tuple((passage.takes, passage.gives) for passage in route.through)


def write_plan(path: Path, shares: Iterable[Share]) -> None:
    """Write what of each match the plan takes."""
    write_rows(path, pyarrow.schema(COLUMNS), (cells(share) for share in shares))


def cells(share: Share) -> list[Cell]:
    """Return the cells of a match in the plan."""
    line = share.candidate
    return [
        line.offer,
        line.need,
        matches.BETWEEN.join(code for code, _ in line.enters),
        share.leaving,
        share.arriving,
        line.strategy.value,
        line.distance_km,
    ]
