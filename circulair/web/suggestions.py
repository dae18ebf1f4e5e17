"""The page on which both sides of a suggestion read why, and say yes or no."""

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from circulair import errors
from circulair.language import _
from circulair.permissions import actor, member
from circulair.services import reviews, sheets, undo
from circulair.services.faults import NotFoundError
from circulair.web.forms.reviews import REFUSAL, RefusalForm
from flows.errors import FlowsError
from flows.exchanges import Party
from flows.suggestions import Answer

pages = Blueprint("suggestions", __name__)

Answered = tuple[str, int] | Response


@pages.get("/voorstel/<int:suggestion_id>")
@member
def show(suggestion_id: int) -> Answered:
    """Show a suggestion to one of its sides; the hub team has its own page of it."""
    if actor().is_hub:
        return redirect(url_for("hub.suggestion", suggestion_id=suggestion_id), 303)
    return sheet_page(suggestion_id)


def sheet_page(
    suggestion_id: int, status: int = 200, alert: str = "", typed: RefusalForm | None = None
) -> tuple[str, int]:
    """Return the page of a suggestion as it stands, for one of its sides."""
    sheet = sheets.of_suggestion(suggestion_id, actor())
    shown = {"form": typed, "alert_text": alert, "no_until": undo.own_no(sheet.suggestion, actor())}
    refusal = typed or RefusalForm(None, prefix=REFUSAL)
    return render_template("suggestions/show.html", sheet=sheet, refusal=refusal, **shown), status


@pages.errorhandler(FlowsError)
def refused(error: FlowsError) -> Response:
    """Answer what cannot be done (any more) with the suggestion as it stands now."""
    status = errors.STATUS.get(error.code, 400)
    if status != 409:
        return errors.page(status, errors.sentence(error))
    number, told = (request.view_args or {})["suggestion_id"], errors.sentence(error)
    return make_response(*sheet_page(number, 409, told, RefusalForm(prefix=REFUSAL)))


@pages.post("/voorstel/<int:suggestion_id>/ja")
@member
def accept(suggestion_id: int) -> Answered:
    """Say yes for the own side."""
    reviews.answer(suggestion_id, own_party(suggestion_id), Answer.YES, None, actor())
    flash(_("Your yes is noted."), "ok")
    return redirect(url_for("suggestions.show", suggestion_id=suggestion_id), 303)


@pages.post("/voorstel/<int:suggestion_id>/nee")
@member
def refuse(suggestion_id: int) -> Answered:
    """Say no for the own side, with a reason."""
    party, form = own_party(suggestion_id), RefusalForm(prefix=REFUSAL)
    if not form.validate_on_submit():
        return sheet_page(suggestion_id, 422, typed=form)
    reviews.answer(suggestion_id, party, Answer.NO, form.refusal(party), actor())
    flash(_("Your no is noted. Thank you for the reason."), "ok")
    return redirect(url_for("suggestions.show", suggestion_id=suggestion_id), 303)


@pages.post("/voorstel/<int:suggestion_id>/nee/terug")
@member
def take_back(suggestion_id: int) -> Answered:
    """Take back the no of the own side that was said just now."""
    again = undo.take_back_no(suggestion_id, actor())
    flash(
        _("Taken back. You can answer once more.") if again else _("Taken back. Your yes stands again."), "ok"
    )
    return redirect(url_for("suggestions.show", suggestion_id=suggestion_id), 303)


def own_party(suggestion_id: int) -> Party:
    """Return the side on which the visitor's organisation stands; nobody else may answer here."""
    own = reviews.parties_of(reviews.seen_by(suggestion_id, actor()), actor())
    if not own:
        raise NotFoundError("suggestion")
    return own[0][0]
