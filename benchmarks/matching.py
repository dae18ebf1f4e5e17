"""All matches: the engine beside what others would use, the same question on the same files in one run."""

import gc
import itertools
import json
import math
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.worlds import a_world
from flows.engine import topk
from flows.engine.columns import Side, Ways, measure_of
from flows.matching import Settings

MOST = 20
Rows = dict[str, np.ndarray]

QUESTION = """
with demand as (select n.*, w.* exclude (wanted, ord), w.ord as ord from n join w on w.wanted = n.material),
pair as (
  select d.id as need, o.id as offer, d.way, d.ord, d.closeness, d.ladder, d.max_km as reach,
    case when d.first_lon is null then 1.3 * {direct}
      else 1.3 * {first} + d.between_one + d.between_two + 1.3 * {last} end as km,
    least(o.finish, d.finish) - greatest(o.start, d.start) + 1 as days,
    least(o.finish - o.start, d.finish - d.start) + 1 as shorter,
    o.tonnes * d.share as have, d.tonnes as want, least(o.tonnes * d.share, d.tonnes) as gets,
    case when o.contamination is null or d.contamination is null or d.steps > 0 then 0.5
      else 1 - 0.5 * o.contamination / d.contamination end as quality
  from demand d join o on o.material = d.offered
  where o.organisation <> d.organisation and o.start <= d.finish and d.start <= o.finish
    and (d.steps > 0 or o.contamination is null or d.contamination is null or o.contamination <= d.contamination)
),
scored as (
  select need, offer, way, ord, least(1.0, 0.3 * closeness + 0.15 * quality
    + 0.15 * (gets / have + gets / want) / 2 + 0.15 * days / shorter
    + 0.15 * greatest(0.0, 1 - km / 50) + 0.1 * ladder) as score
  from pair where km <= reach
),
best as (
  select *, row_number() over (partition by need, offer order by floor(score * 1e9 + 0.5) desc, ord) as route from scored
),
ranked as (
  select *, row_number() over (partition by need order by floor(score * 1e9 + 0.5) desc, offer) as place
  from best where route = 1
)
select need, offer, way, score from ranked where place <= 20 order by need, place
"""


def crow(lon: str, lat: str, other_lon: str, other_lat: str) -> str:
    """Return the great circle in km in SQL."""
    half = f"pow(sin(radians({other_lon} - {lon}) / 2), 2)"
    chord = f"pow(sin(radians({other_lat} - {lat}) / 2), 2) + cos(radians({lat})) * cos(radians({other_lat})) * {half}"
    return f"2 * 6371.0088 * asin(sqrt(least(1.0, {chord})))"


SQL = QUESTION.format(
    direct=crow("o.lon", "o.lat", "d.lon", "d.lat"),
    first=crow("o.lon", "o.lat", "d.first_lon", "d.first_lat"),
    last=crow("d.last_lon", "d.last_lat", "d.lon", "d.lat"),
)


def write_world(number: int, sample: int, folder: Path) -> Path:
    """Write a world to Parquet files, with the needs that are asked, and return where."""
    here = folder / f"{number}-{sample}"
    if (here / "w.parquet").exists():
        return here
    here.mkdir(parents=True, exist_ok=True)
    world = a_world(number)
    asked = Side(*(column[:sample] for column in world.needs))
    ways = world.ways._asdict() | {"way": np.arange(len(world.ways.order))}
    for name, columns in (("o", world.offers._asdict()), ("n", asked._asdict()), ("w", ways)):
        renamed = {{"end": "finish", "order": "ord"}.get(key, key): column for key, column in columns.items()}
        arrays = {key: pa.array(column, from_pandas=True) for key, column in renamed.items()}
        pq.write_table(pa.table(arrays), here / f"{name}.parquet")
    (here / "world.json").write_text(json.dumps({"materials": world.materials}), encoding="utf-8")
    return here


