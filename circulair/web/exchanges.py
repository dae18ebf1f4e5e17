"""Exchanges on screen: what was agreed, what moved, and whether the public may see it."""

from collections.abc import Callable
from typing import TypeVar

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from circulair import errors
from circulair.language import _
from circulair.permissions import actor, hub, member
from circulair.security import refuse_fields_beyond, sends_letters
from circulair.services import delivery_periods, disputes, exchanges, reviews, sheets
from circulair.services.actor import Actor
from circulair.services.delivery_periods import Line
from circulair.services.faults import NotFoundError
from circulair.services.sheets import ExchangeSheet
from circulair.web.forms.base import Form
from circulair.web.forms.exchanges import (
    QUIET,
    YES,
    ConsentForm,
    DeliveryForm,
    DisputeForm,
    ExchangeForms,
    MeansForm,
    QuietForm,
)
from circulair.web.forms.reviews import REFUSAL, RefusalForm
from flows.delivery_periods import PeriodUnknownError
from flows.errors import FlowsError, OutOfRangeError
from flows.exchanges import (
    DeliveryAfterEndError,
    DeliveryBeforeAgreedError,
    DeliveryStatus,
    DeliveryTooLargeError,
    MaybeSameDeliveryError,
    OverAgreedError,
    Party,
)

pages = Blueprint("exchanges", __name__)

Answered = tuple[str, int] | Response

Told = TypeVar("Told", bound=MeansForm)

ANSWERS = {"klopt": DeliveryStatus.CONFIRMED, "klopt-niet": DeliveryStatus.DISPUTED}
"""The last part of an address and what it says of a delivery."""


@pages.get("/uitwisselingen")
@member
def mine() -> str:
    """Show the exchanges in which one's organisation takes part."""
    return render_template("exchanges/mine.html", rows=exchanges.mine(actor()), own=actor().organisation_id)


@pages.get("/hub/leveringen")
@hub
def unsettled() -> str:
    """Show the hub what is not settled of deliveries."""
    return render_template("hub/deliveries.html", found=delivery_periods.unsettled(actor()))


@pages.get("/uitwisseling/<int:exchange_id>")
@member
def show(exchange_id: int) -> Answered:
    """Show an exchange to its sides and to the hub team."""
    return sheet_page(sheets.of_exchange(exchange_id, actor()), day=request.args.get("dag", ""))


def sheet_page(
    sheet: ExchangeSheet, status: int = 200, alert: str = "", typed: Form | None = None, day: str = ""
) -> tuple[str, int]:
    """Return the page of an exchange as it stands, with a form as it was typed, or for a day."""
    forms = ExchangeForms(sheet, typed, day)
    page = render_template("exchanges/show.html", sheet=sheet, forms=forms, form=typed, alert_text=alert)
    return page, status


@pages.errorhandler(FlowsError)
def refused(error: FlowsError) -> Response:
    """Answer what cannot be done (any more) with the exchange as it stands now."""
    status = errors.STATUS.get(error.code, 400)
    if status != 409:
        return errors.page(status, errors.sentence(error))
    sheet = sheets.of_exchange((request.view_args or {})["exchange_id"], actor())
    return make_response(*sheet_page(sheet, 409, errors.sentence(error)))


@pages.post("/uitwisseling/<int:exchange_id>/levering")
@member
@sends_letters
def report(exchange_id: int) -> Answered:
    """Report a delivery as one side."""
    sheet = sheets.of_exchange(exchange_id, actor())
    form = DeliveryForm.of(sheet)
    fits = form.validate_on_submit() and form.fits(actor().today)
    if not (fits and reported(sheet, form)):
        return sheet_page(sheet, 422, typed=form)
    flash(_("The delivery is reported. The other side is asked to confirm it."), "ok")
    return redirect(url_for("exchanges.show", exchange_id=exchange_id), 303)


