"""One new need against many standing offers: our index in memory, our query and columns, and what others would use."""

import gc
import math
import sqlite3
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import duckdb
import numpy as np

from benchmarks.ours import MOST
from benchmarks.question import QUESTION, crow
from benchmarks.worlds import FIRST_DAY, made
from flows.engine.columns import Side, Words
from flows.engine.incremental import TAIL, Find, Ready, Roads
from flows.engine.judging import judge
from flows.engine.standing import Row, alone, side_of_rows
from flows.engine.topk import World

TODAY = date.fromordinal(FIRST_DAY)
DEGREE_KM = 111.1
"""A little less than a degree of latitude, so that a box leaves nobody out: no way is shorter than straight on."""

Answer = list[tuple[int, float]] | list[Find]
"""The numbers of the best offers with their scores, the best first; our finds have the number of the need before them."""

BOX = """and o.lat between coalesce(w.first_lat, :lat) - :band and coalesce(w.first_lat, :lat) + :band
    and o.lat between :lat - :band and :lat + :band and o.lon between :lon - :wide and :lon + :wide"""
"""Within which degrees an offer must lie: whatever is beyond them is beyond the radius."""

CHOICE = """
with pair as (
  select o.id as offer, w.way, w.ord, w.closeness, w.ladder, w.steps, w.first_lon, :max_km as reach,
    case when w.first_lon is null then 1.3 * {direct}
      else 1.3 * {first} + w.between_one + w.between_two + 1.3 * {last} end as km,
    least(o.finish, :finish) - greatest(o.start, :start) + 1 as days,
    least(o.finish - o.start, :finish - :start) + 1 as shorter,
    o.tonnes * w.share as have, :tonnes as want, least(o.tonnes * w.share, :tonnes) as gets,
    case when o.contamination is null or :contamination is null or w.steps > 0 then 0.5
      else 1 - 0.5 * o.contamination / :contamination end as quality
  from w join o on o.material = w.offered
  where w.wanted = :material
    {box} and o.organisation <> :organisation and o.start <= :finish and :start <= o.finish
    and (w.steps > 0 or o.contamination is null or :contamination is null or o.contamination <= :contamination)
),
scored as (
  select offer, ord, least(1.0, 0.3 * closeness + 0.15 * quality
    + 0.15 * (gets / have + gets / want) / 2 + 0.15 * days / shorter
    + 0.15 * greatest(0.0, 1 - km / 50) + 0.1 * ladder) as score
  from pair where km <= reach
),
best as (
  select *, row_number() over (partition by offer order by floor(score * 1e9 + 0.5) desc, ord) as route from scored
)
select offer, score from best where route = 1
order by floor(score * 1e9 + 0.5) desc, cast(offer as text) limit 20
"""
assert "0.15 * (gets / have + gets / want) / 2" in QUESTION, "both questions are one and the same"


def chosen(box: str = BOX) -> str:
    """Return the whole question as one query, looking within a box or, with none, at all offers of a material."""
    return CHOICE.format(
        direct=crow("o.lon", "o.lat", ":lon", ":lat"),
        first=crow("o.lon", "o.lat", "w.first_lon", "w.first_lat"),
        last=crow("w.last_lon", "w.last_lat", ":lon", ":lat"),
        box=box,
    )


OFFER_COLUMNS = ("id", "organisation", "material", "tonnes", "start", "finish", "contamination", "lon", "lat")
PLAIN = """
select id, organisation, name, grams, 1, start, finish, contamination, null, null, '', null, lon, lat from o
where material in (select offered from w where wanted = :material) and organisation <> :organisation
  and start <= :finish and finish >= :start
  and lat between :lat - :band and :lat + :band and lon between :lon - :wide and :lon + :wide
"""


@dataclass(frozen=True)
class Arrivals:
    """A world with its offers standing, and the needs that come one after the other."""

    world: World
    words: Words
    names: list[str]
    offers: list[Row]
    needs: list[Row]


def arrivals(number: int, coming: int) -> Arrivals:
    """Return a world of so many offers, and the first of its needs."""
    whole = made(number)
    world, names = whole.columns, whole.names
    some = Side._make(column[:coming] for column in world.needs)
    return Arrivals(world, whole.words, names, rows_of(world.offers, names), rows_of(some, names))


def rows_of(side: Side, names: list[str]) -> list[Row]:
    """Return columns as the rows of a query."""
    known = [
        [None if isinstance(value, float) and math.isnan(value) else value for value in column.tolist()]
        for column in side
    ]
    return [
        Row(
            one[0], one[1], names[one[2]], round(one[3] * 1e6), True, one[6], one[7], one[8], None, None, "", None if one[14] == np.inf else one[14],
            one[12], one[13],
        )
        for one in zip(*known, strict=True)
    ]  # fmt: skip


