"""The hub's desk: the queue, one suggestion with all its facts, and what the team does with it."""

from collections.abc import Callable
from functools import partial
from io import BytesIO

from flask import Blueprint, flash, make_response, redirect, render_template, request, send_file, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from circulair import errors
from circulair.files.papers import as_pdf
from circulair.language import _, day, label, plural
from circulair.permissions import actor, hub
from circulair.services import board, contacts, delivery_periods, law_answers, reviews, sheets, sweeps, undo
from circulair.services.faults import NextDayPastError
from circulair.services.law_answers import Seen
from circulair.web import papers, telling
from circulair.web import queue as narrowing
from circulair.web.forms.base import Form
from circulair.web.forms.law import LawForm, law_prefix
from circulair.web.forms.queue import YES, SearchForm, SweepForm
from circulair.web.forms.reviews import (
    CONTACT,
    REFUSAL,
    TELEPHONE,
    ContactForm,
    DeskForms,
    RefusalForm,
    TelephoneForm,
    seen_version,
)
from flows.errors import FlowsError
from flows.exchanges import Party
from flows.suggestions import Answer

pages = Blueprint("hub", __name__)
for name, writer in telling.FILTERS.items():
    pages.add_app_template_filter(writer, name)

Answered = tuple[str, int] | Response

OF_QUEUE = frozenset({"hub.sweep", "hub.undo_step"})
"""Steps that the queue itself answers when they come too late."""

TYPED: dict[str, Callable[[], Form]] = {
    "hub.decline": lambda: RefusalForm(prefix=REFUSAL),
    "hub.telephone": lambda: TelephoneForm(prefix=TELEPHONE),
    "hub.contact": lambda: ContactForm(prefix=CONTACT),
}
"""Forms whose words stay on the page when somebody was quicker; law answers do not, they would overwrite."""


@pages.get("/hub")
@hub
def queue() -> Answered:
    """Show the queue: what is most urgent first."""
    return queue_page()


def queue_page(status: int = 200, alert: str = "", typed: SweepForm | None = None) -> tuple[str, int]:
    """Return the queue as its address wants it, with what is to be declined as it was ticked."""
    who, form = actor(), SearchForm(request.args)
    shown = board.board(narrowing.wished(form), who)
    form.offer(shown.reviewers, who.person_id)
    page = render_template(
        "hub/queue.html",
        board=shown,
        form=form,
        sweep=typed or SweepForm(None),
        all_ticked=request.args.get("alles") == YES,
        chips=narrowing.chips(shown, who.person_id),
        at=partial(narrowing.queue_at, shown.wish),
        address=narrowing.address_of(shown.wish),
        narrowed={} if shown.wish == board.EVERYTHING else narrowing.address_of(shown.wish),
        own=who.person_id,
        step=undo.last_step(who),
        alert_text=alert,
        disputed=delivery_periods.disputed(who),
    )
    return page, 422 if form.errors and status == 200 else status


@pages.post("/hub/afwijzen")
@hub
def sweep() -> Answered:
    """Decline what is ticked, all for one reason."""
    form = SweepForm()
    if not form.validate_on_submit():
        return queue_page(422, typed=form)
    swept = sweeps.decline_all(form.chosen.data, form.refusal(), actor())
    flash(narrowing.told_sweep(swept), "warning" if swept.left else "ok")
    return back_to_queue()


@pages.post("/hub/ongedaan/<int:step_id>")
@hub
def undo_step(step_id: int) -> Answered:
    """Take back the own last step."""
    undone = undo.undo(step_id, actor())
    number = len(undone.back)
    said = [
        plural(
            "Undone: %(number)s suggestion is as it was.",
            "Undone: %(number)s suggestions are as they were.",
            number,
        )
    ]
    if undone.left:
        said.append(_("Somebody went on with these, so they stay:"))
        said.append(narrowing.numbered(undone.left))
    flash(Markup(" ").join(said), "ok")
    if number > 1 or narrowing.from_queue():
        return back_to_queue(undone.back[0])
    return to_sheet(undone.back[0])


