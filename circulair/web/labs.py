"""Public pages of the labs: all of them, one lab, one published experiment, how they stand on the lessons."""

from flask import Blueprint, render_template

from circulair.language import language
from circulair.permissions import public
from circulair.services import lab_pages, labs
from circulair.services.references import Thing
from circulair.store.records import LessonRecord
from circulair.web.things import title_of

pages = Blueprint("labs", __name__)


@pages.app_template_global("thing_title")
def thing_title(thing: Thing) -> str:
    """Return what a public thing is called in the language of the page."""
    return title_of(thing.rows[0], language())


pages.add_app_template_test(lab_pages.has_failed, "a_failure")
pages.add_app_template_test(lab_pages.has_ended, "over")


@pages.get("/labs")
@public
def index() -> str:
    """Show all labs, and what their latest experiments taught."""
    return render_template("labs/index.html", labs=lab_pages.labs())


@pages.get("/labs/lessen")
@public
def lessons() -> str:
    """Show how the labs stand on each of the six lessons."""
    return render_template("labs/lessons.html", standings=lab_pages.standings(), worded=worded())


@pages.get("/labs/<lab_code>")
@public
def show(lab_code: str) -> str:
    """Show one lab: start, destination, road map, vehicle, people, figures and experiments."""
    return render_template("labs/lab.html", lab=lab_pages.lab(lab_code))


@pages.get("/labs/<lab_code>/experimenten/<int:experiment_number>")
@public
def experiment(lab_code: str, experiment_number: int) -> str:
    """Show one published experiment."""
    shown = lab_pages.experiment(lab_code, experiment_number)
    return render_template("labs/experiment.html", shown=shown, one=shown.record, worded=worded())


def worded() -> dict[int, LessonRecord]:
    """Return the lessons that the town worded itself."""
    return labs.lessons()
