"""Commands on the address table, from which positions come."""

import csv
from pathlib import Path

import click

from circulair.commands.opening import opened_current
from circulair.services import address_table

COLUMNS = ("postcode", "house_number", "street", "place", "lon", "lat")


@click.group()
def addresses() -> None:
    """Keep the table of addresses and their positions."""


@addresses.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--source", required=True, help="where the table comes from, with its date")
def import_(file: Path, source: str) -> None:
    """Replace the address table by a CSV: postcode, house_number, street, place, lon, lat; all or nothing."""
    app = opened_current()
    with file.open(encoding="utf-8-sig", newline="") as handle:
        rows = csv.DictReader(handle)
        if tuple(rows.fieldnames or ()) != COLUMNS:
            raise click.ClickException(f"{file}: the columns must be {', '.join(COLUMNS)}")
        with app.store.unit_of_work():
            number = address_table.replace(rows, source)
    click.echo(f"{number} addresses")
