"""The page of a class: opened by its one link, without an account, to enter what was weighed."""

from collections.abc import Callable

from flask import (
    Blueprint,
    Response,
    flash,
    g,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask_limiter.util import get_remote_address
from werkzeug.wrappers import Response as Answer

from circulair import errors
from circulair.language import _
from circulair.permissions import actor, public
from circulair.security import limiter
from circulair.services import class_figures, class_weighings
from circulair.services.class_faults import ClassLinkError, OtherClassError
from circulair.services.faults import VersionError
from circulair.store.records import WeighingClassRecord
from circulair.web.forms.classes import WeighingForm, kilograms
from circulair.web.forms.reviews import seen_version
from flows.class_weighing import Weighing
from flows.errors import FlowsError

pages = Blueprint("class_page", __name__)

Answered = str | Answer | tuple[str, int]

OPENED = "classes"
"""Where a browser keeps by what its classes are known, the one opened last at the end.

Of each its number and the digest of its link, with which nobody can open it.
"""

MOST_OPENED = 5
"""As many classes a browser remembers: those of a teacher whose forms may still stand open."""

TRIES = "20 per minute"
"""As many links that do not work may be tried from one place."""

ENTRIES = "60 per hour"
"""As often one class enters or changes something, on whatever telephones."""


def opened() -> list[tuple[int, str]]:
    """Return the classes that this browser opened, the last one at the end."""
    return [(number, digest) for number, digest in session.get(OPENED, [])]


def open_up(number: int, digest: str) -> None:
    """Let a class be the one of this browser from now on."""
    others = [one for one in opened() if one[0] != number]
    session[OPENED] = [*others, (number, digest)][-MOST_OPENED:]


def leave() -> None:
    """Let this browser know no class any more: somebody else may use it next."""
    session.pop(OPENED, None)


def known() -> str:
    """Return by what the class of this browser is known, empty where none was opened."""
    return next((digest for _number, digest in reversed(opened())), "")


def which() -> str:
    """Return what counts as one class for the limit of entries."""
    return known() or str(get_remote_address())


enters = limiter.shared_limit(ENTRIES, scope="class", key_func=which, methods=["POST"])


def right_class() -> WeighingClassRecord:
    """Return the class for which a form was sent, if this browser still has it open.

    Raises OtherClassError where another was opened meanwhile; the browser then is back with the first one.
    """
    last = class_weighings.by_link(known(), actor())
    meant = seen_version("of_class")
    if last.id == meant:
        return last
    digest = dict(opened()).get(meant, "")
    if digest:
        open_up(meant, digest)
        class_weighings.by_link(digest, actor())
    raise OtherClassError(last.label, back=bool(digest))


@pages.errorhandler(ClassLinkError)
def closed(_error: ClassLinkError) -> Response:
    """Say in plain words that a link does not work, and what to do; another class stays open beside it."""
    if request.endpoint != "class_page.enter":
        session[OPENED] = opened()[:-1]
    return make_response(render_template("classes/closed.html", another=bool(known())), 410)


@pages.errorhandler(OtherClassError)
def other_class(error: OtherClassError) -> Response:
    """Say that another class was opened meanwhile, with what was typed and for which class it is."""
    form = g.get("form")
    if error.back and form is None:
        return refused(error)
    record = class_weighings.by_link(known(), actor()) if error.back else None
    if record is not None:
        form.version.data, form.version.raw_data = record.changes, None
    told = {"form": form, "record": record, "alert_text": errors.sentence(error), "opened": error.opened}
    return make_response(render_template("classes/other.html", **told), 409)


@pages.get("/klas/<token>")
@public
@limiter.limit(TRIES, deduct_when=lambda response: response.status_code == 410)
def enter(token: str) -> Answer:
    """Open a class in this browser; from then on its link stands in no address."""
    digest = class_weighings.enter(token, actor())
    open_up(class_weighings.by_link(digest, actor()).id, digest)
    return redirect(url_for("class_page.weigh"), 303)


@pages.route("/klas", methods=["GET", "POST"])
@public
@enters
def weigh() -> Answered:
    """Enter what was weighed, and see how far the class is."""
    form = WeighingForm()
    right = form.validate_on_submit()
    record = right_class() if form.is_submitted() else class_weighings.by_link(known(), actor())
    if not form.is_submitted():
        form = WeighingForm(record)
    if not right or not entered(
        form, lambda: class_weighings.weigh(known(), form.version.data, form.weighing(), actor())
    ):
        return page_of(form), form.http_status
    flash(_("Saved: %(told)s.", told=told_of(form.weighing())), "ok")
    return redirect(url_for("class_page.weigh"), 303)


def page_of(form: WeighingForm, alert: str = "") -> str:
    """Return the page of the class of this browser."""
    one = class_weighings.standing(class_weighings.by_link(known(), actor()), actor())
    told = {"one": one, "record": one.record, "period": class_figures.period_of(one.record.listing)}
    return render_template("classes/weigh.html", form=form, alert_text=alert, **told)


@pages.errorhandler(FlowsError)
def refused(error: FlowsError) -> Response:
    """Answer a button that cannot be pressed (any more) with the class as it stands now."""
    record = class_weighings.by_link(known(), actor())
    page = page_of(WeighingForm(record, fresh=True), errors.sentence(error))
    return make_response(page, errors.STATUS.get(error.code, 400))


def told_of(weighing: Weighing) -> str:
    """Return what was entered, in words."""
    return _("no lesson") if weighing.kg is None else kilograms(weighing.kg)


def doubted(form: WeighingForm, but: int | None = None) -> bool:
    """Return whether a weight is so odd that the form asks first whether it is right."""
    if form.is_sure() or not class_weighings.is_odd(known(), form.weighing(), actor(), but):
        return False
    form.ask_whether_sure()
    return True


def entered(form: WeighingForm, step: Callable[[], object], but: int | None = None) -> bool:
    """Take a step with what was typed, or say on the form why not; ``but`` is the entry that it replaces."""
    if doubted(form, but):
        return False
    try:
        step()
    except VersionError:
        form.tell_meanwhile(class_weighings.by_link(known(), actor()).changes)
        return False
    except FlowsError as error:
        form.take_refusal(error)
        return False
    return True


@pages.post("/klas/geen-les")
@public
@enters
def no_lesson() -> Answer:
    """Say that there is no lesson this week, so that it does not count."""
    right_class()
    class_weighings.weigh(known(), seen_version(), Weighing(actor().today, None), actor())
    flash(_("Noted: no lesson this week. This week does not count."), "ok")
    return redirect(url_for("class_page.weigh"), 303)


@pages.post("/klas/ongedaan")
@public
@enters
def undo() -> Answer:
    """Take back what was entered last."""
    right_class()
    gone = class_weighings.undo(known(), seen_version(), actor())
    flash(_("Taken back: %(told)s.", told=told_of(gone)), "ok")
    return redirect(url_for("class_page.weigh"), 303)


@pages.route("/klas/weging/<int:weighing_id>", methods=["GET", "POST"])
@public
@enters
def correct(weighing_id: int) -> Answered:
    """Put right what was entered, or take it away."""
    form = WeighingForm()
    right = form.validate_on_submit()
    if form.is_submitted():
        right_class()
    record, entry = class_weighings.entry(known(), weighing_id, actor())
    if not form.is_submitted():
        form = WeighingForm(record, entry.weighing)
    if not right or not entered(form, lambda: put_right(weighing_id, form), weighing_id):
        return render_template("classes/entry.html", form=form, entry=entry, record=record), form.http_status
    flash(_("Changed."), "ok")
    return redirect(url_for("class_page.weigh"), 303)


def put_right(weighing_id: int, form: WeighingForm) -> None:
    """Put what was typed in the place of an entry."""
    class_weighings.correct(known(), weighing_id, form.version.data, form.weighing(), actor())


@pages.post("/klas/weging/<int:weighing_id>/weg")
@public
@enters
def remove(weighing_id: int) -> Answer:
    """Take one entry away."""
    right_class()
    class_weighings.remove(known(), weighing_id, seen_version(), actor())
    flash(_("Taken away."), "ok")
    return redirect(url_for("class_page.weigh"), 303)


@pages.get("/klas/lesblad")
@public
def sheet() -> str:
    """Show the sheet for the lesson, to print."""
    one = class_weighings.standing(class_weighings.by_link(known(), actor()), actor())
    return render_template("classes/sheet.html", record=one.record, one=one, of_class=True, address="")
