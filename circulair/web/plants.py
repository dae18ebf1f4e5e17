"""Pages of the register of processes: the list, one process, and a letter to its operator."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from circulair.language import _, language, plural
from circulair.permissions import actor, hub
from circulair.security import sends_letters
from circulair.services import organisations, plants
from circulair.services.faults import VersionError
from circulair.services.plants import Moved
from circulair.store.records import ProcessRecord
from circulair.web import picker
from circulair.web.forms.plants import GIVES, TAKES, OperatorForm, PlantForm, told_of

pages = Blueprint("plants", __name__)

Answered = str | Response | tuple[str, int]


@pages.app_template_filter("by_language")
def name_of(record: ProcessRecord) -> str:
    """Return the name of a process in the language of the page."""
    return {"en": record.name_en, "de": record.name_de}.get(language(), record.name_nl)


@pages.get("/hub/processen")
@hub
def index() -> str:
    """Show all processes, those to ask about first."""
    everything = plants.everything(actor())
    to_ask = [(one, plants.questions(one)) for one in everything if one.status in plants.TO_ASK]
    return render_template("registers/processes.html", processes=everything, to_ask=to_ask)


@pages.route("/hub/processen/nieuw", methods=["GET", "POST"])
@hub
def new() -> Answered:
    """Add a process."""
    who = actor()
    form = PlantForm(organisations.everybody(who), who.today, {"status": "unknown", "as_of": who.today})
    if not form.validate_on_submit():
        return form_page(form)
    moved = plants.register(form.plant(), who)
    flash(_("The process is added."), "ok")
    return redirect(url_for("plants.change", process_id=moved.record.id), 303)


@pages.route("/hub/processen/<int:process_id>", methods=["GET", "POST"])
@hub
def change(process_id: int) -> Answered:
    """Show a process and change it."""
    who = actor()
    record = plants.one(process_id, who)
    form = PlantForm(organisations.everybody(who), who.today, told_of(record))
    if not form.validate_on_submit():
        return form_page(form, record)
    try:
        moved = plants.change(process_id, form.version.data, form.plant(), who)
    except VersionError:
        now = plants.one(process_id, who)
        form.tell_meanwhile(now.version)
        return form_page(form, now)
    flash(told_moved(moved), "ok")
    return redirect(url_for("plants.change", process_id=process_id), 303)


@pages.post("/hub/processen/<int:process_id>/vraag")
@hub
@sends_letters
def ask(process_id: int) -> Answered:
    """Ask the operator by letter."""
    record, form = plants.one(process_id, actor()), OperatorForm()
    if not form.validate_on_submit():
        shown = PlantForm(organisations.everybody(actor()), actor().today, told_of(record))
        return form_page(shown, record, form)
    plants.ask_operator(process_id, form.address(), actor())
    flash(_("The letter is on its way."), "ok")
    return redirect(url_for("plants.change", process_id=process_id), 303)


@pages.post("/hub/processen/<int:process_id>/niet-tonen")
@hub
def hide(process_id: int) -> Response:
    """Take out of everybody's sight what the operator does not want shown any more."""
    number = plants.hide(process_id, actor())
    taken = plural(
        "It is taken out of %(number)s publication.", "It is taken out of %(number)s publications.", number
    )
    flash(" ".join([told_hidden(process_id), taken]), "ok")
    return redirect(url_for("plants.change", process_id=process_id), 303)


def told_hidden(process_id: int) -> str:
    """Return what the public sees no more of a plant, and what stays."""
    if plants.is_published(process_id, actor()):
        return _(
            "Saved. The public does not see any more what goes through it. The plant itself stays: "
            "a public page tells of it."
        )
    return _("Saved. The public does not see it any more.")


def told_moved(moved: Moved) -> str:
    """Return what a change of a process moved."""
    said = [_("Saved.")]
    if moved.lapsed:
        said.append(
            plural(
                "%(number)s suggestion through it has lapsed.",
                "%(number)s suggestions through it have lapsed.",
                moved.lapsed,
            )
        )
    return " ".join(said)


def form_page(
    form: PlantForm, record: ProcessRecord | None = None, operator: OperatorForm | None = None
) -> tuple[str, int]:
    """Return the page of a process with its form, and how it is now where somebody was quicker."""
    letter = operator or OperatorForm(None)
    page = render_template(
        "registers/process.html",
        form=letter if operator else form,
        plant=form,
        letter=letter,
        record=record,
        takes=TAKES,
        gives=GIVES,
        asked=plants.questions(record) if record else (),
        relied_on=plants.relied_on(record) if record else (),
        drawing=picker.drawn(form),
    )
    return page, letter.http_status if operator else form.http_status