def standing_ready(here: Arrivals, tail: int) -> Ready:
    """Return our index, so many of the offers in its tail."""
    roads = Roads(here.world.ways, here.words, here.world.measure, here.world.materials)
    ready = Ready(roads, TODAY, seeks_offers=True)
    ready.take(here.offers[tail:], {})
    ready.sort()
    ready.take(here.offers[:tail], {})
    return ready


def in_memory(here: Arrivals, tail: int) -> Callable[[Row], Answer]:
    """Return our index as who asks it."""
    ready = standing_ready(here, tail)
    return lambda need: ready.best([need], {}, MOST)[0]


def spent(number: int, coming: int) -> str:
    """Return on what our index in memory spends its time: the median over the needs of each step, in µs."""
    here = arrivals(number, coming)
    ready = standing_ready(here, 0)
    ready.best([here.needs[0]], {}, MOST)
    desk = ready.desk
    assert desk is not None
    gc.collect()
    gc.freeze()
    rows = [alone(need, here.words, TODAY, {}) for need in here.needs]
    row = micro(lambda need: alone(need, here.words, TODAY, {}), here.needs)
    search = micro(desk.ask, rows)
    whole = micro(lambda need: ready.best([need], {}, MOST), here.needs)
    return f"""Of the {whole:.0f} µs of an answer of ours, {row:.1f} µs make the need a row of figures, {search:.0f} µs are the compiled search with its
call, and the rest is the finds as objects of Python (medians over the needs, each with reading the clock). With
nothing of Python around it, the search alone would come to {whole / search:.1f} times the ratio above."""


def micro(work: Callable[..., object], asked: Sequence[object]) -> float:
    """Return the median of the microseconds of the processor that a step takes, one after the other."""
    times = []
    for one in [*asked] * 3:
        start = time.process_time()
        work(one)
        times.append(time.process_time() - start)
    return 1e6 * statistics.median(times)


def in_columns(here: Arrivals) -> Callable[[Row], Answer]:
    """Return what a registration does: an indexed query in SQLite, and its rows judged as columns."""
    base = a_sqlite(here)
    world, words = here.world, here.words

    def answer(need: Row) -> Answer:
        found = base.execute(PLAIN, asked(need, words)).fetchall()
        rows = list(map(Row._make, found))
        columns, seeker = side_of_rows(rows, words, TODAY), side_of_rows([need], words, TODAY)
        judged = judge(seeker, columns, world.ways, world.measure, seeks_offers=True)
        best = [
            place
            for place, _ in zip(judged.best_first(columns.id, lambda _place: 0), range(MOST), strict=False)
        ]
        return [(rows[place].id, float(judged.score[place])) for place in best]

    return answer


def asked(need: Row, words: Words) -> dict[str, object]:
    """Return what a query is told of a need."""
    assert need.start is not None
    assert need.end is not None
    assert need.grams is not None
    assert need.max_km is not None
    return {
        "material": words.materials.number(need.material), "organisation": need.organisation,
        "tonnes": need.grams / 1e6, "start": need.start, "finish": need.end,
        "contamination": need.contamination_pct, "lon": need.lon, "lat": need.lat, "max_km": need.max_km,
        "band": need.max_km / 1.3 / DEGREE_KM,
        "wide": need.max_km / 1.3 / DEGREE_KM / math.cos(math.radians(abs(need.lat) + 1.0)),
    }  # fmt: skip


def a_sqlite(here: Arrivals) -> sqlite3.Connection:
    """Return the world in SQLite, indexed by material and latitude."""
    base = sqlite3.connect(":memory:")
    base.execute(f"create table o ({', '.join(OFFER_COLUMNS)}, name, grams)")
    base.executemany(
        f"insert into o values ({', '.join('?' * (len(OFFER_COLUMNS) + 2))})",
        [
            (one.id, one.organisation, here.words.materials.number(one.material), (one.grams or 0) / 1e6,
             one.start, one.end, one.contamination_pct,
             one.lon, one.lat, one.material, one.grams)
            for one in here.offers
        ],
    )  # fmt: skip
    names, ways = ways_of(here)
    base.execute(f"create table w ({', '.join(names)})")
    base.executemany(f"insert into w values ({', '.join('?' * len(names))})", ways)
    for index in ("o (material, lat)", "w (wanted)"):
        base.execute(f"create index ix_{index[0]} on {index}")
    base.execute("analyze")
    return base


def ways_of(here: Arrivals) -> tuple[list[str], list[tuple[object, ...]]]:
    """Return the routes as rows, with the names of their columns."""
    ways = here.world.ways._asdict() | {"way": np.arange(len(here.world.ways.order))}
    names = [{"order": "ord"}.get(name, name) for name in ways]
    told = [
        [None if isinstance(one, float) and math.isnan(one) else one for one in column.tolist()]
        for column in ways.values()
    ]
    return names, list(zip(*told, strict=True))


