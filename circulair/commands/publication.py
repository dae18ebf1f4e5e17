"""Commands on what the public sees."""

from datetime import datetime

import click

from circulair.commands.opening import opened_current, operator
from circulair.services import releases


@click.command()
@click.option("--date", "day", type=click.DateTime(["%Y-%m-%d"]), help="as of this day; by default today")
def release(day: datetime | None) -> None:
    """Make a public release: freeze what all parties agreed to show."""
    app = opened_current()
    actor = operator()
    as_of = day.date() if day else actor.today
    if as_of > actor.today:
        raise click.ClickException(f"{as_of} has not come yet; a release is of a day that has")
    with app.store.unit_of_work():
        made = releases.make(as_of, actor)
        content = releases.parsed(made.content)
    click.echo(
        f"release {made.id} as of {as_of}: {len(content.flows)} flows, {len(content.offers)} offers, "
        f"{len(content.needs)} needs, {len(content.processes)} processes, {len(content.premises)} premises"
    )
