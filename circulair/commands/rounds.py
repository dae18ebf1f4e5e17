"""The command ``circulair rounds``: offers and vehicles in files, collection rounds in a file."""

import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TypedDict, Unpack

import click

from circulair import config, routing_service
from circulair.commands.match import INPUT, OUTPUT, a_table, understanding_texts
from circulair.commands.plainly import failing_plainly
from circulair.files.faults import FileFaultError
from circulair.files.rounds import Given, Offered, read_offers, read_vehicles, write_rounds
from circulair.services import roads
from flows.engine.routes import LARGEST_SEED, MOST_TRIES, Effort, plan_rounds
from flows.loads import OFTEN, load_kg, load_m3, times
from flows.materials import load_materials
from flows.roads import Basis
from flows.rounds import STOP_MINUTES, UNLOAD_MINUTES, LeftOut, Reason, RoundPlan, Stop, Task, Vehicle

MOST_STOPS = 1000
"""Places between which distances are asked or worked out at once."""

BASIS = {
    Basis.AIR: "distances are the great circle times 1.3, driven at 30 km/h: assumptions (grade D)",
    Basis.SERVICE: "distances and times are those of the routing service",
    Basis.AIR_INSTEAD: "the routing service did not answer: distances are the great circle times 1.3, "
    "driven at 30 km/h, assumptions (grade D)",
}

REASONS = {
    Reason.MATERIAL: "are of another material, or name none that is known",
    Reason.TONNES: "have no tonnes",
    Reason.POSITION: "have no position",
    Reason.DAY: "are not available on that day",
    Reason.TOO_MANY: f"are more than the {MOST_STOPS} that are planned at once",
    Reason.WEIGHT: "are heavier than any vehicle can carry",
    Reason.VOLUME: "are larger than any vehicle",
    Reason.WINDOW: "cannot be reached within their hours and those of a vehicle",
    Reason.HOURS: "are farther than the longest day of a vehicle",
    Reason.FULL: "have no room in the day",
    Reason.ALONE: "are fetched alone in no more km than in a round",
}


class How(TypedDict):
    """How rounds are planned."""

    material: str | None
    every: str
    day: datetime | None
    minutes: int
    unload: int
    tries: int | None
    seed: int


MINUTES = click.IntRange(0, 24 * 60)


@click.command()
@click.option(
    "--offers", "offers_file", type=INPUT, callback=a_table, required=True, help="What is available."
)
@click.option(
    "--vehicles", "vehicles_file", type=INPUT, callback=a_table, required=True, help="What collects."
)
@click.option("--material", help="What is collected, where the offers are of several materials.")
@click.option(
    "--every",
    type=click.Choice(OFTEN),
    default="year",
    show_default=True,
    help="How often a round comes by: of a yearly amount it fetches what comes in such a period.",
)
@click.option(
    "--day", type=click.DateTime(["%Y-%m-%d"]), help="The day; what cannot be had on it is left out."
)
@click.option(
    "--minutes", type=MINUTES, default=STOP_MINUTES, show_default=True, help="To load at an address."
)
@click.option(
    "--unload", type=MINUTES, default=UNLOAD_MINUTES, show_default=True, help="Minutes to unload a round."
)
@click.option("--tries", type=click.IntRange(1, MOST_TRIES), help="Tries of a better plan; else by its size.")
@click.option("--seed", type=click.IntRange(0, LARGEST_SEED - 1), default=1, show_default=True)
@click.option("--out", type=OUTPUT, callback=a_table, required=True, help="Where the rounds go.")
def rounds(offers_file: Path, vehicles_file: Path, out: Path, **how: Unpack[How]) -> None:
    """Plan which vehicle collects one material from many givers, in which order.

    A round is proposed only where it takes fewer km than fetching each offer alone, in no more hours. Offers
    have the columns of `match`, of which id, material (or text), tonnes_likely, lon and lat are needed, and
    may have m3 (of the same tonnes), window_from and window_until (8:30) and minutes (to load). Vehicles
    have id, kg, lon and lat (of the depot), and may have m3, depot (its name), from and until (8:30) and
    max_hours. Each offer stands in the answer once: in a round, or with the reason why it is in none.
    """
    with failing_plainly():
        offers = read_offers(offers_file, load_materials(), understanding_texts)
        given = of_one_material(offers.rows, offers_file, how)
        vehicles = read_vehicles(vehicles_file)
        service = routing_service.service_of(config.read(os.environ).routing_url)
        stops, left_out = stops_of(given, how)
        task = Task(stops, vehicles, how["unload"])
        known = roads.between(task.points, service)
        plan = plan_rounds(task, known, Effort(how["tries"], how["seed"]))
        left_out += others(offers, given)
        rest = sorted((*plan.left_out, *left_out), key=lambda one: one.id)
        plan = replace(plan, left_out=tuple(rest))
        write_rounds(out, plan, {stop.id: stop for stop in stops})
    report(plan, stops, vehicles, known.basis)


