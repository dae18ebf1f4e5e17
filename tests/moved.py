"""What moved in made-up towns, quarter by quarter, and what a release of it looks like as stored."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from decimal import Decimal
from random import Random

from circulair.services import release_cells
from circulair.services.release_basis import Basis
from circulair.services.release_cells import PublicCell
from circulair.services.release_gate import Shown
from flows.engine.town_choice import OURS, Rules
from flows.quarters import Quarter
from flows.town_cells import Moved

FIRST = Quarter(2026, 1)
AREAS = ("Centrum", "Zuid", "Noord")
NOBODY_SHOWN = Shown({}, {}, frozenset(), frozenset(), frozenset())


def moved(exchange: int, giver: str, receiver: str, tonnes: str, quarter: Quarter = FIRST) -> Moved:
    """Return what one gave another of hdpe, from the centre to the south."""
    return Moved(exchange, giver, receiver, "plastics", quarter, "Centrum", "Zuid", Decimal(tonnes))


def pairs(tonnes: Sequence[float], quarter: Quarter = FIRST) -> list[Moved]:
    """Return what giver a gave receiver z, b gave y and so on."""
    return [
        moved(number, f"giver {number}", f"receiver {number}", str(one), quarter)
        for number, one in enumerate(tonnes)
    ]


def town_of(seed: int, quarters: int = 4) -> list[Moved]:
    """Return what moved in a made-up town in the quarters of a year."""
    chance = Random(seed)
    firms = [f"firm {number}" for number in range(chance.randint(12, 18))]
    places = {firm: chance.choice(AREAS) for firm in firms}
    found = []
    for exchange in range(chance.randint(12, 20)):
        giver, receiver = chance.sample(firms, 2)
        usual = max(1, round(chance.lognormvariate(2, 1)))
        for number in range(1, quarters + 1):
            if chance.random() < 0.8:
                one = moved(exchange, giver, receiver, str(usual + number), Quarter(2026, number))
                found.append(replace(one, start=places[giver], end=places[receiver]))
    return found


@dataclass
class Publisher:
    """Releases after releases of what moved, each decided by some rules and stored as text."""

    rules: Rules = OURS

    def __post_init__(self) -> None:
        self.shown = NOBODY_SHOWN
        self.bases: list[Basis] = []
        self.contents: list[str] = []
        self.cells: tuple[PublicCell, ...] = ()

    def decide(self, rows: Iterable[Moved], quarter: Quarter, named: frozenset[int] = frozenset()) -> None:
        """Publish what moved until the end of a quarter, without asking the gate."""
        own = tuple(sorted(one for one in rows if one.quarter == quarter))
        basis = Basis(quarter.last, quarter.last, own, frozenset())
        decided = release_cells.decided_with(basis, named, self.bases, self.cells, self.rules)
        self.bases.append(decided.basis)
        self.cells = decided.cells
        told = [flow_of(one) for one in sorted(decided.basis.named)]
        names = {str(one): one for one in decided.basis.named}
        self.shown = replace(
            NOBODY_SHOWN, exchanges=names, tonnes={(one, 2026): 0.0 for one in names.values()}
        )
        self.contents.append(content(quarter.last, decided.cells, told))


def flow_of(exchange: int) -> dict[str, object]:
    """Return an exchange as a release names it; its tonnes are of no matter here."""
    return {"code": str(exchange), "year": 2026, "tonnes": 0.0, "giver": "giver", "receiver": "receiver"}


def content(as_of: date, cells: Iterable[PublicCell], flows: Iterable[dict[str, object]] = ()) -> str:
    """Return a release that tells cells and names exchanges, as it is stored."""
    empty: dict[str, object] = {kind: [] for kind in ("flows", "offers", "needs", "processes", "premises")}
    told = {
        **empty,
        "flows": list(flows),
        "as_of": as_of.isoformat(),
        "figures": {},
        "cells": [asdict(cell) for cell in cells],
    }
    return json.dumps(told)
