"""The command ``circulair weights``: which parts of the score tell what is accepted, and new weights."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import click

from circulair.commands.opening import opened_current, operator
from circulair.commands.plainly import failing_plainly
from circulair.files.weights import write_weights
from circulair.services import learning, world
from circulair.services.learning import Reviewed
from flows.engine.reweighing import FOLDS, TURNS, HeldBack, Later, Proposal, propose, renewed
from flows.learning_weights import (
    FEWEST,
    PART_OF,
    SURE,
    Decided,
    Separation,
    Verdict,
    reasons,
    separation,
    teaching,
)
from flows.scoring import PARTS, Weights, load_weights

NOTE = "proposed by circulair weights, rounded to hundredths"


@click.command()
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where proposed weights go, if there are better ones; nothing else changes.",
)
def weights(out: Path | None) -> None:
    """Say which parts of the score tell accepted suggestions from declined ones, and propose weights.

    Only decided suggestions of this database count. What was declined for price, law, safety, trust,
    capacity, found elsewhere, no answer or other says nothing of the score. Proposed weights are checked on
    suggestions they were not fitted on. The weights in use never change: a person puts the file in place.
    """
    app = opened_current()
    with failing_plainly():
        with app.store.unit_of_work(reading=True):
            reviewed, invented = learning.reviewed(operator()), world.is_demo()
        if invented:
            click.echo("Everything here was decided in the invented example world: nothing follows from it.")
        present = load_weights()
        proposal = propose(reviewed.decided, present)
        for line in report(reviewed, proposal, present):
            click.echo(line)
        if out is not None and proposal.verdict is Verdict.BETTER:
            write_weights(out, proposed(proposal, reviewed.decided, present, operator().today), NOTE)
            click.echo(f"written to {out}")


def proposed(proposal: Proposal, decided: Sequence[Decided], present: Weights, today: date) -> Weights:
    """Return the proposed weights as the next version, with the reason that a reader of the data sees."""
    taught = teaching(decided)
    accepted, held_back = sum(one.accepted for one in taught), proposal.held_back
    gain = (
        ""
        if held_back is None
        else f"; held-back log loss lower by {held_back.gain:.3f} ({spread(held_back)})"
    )
    why = f"{accepted} accepted and {len(taught) - accepted} declined suggestions{gain}"
    return renewed(present, proposal.weights, today.isoformat(), why)


def report(reviewed: Reviewed, proposal: Proposal, present: Weights) -> Iterator[str]:
    """Yield the report."""
    yield from counted(reviewed)
    yield from parts_table(reviewed.decided)
    yield from verdict(proposal, present, teaching(reviewed.decided))


def counted(reviewed: Reviewed) -> Iterator[str]:
    """Yield what was decided and why, and what says nothing."""
    taught = teaching(reviewed.decided)
    accepted = sum(one.accepted for one in taught)
    yield f"{accepted} accepted, {len(taught) - accepted} declined for a part of the score,"
    yield f"{len(reviewed.decided) - len(taught)} declined for something else. Apart from these,"
    yield f"{reviewed.lapsed} lapsed and {reviewed.waiting} wait."
    for reason, number in sorted(reasons(reviewed.decided).items()):
        speaks = PART_OF.get(reason)
        yield f"  {reason}: {number} ({f'speaks of {speaks}' if speaks else 'says nothing of the score'})"
    yield ""


def parts_table(decided: Sequence[Decided]) -> Iterator[str]:
    """Yield how well each part separates."""
    yield "How often a part is higher in an accepted suggestion than in a declined one"
    yield "(0.50 is by chance; 95% interval; accepted against declined in which it was known; * surely more):"
    for part in PARTS:
        every, named = separation(part, decided), separation(part, decided, named=True)
        line = f"  {part:<9}{of_cases(every)}"
        yield f"{line}; declined for it: {of_cases(named)}" if part in PART_OF.values() else line
    yield ""


def of_cases(found: Separation) -> str:
    """Return one comparison with the number of cases in which the part was known."""
    cases = f"{found.accepted} against {found.declined}"
    if found.auc is None:
        return f"not known ({cases})"
    mark = " *" if found.separates else ""
    return f"{found.auc:.2f} ({found.low:.2f} to {found.high:.2f}; {cases}){mark}"


def verdict(proposal: Proposal, present: Weights, taught: Sequence[Decided]) -> Iterator[str]:
    """Yield what is proposed and how it did on what was held back."""
    if proposal.held_back is None:
        accepted = sum(one.accepted for one in taught)
        yield f"Not enough decided suggestions: {FEWEST} accepted and {FEWEST} declined for a part of the"
        yield f"score are wanted, there are {accepted} and {len(taught) - accepted}."
        yield f"Version {present.version} stays."
        return
    yield f"{'part':<11}version {present.version}  fitted"
    for part, weight in zip(present.parts, proposal.weights, strict=True):
        yield f"  {part.part:<9}{part.weight:>9.2f}{weight:>8.2f}"
    yield from checked(proposal.held_back, proposal.later)
    if proposal.verdict is Verdict.BETTER:
        yield f"Better than version {present.version}: proposed. Nothing changes by itself."
    else:
        yield f"No better than version {present.version}: nothing is proposed."


def checked(held_back: HeldBack, later: Later | None) -> Iterator[str]:
    """Yield the figures on what was held back."""
    low, high = held_back.auc_interval
    yield f"Held back ({FOLDS} folds by need, {TURNS} times):"
    yield f"  log loss {held_back.loss_present:.3f}, with fitted weights {held_back.loss_new:.3f}:"
    yield f"  lower by {held_back.gain:.3f} ({spread(held_back)})"
    yield f"  area under the curve {held_back.auc_present:.2f}, fitted {held_back.auc_new:.2f}"
    yield f"  (95%: {low:.2f} to {high:.2f})"
    if later is None:
        yield "  by time: too few of one kind to foretell the later ones from the earlier"
    else:
        told = f"{later.loss_present:.3f}, with fitted weights {later.loss_new:.3f}"
        yield f"  by time: log loss on the {later.cases} latest {told}"


def spread(held_back: HeldBack) -> str:
    """Return the 95% interval of the gain."""
    half = SURE * held_back.error
    return f"95%: {held_back.gain - half:+.3f} to {held_back.gain + half:+.3f}"
