"""Commands on the database: bring it up to date, check it, load the example world."""

import click

from circulair.commands.opening import opened, opened_current, operator
from circulair.demo import world as example
from circulair.services import checks, labs, processes, wellbeing
from circulair.store import schema


@click.command()
def migrate() -> None:
    """Bring the database up to date and register the processes known from sources."""
    app = opened()
    schema.migrate(app.store)
    with app.store.unit_of_work():
        added = processes.register_known(operator())
        new_labs = labs.register_known(operator())
        wellbeing.register_known(operator())
    click.echo(f"the database is up to date; {added} known processes and {new_labs} labs added")


@click.command()
def check() -> None:
    """Check settings, schema, the laws that the data must keep, and the files of documents."""
    app = opened_current()
    with app.store.unit_of_work(reading=True):
        broken = [*checks.broken_laws(operator().today), *checks.broken_files(app.vault, operator())]
    for law in broken:
        click.echo(law, err=True)
    if broken:
        raise click.ClickException(f"{len(broken)} laws are broken")
    click.echo("all laws hold")


@click.command()
def demo() -> None:
    """Load the invented example world into an empty database."""
    app = opened_current()
    if app.settings.production:
        raise click.ClickException("the example world has published passwords; it is not for production")
    with click.progressbar(length=100, label="example world") as bar:
        example.load(app, bar.update)
    for line in example.SIGN_INS:
        click.echo(line)
