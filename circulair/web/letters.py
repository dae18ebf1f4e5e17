"""The letters as they will be sent, and what the hub adds to them in its own words."""

from email.message import EmailMessage

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from circulair.language import LANGUAGES, _
from circulair.mail import compose, examples
from circulair.permissions import actor, hub
from circulair.services import letter_notes, sheets
from circulair.services.faults import VersionError
from circulair.services.letter_notes import KINDS
from circulair.web.forms.letters import NoteForm
from circulair.web.forms.reviews import seen_version

pages = Blueprint("letters", __name__)

Answer = str | Response | tuple[str, int]


@pages.get("/hub/brieven")
@hub
def index() -> str:
    """Show every kind of letter, with the way to each language of it."""
    return render_template("letters/index.html", kinds=KINDS, tongues=LANGUAGES)


@pages.route("/hub/brieven/<letter>/<tongue>", methods=["GET", "POST"])
@hub
def show(letter: str, tongue: str) -> Answer:
    """Show a letter as it will be sent, of example data, and change what the hub adds to it."""
    form = NoteForm(letter_notes.of(letter, tongue, actor()))
    if form.validate_on_submit() and changed(letter, tongue, form):
        flash(_("Saved. It stands in every letter of this kind that leaves from now on."), "ok")
        return redirect(url_for("letters.show", letter=letter, tongue=tongue), 303)
    return letter_page(letter, tongue, form), form.http_status


def letter_page(letter: str, tongue: str, form: NoteForm) -> str:
    """Return the page of a letter with what the hub adds to it as it was typed."""
    note = letter_notes.of(letter, tongue, actor())
    history = [
        one
        for one in sheets.history("letter", letter_notes.number_of(letter))
        if one.details["language"] == tongue
    ]
    shown = {"form": form, "letter": letter, "tongue": tongue, "tongues": LANGUAGES, "note": note}
    return render_template("letters/show.html", message=example(letter, tongue), history=history, **shown)


def example(letter: str, tongue: str) -> EmailMessage:
    """Return a letter made of example data."""
    settings = current_app.settings  # type: ignore[attr-defined]  # our Application has settings
    facts = {"listing": examples.LISTING, "questions": settings.contact_email, **examples.EXAMPLES[letter]}
    made = examples.example(letter, tongue, actor().now)
    return compose.written(made, facts, settings.base_url, settings.mail_from)


def changed(letter: str, tongue: str, form: NoteForm) -> bool:
    """Keep own words, or say on the form that somebody else did in the meantime."""
    try:
        letter_notes.change(letter, tongue, form.words.data or "", form.version.data, actor())
    except VersionError:
        now = letter_notes.of(letter, tongue, actor())
        form.tell_meanwhile(0 if now is None else now.version)
        return False
    return True


@pages.post("/hub/brieven/<letter>/<tongue>/terug")
@hub
def put_back(letter: str, tongue: str) -> Answer:
    """Put back what stood in a letter before the last change, if that is still what the page showed."""
    try:
        letter_notes.put_back(letter, tongue, seen_version(), actor())
    except VersionError:
        note = letter_notes.of(letter, tongue, actor())
        form = NoteForm(note, sent=False)
        form.tell_meanwhile(0 if note is None else note.version)
        return letter_page(letter, tongue, form), form.http_status
    flash(_("It stands as it stood before."), "ok")
    return redirect(url_for("letters.show", letter=letter, tongue=tongue), 303)
