"""The command ``circulair disclose``: what may be published of a table, so that nobody is given away."""

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from circulair.commands.match import INPUT, OUTPUT, a_table
from circulair.commands.plainly import failing_plainly
from circulair.files.contributions import read_areas, read_contributions, write_cells
from flows.disclosure import INSIDE, OUTSIDE, Cell
from flows.engine.suppression import Step, chosen, steps_of


@click.command()
@click.option(
    "--contributions", "contributions_file", type=INPUT, callback=a_table, required=True, help="Who had what."
)
@click.option(
    "--areas", "areas_file", type=INPUT, required=True, help="JSON: each area and those it is made of."
)
@click.option("--out", type=OUTPUT, callback=a_table, required=True, help="Where goes what may be published.")
def disclose(contributions_file: Path, areas_file: Path, out: Path) -> None:
    """Decide what may be published of tonnes by release, material and area, so that nobody is given away.

    Contributions are CSV or Parquet with the columns release, organisation, material, area, tonnes (a year)
    and consent (true or false; empty is false). Areas are JSON such as {"Geleen": ["Centrum", "Zuid"]}; they
    may overlap, and contributions stand in those that are made of no others.

    Every area, material and release gets a row: tonnes are a number (exact), low-high, or empty (hidden); the
    organisations behind it, where that is told; and the reason. Releases are decided in the order of their
    names, numbers by value: an earlier one knows nothing of a later one and is never changed.
    """
    with failing_plainly():
        areas = read_areas(areas_file)
        rows = read_contributions(contributions_file, areas)
        with click.progressbar(
            chosen(rows, areas),
            steps_of(rows),
            label="Deciding",
            file=sys.stderr,
            hidden=not sys.stderr.isatty(),
        ) as bar:
            steps = list(bar)
        cells = [cell for step in steps for cell in step.cells]
        write_cells(out, cells)
    report(cells, steps)


def report(cells: Sequence[Cell], steps: Sequence[Step]) -> None:
    """Say what is published, what is hidden, and what nobody could keep."""
    exact = sum(cell.bounds is not None and cell.bounds.exact for cell in cells)
    hidden = sum(cell.bounds is None for cell in cells)
    click.echo(
        f"{len(cells)} cells: {exact} exact, {len(cells) - exact - hidden} from low to high, {hidden} hidden",
        err=True,
    )
    click.echo(
        f"no tonnes without consent are known within {OUTSIDE:.0%}, nor within {INSIDE:.0%} to one who knows "
        "his own",
        err=True,
    )
    if known := {one for step in steps for one in step.known}:
        click.echo(
            f"except {len(known)} that can be worked out since others showed theirs with consent, or that "
            "were shown with consent before; no cell could keep them",
            err=True,
        )