def read_world(folder: Path) -> topk.World:
    """Return the world in a folder as the engine reads it."""

    def columns(name: str) -> dict[str, np.ndarray]:
        frame = pq.read_table(folder / f"{name}.parquet")
        return {key: frame.column(key).to_numpy(zero_copy_only=False) for key in frame.column_names}

    def side(name: str) -> Side:
        read = columns(name)
        read["end"] = read.pop("finish")
        floats = ("tonnes", "contamination", "moisture", "lon", "lat", "max_km", "taken_once")
        return Side(**{key: read[key].astype(float) if key in floats else read[key] for key in Side._fields})

    ways = columns("w")
    ways["order"] = ways.pop("ord")
    whole = ("offered", "wanted", "order", "steps")
    kept = {key: ways[key] if key in whole else ways[key].astype(float) for key in Ways._fields}
    materials = json.loads((folder / "world.json").read_text(encoding="utf-8"))["materials"]
    return topk.World(side("o"), side("n"), Ways(**kept), measure_of(Settings()), materials)


def ours(folder: Path) -> Callable[[], Rows]:
    """Return the engine, its listings standing ready."""
    world = read_world(folder)
    ready = topk.standing(world, seeks_offers=True)

    def answer() -> Rows:
        found = list(topk.best(ready, world.needs, MOST))
        return {
            name: np.concatenate([getattr(one, name) for one in found])
            for name in ("need", "offer", "way", "score")
        }

    return answer


def in_duckdb(folder: Path) -> Callable[[], Rows]:
    """Return DuckDB, its tables in memory."""
    base = duckdb.connect()
    base.execute("set threads = 2")
    for name in ("o", "n", "w"):
        base.execute(f"create table {name} as select * from '{folder / name}.parquet'")
    return lambda: base.execute(SQL).fetchnumpy()


def in_polars(folder: Path) -> Callable[[], Rows]:
    """Return Polars, its frames in memory."""
    offers, needs, ways = (pl.read_parquet(folder / f"{name}.parquet") for name in ("o", "n", "w"))

    def arc(lon: str, lat: str, other_lon: str, other_lat: str) -> pl.Expr:
        half_lat = ((pl.col(other_lat) - pl.col(lat)).radians() / 2).sin()
        half_lon = ((pl.col(other_lon) - pl.col(lon)).radians() / 2).sin()
        level = pl.col(lat).radians().cos() * pl.col(other_lat).radians().cos()
        chord = half_lat.pow(2) + level * half_lon.pow(2)
        return pl.min_horizontal(pl.lit(1.0), chord).sqrt().arcsin() * (2 * 6371.0088 * 1.3)

    def answer() -> Rows:
        through = arc("lon", "lat", "first_lon", "first_lat") + pl.col("between_one") + pl.col("between_two")
        km = (
            pl.when(pl.col("first_lon").is_null())
            .then(arc("lon", "lat", "lon_n", "lat_n"))
            .otherwise(through + arc("last_lon", "last_lat", "lon_n", "lat_n"))
        )
        have, want = pl.col("tonnes") * pl.col("share"), pl.col("tonnes_n")
        gets = pl.min_horizontal(have, want)
        days = pl.min_horizontal("finish", "finish_n") - pl.max_horizontal("start", "start_n") + 1
        shorter = (
            pl.min_horizontal(pl.col("finish") - pl.col("start"), pl.col("finish_n") - pl.col("start_n")) + 1
        )
        dirty, limit = pl.col("contamination"), pl.col("contamination_n")
        asked = dirty.is_not_null() & limit.is_not_null() & (pl.col("steps") == 0)
        quality = pl.when(asked).then(1 - 0.5 * dirty / limit).otherwise(0.5)
        score = 0.3 * pl.col("closeness") + 0.15 * quality + 0.15 * (gets / have + gets / want) / 2
        score = score + 0.15 * days / shorter + 0.15 * pl.max_horizontal(pl.lit(0.0), 1 - pl.col("km") / 50)
        pairs = (
            needs.lazy()
            .join(ways.lazy(), left_on="material", right_on="wanted")
            .rename({name: f"{name}_n" for name in needs.columns if name != "material"})
            .join(offers.lazy(), left_on="offered", right_on="material")
            .filter(pl.col("organisation") != pl.col("organisation_n"), days > 0, ~asked | (dirty <= limit))
            .with_columns(km=km)
            .filter(pl.col("km") <= pl.col("max_km_n"))
            .with_columns(score=pl.min_horizontal(pl.lit(1.0), score + 0.1 * pl.col("ladder")))
            .with_columns(key=(pl.col("score") * 1e9 + 0.5).floor())
            .select("id_n", "id", "way", "ord", "score", "key")
            .sort("id_n", pl.col("key") * -1, "ord")
            .unique(["id_n", "id"], keep="first", maintain_order=True)
            .sort("id_n", pl.col("key") * -1, "id")
            .group_by("id_n", maintain_order=True)
            .head(MOST)
        )
        found = pairs.collect()
        names = {"id_n": "need", "id": "offer", "way": "way", "score": "score"}
        return {new: found[old].to_numpy() for old, new in names.items()}

    return answer


