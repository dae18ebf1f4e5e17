"""Commands on sheets: the template, the import of listings, and everything that one organisation put in."""

import sys
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import click
from flask import g

from circulair.app import Application
from circulair.commands.opening import opened_current, operator
from circulair.commands.plainly import failing_plainly
from circulair.errors import sentence
from circulair.files.sheet_faults import SheetRefusedError
from circulair.files.sheet_guard import MOST_BYTES
from circulair.files.sheet_template import Template, template_csv, template_xlsx
from circulair.files.sheet_words import LANGUAGES
from circulair.files.tables import replacing
from circulair.jobs import imports as job
from circulair.language import material
from circulair.services import exports, imports, organisations
from circulair.services.actor import Actor
from circulair.services.imports import Preview, Upload
from circulair.store.records import STAGED, UNDER_WAY, ImportState, RowState

MOST_FAULTS_SAID = 50
OUTPUT = click.Path(dir_okay=False, path_type=Path)
SHEETS = (".csv", ".xlsx")


def a_sheet(_context: click.Context, _parameter: click.Parameter, path: Path) -> Path:
    """Refuse a file name that does not end in what a sheet may end in."""
    if path.suffix.lower() not in SHEETS:
        raise click.BadParameter(f"{path.name!r} does not end in {' or '.join(SHEETS)}")
    return path


@click.command()
@click.option("--out", type=OUTPUT, callback=a_sheet, required=True, help="Where it goes: .xlsx or .csv.")
@click.option("--language", type=click.Choice(LANGUAGES), default="nl", show_default=True)
@click.option("--organisation", type=int, help="Number of the organisation whose places can be picked.")
def template(out: Path, language: str, organisation: int | None) -> None:
    """Write the sheet in which an organisation fills in its listings."""
    places: Sequence[str] = ()
    actor = operator()
    if organisation is not None:
        app = opened_current()
        with failing_plainly(), app.store.unit_of_work(reading=True):
            places = [one.name for one in organisations.places(organisation, actor)]
    made = Template(language, places, actor.today)
    content = template_xlsx(made) if out.suffix.lower() == ".xlsx" else template_csv(made)
    with failing_plainly(), replacing(out) as beside:
        beside.write_bytes(content)


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--organisation", type=int, required=True, help="Number of the organisation they belong to.")
@click.option("--dry-run", is_flag=True, help="Say what would be imported; import nothing.")
@click.option("--language", type=click.Choice(LANGUAGES), default="en", help="Of what is said here.")
def import_(file: Path, organisation: int, *, dry_run: bool, language: str) -> None:
    """Import listings from a sheet, CSV or XLSX: all of it or, when a row has a fault, nothing.

    The sheet comes from `circulair template`, or is an export of waste streams of the LMA. A file that was
    imported before adds nothing. Stopped in the middle it imports nothing either; matching that was
    interrupted is taken up again by `circulair work`.
    """
    app = opened_current()
    with app.app_context(), failing_plainly():
        g.language = language
        import_id = staged(app, Upload(file.name, content_of(file), language), organisation)
        if import_id is None:
            return
        work_off(app, import_id, ImportState.READING, "Reading")
        with app.store.unit_of_work(reading=True):
            preview = imports.preview(import_id, 1, operator(), only_wrong=True)
            faults = [*said(file.name, preview)]
        if faults or dry_run or not preview.count(RowState.READY):
            discard(app, import_id)
        if faults:
            raise click.ClickException(
                "\n".join([*faults, f"{preview.wrong} rows are not right; nothing imported"])
            )
        told(preview, "would be imported" if dry_run else "to import")
        if not dry_run and preview.count(RowState.READY):
            take(app, import_id)


def content_of(file: Path) -> bytes:
    """Return what is in a file, one byte more than is taken at most."""
    with file.open("rb") as handle:
        return handle.read(MOST_BYTES + 1)


