"""The command ``circulair quality-takers``: how near the top real takers of published exchanges come."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import click

from circulair.commands.classification import INPUT, opened
from circulair.commands.plainly import failing_plainly
from circulair.files.faults import FileFaultError, FileRefusedError
from circulair.files.tables import replacing
from circulair.files.takings import Takings, read_takings
from flows.engine.choice import write_weights
from flows.engine.taker_study import (
    FOLDS,
    TOPS,
    Asked,
    Standing,
    learnt,
    looked_at,
    standing,
    unseen_ranks,
)
from flows.engine.takers import FEATURES, WEIGHTS, Finder, Reader, taker_weights
from flows.uses import load_uses

FEWEST_CASES = 2

WAYS: Sequence[tuple[str, Sequence[str]]] = (
    ("texts alone, alike by letters and meaning", ("letters", "meaning")),
    ("the list of uses alone", ("kindred", "read", "sensed", "wanted")),
    ("all together", FEATURES),
)


GROUPS: Sequence[tuple[str, Callable[[frozenset[str]], bool]]] = (
    ("all cases", bool),
    ("cases that were looked at", lambda cases: any(looked_at(case) for case in cases)),
    ("cases that never were", lambda cases: not any(looked_at(case) for case in cases)),
)

INTRODUCTION = (
    "For each offer of a published exchange all businesses of the file are ranked; what counts is where the",
    "best of those stands that really took it. A business is told by its kind and its use, without the",
    "words of the offer. No precedent is known to the program, so none of the case that is asked either; the",
    "weights of what speaks for a taker are learnt without any case in which the same offer occurs.",
)

REMARKS = (
    "The list of uses was first written, 1,325 rows of it, without looking into the file; ten of its",
    "exchanges were known from the misses in `quality.md`. Then half of the cases (those whose name has an",
    "even CRC-32) were looked at, to mend how texts are read, and 266 uses were added, most of them from the",
    "side of the businesses. Later that half was looked at once more, and 56 residues that had stood under a",
    "wider name (husks, stillage, yeast, salts of iron) were given uses of their own: 762 uses from general",
    "knowledge, written residue by residue. Words for residues and businesses were added as well. The list",
    "holds no names of firms: with 693 of them, as words for kinds, the figures were 0.291 and 51.4%.",
    "",
    "Of the other half nobody looked at what went to whom, but for four cases that are counted as looked at;",
    "names of its businesses were met in listings, as wrong answers to offers that may be looked at, and the",
    "way of reading was chosen by the figures of all cases. So the figures of cases that never were looked",
    "at tell best what to expect, and even they flatter a little. They are few: the standard error of their",
    "mean is 0.05, that of all cases 0.03.",
    "",
    "What holds the figures down is the order of kinds, not gaps in the list. For 85% of the offers never",
    "looked at a fair use joins one of three likeliest readings of the offer and of the business. But a",
    "residue has many takers: the right kind of business comes first for 32% of all offers and among the",
    "first five for 67%. Then there are equals: where a dozen cement works are listed, nothing tells the one",
    "that took the ash from the others. If the right kind always came first and equals stood in any order,",
    "the mean of 1/rank would be 0.60.",
    "",
    "Tried and left out, as it did not help: exchanges of other cases (counted by residue and kind: 0.237 to",
    "0.242 with them, 0.239 without, on an earlier state); a second opinion on the order of uses, and what",
    "each kind of business takes most of; whether the giver's trade often has such a residue, whether both",
    "are of one trade, whether the use is as fuel, feed, soil, fill or to clean; how many businesses of a",
    "kind are asked; a mix of kinds at the top; trees instead of weights (0.21 to 0.23).",
    "",
    "Three things raise the figure and are left out because they are not true. Memory of other cases told by",
    "how often each business took something gives 0.44: leaving a case out lowers the count of the very one",
    "that is right. Businesses without a sector for offers without one gives 0.30 where 0.27 was without it:",
    "that tells the collection an exchange was printed in. To divide by how much each business gets of all",
    "offers asked at once gives 0.01 more, and one offer's answer would hang on the others in the file.",
)


@click.command("quality-takers")
@click.argument("exchanges", type=INPUT)
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="The page to write."
)
@click.option(
    "--learn", is_flag=True, help="Learn the weights anew from all cases and write them to the data."
)
def quality_takers(exchanges: Path, out: Path, *, learn: bool) -> None:
    """Measure how near the top the real takers in EXCHANGES come, each case asked as if it were unknown."""
    with failing_plainly():
        takings = read_takings(exchanges)
        if len(set().union(*takings.cases.values())) < FEWEST_CASES:
            why = f"has fewer than {FEWEST_CASES} cases of materials, too few to hide one"
            raise FileRefusedError(FileFaultError(exchanges.name, 0, "case", why))
        asked = questions(takings)
        if learn:
            write_weights({"takers": learnt(asked)}, WEIGHTS)
        text = "\n".join(page(exchanges.name, takings, asked)) + "\n"
        with replacing(out) as beside:
            beside.write_text(text, encoding="utf-8")


def questions(takings: Takings) -> list[Asked]:
    """Return each offer with what speaks for each taker."""
    told = takings.told()
    finder = Finder(Reader(load_uses(), opened()), list(told.values()), taker_weights())
    return [
        Asked(features, tuple(who in takings.took[what] for who in told), frozenset(takings.cases[what]))
        for what, features in zip(takings.offers, finder.features(list(takings.offers.values())), strict=True)
    ]


def page(file: str, takings: Takings, asked: Sequence[Asked]) -> Iterator[str]:
    """Yield the lines of the page."""
    uses = load_uses()
    yield from ["# Takers", "", f"Written by `circulair quality-takers {file}`; do not edit.", ""]
    yield from [*INTRODUCTION, ""]
    yield f"{len(asked)} offers, {len(takings.takers)} businesses, {FOLDS} folds by case;"
    yield f"the list has {len(uses.residues)} residues, {len(uses.businesses)} kinds of business and"
    yield from [f"{len(uses.uses)} uses.", ""]
    yield (
        "| Known | offers of | number | mean of 1/rank | " + " | ".join(f"first {top}" for top in TOPS) + " |"
    )
    yield "|---|---|---|---|" + "---|" * len(TOPS)
    for known, features in WAYS:
        ranks = unseen_ranks(asked, features)
        for group, chosen in GROUPS:
            yield line(known, group, standing(asked, ranks, chosen))
    yield from ["", *REMARKS]


def line(known: str, group: str, found: Standing) -> str:
    """Return a line of the table."""
    first = " | ".join(f"{share:.1%}" for share in found.first)
    return f"| {known} | {group} | {found.offers} | {found.reciprocal:.3f} | {first} |"