def of_one_material(given: Sequence[Given], path: Path, how: How) -> list[Given]:
    """Return the offers of the material that is collected; refuse several where none is chosen."""
    found = {one.offer.material for one in given}
    wanted = how["material"]
    if wanted is not None and wanted not in load_materials():
        raise click.BadParameter(f"{wanted!r} is not in the list of materials", param_hint="--material")
    if wanted is None and len(found) > 1:
        some = ", ".join(sorted(found)[:5])
        why = f"a round collects one material; choose one with --material: {some}"
        raise FileFaultError(path.name, 0, "material", why)
    return [one for one in given if wanted in (None, one.offer.material)]


def others(offers: Offered, given: Sequence[Given]) -> list[LeftOut]:
    """Return the offers of other materials, and those whose text names none that we know."""
    wanted = {one.offer.id for one in given}
    return [LeftOut(name, Reason.MATERIAL) for name in offers.ids if name not in wanted]


def stops_of(given: Sequence[Given], how: How) -> tuple[tuple[Stop, ...], list[LeftOut]]:
    """Return what can be planned, in the order of ids, and what cannot, with the reason."""
    stops: list[Stop] = []
    left_out: list[LeftOut] = []
    for one in sorted(given, key=lambda one: one.offer.id):
        reason = unfit(one, how, len(stops))
        if reason is None:
            stops.append(stop_of(one, how))
        else:
            left_out.append(LeftOut(one.offer.id, reason))
    return tuple(stops), left_out


def unfit(one: Given, how: How, planned: int) -> Reason | None:
    """Return why an offer cannot be planned at all, None where it can."""
    offer, day = one.offer, how["day"]
    if offer.amount is None or offer.amount.tonnes.likely == 0:
        return Reason.TONNES
    if offer.position is None:
        return Reason.POSITION
    if day is not None and not offer.availability.covers(day.date()):
        return Reason.DAY
    return Reason.TOO_MANY if planned == MOST_STOPS else None


def stop_of(one: Given, how: How) -> Stop:
    """Return an offer as a stop."""
    offer = one.offer
    assert offer.amount is not None
    assert offer.position is not None
    kg = load_kg(offer.amount, how["every"])
    told = None if one.m3 is None else one.m3 / times(offer.amount, how["every"])
    m3 = load_m3(offer.material, kg, told)
    minutes = how["minutes"] if one.minutes is None else one.minutes
    return Stop(offer.id, offer.position, kg, m3, one.window, minutes)


def report(plan: RoundPlan, stops: Sequence[Stop], vehicles: Sequence[Vehicle], basis: Basis) -> None:
    """Say on stderr what the rounds save, why others are in none, and what it rests on."""
    collected = sum(len(one.calls) for one in plan.rounds)
    hours, single = (sum(getattr(one, name) for one in plan.rounds) for name in ("hours", "single_hours"))
    click.echo(
        f"{len(plan.rounds)} rounds collect {collected} offers: {plan.km:.1f} km in {hours:.1f} hours "
        f"instead of {plan.single_km:.1f} km in {single:.1f} hours by single trips",
        err=True,
    )
    for reason, number in sorted(Counter(one.reason for one in plan.left_out).items()):
        click.echo(f"{number} offers {REASONS[reason]}: left out", err=True)
    unknown = sum(stop.m3 is None for stop in stops)
    if unknown and any(vehicle.m3 is not None for vehicle in vehicles):
        click.echo(f"{unknown} offers have no m3 and a material without density: only kg count", err=True)
    click.echo(BASIS[basis], err=True)
