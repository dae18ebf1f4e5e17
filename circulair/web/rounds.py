"""Pages of collection rounds: the hub's vehicles, what to collect, the rounds, and their route sheet."""

from collections.abc import Mapping

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from circulair.language import _
from circulair.permissions import actor, hub
from circulair.services import rounds, vehicles
from circulair.services.faults import VersionError
from circulair.services.rounds import Planned, Wish
from circulair.store.records import VehicleRecord
from circulair.web import picker, round_map
from circulair.web.forms.rounds import RoundForm, VehicleForm
from flows.clock import clock

pages = Blueprint("rounds", __name__)

Answered = str | Response | tuple[str, int]


@pages.get("/hub/rondes")
@hub
def index() -> Answered:
    """Show what can be collected and with what."""
    return index_page(form_for(None))


@pages.get("/hub/rondes/plan")
@hub
def plan() -> Answered:
    """Show the rounds of a wish: on a map, as lists, and what is in none of them."""
    form = form_for(request.args)
    if not form.validate():
        return index_page(form, 422)
    planned = worked_out(form.wish())
    return render_template(
        "rounds/plan.html", planned=planned, drawing=round_map.drawn(planned), back=address_of(form.wish())
    )


@pages.get("/hub/rondes/routeblad")
@hub
def sheet() -> Answered:
    """Show the rounds of a wish as sheets to print: a page each."""
    form = form_for(request.args)
    if not form.validate():
        return index_page(form, 422)
    return render_template("rounds/sheet.html", planned=worked_out(form.wish()), back=address_of(form.wish()))


def form_for(told: Mapping[str, str] | None) -> RoundForm:
    """Return the form of a wish, with what can be chosen now."""
    who = actor()
    return RoundForm(told, rounds.materials(who), vehicles.everything(who), who.today)


def index_page(form: RoundForm, status: int = 200) -> tuple[str, int]:
    """Return the page on which a round is wished for."""
    page = render_template("rounds/index.html", form=form, vehicles=vehicles.everything(actor()))
    return page, status


def worked_out(wish: Wish) -> Planned:
    """Return the rounds of a wish."""
    return rounds.plan(wish, actor(), current_app.roads)  # type: ignore[attr-defined]  # our Application has roads


def address_of(wish: Wish) -> dict[str, object]:
    """Return the parts of the address of a wish, the same in every language."""
    return {
        "materiaal": wish.material,
        "wagen": wish.vehicle_id,
        "dag": wish.day.isoformat(),
        "hoevaak": wish.every,
        "minuten": wish.minutes,
    }


@pages.route("/hub/rondes/wagens/nieuw", methods=["GET", "POST"])
@hub
def new_vehicle() -> Answered:
    """Add a vehicle."""
    form = VehicleForm()
    if not form.validate_on_submit():
        return vehicle_page(form)
    vehicles.register(form.vehicle(), actor())
    flash(_("The vehicle is added. You can plan rounds with it now."), "ok")
    return redirect(url_for("rounds.index"), 303)


@pages.route("/hub/rondes/wagens/<int:vehicle_id>", methods=["GET", "POST"])
@hub
def change_vehicle(vehicle_id: int) -> Answered:
    """Change a vehicle."""
    record = vehicles.one(vehicle_id, actor())
    form = VehicleForm(record)
    if not form.validate_on_submit() or not changed(record, form):
        return vehicle_page(form, record)
    flash(_("Saved."), "ok")
    return redirect(url_for("rounds.index"), 303)


def changed(record: VehicleRecord, form: VehicleForm) -> bool:
    """Store what was told of a vehicle, or say on the form that somebody else did in the meantime."""
    try:
        vehicles.change(record.id, form.version.data, form.vehicle(), actor())
    except VersionError:
        form.tell_meanwhile(record.version)
        return False
    return True


def vehicle_page(form: VehicleForm, record: VehicleRecord | None = None) -> tuple[str, int]:
    """Return the page with a vehicle's form."""
    drawing = picker.drawn(form)
    page = render_template("rounds/vehicle.html", form=form, drawing=drawing, vehicle=record)
    return page, form.http_status


@pages.post("/hub/rondes/wagens/<int:vehicle_id>/weg")
@hub
def remove_vehicle(vehicle_id: int) -> Answered:
    """Take a vehicle out of the register."""
    name = vehicles.remove(vehicle_id, actor())
    flash(_("%(name)s is removed.", name=name), "ok")
    return redirect(url_for("rounds.index"), 303)


def clock_of(seconds: int) -> str:
    """Return seconds after midnight as 08:30, to the minute that has begun."""
    return clock(seconds // 60)
