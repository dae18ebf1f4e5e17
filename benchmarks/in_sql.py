"""The question in SQL, answered by DuckDB."""

from collections.abc import Callable
from pathlib import Path

import duckdb

from benchmarks.engines import Rows

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


def in_duckdb(folder: Path) -> Callable[[], Rows]:
    """Return DuckDB, its tables in memory."""
    base = duckdb.connect()
    base.execute("set threads = 2")
    for name in ("o", "n", "w"):
        base.execute(f"create table {name} as select * from '{folder / name}.parquet'")
    return lambda: base.execute(SQL).fetchnumpy()