ENGINES: dict[str, Callable[[Path], Callable[[], Rows]]] = {
    "CirculAIR": ours,
    "DuckDB, SQL": in_duckdb,
    "Polars, join": in_polars,
}


@dataclass(frozen=True)
class Case:
    """A size, how many needs are asked, and how often."""

    number: int
    sample: int
    rounds: int


def same(one: Rows, other: Rows) -> bool:
    """Return whether two engines found the same."""
    ids = all(
        len(one[name]) == len(other[name]) and (one[name] == other[name]).all()
        for name in ("need", "offer", "way")
    )
    return bool(ids and np.abs(one["score"] - other["score"]).max(initial=0) < 1e-9)


def measured(case: Case, folder: Path) -> dict[str, list[float]]:
    """Return the seconds of each engine, in turn; stop where two find different matches."""
    here = write_world(case.number, case.sample, folder)
    ready = {name: make(here) for name, make in ENGINES.items()}
    first = {name: answer() for name, answer in ready.items()}
    for name, rows in first.items():
        assert same(rows, first["CirculAIR"]), f"{name} finds something else at {case.number}"
    first.clear()
    seconds: dict[str, list[float]] = {name: [] for name in ENGINES}
    for _ in range(case.rounds):
        for name, answer in ready.items():
            gc.collect()
            start = time.perf_counter()
            answer()
            seconds[name].append(time.perf_counter() - start)
    return seconds


def ratios(seconds: dict[str, list[float]]) -> dict[str, tuple[float, float, float]]:
    """Return for each peer its time against ours, round by round: median, least and most."""
    own = seconds["CirculAIR"]
    told = {
        name: [peer / mine for peer, mine in zip(times, own, strict=True)] for name, times in seconds.items()
    }
    return {name: (statistics.median(times), min(times), max(times)) for name, times in told.items()}


def peak(engine: str, folder: Path) -> float:
    """Return the most memory in MB that a process of its own needs for one answer."""
    code = (
        "import sys; from pathlib import Path; from benchmarks.matching import ENGINES;"
        "ENGINES[sys.argv[1]](Path(sys.argv[2]))(); print(Path('/proc/self/status').read_text())"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, engine, str(folder)], capture_output=True, text=True, check=True
    )
    most = next(line for line in done.stdout.splitlines() if line.startswith("VmHWM"))
    return int(most.split()[1]) / 1024


def growth(seconds: dict[int, float]) -> list[tuple[int, int, float]]:
    """Return the exponent of the time from each size to the next."""
    sizes = sorted(seconds)
    return [
        (small, large, math.log(seconds[large] / seconds[small]) / math.log(large / small))
        for small, large in itertools.pairwise(sizes)
    ]


def alone(number: int, rounds: int, folder: Path) -> float:
    """Return the median seconds of our engine for all needs of a world."""
    answer = ours(write_world(number, number, folder))
    answer()
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        answer()
        times.append(time.perf_counter() - start)
    return statistics.median(times)
