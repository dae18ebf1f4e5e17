"""Pages on which the hub makes two organisations one that are the same: which other, side by side, done."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from circulair.errors import sentence
from circulair.language import _
from circulair.permissions import actor, hub
from circulair.services import mergers, organisations, verification
from circulair.services.faults import CannotMergeError, VersionError
from circulair.services.mergers import Obstacle
from circulair.web.forms.mergers import MergeForm, OtherForm

pages = Blueprint("mergers", __name__)

Answered = str | Response | tuple[str, int]

PLACES: dict[Obstacle, Callable[[int], str]] = {
    Obstacle.EXCHANGE: lambda number: url_for("exchanges.show", exchange_id=number),
    Obstacle.SUGGESTION: lambda number: url_for("hub.suggestion", suggestion_id=number),
    Obstacle.TEMPORARY_USE: lambda number: url_for("uses.show", use_id=number),
    Obstacle.IMPORT: lambda number: url_for("imports.show", import_id=number),
    Obstacle.HUB: lambda number: url_for("registers.organisation", organisation_id=number),
    Obstacle.KIND: lambda number: url_for("registers.organisation", organisation_id=number),
}
"""Where whatever stands between two organisations is looked at."""


@pages.get("/hub/organisaties/<int:organisation_id>/samenvoegen")
@hub
def other(organisation_id: int) -> Answered:
    """Ask with which other organisation one is compared, and lead there once that is told."""
    known = verification.dossier(organisation_id, actor())
    others = [one for one in organisations.everybody(actor()) if one.id != organisation_id]
    form = OtherForm(request.args, others)
    if form.validate() and form.other.data:
        return redirect(
            url_for("mergers.compare", organisation_id=organisation_id, other_id=int(form.other.data)), 303
        )
    page = render_template("registers/merge_other.html", one=known.row.organisation, form=form)
    return page, 422 if form.errors else 200


@pages.get("/hub/organisaties/<int:organisation_id>/samenvoegen/<int:other_id>")
@hub
def compare(organisation_id: int, other_id: int) -> Answered:
    """Show two organisations side by side."""
    return pair_page(MergeForm(mergers.pair(organisation_id, other_id, actor())))


def pair_page(form: MergeForm, status: int | None = None, alert: str = "") -> tuple[str, int]:
    """Return the page of two organisations with the form as it was filled in."""
    between = [
        (why, [(number, PLACES[why](number)) for number in which]) for why, which in form.pair.obstacles
    ]
    page = render_template(
        "registers/merge.html", pair=form.pair, form=form, between=between, alert_text=alert
    )
    return page, status or form.http_status


@pages.post("/hub/organisaties/<int:organisation_id>/samenvoegen/<int:other_id>")
@hub
def merge(organisation_id: int, other_id: int) -> Answered:
    """Make the two one."""
    form = MergeForm(mergers.pair(organisation_id, other_id, actor()))
    if not form.validate_on_submit():
        return pair_page(form)
    try:
        staying = mergers.merge(form.choice(), actor())
    except VersionError:
        form.pair = mergers.pair(organisation_id, other_id, actor())
        form.tell_meanwhile(form.pair)
        return pair_page(form)
    except CannotMergeError as error:
        form.pair = mergers.pair(organisation_id, other_id, actor())
        return pair_page(form, 409, sentence(error))
    flash(_("The two are one now. Everything is with %(name)s.", name=staying.name), "ok")
    return redirect(url_for("registers.organisation", organisation_id=staying.id), 303)
