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
@click.option("--source", default="", help="Where the figures come from: table, address, date.")
@click.option("--set", "is_set", is_flag=True, help="FILE is a set of indicators, with its own sources.")
def wellbeing(file: Path, edition: str | None, status: str | None, source: str, *, is_set: bool) -> None:
    """Load figures of wellbeing from FILE: CSV of StatLine, or CSV or JSON of its OData; all or nothing."""
    app = opened_current()
    content = file.read_bytes()
    if is_set:
        with failing_plainly(), app.store.unit_of_work():
            loaded = services.load_set(content, operator())
        click.echo(f"set: {loaded.new} new, {loaded.changed} changed, {loaded.same} as before")
        return
    if not source.strip():
        raise click.UsageError("say with --source where the figures come from")
    with failing_plainly(), app.store.unit_of_work():
        known = services.editions()
        chosen = edition or next(iter(known), "")
        if chosen not in known:
            raise click.ClickException(f"edition {chosen!r} is not known; there are {', '.join(known)}")
        provisional = None if status is None else status == "provisional"
        loaded = services.load(content, services.Told(chosen, provisional, source[:400]), operator())
    click.echo(f"edition {chosen}: {loaded.new} new, {loaded.changed} changed, {loaded.same} as before")
