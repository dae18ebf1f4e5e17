"""The command ``circulair match``: offers and needs in files, matches in a file, no database."""

import sys
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

import click

from circulair.commands.classification import opened
from circulair.commands.explained import explained
from circulair.commands.plainly import failing_plainly
from circulair.files.matches import write_matches
from circulair.files.processes import read_processes
from circulair.files.streams import Streams, read_streams
from circulair.files.tables import SUFFIXES
from circulair.language import FIRST, LANGUAGES
from circulair.services import classification, understanding
from flows.engine import topk
from flows.matching import Match, Settings, find_by_need
from flows.materials import load_materials
from flows.processes import Process, ProcessStatus
from flows.streams import Need, Offer


def a_table(_context: click.Context, _parameter: click.Parameter, path: Path | None) -> Path | None:
    """Refuse a file name that does not end in what a table may end in."""
    if path is not None and path.suffix.lower() not in SUFFIXES:
        raise click.BadParameter(f"{path.name!r} does not end in {' or '.join(SUFFIXES)}")
    return path


def counts_from(context: click.Context, _parameter: click.Parameter, day: datetime | None) -> None:
    """Keep the day before which no day counts."""
    context.obj = day.date() if day else None


def kept(context: click.Context, parameter: click.Parameter, value: object) -> None:
    """Keep how many matches are explained, and in which language, beside the parameters."""
    context.meta[f"circulair.{parameter.name}"] = value


WORTH_COMPILING = 2_000_000
"""Pairs from which on the engine on columns is quicker, its start included; both find the same."""

OF_EXPLAINING = ("explain", "language")

INPUT = click.Path(exists=True, dir_okay=False, path_type=Path)
OUTPUT = click.Path(dir_okay=False, path_type=Path)


@click.command()
@click.option(
    "--offers", "offers_file", type=INPUT, callback=a_table, required=True, help="What is available."
)
@click.option("--needs", "needs_file", type=INPUT, callback=a_table, required=True, help="What is wanted.")
@click.option(
    "--processes",
    "processes_file",
    type=INPUT,
    callback=a_table,
    help="Conversions; only running ones are used.",
)
@click.option(
    "--top", type=click.IntRange(min=1), default=20, show_default=True, help="Matches kept per need."
)
@click.option(
    "--today",
    type=click.DateTime(["%Y-%m-%d"]),
    callback=counts_from,
    expose_value=False,
    help="Days before this one do not count, and what is over by then takes no part; by default all count.",
)
@click.option(
    "--explain",
    type=click.IntRange(min=1),
    callback=kept,
    expose_value=False,
    help="Print for the first so many needs why their best match was found, as its two sides read it.",
)
@click.option(
    "--language",
    type=click.Choice(list(LANGUAGES)),
    default=FIRST,
    show_default=True,
    callback=kept,
    expose_value=False,
    help="In which language it is explained.",
)
@click.option("--out", type=OUTPUT, callback=a_table, required=True, help="Where the matches go.")
def match(offers_file: Path, needs_file: Path, processes_file: Path | None, top: int, out: Path) -> None:
    """Find which offers could serve which needs, directly or through processes.

    Files are CSV (UTF-8, commas, decimal points) or Parquet, by suffix. An offer or a need must have an id
    and a material, or an id and a text; of a text every material that it clearly names counts. A recurring
    amount is in tonnes a year, also where that column is empty; a one-off amount is in tonnes in all.
    """
    tree = load_materials()
    with failing_plainly():
        offers = read_streams(offers_file, Offer, tree, understanding_texts)
        needs = read_streams(needs_file, Need, tree, understanding_texts)
        processes = () if processes_file is None else read_processes(processes_file, tree)
        report(offers, needs, processes)
        settings = Settings(top=top, today=click.get_current_context().obj)
        pairs = len(offers.rows) * len(needs.rows)
        search = find_by_need if pairs < WORTH_COMPILING else topk.find_by_need
        found = search(offers.rows, needs.rows, processes, tree=tree, settings=settings)
        to_explain: list[Match] = []
        number, language = (click.get_current_context().meta[f"circulair.{name}"] for name in OF_EXPLAINING)
        by_need = shown(best_noted(found, number or 0, to_explain), len({need.id for need in needs.rows}))
        write_matches(out, by_need)
        for line in explained(to_explain, language):
            click.echo(line)


def best_noted(
    found: Iterator[tuple[Match, ...]], number: int, noted: list[Match]
) -> Iterator[tuple[Match, ...]]:
    """Yield the matches of each need, and note the best of each of the first ones that have any."""
    for matches in found:
        if matches and len(noted) < number:
            noted.append(matches[0])
        yield matches


def understanding_texts(text: str, language: str) -> Sequence[str]:
    """Return the materials that a text means; the index of words is opened with the first text."""
    if classification.READER.classifier is None:
        opened()
    return understanding.clear(text, language)


def report(offers: Streams[Offer], needs: Streams[Need], processes: Sequence[Process]) -> None:
    """Say on stderr what takes no part: texts that name no known material, processes that do not run."""
    for name, unread in (("offers", offers.unrecognised), ("needs", needs.unrecognised)):
        if unread:
            click.echo(f"{len(unread)} {name} have a text that names no known material: no match", err=True)
    idle = {process.code for process in processes if process.status is not ProcessStatus.RUNNING}
    if idle:
        click.echo(f"{len(idle)} processes are not running: not used", err=True)


def shown(found: Iterator[tuple[Match, ...]], needs: int) -> Iterator[tuple[Match, ...]]:
    """Yield the matches of each need while a bar shows how far it is, if anyone is watching."""
    with click.progressbar(
        found, needs, label="Matching", file=sys.stderr, hidden=not sys.stderr.isatty()
    ) as bar:
        yield from bar
