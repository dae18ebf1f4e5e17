"""The commands on typed lines: ``circulair parse`` reads them, ``circulair proofread`` says how well."""

import csv
import sys
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from circulair.commands.classification import opened
from circulair.commands.match import INPUT, a_table
from circulair.commands.plainly import failing_plainly
from circulair.files.lines import COLUMNS, TypedText, cells, read_expected, read_texts
from circulair.language import TIME_ZONE
from circulair.services import understanding
from flows.meaning import Understood
from flows.phrases import spoken_in
from flows.proofreading import Tally
from flows.proofreading import proofread as proofread_lines

DAY = click.DateTime(["%Y-%m-%d"])


@click.command()
@click.argument("file", type=INPUT, callback=a_table)
@click.option("--today", "day", type=DAY, help="The day relative dates count from; by default today.")
def parse(file: Path, day: datetime | None) -> None:
    """Read the lines of FILE: side, material, amount, period and days of each, as CSV on stdout.

    FILE is CSV or Parquet with a column text and, if known, language (nl, en or de). Amounts are in the unit
    and period that were typed; tonnes are the likely ones. What is unclear is named in the column problems.
    """
    today = day.date() if day else datetime.now(ZoneInfo(TIME_ZONE)).date()
    with failing_plainly():
        texts = read_texts(file)
        opened()
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(COLUMNS)
        with click.progressbar(
            texts, label="Reading", file=sys.stderr, hidden=not sys.stderr.isatty()
        ) as shown:
            writer.writerows(cells(text.row, understood_of(text, today)) for text in shown)


def understood_of(text: TypedText, today: date) -> Understood:
    """Return what a text of a file comes to."""
    return understanding.understood_line(text.text, text.language or spoken_in(text.text, ""), today)


@click.command()
@click.argument("file", type=INPUT, callback=a_table)
@click.option("--today", "day", type=DAY, required=True, help="The day on which the answers in FILE hold.")
def proofread(file: Path, day: datetime) -> None:
    """Say how many fields of the lines in FILE, whose right reading stands beside them, are read right."""
    with failing_plainly():
        lines = read_expected(file)
    for batch in sorted({line.batch for line in lines}):
        tally = proofread_lines([line for line in lines if line.batch == batch], day.date())
        click.echo("\n".join(report(f"batch {batch}", tally)))
    click.echo("\n".join(report("all", proofread_lines(lines, day.date()))))


def report(name: str, tally: Tally) -> Iterator[str]:
    """Yield the figures of a tally as the lines of a table, for a page on quality."""
    yield f"| {name}: {tally.lines} lines | read right |"
    yield "|---|---|"
    yield f"| whole lines | {tally.whole / max(1, tally.lines):.1%} |"
    yield f"| all fields | {tally.share:.1%} |"
    yield from (f"| {field} | {share:.1%} |" for field, share in tally.by_field().items())
    yield ""
