"""The hub's desk of the labs: the lab itself, its members, road map, figures and the words of the lessons."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from circulair.files.wellbeing_tables import WellbeingRefusedError
from circulair.language import _, plural
from circulair.permissions import actor, hub
from circulair.services import class_weighings, classes, experiments, labs
from circulair.services.faults import VersionError
from circulair.web.forms.base import Form
from circulair.web.forms.labs import (
    FigureForm,
    FiguresFileForm,
    LabForm,
    LessonsForm,
    MemberForm,
    MilestoneForm,
)
from flows.labs import LESSONS

pages = Blueprint("lab_desk", __name__)

Answered = str | Response | tuple[str, int]


@pages.get("/hub/labs")
@hub
def index() -> str:
    """Show the labs to the hub."""
    who = actor()
    weighing = [class_weighings.standing(one, who) for one in classes.running(who)]
    return render_template("lab_desk/index.html", labs=labs.everything(who), classes=weighing)


@pages.route("/hub/labs/<int:lab_id>", methods=["GET", "POST"])
@hub
def lab(lab_id: int) -> Answered:
    """Show a lab with all that there is to do, and change what is told of it."""
    record = labs.one(lab_id, actor())
    form = LabForm(record)
    if not form.validate_on_submit():
        return lab_page(lab_id, form)
    try:
        labs.change(lab_id, form.version.data, form.told(), actor())
    except VersionError:
        form.tell_meanwhile(labs.one(lab_id, actor()).version)
        return lab_page(lab_id, form)
    flash(_("Saved."), "ok")
    return redirect(url_for("lab_desk.lab", lab_id=lab_id), 303)


def lab_page(lab_id: int, form: LabForm) -> tuple[str, int]:
    """Return the hub's page of a lab."""
    who = actor()
    page = render_template(
        "lab_desk/lab.html",
        lab=labs.one(lab_id, who),
        form=form,
        experiments=experiments.of_lab(lab_id, who),
        milestones=labs.milestones(lab_id, who),
        members=labs.members(lab_id, who),
        figures=labs.figures(lab_id, who),
    )
    return page, form.http_status


def add_page(lab_id: int, form: Form, template: str, add: Callable[[], object]) -> Answered:
    """Return a page on which something is added to a lab, or lead back to the lab once it is."""
    if not form.validate_on_submit():
        page = render_template(f"lab_desk/{template}.html", lab=labs.one(lab_id, actor()), form=form)
        return page, form.http_status
    add()
    flash(_("Saved."), "ok")
    return redirect(url_for("lab_desk.lab", lab_id=lab_id), 303)


@pages.route("/hub/labs/<int:lab_id>/lid", methods=["GET", "POST"])
@hub
def member(lab_id: int) -> Answered:
    """Add a member."""
    form = MemberForm()
    return add_page(lab_id, form, "member", lambda: labs.add_member(lab_id, form.told(), actor()))


@pages.post("/hub/labs/lid/<int:member_id>/weg")
@hub
def remove_member(member_id: int) -> Response:
    """Forget a member."""
    lab_id = labs.remove_member(member_id, actor())
    flash(_("The member is forgotten, with the name."), "ok")
    return redirect(url_for("lab_desk.lab", lab_id=lab_id), 303)


@pages.route("/hub/labs/<int:lab_id>/mijlpaal", methods=["GET", "POST"])
@hub
def new_milestone(lab_id: int) -> Answered:
    """Add a milestone."""
    form = MilestoneForm()
    return add_page(lab_id, form, "milestone", lambda: labs.add_milestone(lab_id, form.told(), actor()))


@pages.route("/hub/labs/mijlpaal/<int:milestone_id>", methods=["GET", "POST"])
@hub
def milestone(milestone_id: int) -> Answered:
    """Change a milestone."""
    record = labs.milestone(milestone_id, actor())
    form = MilestoneForm(record)
    shown = {"lab": labs.one(record.lab_id, actor()), "record": record}
    if not form.validate_on_submit():
        return render_template("lab_desk/milestone.html", form=form, **shown), form.http_status
    try:
        labs.change_milestone(milestone_id, form.version.data, form.told(), actor())
    except VersionError:
        form.tell_meanwhile(labs.milestone(milestone_id, actor()).version)
        return render_template("lab_desk/milestone.html", form=form, **shown), form.http_status
    flash(_("Saved."), "ok")
    return redirect(url_for("lab_desk.lab", lab_id=record.lab_id), 303)


@pages.route("/hub/labs/<int:lab_id>/cijfer", methods=["GET", "POST"])
@hub
def figure(lab_id: int) -> Answered:
    """Add a figure of a source outside."""
    form = FigureForm()
    return add_page(lab_id, form, "figure", lambda: labs.add_figure(lab_id, form.told(), actor()))


@pages.route("/hub/labs/<int:lab_id>/cijfers", methods=["GET", "POST"])
@hub
def figures(lab_id: int) -> Answered:
    """Add the figures of a file."""
    record, form = labs.one(lab_id, actor()), FiguresFileForm()
    content = form.content() if form.validate_on_submit() else None
    if content is not None:
        try:
            number = labs.load_figures(lab_id, content, actor())
        except WellbeingRefusedError as error:
            form.refuse(error)
        else:
            flash(plural("%(number)s figure is kept.", "%(number)s figures are kept.", number), "ok")
            return redirect(url_for("lab_desk.lab", lab_id=lab_id), 303)
    kinds = record.measures.split()
    return render_template("lab_desk/figures.html", lab=record, form=form, kinds=kinds), form.http_status


@pages.post("/hub/labs/cijfer/<int:measure_id>/weg")
@hub
def remove_figure(measure_id: int) -> Response:
    """Take a figure away."""
    lab_id = labs.remove_figure(measure_id, actor())
    flash(_("The figure is taken away."), "ok")
    return redirect(url_for("lab_desk.lab", lab_id=lab_id), 303)


@pages.route("/hub/labs/lessen", methods=["GET", "POST"])
@hub
def lessons() -> Answered:
    """Tell how the town words its six lessons."""
    known = labs.lessons()
    told = {f"lesson_{number}": one.words for number, one in known.items()}
    source = next((one.source for one in known.values()), "")
    form = LessonsForm(data=told | {"source": source})
    if not form.validate_on_submit():
        return render_template("lab_desk/lessons.html", form=form, lessons=LESSONS), form.http_status
    labs.word_lessons(form.words(), form.source.data or "", actor())
    flash(_("Saved."), "ok")
    return redirect(url_for("labs.lessons"), 303)
