"""Made-up worlds of listings by seed, as columns: the inputs that every engine answers."""

import math
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from flows.distance import Position
from flows.engine.columns import NO_FORM, Side, Words, measure_of, routes_of, ways_of
from flows.engine.topk import World
from flows.matching import Route, Routes, Settings
from flows.materials import load_materials
from flows.processes import Output, Process, ProcessStatus, Yield
from flows.strategies import Strategy

PROCESSES = 300
TOWNS = 60
ZIPF = 0.6
FIRST_DAY = 740_000


@dataclass(frozen=True)
class Ground:
    """Where listings lie: most in towns, a quarter scattered over the country."""

    lon: np.ndarray
    lat: np.ndarray

    def spots(self, chance: np.random.Generator, number: int) -> tuple[np.ndarray, np.ndarray]:
        """Return positions of listings."""
        town = chance.integers(0, len(self.lon), number)
        lon = self.lon[town] + chance.normal(0, 0.03, number)
        lat = self.lat[town] + chance.normal(0, 0.02, number)
        scattered = chance.random(number) < 0.25
        lon = np.where(scattered, chance.uniform(3.5, 7.1, number), lon)
        lat = np.where(scattered, chance.uniform(50.8, 53.4, number), lat)
        return lon, lat


@dataclass(frozen=True)
class Made:
    """A world as columns, and what its rows stand for: materials by name, processes, routes in their order."""

    columns: World
    words: Words
    names: list[str]
    processes: list[Process]
    routes: list[tuple[str, str, Route]]


def a_world(number: int, seed: int = 1) -> World:
    """Return a world of ``number`` offers and as many needs, with 300 running processes."""
    return made(number, seed).columns


def made(number: int, seed: int = 1) -> Made:
    """Return the same world with what its rows stand for."""
    chance = np.random.default_rng(seed)
    tree, words, settings = load_materials(), Words.new(), Settings()
    leaves = [one.slug for one in tree if not tree.children(one.slug)]
    chance.shuffle(leaves)
    for leaf in leaves:
        words.materials.number(leaf)
    ground = Ground(chance.uniform(3.5, 7.1, TOWNS), chance.uniform(50.8, 53.4, TOWNS))
    offers = a_side(chance, ground, zipf(chance, len(leaves), number), number)
    leaf = zipf(chance, len(leaves), number)
    level = chance.choice(3, number, p=[0.65, 0.28, 0.07])
    wanted = np.array(
        [
            words.materials.number(tree.line(leaves[at])[min(up, len(tree.line(leaves[at])) - 1)])
            for at, up in zip(leaf.tolist(), level.tolist(), strict=True)
        ]
    )
    needs = a_side(chance, ground, wanted, number)
    needs = needs._replace(
        contamination=np.where(chance.random(number) < 0.5, chance.integers(5, 21, number), np.nan).astype(
            float
        ),
        max_km=chance.choice([15.0, 30.0, 60.0, 120.0], number),
    )
    names = list(words.materials.numbers)
    processes = some_processes(chance, ground, leaves)
    routes = Routes(processes, tree, settings.max_steps)
    offered = {names[at] for at in np.unique(offers.material).tolist()}
    found = list(routes_of(routes, offered, {names[at] for at in np.unique(wanted).tolist()}))
    ways = ways_of(found, words, settings.detour)
    columns = World(offers, needs, ways, measure_of(settings), len(words.materials.numbers))
    return Made(columns, words, names, processes, found)


def zipf(chance: np.random.Generator, kinds: int, number: int) -> np.ndarray:
    """Return kinds of which some are common and most are rare."""
    share = 1 / np.arange(1, kinds + 1) ** ZIPF
    return chance.choice(kinds, number, p=share / share.sum())


def a_side(chance: np.random.Generator, ground: Ground, material: np.ndarray, number: int) -> Side:
    """Return listings of these materials."""
    lon, lat = ground.spots(chance, number)
    start = FIRST_DAY + chance.integers(0, 300, number)
    nobody = np.full(number, np.nan)
    return Side(
        id=np.arange(number, dtype=np.int64),
        organisation=chance.integers(0, max(1, number // 3), number).astype(np.int64),
        material=material.astype(np.int64),
        tonnes=np.round(np.exp(chance.normal(2, 1.5, number)), 3),
        recurring=np.ones(number, dtype=np.bool_),
        taken_once=np.zeros(number),
        start=start.astype(np.int64),
        end=(start + chance.integers(30, 400, number)).astype(np.int64),
        contamination=np.where(chance.random(number) < 0.5, chance.integers(0, 16, number), np.nan).astype(
            float
        ),
        moisture=nobody.copy(),
        form=np.full(number, NO_FORM, dtype=np.int64),
        classes=np.zeros(number, dtype=np.int64),
        lon=lon,
        lat=lat,
        max_km=np.full(number, math.inf),
    )


def some_processes(chance: np.random.Generator, ground: Ground, leaves: list[str]) -> list[Process]:
    """Return running processes of random materials at random places."""
    lon, lat = ground.spots(chance, PROCESSES)
    pairs = chance.integers(0, len(leaves), (PROCESSES, 2))
    share = chance.integers(40, 100, PROCESSES)
    return [
        Process(
            f"p{at:03d}",
            (leaves[pairs[at, 0]],),
            (Output(leaves[pairs[at, 1]], exactly(int(share[at])), Strategy.R8_LOW),),
            ProcessStatus.RUNNING,
            None,
            Position(float(lon[at]), float(lat[at])),
        )
        for at in range(PROCESSES)
    ]


def exactly(percent: int) -> Yield:
    """Return a yield that is known."""
    share = Decimal(percent) / 100
    return Yield(share, share, share)
