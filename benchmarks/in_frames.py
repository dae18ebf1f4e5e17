"""The question as joins of frames, answered by Polars."""

from collections.abc import Callable
from pathlib import Path

import polars as pl

from benchmarks.engines import MOST, Rows


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
