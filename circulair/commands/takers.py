"""The command ``circulair takers``: who could use what is left over, even if they registered no need."""

import csv
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import click

from circulair.commands.classification import INPUT, opened
from circulair.commands.plainly import failing_plainly
from circulair.files.described import read_described
from flows.engine.takers import Finder, Reader, Taker, taker_weights
from flows.uses import Use, UseList, load_uses

HEADING = ("offer", "taker", "rank", "score", "why")
UNKNOWN = (
    "No use is known to us; the words of both are somewhat alike, or it is not clear what the business does."
)


@click.command()
@click.option("--offers", "offers_file", type=INPUT, required=True, help="What is left over, and by whom.")
@click.option("--takers", "takers_file", type=INPUT, required=True, help="Businesses: what they are and use.")
@click.option("--top", type=click.IntRange(min=1), default=20, show_default=True, help="Takers per offer.")
def takers(offers_file: Path, takers_file: Path, top: int) -> None:
    """Say who could use what is left over, even if they registered no need, and why.

    Both files are CSV (UTF-8, commas) with the columns id, text, language (nl, en, de) and sector (a NACE or
    SBI code, may be empty; of an offer its giver's). The score is the chance among the takers asked.
    """
    with failing_plainly():
        offers, businesses = read_described(offers_file), read_described(takers_file)
        uses = load_uses()
        finder = Finder(Reader(uses, opened()), businesses, taker_weights())
        names = names_of(uses)
        table = csv.writer(sys.stdout, lineterminator="\n")
        table.writerow(HEADING)
        for offer, found in zip(offers, finder.find(offers, top), strict=True):
            table.writerows(lines(offer.id, found, names))


def lines(offer: str, found: tuple[Taker, ...], names: Mapping[str, str]) -> Iterator[tuple[object, ...]]:
    """Yield the line of each taker of an offer."""
    for rank, taker in enumerate(found, start=1):
        yield offer, taker.id, rank, f"{taker.chance:.6f}", why(taker.use, names)


def names_of(uses: UseList) -> Mapping[str, str]:
    """Return the names of residues and businesses by their kind and code."""
    residues = {f"residue {one.code}": one.name for one in uses.residues}
    return {**residues, **{f"business {one.code}": one.name for one in uses.businesses}}


def why(use: Use | None, names: Mapping[str, str]) -> str:
    """Return the reason as a sentence."""
    if use is None:
        return UNKNOWN
    residue, business = names[f"residue {use.residue}"], names[f"business {use.business}"]
    first = f"{residue[0].upper()}{residue[1:]}: {business} can use it {use.use}, in place of {use.replaces}"
    return f"{first} ({use.how}; our own knowledge, grade D)."