def in_sqlite(here: Arrivals, box: str = BOX) -> Callable[[Row], Answer]:
    """Return SQLite, the whole question as one query."""
    base = a_sqlite(here)
    query = chosen(box).replace("least(", "min(").replace("greatest(", "max(")
    return lambda need: base.execute(query, asked(need, here.words)).fetchall()


def in_duckdb(here: Arrivals) -> Callable[[Row], Answer]:
    """Return DuckDB, the same query over tables in memory."""
    base, other = duckdb.connect(), a_sqlite(here)
    base.execute("set threads = 2")
    for name in ("o", "w"):
        cursor = other.execute(f"select * from {name}")
        columns = {
            told[0]: np.array(column, dtype=object if told[0] == "name" else float)
            for told, column in zip(cursor.description, zip(*cursor.fetchall(), strict=True), strict=True)
        }
        columns.pop("name", None)
        base.register("given", columns)
        empty = ", ".join(f"nullif({column}, 'nan'::double) as {column}" for column in columns)
        base.execute(f"create table {name} as select {empty} from given")
        base.unregister("given")
    query = chosen()
    for name in sorted(asked(here.needs[0], here.words), key=len, reverse=True):
        query = query.replace(f":{name}", f"${name}")
    return lambda need: [
        (int(one), score) for one, score in base.execute(query, asked(need, here.words)).fetchall()
    ]


ENGINES: dict[str, Callable[[Arrivals], Callable[[Row], Answer]]] = {
    "CirculAIR, index in memory": lambda here: in_memory(here, 0),
    "the same, its tail full": lambda here: in_memory(here, TAIL),
    "CirculAIR, query and columns": in_columns,
    "SQLite, SQL": in_sqlite,
    "SQLite, SQL, no box": lambda here: in_sqlite(here, ""),
    "DuckDB, SQL": in_duckdb,
}


def same(one: Answer, other: Answer) -> bool:
    """Return whether two engines found the same."""
    return [find[-2] for find in one] == [find[-2] for find in other] and all(
        abs(mine[-1] - its[-1]) < 1e-9 for mine, its in zip(one, other, strict=True)
    )


def measured(number: int, coming: int, rounds: int) -> dict[str, list[list[float]]]:
    """Return the seconds of each engine for each need, round by round; stop where two find different offers."""
    here = arrivals(number, coming)
    ready = {name: make(here) for name, make in ENGINES.items()}
    first, *others = ready.items()
    for need in here.needs:
        expected = first[1](need)
        for name, answer in others:
            assert same(answer(need), expected), f"{name} finds something else for need {need.id}"
    seconds: dict[str, list[list[float]]] = {name: [] for name in ready}
    gc.collect()
    gc.freeze()
    for _ in range(rounds):
        for name, answer in ready.items():
            gc.collect()
            seconds[name].append([timed(answer, need) for need in here.needs])
    return seconds


def timed(answer: Callable[[Row], Answer], need: Row) -> float:
    """Return the processor seconds that one answer takes, of all threads."""
    start = time.process_time()
    answer(need)
    return time.process_time() - start


def share(seconds: list[float], part: float) -> float:
    """Return the time within which a part of the answers came."""
    return sorted(seconds)[min(len(seconds) - 1, int(part * len(seconds)))]


def section(small: bool) -> str:
    """Measure and return the part of the page."""
    number, coming, rounds = (10_000, 40, 2) if small else (100_000, 120, 5)
    told = measured(number, coming, rounds)
    own = next(iter(told.values()))
    lines = []
    for name, by_round in told.items():
        cells = []
        for part in (0.5, 0.99):
            times = [share(one, part) for one in by_round]
            ratios = [time / share(mine, part) for time, mine in zip(times, own, strict=True)]
            cells += [
                f"{1000 * statistics.median(times):.3g}",
                f"{statistics.median(ratios):.3g} ({min(ratios):.3g}–{max(ratios):.3g})",
            ]
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return f"""## One new need against {number:,} standing offers

{coming} needs, one after the other, all engines in turn in one process, {rounds} rounds, in processor time: how long one
waits also depends on who else works on the machine. Ratios are to our index in memory, round by round: median
(least–most). Every engine finds the same offers in the same order with the same scores, the rows fetched, and all but one look
only in a box around the need. The one without it asks by the index on materials alone, as the query did beside which
the bar of 40 times at p50 was set. All tables are in memory, those of SQLite indexed by material and latitude; what stands
ready is kept out of Python's collector of garbage, for all engines alike.

| Engine | p50 ms | p50 ratio | p99 ms | p99 ratio |
|---|---|---|---|---|
{chr(10).join(lines)}

{spent(number, coming)}

A registration asks the database and judges the rows as columns: nothing has to be kept in step, and nothing is
compiled. The index in memory answers whoever asks for the partners of many, as `circulair rematch` does.
"""
