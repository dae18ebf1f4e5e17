"""Commands on what the public sees."""

import importlib
from datetime import datetime

import click

from circulair import events
from circulair.app import Application
from circulair.commands.opening import opened_current, operator
from circulair.commands.plainly import failing_plainly
from circulair.services import releases
from circulair.store.session import ConflictError, DatabaseAwayError


@click.command()
@click.option("--date", "day", type=click.DateTime(["%Y-%m-%d"]), help="as of this day; by default today")
def release(day: datetime | None) -> None:
    """Make a public release: freeze what all parties agreed to show, and figures that give nobody away.

    A release that would give somebody away is refused: the cell and the reason are told, nothing is stored.
    """
    app = opened_current()
    actor = operator()
    as_of = day.date() if day else actor.today
    if as_of > actor.today:
        raise click.ClickException(f"{as_of} has not come yet; a release is of a day that has")
    with failing_plainly(), app.store.unit_of_work():
        made = releases.make(as_of, actor)
        content = releases.parsed(made.content)
    keep_maps(app)
    told = sum(cell.low is not None for cell in content.cells)
    click.echo(
        f"release {made.id} as of {as_of}: {len(content.flows)} flows, {len(content.offers)} offers, "
        f"{len(content.needs)} needs, {len(content.processes)} processes, {len(content.premises)} premises, "
        f"{told} cells shown and {len(content.cells) - told} hidden"
    )


def keep_maps(app: Application) -> None:
    """Keep the map of a release that is made; where that fails, a page draws what is not kept."""
    try:
        importlib.import_module("circulair.warming").keep_maps(app)
    except (ConflictError, DatabaseAwayError):
        return
    except Exception:  # whatever it is, the release is made: whoever reads an error would make it again
        events.LOG.exception("fault: the map of the release could not be kept")
        click.echo("the release is made, but its map could not be drawn yet; see the log", err=True)
