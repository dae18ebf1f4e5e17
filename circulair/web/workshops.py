"""Workshops: cards typed in a room, the wall that shows their matches, the print sheet, what to do next."""

import json
from collections.abc import Iterator

import segno
from flask import Blueprint, Response, current_app, flash, redirect, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response as Answer

from circulair.files.sheet_writing import Value
from circulair.language import _, label, language, material, tonnes
from circulair.permissions import actor, hub, member, public
from circulair.services import callers, organisations, workshops
from circulair.services.downloads import sheet
from circulair.services.workshop_finds import Find
from circulair.services.workshops import Card, Room
from circulair.store.records import WorkshopCardRecord
from circulair.web import card_readout, telling
from circulair.web.forms.account import OneButtonForm
from circulair.web.forms.workshops import AttachForm, CardForm, ClickForm, WorkshopForm, known
from circulair.web.imports import as_file
from circulair.web.imports import known as known_kind

pages = Blueprint("workshops", __name__)

Page = str | Answer | tuple[str, int]

ON_WALL = 4
"""Matches in large letters on the wall; those of before are told in short."""

RENEWED, RENEWED_SECONDS = "vernieuw", 10
"""What an address holds of a wall that renews itself, and how often."""

SECONDS = 2
"""How long the wall waits before it asks again whether something changed."""


@pages.route("/hub/werkplaats", methods=["GET", "POST"])
@hub
def index() -> Page:
    """Open a workshop, or go on with one."""
    form = WorkshopForm(data={"day": actor().today} if request.method == "GET" else None)
    if not form.validate_on_submit():
        found = workshops.all_of_them(actor())
        return render_template("hub/workshops.html", form=form, found=found), form.http_status
    made = workshops.begin(*form.told(), actor())
    return redirect(url_for("workshops.show", workshop_id=made.id), 303)


@pages.route("/hub/werkplaats/<int:workshop_id>", methods=["GET", "POST"])
@hub
def show(workshop_id: int) -> Page:
    """Type cards, see how each was read and what was found for it."""
    form = CardForm()
    if form.validate_on_submit():
        card = workshops.add(workshop_id, form.typed(), actor())
        flash(_("Card %(number)s is added.", number=card.number), "ok")
        return to_card(card)
    room = workshops.room(workshop_id, actor())
    return render_template("hub/workshop.html", room=room, form=form, readout=card_readout), form.http_status


def to_card(card: WorkshopCardRecord) -> Answer:
    """Lead back to the cards of a workshop."""
    return redirect(url_for("workshops.show", workshop_id=card.workshop_id), 303)


@pages.post("/hub/werkplaats/kaart/<int:card_id>/klik")
@hub
def correct(card_id: int) -> Page:
    """Settle by a click what the line of a card leaves open."""
    form = ClickForm()
    if not form.validate_on_submit():
        return edit_page(workshops.card_of(card_id, actor()), 422)
    card = workshops.correct(card_id, form.answers(), actor())
    flash(_("Card %(number)s is changed.", number=card.number), "ok")
    return to_card(card)


@pages.route("/hub/werkplaats/kaart/<int:card_id>", methods=["GET", "POST"])
@hub
def edit(card_id: int) -> Page:
    """Type a card anew, or say whose it is."""
    record = workshops.card_of(card_id, actor())
    form = CardForm() if request.method == "POST" else known(record)
    if not form.validate_on_submit():
        return edit_page(record, form.http_status, form)
    card = workshops.change(card_id, form.version.data, form.typed(), actor())
    flash(_("Card %(number)s is changed.", number=card.number), "ok")
    return to_card(card)


def edit_page(
    record: WorkshopCardRecord, status: int, form: CardForm | None = None, whose: AttachForm | None = None
) -> Page:
    """Return the page on which one card is changed."""
    shown = {"card": record, "form": form or known(record), "whose": whose or fresh_attach()}
    return render_template("hub/workshop_card.html", **shown), status


def fresh_attach() -> AttachForm:
    """Return the form that asks whose a card is."""
    form = AttachForm(None)
    form.offer(organisations.everybody(actor()))
    return form


