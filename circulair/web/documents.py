"""Pages of documents: proof files of an organisation, a suggestion or an exchange; sent, read, withdrawn."""

from collections.abc import Callable
from typing import NamedTuple

from flask import Blueprint, current_app, flash, redirect, render_template, send_file, url_for
from werkzeug.wrappers import Response

from circulair.files.document_guard import SUFFIXES
from circulair.files.vault import Vault
from circulair.language import _
from circulair.permissions import actor, hub, member
from circulair.services import documents, exchanges, organisations
from circulair.services.documents import Upload
from circulair.store.records import DocumentRecord
from circulair.web.forms.documents import REFUSED, DocumentForm, ReviewDocumentForm

pages = Blueprint("documents", __name__)

Answer = str | Response | tuple[str, int]

SANDBOX = "sandbox; default-src 'none'"
"""What a file that somebody else made may do in a browser: nothing."""


class Shelf(NamedTuple):
    """The page of the documents of one place: its title, what it says, where it belongs, who has what."""

    title: str
    lead: str
    crumbs: list[tuple[str, str]]
    names: dict[int, str]


def vault() -> Vault:
    """Return the folder in which documents lie."""
    return current_app.vault  # type: ignore[attr-defined,no-any-return]  # our Application has a vault


def kept(form: DocumentForm, add: Callable[[Upload], DocumentRecord]) -> DocumentRecord | None:
    """Return the document that was sent and kept; else None, with what is wrong beside its field."""
    upload = form.upload() if form.validate_on_submit() else None
    if upload is None:
        return None
    try:
        record = add(upload)
    except REFUSED as error:
        form.refuse(error)
        return None
    flash(_("The document is kept."), "ok")
    return record


def shelf_page(shelf: Shelf, found: object, form: DocumentForm) -> Answer:
    """Return the page of the documents of one place."""
    shown = {"shelf": shelf, "documents": found, "today": actor().today}
    page = render_template(
        "documents/shelf.html", form=form, may_withdraw=documents.may_withdraw, who=actor(), **shown
    )
    return page, form.http_status


@pages.route("/organisatie/documenten", methods=["GET", "POST"])
@member
def of_organisation() -> Answer:
    """Show the documents of one's own organisation, and take another."""
    who, form = actor(), DocumentForm()
    if kept(form, lambda upload: documents.add_own(upload, vault(), who)):
        return redirect(url_for("documents.of_organisation"), 303)
    lead = _("Permits and other proof. The hub team uses it to check what the law asks. Nobody else sees it.")
    crumbs = [(_("Organisation"), url_for("organisations.own")), (_("Documents"), "")]
    own = organisations.own(who)
    return shelf_page(
        Shelf(_("Documents of your organisation"), lead, crumbs, {own.id: own.name}),
        documents.of_own(who),
        form,
    )


@pages.route("/uitwisseling/<int:exchange_id>/documenten", methods=["GET", "POST"])
@member
def of_exchange(exchange_id: int) -> Answer:
    """Show the documents of an exchange to its sides and the hub, and take another."""
    who = actor()
    exchange, form = exchanges.seen_by(exchange_id, who), DocumentForm()
    if kept(form, lambda upload: documents.add_to_exchange(exchange_id, upload, vault(), who)):
        return redirect(url_for("documents.of_exchange", exchange_id=exchange_id), 303)
    lead = _("Weighbridge tickets, letters, contracts. Both sides and the hub team see them, nobody else.")
    crumbs = [
        (_("Exchange"), url_for("exchanges.show", exchange_id=exchange_id)),
        (_("Documents"), ""),
    ]
    sides = (exchange.offer.organisation, exchange.need.organisation)
    title = _("Documents of exchange %(number)s", number=exchange_id)
    shelf = Shelf(title, lead, crumbs, {side.id: side.name for side in sides})
    return shelf_page(shelf, documents.of_exchange(exchange_id, who), form)


@pages.route("/hub/voorstel/<int:suggestion_id>/documenten", methods=["GET", "POST"])
@hub
def of_suggestion(suggestion_id: int) -> Answer:
    """Show what can prove the answers of a suggestion, and take another document."""
    who, suggestion = actor(), documents.for_review(suggestion_id, actor())
    form = ReviewDocumentForm(suggestion)
    if kept(
        form, lambda upload: documents.add_for_review(suggestion_id, form.owner_id, upload, vault(), who)
    ):
        return redirect(url_for("documents.of_suggestion", suggestion_id=suggestion_id), 303)
    lead = _("What is here can be chosen as the proof of an answer on the law.")
    suggested = _("Suggestion %(number)s", number=suggestion_id)
    crumbs = [
        (_("Hub"), url_for("hub.queue")),
        (suggested, url_for("hub.suggestion", suggestion_id=suggestion_id)),
        (_("Documents"), ""),
    ]
    title = _("Documents of suggestion %(number)s", number=suggestion_id)
    shelf = Shelf(title, lead, crumbs, dict(documents.parties_of(suggestion)))
    return shelf_page(shelf, documents.of_suggestion(suggestion), form)


@pages.get("/document/<int:document_id>")
@member
def read(document_id: int) -> Response:
    """Give a document to those whom it concerns, as a file that runs nothing."""
    return as_sent(documents.seen_by(document_id, actor()))


def as_sent(record: DocumentRecord) -> Response:
    """Return a document as a file that runs nothing."""
    response = send_file(
        vault().path(record.key).absolute(),
        mimetype=record.media_type,
        as_attachment=not record.media_type.startswith("image/"),
        download_name=file_name(record),
        conditional=False,
        etag=False,
    )
    response.headers["Content-Security-Policy"] = SANDBOX
    return response


def file_name(record: DocumentRecord) -> str:
    """Return the name under which a document is kept by whoever reads it: it ends as what it is."""
    suffix = SUFFIXES[record.media_type]
    stem, _dot, last = record.file_name.rpartition(".")
    same = {suffix, "jpeg"} if suffix == "jpg" else {suffix}
    return record.file_name if last.lower() in same and stem else f"{record.file_name}.{suffix}"


@pages.post("/document/<int:document_id>/intrekken")
@member
def withdraw(document_id: int) -> Response:
    """Take a document out of sight."""
    record = documents.withdraw(document_id, actor())
    flash(_("The document is withdrawn. Nobody sees it any more."), "ok")
    if record.premises_id is not None:
        return redirect(url_for("premises.of_photos", premises_id=record.premises_id), 303)
    if record.exchange_id is not None:
        return redirect(url_for("documents.of_exchange", exchange_id=record.exchange_id), 303)
    if record.organisation_id is not None and record.organisation_id == actor().organisation_id:
        return redirect(url_for("documents.of_organisation"), 303)
    if record.suggestion_id is not None:
        return redirect(url_for("documents.of_suggestion", suggestion_id=record.suggestion_id), 303)
    return redirect(url_for("hub.queue"), 303)
