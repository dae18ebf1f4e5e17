"""Pages of plans: asking for one, seeing it beside today's, accepting its lines."""

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from circulair import errors
from circulair.language import _, label, language, plural
from circulair.permissions import actor, hub
from circulair.services import plans
from circulair.store.records import PlanRecord, PlanState, ProcessRecord
from circulair.web.forms.plans import AimForm, LinesForm
from circulair.words import TEXTS
from flows.errors import FlowsError
from flows.plans import Aim

pages = Blueprint("plans", __name__)

RENEWED_SECONDS = "2"
LONGEST_PAGE = 5

MOST_TOLD = 5
"""Refused lines that are named: messages travel in a cookie, which holds four kilobytes."""

Answer = str | Response | tuple[str, int]


@pages.route("/hub/plan", methods=["GET", "POST"])
@hub
def ask() -> Answer:
    """Ask for a plan, or see those that were made."""
    form = AimForm()
    if form.validate_on_submit():
        try:
            plan = plans.ask(Aim(form.aim.data), actor())
        except FlowsError as error:
            form.fault("aim", error)
        else:
            return redirect(url_for("plans.show", plan_id=plan.id), 303)
    return render_template("hub/plans.html", form=form, recent=plans.recent(actor())), form.http_status


@pages.get("/hub/plan/<int:plan_id>")
@hub
def show(plan_id: int) -> Answer:
    """Show a plan as it was made, how far it is, or why there is none."""
    record = plans.record(plan_id, actor())
    if record.state is PlanState.DONE:
        return plan_page(plan_id)
    return progress(record)


def progress(record: PlanRecord) -> Response:
    """Return the page of how far a plan is, which renews itself unless its reader stopped that."""
    renews = record.state is PlanState.WAITING and "stil" not in request.args
    why = label(record.failed) if record.failed in TEXTS else ""
    response = make_response(render_template("hub/plan_progress.html", record=record, renews=renews, why=why))
    if renews:
        response.headers["Refresh"] = RENEWED_SECONDS
    return response


def plan_page(plan_id: int) -> str:
    """Return the page of a plan that was made."""
    shown = plans.shown(plan_id, page_asked(), actor())
    return render_template("hub/plan.html", plan=shown, form=LinesForm(), name_of=name_of)


def page_asked() -> int:
    """Return the page of lines that is asked for, the first where it is no number."""
    text = request.args.get("blad", "1")
    known = text.isascii() and text.isdigit() and len(text) <= LONGEST_PAGE
    return max(1, int(text)) if known else 1


def name_of(plant: ProcessRecord | None, code: str) -> str:
    """Return the name of a plant in the language of the page, its code where it has gone."""
    return code if plant is None else str(getattr(plant, f"name_{language()}"))


@pages.post("/hub/plan/<int:plan_id>/overnemen")
@hub
def accept(plan_id: int) -> Answer:
    """Put lines of a plan into the queue."""
    form = LinesForm()
    back = redirect(url_for("plans.show", plan_id=plan_id, blad=page_asked(), _anchor="lines"), 303)
    if form.validate_on_submit():
        numbers = form.numbers()
        if numbers:
            tell(plans.accept(plan_id, numbers, actor()))
        else:
            plans.record(plan_id, actor())
            flash(_("Tick the lines that you want to accept."), "warning")
    return back


def tell(taken: plans.Taken) -> None:
    """Say what came of accepting lines."""
    if taken.made:
        one, many = (
            _("Suggestion %(numbers)s is in the queue."),
            _("Suggestions %(numbers)s are in the queue."),
        )
        flash((one if len(taken.made) == 1 else many) % {"numbers": listed(taken.made)}, "ok")
    if taken.planned:
        one = _("Suggestion %(numbers)s was in the queue already. It now goes by the plan.")
        many = _("Suggestions %(numbers)s were in the queue already. They now go by the plan.")
        flash((one if len(taken.planned) == 1 else many) % {"numbers": listed(taken.planned)}, "ok")
    if taken.kept:
        one, many = (
            _("Suggestion %(numbers)s stays as it is."),
            _("Suggestions %(numbers)s stay as they are."),
        )
        flash((one if len(taken.kept) == 1 else many) % {"numbers": listed(taken.kept)}, "info")
    for line, why in taken.refused[:MOST_TOLD]:
        titles = {"offer": line.offer.title, "need": line.need.title}
        flash(_("Not accepted: %(offer)s → %(need)s.", **titles) + " " + label(why), "warning")
    more = len(taken.refused) - MOST_TOLD
    if more > 0:
        text = plural("And %(number)s more was not accepted.", "And %(number)s more were not accepted.", more)
        flash(text, "warning")


def listed(numbers: tuple[int, ...]) -> str:
    """Return numbers in one line."""
    return ", ".join(str(number) for number in numbers)


@pages.errorhandler(FlowsError)
def refused(error: FlowsError) -> Response:
    """Answer what cannot be done with a plan."""
    return errors.page(errors.STATUS.get(error.code, 400), errors.sentence(error))
