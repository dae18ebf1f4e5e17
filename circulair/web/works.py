"""Pages of planned works: the register of a housing association, and what comes free of it for others."""

from collections.abc import Callable
from decimal import Decimal

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from circulair.errors import sentence
from circulair.files import works_sheets
from circulair.language import _, language, number, plural
from circulair.permissions import actor, member
from circulair.security import limiter
from circulair.services import claims, works, works_import
from circulair.services.faults import VersionError
from circulair.services.works import Sheet
from circulair.web.forms.base import Form
from circulair.web.forms.sheet_file import SheetFileForm, taken
from circulair.web.forms.works import (
    CancelForm,
    ClaimForm,
    OfferForm,
    WorksForm,
    survey_form,
    tell_meanwhile,
    told_of,
)
from circulair.web.imports import as_file
from flows.errors import FlowsError

pages = Blueprint("works", __name__)

Answer = str | Response | tuple[str, int]

ELSEWHERE = ("not_found", "not_allowed", "works.cancelled")
"""Refusals that are a page of their own, not words beside a field."""


@pages.get("/werken")
@member
def index() -> str:
    """Show the register of planned works."""
    return render_template("works/index.html", sheets=works.everything(actor()), who=actor())


@pages.route("/werken/nieuw", methods=["GET", "POST"])
@member
def new() -> Answer:
    """Put works in the register."""
    form = WorksForm(works.places(actor()))
    told = form.told() if form.validate_on_submit() else None
    if told is not None:
        try:
            record = works.register(told, actor())
        except FlowsError as error:
            form.take_refusal(error)
        else:
            flash(_("Noted. Below is what may come free. Choose what you want to offer."), "ok")
            return redirect(url_for("works.show", works_id=record.id), 303)
    return render_template("works/form.html", form=form, works=None), form.http_status


@pages.route("/werken/invoeren", methods=["GET", "POST"])
@member
@limiter.limit("20 per hour", methods=["POST"])
def upload() -> Answer:
    """Take a file with planned works: all of them, or none where a row is wrong."""
    form, who = SheetFileForm(), actor()
    works.require_works(who)
    planned, faults = taken(form, lambda sent: works_import.read(sent, who))
    if planned is not None:
        flash(plural("%(number)s plan is read in.", "%(number)s plans are read in.", planned), "ok")
        return redirect(url_for("works.index"), 303)
    names = works_sheets.names_in(language())
    told: dict[str, object] = {"columns": names, "written": works_sheets.WRITTEN[language()]}
    told |= {"places": list(works.places(who).values())}
    page = render_template("works/upload.html", form=form, faults=faults, sentence=sentence, **told)
    return page, form.http_status


@pages.get("/werken/invoeren/sjabloon")
@member
def template() -> Response:
    """Give the sheet to fill in."""
    works.require_works(actor())
    return as_file("xlsx", "circulair-werken", works_sheets.template(language()))


@pages.get("/werken/<int:works_id>")
@member
def show(works_id: int) -> Answer:
    """Show works: what may come free, what is offered, and who asked for it."""
    sheet = works.sheet(works_id, actor())
    return page_of(sheet, OfferForm(sheet))


def page_of(sheet: Sheet, form: OfferForm) -> tuple[str, int]:
    """Return the page of works."""
    return render_template("works/show.html", sheet=sheet, form=form, works=sheet.works), form.http_status


def done(form: Form, field: str, works_id: int, step: Callable[[], object]) -> bool:
    """Take a step; else say beside a field why not, or that somebody was quicker."""
    try:
        step()
    except VersionError:
        tell_meanwhile(form, works.sheet(works_id, actor()).works.version)
    except FlowsError as error:
        if error.code in ELSEWHERE:
            raise
        form.fault(field, error)
    else:
        return True
    return False


@pages.route("/werken/<int:works_id>/wijzigen", methods=["GET", "POST"])
@member
def change(works_id: int) -> Answer:
    """Change works, and all that they offer with them."""
    who = actor()
    record = works.sheet(works_id, who).works
    form = WorksForm(works.places(who), told_of(record))
    told = form.told() if form.validate_on_submit() else None
    if told is None or not done(
        form, "until", works_id, lambda: works.change(works_id, form.version.data, told, who)
    ):
        return render_template("works/form.html", form=form, works=record), form.http_status
    flash(_("Changed. Your offers changed with it, and whoever asked for something is told."), "ok")
    return redirect(url_for("works.show", works_id=works_id), 303)