def back_to_queue(row: int | None = None) -> Response:
    """Lead back to the queue as it was narrowed, to one of its rows."""
    address = narrowing.address_of(narrowing.wished(SearchForm(request.args)))
    return redirect(url_for("hub.queue", **address, _anchor=f"v{row}" if row else None), 303)


def to_sheet(suggestion_id: int, place: str | None = None) -> Response:
    """Lead to a place on the page of a suggestion, from which one goes on in the queue as it was narrowed."""
    address = url_for("hub.suggestion", suggestion_id=suggestion_id, **narrowing.kept(), _anchor=place)
    return redirect(address, 303)


def to_queue() -> Response:
    """Lead to the queue as it was narrowed, if it was."""
    return redirect(url_for("hub.queue", **narrowing.kept()), 303)


def next_one(suggestion_id: int) -> int | None:
    """Return what comes after a suggestion in the queue as it was narrowed."""
    return board.next_after(suggestion_id, actor(), narrowing.wished(SearchForm(request.args)))


@pages.get("/hub/voorstel/<int:suggestion_id>")
@hub
def suggestion(suggestion_id: int) -> Answered:
    """Show all facts of a suggestion and what can be done with it."""
    return sheet_page(suggestion_id)


def sheet_page(
    suggestion_id: int, status: int = 200, alert: str = "", typed: Form | None = None
) -> tuple[str, int]:
    """Return the page of a suggestion as it stands, with a form as it was typed."""
    sheet = sheets.of_suggestion(suggestion_id, actor())
    forms = DeskForms(sheet, typed)
    shown = {"sheet": sheet, "forms": forms, "form": typed, "alert_text": alert}
    address = narrowing.kept()
    shown |= {"address": address, "on_sheet": {**address, narrowing.SHEET: YES} if address else {}}
    shown |= {"step": undo.last_step(actor()), "noted": contacts.last_of(suggestion_id, actor())}
    return render_template("hub/suggestion.html", **shown), status


@pages.get("/hub/voorstel/<int:suggestion_id>/notitie")
@hub
def note(suggestion_id: int) -> str:
    """Show what was asked and answered of a suggestion as a note to print."""
    return render_template("hub/note.html", sheet=sheets.of_suggestion(suggestion_id, actor()))


@pages.get("/hub/voorstel/<int:suggestion_id>/notitie.pdf")
@hub
def note_pdf(suggestion_id: int) -> Response:
    """Give the note as a PDF."""
    made = papers.note(sheets.of_suggestion(suggestion_id, actor()), day(actor().today))
    return send_file(
        BytesIO(as_pdf(made)),
        mimetype="application/pdf",
        as_attachment=True,
        download_name=f"circulair-notitie-{suggestion_id}.pdf",
    )


@pages.errorhandler(FlowsError)
def refused(error: FlowsError) -> Response:
    """Answer what cannot be done (any more) with the suggestion as it stands now."""
    suggestion_id = (request.view_args or {}).get("suggestion_id")
    status = errors.STATUS.get(error.code, 400)
    if request.endpoint in OF_QUEUE and status == 409:
        return make_response(*queue_page(409, errors.sentence(error)))
    if suggestion_id is None or status != 409:
        return errors.page(status, errors.sentence(error))
    kept = TYPED.get(str(request.endpoint))
    return make_response(*sheet_page(suggestion_id, 409, errors.sentence(error), kept() if kept else None))


@pages.post("/hub/voorstel/<int:suggestion_id>/oppakken")
@hub
def take(suggestion_id: int) -> Answered:
    """Take a suggestion into review."""
    reviews.take(suggestion_id, seen_version(), actor())
    flash(_("You look after this suggestion now."), "ok")
    if narrowing.from_queue():
        return back_to_queue(suggestion_id)
    return to_sheet(suggestion_id)


