"""The command ``circulair allocate``: of matches in a file the best set that can all happen."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import click

from circulair.commands.match import INPUT, OUTPUT, a_table
from circulair.commands.plainly import failing_plainly
from circulair.files.plans import Listed, read_candidates, read_lots, write_plan
from circulair.files.processes import read_processes
from circulair.files.streams import read_streams
from flows.engine.allocation import best_set
from flows.matching import MOST_STEPS, Routes
from flows.materials import load_materials
from flows.plans import Aim, Ending, Holder, Place, Plan, Room
from flows.processes import Process
from flows.streams import Need, Offer

Kind = TypeVar("Kind", Offer, Need)

TOLD = 10
"""Bottlenecks that are told of."""

UNITS = {Aim.RUNG: "tonnes, each by its rung", Aim.TONNES: "tonnes", Aim.KM: "tonne-km"}
"""The aims that files have the figures for, with what they are counted in."""


def aims_at(context: click.Context, _parameter: click.Parameter, aim: str) -> None:
    """Keep what the plan makes most of."""
    context.obj = Aim(aim)


@click.command()
@click.option(
    "--matches", "matches_file", type=INPUT, callback=a_table, required=True, help="What `match` wrote."
)
@click.option(
    "--offers", "offers_file", type=INPUT, callback=a_table, required=True, help="What is available."
)
@click.option("--needs", "needs_file", type=INPUT, callback=a_table, required=True, help="What is wanted.")
@click.option(
    "--processes", "processes_file", type=INPUT, callback=a_table, help="Conversions with capacities."
)
@click.option(
    "--aim",
    type=click.Choice([aim.value for aim in UNITS]),
    default=Aim.RUNG.value,
    callback=aims_at,
    expose_value=False,
    show_default=True,
    help="What the plan is best at: most tonnes that arrive, each by the points of its rung; most tonnes; "
    "or nine tenths of these over the fewest tonne-kilometres.",
)
@click.option("--out", type=OUTPUT, callback=a_table, required=True, help="Where the plan goes.")
def allocate(
    matches_file: Path, offers_file: Path, needs_file: Path, processes_file: Path | None, out: Path
) -> None:
    """Choose the best set of matches: no offer gives, no need gets, no process takes more than it can.

    Likely tonnes count, those of a year where they recur. Of equally good plans it is the one with the fewest
    tonne-kilometres. A column minimum_lot, in any of the files, says below how many tonnes nothing moves.
    What holds the plan back is said on stderr, with how much one tonne more would gain.
    """
    tree, aim = load_materials(), click.get_current_context().obj
    with failing_plainly():
        offers = read_streams(offers_file, Offer, tree).rows
        needs = read_streams(needs_file, Need, tree).rows
        processes = () if processes_file is None else read_processes(processes_file, tree)
        listed = Listed(by_id(offers), by_id(needs), Routes(processes, tree, MOST_STEPS))
        found = read_candidates(matches_file, listed)
        room = room_of(offers, needs, processes)
        lots = lots_in(offers_file, needs_file, processes_file)
        plan = best_set(found.candidates, replace(room, lots=lots), aim)
        write_plan(out, plan.shares)
    if found.unknown:
        click.echo(f"{found.unknown} matches have no tonnes or no yield: not planned", err=True)
    report(plan, aim)


def lots_in(offers: Path, needs: Path, processes: Path | None) -> dict[Place, float]:
    """Return the lots that files tell of."""
    lots = read_lots(offers, Holder.OFFER) | read_lots(needs, Holder.NEED)
    return lots if processes is None else lots | read_lots(processes, Holder.PROCESS)


def by_id(rows: Iterable[Kind]) -> dict[str, list[Kind]]:
    """Return streams under their ids: a text that names several materials is several of one id."""
    groups: dict[str, list[Kind]] = defaultdict(list)
    for row in rows:
        groups[row.id].append(row)
    return groups


def room_of(offers: Sequence[Offer], needs: Sequence[Need], processes: Sequence[Process]) -> Room:
    """Return the likely tonnes of every stream that has some, and the capacities that are known."""
    return Room(
        {row.id: float(row.amount.tonnes.likely) for row in offers if row.amount},
        {row.id: float(row.amount.tonnes.likely) for row in needs if row.amount},
        {row.code: float(row.capacity_tonnes) for row in processes if row.capacity_tonnes is not None},
    )


WORDS = {
    Holder.OFFER: "offer {} is used up",
    Holder.NEED: "need {} is filled",
    Holder.PROCESS: "process {} runs at capacity",
}


def report(plan: Plan, aim: Aim) -> None:
    """Say what the plan reaches, how far from the best it may be, and what holds it back."""
    unit = UNITS[aim]
    leaving = sum(share.leaving for share in plan.shares)
    click.echo(
        f"{len(plan.shares)} matches, {leaving:.3f} tonnes leave; worth {plan.worth:.3f} {unit}", err=True
    )
    click.echo(
        f"{plan.tonne_km:.1f} tonne-km where the way is known; a better plan gains at most {plan.gap:.1e}",
        err=True,
    )
    if plan.unmeasured:
        click.echo(f"{plan.unmeasured} matches have no distance: not planned", err=True)
    if plan.ending is Ending.OUT_OF_TIME:
        click.echo("time was up: the search for the best lots was cut short", err=True)
    if plan.lots and plan.bottlenecks:
        click.echo("prices hold as long as the same lots are taken:", err=True)
    gains = "save" if aim is Aim.KM else "gain"
    for one in plan.bottlenecks[:TOLD]:
        what = WORDS[one.holder].format(one.name)
        click.echo(f"{what}: a tonne more would {gains} {one.gain:.3f}", err=True)
    if len(plan.bottlenecks) > TOLD:
        click.echo(f"and {len(plan.bottlenecks) - TOLD} more limits", err=True)
    for holder, name in plan.idle[:TOLD]:
        click.echo(f"{holder} {name} takes nothing: its lot is not reached", err=True)