@pages.post("/werken/<int:works_id>/aanbieden")
@member
def offer(works_id: int) -> Answer:
    """Offer what is ticked, take back what is not."""
    who = actor()
    sheet = works.sheet(works_id, who)
    form = OfferForm(sheet)
    if not form.validate_on_submit() or not done(
        form, "materials", works_id, lambda: works.offer(works_id, form.version.data, form.wanted(), who)
    ):
        return page_of(sheet, form)
    chosen = len(form.materials.data or ())
    flash(plural("%(number)s offer stands now.", "%(number)s offers stand now.", chosen), "ok")
    return redirect(url_for("works.show", works_id=works_id), 303)


@pages.route("/werken/<int:works_id>/opname", methods=["GET", "POST"])
@member
def survey(works_id: int) -> Answer:
    """Put counted numbers in place of the estimates."""
    who = actor()
    sheet = works.sheet(works_id, who)
    form = survey_form(sheet)
    counted = form.counted(who.today) if form.validate_on_submit() else None
    if counted is None or not done(
        form, "day", works_id, lambda: works.survey(works_id, form.version.data, counted, who)
    ):
        page = render_template("works/survey.html", form=form, sheet=sheet, works=sheet.works)
        return page, form.http_status
    flash(_("Noted. Your offers have the counted numbers now."), "ok")
    return redirect(url_for("works.show", works_id=works_id), 303)


@pages.route("/werken/<int:works_id>/afzeggen", methods=["GET", "POST"])
@member
def cancel(works_id: int) -> Answer:
    """Cancel works with a reason."""
    who = actor()
    sheet = works.sheet(works_id, who)
    form = CancelForm(data={"version": sheet.works.version})
    if not form.validate_on_submit() or not done(
        form, "reason", works_id, lambda: works.cancel(works_id, form.version.data, form.why, who)
    ):
        page = render_template("works/cancel.html", form=form, sheet=sheet, works=sheet.works)
        return page, form.http_status
    flash(_("Cancelled. What nobody has yet is withdrawn. Whoever asked for it gets an e-mail."), "ok")
    return redirect(url_for("works.show", works_id=works_id), 303)


@pages.post("/werken/<int:works_id>/terugzetten")
@member
def put_back(works_id: int) -> Response:
    """Undo a cancellation."""
    works.put_back(works_id, actor())
    flash(_("The works are planned again, and your offers stand as before."), "ok")
    return redirect(url_for("works.show", works_id=works_id), 303)


@pages.get("/komt-vrij")
@member
def futures() -> str:
    """Show what comes free of planned works, as far as its owners show it."""
    who = actor()
    return render_template("works/futures.html", futures=claims.futures(who), plans=works.plans_works(who))


@pages.route("/komt-vrij/<int:future_id>", methods=["GET", "POST"])
@member
def future(future_id: int) -> Answer:
    """Show an offer of planned works, and let others say that they want it."""
    found = claims.future(future_id, actor())
    form = ClaimForm(found)
    wish = form.wish() if form.validate_on_submit() else None
    if wish is None or not claimed(future_id, form, wish):
        return render_template("works/future.html", form=form, future=found), form.http_status
    flash(_("Noted: you want this. The hub team decides with the owner. You get an e-mail."), "ok")
    return redirect(url_for("works.future", future_id=future_id), 303)


def claimed(future_id: int, form: ClaimForm, wish: claims.Wish) -> bool:
    """Claim an offer, or say beside the amount why that cannot be."""
    try:
        claims.claim(future_id, wish, actor())
    except FlowsError as error:
        if error.code in ("not_found", "claim.own", "listing.closed"):
            raise
        form.fault("amount", error)
        return False
    return True


@pages.post("/komt-vrij/<int:future_id>/intrekken")
@member
def take_back(future_id: int) -> Response:
    """Take one's claim back."""
    claims.take_back(future_id, actor())
    flash(_("Taken back. Others can ask for it now."), "ok")
    return redirect(url_for("works.future", future_id=future_id), 303)


@pages.app_template_filter("kept_number")
def kept_number(text: str) -> str:
    """Return a number as the trail keeps it in the writing of the page."""
    return number(Decimal(text), 3)
