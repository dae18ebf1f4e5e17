"""Wellbeing beside the labs: three regions side by side for everybody, and the hub's page to load figures."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from circulair.files.wellbeing_tables import WellbeingRefusedError
from circulair.language import _, language
from circulair.permissions import actor, hub, public
from circulair.services import experiments, wellbeing
from circulair.store.records import IndicatorRecord
from circulair.web.forms.wellbeing import AimsForm, WellbeingForm
from flows.wellbeing import REGIONS

pages = Blueprint("wellbeing", __name__)

Answered = str | Response | tuple[str, int]


@pages.app_template_filter("indicator_name")
def name_of(record: IndicatorRecord) -> str:
    """Return the name of an indicator: as CBS calls it, in English on English pages."""
    return record.name_en if language() == "en" and record.name_en else record.name_nl


@pages.get("/labs/brede-welvaart")
@public
def show() -> str:
    """Show the figures of one edition, the town beside Limburg and the Netherlands."""
    shown = wellbeing.shown(request.args.get("editie", ""))
    return render_template("labs/wellbeing.html", shown=shown, regions=REGIONS, beside=wellbeing.BESIDE)


@pages.route("/hub/labs/brede-welvaart", methods=["GET", "POST"])
@hub
def load() -> Answered:
    """Load figures from a file of CBS."""
    form = WellbeingForm(wellbeing.editions())
    upload = form.upload() if form.validate_on_submit() else None
    if upload is not None:
        content, told = upload
        try:
            loaded = loaded_from(form, content, told)
        except WellbeingRefusedError as error:
            form.refuse(error)
        else:
            flash(_("%(new)s new, %(changed)s changed, %(same)s as before.", **vars_of(loaded)), "ok")
            return redirect(url_for("wellbeing.show", editie=told.edition), 303)
    return render_template("lab_desk/wellbeing.html", form=form), form.http_status


def loaded_from(form: WellbeingForm, content: bytes, told: wellbeing.Told) -> wellbeing.Loaded:
    """Load what is in a file: figures of an edition, or a set of indicators."""
    return wellbeing.load_set(content, actor()) if form.is_set else wellbeing.load(content, told, actor())


def vars_of(loaded: wellbeing.Loaded) -> dict[str, int]:
    """Return how many figures were new, changed and as before."""
    return {"new": loaded.new, "changed": loaded.changed, "same": loaded.same}


@pages.route("/hub/experimenten/<int:experiment_id>/doelen", methods=["GET", "POST"])
@hub
def aims(experiment_id: int) -> Answered:
    """Tell what an experiment aims at."""
    record = experiments.one(experiment_id, actor())
    form = AimsForm(wellbeing.choices(), [str(one.id) for one in wellbeing.aims(experiment_id)])
    if not form.validate_on_submit():
        return render_template("lab_desk/aims.html", one=record, form=form), form.http_status
    wellbeing.aim(experiment_id, form.chosen(), actor())
    flash(_("Saved."), "ok")
    return redirect(url_for("experiments.show", experiment_id=experiment_id), 303)
