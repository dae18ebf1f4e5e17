"""The command ``circulair match``: offers and needs in files, matches in a file, no database."""

import importlib
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

import click

from circulair.commands.plainly import failing_plainly
from circulair.files.matches import join_matches, write_matches
from circulair.files.processes import read_processes
from circulair.files.streams import Listener, each_stream
from circulair.files.tables import SUFFIXES
from circulair.language import FIRST, LANGUAGES
from flows.engine import topk
from flows.engine.columns import Words
from flows.engine.shelf import Shelf
from flows.matching import Match, Routes, Settings, find_by_need, still_there
from flows.materials import MaterialTree, load_materials
from flows.processes import Process, ProcessStatus
from flows.streams import Need, Offer


def a_table(_context: click.Context, _parameter: click.Parameter, path: Path | None) -> Path | None:
    """Refuse a file name that does not end in what a table may end in."""
    if path is not None and path.suffix.lower() not in SUFFIXES:
        raise click.BadParameter(f"{path.name!r} does not end in {' or '.join(SUFFIXES)}")
    return path


@dataclass
class Chosen:
    """What is rarely asked for: from which day days count, who helps, what is explained; texts not read."""

    today: datetime | None = None
    workers: int | None = None
    cluster: str | None = None
    explain: int | None = None
    language: str = FIRST
    unread: Counter[type] = field(default_factory=Counter)


def chosen(context: click.Context, parameter: click.Parameter, value: Any) -> None:
    """Keep an option that is rarely asked for."""
    setattr(context.ensure_object(Chosen), parameter.name or "", value)


Kind = TypeVar("Kind", Offer, Need)

WORTH_COMPILING = 2_000_000
"""Pairs from which on the engine on columns is quicker, its start included; both find the same."""

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
    callback=chosen,
    expose_value=False,
    help="Days before this one do not count, and what is over by then takes no part; by default all count.",
)
@click.option(
    "--workers",
    type=click.IntRange(min=1),
    callback=chosen,
    expose_value=False,
    help="Search with so many processes of this machine, which no other can reach. Needs circulair[cluster].",
)
@click.option(
    "--cluster",
    metavar="ADDRESS",
    callback=chosen,
    expose_value=False,
    help="Search with the workers of the Dask scheduler at tcp://HOST:PORT. They must have this version of "
    "CirculAIR and see the folder of --out under the same name. Scheduler and workers must stand in a "
    "network that you trust: Dask runs whatever anybody who reaches them sends.",
)
@click.option(
    "--explain",
    type=click.IntRange(min=1),
    callback=chosen,
    expose_value=False,
    help="Print for the first so many needs why their best match was found, as its two sides read it.",
)
@click.option(
    "--language",
    type=click.Choice(list(LANGUAGES)),
    default=FIRST,
    show_default=True,
    callback=chosen,
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
    tree, words, wanted = load_materials(), Words.new(), click.get_current_context().ensure_object(Chosen)
    settings = Settings(top=top, today=wanted.today.date() if wanted.today else None)
    with failing_plainly():
        offers = on_shelf(offers_file, Shelf(Offer, words), tree, settings)
        needs = on_shelf(needs_file, Shelf(Need, words), tree, settings)
        processes = () if processes_file is None else read_processes(processes_file, tree)
        report(processes)
        routes = Routes(processes, tree, settings.max_steps)
        if wanted.workers or wanted.cluster:
            if wanted.explain:
                raise click.UsageError(
                    "--explain tells of what one process finds; leave --workers or --cluster out"
                )
            search_together(offers, needs, routes, settings, out)
            return
        if len(offers) * len(needs) < WORTH_COMPILING:
            found = find_by_need(list(offers), list(needs), processes, tree=tree, settings=settings)
        else:
            found = topk.find_on_shelves(offers, needs, routes, settings)
        to_explain: list[Match] = []
        write_matches(out, shown(best_noted(found, wanted.explain or 0, to_explain), len(needs)))
        explain(to_explain, wanted.language)


def explain(matches: list[Match], language: str) -> None:
    """Print why matches were found; the words of pages are loaded only where there is something to say."""
    if matches:
        for line in importlib.import_module("circulair.commands.explained").explained(matches, language):
            click.echo(line)


def best_noted(
    found: Iterator[tuple[Match, ...]], number: int, noted: list[Match]
) -> Iterator[tuple[Match, ...]]:
    """Yield the matches of each need, and note the best of each of the first ones that have any."""
    for matches in found:
        if matches and len(noted) < number:
            noted.append(matches[0])
        yield matches


def on_shelf(path: Path, shelf: Shelf[Kind], tree: MaterialTree, settings: Settings) -> Shelf[Kind]:
    """Put what a file holds on a shelf, without what is over."""
    unread = click.get_current_context().ensure_object(Chosen).unread
    listener = Listener(understanding_texts, lambda _name: unread.update([shelf.kind]))
    return shelf.put(still_there(each_stream(path, shelf.kind, tree, listener), settings.today))


def search_together(
    offers: Shelf[Offer], needs: Shelf[Need], routes: Routes, settings: Settings, out: Path
) -> None:
    """Search with several processes, and put together what each of them wrote beside the output."""
    wanted = click.get_current_context().ensure_object(Chosen)
    try:
        cluster = importlib.import_module("flows.engine.cluster")
    except ImportError as error:
        raise click.ClickException("several processes need Dask: pip install circulair[cluster]") from error
    with (
        TemporaryDirectory(prefix=f".{out.name}.", dir=out.parent.absolute()) as folder,
        ExitStack() as open_now,
    ):
        address = wanted.cluster or open_now.enter_context(cluster.started(wanted.workers))
        parts = cluster.Cluster(address, Path(folder)).find(offers, needs, routes, settings, write_matches)
        join_matches(out, parts)


def understanding_texts(text: str, language: str) -> Sequence[str]:
    """Return the materials that a text means; what understands it is loaded with the first text."""
    found: Sequence[str] = importlib.import_module("circulair.commands.meaning").meant(text, language)
    return found


def report(processes: Sequence[Process]) -> None:
    """Say on stderr what takes no part: texts that name no known material, processes that do not run."""
    unread = click.get_current_context().ensure_object(Chosen).unread
    for kind, name in ((Offer, "offers"), (Need, "needs")):
        if unread[kind]:
            click.echo(f"{unread[kind]} {name} have a text that names no known material: no match", err=True)
    idle = {process.code for process in processes if process.status is not ProcessStatus.RUNNING}
    if idle:
        click.echo(f"{len(idle)} processes are not running: not used", err=True)


def shown(found: Iterator[tuple[Match, ...]], needs: int) -> Iterator[tuple[Match, ...]]:
    """Yield the matches of each need while a bar shows how far it is, if anyone is watching."""
    with click.progressbar(
        found, needs, label="Matching", file=sys.stderr, hidden=not sys.stderr.isatty()
    ) as bar:
        yield from bar
