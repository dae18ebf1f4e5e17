"""The command ``circulair quality``: how near the top the matcher puts real partners, as a page."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import click

from circulair.commands.classification import understood
from circulair.commands.match import understanding_texts
from circulair.commands.plainly import failing_plainly
from circulair.commands.understood import section
from circulair.files.published import Published, read_published
from circulair.files.streams import clearly_named
from circulair.files.tables import replacing
from flows.matching import find
from flows.materials import load_materials
from flows.partners import Case, Miss, Place, places, why_missed
from flows.streams import Need, Offer, Side

TOPS = (1, 5, 20)
"""How far down the list the partner may stand."""

MISSES_SHOWN = 10

REASONS: dict[Miss, str] = {
    Miss.BOTH_UNREAD: "neither text names a known material",
    Miss.OFFER_UNREAD: "the offer's text names no known material",
    Miss.NEED_UNREAD: "the need's text names no known material",
    Miss.UNRELATED: "both were read, as materials that are not related",
    Miss.TIED: "a match, but level with so many that it may fall behind",
    Miss.OUTRANKED: "a match, but that many others fit better",
}

Kind = TypeVar("Kind", Offer, Need)

Read = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Measured:
    """What one run found: the cases, how their texts were read, and where each side finds the other."""

    published: Published
    offers: Read
    needs: Read
    from_offer: tuple[Place | None, ...]
    from_need: tuple[Place | None, ...]

    def misses(self) -> list[tuple[Case, Miss]]:
        """Return the cases whose need does not surely stand among the offer's first, by id."""
        reasons = (
            (case, why_missed(case, place, self.offers, self.needs, TOPS[-1]))
            for case, place in zip(self.published.cases, self.from_offer, strict=True)
        )
        return sorted(((case, why) for case, why in reasons if why is not None), key=lambda miss: miss[0].id)


@click.command()
@click.argument("exchanges", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="The page to write."
)
@click.option(
    "--notes",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Misses a person looked at: lines of an id, a comma and what was seen.",
)
@click.option(
    "--terms",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Waste names with their reported codes: how well typed texts are understood (takes minutes).",
)
def quality(exchanges: Path, out: Path, notes: Path | None, terms: Path | None) -> None:
    """Measure how well texts are understood, and how often real partners in EXCHANGES come near the top."""
    with failing_plainly():
        seen = {} if notes is None else read_notes(notes)
        published = read_published(exchanges)
        before = measure(published, clearly_named)
        after = measure(published, meant) if terms is not None else before
        lines = [*heading(exchanges, terms), *(section(understood(terms)) if terms else ())]
        text = "\n".join([*lines, *page(before, after, seen)]) + "\n"
        with replacing(out) as beside:
            beside.write_text(text, encoding="utf-8")


def read_notes(path: Path) -> dict[str, str]:
    """Return what a person saw in some cases, by id."""
    lines = (line.partition(",") for line in path.read_text(encoding="utf-8").splitlines())
    return {name.strip(): note.strip() for name, _, note in lines if note}


def meant(text: str, language: str = "en") -> Sequence[str]:
    """Return the materials that a published text means; the collections are in English."""
    return understanding_texts(text, language)


def heading(exchanges: Path, terms: Path | None) -> Iterator[str]:
    """Yield the head of the page."""
    files = exchanges.name if terms is None else f"{exchanges.name} --terms {terms.name}"
    yield from ["# Quality", "", f"Written by `circulair quality {files}`; do not edit.", ""]


def measure(published: Published, read: Callable[[str], Sequence[str]]) -> Measured:
    """Return where the matcher puts the partners, without any place, quantity or process."""
    offers = {name: found for name, text in published.offers.items() if (found := read(text))}
    needs = {name: found for name, text in published.needs.items() if (found := read(text))}
    matches = find(listings(Offer, offers), listings(Need, needs), tree=load_materials())
    from_offer = places(matches, published.cases, Side.OFFER)
    return Measured(published, offers, needs, from_offer, places(matches, published.cases, Side.NEED))


def listings(kind: type[Kind], read: Read) -> list[Kind]:
    """Return a listing for each material that a text names."""
    return [kind(name, material) for name, found in read.items() for material in found]


