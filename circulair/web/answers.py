"""The pages behind the links of letters: what is asked, and buttons that answer it without signing in."""

from dataclasses import replace

from flask import Blueprint, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response

from circulair import errors
from circulair.permissions import actor, public
from circulair.services import answers, callers, disputes, exchanges, expiry, listings, sheets, undo
from circulair.services.answers import Asked
from circulair.store.records import AskKind, Said
from circulair.web.forms.base import Form
from circulair.web.forms.exchanges import DisputeForm
from circulair.web.forms.reviews import REFUSAL, RefusalForm
from flows.errors import FlowsError

pages = Blueprint("answers", __name__)

Answered = tuple[str, int] | Response


@pages.get("/antwoord/<token>")
@public
def show(token: str) -> Answered:
    """Show a question to whom it was put, and what they answered if they did."""
    return page_of(token)


def page_of(token: str, status: int = 200, alert: str = "", typed: Form | None = None) -> tuple[str, int]:
    """Return the page of a question as it stands."""
    asked = answers.look_at(token, actor())
    told = {"asked": asked, "token": token, "alert_text": alert, "form": typed}
    return PAGES[asked.ask.kind](asked, told, typed), status


def proposal_page(asked: Asked, told: dict[str, object], typed: Form | None) -> str:
    """Return the page of a proposal: in short what it is, yes, no or later."""
    sheet = replace(sheets.of_suggestion(asked.ask.subject_id, asked.actor), contacts={})
    refusal = typed if isinstance(typed, RefusalForm) else RefusalForm(None, prefix=REFUSAL)
    until = undo.own_no(sheet.suggestion, asked.actor)
    return render_template("answers/proposal.html", sheet=sheet, refusal=refusal, no_until=until, **told)


def delivery_page(asked: Asked, told: dict[str, object], typed: Form | None) -> str:
    """Return the page that asks whether a delivery was as reported."""
    delivery = answers.delivery_of(asked)
    exchange = exchanges.seen_by(delivery.exchange_id, asked.actor)
    dispute = typed if isinstance(typed, DisputeForm) else DisputeForm.of(formdata=None)
    may_undo = disputes.may_take_back(delivery, exchange, asked.actor)
    may_object = exchanges.may_object(delivery, asked.actor)
    shown = {"delivery": delivery, "exchange": exchange, "dispute": dispute}
    return render_template("answers/delivery.html", may_undo=may_undo, may_object=may_object, **shown, **told)


def still_true_page(asked: Asked, told: dict[str, object], _typed: Form | None) -> str:
    """Return the page that asks whether a listing still holds."""
    listing = listings.own(asked.ask.subject_id, asked.actor)
    longer = expiry.holds_until(listing, asked.actor.today)
    return render_template("answers/still_true.html", listing=listing, longer=longer, **told)


def confirm_page(asked: Asked, told: dict[str, object], _typed: Form | None) -> str:
    """Return the page that asks whether what the hub put in for somebody is right."""
    listing = answers.listing_of(asked)
    waits = callers.is_waiting(listing)
    return render_template("answers/confirm.html", listing=listing, waits=waits, **told)


PAGES = {
    AskKind.PROPOSAL: proposal_page,
    AskKind.DELIVERY: delivery_page,
    AskKind.STILL_TRUE: still_true_page,
    AskKind.CONFIRM: confirm_page,
}


@pages.errorhandler(FlowsError)
def refused(error: FlowsError) -> Response:
    """Answer what cannot be done (any more) with the question as it stands now."""
    status = errors.STATUS.get(error.code, 400)
    return make_response(errors.page(status, errors.sentence(error)))


@pages.post("/antwoord/<token>/ja")
@public
def yes(token: str) -> Answered:
    """Say yes."""
    answers.answer(token, Said.YES, actor())
    return redirect(url_for("answers.show", token=token), 303)


@pages.post("/antwoord/<token>/later")
@public
def later(token: str) -> Answered:
    """Ask to be asked again."""
    answers.answer(token, Said.LATER, actor())
    return redirect(url_for("answers.show", token=token), 303)


@pages.post("/antwoord/<token>/nee")
@public
def no(token: str) -> Answered:
    """Say no where no reason is asked."""
    answers.answer(token, Said.NO, actor())
    return redirect(url_for("answers.show", token=token), 303)


@pages.post("/antwoord/<token>/klopt-niet")
@public
def dispute(token: str) -> Answered:
    """Say that a delivery is not right, and what it was."""
    form = DisputeForm.of()
    if not form.validate_on_submit():
        return page_of(token, 422, typed=form)
    answers.dispute(token, form.objection(), actor())
    return redirect(url_for("answers.show", token=token), 303)


@pages.post("/antwoord/<token>/terug")
@public
def take_back(token: str) -> Answered:
    """Take back the no said just now to a proposal or of a delivery."""
    answers.take_back(token, actor())
    return redirect(url_for("answers.show", token=token), 303)


@pages.post("/antwoord/<token>/afwijzen")
@public
def refuse(token: str) -> Answered:
    """Say no to a proposal, with a reason."""
    form = RefusalForm(prefix=REFUSAL)
    if not form.validate_on_submit():
        return page_of(token, 422, typed=form)
    answers.answer(token, Said.NO, actor(), form.refusal())
    return redirect(url_for("answers.show", token=token), 303)