@pages.post("/hub/werkplaats/kaart/<int:card_id>/organisatie")
@hub
def attach(card_id: int) -> Page:
    """Make a card the listing of an organisation that we know."""
    form = AttachForm()
    form.offer(organisations.everybody(actor()))
    if not form.validate_on_submit():
        return edit_page(workshops.card_of(card_id, actor()), form.http_status, whose=form)
    listing = workshops.attach(card_id, form.organisation_id, actor())
    if callers.to_call([listing], actor()):
        flash(
            _("Noted. Read it back to %(who)s and note what they say.", who=listing.organisation.name), "ok"
        )
        return redirect(url_for("callers.by_call", listing_id=listing.id), 303)
    flash(_("We asked the organisation by e-mail whether it is right. Meanwhile we look for partners."), "ok")
    return to_card(workshops.card_of(card_id, actor()))


@pages.post("/hub/werkplaats/kaart/<int:card_id>/weg")
@hub
def remove(card_id: int) -> Page:
    """Take a card away."""
    card = workshops.remove(card_id, actor())
    flash(_("Card %(number)s is taken away. You can put it back below.", number=card.number), "ok")
    return to_card(card)


@pages.post("/hub/werkplaats/kaart/<int:card_id>/terug")
@hub
def put_back(card_id: int) -> Page:
    """Put a card back."""
    card = workshops.put_back(card_id, actor())
    flash(_("Card %(number)s is back.", number=card.number), "ok")
    return to_card(card)


@pages.get("/hub/werkplaats/<int:workshop_id>/wand")
@hub
def wall(workshop_id: int) -> Response:
    """Show the matches in large letters, for the whole room; without script it renews itself if asked."""
    room = workshops.room(workshop_id, actor())
    known = {card.record.id: card for card in room.cards}
    shown = {"room": room, "known": known, "newest": room.finds[:ON_WALL], "earlier": room.finds[ON_WALL:]}
    page = render_template("hub/wall.html", **shown, readout=card_readout, news=news_of(room))
    response = current_app.make_response(page)
    if RENEWED in request.args:
        response.headers["Refresh"] = str(RENEWED_SECONDS)
    return response


def news_of(room: Room) -> str:
    """Return what happened last, as a screen reader says it."""
    latest = [one for one in room.finds if one.record.found_at == room.workshop.changes]
    said = _("Cards: %(cards)s. Matches: %(matches)s.", cards=len(room.cards), matches=len(room.finds))
    return " ".join([*(telling_of(one) for one in latest), said])


def telling_of(find: Find) -> str:
    """Return a match in one sentence, by the numbers of its cards."""
    numbers = [str(card.number) for card in find.cards]
    if len(numbers) == 1:
        return _("New match: card %(card)s with an open listing.", card=numbers[0])
    return _("New match: card %(one)s with card %(other)s.", one=numbers[0], other=numbers[1])


@pages.get("/hub/werkplaats/<int:workshop_id>/wand/stroom")
@hub
def events(workshop_id: int) -> Response:
    """Tell the wall which change came last, and end: the browser asks again by itself (docs/adr/0019)."""
    count = workshops.changes(workshop_id, actor())
    seen = request.headers.get("Last-Event-ID") or request.args.get("sinds", "")
    news = "" if seen == str(count) else f"id: {count}\nevent: change\ndata: {json.dumps(count)}\n\n"
    return Response(f"retry: {1000 * SECONDS}\n\n{news}", mimetype="text/event-stream")


@pages.get("/hub/werkplaats/<int:workshop_id>/kaarten")
@hub
def print_sheet(workshop_id: int) -> str:
    """Show the cards to print, each with the code that leads to its own page."""
    room = workshops.room(workshop_id, actor())
    codes = {card.record.id: code_of(card.record) for card in room.cards if card.record.listing_id is None}
    return render_template("hub/workshop_print.html", room=room, codes=codes, readout=card_readout)


def key() -> bytes:
    """Return what seals the links on printed cards."""
    return str(current_app.config["SECRET_KEY"]).encode()