def page(before: Measured, measured: Measured, notes: Mapping[str, str]) -> Iterator[str]:
    """Yield the lines of the part on partners: with what names alone found, and with what texts mean."""
    published = measured.published
    yield from ["## Does the real partner come near the top?", ""]
    yield f"{len(published.cases)} published exchanges (each pair once) join {len(published.offers)} texts of"
    yield f"what was given with {len(published.needs)} texts of who took it and for what. The texts alone are"
    yield "matched: no place, quantity or process, so only material and ladder tell one match from another."
    yield ""
    yield f"Texts that name no known material: {len(published.offers) - len(measured.offers)} of the offers,"
    yield f"{len(published.needs) - len(measured.needs)} of the needs. They match nothing."
    yield ""
    yield "The list of materials knows rare words because they stand in `exchanges_dev.csv`. On that file"
    yield "the figures, above all the few unread offers, are flattering: cases nobody has seen will decide."
    yield ""
    if before is not measured:
        yield from side_by_side(before, measured)
        yield from ["Read by names and synonyms alone:", "", *figures(before), "Read by what texts mean:", ""]
    yield from figures(measured)
    yield from reasons(measured)
    yield from looked_at(measured, notes)


def side_by_side(before: Measured, after: Measured) -> Iterator[str]:
    """Yield how often the partner stands among the first, read by names alone and by the classifier."""
    yield from ["Side by side, equals shuffled (*ties by lot* of the tables below):", ""]
    yield "| The list of | partner among the first | names and synonyms only | classifier | difference |"
    yield "|---|---|---|---|---|"
    sides = (
        ("an offer's needs", before.from_offer, after.from_offer),
        ("a need's offers", before.from_need, after.from_need),
    )
    for name, names_only, meant_too in sides:
        for top in TOPS:
            named, understood_too = (share_within(found, top) for found in (names_only, meant_too))
            shown = " | ".join(f"{share:.1%}" for share in (named, understood_too))
            yield f"| {name} | {top} | {shown} | {100 * (understood_too - named):+.1f} points |"
    yield ""


def share_within(found: Sequence[Place | None], top: int) -> float:
    """Return in which share of the cases the partner is to be expected among the first."""
    met = [place for place in found if place is not None]
    return sum(place.chance_within(top) for place in met) / max(1, len(found))


def figures(measured: Measured) -> Iterator[str]:
    """Yield the table of how often the partner stands among the first."""
    yield "| The list of | is a match | " + " | ".join(f"first {top}" for top in TOPS) + " |"
    yield "|---|---|" + "---|" * len(TOPS)
    for name, found in (("an offer's needs", measured.from_offer), ("a need's offers", measured.from_need)):
        met = [place for place in found if place is not None]
        lost = [sum(place.last_rank <= top for place in met) for top in TOPS]
        by_lot = [sum(place.chance_within(top) for place in met) for top in TOPS]
        yield row(name + ", ties lost", len(met), lost, len(found))
        yield row(name + ", ties by lot", len(met), by_lot, len(found))
    yield ""
    yield "*Ties lost*: whoever has the same score stands before the real partner. *Ties by lot*: the number"
    yield "to expect if equals are shuffled. Other real partners of the same asker are left out of the count."
    yield ""


def row(name: str, met: int, hits: Iterable[float], cases: int) -> str:
    """Return a line of the table: numbers and shares of the cases."""
    return (
        "| " + " | ".join([name, *(f"{hit:.0f} ({hit / max(1, cases):.1%})" for hit in (met, *hits))]) + " |"
    )


def reasons(measured: Measured) -> Iterator[str]:
    """Yield why the needs that are not among an offer's first are not there."""
    counts = Counter(why for _, why in measured.misses())
    yield from [
        f"## Why the others are not among the first {TOPS[-1]} of the offer",
        "",
        "| Why | cases |",
        "|---|---|",
    ]
    yield from (f"| {REASONS[why]} | {counts[why]} |" for why in Miss)
    yield ""


def looked_at(measured: Measured, notes: Mapping[str, str]) -> Iterator[str]:
    """Yield some misses one by one: those that a person wrote about, then others at even distances."""
    yield from [f"## {MISSES_SHOWN} misses, one by one", ""]
    yield "| case | offer read as | need read as | why | looked at |"
    yield "|---|---|---|---|---|"
    for case, why in chosen(measured.misses(), notes):
        offer = ", ".join(measured.offers.get(case.offer, ())) or "–"
        need = ", ".join(measured.needs.get(case.need, ())) or "–"
        yield f"| {case.id} | {offer} | {need} | {REASONS[why]} | {notes.get(case.id, '')} |"


def chosen(misses: Sequence[tuple[Case, Miss]], notes: Mapping[str, str]) -> list[tuple[Case, Miss]]:
    """Return the misses to show, by id."""
    noted = [miss for miss in misses if miss[0].id in notes][:MISSES_SHOWN]
    others = [miss for miss in misses if miss[0].id not in notes]
    left = MISSES_SHOWN - len(noted)
    spread = others[:: max(1, len(others) // left)][:left] if left else []
    return sorted([*noted, *spread], key=lambda miss: miss[0].id)
