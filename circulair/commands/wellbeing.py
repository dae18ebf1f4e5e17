"""The command that loads figures of wellbeing from a file of CBS."""

from pathlib import Path

import click

from circulair.commands.opening import opened_current, operator
from circulair.commands.plainly import failing_plainly
from circulair.services import wellbeing as services


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--edition", help="Edition of the set of indicators; the newest where none is told.")
@click.option(
    "--status",
    type=click.Choice(["final", "provisional"]),
    help="What the figures are where the file does not say.",
)
@click.option("--source", required=True, help="Where the file comes from: table, address, date.")
def wellbeing(file: Path, edition: str | None, status: str | None, source: str) -> None:
    """Load figures of wellbeing from FILE: CSV of StatLine, or CSV or JSON of its OData; all or nothing."""
    app = opened_current()
    content = file.read_bytes()
    with failing_plainly(), app.store.unit_of_work():
        known = services.editions()
        chosen = edition or next(iter(known), "")
        if chosen not in known:
            raise click.ClickException(f"edition {chosen!r} is not known; there are {', '.join(known)}")
        provisional = None if status is None else status == "provisional"
        loaded = services.load(content, services.Told(chosen, provisional, source[:400]), operator())
    click.echo(f"edition {chosen}: {loaded.new} new, {loaded.changed} changed, {loaded.same} as before")