def code_of(card: WorkshopCardRecord) -> tuple[str, Markup]:
    """Return the address of a card's own page, and the drawing that a telephone reads it from."""
    path = url_for("workshops.confirm", token=workshops.token_of(card, key()))
    address = current_app.settings.base_url.rstrip("/") + path  # type: ignore[attr-defined]  # our Application has settings
    drawn = segno.make(address, error="m", micro=False).svg_inline(omitsize=True, border=2, svgclass="qr")
    return address, Markup(drawn)  # noqa: S704  # drawn by us, of an address of ours


@pages.get("/hub/werkplaats/<int:workshop_id>/vervolg")
@hub
def follow_up(workshop_id: int) -> str:
    """Show what to do next about each card."""
    room = workshops.room(workshop_id, actor())
    files = {
        kind: url_for("workshops.download", workshop_id=workshop_id, kind=kind) for kind in ("xlsx", "csv")
    }
    rows = list(zip(room.cards, rows_of(room), strict=True))
    return render_template(
        "hub/workshop_follow.html", room=room, rows=rows, files=files, other_side=other_side
    )


@pages.get("/hub/werkplaats/<int:workshop_id>/vervolg/bestand/<kind>")
@hub
def download(workshop_id: int, kind: str) -> Answer:
    """Give what to do next as a sheet."""
    room = workshops.room(workshop_id, actor())
    heading = [_("Card"), _("Line"), _("Read as"), _("Who"), _("E-mail address"), _("Match"), _("Next")]
    content = sheet(known_kind(kind), (_("Follow-up"), heading, list(rows_of(room))), language())
    return as_file(kind, f"circulair-werkplaats-{room.workshop.day:%Y-%m-%d}", content)


def rows_of(room: Room) -> Iterator[list[Value]]:
    """Yield the cards as rows: number, line, how it was read, who, e-mail, matches, next action."""
    for card in room.cards:
        record = card.record
        read_as = " · ".join(part.words for part in card_readout.parts(card))
        found = "; ".join(other_side(find, record) for find in card.finds)
        next_ = label(f"next_card.{card.next}")
        yield [str(record.number), record.line, read_as, record.who, record.email, found, next_]


def other_side(find: Find, card: WorkshopCardRecord) -> str:
    """Return with what a card was matched: another card and who that is, or a listing and whose it is."""
    listing = find.record.listing
    if listing is not None:
        return f"{listing.organisation.name}: {listing.title}"
    other = find.other_than(card)
    if other is None:
        return "–"
    said = _("card %(number)s", number=other.number)
    return f"{said} ({other.who})" if other.who else said


@pages.app_template_global("find_amount")
def amount_of(find: Find) -> str:
    """Return how much a match is about, empty where nobody knows."""
    return "" if find.tonnes is None else telling.per(tonnes(float(find.tonnes)), bool(find.recurring))


@pages.app_template_global("find_other")
def told_other(find: Find, card: Card) -> str:
    """Return with what a card was matched, for the hub."""
    return other_side(find, card.record)


@pages.route("/werkplaats/kaart/<token>", methods=["GET", "POST"])
@public
def confirm(token: str) -> Page:
    """Show a card to whoever scanned it; whoever signed in takes responsibility for it by the button."""
    form = OneButtonForm()
    if request.method == "POST":
        return confirmed(token, form)
    card = workshops.by_token(token, key(), actor())
    here = url_for("workshops.confirm", token=token)
    shown = {"card": card, "form": form, "here": here, "words": words_on(card)}
    return render_template("public/workshop_card.html", **shown)


@member
def confirmed(token: str, form: OneButtonForm) -> Page:
    """Make a card the listing of whoever pressed the button."""
    if not form.validate_on_submit():
        return redirect(url_for("workshops.confirm", token=token), 303)
    listing = workshops.confirm(token, key(), actor())
    flash(_("The card is your listing now. Look whether we read it right."), "ok")
    return redirect(url_for("listings.show", listing_id=listing.id), 303)


def words_on(card: WorkshopCardRecord) -> str:
    """Return how a card was read, in one line."""
    said = [label(f"side.{card.side}"), material(card.material) if card.material else ""]
    return " · ".join(filter(None, said))
