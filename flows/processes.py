"""A process: a conversion of a material into others, with yields, capacity and a status that has a source."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from flows.distance import Position
from flows.errors import FlowsError, OutOfRangeError
from flows.materials import MaterialTree
from flows.strategies import Strategy
from flows.streams import MOST_TONNES, RangeOrderError


class ProcessStatus(StrEnum):
    """Whether a process can take anything; only a running one is a destination."""

    PLANNED = "planned"
    BUILDING = "building"
    RUNNING = "running"
    STOPPED = "stopped"
    UNKNOWN = "unknown"


class MassCreatedError(FlowsError):
    """A process gives more than it takes."""

    code = "process.mass_created"

    def __init__(self, process: str) -> None:
        super().__init__(process)
        self.process = process

    def __str__(self) -> str:
        return (
            f"process {self.process} gives more tonnes than it takes; declare what is added or lower a yield"
        )


@dataclass(frozen=True, slots=True)
class Yield:
    """Tonnes out per tonne in, as received: low, likely and high."""

    low: Decimal
    likely: Decimal
    high: Decimal

    def __post_init__(self) -> None:
        for name in ("low", "likely", "high"):
            value = getattr(self, name)
            if not (value.is_finite() and 0 <= value <= 1):
                raise OutOfRangeError(f"yield_{name}", value, "from 0 to 1")
        if not self.low <= self.likely <= self.high:
            raise RangeOrderError(self.low, self.likely, self.high)


@dataclass(frozen=True, slots=True)
class Output:
    """A material that a process gives; its yield is None where no source states one."""

    material: str
    share: Yield | None
    strategy: Strategy


@dataclass(frozen=True, slots=True)
class Process:
    """One step that turns one of several accepted materials into others, losses being what is left.

    Likely yields sum to 1 at most. Highs may sum to more, for where one output is high another is low;
    but a high that leaves less than the lows of the others would create mass, and is refused.
    ``taken_once`` is what one-offs already take of the capacity in the year from today.
    """

    code: str
    takes: tuple[str, ...]
    gives: tuple[Output, ...]
    status: ProcessStatus
    capacity_tonnes: Decimal | None = None
    position: Position | None = None
    taken_once: Decimal = Decimal(0)

    def __post_init__(self) -> None:
        shares = [output.share for output in self.gives if output.share is not None]
        lows = sum(share.low for share in shares)
        highest = max((lows - share.low + share.high for share in shares), default=Decimal(0))
        if sum(share.likely for share in shares) > 1 or highest > 1:
            raise MassCreatedError(self.code)
        capacity = self.capacity_tonnes
        if capacity is not None and not (capacity.is_finite() and 0 < capacity <= MOST_TONNES):
            raise OutOfRangeError("capacity_tonnes", capacity, f"above 0 and at most {MOST_TONNES}")


@dataclass(frozen=True, slots=True)
class Step:
    """A process in the use that a chain makes of it: what goes in and which output goes on."""

    process: Process
    takes: str
    output: Output


Chain = tuple[Step, ...]


def chains(processes: Iterable[Process], tree: MaterialTree, most_steps: int = 2) -> tuple[Chain, ...]:
    """Return every chain of running processes with at most that many steps, no process twice.

    A step follows another when the next process takes the material given, or a broader one.
    """
    singles = sorted(
        single_steps(processes), key=lambda step: (step.process.code, step.takes, step.output.material)
    )
    found: list[Chain] = [(step,) for step in singles]
    longest = list(found)
    for _ in range(most_steps - 1):
        longest = [longer for chain in longest for longer in extended(chain, singles, tree)]
        found.extend(longest)
    return tuple(found)


def single_steps(processes: Iterable[Process]) -> Iterator[Step]:
    """Yield each use that can be made of the running processes."""
    for process in processes:
        if process.status is ProcessStatus.RUNNING:
            for taken in process.takes:
                yield from (Step(process, taken, output) for output in process.gives)


def extended(chain: Chain, singles: Iterable[Step], tree: MaterialTree) -> Iterator[Chain]:
    """Yield the chains that are one step longer."""
    used = {step.process.code for step in chain}
    for step in singles:
        apart = tree.steps(chain[-1].output.material, step.takes)
        if step.process.code not in used and apart is not None and apart >= 0:
            yield (*chain, step)


def chain_yield(chain: Chain) -> Yield | None:
    """Return the product of the yields along a chain, None as soon as one is unknown."""
    low = likely = high = Decimal(1)
    for step in chain:
        if step.output.share is None:
            return None
        low, likely, high = (
            low * step.output.share.low,
            likely * step.output.share.likely,
            high * step.output.share.high,
        )
    return Yield(low, likely, high)
