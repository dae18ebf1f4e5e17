"""The command ``circulair rematch``: all open listings matched anew."""

import sys

import click

from circulair.app import Application
from circulair.commands.opening import opened_current, operator
from circulair.services import rematching
from circulair.services.actor import Actor
from circulair.services.standing import Standing
from circulair.store import suggestions
from circulair.store.session import ConflictError
from flows.suggestions import TO_DECIDE


@click.command()
def rematch() -> None:
    """Match all open listings anew, for those of which a partner went or a better one came.

    What is proposed or agreed stays. Run it as often as you like, for example every night.
    """
    app, actor = opened_current(), operator()
    before = waiting(app)
    with app.store.unit_of_work(reading=True):
        due = rematching.due(Standing(), actor)
    hidden = not sys.stderr.isatty()
    with click.progressbar(pieces_of(due), label="Matching", file=sys.stderr, hidden=hidden) as bar:
        for piece in bar:
            match_piece(app, piece, actor)
    click.echo(f"{len(due)} listings matched anew, {waiting(app) - before} suggestions more to decide")


def pieces_of(listing_ids: list[int]) -> list[list[int]]:
    """Return listings some at a time, as many as go into one transaction."""
    length = rematching.AT_ONCE
    return [listing_ids[start : start + length] for start in range(0, len(listing_ids), length)]


def match_piece(app: Application, piece: list[int], actor: Actor) -> None:
    """Match some listings anew in a transaction of their own; once more where another was quicker."""
    try:
        match_at_once(app, piece, actor)
    except ConflictError:
        match_at_once(app, piece, actor)


def match_at_once(app: Application, piece: list[int], actor: Actor) -> None:
    """Match some listings anew, with a lock only while it is stored."""
    with app.store.unit_of_work(slow_first=True):
        rematching.match_anew(piece, actor)


def waiting(app: Application) -> int:
    """Return how many suggestions wait for the hub."""
    with app.store.unit_of_work(reading=True):
        return suggestions.count(TO_DECIDE)
