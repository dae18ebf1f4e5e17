"""A made-up town for the map: its exchanges, what a release would tell of them, and its places, by seed."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from random import Random
from typing import Any

from circulair.services.release_cells import PublicCell
from circulair.services.releases import PublicFlow, PublicListing, PublicPremises, PublicProcess, Release
from flows.codes import public_code
from flows.distance import Position, Precision
from flows.materials import Nature, load_materials
from flows.quarters import Quarter
from flows.town_cells import Moved, Slot, Standing
from maps.privacy import public_position
from maps.reading import neighbourhood_label_points, neighbourhood_of

POINTS = {1_000: 500, 10_000: 5_000, 100_000: 20_000}
"""Offers, needs, plants and premises beside so many exchanges."""

YEARS = (2023, 2024, 2025, 2026)
AS_OF = "2027-02-28"
BY_NAME = 0.5
"""The share of exchanges that both sides show by name."""

UNNAMED = 0.6
"""The share of listings whose owner stays unnamed: they stand in the middle of their square."""

SPREAD = 0.004
"""Degrees around the label of a neighbourhood in which its firms lie."""


@dataclass(frozen=True, slots=True)
class Firm:
    """A made-up organisation and where it is."""

    name: str
    area: str
    position: Position


def release_of(number: int, seed: int) -> Release:
    """Return a release of a town with so many exchanges."""
    chance = Random(seed + number)
    firms = firms_of(chance, min(4_000, 40 + number // 5))
    materials = materials_of()
    flows, moved = [], []
    for exchange in range(number):
        giver, receiver = chance.sample(firms, 2)
        material, group = chance.choice(materials)
        tonnes = Decimal(str(round(chance.lognormvariate(1.5, 1.4) + 0.05, 2)))
        when = Quarter(chance.choice(YEARS), 4)
        moved.append(
            Moved(exchange, giver.name, receiver.name, group, when, giver.area, receiver.area, tonnes)
        )
        if chance.random() < BY_NAME:
            flows.append(flow_of(moved[-1], (giver, receiver), material))
    told = places(chance, firms, POINTS[number])
    return Release(AS_OF, flows=tuple(flows), cells=cells_of(chance, moved), **told)


def firms_of(chance: Random, number: int) -> list[Firm]:
    """Return firms around the labels of neighbourhoods, more in some than in others."""
    labels = neighbourhood_label_points()
    weights = [chance.paretovariate(1.2) for _ in labels]
    found: list[Firm] = []
    while len(found) < number:
        [(_, _, at)] = chance.choices(labels, weights)
        position = Position(
            round(at.lon + chance.uniform(-SPREAD, SPREAD), 5),
            round(at.lat + chance.uniform(-SPREAD, SPREAD), 5),
        )
        area = neighbourhood_of(position)
        if area is not None:
            found.append(Firm(f"Voorbeeldbedrijf {len(found) + 1}", area[0], position))
    return found


def materials_of() -> list[tuple[str, str]]:
    """Return materials without a finer kind below them, each with its group."""
    catalogue = load_materials()
    lines = [catalogue.line(one.slug) for one in catalogue if one.nature is Nature.MATTER]
    above = {slug for line in lines for slug in line[1:]}
    return sorted((line[0], line[-1]) for line in lines if line[0] not in above)


def flow_of(one: Moved, ends: tuple[Firm, Firm], material: str) -> PublicFlow:
    """Return an exchange that both show by name."""
    start, end = ((firm.position.lon, firm.position.lat) for firm in ends)
    moved = one.group, one.quarter.year, float(one.tonnes)
    code = public_code("flow", one.exchange)
    return PublicFlow(one.giver, one.receiver, material, *moved, start, end, code=code)


def cells_of(chance: Random, moved: list[Moved]) -> tuple[PublicCell, ...]:
    """Return the lines that rule 6.3 allows, each alone and each as it happens a range or exact.

    The audit of all together decides which; it is too slow for so many exchanges.
    """
    lines: dict[Slot, list[Moved]] = defaultdict(list)
    for one in moved:
        if one.start != one.end:
            lines[Slot(str(one.quarter.year), one.group, one.start, one.end)].append(one)
    cells = []
    for slot, inside in sorted(lines.items()):
        standing = Standing(slot, tuple(inside), tuple(inside))
        _, ways = standing.may_say()
        if ways:
            bounds, reason = chance.choice(ways)
            cell = standing.saying(bounds, reason)
            cells.append(
                PublicCell(
                    slot.period, slot.group, slot.start, slot.end,
                    float(bounds.low), float(bounds.high), reason.value, cell.givers, cell.receivers,
                )
            )  # fmt: skip
    return tuple(cells)


def places(chance: Random, firms: list[Firm], number: int) -> dict[str, tuple[Any, ...]]:  # four kinds
    """Return offers, needs, plants and premises of firms."""
    kinds = {"offers": 0.45, "needs": 0.35, "premises": 0.15}
    numbers = {kind: int(number * share) for kind, share in kinds.items()}
    plants = number - sum(numbers.values())
    materials = materials_of()
    return {
        "offers": tuple(listing(chance, firms, materials, f"A{at}") for at in range(numbers["offers"])),
        "needs": tuple(listing(chance, firms, materials, f"V{at}") for at in range(numbers["needs"])),
        "premises": tuple(premises(chance, firms, at) for at in range(numbers["premises"])),
        "processes": tuple(process(chance, firms, materials, at) for at in range(plants)),
    }


def listing(chance: Random, firms: list[Firm], materials: list[tuple[str, str]], code: str) -> PublicListing:
    """Return an offer or need."""
    firm, (material, _) = chance.choice(firms), chance.choice(materials)
    named = chance.random() >= UNNAMED
    at = public_position(firm.position, Precision.ADDRESS, consent=named)
    return PublicListing(
        organisation=firm.name if named else "",
        title=f"Reststroom {code}",
        material=material,
        tonnes=round(chance.lognormvariate(1.5, 1.2), 2),
        recurring=chance.random() < 0.7,
        grade="B",
        until="",
        at=(at.position.lon, at.position.lat),
        precision=at.precision.value,
        code=public_code("offer" if code[0] == "A" else "need", code),
    )


def premises(chance: Random, firms: list[Firm], at: int) -> PublicPremises:
    """Return vacant premises."""
    firm = chance.choice(firms)
    return PublicPremises(
        name=f"Leeg pand {at + 1}",
        owner=firm.name,
        place="Geleen",
        area_m2=float(chance.randint(40, 900)),
        basis="offered",
        since="2026-06-01",
        available_from="",
        available_until="",
        permitted_use="",
        at=(firm.position.lon, firm.position.lat),
        precision="address",
        code=public_code("premises", at),
    )


def process(chance: Random, firms: list[Firm], materials: list[tuple[str, str]], at: int) -> PublicProcess:
    """Return a plant."""
    firm, status = chance.choice(firms), chance.choice(("running", "planned", "stopped"))
    names = dict.fromkeys(("nl", "en", "de"), f"Installatie {at + 1}")
    taken, given = chance.choice(materials)[0], chance.choice(materials)[0]
    return PublicProcess(
        names=names,
        operator=firm.name,
        takes=(taken,),
        gives=(given,),
        capacity_tonnes=None,
        status=status,
        as_of="2026",
        note="",
        source="",
        at=(firm.position.lon, firm.position.lat),
        invented=True,
        code=public_code("process", at),
    )
