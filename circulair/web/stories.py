"""Stories for everybody: a page to share, a poster with a code for a shop window, and the hub's picture."""

import segno
from flask import Blueprint, Response, current_app, flash, redirect, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response as Answer

from circulair.language import _, inside_sentence
from circulair.permissions import actor, hub, public
from circulair.services import experiments, stories
from circulair.web.forms.documents import REFUSED
from circulair.web.forms.stories import PictureForm

pages = Blueprint("stories", __name__)

Answered = str | Answer | tuple[str, int]


pages.add_app_template_filter(inside_sentence, "in_sentence")


def absolute(path: str) -> str:
    """Return the address of a page as others type or scan it."""
    return str(current_app.settings.base_url).rstrip("/") + path  # type: ignore[attr-defined]  # our Application has settings


def here() -> str:
    """Return the address of the page that is asked for."""
    return absolute(request.script_root + request.path)


def code_for(address: str) -> Markup:
    """Return the drawing from which a telephone reads an address."""
    drawn = segno.make(address, error="m", micro=False).svg_inline(omitsize=True, border=2, svgclass="qr")
    return Markup(drawn)  # noqa: S704  # drawn by us, of an address of ours


@pages.get("/verhalen")
@public
def index() -> str:
    """Show all stories."""
    return render_template(
        "stories/index.html", trials=stories.of_experiments(), flows=stories.of_exchanges()
    )


@pages.get("/verhalen/uitwisseling/<code>")
@public
def exchange(code: str) -> str:
    """Tell the story of an exchange in the release."""
    return render_template("stories/exchange.html", story=stories.of_exchange(code), address=here())


@pages.get("/verhalen/uitwisseling/<code>/poster")
@public
def exchange_poster(code: str) -> str:
    """Show the poster of an exchange, to print."""
    story = stories.of_exchange(code)
    address = absolute(url_for("stories.exchange", code=story.first.code))
    shown = {"address": address, "drawing": code_for(address)}
    return render_template("stories/exchange_poster.html", story=story, **shown)


@pages.get("/verhalen/<lab_code>/<int:experiment_number>")
@public
def experiment(lab_code: str, experiment_number: int) -> str:
    """Tell the story of an experiment to which everybody in it agreed."""
    story = stories.of_experiment(lab_code, experiment_number)
    picture = url_for("stories.picture", lab_code=lab_code, experiment_number=experiment_number)
    shown = {"picture": picture, "picture_address": absolute(picture)}
    return render_template("stories/experiment.html", story=story, one=story.record, address=here(), **shown)


@pages.get("/verhalen/<lab_code>/<int:experiment_number>/poster")
@public
def poster(lab_code: str, experiment_number: int) -> str:
    """Show the poster of an experiment, to print."""
    story = stories.of_experiment(lab_code, experiment_number)
    address = absolute(url_for("stories.experiment", lab_code=lab_code, experiment_number=experiment_number))
    picture = url_for("stories.picture", lab_code=lab_code, experiment_number=experiment_number)
    shown = {"address": address, "drawing": code_for(address), "picture": picture}
    return render_template("stories/poster.html", story=story, one=story.record, **shown)


@pages.get("/verhalen/<lab_code>/<int:experiment_number>/foto")
@public
def picture(lab_code: str, experiment_number: int) -> Response:
    """Give the picture of a story."""
    return Response(stories.picture(lab_code, experiment_number), mimetype="image/jpeg")


@pages.route("/hub/experimenten/<int:experiment_id>/foto", methods=["GET", "POST"])
@hub
def add_picture(experiment_id: int) -> Answered:
    """Give a story a picture."""
    record = experiments.one(experiment_id, actor())
    form = PictureForm()
    content = form.content() if form.validate_on_submit() else None
    if content is not None:
        try:
            stories.put_picture(experiment_id, content, form.words.data or "", actor())
        except REFUSED as error:
            form.fault("file", error)
        else:
            flash(_("The picture is kept."), "ok")
            return redirect(url_for("experiments.show", experiment_id=experiment_id), 303)
    known = stories.picture_words(experiment_id, actor())
    return render_template("lab_desk/picture.html", one=record, form=form, known=known), form.http_status


@pages.post("/hub/experimenten/<int:experiment_id>/foto/weg")
@hub
def remove_picture(experiment_id: int) -> Answer:
    """Forget the picture of a story."""
    stories.remove_picture(experiment_id, actor())
    flash(_("The picture is taken away."), "ok")
    return redirect(url_for("experiments.show", experiment_id=experiment_id), 303)
