"""Pages of temporary uses: one of them with its steps, and the hub's page of vacant premises."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from circulair.language import _
from circulair.permissions import actor, hub, member
from circulair.services import rooms, temporary_uses, vacancy_figures
from circulair.web.forms.base import Form
from circulair.web.forms.reviews import seen_version
from circulair.web.forms.space import BeginForm, ConsentForm, EndForm, FigureForm, WhyForm
from circulair.web.forms.vacancy import as_day
from flows.errors import FlowsError
from flows.temporary_use import ALIVE, UseParty

pages = Blueprint("uses", __name__)

Answer = str | Response | tuple[str, int]


@pages.get("/gebruik/<int:use_id>")
@member
def show(use_id: int) -> Answer:
    """Show a temporary use to its sides and the hub."""
    return page_of(use_id)


FORMS: dict[str, type[Form]] = {"begin": BeginForm, "end": EndForm, "why": WhyForm, "consent": ConsentForm}
"""The forms of the steps, by what stands before the names of their fields."""


def page_of(use_id: int, typed: Form | None = None) -> tuple[str, int]:
    """Return the page of a temporary use, with the form that could not be taken as it was typed."""
    sheet = temporary_uses.sheet(use_id, actor())
    told = {"version": sheet.record.version, "public": sheet.record.user_consents}
    forms = {name: kind(None, data=told, prefix=f"{name}-") for name, kind in FORMS.items()}
    forms |= {name: typed for name, kind in FORMS.items() if typed is not None and type(typed) is kind}
    page = render_template("uses/show.html", sheet=sheet, forms=forms, form=typed, acts=sheet.acts)
    return page, 200 if typed is None else typed.http_status


def shown(use_id: int, words: str) -> Response:
    """Say what was done and lead back to the page of a temporary use."""
    flash(words, "ok")
    return redirect(url_for("uses.show", use_id=use_id), 303)


@pages.post("/gebruik/<int:use_id>/ja/<any(owner, user):party>")
@member
def agree(use_id: int, party: str) -> Response:
    """Say yes as a side, or for it as the hub."""
    temporary_uses.agree(use_id, UseParty(party), seen_version(), actor())
    return shown(use_id, _("The yes is noted."))


@pages.post("/gebruik/<int:use_id>/begin")
@member
def begin(use_id: int) -> Answer:
    """Note on which day the user came in."""
    temporary_uses.sheet(use_id, actor())
    form = BeginForm(prefix="begin-")
    day = as_day(form.begin_day.data) if form.validate_on_submit() else None
    if day is None:
        return page_of(use_id, form)
    try:
        temporary_uses.begin(use_id, form.version.data, day, actor())
    except FlowsError as error:
        return refused(use_id, form, "begin_day", error)
    return shown(use_id, _("The premises are in temporary use. The next release tells it."))


@pages.post("/gebruik/<int:use_id>/einde")
@member
def end(use_id: int) -> Answer:
    """Note on which day and why the user left."""
    temporary_uses.sheet(use_id, actor())
    form = EndForm(prefix="end-")
    day = as_day(form.end_day.data) if form.validate_on_submit() else None
    if day is None:
        return page_of(use_id, form)
    try:
        temporary_uses.end(use_id, form.version.data, day, form.why, actor())
    except FlowsError as error:
        return refused(use_id, form, "end_day", error)
    return shown(use_id, _("Ended. The premises are free again."))


@pages.post("/gebruik/<int:use_id>/nee")
@member
def decline(use_id: int) -> Answer:
    """Say no, with the reason."""
    temporary_uses.sheet(use_id, actor())
    form = WhyForm(prefix="why-")
    if not form.validate_on_submit():
        return page_of(use_id, form)
    try:
        temporary_uses.decline(use_id, form.version.data, form.why, actor())
    except FlowsError as error:
        return refused(use_id, form, "words", error)
    return shown(use_id, _("Your no is noted."))


def refused(use_id: int, form: Form, field: str, error: FlowsError) -> Answer:
    """Say beside a field what the domain refused; what came too late is a page of its own."""
    if error.code not in ("use.day", "use.reason_missing"):
        raise error
    form.fault(field, error)
    return page_of(use_id, form)


@pages.post("/gebruik/<int:use_id>/openbaar")
@member
def consent(use_id: int) -> Answer:
    """Say as the user whether everybody may read who uses the premises."""
    temporary_uses.sheet(use_id, actor())
    form = ConsentForm(prefix="consent-")
    if not form.validate_on_submit():
        return page_of(use_id, form)
    temporary_uses.consent(use_id, actor(), public=bool(form.public.data))
    return shown(use_id, _("Saved."))


@pages.post("/gebruik/<int:use_id>/terug")
@member
def undo(use_id: int) -> Response:
    """Take back one's own last step."""
    temporary_uses.undo(use_id, actor())
    return shown(use_id, _("Undone: it is as it was before."))


@pages.get("/hub/leegstand")
@hub
def board() -> Answer:
    """Show the hub all vacant premises, what goes together, and the temporary uses."""
    return board_page(FigureForm())


def board_page(form: FigureForm) -> tuple[str, int]:
    """Return the hub's page of vacant premises."""
    who = actor()
    vacant, found = rooms.everything(who)
    uses = temporary_uses.everything(who)
    page = render_template(
        "uses/board.html",
        vacant=vacant,
        finds=found,
        is_free=rooms.is_free,
        uses=uses,
        asked={(one.premises_id, one.listing_id) for one in uses if one.status in ALIVE},
        figures=vacancy_figures.everything(who),
        form=form,
    )
    return page, form.http_status


@pages.post("/hub/leegstand/cijfers")
@hub
def add_figure() -> Answer:
    """Note a figure of the vacancy of a street or centre."""
    form = FigureForm()
    figure = form.figure(actor().today) if form.validate_on_submit() else None
    if figure is None:
        return board_page(form)
    vacancy_figures.note(figure, actor())
    flash(_("Noted. The next release shows it with its basis and its day."), "ok")
    return redirect(url_for("uses.board"), 303)


@pages.post("/hub/leegstand/cijfers/<int:figure_id>/intrekken")
@hub
def withdraw_figure(figure_id: int) -> Response:
    """Take a figure back that is wrong."""
    vacancy_figures.withdraw(figure_id, actor())
    flash(_("Withdrawn. It is no longer shown."), "ok")
    return redirect(url_for("uses.board"), 303)