def staged(app: Application, upload: Upload, organisation: int) -> int | None:
    """Keep a sheet until it is confirmed; None, and a word on it, where its content was imported before."""
    try:
        with app.store.unit_of_work():
            record = imports.stage(upload, organisation, operator())
    except SheetRefusedError as error:
        raise click.ClickException(
            "\n".join(f"{upload.file_name}: {sentence(one)}" for one in error.faults)
        ) from error
    if record.state in STAGED:
        return record.id
    when = f"{record.created_at:%Y-%m-%d}"
    click.echo(f"this content was imported before, as {record.file_name} on {when}; nothing added")
    return None


def work_off(app: Application, import_id: int, state: ImportState, label: str) -> None:
    """Take an import through a state while a bar shows how far it is, if anyone is watching."""
    with click.progressbar(length=1, label=label, file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:
        for length, done in progress(app, import_id, state):
            bar.length = max(1, length)
            bar.update(done - bar.pos)


def progress(app: Application, import_id: int, state: ImportState) -> Iterator[tuple[int, int]]:
    """Yield how much there is to do in a state and how much is done, step by step."""
    while True:
        with app.store.unit_of_work(reading=True):
            record = imports.own(import_id, operator())
        if record.state is not state:
            return
        yield (record.rows if state is ImportState.READING else record.listings), record.done
        job.step(app, import_id)


def said(file: str, preview: Preview) -> Iterator[str]:
    """Yield each fault of the rows: file, row, column and what is wrong."""
    for row in preview.rows:
        perhaps = ", ".join(material(slug) for slug in row.candidates)
        for fault in row.understood.faults:
            where = f"row {row.understood.row.number}, {preview.heading(fault.column)}"
            ask = fault.column == "material" and perhaps
            yield f"{file}: {where}: {sentence(fault.error)}{f' ({perhaps})' if ask else ''}"


def told(preview: Preview, verb: str) -> None:
    """Say how many rows become listings and how many are left out."""
    click.echo(f"{preview.count(RowState.READY)} listings {verb}")
    if existing := preview.count(RowState.EXISTING):
        click.echo(f"{existing} rows say what is listed already; left out")
    if doubled := preview.count(RowState.DOUBLED):
        click.echo(f"{doubled} rows say exactly what an earlier row says; counted once")
    if preview.record.marked:
        click.echo(f"{preview.record.marked} rows of the template (examples and hints); left out")


def discard(app: Application, import_id: int) -> None:
    """Throw away a sheet that is not imported."""
    with app.store.unit_of_work():
        imports.discard(import_id, operator())


def take(app: Application, import_id: int) -> None:
    """Make the listings of a sheet and match them."""
    with app.store.unit_of_work():
        imports.confirm(import_id, operator())
    for state, label in ((ImportState.CONFIRMED, "Importing"), (ImportState.MATCHING, "Matching")):
        work_off(app, import_id, state, label)
    with app.store.unit_of_work(reading=True):
        record = imports.own(import_id, operator())
    if record.state in UNDER_WAY or record.state in STAGED:
        raise click.ClickException("the sheet no longer fits what is stored; nothing imported")
    click.echo(f"imported as number {record.id}: {record.listings} listings")


@click.command()
@click.option("--organisation", type=int, required=True, help="Number of the organisation.")
@click.option("--out", type=OUTPUT, required=True, help="Where the .zip goes.")
@click.option(
    "--language", type=click.Choice(LANGUAGES), default="nl", show_default=True, help="Of the listings."
)
def export(organisation: int, out: Path, language: str) -> None:
    """Write all that one organisation put in: listings, places, exchanges, documents; a zip with CSV."""
    app = opened_current()
    actor: Actor = operator()
    with failing_plainly():
        with app.store.unit_of_work(reading=True):
            tables = exports.everything(organisation, actor, language)
            files = exports.files(organisation, app.vault, actor)
        with replacing(out) as beside, zipfile.ZipFile(beside, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in tables.items():
                archive.writestr(name, content)
            for name, path in files.items():
                archive.write(path, name)
    click.echo(f"{len(tables) + len(files)} files in {out}")