def reported(sheet: ExchangeSheet, form: DeliveryForm) -> bool:
    """Report a delivery, or say beside its field what cannot be or is asked first."""
    try:
        exchanges.report(sheet.exchange.id, form.side(sheet), form.told, form.speaker())
    except tuple(BESIDE) as error:
        form.fault(BESIDE[type(error)], error)
        return False
    return True


BESIDE: dict[type[FlowsError], str] = {
    DeliveryTooLargeError: "weight",
    OutOfRangeError: "weight",
    DeliveryBeforeAgreedError: "day",
    DeliveryAfterEndError: "day",
    MaybeSameDeliveryError: "another",
    OverAgreedError: "more",
}
"""Beside which field of a delivery each refusal is said."""


@pages.post("/uitwisseling/<int:exchange_id>/levering/<int:delivery_id>/<any(klopt, 'klopt-niet'):said>")
@member
@sends_letters
def answer(exchange_id: int, delivery_id: int, said: str) -> Answered:
    """Confirm or dispute what the other side reported."""
    sheet = sheets.of_exchange(exchange_id, actor())
    party = sheet.answerer(delivery_id)
    who, form = speaker(lambda: MeansForm(prefix=f"{YES}{delivery_id}-"), asks=sheet.speaks_for(party))
    if who is None:
        return sheet_page(sheet, 422, typed=form)
    exchanges.answer_delivery(delivery_id, exchange_id, party, ANSWERS[said], who)
    flash(_("Your answer on the delivery is noted."), "ok")
    return redirect(url_for("exchanges.show", exchange_id=exchange_id), 303)


def speaker(make: Callable[[], Told], *, asks: bool) -> tuple[Actor | None, Told | None]:
    """Return who acts: a side by one button, the hub by a form that ``asks`` how it knows; None where not."""
    if not asks:
        refuse_fields_beyond(())
        return actor(), None
    form = make()
    return (form.speaker() if form.validate_on_submit() else None), form


@pages.post("/uitwisseling/<int:exchange_id>/levering/<int:delivery_id>/bezwaar")
@member
@sends_letters
def dispute(exchange_id: int, delivery_id: int) -> Answered:
    """Say what is not right about what the other side reported."""
    sheet = sheets.of_exchange(exchange_id, actor())
    form = DisputeForm.of(delivery_id, hub=sheet.speaks_for(sheet.answerer(delivery_id)))
    if not form.validate_on_submit():
        return sheet_page(sheet, 422, typed=form)
    who, party = form.speaker(), sheet.answerer(delivery_id)
    found = disputes.dispute(delivery_id, exchange_id, party, form.objection(), who)
    status = exchanges.delivery_of(found, delivery_id).status
    if status is DeliveryStatus.CONFIRMED:
        flash(_("You differ by 10% at most. The lower of both weights counts now."), "ok")
    else:
        flash(_("Your answer on the delivery is noted. The hub team sees the difference."), "ok")
    return redirect(url_for("exchanges.show", exchange_id=exchange_id), 303)


@pages.post("/uitwisseling/<int:exchange_id>/levering/<int:delivery_id>/bezwaar/terug")
@member
@sends_letters
def dispute_back(exchange_id: int, delivery_id: int) -> Answered:
    """Take back that a delivery is not right."""
    party = sheets.of_exchange(exchange_id, actor()).answerer(delivery_id)
    disputes.take_back(delivery_id, exchange_id, party, actor())
    flash(_("Taken back. You can answer once more."), "ok")
    return redirect(url_for("exchanges.show", exchange_id=exchange_id), 303)


@pages.post("/uitwisseling/<int:exchange_id>/levering/<int:delivery_id>/terugnemen")
@member
@sends_letters
def withdraw(exchange_id: int, delivery_id: int) -> Answered:
    """Take back what one's own side reported by mistake."""
    party = sheets.of_exchange(exchange_id, actor()).reporter(delivery_id)
    exchanges.withdraw_delivery(delivery_id, exchange_id, party, actor())
    flash(_("The delivery is taken back and does not count. Report it anew with the right weight."), "ok")
    return redirect(url_for("exchanges.show", exchange_id=exchange_id), 303)