@pages.post("/hub/voorstel/<int:suggestion_id>/wet/<int:line_id>")
@hub
def law(suggestion_id: int, line_id: int) -> Answered:
    """Record what one offer is in law."""
    form = LawForm(prefix=law_prefix(line_id))
    if not form.validate_on_submit():
        return sheet_page(suggestion_id, 422, typed=form)
    seen = Seen(seen_version(), seen_version("offer_version"))
    fallen = law_answers.answer_law(line_id, seen, suggestion_id, form.answers(), actor())
    flash(_("The answers on the law are saved."), "ok")
    if fallen:
        again = ", ".join(label(code) for code in fallen)
        flash(
            _("The answers on which this rested are others now. Weigh it once more: %(what)s", what=again),
            "warning",
        )
    return to_sheet(suggestion_id, f"law{line_id}")


@pages.get("/hub/voorstel/<int:suggestion_id>/volgende")
@hub
def following(suggestion_id: int) -> Response:
    """Lead to what is to be decided after a suggestion, or to the queue where nothing is."""
    after = next_one(suggestion_id)
    return to_sheet(after) if after else to_queue()


@pages.post("/hub/voorstel/<int:suggestion_id>/voorleggen")
@hub
def propose(suggestion_id: int) -> Answered:
    """Put a suggestion to both sides and go on with the next."""
    after = next_one(suggestion_id)
    reviews.propose(suggestion_id, seen_version(), actor())
    return go_on(
        suggestion_id, after, _("Suggestion %(number)s was put to both sides.", number=suggestion_id)
    )


@pages.post("/hub/voorstel/<int:suggestion_id>/afwijzen")
@hub
def decline(suggestion_id: int) -> Answered:
    """Decline a suggestion with its reason and go on with the next."""
    form = RefusalForm(prefix=REFUSAL)
    if not form.validate_on_submit():
        return sheet_page(suggestion_id, 422, typed=form)
    after = next_one(suggestion_id)
    reviews.decline(suggestion_id, seen_version(), form.refusal(), actor())
    return go_on(suggestion_id, after, _("Suggestion %(number)s was declined.", number=suggestion_id))


@pages.post("/hub/voorstel/<int:suggestion_id>/antwoord")
@hub
def telephone(suggestion_id: int) -> Answered:
    """Record what one side said by telephone."""
    form = TelephoneForm(prefix=TELEPHONE)
    if not form.validate_on_submit():
        return sheet_page(suggestion_id, 422, typed=form)
    said = Answer(form.said.data)
    reviews.answer(suggestion_id, Party(form.party.data), said, form.refusal(), actor())
    flash(_("The answer is recorded."), "ok")
    return to_sheet(suggestion_id)


@pages.post("/hub/voorstel/<int:suggestion_id>/contact")
@hub
def contact(suggestion_id: int) -> Answered:
    """Note a call, a mail or a visit."""
    form = ContactForm(prefix=CONTACT)
    if not form.validate_on_submit():
        return sheet_page(suggestion_id, 422, typed=form)
    try:
        contacts.note(suggestion_id, form.call(), actor())
    except NextDayPastError as error:
        form.fault("next_on", error)
        return sheet_page(suggestion_id, 422, typed=form)
    flash(_("Noted."), "ok")
    return to_sheet(suggestion_id, "history")


@pages.post("/hub/voorstel/<int:suggestion_id>/contact/<int:contact_id>/terug")
@hub
def contact_back(suggestion_id: int, contact_id: int) -> Answered:
    """Take back the own note of a contact."""
    contacts.take_back(contact_id, suggestion_id, actor())
    flash(_("Taken back."), "ok")
    return to_sheet(suggestion_id, "history")


def go_on(decided: int, after: int | None, said: str) -> Response:
    """Lead to the next suggestion to decide, or to the queue after the last, with the way back."""
    parts = [said] if after is None else [said, _("This is the next one.")]
    back = _("Back to suggestion %(number)s", number=decided)
    link = Markup('<a class="utrecht-link" href="{}">{}</a>')
    parts.append(link.format(url_for("hub.suggestion", suggestion_id=decided, **narrowing.kept()), back))
    flash(Markup(" ").join(parts), "ok")
    return to_queue() if after is None else to_sheet(after)
