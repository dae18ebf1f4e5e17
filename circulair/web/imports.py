"""Pages of imports: sending a sheet, seeing how it was understood, mending, confirming, taking it back."""

from io import BytesIO

from flask import (
    Blueprint,
    abort,
    current_app,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    send_file,
    url_for,
)
from werkzeug.wrappers import Response

from circulair.errors import sentence
from circulair.files.sheet_faults import SheetRefusedError
from circulair.files.sheet_writing import KINDS
from circulair.language import LANGUAGES, _, language, plural
from circulair.permissions import actor, member
from circulair.services import downloads, import_steps, imports, organisations
from circulair.services.actor import Actor
from circulair.store.records import STAGED, UNDER_WAY, ImportRecord, ImportState
from circulair.web.forms.account import OneButtonForm
from circulair.web.forms.imports import RowForm, UploadForm

pages = Blueprint("imports", __name__)

RENEWED_SECONDS = "5"

Answer = str | Response | tuple[str, int]


@pages.route("/mijn/invoeren", methods=["GET", "POST"])
@member
def upload() -> Answer:
    """Take a sheet and keep it until its owner confirms it."""
    own = organisations.own(actor())
    form = UploadForm()
    record = staged(form, own.id, actor()) if form.validate_on_submit() else None
    if record is None:
        found = imports.mine(actor())
        return render_template("imports/upload.html", form=form, own=own, found=found), form.http_status
    if record.state not in STAGED:
        flash(_("This file was imported before. Nothing was added."), "info")
    return redirect(url_for("imports.show", import_id=record.id), 303)


def staged(form: UploadForm, organisation_id: int, who: Actor) -> ImportRecord | None:
    """Return the import of the file that was sent; else None, with what is wrong beside it."""
    sent = form.upload()
    if sent is None:
        return None
    try:
        record = imports.stage(sent, organisation_id, who)
    except SheetRefusedError as error:
        form.refuse(error)
        return None
    go_on(record, who)
    return record


def go_on(record: ImportRecord, who: Actor) -> None:
    """Do at once what is to be done for a small sheet; a larger one is left to the worker."""
    if imports.is_small(record):
        import_steps.finish(record, who.now, current_app.addresses)  # type: ignore[attr-defined]  # our Application has an address service


@pages.get("/mijn/invoeren/sjabloon/<kind>")
@member
def template(kind: str) -> Response:
    """Give the sheet to fill in."""
    wanted = request.args.get("taal", language())
    chosen = wanted if wanted in LANGUAGES else language()
    return as_file(kind, "circulair-sjabloon", downloads.template(known(kind), chosen, actor()))


@pages.get("/mijn/downloaden/<kind>")
@member
def download(kind: str) -> Response:
    """Give one's own listings as a sheet that can be imported again."""
    return as_file(kind, "circulair-aanbod-en-vraag", downloads.listings(known(kind), language(), actor()))


def known(kind: str) -> str:
    """Return a kind of sheet that we write."""
    return kind if kind in KINDS else abort(404)


def as_file(kind: str, name: str, content: bytes) -> Response:
    """Return the content of a sheet as a file to keep."""
    return send_file(
        BytesIO(content), mimetype=KINDS[kind], as_attachment=True, download_name=f"{name}.{kind}"
    )


@pages.get("/mijn/invoeren/<int:import_id>")
@member
def show(import_id: int) -> Answer:
    """Show how a sheet was understood, how far it is, or what came of it."""
    record = imports.own(import_id, actor())
    if record.state is not ImportState.CHECKED:
        return progress(record)
    only_wrong = request.args.get("toon") == "fouten"
    preview = imports.preview(import_id, page_asked(), actor(), only_wrong=only_wrong)
    return render_template("imports/preview.html", preview=preview, record=record, sentence=sentence)


def progress(record: ImportRecord) -> Response:
    """Return the page of how far an import is, which renews itself unless its reader stopped that."""
    under_way = record.state in UNDER_WAY
    renews = under_way and "stil" not in request.args
    facts = {"counts": imports.listings_by_state(record), "under_way": under_way, "renews": renews}
    response = make_response(render_template("imports/progress.html", record=record, **facts))
    if renews:
        response.headers["Refresh"] = RENEWED_SECONDS
    return response


def page_asked() -> int:
    """Return the page of rows that is asked for, the first where it is no number."""
    text = request.args.get("blad", "1")
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 5 else 1


@pages.route("/mijn/invoeren/<int:import_id>/rij/<int:number>", methods=["GET", "POST"])
@member
def choose(import_id: int, number: int) -> Answer:
    """Say which material a row is."""
    row = imports.row_of(import_id, number, actor())
    form = RowForm(row)
    slug = form.chosen() if form.validate_on_submit() else None
    if slug is None:
        page = render_template("imports/row.html", form=form, row=row, import_id=import_id, sentence=sentence)
        return page, form.http_status
    chosen = imports.choose(import_id, number, slug, actor())
    go_on(imports.own(import_id, actor()), actor())
    flash(
        plural("Chosen for %(number)s row.", "Chosen for %(number)s rows with the same words.", chosen), "ok"
    )
    back = url_for("imports.show", import_id=import_id, toon=request.args.get("toon"))
    return redirect(f"{back}#regel-{number}", 303)


@pages.post("/mijn/invoeren/<int:import_id>/bevestigen")
@member
def confirm(import_id: int) -> Response:
    """Make the rows of a sheet listings."""
    record = imports.confirm(import_id, actor())
    go_on(record, actor())
    return redirect(url_for("imports.show", import_id=import_id), 303)


@pages.post("/mijn/invoeren/<int:import_id>/weggooien")
@member
def discard(import_id: int) -> Response:
    """Throw a sheet away of which nothing became a listing."""
    imports.discard(import_id, actor())
    flash(_("Thrown away. Nothing of this file was imported."), "ok")
    return redirect(url_for("imports.upload"), 303)


@pages.route("/mijn/invoeren/<int:import_id>/intrekken", methods=["GET", "POST"])
@member
def withdraw(import_id: int) -> Answer:
    """Take back everything that came of a sheet, after asking once."""
    form = OneButtonForm()
    record = imports.own(import_id, actor())
    if not form.validate_on_submit():
        counts = imports.listings_by_state(record)
        return render_template("imports/withdraw.html", form=form, record=record, counts=counts)
    go_on(imports.withdraw(import_id, actor()), actor())
    return redirect(url_for("imports.show", import_id=import_id), 303)
