"""The page on which the hub sees what the program does by itself, and has a failed letter tried at once."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from circulair.language import _
from circulair.permissions import actor, hub
from circulair.services import work
from circulair.store.work import LetterStand
from circulair.web.forms.registers import PagedSearch

pages = Blueprint("work", __name__)
pages.add_app_template_filter(work.trouble_of, "trouble")

FILES, PLANS = "bestanden", "plannen"


@pages.get("/hub/werk")
@hub
def show() -> str:
    """Show how much there is to do, and a list of one kind of it."""
    who, told = actor(), request.args.get("lijst", "")
    number = PagedSearch(request.args).page_number
    everything = work.overview(who)
    stand = LetterStand(told) if told in set(LetterStand) else LetterStand.WAITING
    if told == FILES:
        return page_of(everything, told, files=work.files(number, who))
    if told == PLANS:
        return page_of(everything, told, plans=work.plans(number, who))
    if not told and everything.letters[LetterStand.RETRIED]:
        stand = LetterStand.RETRIED
    return page_of(everything, stand.value, letters=work.letters(stand, number, who))


def page_of(everything: work.Work, told: str, **lists: object) -> str:
    """Return the page with one of its lists."""
    now = actor().now
    [shown] = lists.values()
    return render_template("hub/work.html", work=everything, told=told, shown=shown, now=now, **lists)


@pages.post("/hub/werk/brief/<int:letter_id>")
@hub
def try_again(letter_id: int) -> Response:
    """Have a letter that failed tried at once."""
    work.try_again(letter_id, actor())
    flash(_("The letter is tried again within a few seconds."), "ok")
    return redirect(url_for("work.show", lijst=LetterStand.RETRIED.value), 303)
