"""The hub's pages of experiments: told, stepped, answered, taken part in, published."""

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from circulair.language import _, label
from circulair.permissions import actor, hub
from circulair.services import experiments, labs, stories
from circulair.services.experiments import PartnerTwiceError
from circulair.services.faults import VersionError
from circulair.store.records import ExperimentRecord
from circulair.web.forms.experiments import ExperimentForm, PartnerForm
from circulair.web.forms.labs import AnswersForm
from flows.experiments import NEXT, ExperimentLacksError, Stage, missing
from flows.labs import LESSONS

pages = Blueprint("experiments", __name__)

Answered = str | Response | tuple[str, int]


def to_experiment(experiment_id: int) -> Response:
    """Lead back to an experiment."""
    return redirect(url_for("experiments.show", experiment_id=experiment_id), 303)


@pages.route("/hub/labs/<int:lab_id>/experiment", methods=["GET", "POST"])
@hub
def new(lab_id: int) -> Answered:
    """Add an experiment as a draft."""
    lab, form = labs.one(lab_id, actor()), ExperimentForm()
    if not form.validate_on_submit():
        return render_template("lab_desk/new_experiment.html", lab=lab, form=form), form.http_status
    record = experiments.begin(lab_id, form.told(), actor())
    flash(_("The experiment is a draft. The public does not see it yet."), "ok")
    return to_experiment(record.id)


@pages.route("/hub/experimenten/<int:experiment_id>", methods=["GET", "POST"])
@hub
def show(experiment_id: int) -> Answered:
    """Show an experiment with its next steps, and change what is told of it."""
    return keep(experiment_id, None)


@pages.post(
    "/hub/experimenten/<int:experiment_id>/stap/<any(running, measured, stopped, repeated, scaled):to>"
)
@hub
def take(experiment_id: int, to: str) -> Answered:
    """Keep what the page tells and take a step: what was just typed is never lost by it."""
    return keep(experiment_id, Stage(to))


def keep(experiment_id: int, to: Stage | None) -> Answered:
    """Keep what was told and take the step ``to``; what is wrong or lacks is said beside its field."""
    form = ExperimentForm(experiments.one(experiment_id, actor()))
    if not form.validate_on_submit():
        return experiment_page(experiment_id, form)
    try:
        record = experiments.change(experiment_id, form.version.data, form.told(), actor())
        if to is not None:
            experiments.take(experiment_id, to, actor())
    except VersionError:
        form.tell_meanwhile(experiments.one(experiment_id, actor()).version)
        return experiment_page(experiment_id, form)
    except ExperimentLacksError as error:
        for field in error.fields:
            form.say(field, told_before() if to is None else _("Fill this in before this step."))
        return experiment_page(experiment_id, form)
    flash(_("Saved. The experiment is now: %(stage)s.", stage=label(f"stage.{record.stage}")), "ok")
    return to_experiment(experiment_id)


def told_before() -> str:
    """Return what is said of a field that a step rested on and that was emptied."""
    return _("This was told before a step. It cannot become empty.")


def experiment_page(
    experiment_id: int, form: ExperimentForm, partner: PartnerForm | None = None
) -> tuple[str, int]:
    """Return the hub's page of an experiment."""
    record = experiments.one(experiment_id, actor())
    own = partner or fresh_partner(record)
    page = render_template(
        "lab_desk/experiment.html",
        one=record,
        form=own if partner else form,
        told=form,
        partner=own,
        steps=[(stage, missing(stage, experiments.told_of(record))) for stage in later(record)],
        may_go_back=experiments.may_go_back(record, actor()),
        answered=len(record.answers),
        lessons=LESSONS,
        asked_of=asked_of,
        story_waits=stories.waiting(record),
    )
    return page, own.http_status if partner else form.http_status


def asked_of(fields: Sequence[str]) -> str:
    """Return in words what a step still asks."""
    return ", ".join(label(f"asked_of.{field}") for field in fields)


def fresh_partner(record: ExperimentRecord) -> PartnerForm:
    """Return the form that asks who takes part."""
    form = PartnerForm(None)
    form.offer(labs.members(record.lab_id, actor()))
    return form


def later(record: ExperimentRecord) -> list[Stage]:
    """Return where an experiment may go from here, in the order of the stages."""
    return [stage for stage in Stage if stage in NEXT[record.stage]]


@pages.post("/hub/experimenten/<int:experiment_id>/terug")
@hub
def undo(experiment_id: int) -> Response:
    """Take the last step back."""
    experiments.undo(experiment_id, actor())
    flash(_("The last step is taken back."), "ok")
    return to_experiment(experiment_id)


@pages.post("/hub/experimenten/<int:experiment_id>/openbaar")
@hub
def publish(experiment_id: int) -> Response:
    """Let the public see an experiment."""
    experiments.publish(experiment_id, actor(), public=True)
    flash(_("The public sees this experiment now."), "ok")
    return to_experiment(experiment_id)


@pages.post("/hub/experimenten/<int:experiment_id>/verbergen")
@hub
def hide(experiment_id: int) -> Response:
    """Let the public no longer see an experiment."""
    experiments.publish(experiment_id, actor(), public=False)
    flash(_("The public no longer sees this experiment."), "ok")
    return to_experiment(experiment_id)


@pages.route("/hub/experimenten/<int:experiment_id>/lessen", methods=["GET", "POST"])
@hub
def answers(experiment_id: int) -> Answered:
    """Answer the six lessons."""
    record = experiments.one(experiment_id, actor())
    form = AnswersForm(data={f"lesson_{one.lesson}": one.answer for one in record.answers})
    if not form.validate_on_submit():
        page = render_template(
            "lab_desk/answers.html", one=record, form=form, lessons=LESSONS, worded=labs.lessons()
        )
        return page, form.http_status
    experiments.answer(experiment_id, form.answers(), actor())
    flash(_("Saved."), "ok")
    return to_experiment(experiment_id)


@pages.post("/hub/experimenten/<int:experiment_id>/partner")
@hub
def add_partner(experiment_id: int) -> Answered:
    """Note who takes part."""
    record = experiments.one(experiment_id, actor())
    form = PartnerForm()
    form.offer(labs.members(record.lab_id, actor()))
    if form.validate_on_submit():
        member_id, role, agreed_on = form.told()
        try:
            experiments.add_partner(experiment_id, member_id, role, actor(), agreed_on)
        except PartnerTwiceError as error:
            form.fault("member", error)
        else:
            flash(_("Saved."), "ok")
            return to_experiment(experiment_id)
    return experiment_page(experiment_id, as_it_is(record), form)


def as_it_is(record: ExperimentRecord) -> ExperimentForm:
    """Return the form of an experiment as it is stored, whatever another form of the page was sent."""
    return ExperimentForm(record, fresh=True)


@pages.post("/hub/experimenten/partner/<int:partner_id>/ja")
@hub
def agree(partner_id: int) -> Response:
    """Note that somebody agrees to the story as it is now."""
    experiment_id = experiments.agree(partner_id, actor())
    flash(_("Saved."), "ok")
    return to_experiment(experiment_id)


@pages.post("/hub/experimenten/partner/<int:partner_id>/weg")
@hub
def remove_partner(partner_id: int) -> Response:
    """Forget that somebody takes part."""
    experiment_id = experiments.remove_partner(partner_id, actor())
    flash(_("They no longer take part."), "ok")
    return to_experiment(experiment_id)