@pages.post("/uitwisseling/<int:exchange_id>/niets/<first>")
@member
def quiet(exchange_id: int, first: str) -> Answered:
    """Tell as one side, or as the hub for the side that said so, that nothing moved in a period."""
    sheet = sheets.of_exchange(exchange_id, actor())
    line = line_of(sheet, first)
    refuse_fields_beyond(QuietForm.of(sheet, first).known_names if sheet.for_hub else ())
    if not line.asks:
        raise PeriodUnknownError(line.period.first)
    who, form = speaker(lambda: QuietForm.of(sheet, first), asks=sheet.for_hub)
    if who is None:
        return sheet_page(sheet, 422, typed=form)
    party = sheet.parties[0] if form is None else Party(form.party.data)
    delivery_periods.tell_quiet(exchange_id, party, line.period.first, who)
    flash(
        _("Noted. The other side is asked whether it is so. A delivery that you report later still counts."),
        "ok",
    )
    return redirect(url_for("exchanges.show", exchange_id=exchange_id), 303)


def line_of(sheet: ExchangeSheet, first: str) -> Line:
    """Return the period of an exchange that began on a day."""
    found = [line for line in sheet.periods if line.period.first.isoformat() == first]
    if not found:
        raise NotFoundError("exchange")
    return found[0]


@pages.post("/uitwisseling/<int:exchange_id>/niets/<first>/<any(klopt, 'klopt-niet'):said>")
@member
def answer_quiet(exchange_id: int, first: str, said: str) -> Answered:
    """Say whether nothing moved in a period, as the other side told."""
    sheet = sheets.of_exchange(exchange_id, actor())
    line, agreed = line_of(sheet, first), said == "klopt"
    refuse_fields_beyond(MeansForm(prefix=f"{QUIET}{first}-").known_names if sheet.for_hub else ())
    if line.asked is None:
        raise PeriodUnknownError(line.period.first)
    who, form = speaker(lambda: MeansForm(prefix=f"{QUIET}{first}-"), asks=sheet.speaks_for(line.asked))
    if who is None:
        return sheet_page(sheet, 422, typed=form)
    delivery_periods.answer_quiet(exchange_id, line.asked, line.period.first, who, agreed=agreed)
    flash(_("Noted.") if agreed else _("Noted. The hub team speaks to both of you."), "ok")
    return redirect(url_for("exchanges.show", exchange_id=exchange_id), 303)


@pages.post("/uitwisseling/<int:exchange_id>/stoppen")
@member
@sends_letters
def stop(exchange_id: int) -> Answered:
    """Stop what was agreed, as one side or as the hub, with a reason."""
    sheet, form = sheets.of_exchange(exchange_id, actor()), RefusalForm(prefix=REFUSAL)
    if not form.validate_on_submit():
        return sheet_page(sheet, 422, typed=form)
    by = "hub" if actor().is_hub else sheet.parties[0]
    reviews.stop(exchange_id, form.refusal(by), actor())
    flash(_("The agreement has ended. We look for another partner again."), "ok")
    return redirect(url_for("exchanges.show", exchange_id=exchange_id), 303)


@pages.post("/uitwisseling/<int:exchange_id>/openbaar/<any(giver, receiver):side>")
@member
def consent(exchange_id: int, side: str) -> Answered:
    """Say as one side whether the public may see an exchange."""
    party = Party(side)
    if party not in sheets.of_exchange(exchange_id, actor()).parties:
        raise NotFoundError("exchange")
    form = ConsentForm(prefix=f"{side}-")
    if form.validate_on_submit():
        exchanges.consent(exchange_id, party, actor(), public=bool(form.public.data))
        flash(_("Your choice is saved."), "ok")
    return redirect(url_for("exchanges.show", exchange_id=exchange_id), 303)
