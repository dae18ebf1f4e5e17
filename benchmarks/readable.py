"""The readable definition of a match, asked the same question: what every figure is compared with."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import numpy as np

from benchmarks.worlds import made
from flows.distance import Position
from flows.engine.columns import Side
from flows.matching import Settings, find_by_need
from flows.materials import load_materials
from flows.streams import Amount, Availability, Grade, Need, Offer, Quality, exactly

Rows = dict[str, np.ndarray]


def listings(kind: type[Offer] | type[Need], side: Side, names: list[str]) -> list[Offer | Need]:
    """Return the rows of a side as the readable matcher takes them."""
    rows = zip(*(column.tolist() for column in side), strict=True)
    return [
        kind(
            id=f"{row.id:08d}",
            material=names[row.material],
            amount=Amount(exactly(Decimal(repr(row.tonnes))), Grade.DECLARED, row.recurring),
            availability=Availability(date.fromordinal(row.start), date.fromordinal(row.end)),
            quality=Quality(contamination_pct=None if np.isnan(row.contamination) else row.contamination),
            position=Position(row.lon, row.lat),
            max_km=None if np.isinf(row.max_km) else row.max_km,
            organisation=str(row.organisation),
        )
        for row in (Side(*values) for values in rows)
    ]


def readable(folder: Path) -> Callable[[], Rows]:
    """Return ``flows.matching``, its listings made."""
    number, sample = (int(part) for part in folder.name.split("-"))
    world = made(number)
    asked = Side(*(column[:sample] for column in world.columns.needs))
    offers, needs = listings(Offer, world.columns.offers, world.names), listings(Need, asked, world.names)
    way = {
        (have, want, tuple(step.process.code for step in route.chain), route.through): at
        for at, (have, want, route) in enumerate(world.routes)
    }
    material = {one.id: one.material for one in (*offers,)}
    wanted = {one.id: one.material for one in (*needs,)}

    def answer() -> Rows:
        matches = find_by_need(
            offers, needs, world.processes, tree=load_materials(), settings=Settings(top=20)
        )
        rows = [
            (int(one.need), int(one.offer),
             way[material[one.offer], wanted[one.need], one.processes, one.through], one.score)
            for group in matches for one in group
        ]  # fmt: skip
        columns = list(zip(*rows, strict=True))
        return {
            name: np.array(column)
            for name, column in zip(("need", "offer", "way", "score"), columns, strict=True)
        }

    return answer
